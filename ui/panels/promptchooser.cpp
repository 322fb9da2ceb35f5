// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/promptchooser.h"

#include "core/base/text.h"
#include "core/suites/select.h"
#include "ui/models/format.h"
#include "ui/models/promptchoice.h"
#include "ui/models/tableproxy.h"
#include "ui/panels/parts.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace quantlens::ui {

PromptChooser::PromptChooser(QList<domain::Prompt> prompts, const QStringList& categories, const QStringList& ids,
                             QWidget* parent)
    : QDialog(parent)
    , m_categories(new QListWidget(this))
    , m_choice(new PromptChoice(this))
    , m_filter(new TableProxy(this))
    , m_view(new QTableView(this))
    , m_said(plainLabel({}, this))
    , m_all(prompts.size())
    , m_prompts(prompts)
{
    setObjectName(QStringLiteral("prompt-chooser"));
    setWindowTitle(tr("Choose prompts"));
    resize(860, 520);
    nameControl(m_categories, QStringLiteral("chooser-categories"), tr("Categories"));
    for (const QString& category : suites::categoriesOf(prompts)) {
        auto* item =
            new QListWidgetItem(category.isEmpty() ? tr("(none)") : base::singleLine(category, 60), m_categories);
        item->setData(Qt::UserRole, category);
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(categories.contains(category) ? Qt::Checked : Qt::Unchecked);
    }
    m_choice->setPrompts(std::move(prompts), ids);
    m_filter->setSourceModel(m_choice);
    nameControl(m_view, QStringLiteral("chooser-prompts"), tr("Prompts"));
    setUpTable(m_view);
    m_view->setItemDelegate(new QStyledItemDelegate(m_view)); // ours paints no check boxes
    m_view->setModel(m_filter);
    m_view->setColumnWidth(PromptChoice::Id, 200);
    m_view->setColumnWidth(PromptChoice::Category, 130);
    m_view->horizontalHeader()->setStretchLastSection(true);
    sortByHead(m_view);
    addTableMenu(m_view);
    setEmptyText(m_view, tr("No prompt has that in it. Clear the search."));
    QLineEdit* search = filterField(m_filter, QStringLiteral("chooser-search"), tr("Search prompts"), this);
    search->setPlaceholderText(tr("Id, category or text"));
    auto* none = new QPushButton(tr("&None: ask all"), this);
    nameControl(none, QStringLiteral("chooser-none"), tr("Take every check away"));
    auto* shown = new QPushButton(tr("Check all &shown"), this);
    nameControl(shown, QStringLiteral("chooser-shown"), tr("Check all prompts shown"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);

    auto* left = new QVBoxLayout;
    left->addWidget(headingLabel(tr("Categories"), this));
    left->addWidget(m_categories, 1);
    auto* right = new QVBoxLayout;
    auto* head = new QHBoxLayout;
    head->addWidget(headingLabel(tr("Single prompts"), this));
    head->addWidget(search, 1);
    head->addWidget(shown);
    right->addLayout(head);
    right->addWidget(m_view, 1);
    auto* lists = new QHBoxLayout;
    lists->addLayout(left, 1);
    lists->addLayout(right, 3);
    auto* foot = new QHBoxLayout;
    foot->addWidget(none);
    foot->addWidget(m_said, 1);
    foot->addWidget(buttons);
    auto* column = new QVBoxLayout(this);
    column->addLayout(lists, 1);
    column->addLayout(foot);

    connect(m_categories, &QListWidget::itemChanged, this, &PromptChooser::refresh);
    connect(m_choice, &PromptChoice::checkedChanged, this, &PromptChooser::refresh);
    connect(none, &QPushButton::clicked, this, [this] {
        for (int i = 0; i < m_categories->count(); ++i)
            m_categories->item(i)->setCheckState(Qt::Unchecked);
        m_choice->setChecked({});
    });
    connect(shown, &QPushButton::clicked, this, [this] {
        QStringList ids = m_choice->checked();
        for (int row = 0; row < m_filter->rowCount(); ++row)
            ids.append(m_prompts.at(m_filter->mapToSource(m_filter->index(row, 0)).row()).id);
        m_choice->setChecked(ids);
    });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    refresh();
}

QStringList PromptChooser::categories() const
{
    QStringList chosen;
    for (int i = 0; i < m_categories->count(); ++i) {
        if (m_categories->item(i)->checkState() == Qt::Checked)
            chosen.append(m_categories->item(i)->data(Qt::UserRole).toString());
    }
    return chosen.size() == m_categories->count() ? QStringList() : chosen;
}

QStringList PromptChooser::ids() const
{
    const QStringList chosen = m_choice->checked();
    return chosen.size() == m_all ? QStringList() : chosen;
}

void PromptChooser::refresh()
{
    const auto left = suites::selectPrompts(m_prompts, {.categories = categories(), .ids = ids()});
    m_said->setText(left ? tr("%1 of %2 prompts").arg(format::integer(left->size()), format::integer(m_all))
                         : left.error().message);
}

} // namespace quantlens::ui
