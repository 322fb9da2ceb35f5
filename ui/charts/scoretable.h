// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/tables.h"

#include <QAbstractTableModel>
#include <QList>
#include <QString>
#include <QVariant>

class QSortFilterProxyModel;
class QTableView;

namespace quantlens::ui {

class FigureSelection;

/// A cell of scores: what is shown and what it sorts by.
struct ScoreCell
{
    QString text;
    QVariant sort = {};        ///< invalid: the text; NaN stands last
    bool alarm = false;        ///< in the colour of errors; a sign in the text goes with it
    QString tip = {};          ///< plain
    QList<qint64> counts = {}; ///< a bar of outputs by how often they came
};

struct ScoreRow
{
    QString key;     ///< what FigureSelection marks
    int series = -1; ///< colour and shape before the first cell; −1: none
    QList<ScoreCell> cells;
};

/// Scores of a run, one row a model, level or prompt. The charts beside it show the same numbers.
class ScoreTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        SortRole = Qt::UserRole,
        KeyRole,
        SeriesRole,
        AlarmRole,
        CountsRole,
    };

    struct Column
    {
        QString title;
        bool number = true;
        QString tip = {};
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setContent(QList<Column> columns, QList<ScoreRow> rows);
    [[nodiscard]] const QList<ScoreRow>& rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Column> m_columns;
    QList<ScoreRow> m_rows;
};

/// Paints marks, alarms and bars of outputs.
class ScoreDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    [[nodiscard]] QColor textColor(const Theme& theme, const QModelIndex& index) const override;
};

/// A table of scores, ready to use: sorting, a filter of its rows (proxy), columns to choose from the head's menu, copy
/// as TSV (Ctrl+C) and as Markdown, and its selection kept together with the charts'.
[[nodiscard]] QTableView* makeScoreView(ScoreTable* model, FigureSelection* selection, QWidget* parent);
/// Columns as wide as what stands in them, none wider than `widest`.
void fitScoreColumns(QTableView* view, int widest);
[[nodiscard]] QSortFilterProxyModel* proxyOf(const QTableView* view);

} // namespace quantlens::ui
