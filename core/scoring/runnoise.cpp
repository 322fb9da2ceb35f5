// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/runparts.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace quantlens::scoring {

namespace {

constexpr std::array selfChecks{domain::Pass::RepeatCheck, domain::Pass::CacheCheck, domain::Pass::LoadCheck};
constexpr qint64 fewestForMean = 20;

qint8 changeOf(const domain::Comparison& pair)
{
    switch (pair.answers) {
    case domain::AnswerState::Same:
        return 0;
    case domain::AnswerState::Changed:
        return 1;
    default:
        return -1;
    }
}

qint8 flipMark(const domain::Comparison& pair)
{
    return pair.flip == domain::FlipState::NoReference ? qint8(-1) : qint8(domain::isFlip(pair.flip));
}

/// Several answers of one check to one prompt: it changed when any of them did.
void raiseMark(qint8& mark, qint8 value)
{
    mark = std::max(mark, value);
}

domain::Rate rateOf(const std::vector<qint8>& marks)
{
    const auto n = std::ranges::count_if(marks, [](qint8 mark) { return mark >= 0; });
    return wilson(std::ranges::count(marks, qint8(1)), n);
}

NoiseKind scoreKind(const domain::RunRecord& run, const RunIndex& index, domain::Pass pass)
{
    NoiseKind kind;
    kind.pass = pass;
    QList<LogprobChange> changes;
    std::vector<ScoredPositions> scored;
    const bool byId = tokensJoinById(run, run.baseline, run.baseline);
    const bool stress = run.kind == domain::RunKind::Stress;
    for (const domain::Prompt& prompt : run.prompts) {
        qint8 differs = -1;
        qint8 changed = -1;
        qint8 flipped = -1;
        double logKld = std::numeric_limits<double>::quiet_NaN();
        const domain::Generation* const answer =
            index.one(run.baseline, stress ? domain::Pass::Reference : domain::Pass::Answer, prompt.id);
        for (const domain::Generation* check : index.of(run.baseline, pass, prompt.id)) {
            ++kind.requests.requests;
            if (check->failed()) {
                ++kind.requests.failed;
                ++kind.requests.errors[check->error->code];
                continue;
            }
            if (!answer || answer->failed())
                continue;
            changes.append(compareRepeats(*answer, *check));
            kind.comparisons.append(compareWith(compareOptions(run), prompt, *answer, *check, run.unit));
            const domain::Comparison& pair = kind.comparisons.constLast();
            raiseMark(differs, pair.severity != domain::Severity::Identical);
            raiseMark(changed, changeOf(pair));
            raiseMark(flipped, flipMark(pair));
            scored.push_back(sharedPrefix(answer->entries, check->entries, byId));
            const std::vector<Cluster> cluster = logKldClusters({scored.back()});
            if (!cluster.empty())
                logKld = std::fmax(logKld, cluster.front().sum / cluster.front().n);
        }
        kind.differs.push_back(differs);
        kind.changes.push_back(changed);
        kind.flipped.push_back(flipped);
        kind.logKld.push_back(logKld);
    }
    kind.measure = measureNoise(changes);
    kind.kld = summarizePositions(pooledPositions(scored));
    kind.changed = rateOf(kind.changes);
    kind.flips = rateOf(kind.flipped);
    return kind;
}

/// Names in sentences.
QString checkName(domain::Pass pass)
{
    switch (pass) {
    case domain::Pass::CacheCheck:
        return QStringLiteral("the baseline with its prompt cache on");
    case domain::Pass::LoadCheck:
        return QStringLiteral("the baseline under load");
    default:
        return QStringLiteral("the baseline's own repeat");
    }
}

struct RateMarks
{
    QString measure;
    std::vector<qint8> own;
    std::vector<qint8> NoiseKind::* check;
};

/// Against the self-check from which it is told apart least.
std::optional<NoiseStatement> rateStatement(const RateMarks& marks, const NoiseReport& noise)
{
    std::optional<NoiseStatement> best;
    for (const NoiseKind& kind : noise.kinds) {
        const std::vector<qint8>& check = kind.*marks.check;
        qint64 n = 0;
        qint64 own = 0;
        qint64 other = 0;
        qint64 onlyOwn = 0;
        qint64 onlyCheck = 0;
        for (std::size_t i = 0; i < std::min(marks.own.size(), check.size()); ++i) {
            if (marks.own[i] < 0 || check[i] < 0)
                continue;
            ++n;
            own += marks.own[i];
            other += check[i];
            onlyOwn += marks.own[i] && !check[i];
            onlyCheck += check[i] && !marks.own[i];
        }
        const double p = mcnemar(onlyOwn, onlyCheck);
        if (n == 0 || (best && best->p >= p))
            continue;
        NoiseStatement statement{marks.measure, kind.pass, rateWithinNoise(onlyOwn, onlyCheck), n, p, {}};
        const QString counts = QStringLiteral("%1: %2 of %3 prompts, %4 in %5")
                                   .arg(marks.measure)
                                   .arg(own)
                                   .arg(n)
                                   .arg(other)
                                   .arg(checkName(kind.pass));
        if (!statement.within)
            statement.sentence =
                QStringLiteral("%1; %2 than noise explains (exact McNemar, %3).")
                    .arg(counts, onlyOwn > onlyCheck ? QStringLiteral("more") : QStringLiteral("less"), chanceText(p));
        else if (onlyOwn + onlyCheck < fewestDiscordant)
            statement.sentence =
                QStringLiteral("%1; fewer than %2 prompts tell the two apart, too few to call it more than noise.")
                    .arg(counts)
                    .arg(fewestDiscordant);
        else
            statement.sentence = QStringLiteral("%1; within noise (exact McNemar, %2).").arg(counts, chanceText(p));
        best = statement;
    }
    return best;
}

std::optional<NoiseStatement> kldStatement(const PairScores& pair, const NoiseReport& noise)
{
    std::optional<NoiseStatement> best;
    for (const NoiseKind& kind : noise.kinds) {
        std::vector<double> differences;
        for (std::size_t i = 0; i < std::min(pair.kld.logByPrompt.size(), kind.logKld.size()); ++i) {
            const double difference = pair.kld.logByPrompt[i] - kind.logKld[i];
            if (std::isfinite(difference))
                differences.push_back(difference);
        }
        if (qint64(differences.size()) < fewestForMean)
            continue;
        const auto interval = bootstrapT(singletons(differences));
        const double p = bootstrapPValue(singletons(differences));
        if (!interval || (best && best->p >= p))
            continue;
        NoiseStatement statement{QStringLiteral("KL divergence"), kind.pass, interval->low <= 0 && interval->high >= 0,
                                 qint64(differences.size()),      p,         {}};
        statement.sentence =
            QStringLiteral("KL divergence: %1 against %2 (paired over %3 prompts, %4).")
                .arg(statement.within ? QStringLiteral("within noise") : QStringLiteral("cannot be noise"),
                     checkName(kind.pass), QString::number(differences.size()), chanceText(p));
        best = statement;
    }
    return best;
}

} // namespace

NoiseReport scoreNoise(const domain::RunRecord& run, const RunIndex& index)
{
    NoiseReport report;
    if (run.baseline < 0 || run.baseline >= run.sides.size())
        return report;
    QList<NoiseMeasure> measures;
    for (const domain::Pass pass : selfChecks) {
        if (!index.has(run.baseline, pass))
            continue;
        report.kinds.append(scoreKind(run, index, pass));
        measures.append(report.kinds.constLast().measure);
    }
    report.level = noiseLevel(measures);
    return report;
}

QList<NoiseStatement> noiseStatements(const domain::RunRecord& run, const PairScores& pair, const NoiseReport& noise)
{
    QHash<QString, const domain::Comparison*> byPrompt;
    for (const domain::Comparison& comparison : pair.comparisons) {
        if (comparison.scored())
            byPrompt.insert(comparison.promptId, &comparison);
    }
    RateMarks flips{QStringLiteral("flips"), {}, &NoiseKind::flipped};
    RateMarks changes{QStringLiteral("changed answers"), {}, &NoiseKind::changes};
    RateMarks texts{QStringLiteral("differing texts"), {}, &NoiseKind::differs};
    for (const domain::Prompt& prompt : run.prompts) {
        const domain::Comparison* const comparison = byPrompt.value(prompt.id);
        flips.own.push_back(comparison ? flipMark(*comparison) : qint8(-1));
        changes.own.push_back(comparison ? changeOf(*comparison) : qint8(-1));
        texts.own.push_back(comparison ? qint8(comparison->severity != domain::Severity::Identical) : qint8(-1));
    }
    QList<NoiseStatement> statements;
    const auto add = [&statements](const std::optional<NoiseStatement>& statement) {
        if (statement)
            statements.append(*statement);
    };
    add(rateStatement(flips, noise));
    add(rateStatement(changes, noise));
    add(kldStatement(pair, noise));
    add(rateStatement(texts, noise));
    return statements;
}

} // namespace quantlens::scoring
