// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/historypanel.h"

#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/format.h"
#include "ui/models/headlines.h"
#include "ui/models/runfilter.h"
#include "ui/models/runlist.h"
#include "ui/models/runmarks.h"
#include "ui/panels/historydelegate.h"
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
#include <QUndoStack>

#include <algorithm>

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

void HistoryPanel::setWorkspace(RunList* runs, const std::shared_ptr<store::Store>& store, const QString& whyReadOnly,
                                const QString& name)
{
    m_details->finishEditing();
    if (m_runs)
        m_runs->disconnect(this);
    delete m_marks;
    delete m_filler;
    m_marks = nullptr;
    m_filler = nullptr;
    m_notice->hide();
    m_store = store;
    m_runs = runs;
    m_whyReadOnly = whyReadOnly;
    m_where->setText(name.isEmpty() ? QString()
                                    : tr("Runs of %1, which was opened to be read").arg(base::singleLine(name, 300)));
    m_whereRow->setVisible(!name.isEmpty());
    m_diff->setDiff({});
    m_show->setCurrentIndex(0);
    showDeleted(false);
    if (runs) {
        m_filler = new HeadlineFiller(runs, store, this);
        m_filler->setActive(isVisible());
        if (whyReadOnly.isEmpty() && store) {
            m_marks = new RunMarks(runs, store, this);
            connectMarks();
        }
        connect(runs, &RunList::modelAboutToBeReset, this, &HistoryPanel::keepSelection);
        connect(runs, &RunList::modelReset, this, &HistoryPanel::restoreSelection);
        connect(runs, &RunList::dataChanged, this, [this] {
            showCurrent();
            m_trend->refresh(*m_runs);
        });
        for (const auto signal : {&RunList::rowsInserted, &RunList::rowsRemoved})
            connect(runs, signal, this, [this] { m_trend->refresh(*m_runs); });
        m_trend->refresh(*runs);
    }
    restoreSelection();
    Q_EMIT undoStackChanged();
}

void HistoryPanel::connectMarks()
{
    connect(m_marks, &RunMarks::failed, this, &HistoryPanel::failed);
    connect(m_marks, &RunMarks::noteChanged, this, [this](const QString& id) {
        const store::RunListItem* item = current();
        if (item && item->run.id == id)
            m_details->setNote(item->note);
    });
    connect(m_marks, &RunMarks::removed, this, [this](const QStringList& ids) {
        m_noticeText->setText(ids.size() == 1 && m_removed.size() == 1
                                  ? tr("Deleted “%1”. For a day it can come back.").arg(runTitle(m_removed.first().run))
                                  : tr("Deleted %n run(s). For a day they can come back.", nullptr, int(ids.size())));
        m_notice->show();
    });
    connect(m_marks, &RunMarks::cameBack, this, [this](const QStringList& ids) {
        m_notice->hide();
        for (const QString& id : ids)
            m_deleted->remove(id);
        if (!m_showsDeleted)
            selectRuns(ids);
    });
}

void HistoryPanel::setCanResume(bool can)
{
    m_canResume = can;
    takeSelection();
}

QUndoStack* HistoryPanel::undoStack() const
{
    return m_marks ? m_marks->undoStack() : nullptr;
}

QStringList HistoryPanel::selectedRuns() const
{
    QList<int> rows;
    for (const QModelIndex& index : m_view->selectionModel()->selectedRows())
        rows << index.row();
    std::ranges::sort(rows);
    QStringList ids;
    for (const int row : rows)
        ids << m_filter->runIdAt(row);
    return ids;
}

void HistoryPanel::selectRuns(const QStringList& ids)
{
    QItemSelection chosen;
    QModelIndex first;
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        if (!ids.contains(m_filter->runIdAt(row)))
            continue;
        const QModelIndex index = m_filter->index(row, RunList::Started);
        chosen.select(m_filter->index(row, 0), m_filter->index(row, RunList::ColumnCount - 1));
        if (!first.isValid())
            first = index;
    }
    m_view->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    m_view->selectionModel()->select(chosen, QItemSelectionModel::ClearAndSelect);
    if (first.isValid())
        m_view->scrollTo(first);
}

QList<QSplitter*> HistoryPanel::splitters() const
{
    return {m_splitter, m_diff->splitter()};
}

void HistoryPanel::keepSelection()
{
    m_kept = selectedRuns();
    const store::RunListItem* item = current();
    m_keptCurrent = item ? item->run.id : QString();
}

void HistoryPanel::restoreSelection()
{
    if (m_runs && !m_showsDeleted)
        m_trend->refresh(*m_runs);
    const QStringList wanted = std::exchange(m_kept, {});
    if (!wanted.isEmpty())
        selectRuns(wanted);
    if (selectedRuns().isEmpty() && m_filter->rowCount() > 0)
        selectRuns({m_filter->runIdAt(0)});
    updateCount();
    takeSelection();
}

const store::RunListItem* HistoryPanel::current() const
{
    const RunList* list = m_showsDeleted ? m_deleted : m_runs.data();
    const QModelIndex index = m_view->currentIndex();
    if (!list || !index.isValid() || !m_view->selectionModel()->isRowSelected(index.row()))
        return nullptr;
    return list->at(m_filter->mapToSource(index).row());
}

void HistoryPanel::takeSelection()
{
    const QStringList ids = selectedRuns();
    const store::RunListItem* item = current();
    const bool writable = m_marks != nullptr;
    const auto enable = [this](const char* id, bool enabled) {
        m_actions->action(QLatin1String(id))->setEnabled(enabled);
    };
    enable("history.open", item && !m_showsDeleted);
    enable("history.report", item && ids.size() == 1 && !m_showsDeleted);
    enable("history.resume", item && !m_showsDeleted && m_canResume && writable &&
                                 (item->run.status != domain::RunStatus::Finished || item->failures > 0));
    enable("history.pin", item && !m_showsDeleted && writable);
    enable("history.note", item && !m_showsDeleted && writable);
    enable("history.delete", item && !m_showsDeleted && writable);
    enable("history.restore", item && m_showsDeleted && writable);
    enable("history.compare", ids.size() == 2 && !m_showsDeleted);
    enable("history.trend", item && !m_showsDeleted);
    QAction* pin = m_actions->action(QStringLiteral("history.pin"));
    pin->setText(item && item->pinned ? tr("Un&pin") : tr("&Pin"));
    m_actions->action(QStringLiteral("history.restore"))->setVisible(m_showsDeleted);
    m_actions->action(QStringLiteral("history.delete"))->setVisible(!m_showsDeleted);
    showCurrent();
    Q_EMIT selectionChanged();
}

void HistoryPanel::showCurrent()
{
    m_details->showRun(current(), m_marks && !m_showsDeleted);
    if (const store::RunListItem* item = current(); item && m_runs) {
        QAction* pin = m_actions->action(QStringLiteral("history.pin"));
        pin->setText(item->pinned ? tr("Un&pin") : tr("&Pin"));
    }
}

void HistoryPanel::updateCount()
{
    const RunList* list = m_showsDeleted ? m_deleted : m_runs.data();
    const int all = list ? list->rowCount() : 0;
    const int shown = m_filter->rowCount();
    m_count->setText(shown == all ? tr("%n run(s)", nullptr, all)
                                  : tr("%1 of %2 runs").arg(format::integer(shown), format::integer(all)));
    m_stack->setCurrentIndex(shown > 0 ? 0 : 1);
    if (shown > 0)
        return;
    if (m_showsDeleted)
        m_empty->setText(tr("No run was deleted in the last 24 hours."));
    else if (all > 0)
        m_empty->setText(tr("No run is like that. Clear the search, or choose “All runs”."));
    else if (!m_store)
        m_empty->setText(tr("The workspace is not open: there are no runs to list."));
    else
        m_empty->setText(tr("No runs yet. Start one in Run, or try the demo: every run is kept and listed here."));
}

void HistoryPanel::showDeleted(bool deleted)
{
    if (deleted == m_showsDeleted && m_filter->sourceModel() == (deleted ? m_deleted : m_runs.data()))
        return;
    m_details->finishEditing();
    m_showsDeleted = deleted;
    m_filter->setRuns(deleted ? m_deleted : m_runs ? m_runs.data() : m_nothing);
    if (deleted)
        loadDeleted();
    if (!deleted)
        restoreSelection();
    takeSelection();
}

void HistoryPanel::loadDeleted()
{
    m_deleted->setRuns({});
    if (!m_store)
        return;
    m_store->runs(store::Listed::Deleted)
        .then(this, [this, ticket = ++m_ticket](const base::Expected<QList<store::RunListItem>>& runs) {
            if (ticket != m_ticket)
                return;
            if (!runs) {
                Q_EMIT failed(runs.error());
                return;
            }
            m_deleted->setRuns(*runs);
            if (m_showsDeleted && m_filter->rowCount() > 0)
                selectRuns({m_filter->runIdAt(0)});
            updateCount();
        });
}

void HistoryPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_filler)
        m_filler->setActive(true);
}

void HistoryPanel::hideEvent(QHideEvent* event)
{
    if (m_filler)
        m_filler->setActive(false);
    QWidget::hideEvent(event);
}

} // namespace quantlens::ui
