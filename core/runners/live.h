// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/generation.h"
#include "core/domain/run.h"

#include <QMetaType>
#include <QString>

namespace quantlens::runners {

enum class RequestState {
    Queued,
    Waiting,   ///< sent, nothing back yet
    Answering, ///< tokens are coming
    Done,
    Failed,
};

/// One request of a running run, for the live table.
struct LiveRow
{
    int row = 0; ///< place in plannedKeys()
    int side = 0;
    domain::GenerationKey key = {};
    QString promptId;
    QString category;
    RequestState state = RequestState::Queued;
    int tokens = 0;
    int maxTokens = 0;
    double tokensPerSecond = 0; ///< of this request so far; 0: unknown
    double firstTokenMs = 0;    ///< 0: none yet
    QString end;                ///< finish reason or error code
    QString errorText;          ///< one sentence, failed rows only
    QString text;               ///< content so far
};

/// The row of an answer that has ended: what the live table shows of it.
[[nodiscard]] LiveRow endedRow(const domain::Generation& answer);

/// What changed since the last update; sent at most 30 times a second.
struct LiveUpdate
{
    QString runId;
    QString phase; ///< "Starting engines", "Asking", … for the status bar
    int done = 0;  ///< requests done or failed, `stored` among them
    int failed = 0;
    int total = 0;
    int stored = 0;   ///< answered before this session: what a resumed run did not ask again
    int inFlight = 0; ///< requests sent and not ended
    bool paused = false;
    double elapsedMs = 0;                  ///< since the first request was sent, without pauses
    double leftMs = -1;                    ///< estimate; negative: unknown
    QList<LiveRow> rows;                   ///< changed rows only
    QList<domain::Comparison> comparisons; ///< of pairs that became complete, baseline against …
    QList<int> comparedSides;              ///< … this side, one for each comparison
};

} // namespace quantlens::runners

Q_DECLARE_METATYPE(quantlens::runners::LiveUpdate)
