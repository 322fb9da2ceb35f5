// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/rundiff.h"

#include "core/scoring/runindex.h"
#include "core/scoring/runscores.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::scoring {

namespace {

constexpr qsizetype mostNamedIds = 1000;
constexpr qint64 fewestJoined = 20;
constexpr double significanceLevel = 0.05;
constexpr double leastChange = 1e-12;

using Values = QHash<QString, double>; ///< by prompt id; a prompt without a value is absent

/// One measure of one side of one run.
struct Series
{
    QString metric;
    bool isRate = true;
    bool lowerIsBetter = false;
    Values values;
};

struct ScoredSide
{
    QString label;
    QList<Series> series;
    QHash<QString, QString> hashes; ///< of the rendered prompts, where the server could tell
};

void addSeries(QList<Series>& list, Series series)
{
    if (!series.values.isEmpty())
        list.append(std::move(series));
}

void addPairSeries(ScoredSide& side, const domain::RunData& data, const PairScores& pair)
{
    Series answers{QStringLiteral("same answer as the baseline"), true, false, {}};
    Series texts{QStringLiteral("same text as the baseline"), true, false, {}};
    Series similarity{QStringLiteral("similarity"), false, false, {}};
    for (const domain::Comparison& comparison : pair.comparisons) {
        if (!comparison.scored())
            continue;
        if (comparison.answers == domain::AnswerState::Same || comparison.answers == domain::AnswerState::Changed)
            answers.values[comparison.promptId] = comparison.answers == domain::AnswerState::Same;
        texts.values[comparison.promptId] = comparison.severity == domain::Severity::Identical;
        similarity.values[comparison.promptId] = comparison.similarity;
    }
    addSeries(side.series, std::move(answers));
    // What was selected by agreement differs from run to run: only forced positions can be compared.
    if (pair.kld.source == PositionSource::TeacherForced) {
        Series kld{QStringLiteral("ln KLD, teacher-forced"), false, true, {}};
        for (qsizetype i = 0; i < data.run.prompts.size(); ++i) {
            if (const double value = pair.kld.logByPrompt[std::size_t(i)]; std::isfinite(value))
                kld.values[data.run.prompts.at(i).id] = value;
        }
        addSeries(side.series, std::move(kld));
    }
    addSeries(side.series, std::move(texts));
    addSeries(side.series, std::move(similarity));
}

void addAnswerSeries(ScoredSide& side, const domain::RunData& data, const RunIndex& index, int number)
{
    const bool sampled = data.run.options.temperature > 0;
    Series right{QStringLiteral("right answers"), !sampled, false, {}};
    Series answered{QStringLiteral("answered"), true, false, {}};
    for (const domain::Prompt& prompt : data.run.prompts) {
        const ResolvedStrategy how = resolveStrategy(prompt);
        double rights = 0;
        double samples = 0;
        for (const domain::Generation* generation : index.of(number, domain::Pass::Answer, prompt.id)) {
            if (generation->level != 0 || (!sampled && generation->repeat != 0))
                continue;
            answered.values[prompt.id] = !generation->failed();
            if (generation->failed())
                continue;
            if (!generation->promptHash.isEmpty())
                side.hashes.insert(prompt.id, generation->promptHash);
            rights += answerOf(how, generation->text).right.value_or(false);
            ++samples;
        }
        if (how.reference && samples > 0)
            right.values[prompt.id] = rights / samples;
    }
    addSeries(side.series, std::move(right));
    addSeries(side.series, std::move(answered));
}

void addLoadSeries(ScoredSide& side, const domain::RunData& data, const RunIndex& index)
{
    for (const int level : data.run.options.levels) {
        Series same{QStringLiteral("same text with %1 in flight").arg(level), true, false, {}};
        for (const domain::Prompt& prompt : data.run.prompts) {
            const domain::Generation* const reference = index.one(0, domain::Pass::Reference, prompt.id);
            if (!reference || reference->failed())
                continue;
            for (const domain::Generation* generation : index.of(0, domain::Pass::Answer, prompt.id)) {
                if (generation->level != level || generation->failed())
                    continue;
                const bool equal = generation->text == reference->text && generation->reasoning == reference->reasoning;
                same.values[prompt.id] = equal && same.values.value(prompt.id, 1.0) > 0;
            }
        }
        addSeries(side.series, std::move(same));
    }
}

QList<ScoredSide> sidesOf(const domain::RunData& data)
{
    const RunScores scores = scoreRun(data);
    const RunIndex index(data);
    QList<ScoredSide> sides;
    for (int number = 0; number < data.run.sides.size(); ++number) {
        ScoredSide side;
        side.label = data.run.label(number);
        addAnswerSeries(side, data, index, number);
        if (const PairScores* const pair = scores.pair(number); pair && !scores.sampled)
            addPairSeries(side, data, *pair);
        if (scores.determinism && number == 0) {
            Series score{QStringLiteral("determinism"), false, false, {}};
            for (const PromptRepeats& prompt : scores.determinism->prompts) {
                if (prompt.score)
                    score.values[prompt.promptId] = *prompt.score;
            }
            addSeries(side.series, std::move(score));
        }
        if (scores.stress && number == 0)
            addLoadSeries(side, data, index);
        sides.append(std::move(side));
    }
    return sides;
}

MetricDiff diffSeries(const Series& before, const Series& after, const QStringList& ids)
{
    MetricDiff diff;
    diff.metric = before.metric;
    diff.isRate = before.isRate;
    diff.lowerIsBetter = before.lowerIsBetter;
    std::vector<double> changes;
    qint64 up = 0;
    qint64 down = 0;
    for (const QString& id : ids) {
        const auto x = before.values.constFind(id);
        const auto y = after.values.constFind(id);
        if (x == before.values.cend() || y == after.values.cend())
            continue;
        ++diff.n;
        diff.before += *x;
        diff.after += *y;
        const double change = *y - *x;
        changes.push_back(change);
        up += change > leastChange;
        down += change < -leastChange;
        if (std::abs(change) <= leastChange)
            continue;
        QStringList& named = (change > 0) != diff.lowerIsBetter ? diff.betterIds : diff.worseIds;
        if (named.size() < mostNamedIds)
            named.append(id);
    }
    if (diff.n) {
        diff.before /= double(diff.n);
        diff.after /= double(diff.n);
    }
    diff.better = diff.lowerIsBetter ? down : up;
    diff.worse = diff.lowerIsBetter ? up : down;
    diff.unchanged = diff.n - up - down;
    diff.difference = estimateMean(singletons(changes), up + down, MeanKind::Other);
    diff.p = diff.isRate ? mcnemar(up, down) : bootstrapPValue(singletons(changes));
    return diff;
}

SideDiff diffSide(RunDiff& diff, const ScoredSide& before, const ScoredSide& after, const QStringList& joined)
{
    SideDiff result{before.label, after.label, {}};
    QStringList ids;
    for (const QString& id : joined) {
        const QString x = before.hashes.value(id);
        const QString y = after.hashes.value(id);
        if (!x.isEmpty() && !y.isEmpty() && x != y)
            ++diff.renderedOtherwise;
        else
            ids.append(id);
    }
    for (const Series& series : before.series) {
        const auto other = std::ranges::find(after.series, series.metric, &Series::metric);
        if (other != after.series.end() && other->isRate == series.isRate)
            result.metrics.append(diffSeries(series, *other, ids));
    }
    return result;
}

/// Sides by label where the label is found once, else by position among the rest.
QList<std::pair<qsizetype, qsizetype>> matchSides(const QList<ScoredSide>& before, const QList<ScoredSide>& after)
{
    QList<qsizetype> partner(before.size(), -1);
    QList<bool> taken(after.size(), false);
    for (qsizetype i = 0; i < before.size(); ++i) {
        for (qsizetype j = 0; j < after.size(); ++j) {
            if (partner.at(i) < 0 && !taken.at(j) && before.at(i).label == after.at(j).label) {
                partner[i] = j;
                taken[j] = true;
            }
        }
    }
    for (qsizetype i = 0; i < before.size(); ++i) {
        if (partner.at(i) < 0 && i < after.size() && !taken.at(i)) {
            partner[i] = i;
            taken[i] = true;
        }
    }
    QList<std::pair<qsizetype, qsizetype>> pairs;
    for (qsizetype i = 0; i < before.size(); ++i) {
        if (partner.at(i) >= 0)
            pairs.append({i, partner.at(i)});
    }
    return pairs;
}

QStringList joinPrompts(RunDiff& diff, const domain::RunRecord& before, const domain::RunRecord& after)
{
    QHash<QString, const domain::Prompt*> known;
    for (const domain::Prompt& prompt : after.prompts)
        known.insert(prompt.id, &prompt);
    QStringList joined;
    for (const domain::Prompt& prompt : before.prompts) {
        const domain::Prompt* const other = known.take(prompt.id);
        if (!other)
            diff.onlyBefore.append(prompt.id);
        else if (prompt.messages != other->messages || prompt.category != other->category ||
                 prompt.answer != other->answer)
            diff.rewritten.append(prompt.id);
        else
            joined.append(prompt.id);
    }
    for (const domain::Prompt& prompt : after.prompts) {
        if (known.contains(prompt.id))
            diff.onlyAfter.append(prompt.id);
    }
    diff.joined = joined.size();
    return joined;
}

void addNotes(RunDiff& diff, const domain::RunRecord& before, const domain::RunRecord& after)
{
    if (before.kind != after.kind)
        diff.notes.append(QStringLiteral("The first run is a %1, the second a %2: only what both measure is compared.")
                              .arg(name(before.kind), name(after.kind)));
    const QJsonObject x = domain::toJson(before).value(QLatin1String("options")).toObject();
    const QJsonObject y = domain::toJson(after).value(QLatin1String("options")).toObject();
    QStringList differing;
    for (const QString& key : x.keys()) {
        if (x.value(key) != y.value(key))
            differing.append(key);
    }
    if (!differing.isEmpty())
        diff.notes.append(QStringLiteral("The runs were asked with different options: %1.")
                              .arg(differing.join(QStringLiteral(", "))));
    if (!diff.rewritten.isEmpty())
        diff.notes.append(QStringLiteral("%1 prompts have the same id but another text, category or answer, and are "
                                         "not joined.")
                              .arg(diff.rewritten.size()));
    if (diff.renderedOtherwise)
        diff.notes.append(QStringLiteral("%1 answers are left out: their prompts reached the model in another form in "
                                         "the second run (another template, or a date in it).")
                              .arg(diff.renderedOtherwise));
    for (const auto* run : {&before, &after}) {
        for (const QString& warning : run->promptCheck.warnings)
            diff.notes.append(QStringLiteral("Run %1: %2").arg(run->id.left(8), warning));
    }
}

} // namespace

RunDiff diffRuns(const domain::RunData& before, const domain::RunData& after)
{
    RunDiff diff;
    diff.runBefore = before.run.id;
    diff.runAfter = after.run.id;
    const QStringList joined = joinPrompts(diff, before.run, after.run);
    const QList<ScoredSide> first = sidesOf(before);
    const QList<ScoredSide> second = sidesOf(after);
    const auto pairs = matchSides(first, second);
    std::vector<double> p;
    for (const auto& [i, j] : pairs) {
        diff.sides.append(diffSide(diff, first.at(i), second.at(j), joined));
        for (const MetricDiff& metric : diff.sides.constLast().metrics)
            p.push_back(metric.p);
    }
    const std::vector<double> adjusted = holm(p);
    std::size_t place = 0;
    for (SideDiff& side : diff.sides) {
        for (MetricDiff& metric : side.metrics)
            metric.significant = adjusted[place++] < significanceLevel && metric.n >= fewestJoined;
    }
    if (pairs.size() < std::max(first.size(), second.size()))
        diff.notes.append(QStringLiteral("Only %1 sides have a counterpart in the other run.").arg(pairs.size()));
    addNotes(diff, before.run, after.run);
    return diff;
}

} // namespace quantlens::scoring
