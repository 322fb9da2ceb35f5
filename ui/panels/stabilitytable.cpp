// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/stabilitytable.h"

#include "ui/models/format.h"
#include "ui/panels/scorecells.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>

namespace quantlens::ui {

namespace {

struct StabilityWords
{
    Q_DECLARE_TR_FUNCTIONS(StabilityPanel)
};

} // namespace

void fillStressTable(ScoreTable& table, const ShownRun& run)
{
    QList<ScoreTable::Column> columns{
        {StabilityWords::tr("Level")},
        {StabilityWords::tr("In flight max / mean"), true, StabilityWords::tr("First byte sent to last received")},
        {StabilityWords::tr("Decoding max / mean"), true,
         StabilityWords::tr("First to last token of streamed answers")},
        {StabilityWords::tr("Equal, 95 %"), true, StabilityWords::tr("Texts equal to those at rest")},
        {StabilityWords::tr("Same bits"), true, StabilityWords::tr("Equal tokens and log-probabilities")},
        {StabilityWords::tr("Same text"), true, StabilityWords::tr("Equal text, other log-probabilities")},
        {StabilityWords::tr("Other text")},
        {StabilityWords::tr("Distinct"), true, StabilityWords::tr("Most distinct texts of one prompt")},
        {StabilityWords::tr("First fork"), true, StabilityWords::tr("Earliest position at which a text parts")},
        {StabilityWords::tr("Errors")},
        {StabilityWords::tr("p50 s")},
        {StabilityWords::tr("p90 s")},
        {StabilityWords::tr("p95 s")},
        {StabilityWords::tr("p99 s")},
        {StabilityWords::tr("First token s"), true, StabilityWords::tr("Median")},
        {StabilityWords::tr("tok/s each")},
        {StabilityWords::tr("tok/s total")}};
    QList<ScoreRow> rows;
    if (run.scores.stress) {
        for (const scoring::StressLevel& level : run.scores.stress->levels) {
            const auto reached = [&](const scoring::Concurrency& is) {
                return ScoreCell{StabilityWords::tr("%1 / %2%3")
                                     .arg(format::integer(is.maximum), format::decimal(is.mean, 1),
                                          is.maximum < level.asked ? QStringLiteral(" !") : QString()),
                                 is.mean, is.maximum < level.asked,
                                 is.maximum < level.asked ? StabilityWords::tr("Fewer than asked for") : QString()};
            };
            qint64 distinct = 0;
            for (const qint64 outputs : level.outputs)
                distinct = std::max(distinct, outputs);
            qsizetype fork = -1;
            for (const domain::Divergence& divergence : level.divergences)
                fork = fork < 0 ? divergence.unit : std::min(fork, divergence.unit);
            const auto seconds = [&](double ms) {
                return ScoreCell{level.latency.n ? format::decimal(ms / 1000, 2) : format::none(),
                                 level.latency.n ? ms / 1000 : notMeasured};
            };
            const bool breaks = level.asked == run.scores.stress->breaksAt;
            QList<ScoreCell> cells{{(breaks ? QStringLiteral("▼ ") : QString()) + format::integer(level.asked),
                                    double(level.asked), breaks,
                                    breaks ? StabilityWords::tr("Breaks here") : QString()}};
            ScoreCell decoding = reached(level.decoding);
            if (level.queued)
                decoding.tip = StabilityWords::tr("Queued, not more load: decoding did not rise");
            cells << reached(level.inFlight) << decoding << rateCell(level.equal) << countCell(level.sameBits)
                  << countCell(level.sameText) << countCell(level.differentText) << countCell(distinct)
                  << (fork < 0 ? ScoreCell{format::none(), notMeasured} : countCell(fork));
            cells << errorCell(level.errors);
            cells << seconds(level.latency.p50) << seconds(level.latency.p90) << seconds(level.latency.p95)
                  << seconds(level.latency.p99)
                  << ScoreCell{level.firstToken.n ? format::decimal(level.firstToken.p50 / 1000, 2) : format::none(),
                               level.firstToken.n ? level.firstToken.p50 / 1000 : notMeasured}
                  << ScoreCell{format::speed(level.tokensPerSecondStream), level.tokensPerSecondStream}
                  << ScoreCell{format::speed(level.tokensPerSecondTotal), level.tokensPerSecondTotal};
            rows.append({QStringLiteral("level:%1").arg(level.asked), -1, cells});
        }
    }
    table.setContent(std::move(columns), std::move(rows));
}

QStringList stressFindings(const ShownRun& run)
{
    QStringList findings;
    if (!run.scores.stress || run.scores.stress->levels.isEmpty())
        return findings;
    const scoring::StressScore& stress = *run.scores.stress;
    int errorsAt = 0;
    int queuedAt = 0;
    for (const scoring::StressLevel& level : stress.levels) {
        if (!level.errors.isEmpty() && errorsAt == 0)
            errorsAt = level.asked;
        if (level.queued && queuedAt == 0)
            queuedAt = level.asked;
    }
    if (errorsAt > 0 && (stress.breaksAt == 0 || errorsAt <= stress.breaksAt))
        findings << StabilityWords::tr("requests fail first, at %1").arg(errorsAt);
    if (stress.breaksAt > 0)
        findings << StabilityWords::tr("outputs break at %1: fewer equal than at rest").arg(stress.breaksAt);
    if (errorsAt > 0 && stress.breaksAt > 0 && errorsAt > stress.breaksAt)
        findings << StabilityWords::tr("requests fail from %1").arg(errorsAt);
    if (stress.firstDifference > 0 && stress.firstDifference != stress.breaksAt)
        findings << StabilityWords::tr("first different text at %1").arg(stress.firstDifference);
    if (findings.isEmpty())
        findings << StabilityWords::tr("nothing breaks up to %1 at once").arg(stress.levels.constLast().asked);
    if (queuedAt > 0)
        findings << StabilityWords::tr("from %1 on requests only queue").arg(queuedAt);
    if (!stress.notRepeatable.isEmpty())
        findings << StabilityWords::tr("%n prompt(s) not repeatable at rest, left out", nullptr,
                                       int(stress.notRepeatable.size()));
    return findings;
}

void fillLoadTable(ScoreTable& table, const ShownRun& run)
{
    QList<ScoreTable::Column> columns{
        {StabilityWords::tr("Prompt"), false},
        {StabilityWords::tr("Distinct"), true, StabilityWords::tr("Distinct texts at rest and at all levels together")},
        {StabilityWords::tr("Differs at"), true,
         StabilityWords::tr("First level with another text than at rest; a dash: none, or not repeatable at rest")},
        {StabilityWords::tr("First fork"), true,
         StabilityWords::tr("Earliest position at which a text under load parts from the one at rest")},
        {StabilityWords::tr("Errors"), true, StabilityWords::tr("Failed requests under load")}};
    QList<ScoreRow> rows;
    if (run.scores.stress) {
        const scoring::StressScore& stress = *run.scores.stress;
        for (const scoring::StressLevel& level : stress.levels)
            columns.append({StabilityWords::tr("At %1").arg(level.asked), true,
                            StabilityWords::tr("Distinct texts at this level; ≠: not all are the text at rest")});
        QList<const scoring::StressPrompt*> prompts;
        for (const scoring::StressPrompt& prompt : stress.prompts)
            prompts.append(&prompt);
        std::ranges::stable_sort(prompts, std::ranges::greater(),
                                 [](const scoring::StressPrompt* each) { return each->distinct; });
        for (const scoring::StressPrompt* prompt : std::as_const(prompts)) {
            ScoreCell name{format::promptId(prompt->promptId, run.data.run.suiteName)};
            ScoreCell differs{format::none(), notMeasured};
            if (prompt->firstDifference > 0)
                differs = countCell(prompt->firstDifference);
            if (stress.notRepeatable.contains(prompt->promptId))
                differs.tip = StabilityWords::tr("Not repeatable at rest: nothing can be said about the load");
            QList<ScoreCell> cells{name, countCell(prompt->distinct), differs,
                                   prompt->firstFork ? countCell(*prompt->firstFork)
                                                     : ScoreCell{format::none(), notMeasured},
                                   errorCell(prompt->errors)};
            for (qsizetype i = 0; i < stress.levels.size(); ++i) {
                const qint64 outputs = prompt->outputs.value(i);
                ScoreCell cell = outputs > 0 ? countCell(outputs) : ScoreCell{format::none(), notMeasured};
                if (prompt->different.value(i) > 0) {
                    cell.text += QStringLiteral(" ≠");
                    cell.tip = StabilityWords::tr("Answers with another text than at rest: %1")
                                   .arg(format::integer(prompt->different.value(i)));
                }
                cells << cell;
            }
            rows.append({QStringLiteral("prompt:") + prompt->promptId, -1, cells});
        }
    }
    table.setContent(std::move(columns), std::move(rows));
}

void fillRepeatTable(ScoreTable& table, const ShownRun& run)
{
    QList<ScoreTable::Column> columns{
        {StabilityWords::tr("Prompt"), false},
        {StabilityWords::tr("Score"), true, StabilityWords::tr("Most frequent output ÷ runs that succeeded")},
        {StabilityWords::tr("Outputs"), false},
        {StabilityWords::tr("Distinct")},
        {StabilityWords::tr("Fork"), true, StabilityWords::tr("First position at which outputs part")},
        {StabilityWords::tr("Other logprobs"), true,
         StabilityWords::tr("Runs of equal text with other log-probabilities")},
        {StabilityWords::tr("Ran")}};
    QList<ScoreRow> rows;
    if (run.scores.determinism) {
        QList<const scoring::PromptRepeats*> prompts;
        for (const scoring::PromptRepeats& prompt : run.scores.determinism->prompts)
            prompts.append(&prompt);
        std::ranges::stable_sort(prompts, {},
                                 [](const scoring::PromptRepeats* each) { return each->score.value_or(-1); });
        for (const scoring::PromptRepeats* prompt : std::as_const(prompts)) {
            QList<qint64> counts;
            for (const scoring::Variant& variant : prompt->variants) {
                if (counts.size() < 12)
                    counts.append(variant.count);
                else
                    counts.last() += variant.count;
            }
            // Ended early, "differs" is known and the score is not.
            const bool early = run.scores.determinism->earlyStop && prompt->variants.size() > 1;
            ScoreCell score{format::none(), notMeasured};
            if (early)
                score.text = StabilityWords::tr("differs");
            else if (prompt->score)
                score = numberCell(*prompt->score, 2);
            QList<ScoreCell> cells{{format::promptId(prompt->promptId, run.data.run.suiteName)}, score};
            cells << ScoreCell{{}, double(counts.isEmpty() ? 0 : counts.first()), false, {}, counts};
            ScoreCell distinct = countCell(prompt->variants.size());
            if (prompt->countsOnly && prompt->variants.size() > 1)
                distinct.text = StabilityWords::tr("≥ %1").arg(distinct.text);
            cells << distinct
                  << (prompt->positions.isEmpty() ? ScoreCell{format::none(), notMeasured}
                                                  : countCell(prompt->positions.first()))
                  << countCell(prompt->sameText);
            ScoreCell ran = countCell(prompt->succeeded);
            ran.alarm = prompt->succeeded < prompt->requested;
            ran.text += ran.alarm ? StabilityWords::tr(" of %1").arg(format::integer(prompt->requested)) : QString();
            cells << ran;
            rows.append({QStringLiteral("prompt:") + prompt->promptId, -1, cells});
        }
    }
    table.setContent(std::move(columns), std::move(rows));
}

QString repeatFinding(const ShownRun& run)
{
    if (!run.scores.determinism || run.scores.determinism->score.prompts == 0)
        return {};
    const scoring::DeterminismRun& determinism = *run.scores.determinism;
    const domain::Rate& differing = determinism.score.differing;
    QString text = determinism.earlyStop
                       ? StabilityWords::tr("differing prompts were ended early")
                       : StabilityWords::tr("mean score %1").arg(format::decimal(determinism.score.overall, 3));
    text += StabilityWords::tr(" · %1 of %2 perfect")
                .arg(format::integer(determinism.score.perfect), format::integer(determinism.score.prompts));
    text += StabilityWords::tr(" · differing: %1").arg(format::rate(differing));
    if (determinism.score.allFailed > 0)
        text += StabilityWords::tr(" · %n prompt(s) always failed", nullptr, int(determinism.score.allFailed));
    return text;
}

} // namespace quantlens::ui
