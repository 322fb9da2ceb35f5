// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/modelspanel.h"

#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/modeleditor.h"
#include "ui/models/modeltable.h"
#include "ui/panels/discoverdialog.h"
#include "ui/panels/modeldialog.h"
#include "ui/panels/modelfacts.h"
#include "ui/panels/modelview.h"
#include "ui/panels/parts.h"
#include "ui/panels/specfield.h"
#include "ui/panels/tables.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>

namespace quantlens::ui {

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
    for (const char* id : {"models.add-files", "models.add-folder", "models.discover"})
        bar->addAction(m_actions->action(QLatin1String(id)));
    bar->addSeparator();
    for (const char* id : {"models.test", "models.edit", "models.remove"})
        bar->addAction(m_actions->action(QLatin1String(id)));
    addIconOnly(bar, m_actions->action(QStringLiteral("models.refresh")));
    bar->addSeparator();
    for (const char* id : {"models.use-a", "models.use-b"})
        bar->addAction(m_actions->action(QLatin1String(id)));

    auto* left = new QWidget(m_splitter);
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(addRow());
    leftColumn->addWidget(testStrip());
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
    connectActions();
    currentChanged();
}

void ModelsPanel::connectActions()
{
    const auto on = [this](const char* id, auto&& slot) {
        connect(m_actions->action(QLatin1String(id)), &QAction::triggered, this, slot);
    };
    on("models.add-files", [this] { chooseFiles(); });
    on("models.add-folder", [this] { chooseFolder(); });
    on("models.discover", [this] { discover(); });
    on("models.test", [this] { testChosen(); });
    on("models.edit", [this] { editChosen(); });
    on("models.remove", [this] { m_editor->remove(chosenRows()); });
    on("models.refresh", [this] { m_models->refresh(); });
    for (const int side : {0, 1}) {
        on(side == 0 ? "models.use-a" : "models.use-b", [this, side] {
            if (const KnownModel* known = m_models->at(currentRow()))
                Q_EMIT useWanted(known->spec, side);
        });
    }
    connect(m_models, &ModelTable::inspected, this, [this](int row) {
        if (row == currentRow())
            currentChanged();
    });
    connect(m_editor, &ModelEditor::touched, this, [this](int row) {
        if (m_models->at(row))
            select(row);
    });
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
    m_search = new QLineEdit(row);
    nameControl(m_search, QStringLiteral("models-search"), tr("Filter models"));
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(200);
    m_search->setMaximumWidth(180);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(8, 6, 8, 6);
    line->addWidget(label, 0, Qt::AlignTop);
    line->addWidget(m_field, 3);
    line->addWidget(add, 0, Qt::AlignTop);
    line->addSpacing(12);
    line->addWidget(m_search, 1, Qt::AlignTop);
    label->setMinimumHeight(m_field->combo()->sizeHint().height());
    connect(add, &QPushButton::clicked, this, &ModelsPanel::addTyped);
    connect(m_field, &SpecField::submitted, this, &ModelsPanel::addTyped);
    connect(m_field, &SpecField::changed, this, [this, add] {
        add->setEnabled(!m_field->spec().isEmpty());
        if (m_addWhenKnown && !m_field->result().pending)
            addTyped();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_proxy->setFilterFixedString(text);
        chooseStack();
    });
    add->setEnabled(false);
    return row;
}

QWidget* ModelsPanel::testStrip()
{
    m_testStrip = new QWidget(this);
    m_testing = dimLabel({}, m_testStrip);
    m_testing->setObjectName(QStringLiteral("models-testing"));
    auto* bar = new QProgressBar(m_testStrip);
    nameControl(bar, QStringLiteral("models-test-progress"), tr("A model is being tested"));
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setFixedWidth(120);
    bar->setMaximumHeight(fontMetrics().height());
    auto* cancel = new QPushButton(icon(Glyph::Cancel), tr("Cancel"), m_testStrip);
    nameControl(cancel, QStringLiteral("models-test-cancel"), tr("Cancel the tests"));
    connect(cancel, &QPushButton::clicked, this, &ModelsPanel::cancelWanted);
    auto* row = new QHBoxLayout(m_testStrip);
    row->setContentsMargins(8, 0, 8, 6);
    row->addWidget(bar);
    row->addWidget(m_testing, 1);
    row->addWidget(cancel);
    m_testStrip->hide();
    return m_testStrip;
}

QWidget* ModelsPanel::table()
{
    m_proxy->setSourceModel(m_models);
    m_proxy->setSortRole(Qt::UserRole);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_view = makeModelView(m_proxy, this);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ModelsPanel::currentChanged);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ModelsPanel::currentChanged);
    connect(m_view, &QTableView::doubleClicked, m_actions->action(QStringLiteral("models.edit")), &QAction::trigger);
    connect(m_models, &ModelTable::rowsRemoved, this, &ModelsPanel::currentChanged);

    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_view);
    m_empty = emptyState({}, m_stack);
    m_stack->addWidget(m_empty);
    for (const auto signal : {&ModelTable::rowsInserted, &ModelTable::rowsRemoved})
        connect(m_models, signal, this, &ModelsPanel::chooseStack);
    connect(m_models, &ModelTable::modelReset, this, &ModelsPanel::chooseStack);
    chooseStack();
    return m_stack;
}

void ModelsPanel::chooseStack()
{
    m_empty->setText(m_models->rowCount() > 0
                         ? tr("No model has “%1” in it.").arg(base::singleLine(m_search->text(), 60))
                         : tr("No models yet. Type a path or an address above, choose files or a folder, drop .gguf "
                              "files on this window, or let Discover look for running servers."));
    m_stack->setCurrentIndex(m_proxy->rowCount() > 0 ? 0 : 1);
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

void ModelsPanel::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Add all models of a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::filesSelected, this, &ModelsPanel::foldersChosen);
    dialog->open();
}

void ModelsPanel::addFiles(const QStringList& files)
{
    m_search->clear(); // what was added shall be seen
    if (const int row = m_editor->add(files); row >= 0)
        select(row);
}

void ModelsPanel::discover()
{
    if (!m_discover) {
        m_discover = new DiscoverDialog(this);
        m_discover->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_discover, &DiscoverDialog::searchWanted, this, &ModelsPanel::discoverWanted);
        connect(m_discover, &DiscoverDialog::modelsChosen, this, &ModelsPanel::addFiles);
    }
    m_discover->open();
    m_discover->search();
}

void ModelsPanel::takeServers(const QString& host, const QList<backends::Discovered>& servers,
                              const std::optional<base::Error>& error)
{
    if (!m_discover)
        return; // closed meanwhile
    QStringList known;
    for (int row = 0; row < m_models->rowCount(); ++row)
        known << m_models->at(row)->spec;
    m_discover->setServers(host, servers, error, known);
}

void ModelsPanel::editChosen()
{
    const int row = currentRow();
    if (!m_models->at(row))
        return;
    auto* dialog = new ModelDialog(m_models, row, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const QString spec = m_models->at(row)->spec;
    connect(dialog, &QDialog::accepted, this, [this, dialog, spec] {
        // The list may have changed while the dialog was open.
        if (!m_editor->edit(m_models->find(spec), dialog->entry()))
            currentChanged();
    });
    dialog->open();
}

void ModelsPanel::testChosen()
{
    for (const int row : chosenRows()) {
        const KnownModel* known = m_models->at(row);
        if (known->error || m_waiting.contains(known->spec))
            continue;
        m_waiting.append(known->spec);
        Q_EMIT testWanted({.spec = known->spec, .label = known->label, .engineArgs = known->engineArgs});
    }
    if (!m_waiting.isEmpty())
        setTesting(m_waiting.first());
}

void ModelsPanel::setTesting(const QString& spec)
{
    const int row = m_models->find(spec);
    const QString name = row < 0 ? spec : displayName(*m_models->at(row));
    m_testing->setText(tr("Testing %1. A file's engine has to load it first.").arg(base::singleLine(name, 100)));
    m_testStrip->show();
    currentChanged();
}

void ModelsPanel::takeReport(const runners::ModelReport& report)
{
    m_waiting.removeOne(report.spec);
    m_models->setReport(report);
    m_testStrip->setVisible(!m_waiting.isEmpty());
    currentChanged();
}

void ModelsPanel::setKeys(KeyKeeper* keys, const QString& why)
{
    m_facts->setKeys(keys, why);
    currentChanged();
}

void ModelsPanel::setTestsBlocked(const QString& why)
{
    m_whyNoTests = why;
    currentChanged();
}

QList<int> ModelsPanel::chosenRows() const
{
    QList<int> rows;
    const QModelIndexList chosen = m_view->selectionModel()->selectedRows();
    for (const QModelIndex& index : chosen)
        rows.append(m_proxy->mapToSource(index).row());
    return rows;
}

int ModelsPanel::currentRow() const
{
    return m_proxy->mapToSource(m_view->currentIndex()).row();
}

void ModelsPanel::select(int row)
{
    const QModelIndex index = m_proxy->mapFromSource(m_models->index(row, 0));
    m_view->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_view->scrollTo(index);
}

void ModelsPanel::currentChanged()
{
    const KnownModel* known = m_models->at(currentRow());
    m_facts->showModel(known);
    const bool any = !chosenRows().isEmpty();
    m_actions->action(QStringLiteral("models.remove"))->setEnabled(any);
    m_actions->action(QStringLiteral("models.edit"))->setEnabled(known);
    m_actions->action(QStringLiteral("models.test"))
        ->setEnabled(any && m_whyNoTests.isEmpty() && !(known && m_waiting.contains(known->spec)));
    for (const char* id : {"models.use-a", "models.use-b"})
        m_actions->action(QLatin1String(id))->setEnabled(known && !known->error);
}

} // namespace quantlens::ui
