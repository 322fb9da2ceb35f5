// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pairdocument.h"

#include "ui/diff/diffbuild.h"

#include <algorithm>

namespace quantlens::ui {

namespace {

/// Equal spans come in the same order on both sides; within a change the first stands against the first.
void pairSpans(PairDocument& pair)
{
    const std::vector<DiffSpan>& a = pair.diff->spans(0);
    const std::vector<DiffSpan>& b = pair.diff->spans(1);
    const auto endOfChange = [](const std::vector<DiffSpan>& spans, std::size_t from) {
        while (from < spans.size() && spans[from].only)
            ++from;
        return from;
    };
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        const std::size_t endA = endOfChange(a, i);
        const std::size_t endB = endOfChange(b, j);
        // One equal span after the change belongs to this round, so that every round moves on.
        const std::size_t common = std::min(endA - i, endB - j);
        for (std::size_t k = 0; k < common; ++k) {
            pair.counterpart[0].insert(a[i + k].entry, b[j + k].entry);
            pair.counterpart[1].insert(b[j + k].entry, a[i + k].entry);
        }
        i = endA;
        j = endB;
        if (i >= a.size() || j >= b.size())
            break;
        pair.counterpart[0].insert(a[i].entry, b[j].entry);
        pair.counterpart[1].insert(b[j].entry, a[i].entry);
        ++i;
        ++j;
    }
    for (auto& side : pair.counterpart)
        side.remove(-1);
}

} // namespace

PairDocument makePairDocument(const ShownRun& run, const QString& promptId)
{
    PairDocument pair;
    const domain::Generation* a = run.answer(0, promptId);
    const domain::Generation* b = run.answer(1, promptId);
    if (!a || !b)
        return pair;
    const domain::Comparison* scored = run.comparison(promptId);
    // One unit for the whole run: tokens only where both tokenizers are shown to be the same.
    pair.scores = std::make_shared<const scoring::TokenScores>(
        scoring::scoreTokens(*a, *b, run.forced.value(promptId), run.data.run.unit == domain::Unit::Tokens));
    pair.diff =
        makeDiffDocument(*a, *b, run.data.run.unit, scored ? scored->divergence : std::nullopt, pair.scores->kld);
    pairSpans(pair);
    return pair;
}

} // namespace quantlens::ui
