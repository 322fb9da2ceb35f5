// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/knownmodel.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/specs/specs.h"
#include "ui/models/format.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

namespace quantlens::ui {

namespace {

constexpr qint64 specListLimit = 4 * 1024 * 1024;

struct KnownModelText
{
    Q_DECLARE_TR_FUNCTIONS(KnownModel)
};

} // namespace

KnownModel::KnownModel(const ModelEntry& entry)
    : spec(entry.spec.trimmed())
    , label(entry.label)
    , engineArgs(entry.engineArgs)
{
}

KnownModel inspectModel(const ModelEntry& entry)
{
    KnownModel known(entry);
    known.pending = false;
    auto resolved = specs::resolveWithFile(
        known.spec, {.baseUrl = {}, .label = known.label, .engineArgs = known.engineArgs, .allowDamaged = true});
    if (!resolved) {
        known.error = resolved.error();
        return known;
    }
    known.model = std::move(resolved->model);
    known.header = std::move(resolved->file);
    known.error = std::move(resolved->fault);
    return known;
}

QString describe(const KnownModel& model)
{
    if (model.pending)
        return KnownModelText::tr("Looking…");
    if (model.error)
        return base::oneLine(*model.error);
    QStringList parts;
    if (model.header) {
        const gguf::GgufInfo& header = *model.header;
        parts << QStringLiteral("GGUF");
        if (!header.architecture.isEmpty())
            parts << base::singleLine(header.architecture, 40);
        if (!header.fileTypeName.isEmpty())
            parts << base::singleLine(header.fileTypeName, 40);
        if (header.bitsPerWeight > 0)
            parts << KnownModelText::tr("%1 bits per weight").arg(format::decimal(header.bitsPerWeight, 2));
        parts << format::bytes(header.fileSize);
    } else {
        parts << domain::name(model.model.backend);
        if (!model.model.modelId.isEmpty())
            parts << base::singleLine(model.model.modelId, 80);
        if (!model.model.baseUrl.isEmpty())
            parts << KnownModelText::tr("at %1").arg(model.model.baseUrl.toDisplayString());
    }
    return parts.join(QStringLiteral(" · "));
}

QString abilities(const domain::Capabilities& capabilities)
{
    QStringList parts;
    if (capabilities.topLogprobs > 0)
        parts << KnownModelText::tr("top %1").arg(capabilities.topLogprobs);
    else if (capabilities.topLogprobs == 0)
        parts << KnownModelText::tr("no log-probabilities");
    if (capabilities.forceTokens.value_or(false))
        parts << KnownModelText::tr("follows tokens");
    if (capabilities.streaming.value_or(false))
        parts << KnownModelText::tr("streaming");
    if (capabilities.thinkingSwitch.value_or(false))
        parts << KnownModelText::tr("thinking switch");
    if (capabilities.seed.value_or(false))
        parts << KnownModelText::tr("seed");
    return parts.isEmpty() ? format::none() : parts.join(QStringLiteral(", "));
}

QString displayName(const KnownModel& model)
{
    if (!model.label.isEmpty())
        return base::singleLine(model.label, 120);
    return base::singleLine(model.model.label.isEmpty() ? model.spec : model.model.label, 120);
}

base::Expected<QList<ModelEntry>> readModelList(const QString& file)
{
    QFile in(file);
    if (!in.exists())
        return QList<ModelEntry>();
    if (!in.open(QIODevice::ReadOnly) || in.size() > specListLimit)
        return base::failure(QStringLiteral("models.read"),
                             KnownModelText::tr("The list of models cannot be read: %1").arg(file), in.errorString());
    const auto json = base::parseJsonObject(in.readAll());
    if (!json)
        return base::failure(QStringLiteral("models.read"),
                             KnownModelText::tr("The list of models is damaged: %1").arg(file),
                             KnownModelText::tr("Delete the file to begin a new list."), json.error().message);
    QList<ModelEntry> entries;
    const QJsonArray models = json->value(QLatin1String("models")).toArray();
    for (const QJsonValue& value : models) {
        const QJsonObject object = value.toObject();
        ModelEntry entry{.spec = object.value(QLatin1String("spec")).toString(),
                         .label = object.value(QLatin1String("label")).toString()};
        const QJsonArray args = object.value(QLatin1String("engine_args")).toArray();
        for (const QJsonValue& arg : args)
            entry.engineArgs << arg.toString();
        const auto same = std::ranges::find(entries, entry.spec, &ModelEntry::spec);
        if (!entry.spec.isEmpty() && same == entries.end())
            entries << entry;
    }
    return entries;
}

base::Expected<void> writeModelList(const QString& file, const QList<ModelEntry>& entries)
{
    QJsonArray models;
    for (const ModelEntry& entry : entries) {
        QJsonObject object{{QStringLiteral("spec"), entry.spec}};
        if (!entry.label.isEmpty())
            object.insert(QStringLiteral("label"), entry.label);
        if (!entry.engineArgs.isEmpty())
            object.insert(QStringLiteral("engine_args"), QJsonArray::fromStringList(entry.engineArgs));
        models.append(object);
    }
    QDir().mkpath(QFileInfo(file).absolutePath());
    QSaveFile out(file);
    const QByteArray bytes = base::canonicalJson(QJsonObject{{QStringLiteral("models"), models}});
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return base::failure(QStringLiteral("models.write"),
                             KnownModelText::tr("The list of models cannot be saved: %1").arg(file), out.errorString());
    return {};
}

} // namespace quantlens::ui
