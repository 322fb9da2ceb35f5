// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"

#include <QList>
#include <QString>

namespace quantlens::runners {

/// Requests of one kind to one endpoint, asked in order with a bounded number in flight.
struct Phase
{
    domain::Pass pass = domain::Pass::Answer;
    int side = 0;
    QString title; ///< for the status line: "Asking", "Forcing", "Level 16"
    QList<domain::GenerationKey> keys;
    int concurrency = 1;
    bool cachePrompt = false;
};

/// Phases that go on at the same time, each on an endpoint of its own. A step ends before the next begins.
using Step = QList<Phase>;

/// What is asked while the sides of a turn are up. Reads the sides' slots and errors: a side with an error has no
/// phases. docs/design.md, "Runs".
[[nodiscard]] QList<Step> stepsOf(const domain::RunRecord& run, const QList<int>& turn);

/// Every key of a run in the order the live table shows them: free answers prompt by prompt and side by side, then
/// what is asked besides. Checks that depend on a server's slots are among them where the slots are known.
[[nodiscard]] QList<domain::GenerationKey> plannedKeys(const domain::RunRecord& run);

} // namespace quantlens::runners
