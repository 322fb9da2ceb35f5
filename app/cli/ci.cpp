// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/diffruns.h"
#include "app/cli/runcommand.h"
#include "app/cli/runoptions.h"
#include "core/base/text.h"
#include "core/exchange/runfile.h"
#include "core/runners/planfile.h"
#include "core/scoring/rundiff.h"
#include "core/scoring/verdict.h"

#include <QDir>
#include <QFileInfo>

namespace quantlens::cli {

namespace {

constexpr auto ciExamples =
    "  quantlens-cli ci plan.json\n"
    "  quantlens-cli ci plan.json --baseline-run baseline.json --junit verdict.xml --json run.json\n"
    "  quantlens-cli ci plan.json --dry-run\n\n"
    "Exit codes: 0 ran and passed, 1 a threshold failed or a measure became worse than in the baseline run,\n"
    "2 wrong usage or bad input, 3 could not compare, 4 a threshold could not be decided, 130 cancelled.\n";

/// The stored run, or the file, that a plan or --baseline-run names.
base::Expected<domain::RunData> baselineData(const QString& named, const Global& global)
{
    if (named.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) || QFileInfo(named).isFile())
        return exchange::readRunFile(named);
    auto store = openWorkspace(global, store::Mode::ReadOnly);
    if (!store)
        return std::unexpected(store.error());
    return waitFor((*store)->load(named));
}

/// What one measure against the baseline run adds to the verdict: it fails when the run is worse beyond chance.
domain::Judgement judgementOf(const scoring::SideDiff& side, const scoring::MetricDiff& metric)
{
    const double change = metric.after - metric.before;
    const bool worse = metric.significant && (metric.lowerIsBetter ? change > 0 : change < 0);
    domain::Judgement judgement;
    judgement.rule = QStringLiteral("baseline-run: ") + metric.metric;
    judgement.about = side.labelAfter;
    judgement.threshold = metric.before;
    judgement.value = metric.after;
    judgement.n = metric.n;
    judgement.verdict = worse ? domain::Verdict::Fail : domain::Verdict::Pass;
    judgement.sentence = QStringLiteral("%1: %2 before, %3 now, n = %4: %5.")
                             .arg(metric.metric, QString::number(metric.before, 'g', 4),
                                  QString::number(metric.after, 'g', 4), QString::number(metric.n),
                                  worse                ? QStringLiteral("worse than the baseline run")
                                  : metric.significant ? QStringLiteral("better than the baseline run")
                                                       : QStringLiteral("no difference beyond chance"));
    return judgement;
}

Judge judgeAgainst(const domain::RunData& before, const Global& global)
{
    return [before, global](const ScoredRun& run, domain::RunVerdict& verdict) -> base::Expected<QString> {
        const scoring::RunDiff diff = scoring::diffRuns(before, run.data);
        if (diff.joined == 0) {
            domain::Judgement nothing;
            nothing.rule = QStringLiteral("baseline-run");
            nothing.verdict = domain::Verdict::NotComparable;
            nothing.sentence = QStringLiteral("No prompt in common with the baseline run.");
            verdict.judgements.append(nothing);
            verdict.verdict = scoring::worse(verdict.verdict, domain::Verdict::NotComparable);
        }
        for (const scoring::SideDiff& side : diff.sides) {
            for (const scoring::MetricDiff& metric : side.metrics) {
                if (metric.n == 0)
                    continue;
                const domain::Judgement judgement = judgementOf(side, metric);
                verdict.verdict = scoring::worse(verdict.verdict, judgement.verdict);
                verdict.judgements.append(judgement);
            }
        }
        QString text = QStringLiteral("Against the baseline run\n") + diffText(diff, global);
        for (const domain::Judgement& judgement : std::as_const(verdict.judgements)) {
            if (judgement.rule.startsWith(QLatin1String("baseline-run")) && judgement.verdict != domain::Verdict::Pass)
                text += QStringLiteral("FAIL %1 %2\n")
                            .arg(base::singleLine(judgement.about, 60), base::singleLine(judgement.sentence, 300));
        }
        return text;
    };
}

} // namespace

int runCi(const QStringList& list)
{
    QList<Option> options{{"baseline-run", "RUN|FILE", "a stored run, or a run's JSON file, to compare with"},
                          {"dry-run", "[probe]", "show what would be sent, send nothing"}};
    options += judgingOptions();
    options += writingOptions(domain::RunKind::Compare);
    Arguments args(
        "ci PLAN",
        "Runs a plan file, judges it by its thresholds and, where a baseline run is named, by what became worse\n"
        "since then on the same prompts. Options given here win over the plan's.",
        options, ciExamples);
    if (const auto code = args.parse(list, 1, 1))
        return *code;
    const auto failed = [](const base::Error& error) {
        printError(error);
        return exitCode(error);
    };
    auto plan = runners::readPlanFile(args.positional().first());
    if (!plan)
        return failed(plan.error());
    const auto thresholds = thresholdsOf(args, plan->request.thresholds);
    if (!thresholds)
        return failed(thresholds.error());
    plan->request.thresholds = *thresholds;
    if (args.has("dry-run"))
        return showPlan(plan->request, args);
    const QString named = args.value("baseline-run", plan->baselineRun);
    if (named.isEmpty())
        return perform(plan->request, args);
    auto before = baselineData(named, args.global());
    if (!before)
        return failed(before.error());
    return perform(plan->request, args, judgeAgainst(*before, args.global()));
}

} // namespace quantlens::cli
