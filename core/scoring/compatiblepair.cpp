// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/compatiblepair.h"

#include <QByteArray>

#include <algorithm>
#include <cmath>

namespace quantlens::scoring::compatible {

namespace {

constexpr qsizetype listedWithIds = 10;
constexpr qsizetype listedByText = 5;

} // namespace

QStringList tokensOf(const domain::Generation& generation)
{
    if (generation.entries.isEmpty())
        return splitWords(generation.text);
    QStringList tokens;
    for (const domain::TokenInfo& entry : generation.entries)
        tokens.append(QString::fromUtf8(entry.bytes));
    return tokens;
}

std::vector<DistributionStep> stepsOf(const domain::Generation& generation, bool byText)
{
    std::vector<DistributionStep> steps;
    for (const domain::TokenInfo& entry : generation.entries) {
        const bool byId =
            !byText && std::ranges::all_of(entry.top, [](const domain::TopToken& top) { return top.id >= 0; });
        const qsizetype count = std::min(byId ? listedWithIds : listedByText, entry.top.size());
        std::vector<std::pair<QString, double>> list;
        for (const domain::TopToken& top : entry.top.first(count))
            list.emplace_back(byId ? QString::number(top.id) : QString::fromUtf8(top.bytes), asWritten(top.logprob));
        // infer-check sorts texts as Python does: by code point.
        if (!byId)
            std::ranges::stable_sort(list,
                                     [](const auto& x, const auto& y) { return x.first.toUcs4() < y.first.toUcs4(); });
        DistributionStep step;
        for (const auto& [id, value] : list) {
            step.ids[int(step.values.size())] = {!byId, id};
            step.values.push_back(value);
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

double asWritten(float logprob)
{
    if (!std::isfinite(logprob))
        return -9999.0;
    constexpr int fewDigits = 5;
    const double decimal = QByteArray::number(double(logprob), 'g', fewDigits).toDouble();
    return float(decimal) == logprob ? decimal : double(logprob);
}

PairNumbers pairNumbers(const QString& category, const domain::Generation& a, const domain::Generation& b)
{
    return {ratio(a.text, b.text), klDivergence(stepsOf(a), stepsOf(b)), tokenDivergence(tokensOf(a), tokensOf(b)),
            flipOf(category, a.text, b.text)};
}

} // namespace quantlens::scoring::compatible
