// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/repeats.h"

#include "core/scoring/distributions.h"
#include "core/scoring/divergence.h"
#include "core/scoring/statistics.h"
#include "core/scoring/textkey.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <set>

namespace quantlens::scoring {

namespace {

constexpr qsizetype mostWorst = 5;
constexpr qsizetype mostVariants = 100; // positions over all pairs stay affordable

/// top-1 minus top-2 logprob, none without two usable values.
std::optional<double> marginOf(const domain::TokenInfo& entry)
{
    std::vector<double> values;
    for (const domain::TopToken& top : entry.top) {
        if (hasValue(top.logprob))
            values.push_back(double(top.logprob));
    }
    if (values.size() < 2)
        return std::nullopt;
    std::ranges::partial_sort(values, values.begin() + 2, std::greater{});
    return values[0] - values[1];
}

bool sameLogprob(float a, float b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

bool sameEntry(const domain::TokenInfo& a, const domain::TokenInfo& b)
{
    return a.id == b.id && a.bytes == b.bytes && sameLogprob(a.logprob, b.logprob) &&
           std::ranges::equal(a.top, b.top, [](const domain::TopToken& x, const domain::TopToken& y) {
               return x.id == y.id && x.bytes == y.bytes && sameLogprob(x.logprob, y.logprob);
           });
}

bool sameText(const domain::Generation& a, const domain::Generation& b)
{
    return a.text == b.text && a.reasoning == b.reasoning;
}

double percentileOf(std::vector<double> values, double f)
{
    std::ranges::sort(values);
    return values.empty() ? 0.0 : percentile(values, f);
}

} // namespace

LogprobChange compareRepeats(const domain::Generation& a, const domain::Generation& b)
{
    LogprobChange change;
    bool bits = a.entries.size() == b.entries.size();
    for (qsizetype i = 0; i < std::min(a.entries.size(), b.entries.size()); ++i) {
        const domain::TokenInfo& x = a.entries.at(i);
        const domain::TokenInfo& y = b.entries.at(i);
        const auto marginX = marginOf(x);
        const auto marginY = marginOf(y);
        if (marginX && marginY)
            change.margins.push_back(std::abs(*marginX - *marginY));
        bits = bits && sameEntry(x, y);
        if (x.bytes != y.bytes) // from here on the contexts differ
            break;
        if (hasValue(x.logprob) && hasValue(y.logprob))
            change.logprobs.push_back(std::abs(double(x.logprob) - double(y.logprob)));
    }
    if (!sameText(a, b))
        change.sameness = Sameness::DifferentText;
    else
        change.sameness = bits ? Sameness::Bits : Sameness::Text;
    return change;
}

NoiseMeasure measureNoise(const QList<LogprobChange>& pairs)
{
    NoiseMeasure measure;
    measure.pairs = pairs.size();
    qint64 differing = 0;
    for (const LogprobChange& pair : pairs) {
        differing += pair.sameness == Sameness::DifferentText;
        measure.changedLogprobs += pair.sameness == Sameness::Text;
        measure.margins.insert(measure.margins.end(), pair.margins.begin(), pair.margins.end());
    }
    measure.differingTexts = wilson(differing, measure.pairs);
    measure.marginP99 = percentileOf(measure.margins, 0.99);
    measure.marginMaximum = measure.margins.empty() ? 0.0 : *std::ranges::max_element(measure.margins);
    return measure;
}

double noiseLevel(const QList<NoiseMeasure>& kinds)
{
    std::vector<double> all;
    for (const NoiseMeasure& kind : kinds)
        all.insert(all.end(), kind.margins.begin(), kind.margins.end());
    return percentileOf(std::move(all), 0.99);
}

bool rateWithinNoise(qint64 onlyMeasured, qint64 onlySelfCheck)
{
    return mcnemar(onlyMeasured, onlySelfCheck) > 0.05;
}

PromptRepeats scoreRepeats(const QString& promptId, const QList<domain::Generation>& runs, domain::Unit unit)
{
    PromptRepeats result;
    result.promptId = promptId;
    result.requested = runs.size();
    QHash<QString, qsizetype> places;
    for (qsizetype i = 0; i < runs.size(); ++i) {
        if (runs.at(i).failed())
            continue;
        ++result.succeeded;
        const QString key = textKey(runs.at(i));
        if (!places.contains(key)) {
            places.insert(key, result.variants.size());
            result.variants.append({runs.at(i).text, 0, i, std::nullopt});
        }
        ++result.variants[places.value(key)].count;
    }
    if (!result.succeeded)
        return result;
    std::ranges::stable_sort(result.variants, std::greater{}, &Variant::count);
    const domain::Generation& reference = runs.at(result.variants.constFirst().first);
    std::vector<double> logprobs;
    for (const domain::Generation& run : runs) {
        if (run.failed())
            continue;
        const LogprobChange change = compareRepeats(reference, run);
        result.sameBits += change.sameness == Sameness::Bits;
        result.sameText += change.sameness == Sameness::Text;
        result.differentText += change.sameness == Sameness::DifferentText;
        if (change.sameness != Sameness::DifferentText)
            logprobs.insert(logprobs.end(), change.logprobs.begin(), change.logprobs.end());
    }
    result.logprobMaximum = logprobs.empty() ? 0.0 : *std::ranges::max_element(logprobs);
    result.logprobP99 = percentileOf(std::move(logprobs), 0.99);
    std::set<qsizetype> positions;
    const qsizetype compared = std::min(mostVariants, result.variants.size());
    for (qsizetype i = 0; i < compared; ++i) {
        for (qsizetype j = i + 1; j < compared; ++j) {
            const auto place =
                firstDivergence(runs.at(result.variants.at(i).first), runs.at(result.variants.at(j).first), unit);
            if (place)
                positions.insert(place->unit);
            if (i == 0)
                result.variants[j].divergence = place;
        }
    }
    result.positions = QList<qsizetype>(positions.begin(), positions.end());
    result.score = double(result.variants.constFirst().count) / double(result.succeeded);
    return result;
}

DeterminismScore scoreDeterminism(const QList<PromptRepeats>& prompts)
{
    DeterminismScore score;
    QList<const PromptRepeats*> imperfect;
    qint64 differing = 0;
    for (const PromptRepeats& prompt : prompts) {
        if (!prompt.score) {
            ++score.allFailed;
            continue;
        }
        ++score.prompts;
        score.overall += *prompt.score;
        score.perfect += *prompt.score == 1.0;
        differing += prompt.variants.size() > 1;
        if (*prompt.score < 1.0)
            imperfect.append(&prompt);
    }
    if (score.prompts)
        score.overall /= double(score.prompts);
    score.differing = wilson(differing, score.prompts);
    std::ranges::stable_sort(imperfect, {}, [](const PromptRepeats* prompt) { return *prompt->score; });
    for (const PromptRepeats* prompt : imperfect.first(std::min(mostWorst, imperfect.size())))
        score.worst.append(prompt->promptId);
    return score;
}

} // namespace quantlens::scoring
