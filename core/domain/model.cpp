// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/model.h"

#include <QJsonArray>

namespace quantlens::domain {

QJsonObject toJson(const ResolvedModel& model)
{
    QJsonObject object{
        {QStringLiteral("spec"), model.spec},
        {QStringLiteral("backend"), name(model.backend)},
        {QStringLiteral("model_id"), model.modelId},
        {QStringLiteral("base_url"), model.baseUrl.isEmpty() ? QJsonValue() : QJsonValue(model.baseUrl.toString())},
        {QStringLiteral("label"), model.label},
        {QStringLiteral("revision"), model.revision.isEmpty() ? QJsonValue() : QJsonValue(model.revision)},
        {QStringLiteral("engine"), model.engine == EngineKind::None ? QJsonValue() : QJsonValue(name(model.engine))},
        {QStringLiteral("quant"), model.quant.isEmpty() ? QJsonValue() : QJsonValue(model.quant)},
        {QStringLiteral("bits_per_weight"), model.bitsPerWeight ? QJsonValue(*model.bitsPerWeight) : QJsonValue()},
    };
    if (!model.modelPath.isEmpty())
        object.insert(QStringLiteral("model_path"), model.modelPath);
    if (!model.engineArgs.isEmpty())
        object.insert(QStringLiteral("engine_args"), QJsonArray::fromStringList(model.engineArgs));
    return object;
}

ResolvedModel modelFromJson(const QJsonObject& object)
{
    ResolvedModel model;
    model.spec = object.value(QLatin1String("spec")).toString();
    model.backend = backendKindFromName(object.value(QLatin1String("backend")).toString()).value_or(model.backend);
    model.modelId = object.value(QLatin1String("model_id")).toString();
    model.baseUrl = QUrl(object.value(QLatin1String("base_url")).toString());
    model.label = object.value(QLatin1String("label")).toString();
    model.revision = object.value(QLatin1String("revision")).toString();
    model.engine = engineKindFromName(object.value(QLatin1String("engine")).toString()).value_or(EngineKind::None);
    model.modelPath = object.value(QLatin1String("model_path")).toString();
    for (const QJsonValue& value : object.value(QLatin1String("engine_args")).toArray())
        model.engineArgs.append(value.toString());
    model.quant = object.value(QLatin1String("quant")).toString();
    if (const QJsonValue bits = object.value(QLatin1String("bits_per_weight")); bits.isDouble())
        model.bitsPerWeight = bits.toDouble();
    return model;
}

} // namespace quantlens::domain
