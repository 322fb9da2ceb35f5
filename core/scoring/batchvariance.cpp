// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/batchvariance.h"

#include "core/scoring/divergence.h"

#include <algorithm>

namespace quantlens::scoring {

namespace {

double farthest(const std::vector<double>& moves)
{
    return moves.empty() ? 0.0 : *std::ranges::max_element(moves);
}

/// Where one answer only ended, ending must have been nearly as likely as going on: the token that ends has no bytes.
bool endedAtNearTie(const domain::Generation& a, const domain::Generation& b, double shift)
{
    const bool aIsLonger = a.entries.size() > b.entries.size();
    const auto& longer = aIsLonger ? a.entries : b.entries;
    const auto& shorter = aIsLonger ? b.entries : a.entries;
    if (longer.size() == shorter.size() || a.finishReason != b.finishReason)
        return false;
    const domain::TokenInfo& wentOn = longer.at(shorter.size());
    const auto ended = std::ranges::find_if(
        wentOn.top, [](const domain::TopToken& token) { return token.bytes.isEmpty() && hasValue(token.logprob); });
    return ended != wentOn.top.end() && hasValue(wentOn.logprob) &&
           double(wentOn.logprob) - double(ended->logprob) <= shift;
}

} // namespace

double batchShift(const QList<LogprobChange>& changes)
{
    double most = 0;
    for (const LogprobChange& change : changes) {
        if (change.sameness != Sameness::DifferentText)
            most = std::max(most, farthest(change.margins));
    }
    return std::clamp(2 * most, leastNearTie, mostBatchShift);
}

LoadCause loadCause(const domain::Generation& atRest, const domain::Generation& underLoad, domain::Unit unit,
                    double shift)
{
    const LogprobChange change = compareRepeats(atRest, underLoad);
    if (change.sameness == Sameness::Bits)
        return LoadCause::None;
    if (underLoad.greedyMisses > atRest.greedyMisses)
        return LoadCause::Beyond;
    if (change.sameness == Sameness::Text)
        return std::max(farthest(change.margins), farthest(change.logprobs)) <= mostBatchShift ? LoadCause::Batch
                                                                                               : LoadCause::Beyond;
    const bool silent = change.margins.empty() && change.logprobs.empty();
    const auto fork = forkOf(atRest, underLoad, unit);
    if (!fork)
        return silent                                     ? LoadCause::Unknown
               : endedAtNearTie(atRest, underLoad, shift) ? LoadCause::Batch
                                                          : LoadCause::Beyond;
    return !fork->bounded && fork->shift <= shift ? LoadCause::Batch : LoadCause::Beyond;
}

} // namespace quantlens::scoring
