// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/report.h"
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/runload.h"
#include "app/cli/runoutput.h"
#include "core/base/text.h"
#include "ui/print/pdf.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <cstdio>

namespace quantlens::cli {

namespace {

constexpr auto reportExamples = "  quantlens-cli report latest\n"
                                "  quantlens-cli report latest --format pdf --output report.pdf --open\n"
                                "  quantlens-cli report 3f2a --format csv > answers.csv\n"
                                "  quantlens-cli report latest --format issue --prompt demo/arithmetic-017\n";

/// Formats for people to look at go into a file of their own name, the others to standard output.
bool isPage(reports::Format format)
{
    return format == reports::Format::Html || format == reports::Format::Pdf;
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

int reportRun(const Arguments& args, reports::Format format)
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

} // namespace

int runReport(const QStringList& list)
{
    Arguments args("report RUN",
                   "Writes a stored run as a page, a document or data for other tools.\n"
                   "RUN is an id, the beginning of one, or \"latest\".",
                   {{"format", "FORMAT", "html (default), json, md, csv, pdf, junit, issue"},
                    {"output", "PATH",
                     "the file; \"-\": standard output (default: a file named after the run for html and pdf, else "
                     "standard output)"},
                    {"prompt", "ID", "with --format issue: this prompt (default: the one whose answers tell most)"},
                    {"open", "", "show the file afterwards"}},
                   reportExamples);
    if (const auto code = args.parse(list, 1, 1))
        return *code;
    const QString named = args.value("format", QStringLiteral("html"));
    const auto format = reports::formatFromName(named);
    if (!format) {
        printError({QStringLiteral("usage.value"),
                    QStringLiteral("--format %1 is none of html, json, md, csv, pdf, junit, issue.")
                        .arg(base::singleLine(named, 40)),
                    {},
                    {}});
        return 2;
    }
    return reportRun(args, *format);
}

} // namespace quantlens::cli
