// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/reports/build.h"
#include "core/reports/numbers.h"
#include "core/reports/scoretext.h"

#include <algorithm>

namespace quantlens::reports {

QString Source::label(int side) const
{
    const QString label = base::singleLine(record().label(side), 60);
    return label.isEmpty() ? domain::sideLetter(std::max(0, side)) : label;
}

QString Source::anchor(int side, qsizetype number) const
{
    return options.anchors + QStringLiteral("p%1-%2").arg(side).arg(number);
}

QString Source::written(const QString& promptId, domain::AnnotationKind kind) const
{
    for (const domain::Annotation& annotation : run.data.annotations) {
        if (annotation.kind == kind && annotation.promptId == promptId)
            return annotation.value;
    }
    return {};
}

QList<Cell> measureRow(const QString& name, const QString& value, const QString& remark)
{
    return {cell(name), cell(value), cell(remark, Tone::Dim)};
}

Table measureTable(const QString& name)
{
    return {.name = name, .columns = {{QString()}, {.title = QString(), .number = true}, {QString()}}};
}

Cell cell(const QString& text, Tone tone)
{
    return {.words = {say(text, tone)}};
}

Cell foreignCell(const QString& text, qsizetype limit, Tone tone)
{
    return {.words = {quote(text, limit, tone)}};
}

QString countText(const domain::Rate& rate)
{
    return rate.n ? QStringLiteral("%1 of %2").arg(rate.count).arg(rate.n) : QStringLiteral("–");
}

double scaleFor(const Table& table)
{
    double highest = 0;
    for (const QList<Cell>& row : table.rows) {
        for (const Cell& cell : row) {
            for (const auto& rate : {cell.rate, cell.noise})
                highest = rate && rate->n > 0 ? std::max(highest, rate->high) : highest;
        }
    }
    for (const double end : {0.05, 0.1, 0.25, 0.5}) {
        if (highest <= end)
            return end;
    }
    return 1;
}

Words sideWords(int which, const QString& label)
{
    return {say(which == 0 ? QStringLiteral("A") : QStringLiteral("B"), which == 0 ? Tone::SideA : Tone::SideB),
            say(QStringLiteral(" ")), quote(label, 60)};
}

void addSamples(Document& document, const Source& source)
{
    if (!source.scores().sampled || !source.wants(Part::Numbers))
        return;
    Table table{.name = QStringLiteral("Samples"),
                .columns = {{QStringLiteral("Model")},
                            {.title = QStringLiteral("Samples"), .number = true},
                            {.title = QStringLiteral("Undetermined"), .number = true},
                            {.title = QStringLiteral("Share right"), .number = true},
                            {.title = QStringLiteral("Minus baseline"), .number = true},
                            {.title = QStringLiteral("Distance of answers"), .number = true}}};
    for (const scoring::SampledSide& side : source.scores().sampled->sides) {
        QString difference = QStringLiteral("–");
        QString distance = QStringLiteral("–");
        for (const scoring::SampledPair& pair : source.scores().sampled->pairs) {
            if (pair.side != side.side)
                continue;
            difference = meanText(pair.rightDifference, 3);
            distance = meanText(pair.answerDistance, 3);
        }
        table.rows.append({foreignCell(source.label(side.side)), cell(QString::number(side.samples)),
                           cell(QString::number(side.undetermined)), cell(meanText(side.right, 3)), cell(difference),
                           cell(distance)});
    }
    document.sections.append(
        {.part = Part::Numbers,
         .title = QStringLiteral("Samples at temperature %1").arg(source.record().options.temperature),
         .blocks = {table, Words{say(QStringLiteral("Intervals resample whole prompts. Texts of single samples are not "
                                                    "compared."),
                                     Tone::Dim)}}});
}

} // namespace quantlens::reports
