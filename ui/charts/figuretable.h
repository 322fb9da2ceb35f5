// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/figure.h"

#include <QAbstractTableModel>
#include <QList>
#include <QStringList>

class QDialog;

namespace quantlens::ui {

/// The numbers of a figure, as figures::dataRows() gives them.
class FigureTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setFigure(const figures::Figure& figure);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// UserRole: a number where there is one, so that columns sort by it.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_head;
    QList<QStringList> m_rows;
};

/// Rows as tab-separated lines; tabs and line breaks in cells become blanks.
[[nodiscard]] QString tabSeparated(const QList<QStringList>& rows);
/// Rows as a Markdown table, the first as its head; cells cannot leave it.
[[nodiscard]] QString markdownTable(const QList<QStringList>& rows);
/// These rows and columns of a model as it shows them, its head first; where a cell shows no text, in words.
[[nodiscard]] QList<QStringList> shownRows(const QAbstractItemModel& model, const QList<int>& rows,
                                           const QList<int>& columns);
/// All of it.
[[nodiscard]] QList<QStringList> shownRows(const QAbstractItemModel& model);

/// Opens a window with the numbers of a figure, to sort and to copy.
QDialog* showFigureData(const figures::Figure& figure, QWidget* parent);

} // namespace quantlens::ui
