// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/pairtables.h"

#include "core/base/text.h"
#include "core/reports/numbers.h"
#include "core/reports/scoretext.h"

#include <algorithm>

namespace quantlens::cli {

namespace {

using reports::decimalText;
using reports::intervalText;
using reports::rateText;

QString yesNo(const std::optional<bool>& known)
{
    return !known ? QStringLiteral("–") : *known ? QStringLiteral("yes") : QStringLiteral("no");
}

QString answersTable(const domain::RunRecord& run, const scoring::RunScores& scores, const Global& global)
{
    QList<QStringList> rows;
    for (const int side : scores.order()) {
        const scoring::PairScores* const pair = scores.pair(side);
        if (!pair)
            continue;
        const auto& kld = pair->kld;
        rows.append(
            {labelCell(run, side), QString::number(pair->summary.pairs),
             pair->summary.flips.n ? rateText(pair->summary.flips) : QStringLiteral("–"),
             pair->summary.changed.n ? rateText(pair->summary.changed) : QStringLiteral("–"),
             QString::number(pair->summary.undetermined), reports::kldCell(kld),
             kld.summary && kld.source == scoring::PositionSource::CorpusWindows ? QStringLiteral("corpus")
             : kld.summary                                                       ? QStringLiteral("%1/%2%3")
                                 .arg(kld.prompts)
                                 .arg(kld.ofPrompts)
                                 .arg(kld.source == scoring::PositionSource::TeacherForced ? QString()
                                                                                           : QStringLiteral(" prefix"))
                           : QStringLiteral("–"),
             kld.summary && kld.summary->sameTop ? reports::percent(*kld.summary->sameTop) + QStringLiteral(" %")
                                                 : QStringLiteral("–")});
    }
    return table(styled(QStringLiteral("Answers and distributions"), Style::Bold, global.color),
                 {QStringLiteral("model"), QStringLiteral("pairs"), QStringLiteral("flips"), QStringLiteral("changed"),
                  QStringLiteral("undetermined"), QStringLiteral("KLD (nat)"), QStringLiteral("prompts"),
                  QStringLiteral("same top")},
                 rows);
}

QString textsTable(const domain::RunRecord& run, const scoring::RunScores& scores, const Global& global)
{
    QList<QStringList> rows;
    for (const int side : scores.order()) {
        const scoring::PairScores* const pair = scores.pair(side);
        if (!pair)
            continue;
        const domain::Summary& s = pair->summary;
        rows.append({labelCell(run, side), reports::forkRateText(pair->forks),
                     s.forks ? QStringLiteral("%1 of %2").arg(s.nearTies).arg(s.forks) : QStringLiteral("–"),
                     QString::number(s.identical), QString::number(s.minor), QString::number(s.moderate),
                     QString::number(s.severe), reports::meanText(pair->similarity, 4)});
    }
    return table(styled(QStringLiteral("Texts"), Style::Bold, global.color),
                 {QStringLiteral("model"), QStringLiteral("forks per 1,000"), QStringLiteral("near ties"),
                  QStringLiteral("identical"), QStringLiteral("minor"), QStringLiteral("moderate"),
                  QStringLiteral("severe"), QStringLiteral("mean similarity")},
                 rows);
}

QString modelsTable(const domain::RunRecord& run, const scoring::RunScores& scores, const Global& global)
{
    QList<QStringList> rows;
    for (const int side : scores.order()) {
        if (side < 0 || side >= scores.sides.size())
            continue;
        const scoring::SideScores& each = scores.sides.at(side);
        QString failed = QStringLiteral("%1/%2").arg(each.answers.failed).arg(each.answers.requests);
        if (each.error)
            failed = each.error->code;
        rows.append({labelCell(run, side) + (side == scores.baseline ? QStringLiteral(" (baseline)") : QString()),
                     each.bitsPerWeight ? decimalText(*each.bitsPerWeight, 2) : QStringLiteral("–"),
                     reports::sizeText(each.fileSize), yesNo(each.imatrix), yesNo(each.sameTokenizer),
                     yesNo(each.sameTemplate), each.speed.n ? decimalText(each.speed.median, 1) : QStringLiteral("–"),
                     QString::number(each.truncated),
                     styled(failed, each.error || each.answers.failed ? Style::Bad : Style::Plain, global.color),
                     scores.sweep ? reports::paretoText(scores.sweep->places.at(side)) : QString()});
    }
    return table(styled(QStringLiteral("Models"), Style::Bold, global.color),
                 {QStringLiteral("model"), QStringLiteral("bits/weight"), QStringLiteral("size"),
                  QStringLiteral("imatrix"), QStringLiteral("tokenizer same"), QStringLiteral("template same"),
                  QStringLiteral("tokens/s"), QStringLiteral("cut off"), QStringLiteral("failed"),
                  scores.sweep ? QStringLiteral("size against loss") : QString()},
                 rows);
}

} // namespace

QString labelCell(const domain::RunRecord& run, int side)
{
    return base::singleLine(run.label(side), 40);
}

QString sidesText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global)
{
    const QString kind = scores.kind == domain::RunKind::Sweep ? QStringLiteral("Sweep") : QStringLiteral("Diff");
    QString text =
        styled(QStringLiteral("%1 against %2, %3 prompts")
                   .arg(kind, labelCell(data.run, scores.baseline), QString::number(data.run.prompts.size())),
               Style::Bold, global.color) +
        u'\n';
    if (scores.sampled) // single samples are not compared
        return text + u'\n' + modelsTable(data.run, scores, global);
    for (const QString& part : {answersTable(data.run, scores, global), textsTable(data.run, scores, global),
                                modelsTable(data.run, scores, global)})
        text += u'\n' + part;
    const bool prefix = std::ranges::any_of(scores.pairs, [](const scoring::PairScores& pair) {
        return pair.kld.summary && pair.kld.source == scoring::PositionSource::SharedPrefix;
    });
    if (prefix)
        text +=
            QStringLiteral("KLD marked \"prefix\" stands on the positions up to the first difference only: those are "
                           "others for each model, so do not rank by it.\n");
    if (scores.sweep)
        text += base::terminalSafe(reports::cliffText(data.run, *scores.sweep)) + u'\n';
    return text;
}

QString sampledText(const domain::RunData& data, const scoring::RunScores& scores, const Global& global)
{
    if (!scores.sampled)
        return {};
    QList<QStringList> rows;
    for (const scoring::SampledSide& side : scores.sampled->sides) {
        QString difference = QStringLiteral("–");
        QString distance = QStringLiteral("–");
        for (const scoring::SampledPair& pair : scores.sampled->pairs) {
            if (pair.side != side.side)
                continue;
            difference = reports::meanText(pair.rightDifference, 3);
            distance = reports::meanText(pair.answerDistance, 3);
        }
        rows.append({labelCell(data.run, side.side), QString::number(side.samples), QString::number(side.undetermined),
                     reports::meanText(side.right, 3), difference, distance});
    }
    return table(styled(QStringLiteral("Samples at temperature %1").arg(data.run.options.temperature), Style::Bold,
                        global.color),
                 {QStringLiteral("model"), QStringLiteral("samples"), QStringLiteral("undetermined"),
                  QStringLiteral("share right"), QStringLiteral("minus baseline"),
                  QStringLiteral("distance of answers")},
                 rows) +
           QStringLiteral("Intervals resample whole prompts. Texts of single samples are not compared.\n");
}

} // namespace quantlens::cli
