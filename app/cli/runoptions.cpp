// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runoptions.h"

#include "core/base/text.h"
#include "core/runners/planfile.h"

#include <QFileInfo>

#include <cmath>
#include <limits>

namespace quantlens::cli {

namespace {

using base::Expected;
using domain::RunKind;
using runners::RunRequest;

constexpr double anyNumber = std::numeric_limits<double>::max();
constexpr double longestSeconds = 7 * 24 * 3600;
constexpr int mostInFlight = 1024;

/// Reads options one after the other and remembers the first thing that is wrong.
class OptionReader
{
public:
    explicit OptionReader(const Arguments& args)
        : m_args(args)
    {
    }

    template<class Number>
    void whole(const char* name, Number& target, int least, int most = std::numeric_limits<int>::max())
    {
        const auto number = m_args.number(name, 0, least);
        if (!number)
            keep(number.error());
        else if (m_args.has(name) && *number > most)
            wrong(name, QStringLiteral("a whole number of %1 or less").arg(most));
        else if (m_args.has(name))
            target = Number(*number);
    }

    void real(const char* name, double& target, double least, double most)
    {
        const auto number = m_args.real(name, least, most);
        if (!number)
            keep(number.error());
        else if (*number)
            target = **number;
    }

    void threshold(const char* name, std::optional<double>& target, double most)
    {
        double value = -1;
        real(name, value, 0, most);
        if (value >= 0)
            target = value;
    }

    void seconds(const char* name, int& milliseconds, double least)
    {
        double value = milliseconds / 1000.0;
        real(name, value, least, longestSeconds);
        milliseconds = int(std::lround(value * 1000));
    }

    template<class T, class Read>
    void named(const char* name, T& target, Read read, const char* names, const QString& empty = {})
    {
        if (!m_args.has(name))
            return;
        const QString text = m_args.value(name);
        if (const auto found = read(text.isEmpty() ? empty : text))
            target = *found;
        else
            wrong(name, QLatin1String(names));
    }

    void wrong(const char* name, const QString& takes)
    {
        keep({QStringLiteral("usage.value"),
              QStringLiteral("--%1 takes %2, not \"%3\".")
                  .arg(QLatin1String(name), takes, base::singleLine(m_args.value(name), 120)),
              {},
              {}});
    }

    void keep(const base::Error& error)
    {
        if (!m_error)
            m_error = error;
    }

    [[nodiscard]] Expected<void> done() const
    {
        if (m_error)
            return std::unexpected(*m_error);
        return {};
    }

private:
    const Arguments& m_args;
    std::optional<base::Error> m_error;
};

QStringList listOf(const Arguments& args, const char* name, OptionReader& reader)
{
    const QStringList items = args.list(name);
    if (items.contains(QString()))
        reader.wrong(name, QStringLiteral("entries with commas between them, none of them empty"));
    return items;
}

void readWhat(const Arguments& args, OptionReader& reader, RunRequest& request)
{
    domain::RunOptions& o = request.options;
    reader.whole("num-prompts", request.numPrompts, 1);
    reader.whole("max-tokens", o.maxTokens, 1);
    request.categories = listOf(args, "category", reader);
    request.ids = listOf(args, "ids", reader);
    if (args.has("sample")) {
        bool ok = false;
        request.sampleSeed = args.value("sample").toULongLong(&ok);
        if (!ok)
            reader.wrong("sample", QStringLiteral("a whole number of 0 or more"));
        if (!args.has("num-prompts"))
            reader.keep(
                {QStringLiteral("usage.value"),
                 QStringLiteral("--sample draws --num-prompts prompts at random, but --num-prompts is missing."),
                 {},
                 {}});
    }
    o.system = args.value("system");
    reader.real("temperature", o.temperature, 0, anyNumber);
    if (args.has("seed")) {
        bool ok = false;
        o.seed = args.value("seed").toUInt(&ok);
        if (!ok)
            reader.wrong("seed", QStringLiteral("a whole number from 0 to 4294967295"));
    }
    reader.whole("top-logprobs", o.topLogprobs, 0);
    reader.whole("forced-top-logprobs", o.forcedTopLogprobs, 0);
    reader.whole("repeat", o.repeat, 1);
    o.serverSampling = args.has("server-sampling");
    reader.named("distributions", o.distributions, &domain::distributionsFromName, "teacher, prefix or off");
    if (args.has("severity")) {
        const QStringList limits = args.list("severity");
        bool minor = false;
        bool moderate = false;
        o.minor = limits.value(0).toDouble(&minor);
        o.moderate = limits.value(1).toDouble(&moderate);
        if (limits.size() != 2 || !minor || !moderate || !(o.moderate >= 0 && o.moderate <= o.minor && o.minor <= 1))
            reader.wrong("severity", QStringLiteral("two fractions MINOR,MODERATE, the first the larger (0.8,0.5)"));
    }
    o.chat = args.flag("chat", "no-chat", true);
    o.thinking = args.flag("enable-thinking", "disable-thinking", false);
}

void readHow(const Arguments& args, OptionReader& reader, RunRequest& request)
{
    domain::RunOptions& o = request.options;
    reader.whole("parallel", o.parallel, 1, mostInFlight);
    o.timing = args.has("timing");
    o.stream = !args.has("no-stream");
    reader.whole("retries", o.retries, 0);
    reader.seconds("first-byte-timeout", o.firstByteTimeoutMs, 0.001);
    reader.seconds("idle-timeout", o.idleTimeoutMs, 0.001);
    reader.seconds("deadline", o.deadlineMs, 0);
    reader.named("self-check", o.selfCheck, &domain::selfCheckFromName, "full, repeat or off",
                 QStringLiteral("repeat"));
    o.allowSame = args.has("allow-same");
    o.strictPrompts = args.has("strict-prompts");
    o.compatible = args.has("compatible");
    if (request.kind == RunKind::Determinism) {
        reader.whole("runs", o.runs, 1);
        reader.named("mode", o.mode, &domain::repeatModeFromName, "cold, warm or concurrent");
        o.stopEarly = args.has("stop-early");
    }
    if (request.kind == RunKind::Stress) {
        if (args.has("concurrency")) {
            const auto levels = parseLevels(args.value("concurrency"));
            if (levels)
                o.levels = *levels;
            else
                reader.keep(levels.error());
        }
    }
}

void readAccess(const Arguments& args, OptionReader& reader, RunRequest& request)
{
    if (args.has("api-key-env") && qEnvironmentVariableIsEmpty(args.value("api-key-env").toUtf8().constData()))
        reader.keep({QStringLiteral("keys.environment"),
                     QStringLiteral("--api-key-env names an environment variable that is not set or empty."),
                     QStringLiteral("Give the variable's name, never the key itself."),
                     {}});
    if (args.has("ca-file") && !QFileInfo(args.value("ca-file")).isFile())
        reader.wrong("ca-file", QStringLiteral("a PEM file that exists"));
    for (runners::SideRequest& side : request.sides) {
        side.keyName = args.value("api-key-env");
        side.caFile = args.has("ca-file") ? QFileInfo(args.value("ca-file")).absoluteFilePath() : QString();
    }
}

void readCompareSides(const Arguments& args, OptionReader& reader, RunRequest& request)
{
    const auto arguments = [&](const char* name) {
        auto split = runners::splitArguments(args.value(name));
        if (!split)
            reader.keep(split.error());
        return split.value_or(QStringList());
    };
    request.sides = {{.spec = args.positional().value(0),
                      .label = args.value("label-a"),
                      .baseUrl = args.value("base-url-a", args.value("base-url")),
                      .backend = args.value("backend"),
                      .engineArgs = arguments("engine-args-a")},
                     {.spec = args.positional().value(1),
                      .label = args.value("label-b"),
                      .baseUrl = args.value("base-url-b", args.value("base-url")),
                      .backend = args.value("backend"),
                      .engineArgs = arguments("engine-args-b")}};
}

void readSides(const Arguments& args, OptionReader& reader, RunRequest& request)
{
    switch (request.kind) {
    case RunKind::Compare:
        readCompareSides(args, reader, request);
        return;
    case RunKind::Sweep: {
        auto sides = parseModels(args.value("models"));
        if (!sides) {
            reader.keep(sides.error());
            return;
        }
        if (sides->size() < 2)
            reader.keep({QStringLiteral("usage.models"),
                         QStringLiteral("A sweep needs at least two models, but --models names one."),
                         {},
                         {}});
        for (runners::SideRequest& side : *sides) {
            side.baseUrl = args.value("base-url");
            side.backend = args.value("backend");
        }
        const auto baseline = findBaseline(*sides, args.value("baseline"));
        if (!baseline)
            reader.keep(baseline.error());
        request.baseline = baseline.value_or(0);
        request.sides = std::move(*sides);
        return;
    }
    case RunKind::Diff: {
        auto sides = diffSides(args.value("model"), args.list("backends"), args.list("base-urls"));
        if (!sides) {
            reader.keep(sides.error());
            return;
        }
        for (runners::SideRequest& side : *sides)
            side.quant = args.value("quant");
        request.sides = std::move(*sides);
        return;
    }
    case RunKind::Determinism:
    case RunKind::Stress:
        request.sides = {
            {.spec = args.value("model"), .baseUrl = args.value("base-url"), .backend = args.value("backend")}};
        if (auto split = runners::splitArguments(args.value("engine-args")))
            request.sides.first().engineArgs = *split;
        else
            reader.keep(split.error());
        return;
    }
}

void need(const Arguments& args, OptionReader& reader, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        if (args.value(name).trimmed().isEmpty())
            reader.keep({QStringLiteral("usage.missing"),
                         QStringLiteral("--%1 is missing.").arg(QLatin1String(name)),
                         QStringLiteral("--help shows what there is."),
                         {}});
    }
}

} // namespace

Expected<domain::Thresholds> thresholdsOf(const Arguments& args, domain::Thresholds otherwise)
{
    OptionReader reader(args);
    domain::Thresholds& t = otherwise;
    reader.threshold("max-flip-rate", t.maxFlipRate, 1);
    reader.threshold("max-changed-rate", t.maxChangedRate, 1);
    reader.threshold("min-similarity", t.minSimilarity, 1);
    reader.threshold("max-severe", t.maxSevere, 1);
    reader.threshold("max-kld", t.maxKld, anyNumber);
    reader.threshold("min-determinism", t.minDeterminism, 1);
    reader.threshold("min-consistency", t.minConsistency, 1);
    reader.whole("max-errors", t.maxErrors, 0);
    if (args.has("strict") && args.has("prove"))
        reader.keep({QStringLiteral("usage.value"),
                     QStringLiteral("--strict and --prove are two ways to judge: give one."),
                     {},
                     {}});
    if (args.has("strict"))
        t.judging = domain::Judging::Strict;
    if (args.has("prove"))
        t.judging = domain::Judging::Prove;
    if (args.has("undecidable")) {
        t.undecidable = domain::verdictFromName(args.value("undecidable"));
        if (t.undecidable != domain::Verdict::Pass && t.undecidable != domain::Verdict::Fail)
            reader.wrong("undecidable", QStringLiteral("pass or fail"));
    }
    if (const auto done = reader.done(); !done)
        return std::unexpected(done.error());
    return t;
}

Expected<RunRequest> requestOf(RunKind kind, const Arguments& args)
{
    OptionReader reader(args);
    RunRequest request;
    request.kind = kind;
    if (kind == RunKind::Sweep)
        need(args, reader, {"models", "prompts"});
    else if (kind == RunKind::Diff)
        need(args, reader, {"model", "backends", "prompts"});
    else if (kind != RunKind::Compare)
        need(args, reader, {"model", "prompts"});
    request.suite = args.value("prompts", QStringLiteral("adversarial-numerics"));
    if (const auto complete = reader.done(); !complete)
        return std::unexpected(complete.error());
    readSides(args, reader, request);
    readWhat(args, reader, request);
    readHow(args, reader, request);
    readAccess(args, reader, request);
    if (const auto read = reader.done(); !read)
        return std::unexpected(read.error());
    auto thresholds = thresholdsOf(args);
    if (!thresholds)
        return std::unexpected(thresholds.error());
    request.thresholds = *thresholds;
    return request;
}

} // namespace quantlens::cli
