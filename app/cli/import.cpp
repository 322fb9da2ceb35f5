// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/runload.h"
#include "core/base/text.h"
#include "core/exchange/importfile.h"
#include "core/exchange/storeimport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <limits>

namespace quantlens::cli {

namespace {

constexpr auto importExamples = "  quantlens-cli import results/compare/compare_F16_vs_Q4_K_M_1764470000.json\n"
                                "  quantlens-cli import base/samples_gsm8k_2026-11-23T10-00-00.jsonl "
                                "quant/samples_gsm8k_2026-11-23T11-00-00.jsonl\n"
                                "  quantlens-cli import kld-Q4_K_M.log kld-Q2_K.log\n";

QJsonObject importedJson(const domain::RunData& data, const exchange::StoredRun& stored)
{
    QJsonArray models;
    for (int side = 0; side < data.run.sides.size(); ++side)
        models.append(data.run.label(side));
    return {{QStringLiteral("id"), stored.id},
            {QStringLiteral("id_in_file"), data.run.id},
            {QStringLiteral("kind"), name(data.run.kind)},
            {QStringLiteral("models"), models},
            {QStringLiteral("prompts"), data.run.prompts.size()},
            {QStringLiteral("answers"), data.generations.size()},
            {QStringLiteral("new"), stored.what == exchange::Stored::New},
            {QStringLiteral("notes"), QJsonArray::fromStringList(data.run.notes)}};
}

} // namespace

int runImport(const QStringList& list)
{
    Arguments args(
        "import FILE...",
        "Reads results of other programs as runs of the workspace and prints their ids: runs of Quantlens and "
        "infer-check, samples of lm-evaluation-harness, logs of llama-perplexity --kl-divergence, JSON Lines "
        "of prompts and outputs.",
        {{"format", "text|json",
          "ids with their notes as messages, or one JSON object a line "
          "(default: text)"}},
        importExamples);
    if (const auto code = args.parse(list, 1, std::numeric_limits<int>::max()))
        return *code;
    const QString format = args.value("format", QStringLiteral("text"));
    if (format != QLatin1String("text") && format != QLatin1String("json")) {
        printError({QStringLiteral("usage.value"), QStringLiteral("--format takes text or json."), {}, {}});
        return 2;
    }
    const exchange::ImportedFiles files = exchange::importFiles(args.positional());
    int code = 0;
    for (const base::Error& error : files.errors) {
        printError(error);
        code = std::max(code, exitCode(error));
    }
    if (files.runs.isEmpty())
        return code;
    auto store = openWorkspace(args.global(), store::Mode::ReadWrite);
    if (!store) {
        printError(store.error());
        return exitCode(store.error());
    }
    for (const domain::RunData& data : files.runs) {
        const auto stored = exchange::storeImported(**store, data);
        if (!stored) {
            printError(stored.error());
            return exitCode(stored.error());
        }
        if (format == QLatin1String("json")) {
            out(QString::fromUtf8(QJsonDocument(importedJson(data, *stored)).toJson(QJsonDocument::Compact)) + u'\n');
            continue;
        }
        out(base::singleLine(stored->id, 60) + u'\n');
        if (args.global().quiet)
            continue;
        QStringList models;
        for (int side = 0; side < data.run.sides.size(); ++side)
            models << base::singleLine(data.run.label(side), 40);
        message(QStringLiteral("%1: %2, %3 prompts, %4 answers%5\n")
                    .arg(name(data.run.kind), models.join(QStringLiteral(" ↔ ")),
                         QString::number(data.run.prompts.size()), QString::number(data.generations.size()),
                         stored->what == exchange::Stored::New ? QString()
                                                               : QStringLiteral("; it is in the workspace already")));
        if (stored->id != data.run.id)
            message(QStringLiteral("  It has a new id: %1 is another run of this workspace.\n")
                        .arg(base::singleLine(data.run.id, 60)));
        for (const QString& note : data.run.notes)
            message(QStringLiteral("  ") + base::terminalSafe(note) + u'\n');
    }
    return code;
}

} // namespace quantlens::cli
