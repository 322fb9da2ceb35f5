// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/runload.h"
#include "app/cli/runtables.h"
#include "app/cli/summarytext.h"
#include "core/reports/runjson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace quantlens::cli {

namespace {

constexpr auto showExamples = "  quantlens-cli show latest\n"
                              "  quantlens-cli show 3f2a demo/arithmetic-017\n"
                              "  quantlens-cli show latest --format json\n";

/// The comparison of a prompt, or one that says which sides are there when the pair is not complete.
domain::Comparison comparisonOf(const ScoredRun& run, const domain::Prompt& prompt)
{
    for (const domain::Comparison& comparison : run.comparisons) {
        if (comparison.promptId == prompt.id)
            return comparison;
    }
    domain::Comparison incomplete;
    incomplete.promptId = prompt.id;
    incomplete.category = prompt.category;
    incomplete.failedA = incomplete.failedB = true;
    return incomplete;
}

int showPrompt(const ScoredRun& run, const QString& id, bool json, const Global& global)
{
    for (const domain::Prompt& prompt : run.data.run.prompts) {
        if (prompt.id != id)
            continue;
        const domain::Comparison comparison = comparisonOf(run, prompt);
        if (!json) {
            out(pairText(run, comparison, global, 0));
            return 0;
        }
        QJsonObject object{{QStringLiteral("prompt"), domain::toJson(prompt)},
                           {QStringLiteral("comparison"), reports::toJson(comparison)}};
        QJsonArray generations;
        qint64 number = 0;
        for (const domain::Generation& generation : run.data.generations) {
            ++number;
            if (generation.promptId == id)
                generations.append(reports::toJson(generation, number));
        }
        object.insert(QStringLiteral("generations"), generations);
        out(QString::fromUtf8(QJsonDocument(object).toJson()));
        return 0;
    }
    printError({QStringLiteral("usage.prompt"),
                QStringLiteral("Run %1 has no prompt \"%2\".").arg(run.data.run.id.left(8), id),
                QStringLiteral("quantlens-cli show %1 lists them.").arg(run.data.run.id.left(8)),
                {}});
    return 2;
}

QString promptTable(const ScoredRun& run)
{
    QList<QStringList> rows;
    for (const domain::Prompt& prompt : run.data.run.prompts) {
        const domain::Comparison c = comparisonOf(run, prompt);
        if (!c.scored()) {
            const bool failed = (run.data.find(0, prompt.id) && run.data.find(0, prompt.id)->failed()) ||
                                (run.data.find(1, prompt.id) && run.data.find(1, prompt.id)->failed());
            rows.append({prompt.id,
                         prompt.category,
                         failed ? QStringLiteral("failed") : QStringLiteral("incomplete"),
                         {},
                         {},
                         {}});
            continue;
        }
        rows.append({prompt.id, prompt.category, name(c.severity), QString::number(c.similarity, 'f', 3),
                     c.divergence ? QString::number(c.divergence->unit) : QStringLiteral("–"),
                     domain::isFlip(c.flip)                           ? name(c.flip)
                     : c.answers == domain::AnswerState::Changed      ? QStringLiteral("answer changed")
                     : c.answers == domain::AnswerState::Undetermined ? QStringLiteral("undetermined")
                                                                      : QString()});
    }
    return table(QStringLiteral("Prompts"),
                 {QStringLiteral("prompt"), QStringLiteral("category"), QStringLiteral("severity"),
                  QStringLiteral("similarity"), QStringLiteral("fork at"), QStringLiteral("answer")},
                 rows, false);
}

} // namespace

int runShow(const QStringList& list)
{
    Arguments args("show RUN [PROMPT]",
                   "Shows a run, or one prompt of it with both outputs and their divergent parts marked.\n"
                   "RUN is an id, the beginning of one, or \"latest\".",
                   {{"format", "text|json", "how to print it (default: text)"}}, showExamples);
    if (const auto code = args.parse(list, 1, 2))
        return *code;
    const QString format = args.value("format", QStringLiteral("text"));
    if (format != QLatin1String("text") && format != QLatin1String("json")) {
        printError({QStringLiteral("usage.value"), QStringLiteral("--format takes text or json."), {}, {}});
        return 2;
    }
    const bool json = format == QLatin1String("json");
    auto store = openWorkspace(args.global(), store::Mode::ReadOnly);
    if (!store) {
        printError(store.error());
        return exitCode(store.error());
    }
    const auto run = loadScored(**store, args.positional().at(0));
    if (!run) {
        printError(run.error());
        return exitCode(run.error());
    }
    if (args.positional().size() == 2)
        return showPrompt(*run, args.positional().at(1), json, args.global());
    if (json)
        out(QString::fromUtf8(reports::runJson(run->data, run->scores)));
    else
        out(runText(run->data, run->scores, args.global()));
    if (!json && run->scores.kind == domain::RunKind::Compare)
        out(u'\n' + promptTable(*run));
    return 0;
}

} // namespace quantlens::cli
