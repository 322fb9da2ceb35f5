// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/tablemenus.h"

#include "ui/charts/figuretable.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QTableView>

#include <algorithm>

namespace quantlens::ui {

namespace {

void copyRows(const QTableView* view, bool markdown)
{
    const QList<QStringList> rows = rowsInSight(*view);
    QGuiApplication::clipboard()->setText(markdown ? markdownTable(rows) : tabSeparated(rows));
}

void chooseColumns(QTableView* view, QPoint at)
{
    auto* menu = new QMenu(view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 1; column < view->model()->columnCount(); ++column) {
        QAction* action = menu->addAction(view->model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!view->isColumnHidden(column));
        QObject::connect(action, &QAction::toggled, view,
                         [view, column](bool shown) { view->setColumnHidden(column, !shown); });
    }
    menu->popup(view->horizontalHeader()->mapToGlobal(at));
}

} // namespace

QList<QStringList> rowsInSight(const QTableView& view)
{
    const QAbstractItemModel& model = *view.model();
    QList<int> columns;
    for (int place = 0; place < model.columnCount(); ++place) {
        if (const int column = view.horizontalHeader()->logicalIndex(place); !view.isColumnHidden(column))
            columns << column;
    }
    QStringList head;
    for (const int column : columns)
        head << model.headerData(column, Qt::Horizontal).toString();
    QList<QStringList> rows{head};
    QList<int> chosen;
    for (const QModelIndex& index : view.selectionModel()->selectedRows())
        chosen << index.row();
    std::ranges::sort(chosen);
    const auto add = [&](int row) {
        QStringList cells;
        for (const int column : columns)
            cells << model.index(row, column).data().toString();
        rows.append(cells);
    };
    if (chosen.size() > 1) {
        for (const int row : chosen)
            add(row);
    } else {
        for (int row = 0; row < model.rowCount(); ++row)
            add(row);
    }
    return rows;
}

void addTableMenus(QTableView* view)
{
    view->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    QObject::connect(view->horizontalHeader(), &QWidget::customContextMenuRequested, view,
                     [view](QPoint at) { chooseColumns(view, at); });
    auto* copy = new QAction(QCoreApplication::translate("ScoreTable", "Copy as &TSV"), view);
    copy->setObjectName(QStringLiteral("table.copy"));
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(copy, &QAction::triggered, view, [view] { copyRows(view, false); });
    auto* markdown = new QAction(QCoreApplication::translate("ScoreTable", "Copy as &Markdown"), view);
    markdown->setObjectName(QStringLiteral("table.copy-markdown"));
    QObject::connect(markdown, &QAction::triggered, view, [view] { copyRows(view, true); });
    view->addActions({copy, markdown});
    view->setContextMenuPolicy(Qt::ActionsContextMenu);
}

} // namespace quantlens::ui
