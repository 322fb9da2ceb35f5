// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tablemenu.h"

#include "ui/charts/figuretable.h"
#include "ui/panels/tablecolumns.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QTableView>

namespace quantlens::ui {

namespace {

struct TableMenuText
{
    Q_DECLARE_TR_FUNCTIONS(TableMenu)
};

/// The rows that are selected, or all when none or one is: in the order and with the columns that are shown.
QList<QStringList> rowsToCopy(const QTableView* view)
{
    const QHeaderView* head = view->horizontalHeader();
    QList<int> columns;
    for (int visual = 0; visual < head->count(); ++visual) {
        if (!head->isSectionHidden(head->logicalIndex(visual)))
            columns.append(head->logicalIndex(visual));
    }
    QList<int> rows;
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        if (view->selectionModel()->isRowSelected(row))
            rows.append(row);
    }
    if (rows.size() <= 1) {
        rows.clear();
        for (int row = 0; row < view->model()->rowCount(); ++row)
            rows.append(row);
    }
    return shownRows(*view->model(), rows, columns);
}

} // namespace

TableColumns* addTableMenu(QTableView* view, int always)
{
    auto* chosen = new TableColumns(view, always);
    QHeaderView* head = view->horizontalHeader();
    head->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* columns = new QMenu(TableMenuText::tr("C&olumns"), view);
    const auto name = [columns](const QString& table) { columns->setObjectName(table + QStringLiteral("-columns")); };
    name(view->objectName());
    QObject::connect(view, &QObject::objectNameChanged, columns, name);
    QObject::connect(columns, &QMenu::aboutToShow, chosen, [columns, chosen] { chosen->fillMenu(columns); });
    QObject::connect(head, &QWidget::customContextMenuRequested, view,
                     [columns, head](QPoint at) { columns->popup(head->mapToGlobal(at)); });
    auto* copy = new QAction(TableMenuText::tr("Copy as &TSV"), view);
    copy->setObjectName(QStringLiteral("table.copy"));
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    auto* markdown = new QAction(TableMenuText::tr("Copy as &Markdown"), view);
    markdown->setObjectName(QStringLiteral("table.copy-markdown"));
    QObject::connect(copy, &QAction::triggered, view,
                     [view] { QGuiApplication::clipboard()->setText(tabSeparated(rowsToCopy(view))); });
    QObject::connect(markdown, &QAction::triggered, view,
                     [view] { QGuiApplication::clipboard()->setText(markdownTable(rowsToCopy(view))); });
    view->addActions({copy, markdown, columns->menuAction()});
    view->setContextMenuPolicy(Qt::ActionsContextMenu);
    return chosen;
}

} // namespace quantlens::ui
