// SPDX-License-Identifier: GPL-3.0-or-later
// A request as a plan file: what parsePlan() reads.
#include "core/runners/requestcommand.h"

#include <QJsonArray>

namespace quantlens::runners {

namespace {

using Qt::StringLiterals::operator""_L1;

void putText(QJsonObject& object, QLatin1StringView key, const QString& text)
{
    if (!text.isEmpty())
        object.insert(key, text);
}

template<class T>
void putChanged(QJsonObject& object, QLatin1StringView key, const T& value, const T& otherwise)
{
    if (value != otherwise)
        object.insert(key, QJsonValue(value));
}

QJsonObject sideJson(const SideRequest& side)
{
    QJsonObject object{{"spec"_L1, side.spec}};
    putText(object, "label"_L1, side.label);
    putText(object, "base_url"_L1, side.baseUrl);
    putText(object, "backend"_L1, side.backend);
    putText(object, "api_key_env"_L1, side.keyName);
    putText(object, "ca_file"_L1, side.caFile);
    putText(object, "quant"_L1, side.quant);
    if (!side.engineArgs.isEmpty())
        object.insert("args"_L1, QJsonArray::fromStringList(side.engineArgs));
    return object;
}

QJsonObject optionsJson(const domain::RunOptions& o)
{
    const domain::RunOptions d;
    QJsonObject object;
    putChanged(object, "max_tokens"_L1, o.maxTokens, d.maxTokens);
    putChanged(object, "temperature"_L1, o.temperature, d.temperature);
    putChanged(object, "seed"_L1, qint64(o.seed), qint64(d.seed));
    putChanged(object, "top_logprobs"_L1, o.topLogprobs, d.topLogprobs);
    putChanged(object, "forced_top_logprobs"_L1, o.forcedTopLogprobs, d.forcedTopLogprobs);
    putChanged(object, "thinking"_L1, o.thinking, d.thinking);
    putChanged(object, "chat"_L1, o.chat, d.chat);
    putChanged(object, "stream"_L1, o.stream, d.stream);
    putChanged(object, "server_sampling"_L1, o.serverSampling, d.serverSampling);
    putChanged(object, "retries"_L1, o.retries, d.retries);
    putChanged(object, "first_byte_timeout"_L1, o.firstByteTimeoutMs / 1000.0, d.firstByteTimeoutMs / 1000.0);
    putChanged(object, "idle_timeout"_L1, o.idleTimeoutMs / 1000.0, d.idleTimeoutMs / 1000.0);
    putChanged(object, "deadline"_L1, o.deadlineMs / 1000.0, d.deadlineMs / 1000.0);
    putChanged(object, "allow_same"_L1, o.allowSame, d.allowSame);
    putChanged(object, "strict_prompts"_L1, o.strictPrompts, d.strictPrompts);
    putChanged(object, "compatible"_L1, o.compatible, d.compatible);
    putChanged(object, "timing"_L1, o.timing, d.timing);
    putChanged(object, "parallel"_L1, o.parallel, d.parallel);
    putChanged(object, "repeat"_L1, o.repeat, d.repeat);
    putChanged(object, "runs"_L1, o.runs, d.runs);
    if (o.levels != d.levels) {
        QJsonArray levels;
        for (const int level : o.levels)
            levels.append(level);
        object.insert("concurrency"_L1, levels);
    }
    putText(object, "system"_L1, o.system);
    putChanged(object, "distributions"_L1, name(o.distributions), name(d.distributions));
    putChanged(object, "self_check"_L1, name(o.selfCheck), name(d.selfCheck));
    putChanged(object, "mode"_L1, name(o.mode), name(d.mode));
    putChanged(object, "stop_early"_L1, o.stopEarly, d.stopEarly);
    if (o.minor != d.minor || o.moderate != d.moderate)
        object.insert("severity"_L1, QJsonArray{o.minor, o.moderate});
    return object;
}

QJsonObject thresholdsJson(const domain::Thresholds& t)
{
    QJsonObject object;
    const auto put = [&object](QLatin1StringView key, const std::optional<double>& value) {
        if (value)
            object.insert(key, *value);
    };
    put("max_flip_rate"_L1, t.maxFlipRate);
    put("max_changed_rate"_L1, t.maxChangedRate);
    put("min_similarity"_L1, t.minSimilarity);
    put("max_severe"_L1, t.maxSevere);
    put("max_kld"_L1, t.maxKld);
    put("min_determinism"_L1, t.minDeterminism);
    put("min_consistency"_L1, t.minConsistency);
    putChanged(object, "max_errors"_L1, t.maxErrors, qint64(0));
    putChanged(object, "judging"_L1, name(t.judging), name(domain::Judging::Normal));
    if (t.undecidable)
        object.insert("undecidable"_L1, *t.undecidable == domain::Verdict::Fail ? "fail"_L1 : "pass"_L1);
    return object;
}

} // namespace

QJsonObject planOf(const RunRequest& request)
{
    QJsonArray models;
    for (const SideRequest& side : request.sides)
        models.append(sideJson(side));
    QJsonObject plan{{"format"_L1, "quantlens-plan"_L1},
                     {"version"_L1, 1},
                     {"kind"_L1, domain::name(request.kind)},
                     {"models"_L1, models},
                     {"prompts"_L1, request.suite}};
    putChanged(plan, "baseline"_L1, request.baseline, 0);
    putChanged(plan, "num_prompts"_L1, request.numPrompts, 0);
    if (!request.categories.isEmpty())
        plan.insert("categories"_L1, QJsonArray::fromStringList(request.categories));
    if (!request.ids.isEmpty())
        plan.insert("ids"_L1, QJsonArray::fromStringList(request.ids));
    if (request.sampleSeed)
        plan.insert("sample"_L1, qint64(*request.sampleSeed));
    if (const QJsonObject options = optionsJson(request.options); !options.isEmpty())
        plan.insert("options"_L1, options);
    if (const QJsonObject thresholds = thresholdsJson(request.thresholds); !thresholds.isEmpty())
        plan.insert("thresholds"_L1, thresholds);
    return plan;
}

} // namespace quantlens::runners
