// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/command.h"

#include "core/suites/suites.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace quantlens::reports {

namespace {

using domain::RunKind;
using domain::RunRecord;

/// Ids of a subset are written out up to so many.
constexpr qsizetype mostIds = 200;

/// One argument of a POSIX shell.
QString quotedArgument(const QString& argument)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (plain.match(argument).hasMatch())
        return argument;
    QString quoted = argument;
    return u'\'' + quoted.replace(u'\'', QLatin1String("'\\''")) + u'\'';
}

QString commandLine(QStringList words)
{
    for (QString& word : words)
        word = quotedArgument(word);
    return words.join(u' ');
}

/// A file by its name: the folders are of no use on another computer, and private.
QString publicSpec(const QString& spec)
{
    const bool local = spec.startsWith(u'/') || spec.startsWith(u'~') || spec.startsWith(u'.') ||
                       spec.endsWith(QLatin1String(".gguf"), Qt::CaseInsensitive) ||
                       spec.endsWith(QLatin1String(".jsonl"), Qt::CaseInsensitive);
    if (!local)
        return spec;
    const qsizetype slash = spec.lastIndexOf(u'/');
    const qsizetype prefix = spec.indexOf(u':'); // "gguf:/models/a.gguf"
    const QString name = spec.sliced(slash + 1);
    return slash > prefix && prefix > 0 && prefix < 12 ? spec.first(prefix + 1) + name : name;
}

QString commandSpec(const RunRecord& run, int side)
{
    return side >= 0 && side < run.sides.size() ? publicSpec(run.sides.at(side).model.spec) : QString();
}

/// The address of a server that was running already; empty for engines that are started.
QString commandAddress(const RunRecord& run, int side)
{
    if (side < 0 || side >= run.sides.size())
        return {};
    const domain::ResolvedModel& model = run.sides.at(side).model;
    return model.engine == domain::EngineKind::None ? model.baseUrl.toString(QUrl::RemoveUserInfo) : QString();
}

/// The words of a command, option by option; options without a value worth saying are left out.
class CommandWords
{
public:
    explicit CommandWords(const QString& command)
        : m_words{QStringLiteral("quantlens-cli"), command}
    {
    }

    void word(const QString& text) { m_words.append(text); }

    void option(const char* name, const QString& value)
    {
        if (!value.isEmpty())
            m_words << QLatin1String(name) << value;
    }

    void number(const char* name, double value, double usual)
    {
        if (value != usual)
            m_words << QLatin1String(name) << QString::number(value, 'g', 10);
    }

    void threshold(const char* name, const std::optional<double>& value)
    {
        if (value)
            m_words << QLatin1String(name) << QString::number(*value, 'g', 10);
    }

    void flag(const char* name, bool set)
    {
        if (set)
            m_words << QLatin1String(name);
    }

    [[nodiscard]] QString line() const { return commandLine(m_words); }

private:
    QStringList m_words;
};

QString suiteArgument(const RunRecord& run)
{
    return suites::bundledSuites().contains(run.suiteName) ? run.suiteName : run.suiteName + QStringLiteral(".jsonl");
}

QString levelList(const domain::RunOptions& options)
{
    QStringList levels;
    for (const int level : options.levels)
        levels << QString::number(level);
    return levels.join(u',');
}

void addAsked(CommandWords& words, const domain::RunOptions& used)
{
    const domain::RunOptions usual;
    words.number("--max-tokens", used.maxTokens, usual.maxTokens);
    words.number("--temperature", used.temperature, usual.temperature);
    words.number("--seed", used.seed, usual.seed);
    words.number("--top-logprobs", used.topLogprobs, usual.topLogprobs);
    words.option("--system", used.system);
    words.flag("--no-chat", !used.chat);
    words.flag("--enable-thinking", used.thinking);
    words.flag("--server-sampling", used.serverSampling);
    words.number("--parallel", used.parallel, usual.parallel);
}

void addRepeats(CommandWords& words, const RunRecord& run)
{
    if (run.kind == RunKind::Determinism) {
        words.option("--runs", QString::number(run.options.runs));
        words.option("--mode", domain::name(run.options.mode));
    } else if (run.kind == RunKind::Stress) {
        words.option("--concurrency", levelList(run.options));
    }
}

QString placeholder(const RunRecord& run, int side, const QString& letter)
{
    return commandAddress(run, side).isEmpty() ? QString() : QStringLiteral("ADDRESS") + letter;
}

/// Spec with its label where that is not what the spec gives by itself.
QString labelledSpec(const RunRecord& run, int side)
{
    const QString spec = withoutAddresses(commandSpec(run, side));
    const QString label = run.label(side);
    return label.isEmpty() || spec.contains(label) || label.contains(u',') ? spec : label + u'=' + spec;
}

CommandWords subjectWords(const RunRecord& run)
{
    CommandWords words(domain::name(run.kind));
    QStringList list;
    QStringList addresses;
    switch (run.kind) {
    case RunKind::Compare:
        words.word(withoutAddresses(commandSpec(run, 0)));
        words.word(withoutAddresses(commandSpec(run, 1)));
        words.option("--base-url-a", placeholder(run, 0, QStringLiteral("-A")));
        words.option("--base-url-b", placeholder(run, 1, QStringLiteral("-B")));
        break;
    case RunKind::Sweep:
        for (int side = 0; side < run.sides.size(); ++side)
            list << labelledSpec(run, side);
        words.option("--models", list.join(u','));
        if (run.baseline > 0)
            words.option("--baseline", run.label(run.baseline));
        words.option("--base-url", placeholder(run, 0, {}));
        break;
    case RunKind::Diff:
        for (int side = 0; side < run.sides.size(); ++side) {
            list << domain::name(run.sides.at(side).model.backend);
            addresses << placeholder(run, side, u'-' + domain::sideLetter(side));
        }
        words.option("--model", withoutAddresses(commandSpec(run, 0)));
        words.option("--backends", list.join(u','));
        if (!addresses.join(QString()).isEmpty())
            words.option("--base-urls", addresses.join(u','));
        break;
    case RunKind::Determinism:
    case RunKind::Stress:
        words.option("--model", withoutAddresses(commandSpec(run, 0)));
        words.option("--base-url", placeholder(run, 0, {}));
        break;
    }
    return words;
}

/// Which of a bundled suite's prompts were asked; of a file it is not known how many it has.
void addSelection(CommandWords& words, const RunRecord& run)
{
    words.option("--prompts", suiteArgument(run));
    const auto bytes = suites::bundledBytes(run.suiteName);
    if (!bytes || run.prompts.isEmpty())
        return;
    const auto suite = suites::parseSuite(*bytes, run.suiteName);
    if (!suite || suite->prompts.size() == run.prompts.size())
        return;
    if (run.prompts.size() > mostIds) {
        words.option("--num-prompts", QString::number(run.prompts.size()));
        return;
    }
    QStringList ids;
    for (const domain::Prompt& prompt : run.prompts)
        ids << prompt.id;
    words.option("--ids", ids.join(u','));
}

void addHow(CommandWords& words, const RunRecord& run)
{
    const domain::RunOptions usual;
    const domain::RunOptions& used = run.options;
    const bool comparing = run.kind == RunKind::Compare || run.kind == RunKind::Sweep || run.kind == RunKind::Diff;
    if (comparing) {
        if (used.distributions != usual.distributions)
            words.option("--distributions", domain::name(used.distributions));
        words.number("--forced-top-logprobs", used.forcedTopLogprobs, usual.forcedTopLogprobs);
        if (used.minor != usual.minor || used.moderate != usual.moderate)
            words.option("--severity", QStringLiteral("%1,%2").arg(used.minor).arg(used.moderate));
        words.flag("--timing", used.timing);
        words.flag("--allow-same", used.allowSame);
        words.flag("--strict-prompts", used.strictPrompts);
    }
    if (run.kind != RunKind::Determinism) {
        words.number("--repeat", used.repeat, usual.repeat);
        // Sweep and stress check by themselves: there "off" has to be said.
        const bool usualOff = run.kind == RunKind::Compare || run.kind == RunKind::Diff;
        if (!usualOff || used.selfCheck != domain::SelfCheck::Off)
            words.option("--self-check", domain::name(used.selfCheck));
    }
    words.flag("--stop-early", used.stopEarly);
    words.flag("--no-stream", !used.stream);
    words.number("--retries", used.retries, usual.retries);
    words.number("--first-byte-timeout", used.firstByteTimeoutMs / 1000.0, usual.firstByteTimeoutMs / 1000.0);
    words.number("--idle-timeout", used.idleTimeoutMs / 1000.0, usual.idleTimeoutMs / 1000.0);
    words.number("--deadline", used.deadlineMs / 1000.0, usual.deadlineMs / 1000.0);
    words.flag("--compatible", used.compatible);
}

void addJudging(CommandWords& words, const domain::Thresholds& limits)
{
    words.threshold("--max-flip-rate", limits.maxFlipRate);
    words.threshold("--max-changed-rate", limits.maxChangedRate);
    words.threshold("--min-similarity", limits.minSimilarity);
    words.threshold("--max-severe", limits.maxSevere);
    words.threshold("--max-kld", limits.maxKld);
    words.threshold("--min-determinism", limits.minDeterminism);
    words.threshold("--min-consistency", limits.minConsistency);
    words.number("--max-errors", double(limits.maxErrors), 0);
    words.flag("--strict", limits.judging == domain::Judging::Strict);
    words.flag("--prove", limits.judging == domain::Judging::Prove);
    if (limits.undecidable)
        words.option("--undecidable", domain::name(*limits.undecidable));
}

} // namespace

QString commandFor(const RunRecord& run, const QString& promptId, int sideA, int sideB)
{
    const bool repeats = run.kind == RunKind::Determinism || run.kind == RunKind::Stress;
    CommandWords words(repeats ? domain::name(run.kind) : QStringLiteral("compare"));
    if (repeats) {
        words.option("--model", commandSpec(run, sideA));
        words.option("--base-url", commandAddress(run, sideA));
    } else {
        words.word(commandSpec(run, sideA));
        words.word(commandSpec(run, sideB));
        words.option("--base-url-a", commandAddress(run, sideA));
        words.option("--base-url-b", commandAddress(run, sideB));
    }
    words.option("--prompts", suiteArgument(run));
    words.option("--ids", promptId);
    addAsked(words, run.options);
    addRepeats(words, run);
    return words.line();
}

QString runCommand(const RunRecord& run)
{
    CommandWords words = subjectWords(run);
    addSelection(words, run);
    addAsked(words, run.options);
    addRepeats(words, run);
    addHow(words, run);
    addJudging(words, run.thresholds);
    return words.line();
}

QString withoutFolders(const QString& name)
{
    const bool isPath = name.startsWith(u'/') || name.startsWith(u'~') || name.contains(u'\\') ||
                        (name.size() > 1 && name.at(1) == u':');
    return isPath ? name.sliced(std::max(name.lastIndexOf(u'/'), name.lastIndexOf(u'\\')) + 1) : name;
}

QStringList hostsOf(const RunRecord& run)
{
    QStringList hosts;
    for (const domain::RunSide& side : run.sides) {
        if (const QString host = side.model.baseUrl.host(); !host.isEmpty() && !hosts.contains(host))
            hosts.append(host);
    }
    return hosts;
}

QString withoutAddresses(QString text, const QStringList& hosts)
{
    static const QRegularExpression address(QStringLiteral("\\b[a-z][a-z0-9+.-]*://[^\\s\"'<>]+"),
                                            QRegularExpression::CaseInsensitiveOption);
    // A port makes a name or a number an address.
    static const QRegularExpression withPort(
        QStringLiteral("(?<![\\w.-])([a-z0-9-]+(\\.[a-z0-9-]+)+|localhost|\\[[0-9a-f:]+\\]):\\d{1,5}\\b"),
        QRegularExpression::CaseInsensitiveOption);
    text.replace(address, QStringLiteral("[address]"));
    text.replace(withPort, QStringLiteral("[address]"));
    for (const QString& host : hosts) {
        const QRegularExpression known(
            QStringLiteral("(?<![\\w.-])%1(:\\d{1,5})?(?![\\w-])").arg(QRegularExpression::escape(host)),
            QRegularExpression::CaseInsensitiveOption);
        text.replace(known, QStringLiteral("[address]"));
    }
    return text;
}

} // namespace quantlens::reports
