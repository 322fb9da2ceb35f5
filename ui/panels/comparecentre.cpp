// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/comparecentre.h"

#include "ui/panels/livepair.h"
#include "ui/panels/pairheader.h"
#include "ui/panels/parts.h"

#include <QVBoxLayout>

namespace quantlens::ui {

CompareCentre::CompareCentre(QWidget* parent)
    : QWidget(parent)
    , m_header(new PairHeader(this))
    , m_texts(new LivePair(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(ruleLine(this));
    column->addWidget(m_texts, 1);
}

void CompareCentre::showPair(const ShownRunPtr& run, const QString& promptId)
{
    m_header->showPair(promptId, run ? run->comparison(promptId) : nullptr);
    if (!run) {
        m_texts->clear();
        return;
    }
    m_texts->setLabels(run->data.run.label(0), run->data.run.label(1));
    const auto rowOf = [&](int side) {
        runners::LiveRow row;
        if (const domain::Generation* answer = run->answer(side, promptId)) {
            row.state = answer->failed() ? runners::RequestState::Failed : runners::RequestState::Done;
            row.tokens = std::max(0, answer->usage.completionTokens);
            row.end = answer->finishReason;
            row.text = answer->text;
            row.errorText = answer->error ? answer->error->message : QString();
        }
        return row;
    };
    const runners::LiveRow a = rowOf(0);
    const runners::LiveRow b = rowOf(1);
    m_texts->showPair(promptId, &a, &b, run->comparison(promptId));
}

} // namespace quantlens::ui
