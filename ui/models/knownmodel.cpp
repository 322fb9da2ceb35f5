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

namespace quantlens::ui {

namespace {

constexpr qint64 specListLimit = 4 * 1024 * 1024;

struct KnownModelText
{
    Q_DECLARE_TR_FUNCTIONS(KnownModel)
};

} // namespace

KnownModel inspectSpec(const QString& spec)
{
    KnownModel known;
    known.spec = spec;
    known.pending = false;
    auto resolved = specs::resolve(spec);
    if (!resolved) {
        known.error = resolved.error();
        return known;
    }
    known.model = std::move(*resolved);
    if (!known.model.modelPath.isEmpty()) {
        if (auto header = gguf::readGguf(known.model.modelPath))
            known.header = std::move(*header);
        else
            known.error = header.error();
    }
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

QString displayName(const KnownModel& model)
{
    return base::singleLine(model.model.label.isEmpty() ? model.spec : model.model.label, 120);
}

base::Expected<QStringList> readSpecList(const QString& file)
{
    QFile in(file);
    if (!in.exists())
        return QStringList();
    if (!in.open(QIODevice::ReadOnly) || in.size() > specListLimit)
        return base::failure(QStringLiteral("models.read"),
                             KnownModelText::tr("The list of models cannot be read: %1").arg(file), in.errorString());
    const auto json = base::parseJsonObject(in.readAll());
    if (!json)
        return base::failure(QStringLiteral("models.read"),
                             KnownModelText::tr("The list of models is damaged: %1").arg(file),
                             KnownModelText::tr("Delete the file to begin a new list."), json.error().message);
    QStringList specs;
    const QJsonArray models = json->value(QLatin1String("models")).toArray();
    for (const QJsonValue& value : models) {
        const QString spec = value.toObject().value(QLatin1String("spec")).toString();
        if (!spec.isEmpty() && !specs.contains(spec))
            specs << spec;
    }
    return specs;
}

base::Expected<void> writeSpecList(const QString& file, const QStringList& specs)
{
    QJsonArray models;
    for (const QString& spec : specs)
        models.append(QJsonObject{{QStringLiteral("spec"), spec}});
    QDir().mkpath(QFileInfo(file).absolutePath());
    QSaveFile out(file);
    const QByteArray bytes = base::canonicalJson(QJsonObject{{QStringLiteral("models"), models}});
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return base::failure(QStringLiteral("models.write"),
                             KnownModelText::tr("The list of models cannot be saved: %1").arg(file), out.errorString());
    return {};
}

} // namespace quantlens::ui
