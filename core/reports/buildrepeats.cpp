// SPDX-License-Identifier: GPL-3.0-or-later
// Determinism and stress.
#include "core/figures/runfigures.h"
#include "core/reports/build.h"
#include "core/reports/numbers.h"
#include "core/reports/scoretext.h"
#include "core/scoring/compare.h"

#include <algorithm>

namespace quantlens::reports {

namespace {

constexpr qsizetype mostTrees = 3;
constexpr qsizetype mostPositions = 6;

QString positionsText(const QList<qsizetype>& positions)
{
    QStringList shown;
    for (const qsizetype position : positions.first(std::min(mostPositions, positions.size())))
        shown.append(QString::number(position));
    if (shown.size() < positions.size())
        shown.append(QStringLiteral("…"));
    return shown.isEmpty() ? QStringLiteral("–") : shown.join(u' ');
}

/// The prompts by their score, the least certain first; those without an answer stand before them.
QList<qsizetype> leastCertain(const QList<scoring::PromptRepeats>& prompts)
{
    QList<qsizetype> order;
    for (qsizetype i = 0; i < prompts.size(); ++i)
        order.append(i);
    std::ranges::stable_sort(order, {}, [&prompts](qsizetype i) { return prompts.at(i).score.value_or(-1); });
    return order;
}

const domain::Generation* withText(const QList<const domain::Generation*>& answers, const QString& text)
{
    const auto found = std::ranges::find_if(
        answers, [&text](const domain::Generation* each) { return !each->failed() && each->text == text; });
    return found == answers.end() ? nullptr : *found;
}

/// Scores two answers to one prompt as a pair.
void scorePair(Pair& pair, const Source& source)
{
    if (pair.prompt && pair.a && pair.b)
        pair.scores = scoring::compareWith(scoring::compareOptions(source.record(), source.scores().noise.level),
                                           *pair.prompt, *pair.a, *pair.b, source.record().unit);
}

Pair outputPair(const Source& source, const scoring::PromptRepeats& repeats, qsizetype number)
{
    const auto answers = source.index.of(0, domain::Pass::Answer, repeats.promptId);
    const auto label = [&repeats](qsizetype variant) {
        return QStringLiteral("output %1, %2 of %3 times")
            .arg(QString::number(variant + 1), QString::number(repeats.variants.at(variant).count),
                 QString::number(repeats.succeeded));
    };
    Pair pair{.prompt = source.prompts.value(repeats.promptId),
              .a = withText(answers, repeats.variants.at(0).text),
              .b = withText(answers, repeats.variants.at(1).text),
              .promptId = repeats.promptId,
              .labelA = label(0),
              .labelB = label(1),
              .note = source.written(repeats.promptId, domain::AnnotationKind::Note),
              .rating = source.written(repeats.promptId, domain::AnnotationKind::Rating),
              .unit = source.record().unit,
              .anchor = source.anchor(0, number)};
    scorePair(pair, source);
    return pair;
}

Table repeatsIndex(const Source& source, const scoring::DeterminismRun& run)
{
    Table table{
        .name = QStringLiteral("Prompts"),
        .columns = {{QStringLiteral("Prompt")},
                    {.title = QStringLiteral("Runs"), .number = true, .spare = true},
                    {.title = QStringLiteral("Failed"), .number = true},
                    {.title = QStringLiteral("Outputs"), .number = true},
                    {.title = QStringLiteral("Same bits"), .number = true, .spare = true},
                    {.title = QStringLiteral("Same text"), .number = true, .spare = true},
                    {.title = QStringLiteral("Other text"), .number = true, .spare = true},
                    {.title = QStringLiteral("Score"), .number = true},
                    {.title = QStringLiteral("Parts at (%1)").arg(domain::name(source.record().unit)), .spare = true},
                    {.title = QStringLiteral("Max |Δ logprob|"), .number = true, .spare = true}}};
    const bool shown = source.wants(Part::Pairs) || source.wants(Part::Outputs);
    for (const qsizetype i : leastCertain(run.prompts)) {
        if (source.options.indexRows > 0 && table.rows.size() >= source.options.indexRows)
            break;
        const scoring::PromptRepeats& prompt = run.prompts.at(i);
        const bool several = prompt.variants.size() > 1;
        Cell id = foreignCell(prompt.promptId);
        if (several && shown)
            id.target = source.anchor(0, i);
        table.rows.append({id, cell(QString::number(prompt.requested)),
                           cell(QString::number(prompt.requested - prompt.succeeded),
                                prompt.succeeded < prompt.requested ? Tone::Bad : Tone::Plain),
                           cell(QString::number(prompt.variants.size()), several ? Tone::Strong : Tone::Plain),
                           cell(QString::number(prompt.sameBits)), cell(QString::number(prompt.sameText)),
                           cell(QString::number(prompt.differentText)),
                           cell(!prompt.score              ? QStringLiteral("–")
                                : run.earlyStop && several ? QStringLiteral("differs")
                                                           : percent(*prompt.score) + QStringLiteral(" %")),
                           cell(positionsText(prompt.positions)),
                           cell(QString::number(prompt.logprobMaximum, 'g', 2))});
    }
    return table;
}

/// The pairs, the first of them open.
void addRepeatPairs(Document& document, const Source& source, const QList<Pair>& pairs, const QString& explanation)
{
    Section open{.part = Part::Pairs, .title = QStringLiteral("Where they part")};
    Section folded{.part = Part::Outputs, .title = QStringLiteral("All other outputs")};
    open.blocks.append(Words{say(explanation, Tone::Dim)});
    qsizetype shown = 0;
    for (Pair pair : pairs) {
        if (source.wants(Part::Pairs) && shown < source.options.openPairs) {
            open.blocks.append(pair);
            ++shown;
        } else if (source.wants(Part::Outputs)) {
            pair.folded = true;
            folded.blocks.append(pair);
        }
    }
    if (shown > 0)
        document.sections.append(open);
    if (!folded.blocks.isEmpty())
        document.sections.append(folded);
}

QString millisecondsText(const scoring::LatencySummary& each)
{
    return each.n
               ? QStringLiteral("%1 / %2 / %3").arg(qRound64(each.p50)).arg(qRound64(each.p95)).arg(qRound64(each.p99))
               : QStringLiteral("–");
}

QString concurrencyText(const scoring::Concurrency& each)
{
    return each.maximum ? QStringLiteral("%1 (%2)").arg(each.maximum).arg(decimalText(each.mean, 1))
                        : QStringLiteral("–");
}

Table levelTable(const scoring::StressScore& stress)
{
    Table table{.name = QStringLiteral("Levels"),
                .columns = {{.title = QStringLiteral("Asked"), .number = true},
                            {.title = QStringLiteral("Requests"), .number = true, .spare = true},
                            {.title = QStringLiteral("Errors"), .number = true},
                            {.title = QStringLiteral("In flight"), .number = true, .spare = true},
                            {.title = QStringLiteral("Decoding"), .number = true, .spare = true},
                            {.title = QStringLiteral("Equal outputs"), .number = true},
                            {.title = {}, .figure = true, .spare = true},
                            {.title = QStringLiteral("Bits / text / other"), .number = true},
                            {.title = QStringLiteral("Latency ms, 50/95/99 %"), .number = true, .spare = true},
                            {.title = QStringLiteral("First token ms"), .number = true, .spare = true},
                            {.title = QStringLiteral("Tokens/s"), .number = true, .spare = true},
                            {.title = QStringLiteral("In all"), .number = true, .spare = true}}};
    for (const scoring::StressLevel& level : stress.levels) {
        qint64 failed = 0;
        for (const qint64 count : level.errors)
            failed += count;
        Cell figure;
        if (level.equal.n > 0)
            figure.rate = level.equal;
        Cell asked = cell(QString::number(level.asked), Tone::Strong);
        if (level.queued)
            asked.words << say(QStringLiteral(" queued"), Tone::Dim);
        table.rows.append(
            {asked, cell(QString::number(level.requests)),
             cell(QString::number(failed), failed ? Tone::Bad : Tone::Plain), cell(concurrencyText(level.inFlight)),
             cell(concurrencyText(level.decoding)), cell(rateText(level.equal)), figure,
             cell(QStringLiteral("%1 / %2 / %3").arg(level.sameBits).arg(level.sameText).arg(level.differentText)),
             cell(millisecondsText(level.latency)), cell(millisecondsText(level.firstToken)),
             cell(decimalText(level.tokensPerSecondStream, 1)), cell(decimalText(level.tokensPerSecondTotal, 1))});
    }
    table.scale = 1;
    table.columns[6].title = QStringLiteral("0 to 100 %");
    return table;
}

/// The first answer under load that is not the one at rest, and the level it came at.
std::optional<Pair> loadPair(const Source& source, const domain::Prompt& prompt, qsizetype number)
{
    const domain::Generation* rest = source.index.one(0, domain::Pass::Reference, prompt.id);
    if (!rest || rest->failed())
        return {};
    const domain::Generation* other = nullptr;
    for (const domain::Generation* answer : source.index.of(0, domain::Pass::Answer, prompt.id)) {
        if (!answer->failed() && answer->text != rest->text && (!other || answer->level < other->level))
            other = answer;
    }
    if (!other)
        return {};
    Pair pair{.prompt = &prompt,
              .a = rest,
              .b = other,
              .promptId = prompt.id,
              .labelA = QStringLiteral("at rest"),
              .labelB = QStringLiteral("%1 in flight").arg(other->level),
              .note = source.written(prompt.id, domain::AnnotationKind::Note),
              .rating = source.written(prompt.id, domain::AnnotationKind::Rating),
              .unit = source.record().unit,
              .anchor = source.anchor(0, number)};
    scorePair(pair, source);
    return pair;
}

Table stressIndex(const Source& source, const scoring::StressScore& stress, const QSet<QString>& anchors)
{
    Table table{.name = QStringLiteral("Distinct outputs by prompt and level"),
                .columns = {{QStringLiteral("Prompt")}}};
    for (const scoring::StressLevel& level : stress.levels)
        table.columns.append({.title = QStringLiteral("%1 in flight").arg(level.asked), .number = true});
    const QList<domain::Prompt>& prompts = source.record().prompts;
    for (qsizetype i = 0; i < prompts.size(); ++i) {
        if (source.options.indexRows > 0 && i >= source.options.indexRows)
            break;
        Cell id = foreignCell(prompts.at(i).id);
        if (const QString anchor = source.anchor(0, i); anchors.contains(anchor))
            id.target = anchor;
        if (stress.notRepeatable.contains(prompts.at(i).id))
            id.words << say(QStringLiteral(" not repeatable at rest"), Tone::Dim);
        QList<Cell> row{id};
        for (const scoring::StressLevel& level : stress.levels) {
            const auto found = level.outputs.constFind(prompts.at(i).id);
            row.append(found == level.outputs.cend() ? cell(QStringLiteral("–")) : cell(QString::number(*found)));
        }
        table.rows.append(row);
    }
    return table;
}

Section charts(const QList<figures::Figure>& figures)
{
    Section section{.part = Part::Charts, .title = QStringLiteral("Charts")};
    for (const figures::Figure& figure : figures)
        section.blocks.append(Picture{figure});
    return section;
}

} // namespace

void addDeterminism(Document& document, const Source& source)
{
    if (!source.scores().determinism)
        return;
    const scoring::DeterminismRun& run = *source.scores().determinism;
    const qint64 runs = run.sameBits + run.sameText + run.differentText;
    const QList<qsizetype> order = leastCertain(run.prompts);
    if (source.wants(Part::Numbers)) {
        Table table = measureTable(QStringLiteral("Repeats"));
        const auto row = [&table](const QString& name, const QString& value, const QString& remark) {
            table.rows.append(measureRow(name, value, remark));
        };
        row(QStringLiteral("Perfect prompts"), QStringLiteral("%1 of %2").arg(run.score.perfect).arg(run.score.prompts),
            QStringLiteral("one output, always"));
        row(QStringLiteral("Prompts without any answer"), QString::number(run.score.allFailed), QString());
        row(QStringLiteral("Bit-identical runs"), QStringLiteral("%1 of %2").arg(run.sameBits).arg(runs),
            QStringLiteral("text and log-probabilities as of the most frequent output"));
        row(QStringLiteral("Same text, other log-probabilities"), QString::number(run.sameText), QString());
        row(QStringLiteral("Another text"), QString::number(run.differentText), QString());
        document.sections.append({.part = Part::Numbers, .title = QStringLiteral("Repeats"), .blocks = {table}});
    }
    if (source.wants(Part::Charts)) {
        QList<figures::Figure> all{figures::outputsFigure(source.run.data, source.scores())};
        for (const qsizetype i : order) {
            if (all.size() <= mostTrees && run.prompts.at(i).variants.size() > 1)
                all.append(figures::forkTreeFigure(source.run.data, source.scores(), run.prompts.at(i).promptId));
        }
        document.sections.append(charts(all));
    }
    QList<Pair> pairs;
    if (source.wants(Part::Pairs) || source.wants(Part::Outputs)) {
        for (const qsizetype i : order) {
            if (run.prompts.at(i).variants.size() > 1)
                pairs.append(outputPair(source, run.prompts.at(i), i));
        }
    }
    if (source.wants(Part::Index))
        document.sections.append(
            {.part = Part::Index, .title = QStringLiteral("All prompts"), .blocks = {repeatsIndex(source, run)}});
    addRepeatPairs(document, source, pairs,
                   QStringLiteral("The two most frequent outputs of each prompt that gave several, the least certain "
                                  "first."));
}

void addStress(Document& document, const Source& source)
{
    if (!source.scores().stress)
        return;
    const scoring::StressScore& stress = *source.scores().stress;
    if (source.wants(Part::Numbers))
        document.sections.append(
            {.part = Part::Numbers,
             .title = QStringLiteral("Levels of load"),
             .blocks = {levelTable(stress),
                        Words{say(QStringLiteral("In flight and decoding: the most at once, and the mean "
                                                 "over time. Equal outputs are equal to those at rest."),
                                  Tone::Dim)}}});
    if (source.wants(Part::Charts))
        document.sections.append(charts(figures::stressFigures(source.run.data, source.scores())));
    QList<Pair> pairs;
    QSet<QString> anchors;
    if (source.wants(Part::Pairs) || source.wants(Part::Outputs)) {
        for (qsizetype i = 0; i < source.record().prompts.size(); ++i) {
            if (const auto pair = loadPair(source, source.record().prompts.at(i), i)) {
                anchors.insert(pair->anchor);
                pairs.append(*pair);
            }
        }
        std::ranges::stable_sort(pairs, {}, [](const Pair& pair) { return pair.b->level; });
    }
    if (source.wants(Part::Index))
        document.sections.append({.part = Part::Index,
                                  .title = QStringLiteral("Distinct outputs by prompt"),
                                  .blocks = {stressIndex(source, stress, anchors)}});
    addRepeatPairs(document, source, pairs,
                   QStringLiteral("Each prompt's answer at rest against the first that differs under load, the least "
                                  "load first."));
}

} // namespace quantlens::reports
