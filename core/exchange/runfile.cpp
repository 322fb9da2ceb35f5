// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/runfile.h"

#include "core/base/json.h"
#include "core/scoring/scoreline.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace quantlens::exchange {

namespace {

constexpr qint64 maxRunFileBytes = (1LL << 31) - 1;

base::Expected<domain::Generation> generationFrom(const QJsonObject& object, const QString& runId)
{
    domain::Generation generation;
    domain::factsFromJson(object, generation);
    generation.runId = runId;
    generation.rowId = object.value(QLatin1String("id")).toInteger();
    generation.side = object.value(QLatin1String("side")).toInt(-1);
    generation.promptId = object.value(QLatin1String("prompt_id")).toString();
    generation.repeat = object.value(QLatin1String("repeat")).toInt();
    generation.level = object.value(QLatin1String("level")).toInt();
    generation.pass =
        domain::passFromName(object.value(QLatin1String("pass")).toString()).value_or(domain::Pass::Answer);
    generation.text = object.value(QLatin1String("text")).toString();
    generation.reasoning = object.value(QLatin1String("reasoning")).toString();
    auto entries = scoring::entriesFromJson(object.value(QLatin1String("entries")));
    if (!entries)
        return std::unexpected(entries.error());
    generation.entries = std::move(*entries);
    return generation;
}

} // namespace

base::Expected<domain::RunData> parseRunFile(const QByteArray& bytes)
{
    const auto object = base::parseJsonObject(bytes);
    if (!object)
        return base::failure(QStringLiteral("run_file.syntax"),
                             QStringLiteral("The run file is not a JSON object: %1").arg(object.error().message));
    if (object->value(QLatin1String("format")).toString() != QLatin1String("quantlens-run") ||
        object->value(QLatin1String("version")).toInt() != 1)
        return base::failure(QStringLiteral("run_file.format"),
                             QStringLiteral("The file is no run of version 1 (\"format\": \"quantlens-run\")."),
                             QStringLiteral("quantlens-cli show RUN --format json writes one."));
    domain::RunData data;
    data.run = domain::runFromJson(object->value(QLatin1String("run")).toObject());
    const QJsonArray generations = object->value(QLatin1String("generations")).toArray();
    data.generations.reserve(generations.size());
    for (qsizetype i = 0; i < generations.size(); ++i) {
        auto generation = generationFrom(generations.at(i).toObject(), data.run.id);
        if (!generation || generation->side < 0 || generation->side >= data.run.sides.size())
            return base::failure(QStringLiteral("run_file.generation"),
                                 QStringLiteral("Answer %1 of the run file cannot be read.").arg(i + 1),
                                 generation ? QString() : generation.error().message);
        data.generations.append(std::move(*generation));
    }
    const QJsonArray annotations = object->value(QLatin1String("annotations")).toArray();
    for (const QJsonValue& value : annotations) {
        if (const auto annotation = domain::annotationFromJson(value.toObject()))
            data.annotations.append(*annotation);
    }
    return data;
}

base::Expected<domain::RunData> readRunFile(const QString& path)
{
    QFile file(path);
    const QFileInfo info(path);
    if (!info.isFile() || info.size() > maxRunFileBytes || !file.open(QIODevice::ReadOnly))
        return base::failure(QStringLiteral("run_file.read"),
                             QStringLiteral("Cannot read the run file %1: %2.")
                                 .arg(path, info.size() > maxRunFileBytes ? QStringLiteral("it is larger than 2 GiB")
                                            : info.isFile()               ? file.errorString()
                                                                          : QStringLiteral("there is no such file")));
    return parseRunFile(file.readAll());
}

} // namespace quantlens::exchange
