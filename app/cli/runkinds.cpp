// SPDX-License-Identifier: GPL-3.0-or-later
// compare, sweep, diff, determinism, stress: one command each, all of one making.
#include "app/cli/commands.h"
#include "app/cli/runcommand.h"
#include "app/cli/runoptions.h"

namespace quantlens::cli {

namespace {

using domain::RunKind;

struct KindText
{
    const char* usage;
    const char* summary;
    const char* examples;
};

constexpr auto exitCodes =
    "\nExit codes: 0 ran and passed, 1 a threshold failed, 2 wrong usage or bad input, 3 could not compare,\n"
    "4 a threshold could not be decided, 130 cancelled.\n";

KindText textOf(RunKind kind)
{
    switch (kind) {
    case RunKind::Compare:
        return {
            "compare A B",
            "Asks two models the same prompts at temperature 0 and shows where their answers part.\n"
            "A and B are GGUF files (a llama-server is started for each), addresses http://HOST:PORT#MODEL, or\n"
            "names such as ollama:llama3:8b.",
            "  quantlens-cli compare model-F16.gguf model-Q4_K_M.gguf --prompts demo\n"
            "  quantlens-cli compare http://127.0.0.1:8080#a http://127.0.0.1:8081#b --num-prompts 20 --json run.json\n"
            "  quantlens-cli compare m.gguf m.gguf --engine-args-b \"-ctk q8_0 -ctv q8_0\"\n"
            "  quantlens-cli compare a.gguf b.gguf --max-changed-rate 0.05 --junit verdict.xml\n"};
    case RunKind::Sweep:
        return {
            "sweep",
            "Compares several quants of a model with a baseline: how much each one changes, where it gets bad.\n"
            "A quant that cannot start is a recorded failure, and the sweep goes on.",
            "  quantlens-cli sweep --models \"f16=m-F16.gguf,q8=m-Q8_0.gguf,q4=m-Q4_K_M.gguf\" --prompts reasoning\n"
            "  quantlens-cli sweep --models m-Q4_K_M.gguf,m-F16.gguf --baseline m-F16 --prompts demo --dry-run\n"};
    case RunKind::Diff:
        return {"diff", "Asks one model behind several backends the same prompts: do they serve it alike?",
                "  quantlens-cli diff --model llama3:8b --backends ollama,vllm --prompts code\n"
                "  quantlens-cli diff --model m.gguf --backends llama-server,llama-server \\\n"
                "      --base-urls http://127.0.0.1:8080,http://127.0.0.1:8081 --prompts demo\n"};
    case RunKind::Determinism:
        return {"determinism", "Asks a model each prompt many times at temperature 0: does it repeat itself?",
                "  quantlens-cli determinism --model m.gguf --prompts determinism --runs 20\n"
                "  quantlens-cli determinism --model m.gguf --prompts demo --mode concurrent --min-determinism 1\n"};
    case RunKind::Stress:
        break;
    }
    return {"stress",
            "Asks a model the same prompts with more and more requests in flight: does load change its answers?",
            "  quantlens-cli stress --model http://127.0.0.1:8080#m --prompts demo --concurrency 1,2,4,8,16\n"
            "  quantlens-cli stress --model m.gguf --prompts demo --num-prompts 20 --min-consistency 0.99\n"};
}

} // namespace

int runKind(RunKind kind, const QStringList& list)
{
    const KindText text = textOf(kind);
    const QByteArray examples = QByteArray(text.examples) + exitCodes;
    Arguments args(text.usage, text.summary, runOptions(kind), examples.constData());
    const int positional = kind == RunKind::Compare ? 2 : 0;
    if (const auto code = args.parse(list, positional, positional))
        return *code;
    const auto request = requestOf(kind, args);
    if (!request) {
        printError(request.error());
        return exitCode(request.error());
    }
    return args.has("dry-run") ? showPlan(*request, args) : perform(*request, args);
}

int runCompare(const QStringList& list)
{
    return runKind(RunKind::Compare, list);
}

int runSweep(const QStringList& list)
{
    return runKind(RunKind::Sweep, list);
}

int runDiff(const QStringList& list)
{
    return runKind(RunKind::Diff, list);
}

int runDeterminism(const QStringList& list)
{
    return runKind(RunKind::Determinism, list);
}

int runStress(const QStringList& list)
{
    return runKind(RunKind::Stress, list);
}

} // namespace quantlens::cli
