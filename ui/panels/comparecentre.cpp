// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/comparecentre.h"

#include "core/base/text.h"
#include "ui/diff/forkinspector.h"
#include "ui/models/format.h"
#include "ui/panels/pairheader.h"
#include "ui/panels/parts.h"

#include <QSplitter>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <cmath>

namespace quantlens::ui {

namespace {

/// "16.0 bpw · 147 tokens · stop · 41.2 tok/s"
QString answerFacts(const domain::ResolvedModel* model, const domain::Generation& answer)
{
    QStringList parts;
    if (model && model->bitsPerWeight)
        parts << CompareCentre::tr("%1 bpw").arg(format::decimal(*model->bitsPerWeight, 2));
    if (answer.usage.completionTokens >= 0)
        parts << CompareCentre::tr("%1 tokens").arg(format::integer(answer.usage.completionTokens));
    if (!answer.finishReason.isEmpty())
        parts << base::singleLine(answer.finishReason, 40);
    if (std::isfinite(answer.timings.generatedPerSecond))
        parts << CompareCentre::tr("%1 tok/s").arg(format::speed(answer.timings.generatedPerSecond));
    if (answer.failed())
        parts << CompareCentre::tr("failed");
    return parts.join(QStringLiteral(" · "));
}

std::optional<domain::TokenInfo> tokenAt(const domain::Generation* answer, qsizetype entry)
{
    if (!answer || entry < 0 || entry >= answer->entries.size())
        return std::nullopt;
    return answer->entries.at(entry);
}

} // namespace

CompareCentre::CompareCentre(QWidget* parent)
    : QWidget(parent)
    , m_header(new PairHeader(this))
    , m_diff(new DiffView(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_inspectorTitle(plainLabel({}, this))
    , m_inspector(new ForkInspector(this))
{
    nameControl(m_diff, QStringLiteral("compare-diff"), tr("Both answers"));
    nameControl(m_inspector, QStringLiteral("compare-inspector"), tr("Fork inspector"));
    m_splitter->setObjectName(QStringLiteral("compare-down-splitter"));
    auto* below = new QWidget(m_splitter);
    auto* belowColumn = new QVBoxLayout(below);
    belowColumn->setContentsMargins(0, 0, 0, 0);
    belowColumn->setSpacing(0);
    m_inspectorTitle->setObjectName(QStringLiteral("inspector-title"));
    m_inspectorTitle->setWordWrap(false);
    m_inspectorTitle->setForegroundRole(QPalette::PlaceholderText);
    belowColumn->addWidget(titleStrip(headingLabel(tr("Fork inspector"), below), below, m_inspectorTitle));
    belowColumn->addWidget(ruleLine(below));
    belowColumn->addWidget(m_inspector, 1);
    m_splitter->addWidget(m_diff);
    m_splitter->addWidget(below);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setCollapsible(0, false);
    m_splitter->setSizes({480, 220});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(ruleLine(this));
    column->addWidget(m_splitter, 1);
    connect(m_diff, &DiffView::tokenActivated, this, &CompareCentre::inspectToken);
    showPair({}, {});
}

void CompareCentre::showPair(const ShownRunPtr& run, const QString& promptId)
{
    const quint64 ticket = ++m_ticket;
    m_run = run;
    m_promptId = promptId;
    m_pair = {};
    m_header->showPair(promptId, run ? run->comparison(promptId) : nullptr);
    setInspectorTitle({});
    if (!run || promptId.isEmpty()) {
        m_diff->clear(tr("Choose a prompt at the left."));
        m_inspector->clear();
        return;
    }
    setTitles();
    m_inspector->setLabels(run->data.run.label(0), run->data.run.label(1));
    if (!run->answer(0, promptId) || !run->answer(1, promptId)) {
        m_diff->clear(tr("This pair is not complete: an answer is missing."));
        m_inspector->clear(tr("Nothing to inspect until both answers are there."));
        return;
    }
    QtConcurrent::run([run, promptId] {
        return makePairDocument(*run, promptId);
    }).then(this, [this, ticket](const PairDocument& pair) {
        if (ticket == m_ticket)
            take(pair);
    });
}

void CompareCentre::setTitles()
{
    const domain::RunRecord& run = m_run->data.run;
    for (const int side : {0, 1}) {
        const domain::Generation* answer = m_run->answer(side, m_promptId);
        const domain::ResolvedModel* model = side < run.sides.size() ? &run.sides.at(side).model : nullptr;
        m_diff->setTitle(side, run.label(side), answer ? answerFacts(model, *answer) : tr("no answer yet"));
    }
}

void CompareCentre::take(const PairDocument& pair)
{
    m_pair = pair;
    m_diff->setDocument(pair.diff);
    m_diff->jumpToFork();
    inspectFork();
}

void CompareCentre::inspectFork()
{
    const domain::Comparison* pair = m_run->comparison(m_promptId);
    const domain::Generation* a = m_run->answer(0, m_promptId);
    const domain::Generation* b = m_run->answer(1, m_promptId);
    if (!pair || !pair->scored()) {
        m_inspector->clear(tr("A request failed: there is no pair to inspect."));
        return;
    }
    if (!pair->divergence) {
        m_inspector->clear(a->entries.isEmpty()
                               ? tr("The answers are identical.")
                               : tr("The answers are identical. Click a token to see its alternatives."));
        return;
    }
    if (!pair->fork) {
        m_inspector->clear(
            a->entries.isEmpty() || b->entries.isEmpty()
                ? tr("No log-probabilities were recorded: the fork cannot be inspected.")
                : tr("The answers part where no token can be compared. Click a token to see its alternatives."));
        return;
    }
    m_inspector->setPair(tokenAt(a, pair->fork->entryA), tokenAt(b, pair->fork->entryB), pair->fork);
    setInspectorTitle(tr("%1 %2 · line %3, column %4")
                          .arg(format::unitSingular(pair->unit), format::integer(pair->divergence->unit))
                          .arg(pair->divergence->line)
                          .arg(pair->divergence->column));
}

void CompareCentre::inspectToken(int side, qsizetype entry)
{
    if (!m_run || entry < 0)
        return;
    const domain::Comparison* pair = m_run->comparison(m_promptId);
    const qsizetype other = m_pair.counterpart.at(std::size_t(side)).value(entry, -1);
    const qsizetype entryA = side == 0 ? entry : other;
    const qsizetype entryB = side == 0 ? other : entry;
    if (pair && pair->fork && pair->fork->entryA == entryA && pair->fork->entryB == entryB) {
        inspectFork();
        return;
    }
    m_inspector->setPair(tokenAt(m_run->answer(0, m_promptId), entryA), tokenAt(m_run->answer(1, m_promptId), entryB));
    setInspectorTitle(side == 0 ? tr("token %1 of A").arg(format::integer(entry))
                                : tr("token %1 of B").arg(format::integer(entry)));
}

void CompareCentre::setInspectorTitle(const QString& text)
{
    m_inspectorTitle->setText(text);
}

} // namespace quantlens::ui
