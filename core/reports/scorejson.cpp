// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/reports/repeatjson.h"
#include "core/reports/runjson.h"

#include <QJsonArray>

#include <utility>

namespace quantlens::reports {

namespace {

using base::jsonNumber;
using scoring::Silence;

QJsonValue intervalJson(const std::optional<scoring::Interval>& interval)
{
    if (!interval)
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("low"), jsonNumber(interval->low)},
                       {QStringLiteral("high"), jsonNumber(interval->high)}};
}

QString silenceName(Silence silence)
{
    switch (silence) {
    case Silence::None:
        return QString();
    case Silence::FewPairs:
        return QStringLiteral("few pairs");
    case Silence::FewDiffer:
        return QStringLiteral("few differ");
    case Silence::FewForArithmetic:
        return QStringLiteral("few for arithmetic");
    }
    std::unreachable();
}

QJsonValue knownJson(const std::optional<bool>& known)
{
    return known ? QJsonValue(*known) : QJsonValue();
}

QJsonObject requestsJson(const scoring::RequestCount& count)
{
    QJsonObject errors;
    for (auto error = count.errors.cbegin(); error != count.errors.cend(); ++error)
        errors.insert(error.key(), error.value());
    return {{QStringLiteral("requests"), count.requests},
            {QStringLiteral("failed"), count.failed},
            {QStringLiteral("errors"), errors}};
}

QJsonObject speedJson(const scoring::SpeedSummary& speed)
{
    const auto value = [&speed](double number) { return speed.n ? jsonNumber(number) : QJsonValue(); };
    return {{QStringLiteral("n"), speed.n},
            {QStringLiteral("median"), value(speed.median)},
            {QStringLiteral("p10"), value(speed.p10)},
            {QStringLiteral("p90"), value(speed.p90)}};
}

QJsonObject sideJson(const domain::RunRecord& run, const scoring::SideScores& side)
{
    QJsonObject object{
        {QStringLiteral("side"), side.side},
        {QStringLiteral("label"), run.label(side.side)},
        {QStringLiteral("answers"), requestsJson(side.answers)},
        {QStringLiteral("forced"), requestsJson(side.forced)},
        {QStringLiteral("truncated"), side.truncated},
        {QStringLiteral("greedy_misses"), side.greedyMisses},
        {QStringLiteral("tokens_per_second"), speedJson(side.speed)},
        {QStringLiteral("first_token_ms"), speedJson(side.firstToken)},
        {QStringLiteral("file_size"), side.fileSize ? QJsonValue(side.fileSize) : QJsonValue()},
        {QStringLiteral("bits_per_weight"), side.bitsPerWeight ? jsonNumber(*side.bitsPerWeight) : QJsonValue()},
        {QStringLiteral("imatrix"), knownJson(side.imatrix)},
        {QStringLiteral("same_tokenizer"), knownJson(side.sameTokenizer)},
        {QStringLiteral("same_template"), knownJson(side.sameTemplate)},
        {QStringLiteral("same_model_at_end"), knownJson(side.sameModelAtEnd)},
        {QStringLiteral("error"), side.error ? QJsonValue(domain::toJson(*side.error)) : QJsonValue()}};
    return object;
}

QJsonObject divergenceJson(const scoring::DivergenceSummary& kld)
{
    return {{QStringLiteral("geometric_mean"), jsonNumber(kld.geometricMean)},
            {QStringLiteral("mean"), jsonNumber(kld.mean)},
            {QStringLiteral("median"), jsonNumber(kld.median)},
            {QStringLiteral("p90"), jsonNumber(kld.p90)},
            {QStringLiteral("p95"), jsonNumber(kld.p95)},
            {QStringLiteral("p99"), jsonNumber(kld.p99)},
            {QStringLiteral("p99_9"), jsonNumber(kld.p999)},
            {QStringLiteral("maximum"), jsonNumber(kld.maximum)}};
}

QJsonValue kldJson(const scoring::KldScores& kld)
{
    if (!kld.summary)
        return QJsonValue::Null;
    const scoring::DistributionSummary& s = *kld.summary;
    QJsonArray byPrompt;
    for (const double value : kld.logByPrompt)
        byPrompt.append(jsonNumber(value));
    QString source = QStringLiteral("shared_prefix");
    if (kld.source == scoring::PositionSource::TeacherForced)
        source = QStringLiteral("teacher_forced");
    else if (kld.source == scoring::PositionSource::CorpusWindows)
        source = QStringLiteral("corpus_windows");
    return QJsonObject{{QStringLiteral("source"), source},
                       {QStringLiteral("value"), jsonNumber(kld.value())},
                       {QStringLiteral("interval"), intervalJson(kld.interval())},
                       {QStringLiteral("prompts"), kld.prompts},
                       {QStringLiteral("of_prompts"), kld.ofPrompts},
                       {QStringLiteral("differing"), toJson(kld.differing)},
                       {QStringLiteral("mean_ln"), toJson(kld.logForward)},
                       {QStringLiteral("arithmetic_mean"), toJson(kld.arithmetic)},
                       {QStringLiteral("positions"), s.positions},
                       {QStringLiteral("available"), s.available},
                       {QStringLiteral("without_value"), s.withoutValue},
                       {QStringLiteral("merged"), s.merged},
                       {QStringLiteral("tail_unresolved"), s.tailUnresolved},
                       {QStringLiteral("k"), s.k},
                       {QStringLiteral("lower_bound"), s.lowerBound},
                       {QStringLiteral("coverage"), jsonNumber(s.coverage)},
                       {QStringLiteral("kld_a_b"), divergenceJson(s.forward)},
                       {QStringLiteral("kld_b_a"), divergenceJson(s.backward)},
                       {QStringLiteral("same_top"), s.sameTop ? QJsonValue(*s.sameTop) : QJsonValue()},
                       {QStringLiteral("delta_p_mean"), jsonNumber(s.deltaPMean)},
                       {QStringLiteral("delta_p_rms"), jsonNumber(s.deltaPRms)},
                       {QStringLiteral("delta_p_p05"), jsonNumber(s.deltaP05)},
                       {QStringLiteral("delta_p_median"), jsonNumber(s.deltaPMedian)},
                       {QStringLiteral("delta_p_p95"), jsonNumber(s.deltaP95)},
                       {QStringLiteral("delta_p_bounded"), s.boundedDeltaP},
                       {QStringLiteral("mean_ln_by_prompt"), byPrompt}};
}

QJsonObject forkRateJson(const scoring::ForkRate& rate)
{
    return {{QStringLiteral("forks"), rate.forks},
            {QStringLiteral("exposed"), rate.exposed},
            {QStringLiteral("per_thousand"), rate.exposed ? QJsonValue(rate.perThousand()) : QJsonValue()}};
}

QJsonObject pairJson(const domain::RunRecord& run, const scoring::PairScores& pair)
{
    QJsonArray buckets;
    for (const scoring::ForkBucket& bucket : pair.forksByPosition) {
        QJsonObject object = forkRateJson(bucket.rate);
        object.insert(QStringLiteral("from"), bucket.from);
        object.insert(QStringLiteral("to"), bucket.to ? QJsonValue(bucket.to) : QJsonValue());
        buckets.append(object);
    }
    QJsonArray noise;
    for (const scoring::NoiseStatement& statement : pair.noise)
        noise.append(QJsonObject{{QStringLiteral("measure"), statement.measure},
                                 {QStringLiteral("against"), name(statement.against)},
                                 {QStringLiteral("within"), statement.within},
                                 {QStringLiteral("n"), statement.n},
                                 {QStringLiteral("p"), jsonNumber(statement.p)},
                                 {QStringLiteral("sentence"), statement.sentence}});
    return {{QStringLiteral("side"), pair.side},
            {QStringLiteral("label"), run.label(pair.side)},
            {QStringLiteral("summary"), toJson(pair.summary)},
            {QStringLiteral("severe"), toJson(pair.severe)},
            {QStringLiteral("similarity"), toJson(pair.similarity)},
            {QStringLiteral("kld"), kldJson(pair.kld)},
            {QStringLiteral("forks"), forkRateJson(pair.forks)},
            {QStringLiteral("forks_by_position"), buckets},
            {QStringLiteral("noise"), noise}};
}

QJsonValue noiseJson(const scoring::NoiseReport& noise)
{
    if (!noise.measured())
        return QJsonValue::Null;
    QJsonArray kinds;
    for (const scoring::NoiseKind& kind : noise.kinds)
        kinds.append(QJsonObject{{QStringLiteral("pass"), name(kind.pass)},
                                 {QStringLiteral("requests"), requestsJson(kind.requests)},
                                 {QStringLiteral("pairs"), kind.measure.pairs},
                                 {QStringLiteral("differing_texts"), toJson(kind.measure.differingTexts)},
                                 {QStringLiteral("changed_logprobs"), kind.measure.changedLogprobs},
                                 {QStringLiteral("margin_p99"), jsonNumber(kind.measure.marginP99)},
                                 {QStringLiteral("margin_maximum"), jsonNumber(kind.measure.marginMaximum)},
                                 {QStringLiteral("changed"), toJson(kind.changed)},
                                 {QStringLiteral("flips"), toJson(kind.flips)}});
    return QJsonObject{{QStringLiteral("level_nat"), jsonNumber(noise.level)}, {QStringLiteral("kinds"), kinds}};
}

QString placeName(scoring::ParetoPlace place)
{
    switch (place) {
    case scoring::ParetoPlace::Front:
        return QStringLiteral("front");
    case scoring::ParetoPlace::FrontWithinNoise:
        return QStringLiteral("front within noise");
    case scoring::ParetoPlace::Behind:
        return QStringLiteral("behind");
    case scoring::ParetoPlace::Unknown:
        return QStringLiteral("unknown");
    }
    std::unreachable();
}

QJsonObject sweepJson(const scoring::SweepScores& sweep)
{
    QJsonArray order;
    for (const int side : sweep.order)
        order.append(side);
    QJsonArray sides;
    for (qsizetype side = 0; side < sweep.places.size(); ++side)
        sides.append(QJsonObject{
            {QStringLiteral("side"), qint64(side)},
            {QStringLiteral("loss"), sweep.losses.at(side) ? jsonNumber(*sweep.losses.at(side)) : QJsonValue()},
            {QStringLiteral("pareto"), placeName(sweep.places.at(side))}});
    QJsonValue cliff = QJsonValue::Null;
    if (sweep.cliff)
        cliff = QJsonObject{{QStringLiteral("from"), qint64(sweep.cliff->from)},
                            {QStringLiteral("to"), qint64(sweep.cliff->to)},
                            {QStringLiteral("factor"), jsonNumber(sweep.cliff->factor)},
                            {QStringLiteral("p"), jsonNumber(sweep.cliff->p)}};
    return {{QStringLiteral("order"), order},
            {QStringLiteral("loss"),
             sweep.loss == scoring::SweepLoss::Kld ? QStringLiteral("kld") : QStringLiteral("changed")},
            {QStringLiteral("cliff"), cliff},
            {QStringLiteral("sides"), sides}};
}

QJsonObject sampledJson(const domain::RunRecord& run, const scoring::SampledScores& sampled)
{
    QJsonArray sides;
    for (const scoring::SampledSide& side : sampled.sides) {
        QJsonArray prompts;
        for (qsizetype i = 0; i < side.prompts.size(); ++i) {
            const scoring::SampledAnswers& answers = side.prompts.at(i);
            QJsonObject counts;
            for (auto answer = answers.answers.cbegin(); answer != answers.answers.cend(); ++answer)
                counts.insert(answer.key(), answer.value());
            prompts.append(
                QJsonObject{{QStringLiteral("prompt_id"), run.prompts.at(i).id},
                            {QStringLiteral("samples"), answers.samples},
                            {QStringLiteral("failed"), answers.failed},
                            {QStringLiteral("undetermined"), answers.undetermined},
                            {QStringLiteral("right"), answers.hasReference ? QJsonValue(answers.right) : QJsonValue()},
                            {QStringLiteral("answers"), counts}});
        }
        sides.append(QJsonObject{{QStringLiteral("side"), side.side},
                                 {QStringLiteral("samples"), side.samples},
                                 {QStringLiteral("undetermined"), side.undetermined},
                                 {QStringLiteral("right"), toJson(side.right)},
                                 {QStringLiteral("prompts"), prompts}});
    }
    QJsonArray pairs;
    for (const scoring::SampledPair& pair : sampled.pairs)
        pairs.append(QJsonObject{{QStringLiteral("side"), pair.side},
                                 {QStringLiteral("right_difference"), toJson(pair.rightDifference)},
                                 {QStringLiteral("answer_distance"), toJson(pair.answerDistance)}});
    return {{QStringLiteral("sides"), sides}, {QStringLiteral("pairs"), pairs}};
}

QJsonObject findingJson(const scoring::Finding& finding)
{
    return {{QStringLiteral("kind"), name(finding.kind)},
            {QStringLiteral("side"), finding.side},
            {QStringLiteral("pass"), name(finding.pass)},
            {QStringLiteral("level"), finding.level},
            {QStringLiteral("count"), finding.count},
            {QStringLiteral("n"), finding.n},
            {QStringLiteral("prompts"), QJsonArray::fromStringList(finding.prompts)},
            {QStringLiteral("sentence"), finding.sentence}};
}

} // namespace

QJsonObject toJson(const scoring::MeanEstimate& mean)
{
    return {
        {QStringLiteral("mean"), mean.prompts ? jsonNumber(mean.mean) : QJsonValue()},
        {QStringLiteral("n"), mean.prompts},
        {QStringLiteral("interval"), intervalJson(mean.interval)},
        {QStringLiteral("no_interval_because"), mean.interval ? QJsonValue() : QJsonValue(silenceName(mean.silence))}};
}

QJsonObject toJson(const domain::RunRecord& run, const scoring::RunScores& scores)
{
    QJsonObject object;
    if (run.kind == domain::RunKind::Compare && !scores.pairs.isEmpty())
        object = toJson(scores.pairs.constFirst().summary);
    object.insert(QStringLiteral("kind"), name(run.kind));
    object.insert(QStringLiteral("baseline"), scores.baseline);
    object.insert(QStringLiteral("failures"), requestsJson(scores.failures));
    QJsonArray sides;
    for (const scoring::SideScores& side : scores.sides)
        sides.append(sideJson(run, side));
    object.insert(QStringLiteral("sides"), sides);
    QJsonArray pairs;
    for (const scoring::PairScores& pair : scores.pairs)
        pairs.append(pairJson(run, pair));
    object.insert(QStringLiteral("against_baseline"), pairs);
    object.insert(QStringLiteral("noise"), noiseJson(scores.noise));
    QJsonArray findings;
    for (const scoring::Finding& finding : scores.findings)
        findings.append(findingJson(finding));
    object.insert(QStringLiteral("findings"), findings);
    if (scores.sweep)
        object.insert(QStringLiteral("sweep"), sweepJson(*scores.sweep));
    if (scores.determinism)
        object.insert(QStringLiteral("determinism"), determinismJson(*scores.determinism));
    if (scores.stress)
        object.insert(QStringLiteral("stress"), stressJson(*scores.stress));
    if (scores.sampled)
        object.insert(QStringLiteral("sampled"), sampledJson(run, *scores.sampled));
    return object;
}

} // namespace quantlens::reports
