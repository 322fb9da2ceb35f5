// SPDX-License-Identifier: GPL-3.0-or-later
// The five shapes of infer-check's result files.
#include "core/exchange/infercheckfile.h"

#include "core/exchange/infercheckforeign.h"
#include "core/exchange/infercheckimport.h"
#include "core/exchange/pythonwriter.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <map>

namespace quantlens::exchange {

namespace compatible = scoring::compatible;

namespace {

using domain::Generation;
using domain::RunKind;
using domain::RunRecord;

/// ISO 8601 in UTC with microseconds, as infer-check writes it.
QString stamp(const QDateTime& time)
{
    return time.isValid() ? time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")) + QStringLiteral("000Z")
                          : QString();
}

QDateTime endOf(const RunRecord& run)
{
    return run.finished.isValid() ? run.finished : run.started;
}

/// As an imported file writes it, which is finer than a millisecond.
QString endStamp(const RunRecord& run)
{
    const QJsonValue written = run.origin.value(QLatin1String("timestamp"));
    return isFromInferCheck(run) && written.isString() ? written.toString() : stamp(endOf(run));
}

/// infer-check keeps the name asked for, but for llama-server the name in the reply.
QString modelIdOf(const RunRecord& run, const Generation& generation)
{
    const domain::ResolvedModel& model = run.sides.at(generation.side).model;
    const bool fromReply = model.backend == domain::BackendKind::LlamaServer && !generation.server.model.isEmpty();
    return fromReply ? generation.server.model : model.modelId;
}

std::optional<double> speedOf(const RunRecord& run, const Generation& generation, qsizetype tokens)
{
    const domain::Timings& times = generation.timings;
    if (run.sides.at(generation.side).model.backend == domain::BackendKind::LlamaServer) {
        if (std::isfinite(times.generatedPerSecond))
            return times.generatedPerSecond;
    }
    const double count =
        generation.usage.completionTokens > 0 ? double(generation.usage.completionTokens) : double(tokens);
    const double seconds = times.total / 1000;
    return count > 0 && seconds > 0 ? std::optional(count / seconds) : std::nullopt;
}

/// The runner of compare and sweep fills in the label; elsewhere only mlx-lm says a quantization.
std::optional<QString> quantizationOf(const RunRecord& run, int side)
{
    if (run.kind == RunKind::Compare || run.kind == RunKind::Sweep)
        return run.label(side);
    const domain::ResolvedModel& model = run.sides.at(side).model;
    if (model.backend == domain::BackendKind::MlxLm && run.kind != RunKind::Diff)
        return model.label;
    return std::nullopt;
}

void writeTextOrNull(PythonWriter& json, const char* name, const std::optional<QString>& value)
{
    json.key(name);
    value ? json.text(*value) : json.null();
}

/// Tokens, log-probabilities and lists.
void writeLists(PythonWriter& json, const compatible::CheckedAnswer& answer)
{
    json.key("tokens");
    json.beginArray();
    for (const QString& token : answer.tokens)
        json.text(token);
    json.endArray();
    if (!answer.hasLogprobs) {
        for (const char* name : {"logprobs", "distributions", "distribution_metadata"}) {
            json.key(name);
            json.null();
        }
    } else {
        json.key("logprobs");
        json.beginArray();
        for (const double logprob : answer.logprobs)
            json.number(logprob);
        json.endArray();
        json.key("distributions");
        json.beginArray();
        for (const compatible::DistributionStep& step : answer.steps) {
            json.beginArray();
            for (const double value : step.values)
                json.number(value);
            json.endArray();
        }
        json.endArray();
        json.key("distribution_metadata");
        json.beginArray();
        for (const compatible::DistributionStep& step : answer.steps) {
            json.beginObject();
            for (const auto& [rank, id] : step.ids) {
                json.key(QStringLiteral("id_%1").arg(rank));
                id.isText ? json.text(id.text) : json.integer(id.text.toLongLong());
            }
            json.endObject();
        }
        json.endArray();
    }
}

void writeAnswer(PythonWriter& json, const RunRecord& run, const domain::Prompt& prompt, const Generation& generation)
{
    const compatible::CheckedAnswer answer = compatible::checkedAnswer(run, generation);
    const bool foreign = !generation.foreign.isEmpty();
    json.beginObject();
    json.member("prompt_id", generation.promptId);
    if (foreign) {
        for (const char* key : {"backend_name", "model_id", "quantization"}) {
            json.key(key);
            writeForeign(json, foreignOf(generation, key));
        }
    } else {
        json.member("backend_name", compatible::inferCheckBackend(run.sides.at(generation.side).model));
        json.member("model_id", modelIdOf(run, generation));
        writeTextOrNull(json, "quantization", quantizationOf(run, generation.side));
    }
    if (generation.foreign.contains(QLatin1String("tokens")))
        writeForeignLists(json, generation);
    else
        writeLists(json, answer);
    json.member("text", generation.text);
    if (foreign) {
        for (const char* key : {"latency_ms", "tokens_per_second", "timestamp"}) {
            json.key(key);
            writeForeign(json, foreignOf(generation, key));
        }
    } else {
        // The field is no optional one in infer-check: an answer without a time took 0.
        json.member("latency_ms", std::isfinite(generation.timings.total) ? generation.timings.total : 0.0);
        json.member("tokens_per_second", speedOf(run, generation, answer.tokens.size()));
        const double end = generation.timings.sentAt + generation.timings.total;
        json.member("timestamp", stamp(run.started.addMSecs(std::isfinite(end) ? qint64(end) : 0)));
    }
    json.key("metadata");
    if (generation.foreign.contains(QLatin1String("metadata"))) {
        writeForeign(json, foreignOf(generation, "metadata"), true);
    } else {
        json.beginObject();
        json.member("prompt_text", prompt.text());
        json.member("prompt_category", prompt.category);
        json.endObject();
    }
    json.endObject();
}

void writePair(PythonWriter& json, const RunRecord& run, const compatible::CheckedPair& pair)
{
    const compatible::PairNumbers& numbers = pair.numbers;
    const std::optional<QString> failure = compatible::failureReason(numbers.similarity);
    json.beginObject();
    json.key("baseline");
    writeAnswer(json, run, *pair.prompt, *pair.baseline);
    json.key("test");
    writeAnswer(json, run, *pair.prompt, *pair.test);
    json.member("kl_divergence", numbers.kl);
    json.key("token_divergence_index");
    numbers.tokenDivergence ? json.integer(*numbers.tokenDivergence) : json.null();
    json.member("text_similarity", numbers.similarity);
    json.member("is_failure", failure.has_value());
    writeTextOrNull(json, "failure_reason", failure);
    json.key("metadata");
    json.beginObject();
    json.member("severity", compatible::severity(numbers.similarity));
    json.member("prompt_text", pair.prompt->text());
    json.member("prompt_category", pair.prompt->category);
    json.member("category", pair.prompt->category);
    if (pair.selfCheck)
        json.member("is_self_check", true);
    if (run.kind != RunKind::Sweep) {
        json.member("flipped", numbers.flip.flipped);
        json.member("answer_a", numbers.flip.a.value);
        json.member("answer_b", numbers.flip.b.value);
        json.member("extraction_strategy", numbers.flip.a.strategy);
        json.member("extraction_confidence", numbers.flip.confidence);
    }
    json.endObject();
    json.endObject();
}

void writePairs(PythonWriter& json, const compatible::InferCheckRun& checked)
{
    json.beginArray();
    for (const compatible::CheckedPair& pair : checked.pairs)
        writePair(json, *checked.run, pair);
    json.endArray();
}

void writeCompare(PythonWriter& json, const compatible::InferCheckRun& checked)
{
    const RunRecord& run = *checked.run;
    const auto pairs = compatible::comparePairs(checked.pairs);
    const compatible::CompareAggregate all = compatible::aggregate(pairs);
    json.beginObject();
    json.member("model_a", run.label(0));
    json.member("model_b", run.label(1));
    json.member("backend_a", compatible::inferCheckBackend(run.sides.value(0).model));
    json.member("backend_b", compatible::inferCheckBackend(run.sides.value(1).model));
    json.key("comparisons");
    writePairs(json, checked);
    json.member("flip_rate", all.flipRate);
    json.member("mean_kl_divergence", all.meanKl);
    json.member("mean_text_similarity", all.meanSimilarity);
    json.key("per_category_stats");
    json.beginObject();
    for (const auto& [category, stats] : compatible::aggregateByCategory(pairs)) {
        json.key(category);
        json.beginObject();
        json.member("count", qint64(stats.count));
        json.member("flip_rate", stats.flipRate);
        json.member("mean_similarity", stats.meanSimilarity);
        json.member("mean_kl_divergence", stats.meanKl);
        json.endObject();
    }
    json.endObject();
    json.member("timestamp", endStamp(run));
    json.key("metadata");
    writeForeign(json, run.origin.value(QLatin1String("metadata")).toObject(), true);
    json.endObject();
}

void writeLabels(PythonWriter& json, const RunRecord& run)
{
    json.key("quantization_levels");
    json.beginArray();
    for (int side = 0; side < run.sides.size(); ++side)
        json.text(run.label(side));
    json.endArray();
}

void writeSweep(PythonWriter& json, const compatible::InferCheckRun& checked)
{
    const RunRecord& run = *checked.run;
    json.beginObject();
    json.member("model_id", run.sides.value(run.baseline).model.spec);
    json.member("backend_name", run.origin.value(QLatin1String("backend_name"))
                                    .toString(compatible::inferCheckBackend(run.sides.value(0).model)));
    writeLabels(json, run);
    json.key("comparisons");
    writePairs(json, checked);
    json.member("timestamp", endStamp(run));
    json.key("summary");
    json.beginObject();
    json.member("total_prompts", run.origin.value(QLatin1String("total_prompts")).toInteger(run.prompts.size()));
    writeLabels(json, run);
    json.member("baseline_quant", run.label(run.baseline));
    std::map<int, qint64> failures;
    for (const compatible::CheckedPair& pair : checked.pairs)
        failures[pair.side] += compatible::failureReason(pair.numbers.similarity).has_value();
    json.key("failure_counts");
    json.beginObject();
    for (int side = 0; side < run.sides.size(); ++side) {
        json.key(run.label(side));
        json.integer(failures[side]);
    }
    json.endObject();
    json.member("mean_kl_divergence", compatible::aggregate(compatible::comparePairs(checked.pairs)).meanKl);
    json.endObject();
    json.endObject();
}

/// What an imported file says about a level; empty where the run was made here.
QJsonObject foreignLevel(const RunRecord& run, int concurrency)
{
    for (const QJsonValue& level : run.origin.value(QLatin1String("levels")).toArray()) {
        if (level[QLatin1String("concurrency_level")].toInt(-1) == concurrency)
            return level.toObject();
    }
    return {};
}

void writeLevel(PythonWriter& json, const RunRecord& run, const compatible::CheckedLevel& level)
{
    const QJsonObject foreign = foreignLevel(run, level.concurrency);
    const QString model =
        level.answers.isEmpty() ? QStringLiteral("unknown") : modelIdOf(run, *level.answers.constFirst());
    json.beginObject();
    json.member("model_id", foreign.value(QLatin1String("model_id")).toString(model));
    json.member(
        "backend_name",
        foreign.value(QLatin1String("backend_name")).toString(compatible::inferCheckBackend(run.sides.value(0).model)));
    json.member("concurrency_level", qint64(level.concurrency));
    json.key("results");
    json.beginArray();
    for (const Generation* generation : level.answers) {
        const auto prompt = std::ranges::find(run.prompts, generation->promptId, &domain::Prompt::id);
        writeAnswer(json, run, *prompt, *generation);
    }
    json.endArray();
    json.member("error_count", foreign.value(QLatin1String("error_count")).toInteger(level.errors));
    json.member("output_consistency", level.consistency);
    json.endObject();
}

void writeStress(PythonWriter& json, const compatible::InferCheckRun& checked)
{
    const RunRecord& run = *checked.run;
    json.beginArray();
    for (const int concurrency : run.options.levels) {
        const auto level = std::ranges::find(checked.levels, concurrency, &compatible::CheckedLevel::concurrency);
        if (level != checked.levels.end())
            writeLevel(json, run, *level);
        else if (!foreignLevel(run, concurrency).isEmpty()) // a level without any answer
            writeLevel(json, run, {concurrency, {}, 0, 0});
    }
    json.endArray();
}

void writeDeterminism(PythonWriter& json, const compatible::InferCheckRun& checked)
{
    const RunRecord& run = *checked.run;
    if (const QJsonValue foreign = run.origin.value(QLatin1String("determinism")); foreign.isArray()) {
        writeForeignDeterminism(json, foreign.toArray());
        return;
    }
    json.beginArray();
    for (const compatible::CheckedPrompt& prompt : checked.prompts) {
        json.beginObject();
        json.member("prompt_id", prompt.prompt->id);
        json.member("model_id", modelIdOf(run, *prompt.first));
        json.member("backend_name", compatible::inferCheckBackend(run.sides.value(0).model));
        writeTextOrNull(json, "quantization", quantizationOf(run, 0));
        json.member("num_runs", qint64(prompt.numbers.runs));
        json.member("identical_count", qint64(prompt.numbers.identical));
        json.key("divergence_positions");
        json.beginArray();
        for (const qsizetype position : prompt.numbers.divergencePositions)
            json.integer(position);
        json.endArray();
        json.member("determinism_score", prompt.numbers.score);
        json.endObject();
    }
    json.endArray();
}

} // namespace

QByteArray inferCheckJson(const compatible::InferCheckRun& checked)
{
    const RunKind kind = checked.run->kind;
    PythonWriter json(kind != RunKind::Compare && kind != RunKind::Sweep);
    switch (kind) {
    case RunKind::Compare:
        writeCompare(json, checked);
        break;
    case RunKind::Sweep:
        writeSweep(json, checked);
        break;
    case RunKind::Diff:
        writePairs(json, checked);
        break;
    case RunKind::Stress:
        writeStress(json, checked);
        break;
    case RunKind::Determinism:
        writeDeterminism(json, checked);
        break;
    }
    return json.bytes();
}

} // namespace quantlens::exchange
