// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/similar.h"

#include "core/scoring/units.h"

#include <QHash>

#include <rapidfuzz/distance/LCSseq.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace quantlens::suites {

namespace {

constexpr qsizetype mostCompared = 3000;

/// A prompt as words, and how often it has which, by number and sorted.
struct WordList
{
    std::vector<int> units;
    std::vector<std::pair<int, int>> counts;
};

WordList wordsOf(const domain::Prompt& prompt, QHash<QByteArray, int>& numbers)
{
    QString text;
    for (const domain::Message& message : prompt.messages)
        text += message.content + u'\n';
    text.chop(1);
    WordList words;
    QHash<int, int> counts;
    for (const scoring::UnitPiece& unit : scoring::textUnits(text, domain::Unit::Words)) {
        const auto known = numbers.constFind(unit.bytes);
        const int number = known != numbers.cend() ? *known : *numbers.insert(unit.bytes, int(numbers.size()));
        words.units.push_back(number);
        ++counts[number];
    }
    for (const auto& [number, count] : counts.asKeyValueRange())
        words.counts.emplace_back(number, count);
    std::ranges::sort(words.counts);
    return words;
}

double shareOf(qsizetype common, const WordList& a, const WordList& b)
{
    const auto all = qsizetype(a.units.size() + b.units.size());
    return all == 0 ? 1.0 : 2.0 * double(common) / double(all);
}

/// No alignment can have more in common than the words that both have, in any order.
double upperBound(const WordList& a, const WordList& b)
{
    qsizetype common = 0;
    auto x = a.counts.cbegin();
    auto y = b.counts.cbegin();
    while (x != a.counts.cend() && y != b.counts.cend()) {
        if (x->first < y->first) {
            ++x;
        } else if (y->first < x->first) {
            ++y;
        } else {
            common += std::min(x->second, y->second);
            ++x;
            ++y;
        }
    }
    return shareOf(common, a, b);
}

} // namespace

bool comparable(const QList<domain::Prompt>& prompts)
{
    return prompts.size() <= mostCompared;
}

QList<SimilarPair> similarPairs(const QList<domain::Prompt>& prompts, double limit)
{
    if (!comparable(prompts))
        return {};
    QHash<QByteArray, int> numbers;
    std::vector<WordList> words;
    words.reserve(std::size_t(prompts.size()));
    for (const domain::Prompt& prompt : prompts)
        words.push_back(wordsOf(prompt, numbers));
    QList<SimilarPair> pairs;
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (std::size_t j = i + 1; j < words.size(); ++j) {
            const WordList& a = words.at(i);
            const WordList& b = words.at(j);
            if (shareOf(qsizetype(std::min(a.units.size(), b.units.size())), a, b) <= limit ||
                upperBound(a, b) <= limit)
                continue;
            // Only whether it passes the limit matters, which is much cheaper to find than an alignment.
            const auto enough = std::size_t(std::floor(limit / 2 * double(a.units.size() + b.units.size())));
            const std::size_t common =
                rapidfuzz::lcs_seq_similarity(a.units.begin(), a.units.end(), b.units.begin(), b.units.end(), enough);
            if (const double similarity = shareOf(qsizetype(common), a, b); similarity > limit)
                pairs.append({qsizetype(i), qsizetype(j), similarity});
        }
    }
    return pairs;
}

} // namespace quantlens::suites
