// SPDX-License-Identifier: GPL-3.0-or-later
// What the place of all runs is made of: tool bar, table, filter row, tabs.
#include "ui/actions/actioncollection.h"
#include "ui/models/runfilter.h"
#include "ui/models/runlist.h"
#include "ui/models/runtext.h"
#include "ui/panels/historydelegate.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/parts.h"
#include "ui/panels/rundetails.h"
#include "ui/panels/rundiffview.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/trendview.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>

namespace quantlens::ui {

namespace {

/// In the box of states, after those of RunFilter.
constexpr int deletedRuns = 100;

} // namespace

HistoryPanel::HistoryPanel(ActionCollection* actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_nothing(new RunList(this))
    , m_deleted(new RunList(this))
    , m_filter(new RunFilter(m_nothing, this))
    , m_where(plainLabel({}, this))
    , m_view(new QTableView(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(emptyState({}, this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_tabs(new QTabWidget(this))
    , m_details(new RunDetails(this))
    , m_diff(new RunDiffView(this))
    , m_trend(new TrendView(this))
{
    setObjectName(QStringLiteral("history-panel"));
    m_splitter->setObjectName(QStringLiteral("history-splitter"));
    nameControl(m_tabs, QStringLiteral("history-tabs"), tr("About the chosen runs"));
    m_tabs->tabBar()->setAccessibleName(tr("About the chosen runs"));
    QToolBar* bar = panelToolBar(tr("History"), this);
    addIconOnly(bar, m_actions->action(QStringLiteral("go.back")));
    addIconOnly(bar, m_actions->action(QStringLiteral("go.forward")));
    bar->addSeparator();
    for (const char* id : {"history.open", "history.report", "history.resume", "history.pin", "history.note",
                           "history.delete", "history.restore"})
        bar->addAction(m_actions->action(QLatin1String(id)));
    bar->addSeparator();
    for (const char* id : {"history.compare", "history.trend"})
        bar->addAction(m_actions->action(QLatin1String(id)));
    if (QAction* import = m_actions->action(QStringLiteral("history.import"))) {
        bar->addSeparator();
        bar->addAction(import);
    }

    makeTable();
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_details, tr("Run"));
    m_tabs->addTab(m_diff, tr("Two runs"));
    m_tabs->addTab(m_trend, tr("Trend"));
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto* upper = new QWidget(m_splitter);
    auto* upperColumn = new QVBoxLayout(upper);
    upperColumn->setContentsMargins(0, 0, 0, 0);
    upperColumn->setSpacing(0);
    upperColumn->addWidget(filterRow());
    upperColumn->addWidget(noticeRow());
    upperColumn->addWidget(m_stack, 1);
    m_splitter->addWidget(upper);
    m_splitter->addWidget(m_tabs);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setCollapsible(0, false);
    m_splitter->setSizes({470, 300});

    m_whereRow = new QWidget(this);
    auto* whereLine = new QHBoxLayout(m_whereRow);
    whereLine->setContentsMargins(8, 4, 8, 4);
    auto* own = new QPushButton(tr("Own runs"), m_whereRow);
    nameControl(own, QStringLiteral("history-own"), tr("Back to the runs of this workspace"));
    connect(own, &QPushButton::clicked, this, &HistoryPanel::ownWanted);
    m_where->setObjectName(QStringLiteral("history-where"));
    whereLine->addWidget(m_where, 1);
    whereLine->addWidget(own);
    m_whereRow->hide();

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_whereRow);
    column->addWidget(m_splitter, 1);
    connectActions();
    setWorkspace(nullptr, nullptr);
}

void HistoryPanel::makeTable()
{
    nameControl(m_view, QStringLiteral("history-table"), tr("Runs"));
    setUpTable(m_view, 7);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setItemDelegate(new HistoryDelegate(m_view));
    m_view->setModel(m_filter);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(RunList::Started, Qt::DescendingOrder);
    addTableMenu(m_view);
    // Before what every table has.
    QList<QAction*> menu;
    for (const char* id : {"history.open", "history.report", "history.resume", "history.pin", "history.note",
                           "history.delete", "history.restore"})
        menu.append(m_actions->action(QLatin1String(id)));
    auto* line = new QAction(m_view);
    line->setSeparator(true);
    menu.append(line);
    m_view->insertActions(m_view->actions().constFirst(), menu);
    const int digit = m_view->fontMetrics().averageCharWidth();
    const auto wide = [this, digit](int column, int characters) {
        m_view->setColumnWidth(column, characters * digit + 16);
    };
    m_view->horizontalHeader()->setMinimumSectionSize(24);
    m_view->setColumnWidth(RunList::Pinned, 34);
    wide(RunList::Started, 13);
    wide(RunList::Kind, 12);
    wide(RunList::What, 26);
    wide(RunList::Suite, 14);
    wide(RunList::Status, 15);
    wide(RunList::Prompts, 8);
    wide(RunList::Flips, 18);
    wide(RunList::Kld, 8);
    wide(RunList::ForkShift, 9);
    wide(RunList::SameText, 19);
    wide(RunList::Changed, 18);
    wide(RunList::Similarity, 9);
    wide(RunList::Stable, 18);
    wide(RunList::Duration, 13);
    m_view->horizontalHeader()->setStretchLastSection(true);
    for (const int column : {RunList::ForkShift, RunList::Changed, RunList::Similarity})
        m_view->hideColumn(column);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPanel::takeSelection);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HistoryPanel::takeSelection);
    for (const auto signal : {&RunFilter::rowsInserted, &RunFilter::rowsRemoved})
        connect(m_filter, signal, this, &HistoryPanel::updateCount);
    connect(m_filter, &RunFilter::modelReset, this, &HistoryPanel::updateCount);
    connect(m_filter, &RunFilter::layoutChanged, this, &HistoryPanel::updateCount);
}

QWidget* HistoryPanel::filterRow()
{
    auto* row = new QWidget(this);
    m_search = new QLineEdit(row);
    nameControl(m_search, QStringLiteral("history-search"), tr("Search runs"));
    m_search->setPlaceholderText(tr("Search models, suites and notes"));
    m_search->setClearButtonEnabled(true);
    m_kind = new QComboBox(row);
    nameControl(m_kind, QStringLiteral("history-kind"), tr("Kind of run"));
    m_kind->addItem(tr("All kinds"), -1);
    for (const auto kind : {domain::RunKind::Compare, domain::RunKind::Sweep, domain::RunKind::Diff,
                            domain::RunKind::Determinism, domain::RunKind::Stress})
        m_kind->addItem(runKindText(kind), int(kind));
    m_show = new QComboBox(row);
    nameControl(m_show, QStringLiteral("history-show"), tr("What became of the run"));
    m_show->addItem(tr("All runs"), int(RunFilter::All));
    m_show->addItem(tr("Pinned"), int(RunFilter::Pinned));
    m_show->addItem(tr("With a note"), int(RunFilter::Noted));
    m_show->addItem(tr("Finished"), int(RunFilter::Finished));
    m_show->addItem(tr("Unfinished"), int(RunFilter::Unfinished));
    m_show->addItem(tr("Passed"), int(RunFilter::Passed));
    m_show->addItem(tr("Failed or undecided"), int(RunFilter::Failed));
    m_show->insertSeparator(m_show->count());
    m_show->addItem(tr("Deleted today"), deletedRuns);
    m_count = dimLabel({}, row);
    m_count->setObjectName(QStringLiteral("history-count"));
    m_count->setWordWrap(false);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(8, 6, 8, 6);
    line->addWidget(m_search, 1);
    line->addWidget(m_kind);
    line->addWidget(m_show);
    line->addWidget(m_count);
    connect(m_search, &QLineEdit::textChanged, m_filter, &RunFilter::setText);
    connect(m_search, &QLineEdit::textChanged, this, &HistoryPanel::updateCount);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        const int kind = m_kind->currentData().toInt();
        m_filter->setKind(kind < 0 ? std::nullopt : std::optional(domain::RunKind(kind)));
        updateCount();
    });
    connect(m_show, &QComboBox::currentIndexChanged, this, [this] {
        const int show = m_show->currentData().toInt();
        showDeleted(show == deletedRuns);
        m_filter->setShow(show == deletedRuns ? RunFilter::All : RunFilter::Show(show));
        updateCount();
    });
    return row;
}

QWidget* HistoryPanel::noticeRow()
{
    m_notice = new QFrame(this);
    nameControl(m_notice, QStringLiteral("history-notice"), tr("Deleted runs"));
    m_notice->setFrameShape(QFrame::StyledPanel);
    m_notice->setBackgroundRole(QPalette::AlternateBase);
    m_notice->setAutoFillBackground(true);
    m_noticeText = plainLabel({}, m_notice);
    m_noticeText->setObjectName(QStringLiteral("history-notice-text"));
    auto* undo = new QPushButton(icon(Glyph::Retry), tr("Undo"), m_notice);
    nameControl(undo, QStringLiteral("history-undo-delete"), tr("Bring the deleted runs back"));
    connect(undo, &QPushButton::clicked, this, &HistoryPanel::undoRemoval);
    auto* close = new QToolButton(m_notice);
    nameControl(close, QStringLiteral("history-notice-close"), tr("Close the message"));
    close->setIcon(icon(Glyph::Cancel));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, m_notice, &QWidget::hide);
    auto* line = new QHBoxLayout(m_notice);
    line->setContentsMargins(10, 3, 6, 3);
    line->addWidget(m_noticeText, 1);
    line->addWidget(undo);
    line->addWidget(close);
    m_notice->hide();
    return m_notice;
}

} // namespace quantlens::ui
