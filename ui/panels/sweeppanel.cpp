// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sweeppanel.h"

#include "core/base/text.h"
#include "core/figures/runfigures.h"
#include "ui/actions/actioncollection.h"
#include "ui/charts/figurecard.h"
#include "ui/charts/figureselection.h"
#include "ui/charts/figuretable.h"
#include "ui/charts/figureview.h"
#include "ui/diff/severity.h"
#include "ui/models/format.h"
#include "ui/models/runcategory.h"
#include "ui/panels/parts.h"
#include "ui/panels/reportdialog.h"
#include "ui/panels/runpicker.h"
#include "ui/panels/sweeptable.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

constexpr int chartColumns = 3;
constexpr qsizetype longestCategory = 40;

int sideOfKey(const QString& key)
{
    bool number = false;
    const int side = key.startsWith(QLatin1String("side:")) ? key.sliced(5).toInt(&number) : -1;
    return number ? side : -1;
}

} // namespace

SweepPanel::SweepPanel(ActionCollection* actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_selection(new FigureSelection(this))
    , m_table(new ScoreTable(this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_empty(emptyState(tr("No sweep is shown. Start one in Run, or choose one above."), this))
    , m_picker(new RunPicker(domain::RunKind::Sweep, QStringLiteral("sweep-run"), tr("Sweep that is shown"), this))
    , m_category(new QComboBox(this))
    , m_findings(plainLabel({}, this, true))
    , m_view(makeScoreView(m_table, m_selection, this))
{
    setObjectName(QStringLiteral("sweep-panel"));
    m_splitter->setObjectName(QStringLiteral("sweep-splitter"));
    nameControl(m_view, QStringLiteral("sweep-table"), tr("Models of the sweep"));
    nameControl(m_findings, QStringLiteral("sweep-findings"), tr("What the sweep says"));
    nameControl(m_category, QStringLiteral("sweep-category"), tr("Category of the prompts"));
    m_category->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_category->setMaximumWidth(fontMetrics().averageCharWidth() * 30);
    tellWholeText(m_category);

    QToolBar* bar = panelToolBar(tr("Sweep"), this);
    bar->addWidget(m_picker);
    bar->addSeparator();
    QLabel* category = plainLabel(tr("Category"), this);
    category->setBuddy(m_category);
    category->setContentsMargins(4, 0, 4, 0);
    category->setWordWrap(false);
    bar->addWidget(category);
    bar->addWidget(m_category);
    for (const char* id : {"sweep.noise", "sweep.open", "sweep.copy", "sweep.copy-markdown", "file.report"})
        bar->addAction(m_actions->action(QLatin1String(id)));

    m_splitter->addWidget(chartsPage());
    m_splitter->addWidget(tablePage());
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_splitter);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(bar);
    outer->addWidget(m_stack, 1);
    fillCategories();

    connect(m_picker, &RunPicker::runWanted, this, &SweepPanel::runWanted);
    connect(m_category, &QComboBox::activated, this, &SweepPanel::chooseCategory);
    connect(m_actions->action(QStringLiteral("sweep.noise")), &QAction::toggled, this, &SweepPanel::showFigures);
    connect(m_actions->action(QStringLiteral("sweep.open")), &QAction::triggered, this, &SweepPanel::openSelected);
    connect(m_actions->action(QStringLiteral("sweep.copy")), &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(tabSeparated(shownRows(*m_view->model()))); });
    connect(m_actions->action(QStringLiteral("sweep.copy-markdown")), &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(markdownTable(shownRows(*m_view->model()))); });
    onRowOpened(m_view, this, [this] { openSelected(); });
    const auto enable = [this] {
        const int side = sideOfKey(m_selection->key());
        m_actions->action(QStringLiteral("sweep.open"))
            ->setEnabled(m_run && m_run->scores.pair(side) && side != m_run->scores.baseline);
    };
    connect(m_selection, &FigureSelection::changed, this, enable);
    enable();
    setCanCopy(false); // until there is a run
}

void SweepPanel::setCanCopy(bool can)
{
    for (const char* id : {"sweep.copy", "sweep.copy-markdown"})
        m_actions->action(QLatin1String(id))->setEnabled(can);
}

QWidget* SweepPanel::chartsPage()
{
    auto* charts = new QWidget(this);
    auto* grid = new QGridLayout(charts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(1);
    for (int i = 0; i < 6; ++i) {
        auto* card = new FigureCard(m_selection, charts);
        m_cards.append(card);
        grid->addWidget(card, i / chartColumns, i % chartColumns);
        grid->setColumnStretch(i % chartColumns, 1);
        grid->setRowStretch(i / chartColumns, 1);
        connect(card->view(), &FigureView::opened, this,
                [this](const figures::Hit& hit) { Q_EMIT openPrompts(hit.side, hit.prompts, hit.why); });
        connect(card->view(), &FigureView::failed, this, &SweepPanel::failed);
    }
    return charts;
}

QWidget* SweepPanel::tablePage()
{
    auto* below = new QWidget(this);
    auto* column = new QVBoxLayout(below);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* verdict = new QHBoxLayout;
    verdict->setContentsMargins(8, 5, 8, 5);
    verdict->setSpacing(12);
    verdict->addWidget(headingLabel(tr("Verdict"), this));
    verdict->addWidget(m_findings, 1);
    for (int i = 0; i < 4; ++i) {
        auto* chip = new SeverityChip(this);
        chip->setSeverity(domain::Severity(i));
        verdict->addWidget(chip);
    }
    column->addLayout(verdict);
    column->addWidget(ruleLine(this));
    column->addWidget(filterField(proxyOf(m_view), QStringLiteral("sweep-filter"), tr("Filter models"), below));
    setEmptyText(m_view, tr("No model is called that. Clear the filter."));
    column->addWidget(m_view, 1);
    return below;
}

void SweepPanel::registerActions(ActionCollection* actions)
{
    QAction* noise = actions->add({.id = QStringLiteral("sweep.noise"),
                                   .text = tr("&Noise"),
                                   .icon = Glyph::Eye,
                                   .shortcuts = {},
                                   .tip = tr("Show what the baseline differs from itself"),
                                   .checkable = true});
    noise->setChecked(true);
    actions->add({.id = QStringLiteral("sweep.open"),
                  .text = tr("&Open in Compare"),
                  .icon = Glyph::Compare,
                  .shortcuts = {},
                  .tip = tr("Read the answers of the marked model beside the baseline's"),
                  .needs = tr("Mark a model of a sweep first.")});
    actions->add({.id = QStringLiteral("sweep.copy"),
                  .text = tr("&Copy as TSV"),
                  .icon = Glyph::Copy,
                  .shortcuts = {},
                  .tip = tr("The sweep's table, for a spreadsheet"),
                  .needs = tr("Open a sweep first.")});
    actions->add({.id = QStringLiteral("sweep.copy-markdown"),
                  .text = tr("Copy as &Markdown"),
                  .icon = Glyph::Table,
                  .shortcuts = {},
                  .tip = tr("The sweep's table, for an issue or a page"),
                  .needs = tr("Open a sweep first.")});
    registerReportAction(actions);
}

bool SweepPanel::shows(const domain::RunRecord& run)
{
    return run.kind == domain::RunKind::Sweep;
}

QString SweepPanel::title() const
{
    return m_run ? tr("Sweep of %1, %n model(s)", nullptr, int(m_run->data.run.sides.size()))
                       .arg(base::singleLine(m_run->data.run.suiteName, 60))
                 : tr("Sweep");
}

void SweepPanel::setRuns(RunList* runs)
{
    m_picker->setRuns(runs);
}

void SweepPanel::setRun(const ShownRunPtr& run)
{
    // Another pair shown, or an answer set by hand: the same run, with what was marked.
    const bool same = run && m_run && run->data.run.id == m_run->data.run.id;
    m_run = run;
    setCanCopy(run != nullptr);
    m_stack->setCurrentIndex(run ? 1 : 0);
    if (!run) {
        m_shown.reset();
        fillCategories();
        return;
    }
    m_picker->setShown(run->data.run);
    if (!same)
        fillCategories();
    chooseCategory();
    if (same)
        return;
    m_selection->set({});
    for (const scoring::PairScores& pair : run->scores.pairs) {
        if (run->scores.sweep && run->scores.sweep->cliff && int(run->scores.sweep->cliff->to) == pair.side)
            m_selection->set(QStringLiteral("side:%1").arg(pair.side));
    }
    if (m_selection->key().isEmpty() && !run->scores.pairs.isEmpty())
        m_selection->set(QStringLiteral("side:%1").arg(run->scores.pairs.first().side));
}

void SweepPanel::keepRun()
{
    m_picker->goBack();
}

void SweepPanel::fillCategories()
{
    m_category->clear();
    const QList<CategoryCount> counts = m_run ? categoriesOf(m_run->data.run) : QList<CategoryCount>();
    m_category->addItem(counts.isEmpty() ? tr("all") : tr("all (%1)").arg(counts.size()));
    for (const CategoryCount& each : counts) {
        const QString name =
            each.category.isEmpty() ? tr("no category") : base::singleLine(each.category, longestCategory);
        m_category->addItem(tr("%1, n = %2").arg(name, format::integer(each.prompts)), each.category);
    }
    m_category->setEnabled(counts.size() > 1);
}

void SweepPanel::chooseCategory()
{
    const quint64 ticket = ++m_ticket;
    if (!m_run)
        return;
    if (m_category->currentIndex() <= 0) {
        m_shown = m_run;
        showScores();
        return;
    }
    QtConcurrent::run([run = m_run, category = m_category->currentData().toString()] {
        return onlyCategory(run, category);
    }).then(this, [this, ticket](const ShownRunPtr& part) {
        if (ticket != m_ticket)
            return;
        m_shown = part;
        showScores();
    });
}

void SweepPanel::showScores()
{
    fillSweepTable(*m_table, *m_shown);
    m_view->sortByColumn(-1, Qt::AscendingOrder);
    fitScoreColumns(m_view, 330);
    const QStringList findings =
        m_shown == m_run
            ? sweepFindings(*m_run)
            : QStringList{tr("only %1: exploratory, no verdict and no cliff").arg(m_category->currentText())};
    m_findings->setText(findings.join(QStringLiteral("  ·  ")));
    showFigures();
    // The table was filled anew: what is marked stays marked.
    const QString key = m_selection->key();
    m_selection->set({});
    m_selection->set(key);
}

void SweepPanel::showFigures()
{
    if (!m_shown)
        return;
    const bool noise = m_actions->action(QStringLiteral("sweep.noise"))->isChecked();
    QList<figures::Figure> all = figures::sweepFigures(m_shown->data, m_shown->scores);
    for (qsizetype i = 0; i < all.size() && i < m_cards.size(); ++i) {
        figures::Figure& figure = all[i];
        if (!noise) {
            figure.bands.clear();
            figure.rules.removeIf([](const figures::Rule& rule) { return rule.role == figures::Role::NoiseEdge; });
            for (figures::Value& value : figure.values)
                value.withinNoise = false;
        }
        m_cards.at(i)->setFigure(figure);
    }
}

void SweepPanel::openSelected()
{
    const int side = sideOfKey(m_selection->key());
    if (!m_run || !m_run->scores.pair(side))
        return;
    if (m_shown == m_run) {
        Q_EMIT openPrompts(side, {}, {});
        return;
    }
    QStringList ids;
    for (const domain::Prompt& prompt : m_shown->data.run.prompts)
        ids.append(prompt.id);
    Q_EMIT openPrompts(side, ids, m_category->currentText());
}

} // namespace quantlens::ui
