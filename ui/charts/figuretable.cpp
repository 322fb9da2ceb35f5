// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figuretable.h"

#include "ui/models/tableproxy.h"
#include "ui/panels/parts.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <numeric>

namespace quantlens::ui {

void FigureTable::setFigure(const figures::Figure& figure)
{
    beginResetModel();
    m_rows = figures::dataRows(figure);
    m_head = m_rows.isEmpty() ? QStringList() : m_rows.takeFirst();
    endResetModel();
}

int FigureTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int FigureTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_head.size());
}

QVariant FigureTable::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString text = m_rows.at(index.row()).value(index.column());
    bool number = false;
    const double value = text.toDouble(&number);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::UserRole && number)
        return value;
    return role == Qt::DisplayRole || role == Qt::UserRole ? QVariant(text) : QVariant();
}

QVariant FigureTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= m_head.size())
        return {};
    return m_head.at(section);
}

QString tabSeparated(const QList<QStringList>& rows)
{
    QString text;
    for (QStringList row : rows) {
        for (QString& cell : row)
            cell.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' ');
        text += row.join(u'\t') + u'\n';
    }
    return text;
}

QString markdownTable(const QList<QStringList>& rows)
{
    QString text;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        QStringList row = rows.at(i);
        for (QString& cell : row) {
            cell.replace(u'\\', QLatin1String("\\\\")).replace(u'|', QLatin1String("\\|")).replace(u'\n', u' ');
            cell.replace(u'<', QLatin1String("&lt;"));
        }
        text += QStringLiteral("| ") + row.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
        if (i == 0)
            text += u'|' + QStringLiteral(" --- |").repeated(row.size()) + u'\n';
    }
    return text;
}

QList<QStringList> shownRows(const QAbstractItemModel& model, const QList<int>& rows, const QList<int>& columns)
{
    const auto inWords = [](const QVariant& shown, const QVariant& spoken) {
        return shown.toString().isEmpty() ? spoken.toString() : shown.toString();
    };
    QList<QStringList> texts;
    QStringList head;
    for (const int column : columns)
        head << inWords(model.headerData(column, Qt::Horizontal),
                        model.headerData(column, Qt::Horizontal, Qt::AccessibleTextRole));
    texts.append(head);
    for (const int row : rows) {
        QStringList cells;
        for (const int column : columns) {
            const QModelIndex index = model.index(row, column);
            cells << inWords(index.data(), index.data(Qt::AccessibleTextRole));
        }
        texts.append(cells);
    }
    return texts;
}

QList<QStringList> shownRows(const QAbstractItemModel& model)
{
    QList<int> rows(model.rowCount());
    std::iota(rows.begin(), rows.end(), 0);
    QList<int> columns(model.columnCount());
    std::iota(columns.begin(), columns.end(), 0);
    return shownRows(model, rows, columns);
}

QDialog* showFigureData(const figures::Figure& figure, QWidget* parent)
{
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("figure-data"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QCoreApplication::translate("FigureTable", "%1: data").arg(figure.title));
    auto* model = new FigureTable(dialog);
    model->setFigure(figure);
    auto* sorted = new TableProxy(dialog);
    sorted->setSourceModel(model);
    sorted->setSortRole(Qt::UserRole);
    auto* view = new QTableView(dialog);
    view->setModel(sorted);
    setUpTable(view);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    sortByHead(view);
    view->resizeColumnsToContents();
    nameControl(view, QStringLiteral("figure-data-table"), figure.title);
    addTableMenu(view);
    setEmptyText(view, QCoreApplication::translate("FigureTable", "No row has that in it. Clear the filter."));
    QLineEdit* filter = filterField(sorted, QStringLiteral("figure-data-filter"),
                                    QCoreApplication::translate("FigureTable", "Filter the rows"), dialog);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QPushButton* copy =
        buttons->addButton(QCoreApplication::translate("FigureTable", "&Copy"), QDialogButtonBox::ActionRole);
    QObject::connect(copy, &QPushButton::clicked, dialog,
                     [sorted] { QGuiApplication::clipboard()->setText(tabSeparated(shownRows(*sorted))); });
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(filter);
    column->addWidget(view, 1);
    column->addWidget(buttons);
    dialog->resize(720, 420);
    dialog->show();
    return dialog;
}

} // namespace quantlens::ui
