// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runprogress.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/panels/elidedlabel.h"
#include "ui/panels/parts.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

namespace quantlens::ui {

RunProgress::RunProgress(QWidget* parent)
    : QWidget(parent)
    , m_bar(new QProgressBar(this))
    , m_requests(plainLabel({}, this))
    , m_pairs(plainLabel({}, this))
    , m_rate(plainLabel({}, this))
    , m_time(new ElidedLabel(this))
    , m_errors(new QToolButton(this))
{
    nameControl(m_bar, QStringLiteral("run-progress"), tr("Progress of the run"));
    m_bar->setTextVisible(false);
    m_bar->setMinimumWidth(120);
    m_bar->setMaximumWidth(380);
    m_requests->setObjectName(QStringLiteral("run-requests"));
    m_time->setObjectName(QStringLiteral("run-time"));
    nameControl(m_errors, QStringLiteral("run-error-count"), tr("Show the errors"));
    m_errors->setAutoRaise(true);
    setTextColor(m_errors, &Theme::error);
    connect(m_errors, &QToolButton::clicked, this, &RunProgress::errorsWanted);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 10, 6);
    row->setSpacing(14);
    row->addWidget(m_bar, 3);
    for (QLabel* label : {m_requests, m_pairs, m_rate, m_time}) {
        label->setWordWrap(false);
        row->addWidget(label);
    }
    row->addStretch(2);
    row->addWidget(m_errors);
    setIdle();
    setErrors(0);
}

void RunProgress::setIdle()
{
    m_bar->setRange(0, 1);
    m_bar->setValue(0);
    m_requests->setText(tr("No run yet"));
    for (QLabel* label : {m_pairs, m_rate, m_time})
        label->clear();
}

void RunProgress::setStarting()
{
    m_bar->setRange(0, 0);
    m_requests->setText(tr("Starting…"));
    for (QLabel* label : {m_pairs, m_rate, m_time})
        label->clear();
}

void RunProgress::setProgress(const runners::LiveUpdate& update, qsizetype pairs, qsizetype allPairs)
{
    m_bar->setRange(0, std::max(1, update.total));
    m_bar->setValue(update.done);
    const bool asking = update.done > update.stored || update.inFlight > 0;
    m_requests->setText(!asking && !update.phase.isEmpty()
                            ? base::singleLine(update.phase, 80)
                            : tr("%1 of %2 requests").arg(format::integer(update.done), format::integer(update.total)));
    m_pairs->setText(allPairs > 0 ? tr("%1 of %2 pairs").arg(format::integer(pairs), format::integer(allPairs))
                                  : QString());
    m_pairs->setVisible(allPairs > 0);
    const int asked = update.done - update.stored;
    m_rate->setText(update.elapsedMs > 0 && asked > 0
                        ? tr("%1 requests/s").arg(format::decimal(asked * 1000.0 / update.elapsedMs, 2))
                        : QString());
    QString time = update.elapsedMs > 0 ? tr("%1 gone").arg(format::duration(update.elapsedMs)) : QString();
    if (update.paused)
        time = tr("paused, what is in flight is finished");
    else if (update.leftMs >= 0)
        time += tr(", about %1 left").arg(format::duration(update.leftMs));
    m_time->setText(time);
}

void RunProgress::setFinished(domain::RunStatus status, const runners::LiveUpdate& last)
{
    m_bar->setRange(0, std::max(1, last.total));
    m_bar->setValue(last.done);
    const QString done = format::integer(last.done);
    const QString total = format::integer(last.total);
    switch (status) {
    case domain::RunStatus::Cancelled:
        m_requests->setText(tr("Cancelled: %1 of %2 requests are kept").arg(done, total));
        break;
    case domain::RunStatus::Failed:
        m_requests->setText(tr("Could not compare"));
        break;
    default:
        m_requests->setText(tr("Finished: %1 of %2 requests").arg(done, total));
    }
    m_time->setText(last.elapsedMs > 0 ? tr("%1 gone").arg(format::duration(last.elapsedMs)) : QString());
}

void RunProgress::setErrors(int count)
{
    m_errors->setText(tr("⚠ %n error(s)", nullptr, count));
    m_errors->setVisible(count > 0);
}

} // namespace quantlens::ui
