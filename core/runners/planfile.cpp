// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/planfile.h"

#include "core/base/json.h"
#include "core/runners/planreader.h"
#include "core/specs/rules.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cmath>

namespace quantlens::runners {

namespace {

using Qt::StringLiterals::operator""_L1;
using base::Expected;

constexpr qint64 maxPlanBytes = 16 * 1024 * 1024;
constexpr double longestSeconds = 7 * 24 * 3600;

/// A path of the plan, made absolute; one that is written absolute or with "~" stays.
QString pathFrom(const QString& folder, const QString& written)
{
    if (written.isEmpty() || written.startsWith(u'~') || QFileInfo(written).isAbsolute())
        return written;
    return QDir::cleanPath(QDir(folder).absoluteFilePath(written));
}

/// A model spec whose path, if it is one, starts at the plan's folder.
QString specFrom(const QString& folder, const QString& written)
{
    const QString text = written.trimmed();
    if (text.startsWith("gguf:"_L1, Qt::CaseInsensitive))
        return text.first(5) + pathFrom(folder, text.sliced(5));
    if (text.contains("://"_L1))
        return text;
    const QString path = pathFrom(folder, text);
    return specs::isGgufPath(text) || QFileInfo(path).isFile() ? path : text;
}

/// A name, or a path where such a file lies beside the plan or the text can only be a path.
QString fileOrName(const QString& folder, const QString& written, QLatin1StringView ending)
{
    const QString path = pathFrom(folder, written);
    return written.endsWith(ending, Qt::CaseInsensitive) || QFileInfo(path).isFile() ? path : written;
}

int milliseconds(double seconds)
{
    return int(std::lround(seconds * 1000));
}

Expected<SideRequest> sideFrom(const QJsonValue& value, const QString& folder, const QString& path)
{
    if (value.isString())
        return SideRequest{.spec = specFrom(folder, value.toString())};
    if (!value.isObject())
        return base::failure(QStringLiteral("plan.value"),
                             QStringLiteral("In the plan, \"%1\" must be a model spec or an object.").arg(path));
    PlanReader reader(value.toObject(), path);
    SideRequest side;
    if (!reader.has("spec"_L1))
        reader.wrong("spec"_L1, QStringLiteral("is missing"), QStringLiteral("plan.key"));
    side.spec = specFrom(folder, reader.text("spec"_L1));
    side.label = reader.text("label"_L1);
    side.baseUrl = reader.text("base_url"_L1);
    side.backend = reader.text("backend"_L1);
    side.keyName = reader.text("api_key_env"_L1);
    side.caFile = pathFrom(folder, reader.text("ca_file"_L1));
    side.quant = reader.text("quant"_L1);
    if (reader.value("args"_L1).isString()) {
        const auto arguments = splitArguments(reader.text("args"_L1));
        if (!arguments)
            reader.wrong("args"_L1, QStringLiteral("has a quote that does not end"));
        side.engineArgs = arguments.value_or(QStringList());
    } else {
        side.engineArgs = reader.texts("args"_L1);
    }
    if (const auto done = reader.finish(); !done)
        return std::unexpected(done.error());
    return side;
}

Expected<void> optionsFrom(const QJsonObject& object, domain::RunOptions& o)
{
    PlanReader reader(object, QStringLiteral("options"));
    o.maxTokens = int(reader.whole("max_tokens"_L1, o.maxTokens, 1));
    o.temperature = reader.real("temperature"_L1, o.temperature, 0);
    o.seed = quint32(reader.whole("seed"_L1, o.seed, 0, std::numeric_limits<quint32>::max()));
    o.topLogprobs = int(reader.whole("top_logprobs"_L1, o.topLogprobs, 0));
    o.forcedTopLogprobs = int(reader.whole("forced_top_logprobs"_L1, o.forcedTopLogprobs, 0));
    o.thinking = reader.flag("thinking"_L1, o.thinking);
    o.chat = reader.flag("chat"_L1, o.chat);
    o.stream = reader.flag("stream"_L1, o.stream);
    o.serverSampling = reader.flag("server_sampling"_L1, o.serverSampling);
    o.retries = int(reader.whole("retries"_L1, o.retries, 0));
    o.firstByteTimeoutMs =
        milliseconds(reader.real("first_byte_timeout"_L1, o.firstByteTimeoutMs / 1000.0, 0.001, longestSeconds));
    o.idleTimeoutMs = milliseconds(reader.real("idle_timeout"_L1, o.idleTimeoutMs / 1000.0, 0.001, longestSeconds));
    o.deadlineMs = milliseconds(reader.real("deadline"_L1, o.deadlineMs / 1000.0, 0, longestSeconds));
    o.allowSame = reader.flag("allow_same"_L1, o.allowSame);
    o.strictPrompts = reader.flag("strict_prompts"_L1, o.strictPrompts);
    o.compatible = reader.flag("compatible"_L1, o.compatible);
    o.timing = reader.flag("timing"_L1, o.timing);
    o.parallel = int(reader.whole("parallel"_L1, o.parallel, 1, 1024));
    o.repeat = int(reader.whole("repeat"_L1, o.repeat, 1));
    o.runs = int(reader.whole("runs"_L1, o.runs, 1));
    if (reader.has("concurrency"_L1)) {
        o.levels.clear();
        for (const QJsonValue& level : reader.array("concurrency"_L1)) {
            const double number = level.toDouble(-1);
            if (number != std::floor(number) || number < 1 || number > 1024)
                reader.wrong("concurrency"_L1, QStringLiteral("must be a list of whole numbers between 1 and 1024"));
            o.levels.append(level.toInt());
        }
        if (o.levels.isEmpty())
            reader.wrong("concurrency"_L1, QStringLiteral("must not be empty"));
    }
    o.system = reader.text("system"_L1);
    o.distributions =
        reader.named("distributions"_L1, o.distributions, &domain::distributionsFromName, "teacher, prefix, off");
    o.selfCheck = reader.named("self_check"_L1, o.selfCheck, &domain::selfCheckFromName, "off, repeat, full");
    o.mode = reader.named("mode"_L1, o.mode, &domain::repeatModeFromName, "cold, warm, concurrent");
    o.stopEarly = reader.flag("stop_early"_L1, o.stopEarly);
    if (reader.has("severity"_L1)) {
        const QJsonArray limits = reader.array("severity"_L1);
        o.minor = limits.at(0).toDouble(-1);
        o.moderate = limits.at(1).toDouble(-1);
        if (limits.size() != 2 || !(o.moderate >= 0 && o.moderate <= o.minor && o.minor <= 1))
            reader.wrong("severity"_L1, QStringLiteral("must be two fractions, \"minor\" and then \"moderate\""));
    }
    return reader.finish();
}

Expected<void> thresholdsFrom(const QJsonObject& object, domain::Thresholds& t)
{
    PlanReader reader(object, QStringLiteral("thresholds"));
    t.maxFlipRate = reader.fraction("max_flip_rate"_L1);
    t.maxChangedRate = reader.fraction("max_changed_rate"_L1);
    t.minSimilarity = reader.fraction("min_similarity"_L1);
    t.maxSevere = reader.fraction("max_severe"_L1);
    if (reader.has("max_kld"_L1))
        t.maxKld = reader.real("max_kld"_L1, 0, 0);
    t.minDeterminism = reader.fraction("min_determinism"_L1);
    t.minConsistency = reader.fraction("min_consistency"_L1);
    t.maxErrors = reader.whole("max_errors"_L1, 0, 0);
    t.judging = reader.named("judging"_L1, t.judging, &domain::judgingFromName, "normal, strict, prove");
    if (reader.has("undecidable"_L1)) {
        t.undecidable = domain::verdictFromName(reader.text("undecidable"_L1));
        if (t.undecidable != domain::Verdict::Pass && t.undecidable != domain::Verdict::Fail)
            reader.wrong("undecidable"_L1, QStringLiteral("must be \"pass\" or \"fail\""));
    }
    return reader.finish();
}

/// By number from 0, by label, or by spec as it is written in the plan.
Expected<int> baselineFrom(const QJsonValue& value, const QJsonArray& models)
{
    if (value.isUndefined())
        return 0;
    if (value.isDouble() && value.toDouble() == value.toInt(-1) && value.toInt() < models.size())
        return value.toInt();
    QStringList names;
    for (qsizetype i = 0; i < models.size(); ++i) {
        const QJsonObject model = models.at(i).toObject();
        const QString spec = models.at(i).isString() ? models.at(i).toString() : model.value("spec"_L1).toString();
        const QString label = model.value("label"_L1).toString();
        if (value.isString() && (value.toString() == label || value.toString() == spec))
            return int(i);
        names.append(label.isEmpty() ? spec : label);
    }
    return base::failure(QStringLiteral("plan.value"),
                         QStringLiteral("In the plan, \"baseline\" names none of its models."),
                         QStringLiteral("Models: %1.").arg(names.join(QLatin1String(", "))));
}

} // namespace

Expected<QStringList> splitArguments(const QString& text)
{
    QStringList arguments;
    QString current;
    QChar quote;
    bool begun = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quote.isNull() && c.isSpace()) {
            if (begun)
                arguments.append(current);
            current.clear();
            begun = false;
            continue;
        }
        begun = true;
        if (c == quote)
            quote = QChar();
        else if (quote.isNull() && (c == u'"' || c == u'\''))
            quote = c;
        else if (c == u'\\' && quote != u'\'' && i + 1 < text.size() && QStringView(u"\\\"' ").contains(text.at(i + 1)))
            current += text.at(++i);
        else
            current += c;
    }
    if (!quote.isNull())
        return base::failure(QStringLiteral("usage.value"),
                             QStringLiteral("A quote in the arguments \"%1\" does not end.").arg(text));
    if (begun)
        arguments.append(current);
    return arguments;
}

Expected<PlanFile> parsePlan(const QByteArray& bytes, const QString& folder)
{
    const auto object = base::parseJsonObject(bytes);
    if (!object)
        return base::failure(QStringLiteral("plan.syntax"),
                             QStringLiteral("The plan is not a JSON object: %1").arg(object.error().message));
    PlanFile plan;
    RunRequest& request = plan.request;
    PlanReader reader(*object, {});
    if (reader.text("format"_L1, QStringLiteral("quantlens-plan")) != "quantlens-plan"_L1)
        reader.wrong("format"_L1, QStringLiteral("must be \"quantlens-plan\""));
    (void)reader.whole("version"_L1, 1, 1, 1);
    (void)reader.text("$schema"_L1);
    if (!reader.has("kind"_L1))
        reader.wrong("kind"_L1, QStringLiteral("is missing"), QStringLiteral("plan.key"));
    request.kind =
        reader.named("kind"_L1, request.kind, &domain::runKindFromName, "compare, sweep, diff, determinism, stress");
    if (!reader.has("prompts"_L1))
        reader.wrong("prompts"_L1, QStringLiteral("is missing"), QStringLiteral("plan.key"));
    request.suite = fileOrName(folder, reader.text("prompts"_L1), ".jsonl"_L1);
    request.numPrompts = int(reader.whole("num_prompts"_L1, 0, 1));
    request.categories = reader.texts("categories"_L1);
    request.ids = reader.texts("ids"_L1);
    if (reader.has("sample"_L1))
        request.sampleSeed = quint64(reader.whole("sample"_L1, 0, 0, 1LL << 53));
    plan.baselineRun = fileOrName(folder, reader.text("baseline_run"_L1), ".json"_L1);
    const QJsonArray models = reader.array("models"_L1);
    if (models.isEmpty())
        reader.wrong("models"_L1, QStringLiteral("must be a list of models"), QStringLiteral("plan.key"));
    const QJsonValue baseline = reader.value("baseline"_L1);
    const QJsonObject options = reader.object("options"_L1);
    const QJsonObject thresholds = reader.object("thresholds"_L1);
    if (const auto done = reader.finish(); !done)
        return std::unexpected(done.error());

    for (qsizetype i = 0; i < models.size(); ++i) {
        auto side = sideFrom(models.at(i), folder, QStringLiteral("models[%1]").arg(i));
        if (!side)
            return std::unexpected(side.error());
        request.sides.append(std::move(*side));
    }
    const auto index = baselineFrom(baseline, models);
    if (!index)
        return std::unexpected(index.error());
    request.baseline = *index;
    if (const auto read = optionsFrom(options, request.options); !read)
        return std::unexpected(read.error());
    if (const auto read = thresholdsFrom(thresholds, request.thresholds); !read)
        return std::unexpected(read.error());
    return plan;
}

Expected<PlanFile> readPlanFile(const QString& path)
{
    QFile file(path);
    const QFileInfo info(path);
    if (!info.isFile() || info.size() > maxPlanBytes || !file.open(QIODevice::ReadOnly))
        return base::failure(QStringLiteral("plan.read"),
                             QStringLiteral("Cannot read the plan %1: %2.")
                                 .arg(path, info.size() > maxPlanBytes ? QStringLiteral("it is larger than 16 MiB")
                                            : info.isFile()            ? file.errorString()
                                                                       : QStringLiteral("there is no such file")));
    return parsePlan(file.readAll(), info.absolutePath());
}

} // namespace quantlens::runners
