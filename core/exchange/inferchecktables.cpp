// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/inferchecktables.h"

#include "core/base/text.h"

#include <QStringList>

#include <algorithm>
#include <map>

namespace quantlens::exchange {

namespace compatible = scoring::compatible;

namespace {

using domain::RunKind;

/// One table as infer-check's terminal library draws it.
struct FramedTable
{
    QString title;
    QStringList header;
    QStringList leftAligned; ///< headers of columns that are not right aligned
    QList<QStringList> rows;
};

QString spaces(qsizetype count)
{
    return QString(std::max<qsizetype>(0, count), u' ');
}

QString pad(const QString& text, qsizetype width, bool left)
{
    const qsizetype missing = width - text.toUcs4().size();
    return left ? text + spaces(missing) : spaces(missing) + text;
}

QString line(const QList<qsizetype>& widths, const QString& marks)
{
    QStringList parts;
    for (const qsizetype width : widths)
        parts.append(QString(width + 2, marks.at(1)));
    return marks.at(0) + parts.join(marks.at(2)) + marks.at(3) + u'\n';
}

QString draw(const FramedTable& table)
{
    QList<qsizetype> widths;
    QList<bool> left;
    for (qsizetype column = 0; column < table.header.size(); ++column) {
        qsizetype width = table.header.at(column).toUcs4().size();
        for (const QStringList& row : table.rows)
            width = std::max(width, row.at(column).toUcs4().size());
        widths.append(width);
        left.append(table.leftAligned.contains(table.header.at(column)));
    }
    const auto cells = [&](const QStringList& row, QChar bar) {
        QStringList parts;
        for (qsizetype column = 0; column < row.size(); ++column)
            parts.append(u' ' + pad(row.at(column), widths.at(column), left.at(column)) + u' ');
        return bar + parts.join(bar) + bar + u'\n';
    };
    qsizetype whole = 1;
    for (const qsizetype width : std::as_const(widths))
        whole += width + 3;
    QString text = spaces((whole - table.title.size()) / 2) + table.title + u'\n';
    text += line(widths, QStringLiteral("┏━┳┓")) + cells(table.header, u'┃') + line(widths, QStringLiteral("┡━╇┩"));
    for (const QStringList& row : table.rows)
        text += cells(row, u'│');
    return text + line(widths, QStringLiteral("└─┴┘"));
}

QString fixed(double value, int decimals)
{
    return QString::number(value, 'f', decimals);
}

QString percentage(double value, int decimals)
{
    return fixed(value * 100, decimals) + u'%';
}

QString optionalNumber(const std::optional<double>& value, int decimals)
{
    return value ? fixed(*value, decimals) : QStringLiteral("N/A");
}

QString cut(const QString& text, qsizetype limit)
{
    const QList<uint> points = text.toUcs4();
    if (points.size() <= limit + 3)
        return base::singleLine(text, limit + 3);
    return base::singleLine(QString::fromUcs4(reinterpret_cast<const char32_t*>(points.constData()), limit), limit) +
           QStringLiteral("...");
}

QString safe(const QString& text)
{
    return base::singleLine(text, 200);
}

struct SeverityCount
{
    qsizetype all = 0;
    std::map<QString, qsizetype> tiers;
    double similarity = 0;

    void add(const compatible::CheckedPair& pair)
    {
        ++all;
        ++tiers[compatible::severity(pair.numbers.similarity)];
        similarity += pair.numbers.similarity;
    }
    [[nodiscard]] qsizetype of(const char* tier) const
    {
        const auto found = tiers.find(QLatin1String(tier));
        return found == tiers.end() ? 0 : found->second;
    }
};

constexpr const char* tierNames[] = {"identical", "minor", "moderate", "severe"};

QString compareTables(const compatible::InferCheckRun& checked)
{
    const domain::RunRecord& run = *checked.run;
    const auto pairs = compatible::comparePairs(checked.pairs);
    const compatible::CompareAggregate all = compatible::aggregate(pairs);
    SeverityCount severity;
    for (const compatible::CheckedPair& pair : checked.pairs)
        severity.add(pair);
    FramedTable summary{QStringLiteral("Compare: %1 vs %2").arg(safe(run.label(0)), safe(run.label(1))),
                        {QStringLiteral("metric"), QStringLiteral("value")},
                        {QStringLiteral("metric")},
                        {{QStringLiteral("prompts"), QString::number(all.count)},
                         {QStringLiteral("flip rate"), percentage(all.flipRate, 1)}}};
    if (all.meanKl)
        summary.rows.append({QStringLiteral("mean KL divergence"), fixed(*all.meanKl, 6)});
    summary.rows.append({QStringLiteral("mean text similarity"), optionalNumber(all.meanSimilarity, 4)});
    QStringList counts;
    for (const char* tier : tierNames)
        counts.append(QString::number(severity.of(tier)));
    summary.rows.append({QStringLiteral("identical / minor / moderate / severe"), counts.join(QStringLiteral(" / "))});
    QString text = draw(summary);

    FramedTable categories{QStringLiteral("Per-Category Breakdown"),
                           {QStringLiteral("category"), QStringLiteral("prompts"), QStringLiteral("flip rate"),
                            QStringLiteral("mean similarity")},
                           {QStringLiteral("category")},
                           {}};
    auto stats = compatible::aggregateByCategory(pairs);
    std::ranges::stable_sort(stats, {}, [](const auto& each) { return each.first.toUcs4(); });
    for (const auto& [category, each] : std::as_const(stats))
        categories.rows.append({safe(category), QString::number(each.count), percentage(each.flipRate, 1),
                                optionalNumber(each.meanSimilarity, 4)});
    if (!categories.rows.isEmpty())
        text += u'\n' + draw(categories);

    FramedTable flips{{},
                      {QStringLiteral("prompt"), QStringLiteral("category"), QStringLiteral("strategy"),
                       safe(run.label(0)), safe(run.label(1)), QStringLiteral("similarity")},
                      {QStringLiteral("prompt"), QStringLiteral("category"), QStringLiteral("strategy"),
                       safe(run.label(0)), safe(run.label(1))},
                      {}};
    for (const compatible::CheckedPair& pair : checked.pairs) {
        if (pair.numbers.flip.flipped)
            flips.rows.append({cut(pair.prompt->text(), 47), safe(pair.prompt->category), pair.numbers.flip.a.strategy,
                               cut(pair.numbers.flip.a.value, 27), cut(pair.numbers.flip.b.value, 27),
                               fixed(pair.numbers.similarity, 3)});
    }
    flips.title = QStringLiteral("Flipped Prompts (%1)").arg(flips.rows.size());
    if (!flips.rows.isEmpty())
        text += u'\n' + draw(flips);
    return text;
}

QString sweepTable(const compatible::InferCheckRun& checked)
{
    const domain::RunRecord& run = *checked.run;
    FramedTable table{
        QStringLiteral("Sweep Summary"), {QStringLiteral("quant_level")}, {QStringLiteral("quant_level")}, {}};
    for (const char* tier : tierNames)
        table.header.append(QString::fromLatin1(tier));
    table.header.append(QStringLiteral("mean_similarity"));
    for (int side = 0; side < run.sides.size(); ++side) {
        SeverityCount severity;
        for (const compatible::CheckedPair& pair : checked.pairs) {
            if (pair.side == side)
                severity.add(pair);
        }
        QString label = safe(run.label(side));
        if (side == run.baseline) {
            label += QStringLiteral(" (self-check)");
            if (severity.of("identical") < severity.all)
                label += QStringLiteral(" ⚠");
        }
        QStringList row{label};
        for (const char* tier : tierNames)
            row.append(severity.all ? QStringLiteral("%1/%2").arg(severity.of(tier)).arg(severity.all)
                                    : QStringLiteral("N/A"));
        row.append(severity.all ? fixed(severity.similarity / double(severity.all), 4) : QStringLiteral("N/A"));
        table.rows.append(row);
    }
    return draw(table);
}

/// Grouped by the backend's name, as infer-check does: two servers of one kind are one row.
QString diffTable(const compatible::InferCheckRun& checked)
{
    struct Row
    {
        QString backend;
        qsizetype count = 0;
        qsizetype failures = 0;
        qsizetype flips = 0;
        double similarity = 0;
    };
    QList<Row> rows;
    for (const compatible::CheckedPair& pair : checked.pairs) {
        const QString backend = compatible::inferCheckBackend(checked.run->sides.at(pair.side).model);
        auto row = std::ranges::find(rows, backend, &Row::backend);
        if (row == rows.end()) {
            rows.append({backend});
            row = rows.end() - 1;
        }
        ++row->count;
        row->failures += compatible::failureReason(pair.numbers.similarity).has_value();
        row->flips += pair.numbers.flip.flipped;
        row->similarity += pair.numbers.similarity;
    }
    FramedTable table{QStringLiteral("Diff Summary"),
                      {QStringLiteral("test_backend"), QStringLiteral("failures"), QStringLiteral("failure_rate"),
                       QStringLiteral("flip_rate"), QStringLiteral("mean_similarity")},
                      {QStringLiteral("test_backend")},
                      {}};
    for (const Row& row : std::as_const(rows)) {
        const double n = double(row.count);
        table.rows.append({row.backend, QString::number(row.failures), percentage(double(row.failures) / n, 2),
                           percentage(double(row.flips) / n, 1), fixed(row.similarity / n, 4)});
    }
    return draw(table);
}

QString stressTable(const compatible::InferCheckRun& checked)
{
    FramedTable table{QStringLiteral("Stress Test Summary"),
                      {QStringLiteral("concurrency"), QStringLiteral("errors"), QStringLiteral("output_consistency")},
                      {},
                      {}};
    for (const compatible::CheckedLevel& level : checked.levels)
        table.rows.append(
            {QString::number(level.concurrency), QString::number(level.errors), percentage(level.consistency, 2)});
    return draw(table);
}

QString determinismTable(const compatible::InferCheckRun& checked)
{
    FramedTable table{QStringLiteral("Determinism Summary"),
                      {QStringLiteral("prompt_id"), QStringLiteral("runs"), QStringLiteral("identical"),
                       QStringLiteral("determinism_score")},
                      {QStringLiteral("prompt_id")},
                      {}};
    double sum = 0;
    for (const compatible::CheckedPrompt& prompt : checked.prompts) {
        table.rows.append({safe(prompt.prompt->id), QString::number(prompt.numbers.runs),
                           QString::number(prompt.numbers.identical), percentage(prompt.numbers.score, 2)});
        sum += prompt.numbers.score;
    }
    const double overall = checked.prompts.isEmpty() ? 0.0 : sum / double(checked.prompts.size());
    return draw(table) + QStringLiteral("Overall determinism: %1\n").arg(percentage(overall, 2));
}

} // namespace

QString inferCheckTables(const compatible::InferCheckRun& checked)
{
    switch (checked.run->kind) {
    case RunKind::Compare:
        return compareTables(checked);
    case RunKind::Sweep:
        return sweepTable(checked);
    case RunKind::Diff:
        return diffTable(checked);
    case RunKind::Stress:
        return stressTable(checked);
    case RunKind::Determinism:
        return determinismTable(checked);
    }
    return {};
}

} // namespace quantlens::exchange
