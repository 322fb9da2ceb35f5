// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/modelspanel.h"

#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/modeleditor.h"
#include "ui/models/modeltable.h"
#include "ui/panels/modelfacts.h"
#include "ui/panels/parts.h"
#include "ui/panels/specfield.h"
#include "ui/panels/tables.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>

namespace quantlens::ui {

void ModelsPanel::registerActions(ActionCollection* actions)
{
    actions->add({.id = QStringLiteral("models.add-files"),
                  .text = tr("Add &files…"),
                  .icon = Glyph::Add,
                  .shortcuts = {},
                  .tip = tr("Choose GGUF files to add to the list")});
    actions->add({.id = QStringLiteral("models.remove"),
                  .text = tr("&Remove"),
                  .icon = Glyph::Remove,
                  .shortcuts = {},
                  .tip = tr("Take the chosen model off the list; the file stays")});
    actions->add({.id = QStringLiteral("models.refresh"),
                  .text = tr("Look &again"),
                  .icon = Glyph::Retry,
                  .shortcuts = {QKeySequence(Qt::Key_F5)},
                  .tip = tr("Read all files of the list again")});
    actions->add({.id = QStringLiteral("models.use-a"),
                  .text = tr("Use as &A"),
                  .icon = {},
                  .shortcuts = {},
                  .tip = tr("Put the chosen model on side A of the next run")});
    actions->add({.id = QStringLiteral("models.use-b"),
                  .text = tr("Use as &B"),
                  .icon = {},
                  .shortcuts = {},
                  .tip = tr("Put the chosen model on side B of the next run")});
}

ModelsPanel::ModelsPanel(ActionCollection* actions, ModelTable* models, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_models(models)
    , m_editor(new ModelEditor(models, this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_splitter(new QSplitter(this))
    , m_facts(new ModelFacts(this))
{
    setObjectName(QStringLiteral("models-panel"));
    QToolBar* bar = panelToolBar(tr("Models"), this);
    addIconOnly(bar, m_actions->action(QStringLiteral("go.back")));
    addIconOnly(bar, m_actions->action(QStringLiteral("go.forward")));
    bar->addSeparator();
    for (const char* id : {"models.add-files", "models.remove", "models.refresh"})
        bar->addAction(m_actions->action(QLatin1String(id)));
    bar->addSeparator();
    for (const char* id : {"models.use-a", "models.use-b"})
        bar->addAction(m_actions->action(QLatin1String(id)));

    auto* left = new QWidget(m_splitter);
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(addRow());
    leftColumn->addWidget(table(), 1);
    m_splitter->setObjectName(QStringLiteral("models-splitter"));
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_facts);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setCollapsible(0, false);
    m_splitter->setSizes({1000, 340});

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_splitter, 1);

    connect(m_actions->action(QStringLiteral("models.add-files")), &QAction::triggered, this,
            &ModelsPanel::chooseFiles);
    connect(m_actions->action(QStringLiteral("models.remove")), &QAction::triggered, this, &ModelsPanel::removeChosen);
    connect(m_actions->action(QStringLiteral("models.refresh")), &QAction::triggered, m_models, &ModelTable::refresh);
    for (const int side : {0, 1}) {
        QAction* use = m_actions->action(side == 0 ? QStringLiteral("models.use-a") : QStringLiteral("models.use-b"));
        connect(use, &QAction::triggered, this, [this, side] {
            if (const KnownModel* known = m_models->at(currentRow()))
                Q_EMIT useWanted(known->spec, side);
        });
    }
    connect(m_models, &ModelTable::inspected, this, [this](int row) {
        if (row == currentRow())
            currentChanged();
    });
    currentChanged();
}

QWidget* ModelsPanel::addRow()
{
    auto* row = new QWidget(this);
    m_field = new SpecField(QStringLiteral("models-add-spec"), tr("Model to add"), nullptr, row);
    auto* add = new QPushButton(icon(Glyph::Add), tr("Add"), row);
    nameControl(add, QStringLiteral("models-add"), tr("Add the model"));
    QLabel* label = plainLabel(tr("&Model:"), row);
    label->setBuddy(m_field->combo());
    label->setWordWrap(false);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(8, 6, 8, 6);
    line->addWidget(label, 0, Qt::AlignTop);
    line->addWidget(m_field, 1);
    line->addWidget(add, 0, Qt::AlignTop);
    label->setMinimumHeight(m_field->combo()->sizeHint().height());
    connect(add, &QPushButton::clicked, this, &ModelsPanel::addTyped);
    connect(m_field, &SpecField::submitted, this, &ModelsPanel::addTyped);
    connect(m_field, &SpecField::changed, this, [this, add] {
        add->setEnabled(!m_field->spec().isEmpty());
        if (m_addWhenKnown && !m_field->result().pending)
            addTyped();
    });
    add->setEnabled(false);
    return row;
}

QWidget* ModelsPanel::table()
{
    m_proxy->setSourceModel(m_models);
    m_proxy->setSortRole(Qt::UserRole);
    m_view = new QTableView(this);
    nameControl(m_view, QStringLiteral("models-table"), tr("Models"));
    setUpTable(m_view);
    m_view->setModel(m_proxy);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(-1, Qt::AscendingOrder);
    const int widths[] = {180, 76, 86, 78, 90, 70, 260, 170};
    for (int column = 0; column < ModelTable::ColumnCount; ++column)
        m_view->setColumnWidth(column, widths[column]);
    m_view->horizontalHeader()->setSectionResizeMode(ModelTable::Where, QHeaderView::Stretch);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ModelsPanel::currentChanged);
    connect(m_models, &ModelTable::rowsRemoved, this, &ModelsPanel::currentChanged);

    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_view);
    m_stack->addWidget(
        emptyState(tr("No models yet. Type a path above, choose files, or drop .gguf files on this window."), m_stack));
    const auto choose = [this] { m_stack->setCurrentIndex(m_models->rowCount() > 0 ? 0 : 1); };
    for (const auto signal : {&ModelTable::rowsInserted, &ModelTable::rowsRemoved})
        connect(m_models, signal, this, choose);
    connect(m_models, &ModelTable::modelReset, this, choose);
    choose();
    return m_stack;
}

void ModelsPanel::addTyped()
{
    if (m_field->spec().isEmpty())
        return;
    // Return may come before the text is understood: then it is added as soon as it is.
    if (m_field->result().pending) {
        m_addWhenKnown = true;
        return;
    }
    m_addWhenKnown = false;
    if (m_field->result().error)
        return; // the field says what is wrong
    const int row = m_editor->add(KnownModel(m_field->result()));
    m_field->setSpec({});
    select(row);
}

void ModelsPanel::chooseFiles()
{
    auto* dialog = new QFileDialog(this, tr("Add models"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("GGUF models (*.gguf)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, &ModelsPanel::addFiles);
    dialog->open();
}

void ModelsPanel::addFiles(const QStringList& files)
{
    if (const int row = m_editor->add(files); row >= 0)
        select(row);
}

void ModelsPanel::removeChosen()
{
    m_editor->remove({currentRow()});
}

int ModelsPanel::currentRow() const
{
    return m_proxy->mapToSource(m_view->currentIndex()).row();
}

void ModelsPanel::select(int row)
{
    const QModelIndex index = m_proxy->mapFromSource(m_models->index(row, 0));
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void ModelsPanel::currentChanged()
{
    const KnownModel* known = m_models->at(currentRow());
    m_facts->showModel(known);
    m_actions->action(QStringLiteral("models.remove"))->setEnabled(known);
    for (const char* id : {"models.use-a", "models.use-b"})
        m_actions->action(QLatin1String(id))->setEnabled(known && !known->error);
}

} // namespace quantlens::ui
