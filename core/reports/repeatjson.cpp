// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/repeatjson.h"

#include "core/base/json.h"
#include "core/reports/runjson.h"

#include <QJsonArray>

namespace quantlens::reports {

using base::jsonNumber;

namespace {

QJsonObject concurrencyJson(const scoring::Concurrency& concurrency)
{
    return {{QStringLiteral("maximum"), concurrency.maximum}, {QStringLiteral("mean"), jsonNumber(concurrency.mean)}};
}

QJsonObject latencyJson(const scoring::LatencySummary& latency)
{
    return {{QStringLiteral("n"), latency.n},
            {QStringLiteral("p50"), jsonNumber(latency.p50)},
            {QStringLiteral("p90"), jsonNumber(latency.p90)},
            {QStringLiteral("p95"), jsonNumber(latency.p95)},
            {QStringLiteral("p99"), jsonNumber(latency.p99)}};
}

} // namespace

QJsonObject determinismJson(const scoring::DeterminismRun& run)
{
    QJsonArray prompts;
    for (const scoring::PromptRepeats& prompt : run.prompts) {
        QJsonArray outputs;
        for (const scoring::Variant& variant : prompt.variants)
            outputs.append(
                QJsonObject{{QStringLiteral("count"), variant.count},
                            {QStringLiteral("first_run"), qint64(variant.first)},
                            {QStringLiteral("divergence"),
                             variant.divergence ? QJsonValue(qint64(variant.divergence->unit)) : QJsonValue()}});
        QJsonArray positions;
        for (const qsizetype position : prompt.positions)
            positions.append(qint64(position));
        const bool known = prompt.score && !(run.earlyStop && prompt.variants.size() > 1);
        prompts.append(QJsonObject{{QStringLiteral("prompt_id"), prompt.promptId},
                                   {QStringLiteral("requested"), prompt.requested},
                                   {QStringLiteral("succeeded"), prompt.succeeded},
                                   {QStringLiteral("outputs"), outputs},
                                   {QStringLiteral("same_bits"), prompt.sameBits},
                                   {QStringLiteral("same_text"), prompt.sameText},
                                   {QStringLiteral("different_text"), prompt.differentText},
                                   {QStringLiteral("logprob_p99"), jsonNumber(prompt.logprobP99)},
                                   {QStringLiteral("logprob_maximum"), jsonNumber(prompt.logprobMaximum)},
                                   {QStringLiteral("positions"), positions},
                                   {QStringLiteral("score"), known ? QJsonValue(*prompt.score) : QJsonValue()}});
    }
    QJsonValue load;
    if (run.load)
        load = QJsonObject{{QStringLiteral("batch_shift_nats"), run.load->shift},
                           {QStringLiteral("batch_texts"), run.load->batchTexts},
                           {QStringLiteral("unknown_texts"), run.load->unknownTexts},
                           {QStringLiteral("beyond_batching"), QJsonArray::fromStringList(run.load->beyond)}};
    return {{QStringLiteral("prompts"), prompts},
            {QStringLiteral("load"), load},
            {QStringLiteral("overall"), toJson(run.overall)},
            {QStringLiteral("answered"), run.score.prompts},
            {QStringLiteral("all_failed"), run.score.allFailed},
            {QStringLiteral("perfect"), run.score.perfect},
            {QStringLiteral("differing"), toJson(run.score.differing)},
            {QStringLiteral("worst"), QJsonArray::fromStringList(run.score.worst)},
            {QStringLiteral("same_bits"), run.sameBits},
            {QStringLiteral("same_text"), run.sameText},
            {QStringLiteral("different_text"), run.differentText},
            {QStringLiteral("early_stop"), run.earlyStop}};
}

QJsonObject stressJson(const scoring::StressScore& stress)
{
    QJsonArray levels;
    for (const scoring::StressLevel& level : stress.levels) {
        QJsonObject errors;
        for (auto error = level.errors.cbegin(); error != level.errors.cend(); ++error)
            errors.insert(error.key(), error.value());
        QJsonObject outputs;
        for (auto prompt = level.outputs.cbegin(); prompt != level.outputs.cend(); ++prompt)
            outputs.insert(prompt.key(), prompt.value());
        levels.append(QJsonObject{{QStringLiteral("asked"), level.asked},
                                  {QStringLiteral("requests"), level.requests},
                                  {QStringLiteral("errors"), errors},
                                  {QStringLiteral("in_flight"), concurrencyJson(level.inFlight)},
                                  {QStringLiteral("decoding"), concurrencyJson(level.decoding)},
                                  {QStringLiteral("queued"), level.queued},
                                  {QStringLiteral("equal"), toJson(level.equal)},
                                  {QStringLiteral("same_bits"), level.sameBits},
                                  {QStringLiteral("same_text"), level.sameText},
                                  {QStringLiteral("different_text"), level.differentText},
                                  {QStringLiteral("left_out"), level.leftOut},
                                  {QStringLiteral("batch_texts"), level.batchTexts},
                                  {QStringLiteral("unknown_texts"), level.unknownTexts},
                                  {QStringLiteral("beyond_batching"), QJsonArray::fromStringList(level.beyondBatching)},
                                  {QStringLiteral("outputs"), outputs},
                                  {QStringLiteral("latency_ms"), latencyJson(level.latency)},
                                  {QStringLiteral("first_token_ms"), latencyJson(level.firstToken)},
                                  {QStringLiteral("tokens_per_second_stream"), jsonNumber(level.tokensPerSecondStream)},
                                  {QStringLiteral("tokens_per_second_total"), jsonNumber(level.tokensPerSecondTotal)}});
    }
    const auto levelOrNull = [](int level) { return level ? QJsonValue(level) : QJsonValue(); };
    return {{QStringLiteral("at_rest"), toJson(stress.atRest)},
            {QStringLiteral("not_repeatable"), QJsonArray::fromStringList(stress.notRepeatable)},
            {QStringLiteral("levels"), levels},
            {QStringLiteral("first_difference"), levelOrNull(stress.firstDifference)},
            {QStringLiteral("breaks_at"), levelOrNull(stress.breaksAt)},
            {QStringLiteral("batch_shift_nats"), stress.batchShift}};
}

} // namespace quantlens::reports
