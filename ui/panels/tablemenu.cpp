// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tablemenu.h"

#include "ui/charts/figuretable.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QTableView>

namespace quantlens::ui {

namespace {

constexpr auto keepsProperty = "quantlens_keeps_columns";

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
    QList<int> chosen;
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        if (view->selectionModel()->isRowSelected(row))
            chosen.append(row);
    }
    const QList<QStringList> all = shownRows(*view->model()); // its head first
    QList<QStringList> rows;
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (i > 0 && chosen.size() > 1 && !chosen.contains(int(i) - 1))
            continue;
        QStringList row;
        for (const int column : columns)
            row.append(all.at(i).value(column));
        rows.append(row);
    }
    return rows;
}

void fillColumnMenu(QMenu* menu, QTableView* view)
{
    menu->clear();
    QHeaderView* head = view->horizontalHeader();
    for (int column = 1; column < view->model()->columnCount(); ++column) { // the first one is what the row is
        const QString title = view->model()->headerData(column, Qt::Horizontal).toString();
        QAction* action = menu->addAction(QString(title).replace(u'&', QLatin1StringView("&&")));
        action->setCheckable(true);
        action->setChecked(!head->isSectionHidden(column));
        QObject::connect(action, &QAction::toggled, head,
                         [head, column](bool shown) { head->setSectionHidden(column, !shown); });
    }
}

} // namespace

void addTableMenu(QTableView* view, KeepColumns keep)
{
    view->setProperty(keepsProperty, keep == KeepColumns::Yes);
    QHeaderView* head = view->horizontalHeader();
    head->setSectionsMovable(true);
    head->setFirstSectionMovable(false);
    head->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* columns = new QMenu(TableMenuText::tr("C&olumns"), view);
    columns->setObjectName(view->objectName() + QStringLiteral("-columns"));
    QObject::connect(columns, &QMenu::aboutToShow, view, [columns, view] { fillColumnMenu(columns, view); });
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
}

bool keepsColumns(const QTableView* view)
{
    return view->property(keepsProperty).toBool();
}

} // namespace quantlens::ui
