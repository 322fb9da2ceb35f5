// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/livereporter.h"

#include "core/base/clock.h"

namespace quantlens::runners {

namespace {

constexpr int updateMs = 34;

bool isOver(RequestState state)
{
    return state == RequestState::Done || state == RequestState::Failed;
}

} // namespace

LiveReporter::LiveReporter(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(updateMs);
    connect(&m_timer, &QTimer::timeout, this, &LiveReporter::flush);
}

void LiveReporter::begin(const domain::RunRecord& run)
{
    m_next.runId = run.id;
    m_next.total = int(run.prompts.size() * run.sides.size());
}

void LiveReporter::setPhase(const QString& phase)
{
    m_next.phase = phase;
    schedule();
}

void LiveReporter::startClock()
{
    if (m_startedAt == 0)
        m_startedAt = base::monotonicMs();
}

void LiveReporter::setRow(const LiveRow& row)
{
    m_done += isOver(row.state);
    m_failed += row.state == RequestState::Failed;
    m_rows.insert(row.row, row);
    schedule();
}

void LiveReporter::addComparison(const domain::Comparison& comparison)
{
    m_next.comparisons.append(comparison);
    schedule();
}

void LiveReporter::schedule()
{
    if (!m_timer.isActive())
        m_timer.start();
}

void LiveReporter::flush()
{
    m_timer.stop();
    m_next.done = m_done;
    m_next.failed = m_failed;
    m_next.elapsedMs = m_startedAt > 0 ? base::monotonicMs() - m_startedAt : 0;
    m_next.leftMs = m_done > 0 ? m_next.elapsedMs / m_done * (m_next.total - m_done) : -1;
    m_next.rows = m_rows.values();
    Q_EMIT
    updated(m_next);
    m_rows.clear();
    m_next.comparisons.clear();
}

} // namespace quantlens::runners
