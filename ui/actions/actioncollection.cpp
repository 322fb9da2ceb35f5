// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actioncollection.h"

#include "ui/settings/settings.h"

#include <QWidget>

namespace quantlens::ui {

namespace {

constexpr auto needsProperty = "quantlens_needs";
constexpr auto blockedProperty = "quantlens_blocked";
constexpr auto standardProperty = "quantlens_standard_shortcuts";

QList<QKeySequence> keysFromText(const QString& text)
{
    QList<QKeySequence> keys = QKeySequence::listFromString(text);
    keys.removeIf([](const QKeySequence& one) { return one.isEmpty() || one[0].key() == Qt::Key_unknown; });
    return keys;
}

} // namespace

ActionCollection::ActionCollection(QWidget* window, Settings* settings)
    : QObject(window)
    , m_window(window)
    , m_settings(settings)
{
}

QAction* ActionCollection::add(const ActionSpec& spec)
{
    if (QAction* known = action(spec.id))
        return known;
    auto* made = new QAction(spec.text, this);
    made->setObjectName(spec.id);
    // A standard key that this desktop has none for is an empty sequence, which would be the beginning of all others.
    QList<QKeySequence> standard = spec.shortcuts;
    standard.removeIf([](const QKeySequence& keys) { return keys.isEmpty(); });
    if (!standard.isEmpty())
        made->setProperty(standardProperty, QKeySequence::listToString(standard));
    const QVariant stored = m_settings ? m_settings->entry(Setting::Shortcuts, spec.id) : QVariant();
    made->setShortcuts(stored.isValid() ? keysFromText(stored.toString()) : standard);
    made->setCheckable(spec.checkable);
    made->setStatusTip(spec.tip.isEmpty() ? made->toolTip() : spec.tip);
    if (!spec.needs.isEmpty())
        made->setProperty(needsProperty, spec.needs);
    if (spec.icon)
        made->setIcon(icon(*spec.icon));
    showTip(made);
    m_actions.append(made);
    m_byId.insert(spec.id, made);
    m_window->addAction(made);
    return made;
}

QAction* ActionCollection::action(const QString& id) const
{
    return m_byId.value(id);
}

QString ActionCollection::plainText(const QAction* action)
{
    QString text = action->text();
    text.replace(QLatin1StringView("&&"), QLatin1StringView("\x01")).remove(u'&').replace(u'\x01', u'&');
    return text;
}

QString ActionCollection::section(const QAction* action)
{
    const QString first = action->objectName().section(u'.', 0, 0);
    const std::pair<QLatin1StringView, QString> names[] = {
        {QLatin1StringView("go"), tr("Go to")},
        {QLatin1StringView("start"), tr("Start")},
        {QLatin1StringView("file"), tr("File")},
        {QLatin1StringView("edit"), tr("Edit")},
        {QLatin1StringView("models"), tr("Models")},
        {QLatin1StringView("run"), tr("Run")},
        {QLatin1StringView("compare"), tr("Compare")},
        {QLatin1StringView("sweep"), tr("Sweep")},
        {QLatin1StringView("stability"), tr("Stability")},
        {QLatin1StringView("history"), tr("History")},
        {QLatin1StringView("suites"), tr("Suites")},
        {QLatin1StringView("settings"), tr("Settings")},
        {QLatin1StringView("report"), tr("Report")},
        {QLatin1StringView("help"), tr("Help")},
    };
    for (const auto& [id, name] : names) {
        if (first == id)
            return name;
    }
    return first;
}

void ActionCollection::block(const QString& id, const QString& why)
{
    QAction* blocked = action(id);
    if (!blocked)
        return;
    blocked->setProperty(blockedProperty, why);
    blocked->setEnabled(false);
    // Places turn their actions on as they see fit.
    connect(blocked, &QAction::enabledChanged, blocked, [blocked](bool enabled) {
        if (enabled)
            blocked->setEnabled(false);
    });
    showTip(blocked);
}

QString ActionCollection::whyDisabled(const QAction* action)
{
    if (action->isEnabled())
        return {};
    if (const QString blocked = action->property(blockedProperty).toString(); !blocked.isEmpty())
        return blocked;
    const QString needs = action->property(needsProperty).toString();
    return needs.isEmpty() ? tr("This cannot be done right now.") : needs;
}

QList<QKeySequence> ActionCollection::standardShortcuts(const QAction* action)
{
    return keysFromText(action->property(standardProperty).toString());
}

void ActionCollection::setShortcuts(QAction* action, const QList<QKeySequence>& shortcuts)
{
    if (action->shortcuts() == shortcuts)
        return;
    action->setShortcuts(shortcuts);
    showTip(action);
    if (m_settings) {
        const bool standard = shortcuts == standardShortcuts(action);
        m_settings->setEntry(Setting::Shortcuts, action->objectName(),
                             standard ? QVariant() : QVariant(QKeySequence::listToString(shortcuts)));
    }
    Q_EMIT shortcutsChanged();
}

QAction* ActionCollection::conflict(const QKeySequence& keys, const QAction* except) const
{
    if (keys.isEmpty())
        return nullptr;
    for (QAction* other : m_actions) {
        if (other == except)
            continue;
        for (const QKeySequence& taken : other->shortcuts()) {
            if (keys.matches(taken) != QKeySequence::NoMatch || taken.matches(keys) != QKeySequence::NoMatch)
                return other;
        }
    }
    return nullptr;
}

void ActionCollection::showTip(QAction* action)
{
    QString tip = action->statusTip();
    const QKeySequence keys = action->shortcut();
    if (!keys.isEmpty())
        tip = tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText));
    if (const QString why = action->property(blockedProperty).toString(); !why.isEmpty())
        tip += u'\n' + why;
    action->setToolTip(tip);
}

} // namespace quantlens::ui
