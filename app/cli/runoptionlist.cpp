// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runoptions.h"

namespace quantlens::cli {

namespace {

using domain::RunKind;

bool isComparing(RunKind kind)
{
    return kind == RunKind::Compare || kind == RunKind::Sweep || kind == RunKind::Diff;
}

QList<Option> subjectOptions(RunKind kind)
{
    switch (kind) {
    case RunKind::Compare:
        return {{"label-a", "TEXT", "name of side A in tables and file names"},
                {"label-b", "TEXT", "name of side B"},
                {"base-url", "URL", "server of both sides"},
                {"base-url-a", "URL", "server of side A"},
                {"base-url-b", "URL", "server of side B"},
                {"backend", "NAME", "backend of both sides (default: by the spec)"},
                {"engine-args-a", "ARGS", "more arguments for the engine started for A, as on a shell's line"},
                {"engine-args-b", "ARGS", "the same for B"},
                {"allow-same", "", "also compare when both sides turn out to be one loaded model"},
                {"strict-prompts", "", "end the run when a prompt is rendered differently on the sides"}};
    case RunKind::Sweep:
        return {{"models", "LIST", "label=SPEC or SPEC, with commas between them; the first is the baseline"},
                {"baseline", "LABEL", "another baseline"},
                {"backend", "NAME", "backend of all models (default: by each spec)"},
                {"base-url", "URL", "server of all models"},
                {"allow-same", "", "also go on when two models turn out to be one loaded model"},
                {"strict-prompts", "", "end the run when a prompt is rendered differently"}};
    case RunKind::Diff:
        return {{"model", "SPEC", "the model that all backends serve"},
                {"backends", "LIST", "backends with commas between them; the first is the baseline"},
                {"base-urls", "LIST", "their addresses, by position; blank: the usual one"},
                {"quant", "NAME", "quantization, where neither file nor name tells it"},
                {"allow-same", "", "also go on when two backends turn out to be one server"},
                {"strict-prompts", "", "end the run when a prompt is rendered differently"}};
    case RunKind::Determinism:
    case RunKind::Stress:
        break;
    }
    return {{"model", "SPEC", "the model"},
            {"backend", "NAME", "its backend (default: by the spec)"},
            {"base-url", "URL", "its server"},
            {"engine-args", "ARGS", "more arguments for an engine started for it"}};
}

} // namespace

QList<Option> judgingOptions()
{
    return {{"", "", "Judged by (fractions of 1):"},
            {"max-flip-rate", "F", "answers that went from right to wrong or back"},
            {"max-changed-rate", "F", "answers that are others, right or wrong"},
            {"min-similarity", "F", "mean similarity of the texts"},
            {"max-severe", "F", "share of severe differences"},
            {"max-kld", "NAT", "geometric mean of the KL divergence, in nats"},
            {"min-determinism", "F", "mean determinism score"},
            {"min-consistency", "F", "share of equal outputs at every stress level"},
            {"max-errors", "N", "failed requests tolerated (default: 0)"},
            {"strict", "", "the measured value alone decides"},
            {"prove", "", "pass only when the whole 95 % interval is within the threshold"},
            {"undecidable", "pass|fail", "what counts when the data cannot decide (default: exit code 4)"}};
}

QList<Option> writingOptions(RunKind kind)
{
    QList<Option> options{{"", "", "Written:"},
                          {"output", "DIR", "folder for infer-check's result files (default: ./results/KIND/)"},
                          {"json", "FILE", "the whole run as JSON"},
                          {"junit", "FILE", "the verdicts as JUnit XML"}};
    if (kind == RunKind::Compare)
        options += {{"report", "", "write the HTML report into the folder (default)"}};
    else
        options += {{"report", "", "write the HTML report into the folder"}};
    options += {{"no-report", "", "do not write it"}};
    return options;
}

QList<Option> runOptions(RunKind kind)
{
    const bool comparing = isComparing(kind);
    QList<Option> options{{"", "", "Whom:"}};
    options += subjectOptions(kind);
    options += {{"api-key-env", "NAME", "environment variable that holds the API key"},
                {"ca-file", "FILE", "further certificates to trust, PEM"},
                {"", "", "What to ask:"},
                {"prompts", "SUITE",
                 kind == RunKind::Compare ? "suite name or JSONL file (default: adversarial-numerics)"
                                          : "suite name or JSONL file"},
                {"num-prompts", "N", "only N prompts, balanced over the categories"},
                {"category", "LIST", "only prompts of these categories"},
                {"ids", "LIST", "only these prompts"},
                {"sample", "SEED", "with --num-prompts: that many at random, by this seed"},
                {"system", "TEXT", "a system message before every prompt"},
                {"max-tokens", "N", "token budget of every answer (default: the prompt's own, else 1024)"},
                {"seed", "N", "sent with every request (default: 42); without effect at temperature 0"},
                {"top-logprobs", "K", "log-probabilities asked for at each token (default: 20)"},
                {"server-sampling", "", "leave penalties and samplers as the server has them"},
                {"chat", "", "ask through the chat template (default)"},
                {"no-chat", "", "send the bare prompt"},
                {"disable-thinking", "", "ask the model not to think aloud (default)"},
                {"enable-thinking", "", "let it"}};
    if (kind != RunKind::Determinism)
        options +=
            {{"repeat", "N",
              comparing ? "samples a prompt and side, with --temperature" : "copies of each prompt at each level"}};
    options +=
        {{"temperature", "T",
          comparing ? "above 0: answers are sampled (default: 0)" : "0 only: above it answers differ by chance"}};
    if (comparing)
        options += {{"distributions", "teacher|prefix|off",
                     "where KL divergence comes from (default: teacher, each side follows the baseline's tokens)"},
                    {"forced-top-logprobs", "K", "log-probabilities asked for while following (default: as above)"},
                    {"severity", "MINOR,MODERATE", "least similarity of the two classes (default: 0.8,0.5)"}};
    options += {{"", "", "How:"}};
    if (kind == RunKind::Determinism)
        options += {{"runs", "N", "answers to each prompt (default: 100)"},
                    {"mode", "cold|warm|concurrent", "prompt cache off, on, or several at once (default: cold)"},
                    {"stop-early", "", "a prompt ends at its first different answer"}};
    if (kind == RunKind::Stress)
        options += {{"concurrency", "LIST", "requests in flight, level by level (default: 1,2,4,8,16)"}};
    if (kind != RunKind::Determinism)
        options +=
            {{"self-check", "[full|repeat|off]",
              kind == RunKind::Stress ? "full: also with the prompt cache on (default where several slots answer)"
                                      : "ask the baseline twice; full: also with prompt cache and all slots busy"}};
    options += {{"timing", "",
                 comparing ? "the sides take turns, so that their speeds can be compared"
                           : "without effect: one model has the machine for itself"},
                {"parallel", "N", "requests in flight per server (default: 1)"},
                {"no-stream", "", "wait for whole answers"},
                {"retries", "N", "tries after a busy or broken server, before output began (default: 3)"},
                {"first-byte-timeout", "S", "seconds (default: 120)"},
                {"idle-timeout", "S", "seconds without a byte (default: 60)"},
                {"deadline", "S", "seconds for a whole answer; 0: none (default)"},
                {"dry-run", "[probe]", "show what would be sent, send nothing; probe: one request a side for the time"},
                {"compatible", "", "send, print and resolve what infer-check 0.2.6 does"}};
    return options + judgingOptions() + writingOptions(kind);
}

} // namespace quantlens::cli
