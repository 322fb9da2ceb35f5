// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/pairtables.h"
#include "core/base/text.h"
#include "core/reports/numbers.h"
#include "core/reports/scoretext.h"

#include <algorithm>

namespace quantlens::cli {

namespace {

constexpr qsizetype mostRows = 50;

using reports::decimalText;
using reports::rateText;

QString positionsText(const QList<qsizetype>& positions)
{
    QStringList shown;
    for (const qsizetype position : positions.first(std::min<qsizetype>(6, positions.size())))
        shown.append(QString::number(position));
    if (shown.size() < positions.size())
        shown.append(QStringLiteral("…"));
    return shown.isEmpty() ? QStringLiteral("–") : shown.join(u' ');
}

QString differingTable(const scoring::DeterminismRun& run, domain::Unit unit, const Global& global)
{
    QList<QStringList> rows;
    qsizetype all = 0;
    for (const scoring::PromptRepeats& prompt : run.prompts) {
        const bool perfect = prompt.score && prompt.variants.size() == 1 && prompt.sameText == 0;
        if (perfect && prompt.succeeded == prompt.requested)
            continue;
        if (++all > mostRows)
            continue;
        const bool cut = run.earlyStop && prompt.variants.size() > 1;
        rows.append({base::singleLine(prompt.promptId, 40), QString::number(prompt.requested),
                     QString::number(prompt.requested - prompt.succeeded), QString::number(prompt.variants.size()),
                     QString::number(prompt.sameBits), QString::number(prompt.sameText),
                     QString::number(prompt.differentText),
                     !prompt.score ? QStringLiteral("–")
                     : cut         ? QStringLiteral("differs")
                                   : reports::percent(*prompt.score) + QStringLiteral(" %"),
                     positionsText(prompt.positions), QString::number(prompt.logprobMaximum, 'g', 2)});
    }
    if (rows.isEmpty())
        return {};
    QString title = QStringLiteral("Prompts that differ or failed (%1)").arg(all);
    if (all > mostRows)
        title += QStringLiteral(", the first %1").arg(mostRows);
    return u'\n' + table(styled(title, Style::Bold, global.color),
                         {QStringLiteral("prompt"), QStringLiteral("runs"), QStringLiteral("failed"),
                          QStringLiteral("outputs"), QStringLiteral("same bits"), QStringLiteral("same text"),
                          QStringLiteral("other text"), QStringLiteral("score"),
                          QStringLiteral("parts at (%1)").arg(name(unit)), QStringLiteral("max |Δ logprob|")},
                         rows);
}

} // namespace

QString determinismText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global)
{
    if (!scores.determinism)
        return {};
    const scoring::DeterminismRun& run = *scores.determinism;
    const domain::Rate& differing = run.score.differing;
    const qint64 runs = run.sameBits + run.sameText + run.differentText;
    const bool bare = run.earlyStop && differing.count > 0;
    QList<QStringList> rows{
        {QStringLiteral("prompts"),
         QStringLiteral("%1 answered, %2 without any answer").arg(run.score.prompts).arg(run.score.allFailed)},
        {QStringLiteral("runs"), QStringLiteral("%1 answered, %2 failed").arg(runs).arg(scores.failures.failed)},
        {QStringLiteral("differing prompts"), differing.n && differing.count == 0
                                                  ? QStringLiteral("no difference in %1 prompts (at most 3/n = %2 %)")
                                                        .arg(differing.n)
                                                        .arg(reports::percent(scoring::atMostWithoutEvent(differing.n)))
                                                  : rateText(differing)},
        {QStringLiteral("determinism"),
         bare ? QStringLiteral("differs: runs were ended at the first difference") : reports::meanText(run.overall, 4)},
        {QStringLiteral("perfect prompts"), QStringLiteral("%1 of %2").arg(run.score.perfect).arg(run.score.prompts)},
        {QStringLiteral("bit-identical runs"), QStringLiteral("%1 of %2").arg(run.sameBits).arg(runs)},
        {QStringLiteral("same text, other logprobs"), QString::number(run.sameText)},
        {QStringLiteral("another text"), QString::number(run.differentText)},
    };
    if (!run.score.worst.isEmpty())
        rows.append({QStringLiteral("worst"), base::singleLine(run.score.worst.join(QStringLiteral(", ")), 120)});
    const QString title =
        QStringLiteral("Determinism of %1, %2, %3 runs a prompt")
            .arg(labelCell(data.run, 0), name(data.run.options.mode), QString::number(data.run.options.runs));
    QString text = table(styled(title, Style::Bold, global.color), {{}, {}}, rows, false);
    for (const QString& line : reports::loadLines(run))
        text += line + u'\n';
    return text + differingTable(run, data.run.unit, global);
}

QString stressText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global)
{
    if (!scores.stress)
        return {};
    const scoring::StressScore& stress = *scores.stress;
    const auto concurrency = [](const scoring::Concurrency& each) {
        return each.maximum ? QStringLiteral("%1 (%2)").arg(each.maximum).arg(decimalText(each.mean, 1))
                            : QStringLiteral("–");
    };
    const auto ms = [](const scoring::LatencySummary& each) {
        return each.n ? QStringLiteral("%1 / %2 / %3")
                            .arg(qRound64(each.p50))
                            .arg(qRound64(each.p95))
                            .arg(qRound64(each.p99))
                      : QStringLiteral("–");
    };
    QList<QStringList> rows;
    QStringList errors;
    for (const scoring::StressLevel& level : stress.levels) {
        qint64 failed = 0;
        for (auto error = level.errors.cbegin(); error != level.errors.cend(); ++error) {
            failed += error.value();
            errors.append(QStringLiteral("%1 in flight: %2 × %3").arg(level.asked).arg(error.value()).arg(error.key()));
        }
        rows.append({QString::number(level.asked), QString::number(level.requests), QString::number(failed),
                     concurrency(level.inFlight), concurrency(level.decoding), rateText(level.equal),
                     QStringLiteral("%1 / %2 / %3").arg(level.sameBits).arg(level.sameText).arg(level.differentText),
                     QString::number(level.leftOut), ms(level.latency), ms(level.firstToken),
                     decimalText(level.tokensPerSecondStream, 1), decimalText(level.tokensPerSecondTotal, 1),
                     level.queued ? QStringLiteral("queued, not more load") : QString()});
    }
    QString text = table(styled(QStringLiteral("Stress of %1, %2 prompts")
                                    .arg(labelCell(data.run, 0), QString::number(data.run.prompts.size())),
                                Style::Bold, global.color),
                         {QStringLiteral("asked"),
                          QStringLiteral("requests"),
                          QStringLiteral("errors"),
                          QStringLiteral("in flight"),
                          QStringLiteral("decoding"),
                          QStringLiteral("equal outputs"),
                          QStringLiteral("bits / text / other"),
                          QStringLiteral("left out"),
                          QStringLiteral("latency ms 50/95/99 %"),
                          QStringLiteral("first token ms"),
                          QStringLiteral("tokens/s"),
                          QStringLiteral("in all"),
                          {}},
                         rows);
    text += QStringLiteral("At rest: %1 of %2 prompts gave the same text twice.\n")
                .arg(stress.atRest.count)
                .arg(stress.atRest.n);
    if (!stress.notRepeatable.isEmpty())
        text += QStringLiteral("Not repeatable at rest, left out of the load's effect: %1\n")
                    .arg(base::singleLine(stress.notRepeatable.join(QStringLiteral(", ")), 200));
    text += stress.firstDifference ? QStringLiteral("First difference at %1 in flight.\n").arg(stress.firstDifference)
                                   : QStringLiteral("No text differed under load.\n");
    for (const QString& line : reports::loadLines(stress))
        text += line + u'\n';
    if (stress.breaksAt)
        text += QStringLiteral("Breaks at %1 in flight: the interval of equal outputs lies wholly below the "
                               "reference's.\n")
                    .arg(stress.breaksAt);
    for (const QString& error : std::as_const(errors))
        text += styled(base::singleLine(error, 200), Style::Bad, global.color) + u'\n';
    return text;
}

} // namespace quantlens::cli
