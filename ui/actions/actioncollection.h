// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/icons/icons.h"

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <optional>

class QWidget;

namespace quantlens::ui {

/// Everything one action needs to be shown in a menu, a tool bar and a list of shortcuts.
struct ActionSpec
{
    QString id;   ///< stable: the action's objectName, for example "compare.next-difference"
    QString text; ///< with a mnemonic, translated
    std::optional<Glyph> icon;
    QList<QKeySequence> shortcuts;
    QString tip; ///< one sentence, translated; the shortcut is appended
    bool checkable = false;
};

/// All actions of a window in one place: menus, tool bars and tests ask here by id.
class ActionCollection : public QObject
{
    Q_OBJECT

public:
    /// `window` gets every action, so that shortcuts work whatever is shown.
    explicit ActionCollection(QWidget* window);

    /// Makes an action; an id that exists already gives that action, unchanged.
    QAction* add(const ActionSpec& spec);
    /// The action with this id, or nullptr.
    [[nodiscard]] QAction* action(const QString& id) const;
    /// In the order they were added.
    [[nodiscard]] const QList<QAction*>& all() const { return m_actions; }

private:
    QWidget* m_window;
    QList<QAction*> m_actions;
};

} // namespace quantlens::ui
