// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/infercheckfolder.h"

#include "core/base/text.h"
#include "core/exchange/boundedjson.h"
#include "core/exchange/importfile.h"
#include "core/exchange/infercheckimport.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

namespace quantlens::exchange {

namespace {

constexpr qsizetype mostFiles = 10'000;

/// The .json files below a folder by path; links to folders are not followed.
QStringList jsonFiles(const QString& folder, const QString& except)
{
    const QString own = except.isEmpty() ? QString() : QFileInfo(except).absoluteFilePath();
    QStringList files;
    QDirIterator each(folder, {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (each.hasNext() && files.size() < mostFiles) {
        const QString file = each.next();
        if (QFileInfo(file).absoluteFilePath() != own)
            files << file;
    }
    files.sort();
    return files;
}

/// Puts a document's results where infer-check's merged export has them.
void keepDocument(InferCheckFolder& folder, const QJsonValue& document, InferCheckShape shape)
{
    const auto add = [](QJsonArray& list, const QJsonValue& value) {
        if (!value.isArray())
            list.append(value);
        for (const QJsonValue& each : value.toArray())
            list.append(each);
    };
    switch (shape) {
    case InferCheckShape::Compare:
        folder.compares.append(document);
        break;
    case InferCheckShape::Sweep:
        folder.sweeps.append(document);
        break;
    case InferCheckShape::Pairs:
        folder.diffs.append(document);
        break;
    case InferCheckShape::Stress:
        add(folder.stress, document);
        break;
    case InferCheckShape::Determinism:
        add(folder.determinism, document);
        break;
    case InferCheckShape::Export:
        for (const auto& [key, list] : {std::pair("sweep", &folder.sweeps), std::pair("compare", &folder.compares),
                                        std::pair("diff", &folder.diffs), std::pair("stress", &folder.stress),
                                        std::pair("determinism", &folder.determinism)})
            add(*list, document[QLatin1String(key)].toArray());
        break;
    }
}

} // namespace

base::Expected<InferCheckFolder> inferCheckFolder(const QString& folder, const QString& except)
{
    const QDir root(folder);
    if (!root.exists())
        return base::failure(QStringLiteral("import.folder"),
                             QStringLiteral("There is no folder %1.").arg(base::singleLine(folder, 300)));
    InferCheckFolder result;
    const QStringList files = jsonFiles(folder, except);
    result.scanned = files.size();
    for (const QString& file : files) {
        const auto bytes = readBounded(file);
        if (!bytes) {
            result.skipped.append(bytes.error());
            continue;
        }
        const QString name = root.relativeFilePath(file);
        ImportedFiles read = importBytes({{name, *bytes}});
        result.skipped += read.errors;
        if (read.runs.isEmpty())
            continue;
        if (sniffFormat(*bytes) == FileFormat::InferCheck) {
            if (const auto document = parseBounded(*bytes, name)) {
                if (const auto shape = inferCheckShape(*document))
                    keepDocument(result, *document, *shape);
            }
        }
        for (domain::RunData& run : read.runs) {
            result.files.append(name);
            result.runs.append(std::move(run));
        }
    }
    if (result.runs.isEmpty())
        return base::failure(QStringLiteral("import.folder"),
                             QStringLiteral("No results in %1: %2 .json files, none of them readable as results.")
                                 .arg(base::singleLine(folder, 300))
                                 .arg(files.size()),
                             result.skipped.isEmpty() ? QString() : result.skipped.first().message);
    return result;
}

QByteArray inferCheckExport(const InferCheckFolder& folder, const QDateTime& now)
{
    const QJsonObject document{
        {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("timestamp"), now.toUTC().toString(Qt::ISODateWithMs)},
                                                 {QStringLiteral("tool_version"), QStringLiteral(QUANTLENS_VERSION)},
                                                 {QStringLiteral("tool"), QStringLiteral("quantlens-cli")}}},
        {QStringLiteral("summary"), QJsonObject{{QStringLiteral("sweep_count"), folder.sweeps.size()},
                                                {QStringLiteral("compare_count"), folder.compares.size()},
                                                {QStringLiteral("diff_batches"), folder.diffs.size()},
                                                {QStringLiteral("stress_count"), folder.stress.size()},
                                                {QStringLiteral("determinism_count"), folder.determinism.size()},
                                                {QStringLiteral("total_files_scanned"), folder.scanned}}},
        {QStringLiteral("sweep"), folder.sweeps},
        {QStringLiteral("compare"), folder.compares},
        {QStringLiteral("diff"), folder.diffs},
        {QStringLiteral("stress"), folder.stress},
        {QStringLiteral("determinism"), folder.determinism}};
    return QJsonDocument(document).toJson(QJsonDocument::Indented);
}

} // namespace quantlens::exchange
