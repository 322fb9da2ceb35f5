// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runoutput.h"

#include "app/cli/runtables.h"
#include "app/cli/summarytext.h"
#include "core/base/text.h"
#include "core/exchange/infercheckfile.h"
#include "core/exchange/inferchecktables.h"
#include "core/reports/junit.h"
#include "core/reports/report.h"
#include "core/reports/runjson.h"
#include "core/scoring/runverdict.h"
#include "core/specs/filenames.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace quantlens::cli {

namespace {

constexpr int forksShown = 3;

QString folderOf(const Arguments& args, const domain::RunRecord& run)
{
    return args.value("output", QStringLiteral("results/") + name(run.kind));
}

QString reportPath(const Arguments& args, const domain::RunRecord& run)
{
    return QDir(folderOf(args, run)).filePath(reports::reportFileName(run) + QStringLiteral(".html"));
}

/// Who answered, and in which unit the answers are counted: what --verbose adds.
QString serversText(const domain::RunRecord& run)
{
    QString text;
    for (int side = 0; side < run.sides.size(); ++side) {
        const domain::RunSide& facts = run.sides.at(side);
        text += QStringLiteral("%1: %2, %3 %4, file %5 (%6), context %7\n")
                    .arg(domain::sideLetter(side), facts.model.label, name(facts.model.backend), facts.serverBuild,
                         facts.serverPath, facts.fileType, QString::number(facts.contextPerSlot));
    }
    return base::terminalSafe(text + QStringLiteral("Unit: %1\n").arg(name(run.unit)));
}

/// The first failed request, when there are more of them than allowed.
std::optional<base::Error> failureOf(const ScoredRun& run)
{
    const qint64 failed = run.scores.failures.failed;
    if (failed <= run.data.run.thresholds.maxErrors)
        return std::nullopt;
    for (const domain::Generation& generation : run.data.generations) {
        if (generation.failed() && generation.pass != domain::Pass::Forced)
            return base::Error{QStringLiteral("run.failed"),
                               QStringLiteral("Could not compare: %1 requests failed, the first so: %2")
                                   .arg(QString::number(failed), generation.error->message),
                               generation.error->hint, generation.error->detail};
    }
    return std::nullopt;
}

/// Writes what the options ask for and says so; a file that cannot be written is exit code 3.
class Files
{
public:
    explicit Files(const Global& global)
        : m_quiet(global.quiet)
    {
    }

    void write(const QString& what, const QString& path, const QByteArray& bytes)
    {
        if (const auto written = writeFile(path, bytes); written)
            wrote(what, path);
        else
            failed(written.error());
    }

    void wrote(const QString& what, const QString& path) const
    {
        if (!m_quiet)
            message(QStringLiteral("%1: %2\n").arg(what, path));
    }

    void failed(const base::Error& error)
    {
        printError(error);
        m_code = 3;
    }

    [[nodiscard]] int code() const { return m_code; }

private:
    bool m_quiet;
    int m_code = 0;
};

int writeAll(const ScoredRun& run, const domain::RunVerdict& verdict, const Arguments& args)
{
    Files files(args.global());
    const domain::RunRecord& record = run.data.run;
    if (const auto path = exchange::writeInferCheckFile(run.data, folderOf(args, record)); path)
        files.wrote(QStringLiteral("Result"), *path);
    else
        files.failed(path.error());
    if (args.has("json"))
        files.write(QStringLiteral("JSON"), args.value("json"), reports::runJson(run.data, run.scores));
    if (args.has("junit"))
        files.write(QStringLiteral("JUnit"), args.value("junit"), reports::junitReport(run.data, run.scores, verdict));
    if (args.flag("report", "no-report", record.kind == domain::RunKind::Compare))
        files.write(QStringLiteral("Report"), reportPath(args, record), reports::htmlReport({run.data, run.scores}));
    return files.code();
}

void printRun(const ScoredRun& run, const Global& global)
{
    if (run.data.run.options.compatible) {
        out(exchange::inferCheckTables(scoring::compatible::inferCheckRun(run.data)));
        return;
    }
    out(runText(run.data, run.scores, global));
    if (run.data.run.kind != domain::RunKind::Compare)
        return;
    if (const QString forks = forksText(run, global, forksShown); !forks.isEmpty())
        out(u'\n' + forks);
}

/// Where several exit codes apply: 130, 2, 3, 1, 4, 0.
int worst(int a, int b)
{
    static const QList<int> order{130, 2, 3, 1, 4, 0};
    return order.indexOf(a) <= order.indexOf(b) ? a : b;
}

} // namespace

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

int conclude(const domain::RunRecord& record, store::Store& store, const Arguments& args, const Judge& judge)
{
    const Global global = args.global();
    auto run = loadScored(store, record.id);
    if (!run) {
        printError(run.error());
        return 3;
    }
    domain::RunRecord& stored = run->data.run;
    domain::RunVerdict verdict = scoring::judgeRun(run->scores, stored);
    QString more;
    if (judge) {
        auto judged = judge(*run, verdict);
        if (!judged) {
            printError(judged.error());
            return exitCode(judged.error());
        }
        more = *judged;
    }
    if (scoring::hasThresholds(stored.thresholds) || judge) {
        stored.verdict = verdict;
        if (const auto put = waitFor(store.putRun(stored)); !put)
            printError(put.error());
    }
    // For lists; what is not kept is scored again by who needs it.
    (void)waitFor(store.setHeadline(stored.id, scoring::headlineOf(run->scores)));
    printRun(*run, global);
    if (!more.isEmpty())
        out(u'\n' + more);
    if (global.verbose)
        message(serversText(stored));
    const int written = writeAll(*run, verdict, args);
    if (!global.quiet)
        message(QStringLiteral("Run %1 in %2\n").arg(record.id.left(8), store.path()));
    if (record.error)
        printError(*record.error);
    else if (const auto failure = failureOf(*run); failure && record.status != domain::RunStatus::Cancelled)
        printError(*failure);
    return worst(scoring::exitCodeOf(record, verdict), written);
}

} // namespace quantlens::cli
