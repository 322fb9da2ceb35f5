// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/live.h"

#include <QHash>
#include <QMap>
#include <QObject>
#include <QTimer>

namespace quantlens::runners {

/// Gathers what changes during a run and sends it on at most 30 times a second.
class LiveReporter : public QObject
{
    Q_OBJECT

public:
    explicit LiveReporter(QObject* parent = nullptr);

    void begin(const domain::RunRecord& run);
    /// How many requests there are in all, and how many of them were stored before (negative: as said before).
    void setTotal(int total, int stored);
    /// Requests that are neither stored nor asked in this session: they take no time.
    void setLeftOut(int requests);
    void setPaused(bool paused);
    void requestSent();
    void requestEnded();
    void setPhase(const QString& phase);
    /// The first request leaves now: time left is reckoned from here.
    void startClock();
    /// A row that ended and is set anew with another state is asked again: it counts as done once.
    void setRow(const LiveRow& row);
    /// A row that was answered before this session; counted by setTotal().
    void setStoredRow(const LiveRow& row);
    void addComparison(int side, const domain::Comparison& comparison);
    /// Sends what is still waiting.
    void flush();

Q_SIGNALS:
    void updated(const quantlens::runners::LiveUpdate& update);

private:
    void schedule();
    [[nodiscard]] double elapsed() const;

    QTimer m_timer;
    LiveUpdate m_next;
    QMap<int, LiveRow> m_rows; ///< changed since the last update
    int m_stored = 0;          ///< done before this session
    int m_leftOut = 0;
    int m_done = 0;
    int m_failed = 0;
    double m_startedAt = 0;
    double m_pausedAt = 0;            ///< while paused
    double m_pausedMs = 0;            ///< pauses that are over, since the first request
    QHash<int, RequestState> m_ended; ///< rows that ended in this session
};

} // namespace quantlens::runners
