// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/diffruns.h"

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/runload.h"
#include "core/base/text.h"
#include "core/reports/numbers.h"
#include "core/reports/runjson.h"
#include "core/reports/scoretext.h"
#include "core/scoring/rundiff.h"

#include <QJsonDocument>

namespace quantlens::cli {

namespace {

constexpr auto diffRunsExamples = "  quantlens-cli diff-runs 3f2a latest\n"
                                  "  quantlens-cli diff-runs 3f2a latest --format json\n\n"
                                  "Exit codes: 0 compared, 2 no such run, 3 no prompt in common.\n";

QString idsText(const QStringList& ids, qint64 all)
{
    QString text = base::singleLine(ids.join(QStringLiteral(", ")), 200);
    if (all > ids.size())
        text += QStringLiteral(", …");
    return text;
}

QString sideText(const scoring::SideDiff& side, const Global& global)
{
    QList<QStringList> rows;
    QString named;
    for (const scoring::MetricDiff& metric : side.metrics) {
        const auto value = [&metric](double number) {
            if (metric.n == 0)
                return QStringLiteral("–");
            return metric.isRate ? reports::percent(number) + QStringLiteral(" %") : reports::decimalText(number, 4);
        };
        rows.append(
            {metric.metric, QString::number(metric.n), value(metric.before), value(metric.after),
             QString::number(metric.better), QString::number(metric.worse), QString::number(metric.unchanged),
             metric.n ? reports::meanText(metric.difference, 4) : QStringLiteral("–"),
             metric.n ? scoring::chanceText(metric.p) : QStringLiteral("–"),
             metric.significant ? styled(QStringLiteral("significant"), Style::Bold, global.color) : QString()});
        if (metric.isRate && metric.worse > 0)
            named += QStringLiteral("  %1, worse: %2\n").arg(metric.metric, idsText(metric.worseIds, metric.worse));
        if (metric.isRate && metric.better > 0)
            named += QStringLiteral("  %1, better: %2\n").arg(metric.metric, idsText(metric.betterIds, metric.better));
    }
    QString title = base::singleLine(side.labelBefore, 60);
    if (side.labelAfter != side.labelBefore)
        title += QStringLiteral(" → ") + base::singleLine(side.labelAfter, 60);
    return table(styled(title, Style::Bold, global.color),
                 {QStringLiteral("measure"),
                  QStringLiteral("n"),
                  QStringLiteral("before"),
                  QStringLiteral("after"),
                  QStringLiteral("better"),
                  QStringLiteral("worse"),
                  QStringLiteral("unchanged"),
                  QStringLiteral("after − before"),
                  QStringLiteral("p"),
                  {}},
                 rows) +
           named;
}

} // namespace

QString diffText(const scoring::RunDiff& diff, const Global& global)
{
    QString text = QStringLiteral("Runs %1 and %2: %3 prompts in common, %4 only in the first, %5 only in the second\n")
                       .arg(diff.runBefore.left(8), diff.runAfter.left(8), QString::number(diff.joined),
                            QString::number(diff.onlyBefore.size()), QString::number(diff.onlyAfter.size()));
    for (const scoring::SideDiff& side : diff.sides)
        text += u'\n' + sideText(side, global);
    text +=
        QStringLiteral("\nRates by the exact McNemar test, means by the bootstrap over prompts; significant: below 5 % "
                       "after Holm over all measures.\n");
    for (const QString& note : diff.notes)
        text += styled(QStringLiteral("Note: %1\n").arg(base::singleLine(note, 500)), Style::Dim, global.color);
    return text;
}

int runDiffRuns(const QStringList& list)
{
    Arguments args(
        "diff-runs A B",
        "Compares two stored runs prompt by prompt: what became better, worse, stayed the same, and whether\n"
        "that is more than chance. Prompts are joined by id; those the models were sent in another form are\n"
        "left out.",
        {{"format", "text|json", "how to print it (default: text)"}}, diffRunsExamples);
    if (const auto code = args.parse(list, 2, 2))
        return *code;
    const QString format = args.value("format", QStringLiteral("text"));
    if (format != QLatin1String("text") && format != QLatin1String("json")) {
        printError({QStringLiteral("usage.value"), QStringLiteral("--format takes text or json."), {}, {}});
        return 2;
    }
    auto store = openWorkspace(args.global(), store::Mode::ReadOnly);
    if (!store) {
        printError(store.error());
        return exitCode(store.error());
    }
    QList<domain::RunData> runs;
    for (const QString& id : args.positional()) {
        auto run = waitFor((*store)->load(id));
        if (!run) {
            printError(run.error());
            return exitCode(run.error());
        }
        runs.append(*std::move(run));
    }
    const scoring::RunDiff diff = scoring::diffRuns(runs.at(0), runs.at(1));
    if (format == QLatin1String("json"))
        out(QString::fromUtf8(QJsonDocument(reports::toJson(diff)).toJson()));
    else
        out(diffText(diff, args.global()));
    if (diff.joined > 0)
        return 0;
    printError({QStringLiteral("run.nothing_in_common"),
                QStringLiteral("The runs %1 and %2 have no prompt in common.")
                    .arg(diff.runBefore.left(8), diff.runAfter.left(8)),
                QStringLiteral("Prompts are joined by id and must have the same text."),
                {}});
    return 3;
}

} // namespace quantlens::cli
