// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/livereporter.h"

#include "core/base/clock.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace quantlens::runners {

namespace {

constexpr int updateMs = 34;

bool isOver(RequestState state)
{
    return state == RequestState::Done || state == RequestState::Failed;
}

} // namespace

LiveRow endedRow(const domain::Generation& answer)
{
    LiveRow row;
    row.side = answer.side;
    row.key = answer.key();
    row.promptId = answer.promptId;
    row.state = answer.failed() ? RequestState::Failed : RequestState::Done;
    row.tokens = answer.usage.completionTokens >= 0 ? answer.usage.completionTokens : int(answer.entries.size());
    row.tokensPerSecond = std::isnan(answer.timings.generatedPerSecond) ? 0 : answer.timings.generatedPerSecond;
    row.firstTokenMs = std::isnan(answer.timings.firstToken) ? 0 : answer.timings.firstToken;
    row.text = answer.text;
    row.end = answer.failed() ? answer.error->code : answer.finishReason;
    row.errorText = answer.failed() ? base::oneLine(*answer.error) : QString();
    return row;
}

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

void LiveReporter::setLeftOut(int requests)
{
    m_leftOut = requests;
}

void LiveReporter::setPaused(bool paused)
{
    const double now = base::monotonicMs();
    if (paused && m_pausedAt == 0) {
        m_pausedAt = now;
    } else if (!paused && m_pausedAt > 0) {
        if (m_startedAt > 0)
            m_pausedMs += now - std::max(m_pausedAt, m_startedAt);
        m_pausedAt = 0;
    }
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
    if (const auto ended = m_ended.constFind(row.row); ended != m_ended.cend()) {
        --m_done;
        m_failed -= *ended == RequestState::Failed;
        m_ended.erase(ended);
    }
    if (isOver(row.state)) {
        ++m_done;
        m_failed += row.state == RequestState::Failed;
        m_ended.insert(row.row, row.state);
    }
    m_rows.insert(row.row, row);
    schedule();
}

void LiveReporter::setStoredRow(const LiveRow& row)
{
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

double LiveReporter::elapsed() const
{
    if (m_startedAt == 0)
        return 0;
    const double until = m_pausedAt > 0 ? std::max(m_pausedAt, m_startedAt) : base::monotonicMs();
    return until - m_startedAt - m_pausedMs;
}

void LiveReporter::flush()
{
    m_timer.stop();
    m_next.done = m_stored + m_done;
    m_next.failed = m_failed;
    m_next.stored = m_stored;
    m_next.elapsedMs = elapsed();
    m_next.leftMs =
        m_done > 0 ? m_next.elapsedMs / m_done * std::max(0, m_next.total - m_stored - m_done - m_leftOut) : -1;
    m_next.rows = m_rows.values();
    Q_EMIT
    updated(m_next);
    m_rows.clear();
    m_next.comparisons.clear();
    m_next.comparedSides.clear();
}

} // namespace quantlens::runners
