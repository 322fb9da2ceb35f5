// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/score.h"
#include "app/cli/terminal.h"
#include "core/platform/process.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace {

struct Command
{
    const char* name;
    const char* summary;
    int (*run)(const QStringList&);
};

constexpr std::array commands{
    Command{"compare", "two models on the same prompts", &quantlens::cli::runCompare},
    Command{"score", "pairs of answers, JSON Lines in and out", &quantlens::cli::runScore},
    Command{"runs", "the runs of the workspace", &quantlens::cli::runRuns},
    Command{"show", "a run, or one prompt of it", &quantlens::cli::runShow},
    Command{"suites", "what the models are asked: list, show, check, stats", &quantlens::cli::runSuites},
    Command{"keys", "API keys in the keychain", &quantlens::cli::runKeys},
};

QString usage()
{
    QString text = QStringLiteral("Usage: quantlens-cli COMMAND [options]\n\n"
                                  "Shows where two language models stop agreeing.\n\nCommands:\n");
    for (const Command& command : commands)
        text += QStringLiteral("  %1 %2\n").arg(QLatin1String(command.name), -10).arg(QLatin1String(command.summary));
    return text +
           QStringLiteral("\nquantlens-cli COMMAND --help explains each; --version says which version this is.\n\n"
                          "Example:\n  quantlens-cli compare model-F16.gguf model-Q4_K_M.gguf\n");
}

} // namespace

int main(int argc, char** argv)
{
    using namespace quantlens;
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("quantlens"));
    QCoreApplication::setApplicationVersion(QStringLiteral(QUANTLENS_VERSION));
    platform::raiseOpenFileLimit();
    const QStringList args = QCoreApplication::arguments().sliced(1);
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
    return command->run(args.sliced(1));
}
