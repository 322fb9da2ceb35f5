// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QAction;
class QKeySequenceEdit;
class QLabel;
class QPushButton;
class QTableView;

namespace quantlens::ui {

class ActionCollection;
class ActionFilter;
class ActionList;

/// All actions with their shortcuts, to be changed: keys that another action has are said before they are taken.
/// Changes hold at once.
class ShortcutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutDialog(ActionCollection* actions, QWidget* parent = nullptr);

    /// Makes the action's row current.
    void select(const QAction* action);

private:
    QWidget* editRow();
    [[nodiscard]] QAction* current() const;
    /// Shows the keys of the chosen action.
    void showCurrent();
    /// What would happen with the keys in the field.
    void showConsequence();
    void assign();
    void clearKeys();
    void restoreOne();
    void restoreAll();

    ActionCollection* m_actions;
    ActionList* m_list;
    ActionFilter* m_filter;
    QTableView* m_view;
    QKeySequenceEdit* m_keys = nullptr;
    QPushButton* m_assign = nullptr;
    QPushButton* m_none = nullptr;
    QPushButton* m_standard = nullptr;
    QLabel* m_consequence = nullptr;
};

} // namespace quantlens::ui
