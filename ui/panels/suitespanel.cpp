// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/suitespanel.h"

#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/format.h"
#include "ui/models/suitedocument.h"
#include "ui/models/suitefilter.h"
#include "ui/models/suiteshelf.h"
#include "ui/panels/parts.h"
#include "ui/panels/suitedelegate.h"
#include "ui/panels/suiteform.h"
#include "ui/panels/suiteproblems.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolBar>
#include <QUndoStack>
#include <QtConcurrent>

#include <algorithm>

namespace quantlens::ui {

SuitesPanel::SuitesPanel(ActionCollection* actions, const QString& file, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_shelf(new SuiteShelf(file, this))
    , m_nothing(new SuiteDocument(this))
    , m_proxy(new SuiteFilter(this))
    , m_splitter(new QSplitter(this))
    , m_tabs(new QTabWidget(this))
    , m_form(new SuiteForm(this))
    , m_problems(new SuiteProblems(this))
    , m_coverage(new SuiteCoverage(this))
{
    setObjectName(QStringLiteral("suites-panel"));
    m_splitter->setObjectName(QStringLiteral("suites-splitter"));
    nameControl(m_tabs, QStringLiteral("suites-tabs"), tr("About the suite"));
    m_tabs->tabBar()->setAccessibleName(tr("About the suite"));
    QToolBar* bar = panelToolBar(tr("Suites"), this);
    addIconOnly(bar, m_actions->action(QStringLiteral("go.back")));
    addIconOnly(bar, m_actions->action(QStringLiteral("go.forward")));
    bar->addSeparator();
    for (const char* id : {"suites.new", "suites.open", "suites.save", "suites.save-as"})
        bar->addAction(m_actions->action(QLatin1String(id)));
    bar->addSeparator();
    for (const char* id : {"suites.add-prompt", "suites.duplicate", "suites.remove"})
        bar->addAction(m_actions->action(QLatin1String(id)));
    for (const char* id : {"suites.up", "suites.down"})
        addIconOnly(bar, m_actions->action(QLatin1String(id)));
    bar->addSeparator();
    bar->addAction(m_actions->action(QStringLiteral("suites.use")));

    m_proxy->setSourceModel(m_nothing);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_form, tr("Prompt"));
    m_tabs->addTab(m_problems, tr("Problems"));
    m_tabs->addTab(m_coverage, tr("Coverage"));
    m_splitter->addWidget(suiteList());
    m_splitter->addWidget(promptTable());
    m_splitter->addWidget(m_tabs);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setCollapsible(1, false);
    m_splitter->setSizes({190, 600, 420});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_splitter, 1);
    connectActions();
    connect(m_problems, &SuiteProblems::rowChosen, this, &SuitesPanel::selectRow);
    connect(m_coverage, &SuiteCoverage::categoryChosen, this, [this](const QString& category) {
        if (const int index = m_category->findData(category); index >= 0)
            m_category->setCurrentIndex(index);
    });
    connect(m_shelf, &SuiteShelf::saveFailed, this, &SuitesPanel::failed);
    refreshActions();
}

QWidget* SuitesPanel::suiteList()
{
    auto* side = new QWidget(m_splitter);
    m_list = new QListView(side);
    nameControl(m_list, QStringLiteral("suites-list"), tr("Suites"));
    m_list->setModel(m_shelf);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->addAction(m_actions->action(QStringLiteral("suites.forget")));
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(titleStrip(headingLabel(tr("Suites"), side), side));
    column->addWidget(m_list, 1);
    QLabel* hint = dimLabel(tr("Bundled suites are in italics and cannot be changed: save a copy."), side);
    hint->setContentsMargins(8, 4, 8, 6);
    column->addWidget(hint);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid())
                    read(current.row());
            });
    return side;
}

QWidget* SuitesPanel::promptTable()
{
    auto* middle = new QWidget(m_splitter);
    m_search = new QLineEdit(middle);
    nameControl(m_search, QStringLiteral("suites-search"), tr("Search prompts"));
    m_search->setPlaceholderText(tr("Search ids, texts and answers"));
    m_search->setClearButtonEnabled(true);
    m_category = new QComboBox(middle);
    nameControl(m_category, QStringLiteral("suites-category"), tr("Category"));
    m_category->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_category->setMinimumContentsLength(14);
    tellWholeText(m_category);
    m_count = dimLabel({}, middle);
    m_count->setWordWrap(false);
    m_count->setObjectName(QStringLiteral("suites-count"));
    auto* filter = new QHBoxLayout;
    filter->setContentsMargins(8, 6, 8, 6);
    filter->addWidget(m_search, 1);
    filter->addWidget(m_category);
    filter->addWidget(m_count);
    m_view = new QTableView(middle);
    nameControl(m_view, QStringLiteral("suites-table"), tr("Prompts of the suite"));
    setUpTable(m_view, 7);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setItemDelegate(new SuiteDelegate(m_view));
    m_view->setModel(m_proxy);
    sortByHead(m_view);
    addTableMenu(m_view);
    m_view->setColumnWidth(SuiteDocument::State, 58);
    m_view->setColumnWidth(SuiteDocument::Id, 120);
    m_view->setColumnWidth(SuiteDocument::Category, 110);
    m_view->setColumnWidth(SuiteDocument::Tokens, 60);
    m_view->setColumnWidth(SuiteDocument::Answer, 90);
    m_view->horizontalHeader()->setSectionResizeMode(SuiteDocument::Text, QHeaderView::Stretch);
    m_empty = emptyState({}, middle);
    m_stack = new QStackedWidget(middle);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    m_title = headingLabel({}, middle);
    m_title->setObjectName(QStringLiteral("suites-title"));
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(titleStrip(m_title, middle));
    column->addLayout(filter);
    column->addWidget(m_stack, 1);
    connect(m_search, &QLineEdit::textChanged, this, &SuitesPanel::applyFilter);
    connect(m_category, &QComboBox::currentIndexChanged, this, &SuitesPanel::applyFilter);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        refreshForm();
        refreshActions();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SuitesPanel::refreshActions);
    connect(m_proxy, &SuiteFilter::layoutChanged, this, &SuitesPanel::refreshActions); // "up" is a place or is none
    auto* remove = new QShortcut(QKeySequence(Qt::Key_Delete), m_view);
    remove->setContext(Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, m_actions->action(QStringLiteral("suites.remove")), &QAction::trigger);
    return middle;
}

void SuitesPanel::openSuite(const QString& nameOrPath)
{
    const int known = m_shelf->find(nameOrPath);
    showShelfRow(known >= 0 ? known : m_shelf->addFile(nameOrPath));
}

QString SuitesPanel::chosenSuite() const
{
    if (!m_list->currentIndex().isValid())
        return m_first; // the place was not shown
    const QString key = m_shelf->keyAt(m_list->currentIndex().row());
    return key.startsWith(QLatin1String("new:")) ? QString() : key;
}

void SuitesPanel::showShelfRow(int row)
{
    const QModelIndex index = m_shelf->index(row);
    if (!index.isValid())
        return;
    if (m_list->currentIndex() == index)
        read(row);
    else
        m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
}

void SuitesPanel::read(int row)
{
    ++m_ticket;
    if (SuiteDocument* open = m_shelf->documentAt(row)) {
        setDocument(open);
        return;
    }
    setDocument(nullptr);
    m_empty->setText(tr("The suite is being read…"));
    const QString key = m_shelf->keyAt(row);
    const bool bundled = m_shelf->index(row).data(SuiteShelf::BundledRole).toBool();
    // By file name, which no folder or file of the same name hides.
    QtConcurrent::run([source = bundled ? key + QStringLiteral(".jsonl") : key] {
        return loadForEditing(source);
    }).then(this, [this, key, ticket = m_ticket](const base::Expected<LoadedSuite>& suite) {
        const int place = m_shelf->find(key);
        if (ticket != m_ticket || place < 0)
            return;
        if (!suite) {
            m_empty->setText(base::singleLine(base::oneLine(suite.error()), 600));
            return;
        }
        auto* document = new SuiteDocument(m_shelf);
        document->setSuite(*suite);
        m_shelf->setDocument(place, document);
        setDocument(document);
    });
}

void SuitesPanel::setDocument(SuiteDocument* document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    m_form->showPrompt(nullptr, -1);
    m_search->clear();
    m_proxy->setSourceModel(document ? document : m_nothing);
    if (document) {
        connect(document, &SuiteDocument::rowEdited, this, [this](int row) {
            if (row == m_form->row())
                m_form->refresh();
        });
        connect(document, &SuiteDocument::rowWanted, this, &SuitesPanel::selectRow);
        connect(document, &SuiteDocument::checkFinished, this, &SuitesPanel::refreshChecks);
        connect(document, &SuiteDocument::modifiedChanged, this, [this] {
            refreshActions();
            Q_EMIT titleChanged();
        });
        connect(document, &SuiteDocument::pathChanged, this, &SuitesPanel::titleChanged);
        for (const auto signal : {&SuiteDocument::rowsInserted, &SuiteDocument::rowsRemoved})
            connect(document, signal, this, &SuitesPanel::refreshForm);
        connect(document, &SuiteDocument::modelReset, this, &SuitesPanel::refreshForm);
    }
    refreshCategories();
    if (document && m_proxy->rowCount() > 0)
        m_view->setCurrentIndex(m_proxy->index(0, SuiteDocument::Id));
    refreshChecks();
    refreshForm();
    refreshActions();
    Q_EMIT undoStackChanged();
    Q_EMIT titleChanged();
}

void SuitesPanel::selectRow(int row)
{
    if (!m_document || row < 0 || row >= m_document->rowCount())
        return;
    QModelIndex index = m_proxy->mapFromSource(m_document->index(row, SuiteDocument::Id));
    if (!index.isValid()) { // hidden by the filter
        m_search->clear();
        m_category->setCurrentIndex(0);
        index = m_proxy->mapFromSource(m_document->index(row, SuiteDocument::Id));
    }
    m_view->setCurrentIndex(index);
    m_view->selectRow(index.row());
    m_view->scrollTo(index);
    refreshForm();
}

int SuitesPanel::currentRow() const
{
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() ? m_proxy->mapToSource(index).row() : -1;
}

QList<int> SuitesPanel::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex& index : m_view->selectionModel()->selectedRows())
        rows << m_proxy->mapToSource(index).row();
    return rows;
}

QUndoStack* SuitesPanel::undoStack() const
{
    return m_document ? m_document->undoStack() : nullptr;
}

QString SuitesPanel::title() const
{
    if (!m_document)
        return tr("Suites");
    const QString name = base::singleLine(m_document->name(), 60);
    return m_document->modified() ? tr("%1 *").arg(name) : name;
}

void SuitesPanel::refreshForm()
{
    m_form->showPrompt(m_document, currentRow());
    const int all = m_document ? m_document->rowCount() : 0;
    const int shown = m_proxy->rowCount();
    m_count->setText(shown == all ? tr("%n prompt(s)", nullptr, all)
                                  : tr("%1 of %2 prompts").arg(format::integer(shown), format::integer(all)));
    m_stack->setCurrentIndex(shown > 0 ? 0 : 1);
    if (m_document && all == 0)
        m_empty->setText(tr("No prompts yet. Press “Add prompt”."));
    else if (m_document && shown == 0)
        m_empty->setText(tr("No prompt is like that. Clear the search, or choose all categories."));
    else if (!m_document && !m_list->currentIndex().isValid())
        m_empty->setText(tr("Choose a suite at the left, open a file of yours, or begin a new one."));
}

void SuitesPanel::refreshChecks()
{
    m_problems->refresh(m_document);
    m_coverage->refresh(m_document);
    m_tabs->setTabText(1, m_problems->count() > 0 ? tr("Problems (%1)").arg(format::integer(m_problems->count()))
                                                  : tr("Problems"));
    refreshCategories();
    if (m_document)
        m_form->refresh();
}

void SuitesPanel::refreshCategories()
{
    const QString shown = m_category->currentData().toString();
    const QSignalBlocker quiet(m_category);
    m_category->clear();
    m_category->addItem(tr("All categories"), QString());
    QStringList categories;
    if (m_document)
        categories = m_document->checked().stats.categories.keys();
    for (const QString& category : std::as_const(categories))
        m_category->addItem(base::singleLine(category, 60), category);
    const int index = m_category->findData(shown);
    m_category->setCurrentIndex(std::max(0, index));
    applyFilter();
}

void SuitesPanel::applyFilter()
{
    auto* filter = qobject_cast<SuiteFilter*>(m_proxy);
    filter->setText(m_search->text());
    filter->setCategory(m_category->currentData().toString());
    refreshForm();
}

void SuitesPanel::refreshActions()
{
    const bool open = m_document;
    const bool writable = open && !m_document->readOnly();
    const bool row = open && currentRow() >= 0;
    const auto enable = [this](const char* id, bool enabled) {
        m_actions->action(QLatin1String(id))->setEnabled(enabled);
    };
    enable("suites.save", writable && m_document->modified());
    enable("suites.save-as", open);
    enable("suites.forget", writable && !m_document->path().isEmpty() && !m_document->modified());
    enable("suites.add-prompt", writable);
    enable("suites.duplicate", writable && row);
    enable("suites.remove", writable && !m_view->selectionModel()->selectedRows().isEmpty());
    // Only in file order is "up" a place.
    const bool fileOrder = m_proxy->sortColumn() < 0 && open && m_proxy->rowCount() == m_document->rowCount();
    enable("suites.up", writable && row && fileOrder && currentRow() > 0);
    enable("suites.down", writable && row && fileOrder && currentRow() + 1 < m_document->rowCount());
    enable("suites.use", open);
    m_title->setText(!open                    ? tr("Prompts")
                     : m_document->readOnly() ? tr("%1 — bundled, read only").arg(title())
                                              : title());
}

void SuitesPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_loaded)
        return;
    m_loaded = true;
    if (const auto loaded = m_shelf->load(); !loaded)
        Q_EMIT failed(loaded.error());
    if (!m_list->currentIndex().isValid())
        showShelfRow(std::max(0, m_shelf->find(m_first)));
}

} // namespace quantlens::ui
