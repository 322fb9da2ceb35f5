// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/run.h"

#include <QJsonArray>

namespace quantlens::domain {

namespace {

QJsonObject optionsToJson(const RunOptions& o)
{
    QJsonArray levels;
    for (const int level : o.levels)
        levels.append(level);
    return {{QStringLiteral("max_tokens"), o.maxTokens},
            {QStringLiteral("temperature"), o.temperature},
            {QStringLiteral("seed"), qint64(o.seed)},
            {QStringLiteral("top_logprobs"), o.topLogprobs},
            {QStringLiteral("thinking"), o.thinking},
            {QStringLiteral("chat"), o.chat},
            {QStringLiteral("stream"), o.stream},
            {QStringLiteral("server_sampling"), o.serverSampling},
            {QStringLiteral("retries"), o.retries},
            {QStringLiteral("first_byte_timeout_ms"), o.firstByteTimeoutMs},
            {QStringLiteral("idle_timeout_ms"), o.idleTimeoutMs},
            {QStringLiteral("deadline_ms"), o.deadlineMs},
            {QStringLiteral("allow_same"), o.allowSame},
            {QStringLiteral("strict_prompts"), o.strictPrompts},
            {QStringLiteral("compatible"), o.compatible},
            {QStringLiteral("timing"), o.timing},
            {QStringLiteral("parallel"), o.parallel},
            {QStringLiteral("repeat"), o.repeat},
            {QStringLiteral("runs"), o.runs},
            {QStringLiteral("levels"), levels},
            {QStringLiteral("system"), o.system},
            {QStringLiteral("distributions"), name(o.distributions)},
            {QStringLiteral("forced_top_logprobs"), o.forcedTopLogprobs},
            {QStringLiteral("self_check"), name(o.selfCheck)},
            {QStringLiteral("mode"), name(o.mode)},
            {QStringLiteral("stop_early"), o.stopEarly},
            {QStringLiteral("minor"), o.minor},
            {QStringLiteral("moderate"), o.moderate}};
}

RunOptions optionsFromJson(const QJsonObject& object)
{
    RunOptions o;
    o.maxTokens = object.value(QLatin1String("max_tokens")).toInt(o.maxTokens);
    o.temperature = object.value(QLatin1String("temperature")).toDouble(o.temperature);
    o.seed = quint32(object.value(QLatin1String("seed")).toInteger(o.seed));
    o.topLogprobs = object.value(QLatin1String("top_logprobs")).toInt(o.topLogprobs);
    o.thinking = object.value(QLatin1String("thinking")).toBool(o.thinking);
    o.chat = object.value(QLatin1String("chat")).toBool(o.chat);
    o.stream = object.value(QLatin1String("stream")).toBool(o.stream);
    o.serverSampling = object.value(QLatin1String("server_sampling")).toBool(o.serverSampling);
    o.retries = object.value(QLatin1String("retries")).toInt(o.retries);
    o.firstByteTimeoutMs = object.value(QLatin1String("first_byte_timeout_ms")).toInt(o.firstByteTimeoutMs);
    o.idleTimeoutMs = object.value(QLatin1String("idle_timeout_ms")).toInt(o.idleTimeoutMs);
    o.deadlineMs = object.value(QLatin1String("deadline_ms")).toInt(o.deadlineMs);
    o.allowSame = object.value(QLatin1String("allow_same")).toBool(o.allowSame);
    o.strictPrompts = object.value(QLatin1String("strict_prompts")).toBool(o.strictPrompts);
    o.compatible = object.value(QLatin1String("compatible")).toBool(o.compatible);
    o.timing = object.value(QLatin1String("timing")).toBool(o.timing);
    o.parallel = object.value(QLatin1String("parallel")).toInt(o.parallel);
    o.repeat = object.value(QLatin1String("repeat")).toInt(o.repeat);
    o.runs = object.value(QLatin1String("runs")).toInt(o.runs);
    if (const QJsonValue levels = object.value(QLatin1String("levels")); levels.isArray()) {
        o.levels.clear();
        for (const QJsonValue& level : levels.toArray())
            o.levels.append(level.toInt());
    }
    o.system = object.value(QLatin1String("system")).toString();
    o.distributions = distributionsFromName(object.value(QLatin1String("distributions")).toString())
                          .value_or(Distributions::Off); // of runs that were stored before there was a choice
    o.forcedTopLogprobs = object.value(QLatin1String("forced_top_logprobs")).toInt(o.forcedTopLogprobs);
    o.selfCheck = selfCheckFromName(object.value(QLatin1String("self_check")).toString()).value_or(o.selfCheck);
    o.mode = repeatModeFromName(object.value(QLatin1String("mode")).toString()).value_or(o.mode);
    o.stopEarly = object.value(QLatin1String("stop_early")).toBool(o.stopEarly);
    o.minor = object.value(QLatin1String("minor")).toDouble(o.minor);
    o.moderate = object.value(QLatin1String("moderate")).toDouble(o.moderate);
    return o;
}

QJsonObject sideToJson(const RunSide& side)
{
    QJsonObject object{{QStringLiteral("model"), toJson(side.model)},
                       {QStringLiteral("server_model"), side.serverModel},
                       {QStringLiteral("server_build"), side.serverBuild},
                       {QStringLiteral("server_path"), side.serverPath},
                       {QStringLiteral("context_per_slot"), side.contextPerSlot},
                       {QStringLiteral("file_type"), side.fileType},
                       {QStringLiteral("slots"), side.slots},
                       {QStringLiteral("file_size"), side.fileSize},
                       {QStringLiteral("imatrix"), side.imatrix ? QJsonValue(*side.imatrix) : QJsonValue()},
                       {QStringLiteral("tokenizer_hash"), side.tokenizerHash},
                       {QStringLiteral("template_hash"), side.templateHash},
                       {QStringLiteral("capabilities"), toJson(side.capabilities)},
                       {QStringLiteral("fingerprint_start"), toJson(side.fingerprintStart)},
                       {QStringLiteral("fingerprint_end"), toJson(side.fingerprintEnd)}};
    if (!side.keyName.isEmpty())
        object.insert(QStringLiteral("api_key_env"), side.keyName);
    if (!side.caFile.isEmpty())
        object.insert(QStringLiteral("ca_file"), side.caFile);
    if (side.error)
        object.insert(QStringLiteral("error"), toJson(*side.error));
    return object;
}

RunSide sideFromJson(const QJsonObject& object)
{
    RunSide side;
    side.model = modelFromJson(object.value(QLatin1String("model")).toObject());
    side.serverModel = object.value(QLatin1String("server_model")).toString();
    side.serverBuild = object.value(QLatin1String("server_build")).toString();
    side.serverPath = object.value(QLatin1String("server_path")).toString();
    side.contextPerSlot = object.value(QLatin1String("context_per_slot")).toInt();
    side.fileType = object.value(QLatin1String("file_type")).toString();
    side.slots = object.value(QLatin1String("slots")).toInt();
    side.fileSize = object.value(QLatin1String("file_size")).toInteger();
    if (const QJsonValue imatrix = object.value(QLatin1String("imatrix")); imatrix.isBool())
        side.imatrix = imatrix.toBool();
    side.tokenizerHash = object.value(QLatin1String("tokenizer_hash")).toString();
    side.templateHash = object.value(QLatin1String("template_hash")).toString();
    side.capabilities = capabilitiesFromJson(object.value(QLatin1String("capabilities")).toObject());
    side.fingerprintStart = fingerprintFromJson(object.value(QLatin1String("fingerprint_start")).toObject());
    side.fingerprintEnd = fingerprintFromJson(object.value(QLatin1String("fingerprint_end")).toObject());
    side.keyName = object.value(QLatin1String("api_key_env")).toString();
    side.caFile = object.value(QLatin1String("ca_file")).toString();
    if (const QJsonValue error = object.value(QLatin1String("error")); error.isObject())
        side.error = errorFromJson(error.toObject());
    return side;
}

QJsonValue timeToJson(const QDateTime& time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue();
}

} // namespace

QString RunRecord::label(int side) const
{
    return side >= 0 && side < sides.size() ? sides.at(side).model.label : QString();
}

const Generation* RunData::find(int side, const QString& promptId) const
{
    for (const Generation& generation : generations) {
        if (generation.side == side && generation.repeat == 0 && generation.level == 0 &&
            generation.pass == Pass::Answer && generation.promptId == promptId)
            return &generation;
    }
    return nullptr;
}

QJsonObject toJson(const RunRecord& run)
{
    QJsonArray prompts;
    for (const Prompt& prompt : run.prompts)
        prompts.append(toJson(prompt));
    QJsonArray sides;
    for (const RunSide& side : run.sides)
        sides.append(sideToJson(side));
    QJsonObject object{
        {QStringLiteral("id"), run.id},
        {QStringLiteral("kind"), name(run.kind)},
        {QStringLiteral("status"), name(run.status)},
        {QStringLiteral("started"), timeToJson(run.started)},
        {QStringLiteral("finished"), timeToJson(run.finished)},
        {QStringLiteral("version"), run.version},
        {QStringLiteral("suite"), QJsonObject{{QStringLiteral("name"), run.suiteName},
                                              {QStringLiteral("sha256"), run.suiteSha256},
                                              {QStringLiteral("prompts"), prompts}}},
        {QStringLiteral("sides"), sides},
        {QStringLiteral("options"), optionsToJson(run.options)},
        {QStringLiteral("unit"), name(run.unit)},
        {QStringLiteral("notes"), QJsonArray::fromStringList(run.notes)},
        {QStringLiteral("planned"), run.planned},
        {QStringLiteral("baseline"), run.baseline},
        {QStringLiteral("prompt_check"), toJson(run.promptCheck)},
        {QStringLiteral("thresholds"), toJson(run.thresholds)},
    };
    if (run.verdict)
        object.insert(QStringLiteral("verdict"), toJson(*run.verdict));
    if (run.error)
        object.insert(QStringLiteral("error"), toJson(*run.error));
    if (!run.origin.isEmpty())
        object.insert(QStringLiteral("origin"), run.origin);
    return object;
}

RunRecord runFromJson(const QJsonObject& object)
{
    RunRecord run;
    run.id = object.value(QLatin1String("id")).toString();
    run.kind = runKindFromName(object.value(QLatin1String("kind")).toString()).value_or(run.kind);
    run.status = runStatusFromName(object.value(QLatin1String("status")).toString()).value_or(run.status);
    run.started = QDateTime::fromString(object.value(QLatin1String("started")).toString(), Qt::ISODateWithMs);
    run.finished = QDateTime::fromString(object.value(QLatin1String("finished")).toString(), Qt::ISODateWithMs);
    run.version = object.value(QLatin1String("version")).toString();
    const QJsonObject suite = object.value(QLatin1String("suite")).toObject();
    run.suiteName = suite.value(QLatin1String("name")).toString();
    run.suiteSha256 = suite.value(QLatin1String("sha256")).toString();
    for (const QJsonValue& prompt : suite.value(QLatin1String("prompts")).toArray())
        run.prompts.append(promptFromJson(prompt.toObject()));
    for (const QJsonValue& side : object.value(QLatin1String("sides")).toArray())
        run.sides.append(sideFromJson(side.toObject()));
    run.options = optionsFromJson(object.value(QLatin1String("options")).toObject());
    run.unit = unitFromName(object.value(QLatin1String("unit")).toString()).value_or(run.unit);
    for (const QJsonValue& note : object.value(QLatin1String("notes")).toArray())
        run.notes.append(note.toString());
    run.planned = object.value(QLatin1String("planned")).toInteger();
    run.baseline = object.value(QLatin1String("baseline")).toInt();
    run.promptCheck = promptCheckFromJson(object.value(QLatin1String("prompt_check")).toObject());
    run.thresholds = thresholdsFromJson(object.value(QLatin1String("thresholds")).toObject());
    if (const QJsonValue verdict = object.value(QLatin1String("verdict")); verdict.isObject())
        run.verdict = verdictFromJson(verdict.toObject());
    if (const QJsonValue error = object.value(QLatin1String("error")); error.isObject())
        run.error = errorFromJson(error.toObject());
    run.origin = object.value(QLatin1String("origin")).toObject();
    return run;
}

} // namespace quantlens::domain
