// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actioncollection.h"

#include <QWidget>

namespace quantlens::ui {

ActionCollection::ActionCollection(QWidget* window)
    : QObject(window)
    , m_window(window)
{
}

QAction* ActionCollection::add(const ActionSpec& spec)
{
    if (QAction* known = action(spec.id))
        return known;
    auto* made = new QAction(spec.text, this);
    made->setObjectName(spec.id);
    made->setShortcuts(spec.shortcuts);
    made->setCheckable(spec.checkable);
    QString tip = spec.tip.isEmpty() ? made->toolTip() : spec.tip;
    made->setStatusTip(tip);
    if (!spec.shortcuts.isEmpty())
        tip = tr("%1 (%2)").arg(tip, spec.shortcuts.first().toString(QKeySequence::NativeText));
    made->setToolTip(tip);
    if (spec.icon)
        made->setIcon(icon(*spec.icon));
    m_actions.append(made);
    m_window->addAction(made);
    return made;
}

QAction* ActionCollection::action(const QString& id) const
{
    for (QAction* candidate : m_actions) {
        if (candidate->objectName() == id)
            return candidate;
    }
    return nullptr;
}

} // namespace quantlens::ui
