// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/suites.h"
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/suiteselection.h"
#include "core/base/text.h"
#include "core/suites/check.h"
#include "core/suites/stats.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quantlens::cli {

namespace {

constexpr auto suitesUsage = "Usage: quantlens-cli suites COMMAND [options]\n\n"
                             "What the models are asked: the bundled suites, and files of your own.\n\n"
                             "Commands:\n"
                             "  list          the bundled suites\n"
                             "  show SUITE    the prompts of a suite, or of a selection\n"
                             "  check SUITE…  errors and doubtful lines; all bundled suites when none is named\n"
                             "  stats SUITE…  categories, budgets, answers; all bundled suites when none is named\n\n"
                             "SUITE is a bundled name or a JSONL file. suites COMMAND --help explains each.\n\n"
                             "Examples:\n"
                             "  quantlens-cli suites list\n"
                             "  quantlens-cli suites show reasoning --category logic\n"
                             "  quantlens-cli suites check my-prompts.jsonl\n";

constexpr int mostSuites = 1000; // of suites on one command line

void printSuiteErrors(const QList<base::Error>& errors)
{
    for (const base::Error& error : errors)
        printError(error);
}

void printSuiteJson(const QJsonArray& array)
{
    out(QString::fromUtf8(QJsonDocument(array).toJson()));
}

/// "table" or "json"; none when it is neither (printed).
std::optional<bool> suitesAsJson(const Arguments& args)
{
    const QString format = args.value("format", QStringLiteral("table"));
    if (format == QLatin1String("table") || format == QLatin1String("json"))
        return format == QLatin1String("json");
    printError({QStringLiteral("usage.value"), QStringLiteral("--format takes table or json."), {}, {}});
    return std::nullopt;
}

const Option suiteFormatOption{"format", "table|json", "how to print it (default: table)"};

QString budgetsText(const suites::SuiteStats& stats)
{
    QStringList parts;
    for (const auto& [budget, count] : stats.budgets.asKeyValueRange())
        parts.append(QStringLiteral("%1×%2").arg(budget).arg(count));
    return parts.join(QLatin1String(", "));
}

QJsonObject suiteStatsJson(const QString& name, const suites::SuiteStats& stats)
{
    QJsonObject categories;
    for (const auto& [category, counts] : stats.categories.asKeyValueRange())
        categories.insert(category, QJsonObject{{QStringLiteral("prompts"), counts.prompts},
                                                {QStringLiteral("with_answer"), counts.answers}});
    QJsonObject strategies;
    for (const auto& [strategy, count] : stats.strategies.asKeyValueRange())
        strategies.insert(strategy, count);
    QJsonObject budgets;
    for (const auto& [budget, count] : stats.budgets.asKeyValueRange())
        budgets.insert(QString::number(budget), count);
    return {{QStringLiteral("name"), name},
            {QStringLiteral("description"), suites::bundledDescription(name)},
            {QStringLiteral("prompts"), stats.prompts},
            {QStringLiteral("with_answer"), stats.answers},
            {QStringLiteral("answers_without_strategy"), stats.unread},
            {QStringLiteral("categories"), categories},
            {QStringLiteral("answer_types"), strategies},
            {QStringLiteral("max_tokens"), budgets},
            {QStringLiteral("words"), QJsonObject{{QStringLiteral("fewest"), stats.fewestWords},
                                                  {QStringLiteral("median"), stats.medianWords},
                                                  {QStringLiteral("most"), stats.mostWords}}}};
}

int listSuites(const QStringList& list)
{
    Arguments args("suites list", "Lists the bundled suites.", {suiteFormatOption}, "  quantlens-cli suites list\n");
    if (const auto code = args.parse(list, 0, 0))
        return *code;
    const auto json = suitesAsJson(args);
    if (!json)
        return 2;
    QJsonArray array;
    QList<QStringList> rows;
    for (const QString& name : suites::bundledSuites()) {
        const suites::SuiteResult suite = suites::loadSuite(QStringLiteral("%1.jsonl").arg(name));
        if (!suite) {
            printSuiteErrors(suite.error());
            return 2;
        }
        const suites::SuiteStats stats = suites::statsOf(suite->prompts);
        array.append(QJsonObject{{QStringLiteral("name"), name},
                                 {QStringLiteral("description"), suites::bundledDescription(name)},
                                 {QStringLiteral("prompts"), stats.prompts},
                                 {QStringLiteral("with_answer"), stats.answers},
                                 {QStringLiteral("sha256"), suite->sha256}});
        rows.append(
            {name, QString::number(stats.prompts), QString::number(stats.answers), suites::bundledDescription(name)});
    }
    if (*json)
        printSuiteJson(array);
    else
        out(table({},
                  {QStringLiteral("suite"), QStringLiteral("prompts"), QStringLiteral("answers"),
                   QStringLiteral("what it is for")},
                  rows, false));
    return 0;
}

int showSuite(const QStringList& list)
{
    Arguments args("suites show SUITE", "Shows the prompts of a suite, or those that a run with the same options asks.",
                   QList<Option>{suiteFormatOption} + selectionOptions(),
                   "  quantlens-cli suites show reasoning --category logic\n"
                   "  quantlens-cli suites show code --num-prompts 10 --sample 7 --format json\n");
    if (const auto code = args.parse(list, 1, 1))
        return *code;
    const auto json = suitesAsJson(args);
    if (!json)
        return 2;
    const suites::SuiteResult suite = suites::loadSuite(args.positional().first());
    if (!suite) {
        printSuiteErrors(suite.error());
        return 2;
    }
    const auto selection = selectionOf(args);
    const auto prompts = selection ? suites::selectPrompts(suite->prompts, *selection)
                                   : base::Expected<QList<domain::Prompt>>(std::unexpected(selection.error()));
    if (!prompts) {
        printError(prompts.error());
        return exitCode(prompts.error());
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const domain::Prompt& prompt : *prompts) {
        if (*json) {
            array.append(domain::toJson(prompt));
            continue;
        }
        const QString answer = prompt.answer ? prompt.answer->value : QString();
        rows.append({base::singleLine(prompt.id, 60), base::singleLine(prompt.category, 30),
                     QString::number(prompt.maxTokens), base::singleLine(answer, 30),
                     base::singleLine(prompt.text(), 80)});
    }
    if (*json)
        printSuiteJson(array);
    else
        out(table({},
                  {QStringLiteral("id"), QStringLiteral("category"), QStringLiteral("tokens"), QStringLiteral("answer"),
                   QStringLiteral("prompt")},
                  rows, false));
    return 0;
}

/// The suites named, or all bundled ones (by file name, which no folder or file of the same name hides).
QStringList namedOrBundled(const Arguments& args)
{
    QStringList names = args.positional();
    return names.isEmpty() ? suites::bundledSuites() : names;
}

int checkSuites(const QStringList& list)
{
    Arguments args("suites check [SUITE…]",
                   "Reads suites and reports wrong lines and doubtful ones: no id, keys nobody reads, unknown\n"
                   "categories, answers that cannot be read or do not fit the budget, prompts nearly alike.\n"
                   "Exit codes: 0 nothing to report, 1 warnings, 2 errors.",
                   {suiteFormatOption,
                    {"similar", "LIMIT", "report prompts more alike than this, 0 to 1 (default: 0.8; 1: none)"}},
                   "  quantlens-cli suites check my-prompts.jsonl\n"
                   "  quantlens-cli suites check\n");
    if (const auto code = args.parse(list, 0, mostSuites))
        return *code;
    const auto json = suitesAsJson(args);
    if (!json)
        return 2;
    bool isNumber = true;
    const double limit = args.has("similar") ? args.value("similar").toDouble(&isNumber) : 0.8;
    if (!isNumber || !(limit >= 0 && limit <= 1)) {
        printError({QStringLiteral("usage.value"),
                    QStringLiteral("--similar takes a number from 0 to 1, not \"%1\".").arg(args.value("similar")),
                    {},
                    {}});
        return 2;
    }
    int code = 0;
    QJsonArray array;
    for (const QString& name : namedOrBundled(args)) {
        const auto found = suites::readSuite(name);
        if (!found) {
            printError(found.error());
            code = 2;
            continue;
        }
        // Prompts made from templates are alike on purpose; that is looked at only when asked for.
        const bool templates = suites::madeFromTemplates(found->name) && !args.has("similar");
        const auto checked = suites::checkSuite(found->bytes, found->source, {.similarity = templates ? 1.0 : limit});
        if (!checked) {
            printSuiteErrors(checked.error());
            code = 2;
            continue;
        }
        QJsonArray warnings;
        for (const suites::SuiteWarning& warning : checked->warnings) {
            warnings.append(QJsonObject{{QStringLiteral("code"), warning.code},
                                        {QStringLiteral("line"), warning.line},
                                        {QStringLiteral("id"), warning.id},
                                        {QStringLiteral("message"), warning.message}});
            if (!*json)
                out(base::terminalSafe(QStringLiteral("%1:%2: %3: %4. [%5]\n")
                                           .arg(found->source, QString::number(warning.line),
                                                base::singleLine(warning.id, 60), warning.message, warning.code)));
        }
        if (!checked->warnings.isEmpty())
            code = std::max(code, 1);
        array.append(QJsonObject{{QStringLiteral("suite"), found->source},
                                 {QStringLiteral("prompts"), checked->suite.prompts.size()},
                                 {QStringLiteral("warnings"), warnings}});
        if (!*json && !args.global().quiet)
            out(base::terminalSafe(
                QStringLiteral("%1: %2 prompts, %3\n")
                    .arg(found->source, QString::number(checked->suite.prompts.size()),
                         checked->warnings.isEmpty() ? QStringLiteral("no warnings")
                                                     : QStringLiteral("%1 warnings").arg(checked->warnings.size())) +
                (templates ? QStringLiteral("  (made from templates: similar prompts are meant)\n") : QString())));
    }
    if (*json)
        printSuiteJson(array);
    return code;
}

int suitesStats(const QStringList& list)
{
    Arguments args("suites stats [SUITE…]", "What suites consist of: categories, budgets, kinds of answers, lengths.",
                   {suiteFormatOption}, "  quantlens-cli suites stats reasoning\n");
    if (const auto code = args.parse(list, 0, mostSuites))
        return *code;
    const auto json = suitesAsJson(args);
    if (!json)
        return 2;
    QJsonArray array;
    QList<QStringList> rows;
    for (const QString& name : namedOrBundled(args)) {
        const suites::SuiteResult suite = suites::loadSuite(name);
        if (!suite) {
            printSuiteErrors(suite.error());
            return 2;
        }
        const suites::SuiteStats stats = suites::statsOf(suite->prompts);
        array.append(suiteStatsJson(suite->name, stats));
        rows.append({base::singleLine(suite->name, 30), QStringLiteral("all"), QString::number(stats.prompts),
                     QString::number(stats.answers),
                     QStringLiteral("tokens %1; words %2 to %3, median %4")
                         .arg(budgetsText(stats), QString::number(stats.fewestWords), QString::number(stats.mostWords),
                              QString::number(stats.medianWords))});
        for (const auto& [category, counts] : stats.categories.asKeyValueRange())
            rows.append({QString(), base::singleLine(category, 30), QString::number(counts.prompts),
                         QString::number(counts.answers), QString()});
    }
    if (*json)
        printSuiteJson(array);
    else
        out(table({},
                  {QStringLiteral("suite"), QStringLiteral("category"), QStringLiteral("prompts"),
                   QStringLiteral("answers"), QStringLiteral("budgets and lengths")},
                  rows, false));
    return 0;
}

} // namespace

int runSuites(const QStringList& list)
{
    const QString command = list.value(0);
    if (command == QLatin1String("list"))
        return listSuites(list.sliced(1));
    if (command == QLatin1String("show"))
        return showSuite(list.sliced(1));
    if (command == QLatin1String("check"))
        return checkSuites(list.sliced(1));
    if (command == QLatin1String("stats"))
        return suitesStats(list.sliced(1));
    if (command == QLatin1String("--help") || command == QLatin1String("help")) {
        out(QString::fromUtf8(suitesUsage));
        return 0;
    }
    if (command.isEmpty())
        message(QString::fromUtf8(suitesUsage));
    else
        printError({QStringLiteral("usage.command"),
                    QStringLiteral("There is no command \"suites %1\".").arg(command),
                    QStringLiteral("quantlens-cli suites --help lists them."),
                    {}});
    return 2;
}

} // namespace quantlens::cli
