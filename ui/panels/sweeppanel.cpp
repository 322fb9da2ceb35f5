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
#include "ui/models/runlist.h"
#include "ui/panels/parts.h"
#include "ui/panels/reportdialog.h"
#include "ui/panels/sweeptable.h"

#include <QAction>
#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>

namespace quantlens::ui {

namespace {

constexpr int chartColumns = 3;

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
    , m_empty(emptyState(tr("No sweep is shown. Start one in Run, or open one with All runs."), this))
    , m_runTitle(headingLabel({}, this))
    , m_findings(plainLabel({}, this, true))
    , m_view(makeScoreView(m_table, m_selection, this))
{
    setObjectName(QStringLiteral("sweep-panel"));
    m_splitter->setObjectName(QStringLiteral("sweep-splitter"));
    nameControl(m_view, QStringLiteral("sweep-table"), tr("Models of the sweep"));
    nameControl(m_findings, QStringLiteral("sweep-findings"), tr("What the sweep says"));

    QToolBar* bar = panelToolBar(tr("Sweep"), this);
    m_runTitle->setContentsMargins(8, 0, 12, 0);
    bar->addWidget(m_runTitle);
    bar->addSeparator();
    for (const char* id : {"sweep.noise", "sweep.open", "sweep.copy", "sweep.copy-markdown", "file.report"})
        bar->addAction(m_actions->action(QLatin1String(id)));

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
    column->addWidget(m_view, 1);
    m_splitter->addWidget(charts);
    m_splitter->addWidget(below);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);

    auto* page = new QWidget(this);
    auto* whole = new QVBoxLayout(page);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(bar);
    whole->addWidget(m_splitter, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(page);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);

    connect(m_actions->action(QStringLiteral("sweep.noise")), &QAction::toggled, this, &SweepPanel::showFigures);
    connect(m_actions->action(QStringLiteral("sweep.open")), &QAction::triggered, this, &SweepPanel::openSelected);
    connect(m_actions->action(QStringLiteral("sweep.copy")), &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(tabSeparated(shownRows(*m_view->model()))); });
    connect(m_actions->action(QStringLiteral("sweep.copy-markdown")), &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(markdownTable(shownRows(*m_view->model()))); });
    // Not activated(): that also comes with single clicks on some desktops.
    connect(m_view, &QTableView::doubleClicked, this, &SweepPanel::openSelected);
    for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* enter = new QShortcut(QKeySequence(key), m_view);
        enter->setContext(Qt::WidgetShortcut);
        connect(enter, &QShortcut::activated, this, &SweepPanel::openSelected);
    }
    const auto enable = [this] {
        const int side = sideOfKey(m_selection->key());
        m_actions->action(QStringLiteral("sweep.open"))
            ->setEnabled(m_run && m_run->scores.pair(side) && side != m_run->scores.baseline);
    };
    connect(m_selection, &FigureSelection::changed, this, enable);
    enable();
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
                  .tip = tr("Read the answers of the marked model beside the baseline's")});
    actions->add({.id = QStringLiteral("sweep.copy"),
                  .text = tr("&Copy as TSV"),
                  .icon = Glyph::Copy,
                  .shortcuts = {},
                  .tip = tr("The table, for a spreadsheet")});
    actions->add({.id = QStringLiteral("sweep.copy-markdown"),
                  .text = tr("Copy as &Markdown"),
                  .icon = Glyph::Table,
                  .shortcuts = {},
                  .tip = tr("The table, for an issue or a page")});
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

void SweepPanel::setRun(const ShownRunPtr& run)
{
    // Another pair shown, or an answer set by hand: the same run, with what was marked.
    const bool same = run && m_run && run->data.run.id == m_run->data.run.id;
    m_run = run;
    m_stack->setCurrentIndex(run ? 1 : 0);
    if (!run)
        return;
    m_runTitle->setText(title());
    fillSweepTable(*m_table, *run);
    m_view->sortByColumn(-1, Qt::AscendingOrder);
    m_view->resizeColumnsToContents();
    for (int column = 0; column < m_table->columnCount(); ++column)
        m_view->setColumnWidth(column, std::clamp(m_view->columnWidth(column) + 10, 56, 330));
    const QStringList findings = sweepFindings(*run);
    m_findings->setText(findings.join(QStringLiteral("  ·  ")));
    showFigures();
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

void SweepPanel::showFigures()
{
    if (!m_run)
        return;
    const bool noise = m_actions->action(QStringLiteral("sweep.noise"))->isChecked();
    QList<figures::Figure> all = figures::sweepFigures(m_run->data, m_run->scores);
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
    if (m_run && m_run->scores.pair(side))
        Q_EMIT openPrompts(side, {}, {});
}

} // namespace quantlens::ui
