// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/score.h"
#include "app/cli/terminal.h"
#include "core/platform/process.h"

#include <QCoreApplication>
#include <QGuiApplication>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string_view>

namespace {

struct Command
{
    const char* name;
    const char* summary;
    int (*run)(const QStringList&);
    bool asksModels = false; ///< has --max-tokens and --num-prompts, which may stand before the command as well
};

constexpr std::array commands{
    Command{"compare", "two models on the same prompts", &quantlens::cli::runCompare, true},
    Command{"sweep", "several quants against a baseline", &quantlens::cli::runSweep, true},
    Command{"diff", "one model on several backends", &quantlens::cli::runDiff, true},
    Command{"determinism", "does a model repeat itself?", &quantlens::cli::runDeterminism, true},
    Command{"stress", "does load change the answers?", &quantlens::cli::runStress, true},
    Command{"ci", "run a plan file and judge it", &quantlens::cli::runCi},
    Command{"resume", "go on with a run", &quantlens::cli::runResume},
    Command{"score", "pairs of answers, JSON Lines in and out", &quantlens::cli::runScore},
    Command{"runs", "the runs of the workspace", &quantlens::cli::runRuns},
    Command{"show", "a run, or one prompt of it", &quantlens::cli::runShow},
    Command{"report", "a run as a page, a document or data for other tools", &quantlens::cli::runReport},
    Command{"delete", "delete a run", &quantlens::cli::runDelete},
    Command{"resolve", "what model specs mean", &quantlens::cli::runResolve},
    Command{"models", "GGUF files and running servers", &quantlens::cli::runModels},
    Command{"prompt-diff", "one prompt as two models see it", &quantlens::cli::runPromptDiff},
    Command{"diff-runs", "two runs, prompt by prompt: better, worse", &quantlens::cli::runDiffRuns},
    Command{"import", "results of other programs, as runs of the workspace", &quantlens::cli::runImport},
    Command{"keys", "API keys in the keychain", &quantlens::cli::runKeys},
    Command{"suites", "what the models are asked: list, show, check, stats", &quantlens::cli::runSuites},
};

QString usage()
{
    QString text = QStringLiteral("Usage: quantlens-cli COMMAND [options]\n\n"
                                  "Shows where two language models stop agreeing.\n\nCommands:\n");
    for (const Command& command : commands)
        text += QStringLiteral("  %1 %2\n").arg(QLatin1String(command.name), -12).arg(QLatin1String(command.summary));
    return text +
           QStringLiteral(
               "\nBefore the command may stand --workspace FILE, --quiet, --verbose, --no-color, --log-level "
               "LEVEL,\n--max-tokens N and --num-prompts N; what stands behind it wins.\n") +
           QStringLiteral("\nquantlens-cli COMMAND --help explains each; --version says which version this is.\n\n"
                          "Example:\n  quantlens-cli compare model-F16.gguf model-Q4_K_M.gguf\n");
}

/// Splits off the options before the command's name: those every command knows, and infer-check's two for run
/// commands.
struct Leading
{
    QStringList common;
    QStringList ofRuns;
    QStringList rest; ///< the command and what follows it
};

Leading leadingOptions(const QStringList& args)
{
    static const QStringList flags{QStringLiteral("--quiet"), QStringLiteral("--verbose"),
                                   QStringLiteral("--no-color")};
    static const QStringList values{QStringLiteral("--workspace"), QStringLiteral("--log-level")};
    static const QStringList runValues{QStringLiteral("--max-tokens"), QStringLiteral("--num-prompts")};
    Leading leading;
    qsizetype i = 0;
    while (i < args.size()) {
        const QString name = args.at(i).section(u'=', 0, 0);
        const bool takesValue = values.contains(name) || runValues.contains(name);
        if (!takesValue && !flags.contains(args.at(i)))
            break;
        QStringList& list = runValues.contains(name) ? leading.ofRuns : leading.common;
        list.append(args.at(i));
        if (takesValue && !args.at(i).contains(u'=') && i + 1 < args.size())
            list.append(args.at(++i));
        ++i;
    }
    leading.rest = args.sliced(i);
    return leading;
}

/// Only a PDF needs fonts and a platform, one without a display; everything else starts without.
std::unique_ptr<QCoreApplication> makeApplication(int& argc, char** argv)
{
    const std::span<char*> words(argv, std::size_t(argc));
    const auto is = [](const char* word, std::string_view what) { return word == what; };
    const bool report = std::ranges::any_of(words, [&](const char* word) { return is(word, "report"); });
    const bool pdf =
        std::ranges::any_of(words, [&](const char* word) { return is(word, "pdf") || is(word, "--format=pdf"); });
    if (!report || !pdf)
        return std::make_unique<QCoreApplication>(argc, argv);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QGuiApplication>(argc, argv);
}

} // namespace

int main(int argc, char** argv)
{
    using namespace quantlens;
    const std::unique_ptr<QCoreApplication> app = makeApplication(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("quantlens"));
    QCoreApplication::setApplicationVersion(QStringLiteral(QUANTLENS_VERSION));
    platform::raiseOpenFileLimit();
    const Leading leading = leadingOptions(QCoreApplication::arguments().sliced(1));
    const QStringList& args = leading.rest;
    if (args.isEmpty() || args.first() == QLatin1String("--help") || args.first() == QLatin1String("help")) {
        args.isEmpty() ? cli::message(usage()) : cli::out(usage());
        return args.isEmpty() ? 2 : 0;
    }
    if (args.first() == QLatin1String("--version")) {
        cli::out(QStringLiteral("quantlens-cli %1\n").arg(QCoreApplication::applicationVersion()));
        return 0;
    }
    const auto* command = std::ranges::find_if(
        commands, [&](const Command& candidate) { return args.first() == QLatin1String(candidate.name); });
    if (command == commands.end()) {
        cli::printError({QStringLiteral("usage.command"),
                         QStringLiteral("There is no command \"%1\".").arg(args.first()),
                         QStringLiteral("quantlens-cli --help lists them."),
                         {}});
        return 2;
    }
    return command->run(leading.common + (command->asksModels ? leading.ofRuns : QStringList()) + args.sliced(1));
}
