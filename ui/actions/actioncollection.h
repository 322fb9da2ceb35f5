// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/icons/icons.h"

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <optional>

class QWidget;

namespace quantlens::ui {

class Settings;

/// Everything one action needs to be shown in a menu, a tool bar and a list of shortcuts.
struct ActionSpec
{
    QString id;   ///< stable: the action's objectName, for example "compare.next-difference"
    QString text; ///< with a mnemonic, translated
    std::optional<Glyph> icon;
    QList<QKeySequence> shortcuts;
    QString tip; ///< one sentence, translated; the shortcut is appended
    bool checkable = false;
    QString needs = {}; ///< what has to be there first, one sentence: the reason shown while it is disabled
};

/// All actions of a window in one place: menus, tool bars, the palette, the list of shortcuts and tests ask here by id.
class ActionCollection : public QObject
{
    Q_OBJECT

public:
    /// `window` gets every action, so that shortcuts work whatever is shown. `settings` keeps shortcuts that a person
    /// changed; nullptr: they are not kept. It outlives the collection.
    explicit ActionCollection(QWidget* window, Settings* settings = nullptr);

    /// Makes an action; an id that exists already gives that action, unchanged.
    QAction* add(const ActionSpec& spec);
    /// The action with this id, or nullptr.
    [[nodiscard]] QAction* action(const QString& id) const;
    /// In the order they were added.
    [[nodiscard]] const QList<QAction*>& all() const { return m_actions; }

    /// Its text without the mnemonic sign.
    [[nodiscard]] static QString plainText(const QAction* action);
    /// The part of the window it belongs to, from the first word of its id: "Compare", "Models", …
    [[nodiscard]] static QString section(const QAction* action);

    /// Turns an action off whatever its place says later, for example in safe mode.
    void block(const QString& id, const QString& why);
    /// One sentence about why it is disabled; empty while it is enabled.
    [[nodiscard]] static QString whyDisabled(const QAction* action);

    /// The shortcuts it was added with.
    [[nodiscard]] static QList<QKeySequence> standardShortcuts(const QAction* action);
    /// Gives it other shortcuts and remembers them; what another action has is not taken away from it.
    void setShortcuts(QAction* action, const QList<QKeySequence>& shortcuts);
    /// The other action that has these keys, or keys that begin with them or that they begin with; or nullptr.
    [[nodiscard]] QAction* conflict(const QKeySequence& keys, const QAction* except) const;

Q_SIGNALS:
    void shortcutsChanged();

private:
    static void showTip(QAction* action);

    QWidget* m_window;
    Settings* m_settings;
    QList<QAction*> m_actions;
    QHash<QString, QAction*> m_byId;
};

} // namespace quantlens::ui
