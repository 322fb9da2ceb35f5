// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/requestcommand.h"

#include "core/runners/diffsides.h"

#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace quantlens::runners {

namespace {

using domain::RunKind;

QString numberText(double value)
{
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

bool comparesModels(RunKind kind)
{
    return kind == RunKind::Compare || kind == RunKind::Sweep || kind == RunKind::Diff;
}

/// Collects options, and remembers when something cannot be said with them.
class CommandWriter
{
public:
    void flag(const char* name, bool on)
    {
        if (on)
            m_options.append(QLatin1String("--") + QLatin1String(name));
    }

    void text(const char* name, const QString& value)
    {
        if (value.isEmpty())
            return;
        m_options.append(QLatin1String("--") + QLatin1String(name));
        m_options.append(value);
    }

    template<class Number>
    void number(const char* name, Number value, Number otherwise)
    {
        if (value != otherwise)
            text(name, QString::number(value));
    }

    void real(const char* name, double value, double otherwise)
    {
        if (value != otherwise)
            text(name, numberText(value));
    }

    void threshold(const char* name, const std::optional<double>& value)
    {
        if (value)
            text(name, numberText(*value));
    }

    void seconds(const char* name, int milliseconds, int otherwise)
    {
        if (milliseconds != otherwise)
            text(name, numberText(milliseconds / 1000.0));
    }

    /// Entries with commas between them; the command line trims them and takes no empty ones.
    void list(const char* name, const QStringList& entries, bool emptyAllowed = false)
    {
        for (const QString& entry : entries)
            need(!entry.contains(u',') && entry == entry.trimmed() && (emptyAllowed || !entry.isEmpty()));
        if (std::ranges::any_of(entries, [](const QString& entry) { return !entry.isEmpty(); }))
            text(name, entries.join(u','));
    }

    void positional(const QString& value)
    {
        need(!value.isEmpty());
        m_positional.append(value);
    }

    /// Without this the options do not say what was asked for.
    void need(bool condition) { m_possible = m_possible && condition; }

    [[nodiscard]] std::optional<QStringList> done(RunKind kind) const
    {
        if (!m_possible)
            return std::nullopt;
        const bool dashes =
            std::ranges::any_of(m_positional, [](const QString& text) { return text.startsWith(u'-'); });
        QStringList all{domain::name(kind)};
        if (!dashes)
            return all + m_positional + m_options;
        return all + m_options + QStringList{QStringLiteral("--")} + m_positional;
    }

private:
    QStringList m_positional;
    QStringList m_options;
    bool m_possible = true;
};

void writeCompare(const RunRequest& request, CommandWriter& out)
{
    out.need(request.sides.size() == 2 && request.baseline == 0);
    const SideRequest a = request.sides.value(0);
    const SideRequest b = request.sides.value(1);
    out.need(a.backend == b.backend && a.quant.isEmpty() && b.quant.isEmpty());
    out.positional(a.spec);
    out.positional(b.spec);
    out.text("label-a", a.label);
    out.text("label-b", b.label);
    out.text("base-url-a", a.baseUrl);
    out.text("base-url-b", b.baseUrl);
    out.text("backend", a.backend);
    out.text("engine-args-a", joinArguments(a.engineArgs));
    out.text("engine-args-b", joinArguments(b.engineArgs));
}

void writeSweep(const RunRequest& request, CommandWriter& out)
{
    QStringList entries;
    const SideRequest first = request.sides.value(0);
    for (const SideRequest& side : request.sides) {
        out.need(side.baseUrl == first.baseUrl && side.backend == first.backend && side.quant.isEmpty() &&
                 side.engineArgs.isEmpty() && !side.spec.isEmpty());
        out.need(side.label.isEmpty()
                     ? !side.spec.contains(u'=')
                     : !side.label.contains(u'=') && side.label == side.label.trimmed() && !side.spec.startsWith(u'='));
        entries.append(side.label.isEmpty() ? side.spec : side.label + u'=' + side.spec);
    }
    out.need(request.sides.size() > 1);
    out.list("models", entries);
    if (request.baseline > 0 && request.baseline < request.sides.size()) {
        const SideRequest& side = request.sides.at(request.baseline);
        const QString name = side.label.isEmpty() ? side.spec : side.label;
        const auto meant = [&name](const SideRequest& other) { return other.label == name || other.spec == name; };
        out.need(std::ranges::count_if(request.sides, meant) == 1);
        out.text("baseline", name);
    }
    out.text("backend", first.backend);
    out.text("base-url", first.baseUrl);
}

void writeDiff(const RunRequest& request, CommandWriter& out)
{
    const SideRequest first = request.sides.value(0);
    QList<SideRequest> labelled = request.sides;
    labelByBackend(labelled);
    QStringList backends;
    QStringList addresses;
    for (qsizetype i = 0; i < request.sides.size(); ++i) {
        const SideRequest& side = request.sides.at(i);
        out.need(side.spec == first.spec && side.quant == first.quant && side.engineArgs.isEmpty() &&
                 side.label == labelled.at(i).label);
        backends.append(side.backend);
        addresses.append(side.baseUrl);
    }
    out.need(!first.spec.isEmpty() && backends.size() > 1 && request.baseline == 0);
    out.text("model", first.spec);
    out.list("backends", backends);
    out.list("base-urls", addresses, true);
    out.text("quant", first.quant);
}

void writeSides(const RunRequest& request, CommandWriter& out)
{
    switch (request.kind) {
    case RunKind::Compare:
        writeCompare(request, out);
        break;
    case RunKind::Sweep:
        writeSweep(request, out);
        break;
    case RunKind::Diff:
        writeDiff(request, out);
        break;
    case RunKind::Determinism:
    case RunKind::Stress: {
        const SideRequest side = request.sides.value(0);
        out.need(request.sides.size() == 1 && !side.spec.isEmpty() && side.label.isEmpty() && side.quant.isEmpty());
        out.text("model", side.spec);
        out.text("backend", side.backend);
        out.text("base-url", side.baseUrl);
        out.text("engine-args", joinArguments(side.engineArgs));
        break;
    }
    }
    const SideRequest first = request.sides.value(0);
    for (const SideRequest& side : request.sides)
        out.need(side.keyName == first.keyName && side.caFile == first.caFile);
    out.text("api-key-env", first.keyName);
    out.text("ca-file", first.caFile);
}

void writeWhat(const RunRequest& request, CommandWriter& out)
{
    const domain::RunOptions& o = request.options;
    const domain::RunOptions d;
    if (request.kind != RunKind::Compare || request.suite != QLatin1String("adversarial-numerics"))
        out.text("prompts", request.suite);
    out.number("num-prompts", request.numPrompts, 0);
    out.list("category", request.categories);
    out.list("ids", request.ids);
    if (request.sampleSeed)
        out.text("sample", QString::number(*request.sampleSeed));
    out.text("system", o.system);
    out.number("max-tokens", o.maxTokens, d.maxTokens);
    out.real("temperature", o.temperature, d.temperature);
    if (request.kind != RunKind::Determinism)
        out.number("repeat", o.repeat, d.repeat);
    out.number("seed", o.seed, d.seed);
    out.number("top-logprobs", o.topLogprobs, d.topLogprobs);
    if (comparesModels(request.kind)) {
        if (o.distributions != d.distributions)
            out.text("distributions", domain::name(o.distributions));
        out.number("forced-top-logprobs", o.forcedTopLogprobs, d.forcedTopLogprobs);
        if (o.minor != d.minor || o.moderate != d.moderate)
            out.text("severity", numberText(o.minor) + u',' + numberText(o.moderate));
    }
    out.flag("server-sampling", o.serverSampling);
    out.flag("no-chat", !o.chat);
    out.flag("enable-thinking", o.thinking);
}

void writeHow(const RunRequest& request, CommandWriter& out)
{
    const domain::RunOptions& o = request.options;
    const domain::RunOptions d;
    if (request.kind == RunKind::Determinism) {
        out.number("runs", o.runs, d.runs);
        if (o.mode != d.mode)
            out.text("mode", domain::name(o.mode));
        out.flag("stop-early", o.stopEarly);
    } else if (o.selfCheck != d.selfCheck) {
        out.text("self-check", domain::name(o.selfCheck));
    }
    if (request.kind == RunKind::Stress && o.levels != d.levels) {
        QStringList levels;
        for (const int level : o.levels)
            levels.append(QString::number(level));
        out.list("concurrency", levels);
    }
    if (comparesModels(request.kind)) {
        out.flag("allow-same", o.allowSame);
        out.flag("strict-prompts", o.strictPrompts);
        out.flag("timing", o.timing);
    }
    out.number("parallel", o.parallel, d.parallel);
    out.flag("no-stream", !o.stream);
    out.number("retries", o.retries, d.retries);
    out.seconds("first-byte-timeout", o.firstByteTimeoutMs, d.firstByteTimeoutMs);
    out.seconds("idle-timeout", o.idleTimeoutMs, d.idleTimeoutMs);
    out.seconds("deadline", o.deadlineMs, d.deadlineMs);
    out.flag("compatible", o.compatible);
}

void writeThresholds(const domain::Thresholds& t, CommandWriter& out)
{
    out.threshold("max-flip-rate", t.maxFlipRate);
    out.threshold("max-changed-rate", t.maxChangedRate);
    out.threshold("min-similarity", t.minSimilarity);
    out.threshold("max-severe", t.maxSevere);
    out.threshold("max-kld", t.maxKld);
    out.threshold("min-determinism", t.minDeterminism);
    out.threshold("min-consistency", t.minConsistency);
    out.number("max-errors", t.maxErrors, qint64(0));
    out.flag("strict", t.judging == domain::Judging::Strict);
    out.flag("prove", t.judging == domain::Judging::Prove);
    if (t.undecidable)
        out.text("undecidable",
                 *t.undecidable == domain::Verdict::Fail ? QStringLiteral("fail") : QStringLiteral("pass"));
}

} // namespace

std::optional<QStringList> commandOf(const RunRequest& request)
{
    CommandWriter out;
    writeSides(request, out);
    writeWhat(request, out);
    writeHow(request, out);
    writeThresholds(request.thresholds, out);
    return out.done(request.kind);
}

QString shellLine(const QStringList& arguments)
{
    static const QRegularExpression safe(QStringLiteral("\\A[A-Za-z0-9_./:@%+=,-][A-Za-z0-9_./:@%+=,#-]*\\z"));
    QStringList quoted;
    for (const QString& argument : arguments) {
        if (safe.match(argument).hasMatch())
            quoted.append(argument);
        else
            quoted.append(u'\'' + QString(argument).replace(u'\'', QLatin1String("'\\''")) + u'\'');
    }
    return quoted.join(u' ');
}

QString joinArguments(const QStringList& arguments)
{
    static const QRegularExpression plain(QStringLiteral("\\A[^\\s\"'\\\\]+\\z"));
    QStringList quoted;
    for (const QString& argument : arguments) {
        if (plain.match(argument).hasMatch()) {
            quoted.append(argument);
            continue;
        }
        QString inner = argument;
        inner.replace(u'\\', QLatin1String("\\\\")).replace(u'"', QLatin1String("\\\""));
        quoted.append(u'"' + inner + u'"');
    }
    return quoted.join(u' ');
}

} // namespace quantlens::runners
