// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "core/backends/recognise.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/gguf/folder.h"
#include "core/gguf/gguf.h"

#include <QCoreApplication>
#include <QCoroTask>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quantlens::cli {

namespace {

constexpr auto modelsExamples = "  quantlens-cli models ~/models\n"
                                "  quantlens-cli models model-Q4_K_M.gguf --format json\n"
                                "  quantlens-cli models --discover\n"
                                "  quantlens-cli models --host http://192.168.1.5:8080\n\n"
                                "Exit codes: 0 listed, 2 a path is missing or no GGUF file.\n";

/// One file, or why it could not be read.
struct ModelFile
{
    QString path;
    base::Expected<gguf::GgufInfo> info;
    bool named = false; ///< itself, not found in a folder
};

QJsonValue textOrNothing(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject fileJson(const ModelFile& file)
{
    if (!file.info)
        return {{QStringLiteral("path"), file.path},
                {QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), file.info.error().code},
                                                      {QStringLiteral("message"), base::oneLine(file.info.error())}}}};
    const gguf::GgufInfo& info = *file.info;
    QJsonArray mix;
    for (const auto& [type, elements] : info.quantMix)
        mix.append(QJsonObject{{QStringLiteral("type"), type}, {QStringLiteral("weights"), double(elements)}});
    QJsonObject provenance;
    for (const auto& [key, value] : gguf::provenanceOf(info))
        provenance.insert(key, value);
    return {{QStringLiteral("path"), file.path},
            {QStringLiteral("name"), textOrNothing(info.modelName)},
            {QStringLiteral("architecture"), textOrNothing(info.architecture)},
            {QStringLiteral("gguf_version"), int(info.version)},
            {QStringLiteral("parts"), double(info.parts)},
            {QStringLiteral("file_size"), double(info.fileSize)},
            {QStringLiteral("parameters"), double(info.parameters)},
            {QStringLiteral("quant"), textOrNothing(info.fileTypeName)},
            {QStringLiteral("bits_per_weight"), base::jsonNumber(info.bitsPerWeight)},
            {QStringLiteral("quant_mix"), mix},
            {QStringLiteral("imatrix"), info.hasImatrix},
            {QStringLiteral("provenance"), provenance},
            {QStringLiteral("context_length"), double(info.contextLength)},
            {QStringLiteral("tokenizer_sha256"), textOrNothing(info.tokenizerHash)},
            {QStringLiteral("template_sha256"), textOrNothing(info.templateHash)}};
}

QString sizeOf(quint64 bytes)
{
    return QLocale::c().formattedDataSize(qint64(bytes), 1);
}

QString filesTable(const QList<ModelFile>& files)
{
    QList<QStringList> rows;
    for (const ModelFile& file : files) {
        const QString shown = base::singleLine(file.path, 70);
        if (!file.info && file.named)
            continue; // its error was printed
        if (!file.info) {
            rows.append({shown, QStringLiteral("unreadable: ") + file.info.error().code, {}, {}, {}, {}, {}, {}});
            continue;
        }
        const gguf::GgufInfo& info = *file.info;
        rows.append({shown, base::singleLine(info.architecture, 20),
                     QStringLiteral("%1 M").arg(double(info.parameters) / 1e6, 0, 'f', 1),
                     info.fileTypeName.isEmpty() ? QStringLiteral("–") : info.fileTypeName,
                     QString::number(info.bitsPerWeight, 'f', 2), sizeOf(info.fileSize),
                     info.hasImatrix ? QStringLiteral("yes") : QStringLiteral("no"), info.tokenizerHash.left(8)});
    }
    if (rows.isEmpty())
        return {};
    return table({},
                 {QStringLiteral("file"), QStringLiteral("architecture"), QStringLiteral("weights"),
                  QStringLiteral("quant"), QStringLiteral("bits/weight"), QStringLiteral("size"),
                  QStringLiteral("imatrix"), QStringLiteral("tokenizer")},
                 rows, false);
}

QJsonObject serverJson(const backends::Discovered& found)
{
    QJsonArray models;
    for (const QString& model : found.server.models) {
        const int context = found.server.contexts.value(model);
        models.append(QJsonObject{{QStringLiteral("id"), model},
                                  {QStringLiteral("quant"), textOrNothing(found.server.quants.value(model))},
                                  {QStringLiteral("context"), context > 0 ? QJsonValue(context) : QJsonValue()}});
    }
    return {{QStringLiteral("url"), found.url.toString()},
            {QStringLiteral("server"), backends::name(found.server.dialect)},
            {QStringLiteral("version"), textOrNothing(found.server.version)},
            {QStringLiteral("models"), models}};
}

QString serversTable(const QList<backends::Discovered>& servers)
{
    QList<QStringList> rows;
    for (const backends::Discovered& found : servers) {
        for (const QString& model : found.server.models.isEmpty() ? QStringList{QString()} : found.server.models)
            rows.append({found.url.toString(), backends::name(found.server.dialect),
                         base::singleLine(found.server.version, 30), base::singleLine(model, 70)});
    }
    return table(
        {}, {QStringLiteral("server"), QStringLiteral("program"), QStringLiteral("version"), QStringLiteral("model")},
        rows, false);
}

} // namespace

int runModels(const QStringList& list)
{
    Arguments args(
        "models [PATH…]",
        "Lists models: GGUF files and those in folders, with what their headers say, and with --discover what\n"
        "servers on their usual ports hold.",
        {{"discover", "", "ask the usual ports of this machine"},
         {"host", "URL", "ask this host, or this one server, instead"},
         {"format", "table|json", "how to print them (default: table)"}},
        modelsExamples);
    if (const auto code = args.parse(list, 0, std::numeric_limits<int>::max()))
        return *code;
    const QString format = args.value("format", QStringLiteral("table"));
    if (format != QLatin1String("table") && format != QLatin1String("json")) {
        printError({QStringLiteral("usage.value"),
                    QStringLiteral("--format takes table or json, not \"%1\".").arg(format),
                    {},
                    {}});
        return 2;
    }
    const bool asks = args.has("discover") || args.has("host");
    if (!asks && args.positional().isEmpty()) {
        printError({QStringLiteral("usage.missing"),
                    QStringLiteral("No path was given."),
                    QStringLiteral("Name GGUF files or folders, or say --discover."),
                    {}});
        return 2;
    }
    int code = 0;
    QList<ModelFile> files;
    for (const QString& path : args.positional()) {
        for (const QString& file : gguf::modelFilesIn(path)) {
            files.append({file, gguf::readGguf(file), !QFileInfo(path).isDir()});
            if (!files.last().info && files.last().named) {
                printError(files.last().info.error());
                code = 2;
            }
        }
    }
    QList<backends::Discovered> servers;
    if (args.has("host") && args.value("host").trimmed().isEmpty()) {
        printError({QStringLiteral("usage.value"),
                    QStringLiteral("--host takes a host's name or an address http://HOST:PORT."),
                    {},
                    {}});
        return 2;
    }
    if (asks) {
        const auto addresses = backends::discoveryAddresses(args.value("host"));
        if (!addresses) {
            printError(addresses.error());
            return exitCode(addresses.error());
        }
        net::Cancel cancel;
        servers = QCoro::waitFor(backends::discover(*addresses, &cancel));
    }
    if (format == QLatin1String("json")) {
        QJsonArray fileArray;
        for (const ModelFile& file : files)
            fileArray.append(fileJson(file));
        QJsonArray serverArray;
        for (const backends::Discovered& found : servers)
            serverArray.append(serverJson(found));
        out(QString::fromUtf8(
            QJsonDocument(QJsonObject{{QStringLiteral("files"), fileArray}, {QStringLiteral("servers"), serverArray}})
                .toJson()));
        return code;
    }
    if (!files.isEmpty())
        out(filesTable(files));
    if (!servers.isEmpty())
        out(serversTable(servers));
    if (asks && servers.isEmpty())
        message(QStringLiteral("No server answers there.\n"));
    else if (!asks && files.isEmpty())
        message(QStringLiteral("There is no GGUF file there.\n"));
    return code;
}

} // namespace quantlens::cli
