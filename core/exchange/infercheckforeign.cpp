// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/infercheckforeign.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace quantlens::exchange {

namespace {

/// Ids by rank: id_10 behind id_9.
void writeForeignIds(PythonWriter& json, const QJsonArray& metadata)
{
    json.beginArray();
    for (const QJsonValue& each : metadata) {
        const QJsonObject ids = each.toObject();
        QStringList keys = ids.keys();
        std::ranges::stable_sort(keys, {}, [](const QString& key) { return key.size(); });
        json.beginObject();
        for (const QString& key : std::as_const(keys)) {
            json.key(key);
            writeForeign(json, ids.value(key), true);
        }
        json.endObject();
    }
    json.endArray();
}

} // namespace

QJsonValue foreignOf(const domain::Generation& generation, const char* key)
{
    return generation.foreign.value(QLatin1String(key));
}

void writeForeign(PythonWriter& json, const QJsonValue& value, bool integers)
{
    switch (value.type()) {
    case QJsonValue::Object: {
        const QJsonObject object = value.toObject();
        json.beginObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            json.key(member.key());
            writeForeign(json, member.value(), integers);
        }
        json.endObject();
        break;
    }
    case QJsonValue::Array:
        json.beginArray();
        for (const QJsonValue& each : value.toArray())
            writeForeign(json, each, integers);
        json.endArray();
        break;
    case QJsonValue::String:
        json.text(value.toString());
        break;
    case QJsonValue::Double: {
        const bool whole = integers && std::floor(value.toDouble()) == value.toDouble();
        whole ? json.integer(value.toInteger()) : json.number(value.toDouble());
        break;
    }
    case QJsonValue::Bool:
        json.boolean(value.toBool());
        break;
    default:
        json.null();
    }
}

void writeForeignLists(PythonWriter& json, const domain::Generation& generation)
{
    for (const char* key : {"tokens", "logprobs", "distributions"}) {
        json.key(key);
        writeForeign(json, foreignOf(generation, key));
    }
    json.key("distribution_metadata");
    const QJsonValue metadata = foreignOf(generation, "distribution_metadata");
    metadata.isArray() ? writeForeignIds(json, metadata.toArray()) : json.null();
}

void writeForeignDeterminism(PythonWriter& json, const QJsonArray& prompts)
{
    json.beginArray();
    for (const QJsonValue& prompt : prompts) {
        json.beginObject();
        for (const char* key : {"prompt_id", "model_id", "backend_name", "quantization"}) {
            json.key(key);
            writeForeign(json, prompt[QLatin1String(key)]);
        }
        for (const char* key : {"num_runs", "identical_count", "divergence_positions"}) {
            json.key(key);
            writeForeign(json, prompt[QLatin1String(key)], true);
        }
        json.key("determinism_score");
        writeForeign(json, prompt[QLatin1String("determinism_score")]);
        json.endObject();
    }
    json.endArray();
}

} // namespace quantlens::exchange
