// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/compare.h"

#include "core/scoring/alignment.h"
#include "core/scoring/answers.h"
#include "core/scoring/divergence.h"
#include "core/scoring/overrides.h"
#include "core/scoring/units.h"

#include <algorithm>

namespace quantlens::scoring {

namespace {

bool sameTokens(const std::vector<UnitPiece>& a, const std::vector<UnitPiece>& b)
{
    return std::ranges::equal(a, b, {}, &UnitPiece::bytes, &UnitPiece::bytes);
}

void compareTexts(domain::Comparison& result, const domain::Generation& a, const domain::Generation& b,
                  const CompareOptions& options)
{
    std::vector<UnitPiece> unitsA = contentUnits(a, result.unit);
    std::vector<UnitPiece> unitsB = contentUnits(b, result.unit);
    if (result.unit == domain::Unit::Tokens && (!entriesRebuildText(a) || !entriesRebuildText(b))) {
        result.unit = domain::Unit::Words;
        unitsA = contentUnits(a, result.unit);
        unitsB = contentUnits(b, result.unit);
    }
    result.unitsA = qsizetype(unitsA.size());
    result.unitsB = qsizetype(unitsB.size());
    const bool equal = a.text == b.text;
    if (equal) {
        result.similarity = 1;
        result.sameTextOtherTokens = !sameTokens(unitsA, unitsB);
    } else {
        const Alignment alignment = align(unitsA, unitsB, result.unit);
        result.similarity = alignment.similarity;
        if (alignment.unit != result.unit) {
            result.unit = alignment.unit;
            result.unitsA = qsizetype(lineUnits(unitsA).size());
            result.unitsB = qsizetype(lineUnits(unitsB).size());
        }
    }
    result.severity = severityOf(result.similarity, equal, options);
    result.divergence = firstDivergence(a, b, result.unit);
    result.fork = forkOf(a, b, result.unit, options.noise);
}

} // namespace

domain::Severity severityOf(double similarity, bool equalBytes, const CompareOptions& options)
{
    if (equalBytes)
        return domain::Severity::Identical;
    if (similarity >= options.minor)
        return domain::Severity::Minor;
    return similarity >= options.moderate ? domain::Severity::Moderate : domain::Severity::Severe;
}

domain::Comparison compare(const domain::Prompt& prompt, const domain::Generation& a, const domain::Generation& b,
                           domain::Unit unit)
{
    return compareWith({}, prompt, a, b, unit);
}

domain::Comparison compareWith(const CompareOptions& options, const domain::Prompt& prompt, const domain::Generation& a,
                               const domain::Generation& b, domain::Unit unit)
{
    domain::Comparison result;
    result.promptId = prompt.id;
    result.category = prompt.category;
    result.failedA = a.failed();
    result.failedB = b.failed();
    result.unit = unit;
    result.truncatedA = !a.failed() && a.truncated();
    result.truncatedB = !b.failed() && b.truncated();
    if (!result.scored())
        return result;

    compareTexts(result, a, b, options);
    const ResolvedStrategy how = resolveStrategy(prompt);
    result.answerA = answerOf(how, a.text);
    result.answerB = answerOf(how, b.text);
    judgeAnswers(how, result);
    return result;
}

} // namespace quantlens::scoring
