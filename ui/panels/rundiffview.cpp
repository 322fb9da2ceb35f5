// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/rundiffview.h"

#include "core/base/text.h"
#include "core/reports/scoretext.h"
#include "core/scoring/statistics.h"
#include "ui/charts/figureselection.h"
#include "ui/charts/scoretable.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/models/runtext.h"
#include "ui/panels/parts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

namespace quantlens::ui {

namespace {

QString metricKey(qsizetype side, qsizetype metric)
{
    return QStringLiteral("metric:%1:%2").arg(side).arg(metric);
}

const scoring::MetricDiff* metricOf(const scoring::RunDiff& diff, const QString& key)
{
    const QStringList parts = key.split(u':');
    if (parts.size() != 3 || parts.first() != QLatin1String("metric"))
        return nullptr;
    const int side = parts.at(1).toInt();
    const int metric = parts.at(2).toInt();
    const bool known = side < diff.sides.size() && metric < diff.sides.at(side).metrics.size();
    return known ? &diff.sides.at(side).metrics.at(metric) : nullptr;
}

ScoreCell meanCell(const scoring::MetricDiff& metric, double value)
{
    if (metric.n == 0)
        return {format::none(), std::numeric_limits<double>::quiet_NaN()};
    return {metric.isRate ? RunDiffView::tr("%1 %").arg(format::decimal(value * 100, 1)) : format::decimal(value, 4),
            value};
}

ScoreCell countCellOf(qint64 count)
{
    return {format::integer(count), double(count)};
}

QString runName(const domain::RunRecord& run)
{
    return RunDiffView::tr("%1, %2").arg(runTitle(run), format::when(run.started));
}

} // namespace

void fillDiffTable(ScoreTable& table, const scoring::RunDiff& diff)
{
    QList<ScoreTable::Column> columns{
        {RunDiffView::tr("Model"), false},
        {RunDiffView::tr("Measure"), false},
        {RunDiffView::tr("n"), true, RunDiffView::tr("Prompts with a value in both runs")},
        {RunDiffView::tr("Before")},
        {RunDiffView::tr("After")},
        {RunDiffView::tr("Better"), true, RunDiffView::tr("Prompts that became better")},
        {RunDiffView::tr("Worse"), true, RunDiffView::tr("Prompts that became worse")},
        {RunDiffView::tr("Unchanged")},
        {RunDiffView::tr("After − before"), true, RunDiffView::tr("Prompt by prompt, with its 95 % interval")},
        {RunDiffView::tr("p"), true,
         RunDiffView::tr("Rates by the exact McNemar test, means by the bootstrap over prompts")},
        {RunDiffView::tr("Finding"), false, RunDiffView::tr("Significant: below 5 % after Holm over all measures")}};
    QList<ScoreRow> rows;
    for (qsizetype i = 0; i < diff.sides.size(); ++i) {
        const scoring::SideDiff& side = diff.sides.at(i);
        QString label = base::singleLine(side.labelBefore, 60);
        if (side.labelAfter != side.labelBefore)
            label += QStringLiteral(" → ") + base::singleLine(side.labelAfter, 60);
        for (qsizetype j = 0; j < side.metrics.size(); ++j) {
            const scoring::MetricDiff& metric = side.metrics.at(j);
            const bool grew = (metric.after > metric.before) != metric.lowerIsBetter;
            ScoreCell finding{metric.significant                  ? (grew ? RunDiffView::tr("▲ better, significant")
                                                                          : RunDiffView::tr("▼ worse, significant"))
                              : metric.better + metric.worse == 0 ? RunDiffView::tr("the same")
                                                                  : RunDiffView::tr("within chance")};
            finding.alarm = metric.significant && !grew;
            rows.append({metricKey(i, j),
                         -1,
                         {{label},
                          {metric.metric},
                          countCellOf(metric.n),
                          meanCell(metric, metric.before),
                          meanCell(metric, metric.after),
                          countCellOf(metric.better),
                          countCellOf(metric.worse),
                          countCellOf(metric.unchanged),
                          {metric.n ? reports::meanText(metric.difference, 4) : format::none(), metric.difference.mean},
                          {metric.n ? scoring::chanceText(metric.p) : format::none(), metric.p},
                          finding}});
        }
    }
    table.setContent(std::move(columns), std::move(rows));
}

RunDiffView::RunDiffView(QWidget* parent)
    : QWidget(parent)
    , m_loader(new RunDiffLoader(this))
    , m_measure(new FigureSelection(this))
    , m_prompt(new FigureSelection(this))
    , m_measures(new ScoreTable(this))
    , m_prompts(new ScoreTable(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(emptyState({}, this))
    , m_title(headingLabel({}, this))
    , m_notes(dimLabel({}, this))
    , m_promptsTitle(headingLabel({}, this))
    , m_swap(new QToolButton(this))
    , m_measureView(makeScoreView(m_measures, m_measure, this))
    , m_promptView(makeScoreView(m_prompts, m_prompt, this))
    , m_splitter(new QSplitter(this))
{
    setObjectName(QStringLiteral("history-diff"));
    m_splitter->setObjectName(QStringLiteral("history-diff-splitter"));
    m_notes->setObjectName(QStringLiteral("history-diff-notes"));
    m_title->setObjectName(QStringLiteral("history-diff-title"));
    nameControl(m_measureView, QStringLiteral("history-diff-table"), tr("Measures of the two runs"));
    nameControl(m_promptView, QStringLiteral("history-diff-prompts"), tr("Prompts that changed"));
    nameControl(m_swap, QStringLiteral("history-diff-swap"), tr("Swap the runs"));
    setEmptyText(m_promptView, tr("No prompt to show: choose a measure at the left, or clear the filter."));
    proxyOf(m_promptView)->setFilterKeyColumn(-1);
    QLineEdit* filter =
        filterField(proxyOf(m_promptView), QStringLiteral("history-diff-filter"), tr("Filter prompts"), this);
    QLineEdit* measures =
        filterField(proxyOf(m_measureView), QStringLiteral("history-diff-measure-filter"), tr("Filter measures"), this);
    proxyOf(m_measureView)->setFilterKeyColumn(-1);
    setEmptyText(m_measureView, tr("No measure has that in it. Clear the filter."));
    m_swap->setIcon(icon(Glyph::Swap));
    m_swap->setAutoRaise(true);
    m_swap->setToolTip(tr("Which run is before and which is after"));
    connect(m_swap, &QToolButton::clicked, this, &RunDiffView::swap);

    auto* left = new QWidget(m_splitter);
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(measures);
    leftColumn->addWidget(m_measureView, 1);
    m_notes->setContentsMargins(8, 4, 8, 4);
    leftColumn->addWidget(m_notes);
    auto* right = new QWidget(m_splitter);
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    rightColumn->addWidget(titleStrip(m_promptsTitle, right, filter));
    rightColumn->addWidget(m_promptView, 1);
    m_splitter->addWidget(left);
    m_splitter->addWidget(right);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({760, 420});
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_splitter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(titleStrip(m_title, this, m_swap));
    column->addWidget(m_stack, 1);

    connect(m_loader, &RunDiffLoader::loaded, this, &RunDiffView::setDiff);
    connect(m_loader, &RunDiffLoader::failed, this, [this](const base::Error& error) {
        setDiff({});
        Q_EMIT failed(error);
    });
    connect(m_measure, &FigureSelection::changed, this, &RunDiffView::showMeasure);
    onRowOpened(m_promptView, this, [this] { openPrompt(); });
    setDiff({});
}

void RunDiffView::compare(const std::shared_ptr<store::Store>& store, const QString& before, const QString& after)
{
    setDiff({});
    m_store = store;
    m_before = before;
    m_after = after;
    m_title->setText(tr("Comparing two runs"));
    m_empty->setText(tr("Both runs are read and scored…"));
    m_loader->load(store, before, after);
}

void RunDiffView::swap()
{
    if (m_store && !m_before.isEmpty())
        compare(m_store, m_after, m_before);
}

void RunDiffView::setDiff(const ShownDiffPtr& diff)
{
    m_loader->cancel();
    m_diff = diff;
    m_measure->set({});
    m_prompt->set({});
    m_swap->setEnabled(diff != nullptr);
    m_stack->setCurrentIndex(diff && diff->diff.joined > 0 ? 1 : 0);
    m_notes->clear();
    if (!diff) {
        m_title->setText(tr("Two runs"));
        m_empty->setText(tr("Choose two runs in the table (Ctrl+click) and press “Compare runs”: their prompts are "
                            "joined by id."));
        m_measures->setContent({}, {});
        showMeasure();
        return;
    }
    m_title->setText(tr("Before: %1   After: %2").arg(runName(diff->before), runName(diff->after)));
    QStringList notes{tr("%n prompt(s) in common", nullptr, int(diff->diff.joined))};
    if (!diff->diff.onlyBefore.isEmpty())
        notes.first() += tr(", %1 only in the first").arg(format::integer(diff->diff.onlyBefore.size()));
    if (!diff->diff.onlyAfter.isEmpty())
        notes.first() += tr(", %1 only in the second").arg(format::integer(diff->diff.onlyAfter.size()));
    notes.first() += u'.';
    for (const QString& note : diff->diff.notes)
        notes << base::singleLine(note, 400);
    m_notes->setText(notes.join(u'\n'));
    if (diff->diff.joined == 0) {
        m_empty->setText(tr("The two runs have no prompt in common. Prompts are joined by id and must have the same "
                            "text."));
        m_measures->setContent({}, {});
        showMeasure();
        return;
    }
    fillDiffTable(*m_measures, diff->diff);
    m_measureView->resizeColumnsToContents();
    for (int column = 0; column < m_measures->columnCount(); ++column)
        m_measureView->setColumnWidth(column, std::clamp(m_measureView->columnWidth(column) + 8, 44, 260));
    // What became significantly worse is looked at first, then whatever changed.
    QString chosen;
    for (const bool significant : {true, false}) {
        for (qsizetype i = 0; i < diff->diff.sides.size() && chosen.isEmpty(); ++i) {
            const QList<scoring::MetricDiff>& metrics = diff->diff.sides.at(i).metrics;
            for (qsizetype j = 0; j < metrics.size() && chosen.isEmpty(); ++j) {
                if (metrics.at(j).worse > 0 && metrics.at(j).significant >= significant)
                    chosen = metricKey(i, j);
            }
        }
    }
    if (chosen.isEmpty() && !m_measures->rows().isEmpty())
        chosen = m_measures->rows().first().key;
    m_measure->set(chosen);
    showMeasure();
}

void RunDiffView::showMeasure()
{
    const scoring::MetricDiff* metric = m_diff ? metricOf(m_diff->diff, m_measure->key()) : nullptr;
    m_promptsTitle->setText(metric ? tr("Prompts: %1").arg(metric->metric) : tr("Prompts"));
    QList<ScoreRow> rows;
    if (metric) {
        const auto add = [&](const QStringList& ids, bool worse) {
            for (const QString& id : ids) {
                ScoreCell change{worse ? tr("▼ worse") : tr("▲ better")};
                change.alarm = worse;
                rows.append({QStringLiteral("prompt:") + id,
                             -1,
                             {{format::promptId(id, m_diff->after.suiteName)}, change, {m_diff->texts.value(id)}}});
            }
        };
        add(metric->worseIds, true);
        add(metric->betterIds, false);
    }
    m_prompts->setContent({{tr("Prompt"), false}, {tr("Became"), false}, {tr("Text"), false}}, std::move(rows));
    m_promptView->setColumnWidth(0, 150);
    m_promptView->setColumnWidth(1, 80);
    m_promptView->horizontalHeader()->setStretchLastSection(true);
}

void RunDiffView::openPrompt()
{
    const QString key = m_promptView->currentIndex().siblingAtColumn(0).data(ScoreTable::KeyRole).toString();
    if (m_diff && key.startsWith(QLatin1String("prompt:")))
        Q_EMIT promptWanted(m_diff->diff.runAfter, key.sliced(7));
}

} // namespace quantlens::ui
