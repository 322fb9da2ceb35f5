// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sidefield.h"

#include "core/specs/specs.h"
#include "ui/icons/icons.h"
#include "ui/models/modeltable.h"
#include "ui/panels/parts.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QListView>
#include <QMenu>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>

namespace quantlens::ui {

namespace {

/// A cell that is one of several names.
class NameDelegate final : public QStyledItemDelegate
{
public:
    NameDelegate(QStringList names, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_names(std::move(names))
    {
    }

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& /*option*/,
                          const QModelIndex& /*index*/) const override
    {
        auto* box = new QComboBox(parent);
        nameControl(box, QStringLiteral("run-backend-editor"), SideField::tr("Backend"));
        box->addItems(m_names);
        return box;
    }

    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        auto* box = qobject_cast<QComboBox*>(editor);
        box->setCurrentIndex(std::max(0, box->findText(index.data(Qt::EditRole).toString())));
    }

    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        model->setData(index, qobject_cast<QComboBox*>(editor)->currentText());
    }

private:
    QStringList m_names;
};

QToolButton* sideButton(const char* name, Glyph glyph, const QString& tip, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    nameControl(button, QLatin1String(name), tip);
    button->setIcon(icon(glyph));
    button->setToolTip(tip);
    button->setAutoRaise(true);
    return button;
}

} // namespace

SideField::SideField(SideList::Mode mode, ModelTable* known, QWidget* parent)
    : QWidget(parent)
    , m_mode(mode)
    , m_list(new SideList(mode, this))
    , m_known(known)
    , m_view(new QTableView(this))
{
    const bool models = mode == SideList::Models;
    nameControl(m_view, models ? QStringLiteral("run-models") : QStringLiteral("run-backends"),
                models ? tr("Models of the sweep") : tr("Backends"));
    setUpTable(m_view);
    m_view->setModel(m_list);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                            QAbstractItemView::AnyKeyPressed);
    m_view->setItemDelegate(new QStyledItemDelegate(m_view));
    if (!models)
        m_view->setItemDelegateForColumn(SideList::Backend, new NameDelegate(specs::backendNames(), m_view));
    m_view->horizontalHeader()->setSectionResizeMode(models ? int(SideList::Spec) : int(SideList::Address),
                                                     QHeaderView::Stretch);
    m_view->horizontalHeader()->setStretchLastSection(false);
    m_view->setColumnWidth(models ? int(SideList::Label) : int(SideList::Backend), models ? 74 : 104);
    if (models)
        m_view->setColumnWidth(SideList::Arguments, 74);
    m_view->setTextElideMode(models ? Qt::ElideLeft : Qt::ElideRight);
    addTableMenu(m_view, models ? int(SideList::Spec) : int(SideList::Backend));
    setEmptyText(m_view, models ? tr("Add models with the buttons below, or drop files on the window.")
                                : tr("Add backends with the button below."));

    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    if (models)
        addModelButtons(buttons);
    else
        addBackendButtons(buttons);
    auto* remove = sideButton("run-side-remove", Glyph::Remove, tr("Take the chosen row out"), buttons);
    auto* up = sideButton("run-side-up", Glyph::Up, tr("Move the chosen row up"), buttons);
    auto* down = sideButton("run-side-down", Glyph::Down, tr("Move the chosen row down"), buttons);
    for (QToolButton* button : {remove, up, down})
        row->addWidget(button);
    row->addStretch(1);
    connect(remove, &QToolButton::clicked, this, [this] { m_list->removeAt(m_view->currentIndex().row()); });
    const auto move = [this](int by) {
        const int at = m_view->currentIndex().row();
        if (m_list->move(at, by))
            m_view->selectRow(at + by);
    };
    connect(up, &QToolButton::clicked, this, [move] { move(-1); });
    connect(down, &QToolButton::clicked, this, [move] { move(1); });
    const auto enable = [this, remove, up, down] {
        const int at = m_view->currentIndex().row();
        remove->setEnabled(at >= 0);
        up->setEnabled(at > 0);
        down->setEnabled(at >= 0 && at + 1 < m_list->rowCount());
    };
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, enable);
    connect(m_list, &SideList::changed, this, enable);
    connect(m_list, &SideList::changed, this, &SideField::fit);
    enable();

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addWidget(m_view);
    column->addWidget(buttons);
    setFocusProxy(m_view);
    fit();
}

void SideField::addModelButtons(QWidget* row)
{
    auto* known = sideButton("run-add-known", Glyph::Models, tr("Add some of your models"), row);
    auto* files = sideButton("run-add-files", Glyph::Open, tr("Add GGUF files: choose several at once"), row);
    auto* line = sideButton("run-add-line", Glyph::Add, tr("Add a line to type a path or an address into"), row);
    for (QToolButton* button : {known, files, line})
        row->layout()->addWidget(button);
    known->setText(tr("Models…"));
    files->setText(tr("Files…"));
    for (QToolButton* button : {known, files})
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(known, &QToolButton::clicked, this, &SideField::addFromKnown);
    connect(files, &QToolButton::clicked, this, &SideField::addFiles);
    connect(line, &QToolButton::clicked, this, [this] {
        if (m_list->add({runners::SideRequest()}) > 0) {
            const QModelIndex last = m_list->index(m_list->rowCount() - 1, SideList::Spec);
            m_view->setCurrentIndex(last);
            m_view->edit(last);
        }
    });
}

void SideField::addBackendButtons(QWidget* row)
{
    auto* add = sideButton("run-add-backend", Glyph::Add, tr("Add a backend"), row);
    add->setText(tr("Backend"));
    add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    add->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(add);
    for (const QString& name : specs::backendNames()) {
        menu->addAction(name, this, [this, name] {
            m_list->add({runners::SideRequest{.spec = {}, .backend = name}});
            m_view->setCurrentIndex(m_list->index(m_list->rowCount() - 1, SideList::Address));
        });
    }
    add->setMenu(menu);
    row->layout()->addWidget(add);
}

void SideField::addFromKnown()
{
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("run-known-dialog"));
    dialog->setWindowTitle(tr("Add models"));
    dialog->resize(420, 360);
    auto* view = new QListView(dialog);
    nameControl(view, QStringLiteral("run-known-models"), tr("Your models"));
    view->setModel(m_known);
    view->setModelColumn(ModelTable::Name);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->setUniformItemSizes(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(plainLabel(m_known->rowCount() > 0
                                     ? tr("Choose one or more: Ctrl and Shift with a click choose several.")
                                     : tr("There are none yet: add them in the place Models, or choose files."),
                                 dialog));
    column->addWidget(view, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    connect(view, &QListView::doubleClicked, dialog, &QDialog::accept);
    connect(dialog, &QDialog::accepted, this, [this, view] {
        QList<runners::SideRequest> sides;
        for (int row = 0; row < m_known->rowCount(); ++row) {
            if (view->selectionModel()->isRowSelected(row))
                sides.append({.spec = m_known->at(row)->spec});
        }
        m_list->add(sides);
    });
    dialog->open();
}

void SideField::addFiles()
{
    auto* dialog = new QFileDialog(this, tr("Add models"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Models (*.gguf)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        QList<runners::SideRequest> sides;
        for (const QString& file : files)
            sides.append({.spec = file});
        m_list->add(sides);
    });
    dialog->open();
}

/// As high as its rows, within bounds: the form scrolls as a whole.
void SideField::fit()
{
    const int rows = std::clamp(m_list->rowCount(), 2, 8);
    m_view->setFixedHeight(m_view->horizontalHeader()->sizeHint().height() +
                           rows * m_view->verticalHeader()->defaultSectionSize() + 4);
}

} // namespace quantlens::ui
