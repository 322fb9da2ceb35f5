// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/progress.h"
#include "app/cli/runload.h"
#include "app/cli/summarytext.h"
#include "core/base/text.h"
#include "core/platform/signals.h"
#include "core/reports/html.h"
#include "core/reports/runjson.h"
#include "core/runners/runservice.h"
#include "core/specs/filenames.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSaveFile>

namespace quantlens::cli {

namespace {

const QList<Option> compareOptions{
    {"prompts", "SUITE", "suite name or JSONL file (default: demo)"},
    {"output", "DIR", "folder for the report (default: ./results/compare/)"},
    {"report", "", "write the HTML report (default)"},
    {"no-report", "", "do not write it"},
    {"label-a", "TEXT", "name of side A in tables and file names"},
    {"label-b", "TEXT", "name of side B"},
    {"base-url", "URL", "server of both sides"},
    {"base-url-a", "URL", "server of side A"},
    {"base-url-b", "URL", "server of side B"},
    {"engine-args-a", "ARGS", "more arguments for the engine started for A, as on a shell's line"},
    {"engine-args-b", "ARGS", "the same for B"},
    {"num-prompts", "N", "only N prompts, balanced over the categories"},
    {"max-tokens", "N", "token budget of every answer (default: the prompt's own)"},
    {"top-logprobs", "K", "log-probabilities asked for at each token (default: 20)"},
    {"chat", "", "ask through the chat template (default)"},
    {"no-chat", "", "send the bare prompt"},
    {"disable-thinking", "", "ask the model not to think aloud (default)"},
    {"enable-thinking", "", "let it"},
    {"retries", "N", "tries after a busy or broken server, before output began (default: 3)"},
    {"allow-same", "", "also compare when both sides turn out to be one loaded model"},
    {"max-errors", "N", "failed requests tolerated before the exit code says so (default: 0)"},
    {"json", "FILE", "write the whole run as JSON"},
};

constexpr auto compareExamples =
    "  quantlens-cli compare model-F16.gguf model-Q4_K_M.gguf --prompts demo\n"
    "  quantlens-cli compare http://127.0.0.1:8080#a http://127.0.0.1:8081#b --num-prompts 20 --json run.json\n"
    "  quantlens-cli compare m.gguf m.gguf --engine-args-b \"-ctk q8_0 -ctv q8_0\"\n\n"
    "Exit codes: 0 compared, 2 wrong usage or bad input, 3 could not compare or requests failed, 130 cancelled.\n";

base::Expected<runners::RunRequest> requestOf(const Arguments& args)
{
    runners::RunRequest request;
    request.sides = {{.spec = args.positional().at(0),
                      .label = args.value("label-a"),
                      .baseUrl = args.value("base-url-a", args.value("base-url")),
                      .engineArgs = QProcess::splitCommand(args.value("engine-args-a"))},
                     {.spec = args.positional().at(1),
                      .label = args.value("label-b"),
                      .baseUrl = args.value("base-url-b", args.value("base-url")),
                      .engineArgs = QProcess::splitCommand(args.value("engine-args-b"))}};
    request.suite = args.value("prompts", QStringLiteral("demo"));
    const auto prompts = args.number("num-prompts", 0, 1);
    const auto maxTokens = args.number("max-tokens", 0, 1);
    const auto retries = args.number("retries", request.options.retries, 0);
    const auto topLogprobs = args.number("top-logprobs", request.options.topLogprobs, 0);
    for (const auto& number : {prompts, maxTokens, retries, topLogprobs}) {
        if (!number)
            return std::unexpected(number.error());
    }
    request.numPrompts = *prompts;
    request.options.maxTokens = *maxTokens;
    request.options.retries = *retries;
    request.options.topLogprobs = *topLogprobs;
    request.options.chat = args.flag("chat", "no-chat", true);
    request.options.thinking = args.flag("enable-thinking", "disable-thinking", false);
    request.options.allowSame = args.has("allow-same");
    return request;
}

base::Expected<void> writeFile(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!QDir().mkpath(QFileInfo(path).absolutePath()) || !file.open(QIODevice::WriteOnly) || file.write(bytes) < 0 ||
        !file.commit())
        return base::failure(QStringLiteral("output.write"),
                             QStringLiteral("Cannot write %1: %2.").arg(path, file.errorString()),
                             QStringLiteral("The run itself is stored; quantlens-cli show reads it."));
    return {};
}

QString reportPath(const Arguments& args, const domain::RunRecord& run)
{
    const QDir folder(args.value("output", QStringLiteral("results/compare")));
    return folder.filePath(QStringLiteral("report_%1_vs_%2_%3.html")
                               .arg(specs::sanitizeFileName(run.label(0)), specs::sanitizeFileName(run.label(1)))
                               .arg(run.started.toSecsSinceEpoch()));
}

/// Who answered, and in which unit the answers are counted: what --verbose adds.
QString serversText(const domain::RunRecord& run)
{
    QString text;
    for (int side = 0; side < run.sides.size(); ++side) {
        const domain::RunSide& facts = run.sides.at(side);
        text += QStringLiteral("%1: %2, llama-server %3, file %4 (%5), context %6\n")
                    .arg(domain::sideLetter(side), facts.model.label, facts.serverBuild, facts.serverPath,
                         facts.fileType, QString::number(facts.contextPerSlot));
    }
    return base::terminalSafe(text + QStringLiteral("Unit: %1\n").arg(name(run.unit)));
}

/// Prints and writes everything about a run that was stored. Returns the exit code.
int conclude(const domain::RunRecord& record, store::Store& store, const Arguments& args)
{
    const Global global = args.global();
    const auto run = loadScored(store, record.id);
    if (!run) {
        printError(run.error());
        return 3;
    }
    out(summaryText(*run, global));
    if (const QString forks = forksText(*run, global, 3); !forks.isEmpty())
        out(u'\n' + forks);

    if (global.verbose)
        message(serversText(run->data.run));
    int code = 0;
    const auto write = [&](const QString& path, const QByteArray& bytes, const QString& what) {
        if (const auto written = writeFile(path, bytes); !written) {
            printError(written.error());
            code = 3;
        } else if (!global.quiet) {
            message(QStringLiteral("%1: %2\n").arg(what, path));
        }
    };
    if (args.has("json"))
        write(args.value("json"), reports::runJson(run->data, run->comparisons, run->summary), QStringLiteral("JSON"));
    if (args.flag("report", "no-report", true))
        write(reportPath(args, run->data.run), reports::htmlReport(run->data, run->comparisons, run->summary),
              QStringLiteral("Report"));
    if (!global.quiet)
        message(QStringLiteral("Run %1 in %2\n").arg(record.id.left(8), store.path()));

    if (record.status == domain::RunStatus::Cancelled)
        return 130;
    if (record.error) {
        printError(*record.error);
        return exitCode(*record.error);
    }
    const qint64 failed = run->summary.failedA + run->summary.failedB;
    const int allowed = args.number("max-errors", 0, 0).value_or(0);
    if (failed > allowed || run->summary.pairs == 0) {
        for (const domain::Generation& g : run->data.generations) {
            if (g.failed()) {
                printError({QStringLiteral("run.failed"),
                            QStringLiteral("Could not compare: %1 requests failed, the first so: %2")
                                .arg(failed)
                                .arg(g.error->message),
                            g.error->hint, g.error->detail});
                break;
            }
        }
        return 3;
    }
    return code;
}

} // namespace

int runCompare(const QStringList& list)
{
    Arguments args("compare A B",
                   "Asks two models the same prompts at temperature 0 and shows where their answers part.\n"
                   "A and B are GGUF files (a llama-server is started for each) or addresses http://HOST:PORT#MODEL.",
                   compareOptions, compareExamples);
    if (const auto code = args.parse(list, 2, 2))
        return *code;
    const auto request = requestOf(args);
    if (!request) {
        printError(request.error());
        return exitCode(request.error());
    }
    if (const auto errors = args.number("max-errors", 0, 0); !errors) {
        printError(errors.error());
        return exitCode(errors.error());
    }
    const Global global = args.global();
    auto store = openWorkspace(global, store::Mode::ReadWrite);
    if (!store) {
        printError(store.error());
        return exitCode(store.error());
    }
    platform::InterruptWatcher interrupts;
    Progress progress(global);
    runners::RunService service(*store);
    domain::RunRecord record;
    QObject::connect(&service, &runners::RunService::updated,
                     [&progress](const runners::LiveUpdate& update) { progress.update(update); });
    QObject::connect(&service, &runners::RunService::finished, [&record](const domain::RunRecord& run) {
        record = run;
        QCoreApplication::quit();
    });
    QObject::connect(&interrupts, &platform::InterruptWatcher::interrupted, &service, [&] {
        progress.end();
        message(QStringLiteral("Cancelling: what is in flight is finished and saved; Ctrl-C again stops at once.\n"));
        service.cancel();
    });
    QMetaObject::invokeMethod(&service, [&] { service.start(*request); }, Qt::QueuedConnection);
    QCoreApplication::exec();
    progress.end();
    if (record.id.isEmpty()) {
        if (record.status == domain::RunStatus::Cancelled)
            return 130;
        printError(record.error.value_or(
            base::Error{QStringLiteral("run.failed"), QStringLiteral("The run failed."), {}, {}}));
        return record.error ? exitCode(*record.error) : 3;
    }
    return conclude(record, **store, args);
}

} // namespace quantlens::cli
