// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/report.h"
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/runload.h"
#include "app/cli/runoutput.h"
#include "core/base/text.h"
#include "core/exchange/infercheckfile.h"
#include "core/exchange/infercheckfolder.h"
#include "core/exchange/llmcomparator.h"
#include "ui/print/pdf.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <cstdio>
#include <optional>
#include <vector>

namespace quantlens::cli {

namespace {

constexpr auto reportExamples = "  quantlens-cli report latest\n"
                                "  quantlens-cli report latest --format pdf --output report.pdf --open\n"
                                "  quantlens-cli report 3f2a --format csv > answers.csv\n"
                                "  quantlens-cli report latest --format issue --prompt demo/arithmetic-017\n"
                                "  quantlens-cli report results/compare --format json\n";

/// Formats for people to look at go into a file of their own name, the others to standard output.
bool isPage(reports::Format format)
{
    return format == reports::Format::Html || format == reports::Format::Pdf;
}

/// What a run can be written as: the report's formats, and those of other programs.
QString allFormats()
{
    return QStringLiteral("html, json, md, csv, pdf, junit, issue, llm-comparator, infer-check");
}

/// Shows a file with what the desktop has for it.
bool openFile(const QString& path)
{
    for (const QString& program : {QStringLiteral("xdg-open"), QStringLiteral("open")}) {
        if (const QString found = QStandardPaths::findExecutable(program); !found.isEmpty())
            return QProcess::startDetached(found, {QFileInfo(path).absoluteFilePath()});
    }
    return false;
}

/// Writes the bytes where they are wanted and says so. Returns the exit code.
int deliver(const QByteArray& bytes, const QString& path, const Arguments& args)
{
    if (path.isEmpty() || path == QLatin1String("-")) {
        std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), stdout);
        return std::fflush(stdout) == 0 ? 0 : 3;
    }
    if (const auto written = writeFile(path, bytes); !written) {
        printError(written.error());
        return 3;
    }
    if (!args.global().quiet)
        message(QStringLiteral("Report: %1\n").arg(path));
    if (args.has("open") && !openFile(path))
        message(QStringLiteral("There is no program here that opens it.\n"));
    return 0;
}

/// The run as another program's file; none: it is a format of the report's own.
std::optional<base::Expected<QByteArray>> foreignFile(const QString& format, const domain::RunData& data)
{
    if (format == QLatin1String("llm-comparator"))
        return exchange::exportLlmComparator(data);
    if (format == QLatin1String("infer-check"))
        return exchange::inferCheckJson(scoring::compatible::inferCheckRun(data));
    return {};
}

int reportRun(const Arguments& args, const QString& name)
{
    auto store = openWorkspace(args.global(), store::Mode::ReadOnly);
    if (!store) {
        printError(store.error());
        return exitCode(store.error());
    }
    const auto run = loadScored(**store, args.positional().first());
    if (!run) {
        printError(run.error());
        return exitCode(run.error());
    }
    if (const auto foreign = foreignFile(name, run->data)) {
        if (*foreign)
            return deliver(**foreign, args.value("output"), args);
        printError(foreign->error());
        return exitCode(foreign->error());
    }
    const reports::Format format = *reports::formatFromName(name);
    const reports::ReportOptions options{.parts = reports::usualParts(format), .promptId = args.value("prompt")};
    const auto bytes = print::writeReport(format, {run->data, run->scores}, options);
    if (!bytes) {
        printError(bytes.error());
        return bytes.error().code == QLatin1String("report.prompt") ||
                       bytes.error().code == QLatin1String("report.no_difference")
                   ? 2
                   : 3;
    }
    QString path = args.value("output");
    if (path.isEmpty() && isPage(format))
        path = reports::reportFileName(run->data.run) + reports::fileSuffix(format);
    return deliver(*bytes, path, args);
}

/// All results of infer-check in a folder, as its own report command writes them: one page, or one document.
int reportFolder(const Arguments& args, const QString& name)
{
    const bool page = name == QLatin1String("html");
    if (!page && name != QLatin1String("json")) {
        printError(
            {QStringLiteral("usage.value"), QStringLiteral("A folder of results is written as html or json."), {}, {}});
        return 2;
    }
    const QString folder = args.positional().first();
    const QString path = args.value(
        "output", QDir(folder).filePath(page ? QStringLiteral("report.html") : QStringLiteral("report.json")));
    const auto found = exchange::inferCheckFolder(folder, path);
    if (!found) {
        printError(found.error());
        return exitCode(found.error());
    }
    for (const base::Error& skipped : found->skipped)
        message(QStringLiteral("Left out: %1\n").arg(base::terminalSafe(base::oneLine(skipped))));
    if (!page)
        return deliver(exchange::inferCheckExport(*found, QDateTime::currentDateTimeUtc()), path, args);
    std::vector<scoring::RunScores> scores;
    scores.reserve(std::size_t(found->runs.size()));
    std::vector<reports::ScoredRun> runs;
    for (const domain::RunData& data : found->runs) {
        scores.push_back(scoring::scoreRun(data));
        runs.push_back({data, scores.back()});
    }
    const QString title = QStringLiteral("Results in %1").arg(QDir(folder).dirName());
    return deliver(reports::htmlReport(runs, title), path, args);
}

} // namespace

int runReport(const QStringList& list)
{
    Arguments args(
        "report RUN|DIR",
        "Writes a stored run as a page, a document or data for other tools.\n"
        "RUN is an id, the beginning of one, or \"latest\". A folder that exists is taken for one of\n"
        "infer-check's result files: all of them in one page (html) or one document (json), written\n"
        "into it as report.html or report.json.",
        {{"format", "FORMAT", "html (default), json, md, csv, pdf, junit, issue, llm-comparator, infer-check"},
         {"output", "PATH",
          "the file; \"-\": standard output (default: a file named after the run for html and pdf, else "
          "standard output)"},
         {"prompt", "ID", "with --format issue: this prompt (default: the one whose answers tell most)"},
         {"open", "", "show the file afterwards"}},
        reportExamples);
    if (const auto code = args.parse(list, 1, 1))
        return *code;
    const QString named = args.value("format", QStringLiteral("html"));
    if (!allFormats().split(QStringLiteral(", ")).contains(named)) {
        printError({QStringLiteral("usage.value"),
                    QStringLiteral("--format %1 is none of %2.").arg(base::singleLine(named, 40), allFormats()),
                    {},
                    {}});
        return 2;
    }
    const QFileInfo folder(args.positional().first());
    return folder.isDir() ? reportFolder(args, named) : reportRun(args, named);
}

} // namespace quantlens::cli
