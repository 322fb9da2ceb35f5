// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/runfigures.h"
#include "core/reports/build.h"
#include "core/reports/numbers.h"
#include "core/reports/scoretext.h"
#include "core/scoring/statistics.h"

#include <QLocale>

#include <cmath>

namespace quantlens::reports {

using domain::Summary;

namespace {

constexpr double nothingSeen = 0.05; ///< width of a chart's smallest scale; rates of nothing still show their interval

QString whole(qint64 n)
{
    return QLocale::c().toString(n);
}

QString natText(double value)
{
    return QString::number(value, 'g', 3);
}

struct RateRow
{
    QString name;
    domain::Rate rate;
    QString remark;
    std::optional<domain::Rate> noise = {};
    bool detail = false;
};

QList<Cell> rateCells(const RateRow& row)
{
    Cell name = cell(row.name, row.detail ? Tone::Plain : Tone::Strong);
    name.detail = row.detail;
    Cell figure;
    figure.rate = row.rate;
    figure.noise = row.noise;
    return {name, cell(countText(row.rate)), cell(intervalText(row.rate)), figure, cell(row.remark, Tone::Dim)};
}

/// The first self-check that has something to say about a rate.
template<typename Get>
std::optional<domain::Rate> noiseRate(const scoring::NoiseReport& noise, Get get)
{
    for (const scoring::NoiseKind& kind : noise.kinds) {
        if (const domain::Rate rate = get(kind); rate.n > 0)
            return rate;
    }
    return {};
}

Table changesTable(const Source& source, const Summary& s)
{
    const QString a = source.label(0);
    const QString b = source.label(1);
    const scoring::NoiseReport& noise = source.scores().noise;
    const auto changedNoise = noiseRate(noise, [](const scoring::NoiseKind& kind) { return kind.changed; });
    const auto flipNoise = noiseRate(noise, [](const scoring::NoiseKind& kind) { return kind.flips; });
    const auto textNoise = noiseRate(noise, [](const scoring::NoiseKind& kind) { return kind.measure.differingTexts; });
    QList<RateRow> rows{{QStringLiteral("Answer changed"), s.changed,
                         QStringLiteral("both answers found and different"), changedNoise}};
    if (s.undetermined > 0)
        rows.append({QStringLiteral("at worst"), s.changedWorstCase,
                     QStringLiteral("%1 without an answer on a side counted as changed").arg(s.undetermined),
                     changedNoise, true});
    if (s.flips.n > 0) {
        rows.append({QStringLiteral("Flips"), s.flips, QStringLiteral("against the reference"), flipNoise});
        rows.append({QStringLiteral("right → wrong"), scoring::wilson(s.rightToWrong, s.flips.n),
                     QStringLiteral("right in A, wrong in B"), flipNoise, true});
        rows.append({QStringLiteral("wrong → right"), scoring::wilson(s.wrongToRight, s.flips.n),
                     QStringLiteral("wrong in A, right in B"), flipNoise, true});
    }
    rows.append({QStringLiteral("Text differs"), s.differing, QStringLiteral("not the same bytes"), textNoise});
    if (noise.measured())
        for (const auto& [what, rate] :
             {std::pair(QStringLiteral("answer changed"), changedNoise), std::pair(QStringLiteral("flips"), flipNoise),
              std::pair(QStringLiteral("text differs"), textNoise)}) {
            if (rate)
                rows.append({QStringLiteral("A against itself: ") + what,
                             *rate,
                             QStringLiteral("noise, hatched above"),
                             {},
                             true});
        }
    Table table{.name = QStringLiteral("What changed"),
                .columns = {{QStringLiteral("Answers")},
                            {.title = QStringLiteral("Count"), .number = true},
                            {.title = QStringLiteral("Rate, 95 %"), .number = true},
                            {.title = {}, .figure = true, .spare = true},
                            {.title = {}, .spare = true}}};
    for (const RateRow& row : std::as_const(rows))
        table.rows.append(rateCells(row));
    table.scale = scaleFor(table);
    table.columns[3].title = QStringLiteral("0 to %1 %").arg(100 * table.scale);
    return table;
}

void addKld(Table& table, const scoring::KldScores& kld)
{
    if (!kld.summary)
        return;
    const scoring::DistributionSummary& s = *kld.summary;
    const QString basis =
        QStringLiteral("nats, n = %1 positions of %2 prompts, %3")
            .arg(whole(s.positions), whole(kld.prompts),
                 kld.source == scoring::PositionSource::TeacherForced ? QStringLiteral("teacher-forced")
                                                                      : QStringLiteral("shared prefix only"));
    const QString bound = s.lowerBound ? QStringLiteral("≥ ") : QString();
    table.rows.append(measureRow(QStringLiteral("KLD(A‖B), geometric mean"), kldCell(kld), basis));
    table.rows.append(measureRow(QStringLiteral("KLD(A‖B), 99 %"), bound + natText(s.forward.p99),
                                 s.lowerBound
                                     ? QStringLiteral("top %1, %2 % of the mass").arg(s.k).arg(percent(s.coverage))
                                     : QStringLiteral("whole vocabulary")));
    if (s.sameTop)
        table.rows.append(measureRow(QStringLiteral("Same top token"), percent(*s.sameTop) + QStringLiteral(" %"),
                                     QStringLiteral("n = %1 positions").arg(whole(s.positions))));
}

Section measureSection(const Source& source, const scoring::PairScores& pair)
{
    const Summary& s = pair.summary;
    Table table = measureTable(QStringLiteral("By how much"));
    const QString unit = domain::name(source.record().unit);
    // meanText() has the n that stands in the remark here.
    QString similarity = decimalText(s.meanSimilarity, 3);
    QString remark = QStringLiteral("n = %1, in %2").arg(QString::number(s.pairs), unit);
    if (pair.similarity.interval)
        similarity +=
            QStringLiteral(" [%1, %2]")
                .arg(decimalText(pair.similarity.interval->low, 3), decimalText(pair.similarity.interval->high, 3));
    table.rows.append(measureRow(QStringLiteral("Similarity, mean"), similarity, remark));
    addKld(table, pair.kld);
    if (s.forks > 0)
        table.rows.append(measureRow(QStringLiteral("Near-tie forks"),
                                     QStringLiteral("%1 of %2").arg(s.nearTies).arg(s.forks),
                                     intervalText(scoring::wilson(s.nearTies, s.forks))));
    if (const QString shift = forkShiftText(pair); !shift.isEmpty())
        table.rows.append(measureRow(QStringLiteral("Fork shift, median"),
                                     shift.section(QStringLiteral(" over "), 0, 0),
                                     QStringLiteral("over ") + shift.section(QStringLiteral(" over "), 1)));
    if (pair.forks.exposed > 0)
        table.rows.append(
            measureRow(QStringLiteral("Forks per 1,000 tokens"), decimalText(pair.forks.perThousand(), 2),
                       QStringLiteral("%1 in %2").arg(whole(pair.forks.forks), whole(pair.forks.exposed))));
    if (s.flips.n > 0) {
        table.rows.append(
            measureRow(QStringLiteral("Right in A"), QString::number(s.rightA.count), intervalText(s.rightA)));
        table.rows.append(
            measureRow(QStringLiteral("Right in B"), QString::number(s.rightB.count), intervalText(s.rightB)));
        table.rows.append(measureRow(QStringLiteral("Both wrong, differently"), QString::number(s.bothWrongDifferent),
                                     QStringLiteral("of %1").arg(s.flips.n)));
    }
    table.rows.append(measureRow(QStringLiteral("Answer on one side only, or none"), QString::number(s.undetermined),
                                 QStringLiteral("undetermined")));
    table.rows.append(measureRow(QStringLiteral("Cut off at the limit"),
                                 QStringLiteral("%1 / %2").arg(s.truncatedA).arg(s.truncatedB),
                                 QStringLiteral("A / B")));
    if (s.byHand > 0)
        table.rows.append(measureRow(QStringLiteral("Answers set by hand"), QString::number(s.byHand), QString()));
    return {.part = Part::Numbers, .title = QStringLiteral("By how much"), .blocks = {table}, .half = true};
}

Section categorySection(const Summary& s)
{
    Table table{.name = QStringLiteral("By category"),
                .columns = {{QStringLiteral("Category")},
                            {.title = QStringLiteral("Pairs"), .number = true, .spare = true},
                            {.title = QStringLiteral("Changed"), .number = true},
                            {.title = {}, .figure = true, .spare = true},
                            {.title = QStringLiteral("Flips"), .number = true},
                            {.title = QStringLiteral("Similarity"), .number = true}}};
    for (const auto& [category, numbers] : s.categories) {
        Cell figure;
        if (numbers.changed.n > 0)
            figure.rate = numbers.changed;
        table.rows.append({foreignCell(category), cell(QString::number(numbers.pairs)),
                           cell(countText(numbers.changed)), figure, cell(countText(numbers.flips)),
                           cell(decimalText(numbers.meanSimilarity, 3))});
    }
    table.scale = scaleFor(table);
    table.columns[3].title = QStringLiteral("0 to %1 %").arg(100 * table.scale);
    return {.part = Part::Categories, .title = QStringLiteral("Where: by category"), .blocks = {table}, .half = true};
}

/// Figures that a pair of models fills: a sweep's are about many.
QList<figures::Figure> pairFigures(const Source& source)
{
    return {figures::similarityFigure(source.run.data, source.scores()),
            figures::categoryFigure(source.run.data, source.scores())};
}

Section chartSection(const QList<figures::Figure>& figures)
{
    Section section{.part = Part::Charts, .title = QStringLiteral("Charts")};
    for (const figures::Figure& figure : figures)
        section.blocks.append(Picture{figure});
    return section;
}

QString yesNo(const std::optional<bool>& known)
{
    return !known ? QStringLiteral("–") : *known ? QStringLiteral("yes") : QStringLiteral("no");
}

Table answersTable(const Source& source)
{
    const scoring::NoiseReport& noise = source.scores().noise;
    const auto flipNoise = noiseRate(noise, [](const scoring::NoiseKind& kind) { return kind.flips; });
    const auto changedNoise = noiseRate(noise, [](const scoring::NoiseKind& kind) { return kind.changed; });
    Table table{.name = QStringLiteral("Answers and distributions"),
                .columns = {{QStringLiteral("Model")},
                            {.title = QStringLiteral("Pairs"), .number = true, .spare = true},
                            {.title = QStringLiteral("Flips"), .number = true},
                            {.title = QStringLiteral("Changed"), .number = true},
                            {.title = {}, .figure = true, .spare = true},
                            {.title = QStringLiteral("KLD, nats"), .number = true},
                            {.title = QStringLiteral("99 %"), .number = true},
                            {.title = QStringLiteral("Same top"), .number = true}}};
    for (const int side : source.scores().order()) {
        const scoring::PairScores* pair = source.scores().pair(side);
        if (!pair)
            continue;
        const Summary& s = pair->summary;
        const auto& kld = pair->kld.summary;
        Cell figure;
        figure.rate = s.flips.n ? s.flips : s.changed;
        figure.noise = s.flips.n ? flipNoise : changedNoise;
        table.rows.append(
            {foreignCell(source.label(side), 60, Tone::Strong), cell(QString::number(s.pairs)),
             cell(s.flips.n ? rateText(s.flips) : QStringLiteral("–")),
             cell(s.changed.n ? rateText(s.changed) : QStringLiteral("–")), figure,
             cell(kldCell(pair->kld) + (kld && pair->kld.source == scoring::PositionSource::SharedPrefix
                                            ? QStringLiteral(" prefix")
                                            : QString())),
             cell(kld ? natText(kld->forward.p99) : QStringLiteral("–")),
             cell(kld && kld->sameTop ? percent(*kld->sameTop) + QStringLiteral(" %") : QStringLiteral("–"))});
    }
    table.scale = std::max(nothingSeen, scaleFor(table));
    table.columns[4].title = QStringLiteral("0 to %1 %").arg(100 * table.scale);
    return table;
}

Table textsTable(const Source& source)
{
    Table table{.name = QStringLiteral("Texts"),
                .columns = {{QStringLiteral("Model")},
                            {.title = QStringLiteral("Identical"), .number = true},
                            {.title = QStringLiteral("Minor"), .number = true},
                            {.title = QStringLiteral("Moderate"), .number = true},
                            {.title = QStringLiteral("Severe"), .number = true},
                            {.title = QStringLiteral("Mean similarity"), .number = true},
                            {.title = QStringLiteral("Forks per 1,000"), .number = true, .spare = true},
                            {.title = QStringLiteral("Near ties"), .number = true, .spare = true},
                            {.title = QStringLiteral("Undetermined"), .number = true, .spare = true}}};
    for (const int side : source.scores().order()) {
        const scoring::PairScores* pair = source.scores().pair(side);
        if (!pair)
            continue;
        const Summary& s = pair->summary;
        table.rows.append(
            {foreignCell(source.label(side), 60, Tone::Strong), cell(QString::number(s.identical)),
             cell(QString::number(s.minor)), cell(QString::number(s.moderate)), cell(QString::number(s.severe)),
             cell(meanText(pair->similarity, 3)), cell(forkRateText(pair->forks)),
             cell(s.forks ? QStringLiteral("%1 of %2").arg(s.nearTies).arg(s.forks) : QStringLiteral("–")),
             cell(QString::number(s.undetermined))});
    }
    return table;
}

Table modelsTable(const Source& source)
{
    const scoring::RunScores& scores = source.scores();
    Table table{.name = QStringLiteral("Models"),
                .columns = {{QStringLiteral("Model")},
                            {.title = QStringLiteral("Bits per weight"), .number = true},
                            {.title = QStringLiteral("Size"), .number = true},
                            {.title = QStringLiteral("Server"), .spare = true},
                            {.title = QStringLiteral("imatrix"), .spare = true},
                            {.title = QStringLiteral("Tokenizer same"), .spare = true},
                            {.title = QStringLiteral("Template same"), .spare = true},
                            {.title = QStringLiteral("Tokens/s"), .number = true, .spare = true},
                            {.title = QStringLiteral("Cut off"), .number = true, .spare = true},
                            {.title = QStringLiteral("Failed"), .number = true}}};
    if (scores.sweep)
        table.columns.append({QStringLiteral("Size against loss")});
    for (const int side : scores.order()) {
        if (side < 0 || side >= scores.sides.size() || side >= source.record().sides.size())
            continue;
        const scoring::SideScores& each = scores.sides.at(side);
        const domain::RunSide& known = source.record().sides.at(side);
        QList<Cell> row{foreignCell(source.label(side), 60, Tone::Strong),
                        cell(each.bitsPerWeight ? decimalText(*each.bitsPerWeight, 2) : QStringLiteral("–")),
                        cell(sizeText(each.fileSize)),
                        foreignCell(domain::name(known.model.backend) + u' ' + known.serverBuild, 40),
                        cell(yesNo(each.imatrix)),
                        cell(yesNo(each.sameTokenizer)),
                        cell(yesNo(each.sameTemplate)),
                        cell(each.speed.n ? decimalText(each.speed.median, 1) : QStringLiteral("–")),
                        cell(QString::number(each.truncated)),
                        each.error ? foreignCell(each.error->code, 40, Tone::Bad)
                                   : cell(QStringLiteral("%1/%2").arg(each.answers.failed).arg(each.answers.requests),
                                          each.answers.failed ? Tone::Bad : Tone::Plain)};
        if (side == scores.baseline)
            row.first().words << say(QStringLiteral(" (baseline)"), Tone::Dim);
        if (scores.sweep)
            row.append(cell(side == scores.baseline
                                ? QString()
                                : paretoText(scores.sweep->places.value(side, scoring::ParetoPlace::Unknown))));
        table.rows.append(row);
    }
    return table;
}

} // namespace

void addPairNumbers(Document& document, const Source& source)
{
    if (source.scores().pairs.isEmpty() || source.scores().sampled)
        return;
    const scoring::PairScores& pair = source.scores().pairs.first();
    const Summary& s = pair.summary;
    if (s.pairs == 0)
        return;
    if (source.wants(Part::Numbers)) {
        document.sections.append(
            {.part = Part::Numbers,
             .title = QStringLiteral("What changed"),
             .blocks = {Severities{{s.identical, s.minor, s.moderate, s.severe}}, changesTable(source, s)}});
        document.sections.append(measureSection(source, pair));
    }
    if (source.wants(Part::Categories) && !s.categories.empty())
        document.sections.append(categorySection(s));
    if (source.wants(Part::Charts))
        document.sections.append(chartSection(pairFigures(source)));
}

void addSideNumbers(Document& document, const Source& source)
{
    if (source.wants(Part::Models))
        document.sections.append(
            {.part = Part::Models, .title = QStringLiteral("Models"), .blocks = {modelsTable(source)}});
    if (source.scores().sampled)
        return;
    if (source.wants(Part::Numbers)) {
        Section section{.part = Part::Numbers,
                        .title = QStringLiteral("Answers and distributions"),
                        .blocks = {answersTable(source)}};
        for (const scoring::PairScores& pair : source.scores().pairs) {
            if (pair.kld.summary && pair.kld.source == scoring::PositionSource::SharedPrefix) {
                section.blocks.append(
                    Words{say(QStringLiteral("KLD marked \"prefix\" stands on the positions up to the first difference "
                                             "only: those are others for each model, so do not rank by it."),
                              Tone::Dim)});
                break;
            }
        }
        document.sections.append(section);
        document.sections.append(
            {.part = Part::Numbers, .title = QStringLiteral("Texts"), .blocks = {textsTable(source)}});
    }
    QList<figures::Figure> all = figures::sweepFigures(source.run.data, source.scores());
    if (!source.wants(Part::Categories))
        all.removeIf([](const figures::Figure& figure) { return figure.id == QLatin1String("sweep.category"); });
    if (!source.wants(Part::Charts))
        all.removeIf([](const figures::Figure& figure) { return figure.id != QLatin1String("sweep.category"); });
    if (!all.isEmpty())
        document.sections.append(chartSection(all));
    if (!all.isEmpty() && !source.wants(Part::Charts))
        document.sections.last().part = Part::Categories;
}

} // namespace quantlens::reports
