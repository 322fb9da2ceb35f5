// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/estimatebar.h"

#include "core/base/text.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace quantlens::ui {

QString probeText(const runners::RunProbe& probe)
{
    if (probe.error)
        return EstimateBar::tr("How long it takes is unknown: %1")
            .arg(base::singleLine(base::oneLine(*probe.error), 400));
    QStringList answers;
    for (qsizetype side = 0; side < probe.answers.size(); ++side) {
        const runners::ProbeAnswer& answer = probe.answers.at(side);
        const QString label = base::singleLine(probe.labels.value(side), 60);
        if (answer.error)
            answers << EstimateBar::tr("%1: %2").arg(label, base::singleLine(base::oneLine(*answer.error), 200));
        else
            answers << EstimateBar::tr("%1: %2 tokens in %3")
                           .arg(label, format::integer(answer.tokens), format::duration(answer.totalMs));
    }
    const QString basis = answers.join(QStringLiteral("; "));
    if (!probe.time)
        return EstimateBar::tr("How long it takes is unknown: not every model answered. %1.").arg(basis);
    return EstimateBar::tr(
               "It takes about %1 if answers are as long as the first, at most %2 if all run to their limit; "
               "starting engines and waiting for memory comes on top. This rests on one request to each "
               "model. %3.")
        .arg(format::duration(probe.time->likelyMs), format::duration(probe.time->mostMs), basis);
}

EstimateBar::EstimateBar(QWidget* parent)
    : QWidget(parent)
    , m_text(dimLabel({}, this))
    , m_bar(new QProgressBar(this))
    , m_button(new QPushButton(this))
{
    setObjectName(QStringLiteral("preview-time"));
    m_text->setObjectName(QStringLiteral("preview-time-text"));
    nameControl(m_bar, QStringLiteral("preview-time-progress"), tr("Asking each model once"));
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(6);
    nameControl(m_button, QStringLiteral("preview-estimate"), tr("Estimate the time of the run"));
    auto* line = new QHBoxLayout;
    line->addWidget(m_text, 1);
    line->addWidget(m_button, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(line);
    column->addWidget(m_bar);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_asking) {
            cancel();
            return;
        }
        m_asking = true;
        m_probe.reset();
        refresh();
        Q_EMIT wanted(m_request, ++m_ticket);
    });
    refresh();
}

void EstimateBar::setRequest(const runners::RunRequest& request)
{
    if (request == m_request)
        return;
    cancel();
    m_request = request;
    m_probe.reset();
    refresh();
}

void EstimateBar::setBlocked(const QString& why)
{
    m_blocked = why;
    refresh();
}

void EstimateBar::take(const runners::RunProbe& probe)
{
    if (!m_asking || probe.ticket != m_ticket)
        return;
    m_asking = false;
    m_probe = probe;
    refresh();
}

void EstimateBar::cancel()
{
    if (!std::exchange(m_asking, false))
        return;
    refresh();
    Q_EMIT cancelled();
}

void EstimateBar::refresh()
{
    m_bar->setVisible(m_asking);
    m_button->setText(m_asking ? tr("Cancel") : tr("Estimate &time"));
    m_button->setIcon(icon(m_asking ? Glyph::Stop : Glyph::Clock));
    m_button->setEnabled(m_asking || m_blocked.isEmpty());
    m_button->setToolTip(!m_blocked.isEmpty()
                             ? base::htmlEscaped(m_blocked)
                             : tr("Start what the run would start, ask each model its first prompt once, and stop it "
                                  "again. Nothing is stored"));
    m_button->setAccessibleDescription(m_blocked);
    if (m_asking)
        m_text->setText(tr("Each model is asked its first prompt once…"));
    else if (m_probe)
        m_text->setText(probeText(*m_probe));
    else
        m_text->setText(tr("How long it takes is told after the first answers, or before by one request to each model. "
                           "Answers are stored one by one: the run can be paused, or the window closed, at any time."));
}

} // namespace quantlens::ui
