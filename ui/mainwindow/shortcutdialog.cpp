// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/shortcutdialog.h"

#include "ui/actions/actioncollection.h"
#include "ui/models/actionlist.h"
#include "ui/panels/parts.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

namespace quantlens::ui {

ShortcutDialog::ShortcutDialog(ActionCollection* actions, QWidget* parent)
    : QDialog(parent)
    , m_actions(actions)
    , m_list(new ActionList(actions, this))
    , m_filter(new ActionFilter(m_list, this))
    , m_view(new QTableView(this))
{
    setObjectName(QStringLiteral("shortcut-dialog"));
    setWindowTitle(tr("Shortcuts"));
    resize(760, 540);
    auto* search = new QLineEdit(this);
    nameControl(search, QStringLiteral("shortcut-search"), tr("Search actions"));
    search->setPlaceholderText(tr("Search actions"));
    search->setClearButtonEnabled(true);
    search->setMaxLength(200);
    connect(search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setPattern(text);
        m_view->setCurrentIndex(m_filter->index(0, 0));
    });
    nameControl(m_view, QStringLiteral("shortcut-table"), tr("Actions and their shortcuts"));
    setUpTable(m_view);
    m_view->setModel(m_filter);
    m_view->setColumnWidth(ActionList::Name, 250);
    m_view->setColumnWidth(ActionList::Keys, 130);
    m_view->horizontalHeader()->setStretchLastSection(true);
    sortByHead(m_view);
    addTableMenu(m_view);
    setEmptyText(m_view, tr("No action is called that. Clear the search."));
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ShortcutDialog::showCurrent);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* all = buttons->addButton(tr("All to &standard"), QDialogButtonBox::ResetRole);
    nameControl(all, QStringLiteral("shortcut-reset-all"), tr("Give all actions their standard shortcuts"));
    all->setAutoDefault(false);
    connect(all, &QPushButton::clicked, this, &ShortcutDialog::restoreAll);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(search);
    column->addWidget(m_view, 1);
    column->addWidget(editRow());
    column->addWidget(m_consequence);
    column->addWidget(buttons);
    m_view->setCurrentIndex(m_filter->index(0, 0));
    showCurrent();
}

QWidget* ShortcutDialog::editRow()
{
    auto* row = new QWidget(this);
    m_keys = new QKeySequenceEdit(row);
    nameControl(m_keys, QStringLiteral("shortcut-keys"), tr("New shortcut: press the keys"));
    m_keys->setMaximumSequenceLength(1);
    m_keys->setClearButtonEnabled(true);
    for (QLineEdit* inner : m_keys->findChildren<QLineEdit*>())
        inner->setAccessibleName(m_keys->accessibleName());
    const auto button = [&](const char* name, const QString& text, const QString& accessible) {
        auto* made = new QPushButton(text, row);
        made->setAutoDefault(false);
        nameControl(made, QLatin1String(name), accessible);
        return made;
    };
    m_assign = button("shortcut-assign", tr("&Use these keys"), tr("Give the chosen action these keys"));
    m_none = button("shortcut-none", tr("&None"), tr("Take the chosen action's shortcut away"));
    m_standard = button("shortcut-standard", tr("S&tandard"), tr("Give the chosen action its standard shortcut"));
    m_consequence = plainLabel({}, this);
    m_consequence->setObjectName(QStringLiteral("shortcut-consequence"));
    QLabel* label = plainLabel(tr("&Keys:"), row);
    label->setBuddy(m_keys);
    label->setWordWrap(false);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(label);
    line->addWidget(m_keys, 1);
    line->addWidget(m_assign);
    line->addWidget(m_none);
    line->addWidget(m_standard);
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutDialog::showConsequence);
    connect(m_assign, &QPushButton::clicked, this, &ShortcutDialog::assign);
    connect(m_none, &QPushButton::clicked, this, &ShortcutDialog::clearKeys);
    connect(m_standard, &QPushButton::clicked, this, &ShortcutDialog::restoreOne);
    return row;
}

QAction* ShortcutDialog::current() const
{
    return m_list->at(m_filter->mapToSource(m_view->currentIndex()).row());
}

void ShortcutDialog::select(const QAction* action)
{
    m_view->setCurrentIndex(m_filter->mapFromSource(m_list->index(m_list->rowOf(action), 0)));
    m_view->scrollTo(m_view->currentIndex());
}

void ShortcutDialog::showCurrent()
{
    const QAction* action = current();
    m_keys->setKeySequence(action ? action->shortcut() : QKeySequence());
    m_keys->setEnabled(action);
    showConsequence();
}

void ShortcutDialog::showConsequence()
{
    const QAction* action = current();
    const QKeySequence keys = m_keys->keySequence();
    const QAction* other = action ? m_actions->conflict(keys, action) : nullptr;
    const bool same = action && action->shortcut() == keys;
    QString text;
    if (action && other)
        text = tr("⚠ %1 belongs to “%2”, which would lose it.")
                   .arg(keys.toString(QKeySequence::NativeText), ActionCollection::plainText(other));
    else if (action && same)
        text = keys.isEmpty() ? tr("“%1” has no shortcut. Press keys in the field to give it one.")
                                    .arg(ActionCollection::plainText(action))
                              : tr("These are the keys of “%1” now.").arg(ActionCollection::plainText(action));
    else if (action && !keys.isEmpty())
        text = tr("%1 is free.").arg(keys.toString(QKeySequence::NativeText));
    m_consequence->setText(text);
    m_keys->setAccessibleDescription(text);
    m_assign->setEnabled(action && !same && !keys.isEmpty());
    m_assign->setText(other ? tr("&Take these keys") : tr("&Use these keys"));
    m_none->setEnabled(action && !action->shortcuts().isEmpty());
    m_standard->setEnabled(action && action->shortcuts() != ActionCollection::standardShortcuts(action));
}

void ShortcutDialog::assign()
{
    QAction* action = current();
    const QKeySequence keys = m_keys->keySequence();
    if (!action || keys.isEmpty())
        return;
    while (QAction* other = m_actions->conflict(keys, action)) {
        QList<QKeySequence> left = other->shortcuts();
        left.removeIf([&](const QKeySequence& taken) {
            return keys.matches(taken) != QKeySequence::NoMatch || taken.matches(keys) != QKeySequence::NoMatch;
        });
        m_actions->setShortcuts(other, left);
    }
    m_actions->setShortcuts(action, {keys});
    showCurrent();
}

void ShortcutDialog::clearKeys()
{
    if (QAction* action = current())
        m_actions->setShortcuts(action, {});
    showCurrent();
}

void ShortcutDialog::restoreOne()
{
    QAction* action = current();
    if (!action)
        return;
    // Its keys may be another action's by now: then the field says so, and the person decides.
    const QList<QKeySequence> standard = ActionCollection::standardShortcuts(action);
    for (const QKeySequence& keys : standard) {
        if (m_actions->conflict(keys, action)) {
            m_keys->setKeySequence(keys);
            return;
        }
    }
    m_actions->setShortcuts(action, standard);
    showCurrent();
}

void ShortcutDialog::restoreAll()
{
    for (QAction* action : m_actions->all())
        m_actions->setShortcuts(action, ActionCollection::standardShortcuts(action));
    showCurrent();
}

} // namespace quantlens::ui
