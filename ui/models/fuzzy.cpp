// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fuzzy.h"

#include <QList>

#include <algorithm>
#include <vector>

namespace quantlens::ui {

namespace {

constexpr qsizetype longestPattern = 100;
constexpr qsizetype longestText = 300;
constexpr int eachLetter = 2;
constexpr int wordStart = 8;
constexpr int inARow = 6;
constexpr int unreachable = -1'000'000;

/// The best way to find the letters of one word in their order. best[j]: with the letter so far at j.
std::optional<int> wordScore(const QString& word, const QString& text)
{
    std::vector<int> before(std::size_t(text.size()), 0);
    std::vector<int> best(std::size_t(text.size()), unreachable);
    for (qsizetype i = 0; i < word.size(); ++i) {
        std::ranges::fill(best, unreachable);
        int reachable = i == 0 ? 0 : unreachable; // best end of the letters before, left of j − 1
        for (qsizetype j = 0; j < text.size(); ++j) {
            if (i > 0 && j >= 2)
                reachable = std::max(reachable, before[std::size_t(j - 2)] - 1);
            if (text.at(j) != word.at(i))
                continue;
            int from = reachable;
            if (i > 0 && j >= 1)
                from = std::max(from, before[std::size_t(j - 1)] + inARow);
            if (from < 0)
                continue;
            const bool starts = j == 0 || !text.at(j - 1).isLetterOrNumber();
            best[std::size_t(j)] = from + eachLetter + (starts ? wordStart : 0);
        }
        before = best;
    }
    const int top = before.empty() ? unreachable : *std::ranges::max_element(before);
    return top < 0 ? std::nullopt : std::optional(top);
}

} // namespace

std::optional<int> fuzzyScore(QStringView pattern, QStringView text)
{
    const QString folded = text.left(longestText).toString().toCaseFolded();
    int score = 0;
    for (const QStringView word : pattern.split(u' ', Qt::SkipEmptyParts)) {
        const auto found = wordScore(word.left(longestPattern).toString().toCaseFolded(), folded);
        if (!found)
            return std::nullopt;
        score += *found;
    }
    return score;
}

} // namespace quantlens::ui
