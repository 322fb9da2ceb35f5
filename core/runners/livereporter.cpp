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
}

void LiveReporter::setTotal(int total, int stored)
{
    m_next.total = total;
    if (stored >= 0)
        m_stored = stored;
    schedule();
}

void LiveReporter::setPaused(bool paused)
{
    m_next.paused = paused;
    schedule();
}

void LiveReporter::requestSent()
{
    ++m_next.inFlight;
}

void LiveReporter::requestEnded()
{
    --m_next.inFlight;
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

void LiveReporter::addComparison(int side, const domain::Comparison& comparison)
{
    m_next.comparisons.append(comparison);
    m_next.comparedSides.append(side);
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
    m_next.done = m_stored + m_done;
    m_next.failed = m_failed;
    m_next.elapsedMs = m_startedAt > 0 ? base::monotonicMs() - m_startedAt : 0;
    m_next.leftMs = m_done > 0 ? m_next.elapsedMs / m_done * (m_next.total - m_stored - m_done) : -1;
    m_next.rows = m_rows.values();
    Q_EMIT
    updated(m_next);
    m_rows.clear();
    m_next.comparisons.clear();
    m_next.comparedSides.clear();
}

} // namespace quantlens::runners
