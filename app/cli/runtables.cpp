// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runtables.h"

#include "app/cli/pairtables.h"
#include "app/cli/summarytext.h"
#include "core/base/text.h"
#include "core/reports/scoretext.h"
#include "core/scoring/runverdict.h"

#include <algorithm>

namespace quantlens::cli {

namespace {

constexpr qsizetype mostFailures = 50;

/// Several sides: one row each, the sentences would repeat themselves.
QString noiseTable(const domain::RunRecord& run, const scoring::RunScores& scores)
{
    QStringList measures;
    for (const scoring::PairScores& pair : scores.pairs) {
        for (const scoring::NoiseStatement& statement : pair.noise) {
            if (!measures.contains(statement.measure))
                measures.append(statement.measure);
        }
    }
    if (measures.isEmpty())
        return {};
    QList<QStringList> rows;
    for (const scoring::PairScores& pair : scores.pairs) {
        QStringList row{labelCell(run, pair.side)};
        for (const QString& measure : std::as_const(measures)) {
            const auto found = std::ranges::find(pair.noise, measure, &scoring::NoiseStatement::measure);
            row.append(found == pair.noise.end() ? QStringLiteral("–")
                       : found->within           ? QStringLiteral("within noise, n = %1").arg(found->n)
                                                 : QStringLiteral("beyond noise, n = %1, %2")
                                             .arg(QString::number(found->n), scoring::chanceText(found->p)));
        }
        rows.append(row);
    }
    return table({}, QStringList{QStringLiteral("against it")} + measures, rows, false) +
           QStringLiteral("  Rates by the exact McNemar test (fewer than 6 prompts that tell the two apart stay within "
                          "noise), means by the paired bootstrap.\n");
}

QString noiseText(const domain::RunRecord& run, const scoring::RunScores& scores, const Global& global)
{
    const QStringList lines = reports::noiseLines(scores.noise);
    if (lines.isEmpty())
        return {};
    QString text = u'\n' + styled(QStringLiteral("Noise of the baseline"), Style::Bold, global.color) + u'\n';
    for (const QString& line : lines)
        text += QStringLiteral("  ") + line + u'\n';
    if (scores.pairs.size() > 1)
        return text + noiseTable(run, scores);
    for (const scoring::PairScores& pair : scores.pairs) {
        for (const scoring::NoiseStatement& statement : pair.noise)
            text += QStringLiteral("  %1: %2\n").arg(labelCell(run, pair.side), statement.sentence);
    }
    return text;
}

QString findingsText(const domain::RunRecord& run, const scoring::RunScores& scores, const Global& global)
{
    if (scores.findings.isEmpty())
        return {};
    QString text =
        u'\n' + styled(QStringLiteral("Findings (%1)").arg(scores.findings.size()), Style::Bold, global.color) + u'\n';
    for (const scoring::Finding& finding : scores.findings)
        text += QStringLiteral("  %1, %2: %3\n")
                    .arg(styled(name(finding.kind), isVariance(finding.kind) ? Style::Dim : Style::Bad, global.color),
                         labelCell(run, finding.side), base::singleLine(finding.sentence, 1000));
    return text;
}

QString failuresText(const domain::RunData& data, const Global& global)
{
    QList<QStringList> rows;
    qsizetype all = 0;
    for (int side = 0; side < data.run.sides.size(); ++side) {
        if (const auto& error = data.run.sides.at(side).error; error && ++all <= mostFailures)
            rows.append({labelCell(data.run, side), QStringLiteral("(all)"), QString(), error->code,
                         base::singleLine(error->message, 100)});
    }
    for (const domain::Generation& g : data.generations) {
        if (!g.failed() || ++all > mostFailures)
            continue;
        QString which = g.pass == domain::Pass::Answer ? QString() : name(g.pass);
        if (g.level)
            which += QStringLiteral(" %1 in flight").arg(g.level);
        if (g.repeat)
            which += QStringLiteral(" no. %1").arg(g.repeat + 1);
        rows.append({labelCell(data.run, g.side), base::singleLine(g.promptId, 40), which.trimmed(), g.error->code,
                     base::singleLine(g.error->message, 100)});
    }
    if (rows.isEmpty())
        return {};
    QString title = QStringLiteral("Failed requests (%1)").arg(all);
    if (all > mostFailures)
        title += QStringLiteral(", the first %1").arg(mostFailures);
    return u'\n' + table(styled(title, Style::Bad, global.color),
                         {QStringLiteral("model"), QStringLiteral("prompt"), QStringLiteral("which"),
                          QStringLiteral("code"), QStringLiteral("error")},
                         rows, false);
}

Style styleOf(domain::Verdict verdict)
{
    switch (verdict) {
    case domain::Verdict::Pass:
        return Style::Good;
    case domain::Verdict::Fail:
    case domain::Verdict::NotComparable:
        return Style::Bad;
    case domain::Verdict::Undecidable:
        break;
    }
    return Style::Bold;
}

/// Silent where nothing was asked for and nothing is wrong.
QString verdictText(const domain::RunRecord& run, const scoring::RunScores& scores, const Global& global)
{
    if (run.status == domain::RunStatus::Running)
        return {};
    const domain::RunVerdict verdict = run.verdict.value_or(scoring::judgeRun(scores, run));
    if (!scoring::hasThresholds(run.thresholds) && verdict.verdict == domain::Verdict::Pass)
        return {};
    QString text =
        u'\n' +
        styled(QStringLiteral("Verdict: %1").arg(name(verdict.verdict)), styleOf(verdict.verdict), global.color) +
        u'\n';
    for (const domain::Judgement& judgement : verdict.judgements) {
        const QString about =
            judgement.about.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(base::singleLine(judgement.about, 40));
        text += QStringLiteral("  %1 --%2%3: %4\n")
                    .arg(styled(name(judgement.verdict), styleOf(judgement.verdict), global.color), judgement.rule,
                         about, base::singleLine(judgement.sentence, 300));
    }
    return text;
}

} // namespace

QString runText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global)
{
    QString text;
    switch (scores.kind) {
    case domain::RunKind::Compare:
        if (!scores.pairs.isEmpty())
            text = summaryText(data, scores, global);
        break;
    case domain::RunKind::Sweep:
    case domain::RunKind::Diff:
        text = sidesText(data, scores, global);
        break;
    case domain::RunKind::Determinism:
        text = determinismText(data, scores, global);
        break;
    case domain::RunKind::Stress:
        text = stressText(data, scores, global);
        break;
    }
    if (const QString sampled = sampledText(data, scores, global); !sampled.isEmpty())
        text += u'\n' + sampled;
    text += noiseText(data.run, scores, global) + findingsText(data.run, scores, global) + failuresText(data, global) +
            verdictText(data.run, scores, global);
    for (const QString& note : data.run.notes + data.run.promptCheck.warnings)
        text += styled(QStringLiteral("Note: %1\n").arg(base::singleLine(note, 500)), Style::Dim, global.color);
    return text;
}

} // namespace quantlens::cli
