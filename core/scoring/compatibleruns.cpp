// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/compatibleruns.h"

#include "core/scoring/compatible.h"

#include <algorithm>
#include <map>
#include <set>

namespace quantlens::scoring::compatible {

namespace {

double meanOf(const QList<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return values.isEmpty() ? 0.0 : sum / double(values.size());
}

qsizetype positionOf(const RunOutput& a, const RunOutput& b)
{
    return tokenDivergence(a.tokens, b.tokens).value_or(std::min(a.tokens.size(), b.tokens.size()));
}

} // namespace

std::optional<Determinism> determinism(const QList<RunOutput>& outputs, qsizetype requested)
{
    if (outputs.isEmpty() || requested <= 0)
        return std::nullopt;
    Determinism result{requested, 0, {}, 0};
    for (const RunOutput& output : outputs) {
        if (output.text == outputs.constFirst().text)
            ++result.identical;
        else
            result.divergencePositions.append(positionOf(outputs.constFirst(), output));
    }
    result.score = double(result.identical) / double(requested);
    return result;
}

Determinism determinismByMode(const QList<RunOutput>& outputs)
{
    Determinism result{outputs.size(), 0, {}, 0};
    if (outputs.isEmpty())
        return result;
    std::map<QString, qsizetype> counts;
    for (const RunOutput& output : outputs)
        result.identical = std::max(result.identical, ++counts[output.text]);
    std::set<qsizetype> positions;
    for (qsizetype i = 0; i < outputs.size(); ++i) {
        for (qsizetype j = i + 1; j < outputs.size(); ++j) {
            if (const auto position = tokenDivergence(outputs.at(i).tokens, outputs.at(j).tokens))
                positions.insert(*position);
        }
    }
    result.divergencePositions = QList<qsizetype>(positions.begin(), positions.end());
    result.score = double(result.identical) / double(result.runs);
    return result;
}

DeterminismSummary determinismSummary(const QList<PromptDeterminism>& prompts)
{
    DeterminismSummary summary;
    QList<double> scores;
    QList<double> firsts;
    for (const PromptDeterminism& prompt : prompts) {
        scores.append(prompt.score);
        summary.perfect += prompt.score == 1.0;
        if (!prompt.positions.isEmpty())
            firsts.append(double(*std::ranges::min_element(prompt.positions)));
    }
    summary.others = prompts.size() - summary.perfect;
    summary.overall = meanOf(scores);
    if (!firsts.isEmpty())
        summary.meanPosition = meanOf(firsts);
    QList<PromptDeterminism> sorted = prompts;
    std::ranges::stable_sort(sorted, {}, &PromptDeterminism::score);
    for (const PromptDeterminism& prompt : sorted.first(std::min<qsizetype>(5, sorted.size())))
        summary.worst.append(prompt.promptId);
    return summary;
}

QList<double> stressConsistency(const QList<QMap<QString, QString>>& levels)
{
    QMap<QString, QString> reference;
    QList<double> result;
    for (const QMap<QString, QString>& level : levels) {
        if (reference.isEmpty())
            reference = level;
        qsizetype compared = 0;
        qsizetype equal = 0;
        for (auto output = level.cbegin(); output != level.cend(); ++output) {
            const auto known = reference.constFind(output.key());
            if (known == reference.cend())
                continue;
            ++compared;
            equal += *known == *output;
        }
        result.append(compared ? double(equal) / double(compared) : 0.0);
    }
    return result;
}

SweepStatistics sweepStatistics(const QList<SweepPair>& pairs)
{
    SweepStatistics result;
    if (pairs.isEmpty())
        return result;
    QList<double> kls;
    QList<double> similarities;
    std::map<QString, std::pair<qsizetype, qsizetype>> levels; // failures, pairs; infer-check goes by the alphabet
    for (const SweepPair& pair : pairs) {
        kls.append(pair.kl.value_or(0.0));
        similarities.append(pair.similarity);
        result.failures += pair.failure;
        if (pair.quant) {
            levels[*pair.quant].first += pair.failure;
            ++levels[*pair.quant].second;
        }
    }
    result.meanKl = meanOf(kls);
    result.meanSimilarity = meanOf(similarities);
    result.failureRate = double(result.failures) / double(pairs.size());
    QList<SweepPair> worst = pairs;
    std::ranges::stable_sort(worst, std::greater{}, [](const SweepPair& pair) { return pair.kl.value_or(0.0); });
    for (const SweepPair& pair : worst.first(std::min<qsizetype>(5, worst.size())))
        result.worst.append(pair.promptId);
    std::ranges::sort(kls);
    const qsizetype middle = kls.size() / 2;
    result.medianKl = kls.size() % 2 ? kls.at(middle) : (kls.at(middle - 1) + kls.at(middle)) / 2;
    std::optional<double> previous;
    for (const auto& [quant, count] : levels) {
        const double rate = double(count.first) / double(count.second);
        if (previous && !result.cliff && (*previous > 0 ? rate > 2 * *previous : rate > 0))
            result.cliff = quant;
        previous = rate;
    }
    return result;
}

CompareAggregate aggregate(const QList<ComparePair>& pairs)
{
    CompareAggregate result{pairs.size(), 0, std::nullopt, std::nullopt};
    if (pairs.isEmpty())
        return result;
    QList<double> similarities;
    QList<double> kls;
    qsizetype flips = 0;
    for (const ComparePair& pair : pairs) {
        similarities.append(pair.similarity);
        flips += pair.flipped;
        if (pair.kl)
            kls.append(*pair.kl);
    }
    result.flipRate = double(flips) / double(pairs.size());
    result.meanSimilarity = meanOf(similarities);
    if (!kls.isEmpty())
        result.meanKl = meanOf(kls);
    return result;
}

QList<std::pair<QString, CompareAggregate>> aggregateByCategory(const QList<ComparePair>& pairs)
{
    QStringList order;
    std::map<QString, QList<ComparePair>> groups;
    for (const ComparePair& pair : pairs) {
        if (!groups.contains(pair.category))
            order.append(pair.category);
        groups[pair.category].append(pair);
    }
    QList<std::pair<QString, CompareAggregate>> result;
    for (const QString& category : std::as_const(order))
        result.append({category, aggregate(groups.at(category))});
    return result;
}

} // namespace quantlens::scoring::compatible
