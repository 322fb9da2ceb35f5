// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/runcommand.h"
#include "app/cli/runoptions.h"

namespace quantlens::cli {

namespace {

constexpr auto resumeExamples = "  quantlens-cli resume latest\n"
                                "  quantlens-cli resume 3f2a --failed-only\n\n"
                                "Exit codes: those of the run; 2 when its servers are not what they were.\n";

constexpr auto deleteExamples = "  quantlens-cli delete 3f2a\n";

} // namespace

int runResume(const QStringList& list)
{
    QList<Option> options{{"failed-only", "", "ask again what failed, not what was never asked"}};
    options += writingOptions(domain::RunKind::Compare);
    Arguments args(
        "resume RUN",
        "Goes on with a run that was cancelled, or asks again what failed. An answer that is stored is never\n"
        "asked for again. RUN is an id, the beginning of one, or \"latest\".",
        options, resumeExamples);
    if (const auto code = args.parse(list, 1, 1))
        return *code;
    return perform(ResumeArguments{args.positional().first(), args.has("failed-only")}, args);
}

int runDelete(const QStringList& list)
{
    Arguments args(
        "delete RUN",
        "Deletes a stored run. For a day the window's History can bring it back, then its data are taken away.\n"
        "RUN is an id, the beginning of one, or \"latest\".",
        {}, deleteExamples);
    if (const auto code = args.parse(list, 1, 1))
        return *code;
    auto store = openWorkspace(args.global(), store::Mode::ReadWrite);
    if (!store) {
        printError(store.error());
        return exitCode(store.error());
    }
    const auto run = findRun(**store, args.positional().first());
    if (!run) {
        printError(run.error());
        return exitCode(run.error());
    }
    const auto marked = waitFor((*store)->mark({.id = run->id, .deleted = true}));
    if (!marked) {
        printError(marked.error());
        return exitCode(marked.error());
    }
    if (!args.global().quiet)
        message(QStringLiteral("Deleted run %1.\n").arg(run->id.left(8)));
    return 0;
}

} // namespace quantlens::cli
