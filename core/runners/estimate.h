// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/plan.h"

#include <QSet>

#include <limits>
#include <optional>

// What a run would send, before anything is sent: what --dry-run and the window's run form show.

namespace quantlens::runners {

/// Requests of one kind to one side.
struct PhaseEstimate
{
    domain::Pass pass = domain::Pass::Answer;
    int side = 0;
    QString title;
    qint64 requests = 0;
    int concurrency = 1; ///< requests in flight
    int decoding = 1;    ///< answered at once, as far as the server's slots are known
    qint64 tokens = 0;   ///< most that may be generated
};

/// Phases that go on at the same time.
using StepEstimate = QList<PhaseEstimate>;

/// Sides that are up at the same time.
struct TurnEstimate
{
    QList<int> sides;
    quint64 memory = 0; ///< bytes that the engines started for it need
    QList<StepEstimate> steps;
};

/// How many prompts a threshold needs with --prove.
struct ProofNeed
{
    QString rule; ///< "max-flip-rate"
    double threshold = 0;
    std::optional<qint64> prompts; ///< at the least; none: no number of prompts proves it, or it depends on the spread
};

struct RunEstimate
{
    QList<TurnEstimate> turns;
    qint64 requests = 0;
    qint64 tokens = 0; ///< most that may be generated
    QList<ProofNeed> proofs;
};

/// The record of a plan as it will be if sides that were not asked yet can do what their kind can: engines we start
/// have the plan's slots, llama-servers can be made to follow tokens, and behind an address there may be one. `opened`:
/// sides whose servers told. Pure.
[[nodiscard]] domain::RunRecord assumedRecord(const RunPlan& plan, const QSet<int>& opened = {});

/// Counts what a plan would send. Checks that depend on how many requests a server answers at once are counted for
/// engines we start; for servers that run already they show up only when these are asked. Pure.
[[nodiscard]] RunEstimate estimateRun(const RunPlan& plan);

/// One side's answer to the first prompt.
struct ProbeAnswer
{
    bool asked = false;
    std::optional<base::Error> error;
    double totalMs = 0;
    int tokens = 0;                                                 ///< generated
    double firstTokenMs = std::numeric_limits<double>::quiet_NaN(); ///< NaN: not measured
    QString text = {};
};

/// How long a run takes, in milliseconds.
struct TimeEstimate
{
    double likelyMs = 0; ///< when answers take as long as the first one did
    double mostMs = 0;   ///< when every answer runs to its token limit
};

/// From the first answers; none when a side did not answer. Retries, starting of engines and waiting for memory are
/// not in it.
[[nodiscard]] std::optional<TimeEstimate> timeOf(const RunEstimate& estimate, const QList<ProbeAnswer>& answers);

} // namespace quantlens::runners
