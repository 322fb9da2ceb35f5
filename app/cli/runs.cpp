// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/runload.h"
#include "core/base/text.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quantlens::cli {

namespace {

constexpr auto runsExamples = "  quantlens-cli runs\n"
                              "  quantlens-cli runs --format json\n";

QString countsText(const store::RunListItem& item)
{
    QString text = QStringLiteral("%1/%2").arg(item.answers).arg(item.planned);
    if (item.failures > 0)
        text += QStringLiteral(", %1 failed").arg(item.failures);
    return text;
}

QJsonObject itemJson(const store::RunListItem& item)
{
    QJsonArray models;
    for (const domain::RunSide& side : item.run.sides)
        models.append(side.model.label);
    return {{QStringLiteral("id"), item.run.id},
            {QStringLiteral("kind"), name(item.run.kind)},
            {QStringLiteral("status"), name(item.run.status)},
            {QStringLiteral("started"), item.run.started.toUTC().toString(Qt::ISODateWithMs)},
            {QStringLiteral("models"), models},
            {QStringLiteral("suite"), item.run.suiteName},
            {QStringLiteral("verdict"),
             item.run.verdict ? QJsonValue(name(item.run.verdict->verdict)) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("counts"), QJsonObject{{QStringLiteral("planned"), item.planned},
                                                   {QStringLiteral("answers"), item.answers},
                                                   {QStringLiteral("failures"), item.failures}}},
            {QStringLiteral("pinned"), item.pinned},
            {QStringLiteral("note"), item.note}};
}

} // namespace

int runRuns(const QStringList& list)
{
    Arguments args("runs", "Lists the runs of the workspace, newest first.",
                   {{"format", "table|json", "how to print them (default: table)"}}, runsExamples);
    if (const auto code = args.parse(list, 0, 0))
        return *code;
    const QString format = args.value("format", QStringLiteral("table"));
    if (format != QLatin1String("table") && format != QLatin1String("json")) {
        printError({QStringLiteral("usage.value"), QStringLiteral("--format takes table or json."), {}, {}});
        return 2;
    }
    const auto nothing = [](const QString& path) {
        message(QStringLiteral("No runs yet in %1; quantlens-cli compare makes one.\n").arg(path));
        return 0;
    };
    // A newcomer's own workspace is made by the first run; a file that was named should be there.
    if (const QString own = store::Store::defaultPath();
        format == QLatin1String("table") && args.global().workspace.isEmpty() && !QFileInfo::exists(own))
        return nothing(own);
    auto store = openWorkspace(args.global(), store::Mode::ReadOnly);
    if (!store) {
        printError(store.error());
        return exitCode(store.error());
    }
    const auto runs = waitFor((*store)->runs());
    if (!runs) {
        printError(runs.error());
        return exitCode(runs.error());
    }
    if (format == QLatin1String("json")) {
        QJsonArray array;
        for (const store::RunListItem& item : *runs)
            array.append(itemJson(item));
        out(QString::fromUtf8(QJsonDocument(array).toJson()));
        return 0;
    }
    QList<QStringList> rows;
    for (const store::RunListItem& item : *runs) {
        QStringList models;
        for (const domain::RunSide& side : item.run.sides)
            models.append(base::singleLine(side.model.label, 30));
        rows.append({item.run.id.left(8), name(item.run.kind), name(item.run.status),
                     item.run.started.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")),
                     models.join(QStringLiteral(" ↔ ")), base::singleLine(item.run.suiteName, 30), countsText(item)});
    }
    if (rows.isEmpty())
        return nothing((*store)->path());
    out(table({},
              {QStringLiteral("run"), QStringLiteral("kind"), QStringLiteral("status"), QStringLiteral("started"),
               QStringLiteral("models"), QStringLiteral("suite"), QStringLiteral("answers")},
              rows, false));
    return 0;
}

} // namespace quantlens::cli
