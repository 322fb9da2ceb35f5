// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QAction;
class QLabel;
class QLineEdit;
class QListView;

namespace quantlens::ui {

class ActionCollection;
class ActionFilter;
class ActionList;

/// Every action by its name: type a few letters, Return does the first. What cannot be done is grey and says why.
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    explicit CommandPalette(ActionCollection* actions, QWidget* parent = nullptr);

    /// The action that Return would do, or nullptr.
    [[nodiscard]] QAction* current() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& pattern);
    void showReason();
    void choose();

    ActionList* m_list;
    ActionFilter* m_filter;
    QLineEdit* m_field;
    QListView* m_view;
    QLabel* m_reason;
};

} // namespace quantlens::ui
