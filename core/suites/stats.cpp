// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/stats.h"

#include "core/scoring/answers.h"

#include <algorithm>
#include <vector>

namespace quantlens::suites {

namespace {

int wordCount(const QString& text)
{
    int count = 0;
    bool inside = false;
    for (const QChar c : text) {
        count += !c.isSpace() && !inside;
        inside = !c.isSpace();
    }
    return count;
}

} // namespace

SuiteStats statsOf(const QList<domain::Prompt>& prompts)
{
    SuiteStats stats;
    stats.prompts = prompts.size();
    std::vector<int> words;
    for (const domain::Prompt& prompt : prompts) {
        const bool known = prompt.answer && !prompt.answer->value.isEmpty();
        const scoring::Strategy strategy = scoring::resolveStrategy(prompt).strategy;
        SuiteStats::Category& category = stats.categories[prompt.category];
        ++category.prompts;
        category.answers += known;
        stats.answers += known;
        stats.unread += known && strategy == scoring::Strategy::None;
        ++stats.strategies[scoring::name(strategy)];
        ++stats.budgets[prompt.maxTokens];
        int length = 0;
        for (const domain::Message& message : prompt.messages)
            length += wordCount(message.content);
        words.push_back(length);
    }
    if (!words.empty()) {
        std::ranges::sort(words);
        stats.fewestWords = words.front();
        stats.medianWords = words.at(words.size() / 2);
        stats.mostWords = words.back();
    }
    return stats;
}

} // namespace quantlens::suites
