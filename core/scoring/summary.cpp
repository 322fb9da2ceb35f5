// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/compare.h"
#include "core/scoring/statistics.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace quantlens::scoring {

namespace {

/// Counts of the rates, before they become rates.
struct Tally
{
    qint64 pairs = 0;
    qint64 same = 0;
    qint64 changed = 0;
    qint64 undetermined = 0;
    qint64 withReference = 0;
    qint64 flips = 0;
    double similarity = 0;

    void add(const domain::Comparison& pair)
    {
        ++pairs;
        similarity += pair.similarity;
        same += pair.answers == domain::AnswerState::Same;
        changed += pair.answers == domain::AnswerState::Changed;
        undetermined += pair.answers == domain::AnswerState::Undetermined;
        withReference += pair.flip != domain::FlipState::NoReference;
        flips += domain::isFlip(pair.flip);
    }

    [[nodiscard]] double meanSimilarity() const { return pairs ? similarity / double(pairs) : 0.0; }
};

void countSeverity(domain::Summary& summary, domain::Severity severity)
{
    switch (severity) {
    case domain::Severity::Identical:
        ++summary.identical;
        break;
    case domain::Severity::Minor:
        ++summary.minor;
        break;
    case domain::Severity::Moderate:
        ++summary.moderate;
        break;
    case domain::Severity::Severe:
        ++summary.severe;
        break;
    }
}

/// Sort key: the most interesting first.
auto interest(const domain::Comparison& pair)
{
    const int rank = domain::isFlip(pair.flip) ? 0 : pair.answers == domain::AnswerState::Changed ? 1 : 2;
    return std::tuple(rank, pair.fork ? -pair.fork->shift : 0.0, pair.similarity);
}

} // namespace

domain::Summary summarize(const domain::RunRecord& run, const QList<domain::Comparison>& comparisons)
{
    domain::Summary summary;
    summary.prompts = run.prompts.size();
    summary.missing = std::max<qint64>(0, summary.prompts - comparisons.size());
    Tally all;
    std::map<QString, Tally> byCategory;
    qint64 rightA = 0;
    qint64 rightB = 0;
    for (const domain::Comparison& pair : comparisons) {
        summary.failedA += pair.failedA;
        summary.failedB += pair.failedB;
        if (!pair.scored())
            continue;
        all.add(pair);
        byCategory[pair.category].add(pair);
        countSeverity(summary, pair.severity);
        summary.rightToWrong += pair.flip == domain::FlipState::RightToWrong;
        summary.wrongToRight += pair.flip == domain::FlipState::WrongToRight;
        summary.bothWrongDifferent += pair.flip == domain::FlipState::BothWrongDifferent;
        summary.bothWrongSame += pair.flip == domain::FlipState::BothWrongSame;
        summary.bothRight += pair.flip == domain::FlipState::BothRight;
        rightA += pair.answerA.right.value_or(false);
        rightB += pair.answerB.right.value_or(false);
        summary.truncatedA += pair.truncatedA;
        summary.truncatedB += pair.truncatedB;
        summary.byHand += pair.answerA.byHand || pair.answerB.byHand;
        summary.forks += pair.fork.has_value();
        summary.nearTies += pair.fork && pair.fork->nearTie;
    }
    summary.pairs = all.pairs;
    summary.meanSimilarity = all.meanSimilarity();
    summary.differing = wilson(all.pairs - summary.identical, all.pairs);
    summary.changed = wilson(all.changed, all.same + all.changed);
    summary.changedWorstCase = wilson(all.changed + all.undetermined, all.same + all.changed + all.undetermined);
    summary.undetermined = all.undetermined;
    summary.flips = wilson(all.flips, all.withReference);
    summary.rightA = wilson(rightA, all.withReference);
    summary.rightB = wilson(rightB, all.withReference);
    for (const auto& [category, tally] : byCategory)
        summary.categories[category] = {tally.pairs, wilson(tally.changed, tally.same + tally.changed),
                                        wilson(tally.flips, tally.withReference), tally.meanSimilarity()};
    return summary;
}

QList<qsizetype> mostInteresting(const QList<domain::Comparison>& comparisons, qsizetype count)
{
    QList<qsizetype> indices;
    for (qsizetype i = 0; i < comparisons.size(); ++i) {
        const domain::Comparison& pair = comparisons.at(i);
        if (pair.scored() && (pair.severity != domain::Severity::Identical || pair.divergence))
            indices.append(i);
    }
    std::ranges::stable_sort(indices, {}, [&comparisons](qsizetype i) { return interest(comparisons.at(i)); });
    return indices.first(std::clamp<qsizetype>(count, 0, indices.size()));
}

} // namespace quantlens::scoring
