// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/columnkeeper.h"

#include "ui/panels/tablecolumns.h"
#include "ui/settings/settings.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTableView>

namespace quantlens::ui {

namespace {

constexpr auto adoptedProperty = "quantlens_adopted";

/// Also across the border of a dialog.
bool belongsTo(const QWidget* widget, const QWidget* window)
{
    while (widget && widget != window)
        widget = widget->parentWidget();
    return widget != nullptr;
}

} // namespace

ColumnKeeper::ColumnKeeper(Settings* settings, QWidget* window)
    : QObject(window)
    , m_settings(settings)
    , m_window(window)
{
    QCoreApplication::instance()->installEventFilter(this);
}

void ColumnKeeper::adoptAll(const QWidget* part)
{
    for (QTableView* view : part->findChildren<QTableView*>())
        adopt(view);
}

void ColumnKeeper::adopt(QTableView* view)
{
    TableColumns* columns = TableColumns::of(view);
    if (!columns || view->objectName().isEmpty() || columns->property(adoptedProperty).toBool())
        return;
    columns->setProperty(adoptedProperty, true);
    if (const QVariant kept = m_settings->entry(Setting::Tables, view->objectName()); kept.isValid())
        columns->restore(kept.toByteArray());
    connect(columns, &TableColumns::changed, this, [this, view, columns] {
        const QByteArray state = columns->state();
        m_settings->setEntry(Setting::Tables, view->objectName(), state.isEmpty() ? QVariant() : QVariant(state));
    });
}

bool ColumnKeeper::eventFilter(QObject* watched, QEvent* event)
{
    // Every event of the program comes by: the cheap questions first.
    if (event->type() == QEvent::Show) {
        if (auto* view = qobject_cast<QTableView*>(watched); view && belongsTo(view, m_window))
            adopt(view);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace quantlens::ui
