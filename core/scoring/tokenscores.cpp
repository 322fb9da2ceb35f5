// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/tokenscores.h"

#include <algorithm>
#include <cmath>

namespace quantlens::scoring {

namespace {

/// −9999, −3.4e38 and an entry without alternatives are no values (docs/scoring.md, "No value").
constexpr float leastLogprob = -1e4F;

std::vector<float> logprobsOf(const QList<domain::TokenInfo>& entries)
{
    std::vector<float> values;
    values.reserve(std::size_t(entries.size()));
    for (const domain::TokenInfo& entry : entries) {
        const bool usable = std::isfinite(entry.logprob) && entry.logprob > leastLogprob && !entry.top.isEmpty();
        values.push_back(usable ? std::min(0.0F, entry.logprob) : domain::noLogprob);
    }
    return values;
}

} // namespace

TokenScores scoreTokens(const domain::Generation& a, const domain::Generation& b, const domain::Generation* forced,
                        bool byId)
{
    TokenScores scores;
    scores.logprob = {logprobsOf(a.entries), logprobsOf(b.entries)};
    scores.kld.assign(std::size_t(a.entries.size()), domain::noLogprob);
    const bool isForced = forced && !forced->failed() && !forced->entries.isEmpty();
    const QList<domain::TokenInfo>& other = isForced ? forced->entries : b.entries;
    scores.source = isForced ? PositionSource::TeacherForced : PositionSource::SharedPrefix;
    const qsizetype common = std::min(a.entries.size(), other.size());
    for (qsizetype i = 0; i < common; ++i) {
        if (const auto position = scorePosition(a.entries.at(i), other.at(i), byId))
            scores.kld[std::size_t(i)] = float(position->forward);
        if (!isForced && a.entries.at(i).bytes != other.at(i).bytes)
            break; // behind the fork the contexts differ
    }
    return scores;
}

} // namespace quantlens::scoring
