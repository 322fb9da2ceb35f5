// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scoretable.h"

#include "core/base/text.h"
#include "core/figures/scenemaker.h"
#include "ui/charts/figurepalette.h"
#include "ui/charts/figureselection.h"
#include "ui/diff/severity.h"
#include "ui/models/tableproxy.h"
#include "ui/panels/tablemenu.h"
#include "ui/print/scenepainter.h"

#include <QHeaderView>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <algorithm>

namespace quantlens::ui {

namespace {

/// Room for a row's mark before its name.
constexpr int markRoom = 24;
constexpr int cellMargin = 6;
/// What more stands before a text that follows a number: both would touch.
constexpr int textIndent = 10;

bool followsNumber(const QModelIndex& index)
{
    return index.column() > 0 && !index.data(Qt::TextAlignmentRole).value<Qt::Alignment>().testFlag(Qt::AlignRight);
}

/// Heads of texts that follow a number are moved like the texts.
class ScoreHeader final : public QHeaderView
{
public:
    explicit ScoreHeader(QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
        setSectionsClickable(true);
    }

protected:
    void initStyleOptionForIndex(QStyleOptionHeader* option, int section) const override
    {
        QHeaderView::initStyleOptionForIndex(option, section);
        if (section > 0 && !option->textAlignment.testFlag(Qt::AlignRight))
            option->text.prepend(QChar(0x2003));
    }
};

void selectKey(QTableView* view, const QString& key)
{
    if (view->currentIndex().isValid() && view->currentIndex().siblingAtColumn(0).data(ScoreTable::KeyRole) == key)
        return;
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        const QModelIndex index = view->model()->index(row, 0);
        if (index.data(ScoreTable::KeyRole).toString() == key) {
            view->setCurrentIndex(index);
            view->selectRow(row);
            return;
        }
    }
}

} // namespace

void ScoreTable::setContent(QList<Column> columns, QList<ScoreRow> rows)
{
    beginResetModel();
    m_columns = std::move(columns);
    m_rows = std::move(rows);
    endResetModel();
}

int ScoreTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ScoreTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant ScoreTable::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ScoreRow& row = m_rows.at(index.row());
    if (role == KeyRole)
        return row.key;
    if (role == SeriesRole)
        return index.column() == 0 ? row.series : -1;
    const ScoreCell cell = row.cells.value(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case SortRole:
        return cell.sort.isValid() ? cell.sort : QVariant(cell.text);
    case AlarmRole:
        return cell.alarm;
    case CountsRole:
        return QVariant::fromValue(cell.counts);
    case Qt::ToolTipRole:
        return cell.tip.isEmpty() ? QVariant() : QVariant(base::htmlEscaped(cell.tip));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (m_columns.at(index.column()).number ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant ScoreTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_columns.at(section).title;
    if (role == Qt::ToolTipRole && !m_columns.at(section).tip.isEmpty())
        return m_columns.at(section).tip;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (m_columns.at(section).number ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

QColor ScoreDelegate::textColor(const Theme& theme, const QModelIndex& index) const
{
    return index.data(ScoreTable::AlarmRole).toBool() ? theme.error : theme.text;
}

void ScoreDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int series = index.data(ScoreTable::SeriesRole).toInt();
    const auto counts = index.data(ScoreTable::CountsRole).value<QList<qint64>>();
    const bool indented = series < 0 && counts.isEmpty() && followsNumber(index);
    if (series < 0 && counts.isEmpty() && !indented) {
        RowDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const Theme theme = themeFor(cell.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintRowBackground(*painter, cell, theme, index.column() == 0);
    painter->setFont(cell.font);
    const auto drawText = [&](int before) {
        painter->setPen(textColor(theme, index));
        const QRect text = cell.rect.adjusted(before, 0, -cellMargin, 0);
        painter->drawText(text, int(cell.displayAlignment),
                          cell.fontMetrics.elidedText(cell.text, Qt::ElideRight, text.width()));
    };
    if (indented) {
        drawText(cellMargin + textIndent);
    } else if (series >= 0) {
        figures::LayoutOptions layout;
        figures::SceneMaker maker(layout, cell.rect.size());
        maker.itemMark(QPointF(cell.rect.left() + 13, cell.rect.center().y() + 0.5), {{}, {}, series, series == 0}, 4);
        print::paintScene(*painter, maker.scene, figurePalette(theme), cell.font, print::ScenePart::All);
        drawText(markRoom);
    } else {
        qint64 total = 0;
        for (const qint64 count : counts)
            total += count;
        const QRectF bar = QRectF(cell.rect).adjusted(5, 4, -5, -4);
        double left = bar.left();
        for (qsizetype i = 0; i < counts.size() && total > 0; ++i) {
            const double wide = bar.width() * double(counts.at(i)) / double(total);
            const QColor fill = i == 0 ? theme.a.background : i == 1 ? theme.b.background : theme.forkBackground;
            const QColor line = i == 0 ? theme.a.line : i == 1 ? theme.b.line : theme.fork;
            painter->setPen(QPen(line, 1, i == 0 ? Qt::SolidLine : i == 1 ? Qt::DashLine : Qt::DotLine));
            painter->setBrush(fill);
            const QRectF part(left + 0.5, bar.top() + 0.5, std::max(1.0, wide - 1), bar.height() - 1);
            painter->drawRect(part);
            const QString number = QString::number(counts.at(i));
            if (cell.fontMetrics.horizontalAdvance(number) + 4 < wide) {
                painter->setPen(theme.text);
                painter->drawText(part, Qt::AlignCenter, number);
            }
            left += wide;
        }
    }
    painter->restore();
}

QSize ScoreDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize plain = RowDelegate::sizeHint(option, index);
    const int before = index.data(ScoreTable::SeriesRole).toInt() >= 0 ? markRoom
                       : followsNumber(index)                          ? cellMargin + textIndent
                                                                       : cellMargin;
    return {plain.width() + before + cellMargin, plain.height()};
}

QTableView* makeScoreView(ScoreTable* model, FigureSelection* selection, QWidget* parent)
{
    auto* view = new QTableView(parent);
    auto* proxy = new TableProxy(view);
    proxy->setSourceModel(model);
    proxy->setSortRole(ScoreTable::SortRole);
    proxy->setFilterKeyColumn(0);
    view->setModel(proxy);
    view->setHorizontalHeader(new ScoreHeader(view));
    setUpTable(view);
    view->setItemDelegate(new ScoreDelegate(view));
    sortByHead(view);
    addTableMenu(view);
    QObject::connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, selection,
                     [selection](const QModelIndex& current) {
                         if (current.isValid())
                             selection->set(current.siblingAtColumn(0).data(ScoreTable::KeyRole).toString());
                     });
    QObject::connect(selection, &FigureSelection::changed, view, [view](const QString& key) { selectKey(view, key); });
    return view;
}

void fitScoreColumns(QTableView* view, int widest)
{
    view->resizeColumnsToContents();
    for (int column = 0; column < view->model()->columnCount(); ++column)
        view->setColumnWidth(column, std::clamp(view->columnWidth(column) + 6, 52, widest));
}

QSortFilterProxyModel* proxyOf(const QTableView* view)
{
    return qobject_cast<QSortFilterProxyModel*>(view->model());
}

} // namespace quantlens::ui
