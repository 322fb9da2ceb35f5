// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/batchvariance.h"
#include "core/scoring/distributions.h"
#include "core/scoring/divergence.h"
#include "core/scoring/repeats.h"
#include "core/scoring/statistics.h"
#include "core/scoring/textkey.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace quantlens::scoring {

namespace {

/// Decoding has to rise by this share to count as more load.
constexpr double leastRise = 0.1;

QHash<QString, const domain::Generation*> successesById(const QList<domain::Generation>& generations)
{
    QHash<QString, const domain::Generation*> byId;
    for (const domain::Generation& generation : generations) {
        if (!generation.failed() && !byId.contains(generation.promptId))
            byId.insert(generation.promptId, &generation);
    }
    return byId;
}

LatencySummary latencyOf(std::vector<double> values)
{
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    std::ranges::sort(values);
    if (values.empty())
        return {};
    return {qint64(values.size()), percentile(values, 0.5), percentile(values, 0.9), percentile(values, 0.95),
            percentile(values, 0.99)};
}

void measureSpeed(StressLevel& level, const QList<domain::Generation>& generations)
{
    std::vector<double> totals;
    std::vector<double> firsts;
    double begin = std::numeric_limits<double>::infinity();
    double end = -begin;
    double tokens = 0;
    double streamSum = 0;
    qint64 streams = 0;
    for (const domain::Generation& generation : generations) {
        if (generation.failed())
            continue;
        totals.push_back(generation.timings.total);
        firsts.push_back(generation.timings.firstToken);
        const double count = generation.usage.completionTokens >= 0 ? double(generation.usage.completionTokens)
                                                                    : double(generation.entries.size());
        const double duration = generation.timings.total - generation.timings.firstToken;
        if (std::isfinite(duration) && duration > 0 && count > 1) {
            streamSum += (count - 1) / duration * 1000;
            ++streams;
        }
        if (std::isfinite(generation.timings.sentAt) && std::isfinite(generation.timings.total)) {
            begin = std::min(begin, generation.timings.sentAt);
            end = std::max(end, generation.timings.sentAt + generation.timings.total);
            tokens += count;
        }
    }
    level.latency = latencyOf(std::move(totals));
    level.firstToken = latencyOf(std::move(firsts));
    level.tokensPerSecondStream = streams ? streamSum / double(streams) : 0.0;
    level.tokensPerSecondTotal = end > begin ? tokens / (end - begin) * 1000 : 0.0;
}

/// Gathers what the prompts of a stress run have.
class PromptTable
{
public:
    PromptTable(QList<StressPrompt>& prompts, qsizetype levels)
        : m_prompts(prompts)
        , m_levels(levels)
    {
    }

    StressPrompt& of(const QString& promptId)
    {
        const auto known = m_places.constFind(promptId);
        if (known != m_places.cend())
            return m_prompts[*known];
        m_places.insert(promptId, m_prompts.size());
        StressPrompt prompt;
        prompt.promptId = promptId;
        prompt.outputs.resize(m_levels);
        prompt.different.resize(m_levels);
        m_prompts.append(prompt);
        return m_prompts.last();
    }

    void addText(const domain::Generation& generation)
    {
        QSet<QString>& texts = m_texts[generation.promptId];
        texts.insert(textKey(generation));
        of(generation.promptId).distinct = texts.size();
    }

private:
    QList<StressPrompt>& m_prompts;
    qsizetype m_levels;
    QHash<QString, qsizetype> m_places;
    QHash<QString, QSet<QString>> m_texts;
};

} // namespace

Concurrency concurrencyOf(const QList<Span>& spans)
{
    std::vector<std::pair<double, int>> events;
    for (const Span& span : spans) {
        if (!std::isfinite(span.begin) || !std::isfinite(span.end) || span.end <= span.begin)
            continue;
        events.emplace_back(span.begin, 1);
        events.emplace_back(span.end, -1);
    }
    std::ranges::sort(events); // at equal times an end comes first
    Concurrency result;
    int running = 0;
    double busy = 0;
    double weighted = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (i > 0 && running > 0) {
            busy += events[i].first - events[i - 1].first;
            weighted += running * (events[i].first - events[i - 1].first);
        }
        running += events[i].second;
        result.maximum = std::max(result.maximum, running);
    }
    result.mean = busy > 0 ? weighted / busy : 0.0;
    return result;
}

QList<Span> inFlightSpans(const QList<domain::Generation>& generations)
{
    QList<Span> spans;
    for (const domain::Generation& generation : generations)
        spans.append({generation.timings.sentAt, generation.timings.sentAt + generation.timings.total});
    return spans;
}

QList<Span> decodingSpans(const QList<domain::Generation>& generations)
{
    QList<Span> spans;
    for (const domain::Generation& generation : generations) {
        const domain::Timings& times = generation.timings;
        if (generation.failed() || !std::isfinite(times.firstToken))
            continue;
        const double first =
            std::isfinite(times.firstByte) ? std::max(times.firstByte, times.firstToken) : times.firstToken;
        spans.append({times.sentAt + first, times.sentAt + times.total});
    }
    return spans;
}

StressScore scoreStress(const QList<domain::Generation>& reference, const QList<domain::Generation>& secondReference,
                        const QList<StressPass>& levels, domain::Unit unit)
{
    StressScore score;
    const auto first = successesById(reference);
    const auto second = successesById(secondReference);
    QSet<QString> repeatable;
    qint64 equal = 0;
    qint64 both = 0;
    for (const domain::Generation& generation : reference) {
        const domain::Generation* const one = first.value(generation.promptId);
        const domain::Generation* const two = second.value(generation.promptId);
        if (one != &generation || !two)
            continue;
        ++both;
        if (compareRepeats(*one, *two).sameness == Sameness::DifferentText) {
            score.notRepeatable.append(generation.promptId);
        } else {
            ++equal;
            repeatable.insert(generation.promptId);
        }
    }
    score.atRest = wilson(equal, both);
    PromptTable prompts(score.prompts, levels.size());
    for (const QList<domain::Generation>* pass : {&reference, &secondReference}) {
        for (const domain::Generation& generation : *pass) {
            prompts.of(generation.promptId).compared = repeatable.contains(generation.promptId);
            if (!generation.failed())
                prompts.addText(generation);
        }
    }

    QList<LogprobChange> changes;
    for (const StressPass& pass : levels) {
        for (const domain::Generation& generation : pass.generations) {
            if (!generation.failed() && repeatable.contains(generation.promptId))
                changes.append(compareRepeats(*first.value(generation.promptId), generation));
        }
    }
    score.batchShift = batchShift(changes);

    qsizetype compared = 0;
    double decodingBefore = 0;
    for (const StressPass& pass : levels) {
        const qsizetype number = score.levels.size();
        StressLevel level;
        level.asked = pass.asked;
        level.requests = pass.generations.size();
        level.inFlight = concurrencyOf(inFlightSpans(pass.generations));
        level.decoding = concurrencyOf(decodingSpans(pass.generations));
        level.queued = !score.levels.isEmpty() && level.decoding.mean > 0 &&
                       level.decoding.mean < decodingBefore * (1 + leastRise);
        decodingBefore = std::max(decodingBefore, level.decoding.mean);
        QHash<QString, QSet<QString>> texts;
        for (const domain::Generation& generation : pass.generations) {
            StressPrompt& prompt = prompts.of(generation.promptId);
            if (generation.failed()) {
                ++level.errors[generation.error->code];
                ++prompt.errors[generation.error->code];
                continue;
            }
            texts[generation.promptId].insert(textKey(generation));
            prompts.addText(generation);
            if (!repeatable.contains(generation.promptId)) {
                ++level.leftOut;
                continue;
            }
            const domain::Generation& known = *first.value(generation.promptId);
            const LogprobChange& change = changes.at(compared++);
            const LoadCause cause = loadCause(known, generation, unit, score.batchShift);
            level.batchTexts += cause == LoadCause::Batch && change.sameness == Sameness::DifferentText;
            level.unknownTexts += cause == LoadCause::Unknown;
            if (cause == LoadCause::Beyond)
                level.beyondBatching.append(generation.promptId);
            level.sameBits += change.sameness == Sameness::Bits;
            level.sameText += change.sameness == Sameness::Text;
            level.differentText += change.sameness == Sameness::DifferentText;
            if (change.sameness == Sameness::DifferentText) {
                ++prompt.different[number];
                prompt.firstDifference = prompt.firstDifference ? prompt.firstDifference : pass.asked;
            }
            if (const auto place = firstDivergence(known, generation, unit)) {
                level.divergences.append(*place);
                prompt.firstFork = std::min(prompt.firstFork.value_or(place->unit), place->unit);
            }
        }
        for (auto entry = texts.cbegin(); entry != texts.cend(); ++entry) {
            level.outputs.insert(entry.key(), entry->size());
            prompts.of(entry.key()).outputs[number] = entry->size();
        }
        level.equal = wilson(level.sameBits + level.sameText, level.sameBits + level.sameText + level.differentText);
        measureSpeed(level, pass.generations);
        if (!score.firstDifference && level.differentText > 0)
            score.firstDifference = level.asked;
        // Left-out prompts leave the reference at "all equal"; its interval says how sure that is.
        const domain::Rate rest = wilson(qint64(repeatable.size()), qint64(repeatable.size()));
        if (!score.breaksAt && level.equal.n > 0 && rest.n > 0 && level.equal.high < rest.low)
            score.breaksAt = level.asked;
        score.levels.append(std::move(level));
    }
    return score;
}

} // namespace quantlens::scoring
