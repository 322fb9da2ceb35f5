// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tables.h"

#include "ui/diff/severity.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPainter>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolTip>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

constexpr int longestFilterText = 200;

/// A head that is too narrow for its title, and has no tip of its own, says the title in one.
class HeadTips final : public QObject
{
public:
    explicit HeadTips(QHeaderView* head)
        : QObject(head)
        , m_head(head)
    {
        head->viewport()->installEventFilter(this);
    }

    bool eventFilter(QObject* /*watched*/, QEvent* event) override
    {
        if (event->type() != QEvent::ToolTip || !m_head->model())
            return false;
        const auto* help = static_cast<QHelpEvent*>(event);
        const int section = m_head->logicalIndexAt(help->pos());
        const auto said = [this, section](int role) {
            return m_head->model()->headerData(section, Qt::Horizontal, role).toString();
        };
        const QString title = section < 0 ? QString() : said(Qt::DisplayRole);
        if (title.isEmpty() || !said(Qt::ToolTipRole).isEmpty() ||
            m_head->sectionSizeHint(section) <= m_head->sectionSize(section))
            return false;
        QToolTip::showText(help->globalPos(), format::plainTip(title), m_head);
        return true;
    }

private:
    QHeaderView* m_head;
};

} // namespace

void setUpTable(QTableView* view, int extra)
{
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setAlternatingRowColors(true);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->setFrameShape(QFrame::NoFrame);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setItemDelegate(new RowDelegate(view));
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setMinimumSectionSize(8);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + extra);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setTextElideMode(Qt::ElideRight);
    new HeadTips(view->horizontalHeader());
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

QLabel* emptyState(const QString& text, QWidget* parent)
{
    QLabel* label = plainLabel(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBackgroundRole(QPalette::Base);
    label->setAutoFillBackground(true);
    label->setAlignment(Qt::AlignCenter);
    label->setMargin(24);
    return label;
}

QLabel* setEmptyText(QTableView* view, const QString& text)
{
    QLabel* label = emptyState(text, view->viewport());
    label->setMargin(4);
    auto* over = new QVBoxLayout(view->viewport());
    over->setContentsMargins(0, 0, 0, 0);
    over->setSizeConstraint(QLayout::SetNoConstraint); // the table's size is not the text's
    over->addWidget(label);
    const auto show = [label, view] { label->setVisible(view->model()->rowCount() == 0); };
    const QAbstractItemModel* model = view->model();
    QObject::connect(model, &QAbstractItemModel::rowsInserted, label, show);
    QObject::connect(model, &QAbstractItemModel::rowsRemoved, label, show);
    QObject::connect(model, &QAbstractItemModel::modelReset, label, show);
    QObject::connect(model, &QAbstractItemModel::layoutChanged, label, show);
    show();
    return label;
}

void sortByHead(QTableView* view)
{
    view->horizontalHeader()->setSortIndicatorClearable(true);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder);
}

QLineEdit* filterField(QSortFilterProxyModel* proxy, const QString& objectName, const QString& accessibleName,
                       QWidget* parent)
{
    auto* field = new QLineEdit(parent);
    nameControl(field, objectName, accessibleName);
    field->setPlaceholderText(accessibleName);
    field->setClearButtonEnabled(true);
    field->setMaxLength(longestFilterText);
    QObject::connect(field, &QLineEdit::textChanged, proxy, &QSortFilterProxyModel::setFilterFixedString);
    return field;
}

void onRowOpened(QTableView* view, QObject* receiver, const std::function<void()>& open)
{
    // Not activated(): that also comes with single clicks on some desktops.
    QObject::connect(view, &QTableView::doubleClicked, receiver, open);
    for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* enter = new QShortcut(QKeySequence(key), view);
        enter->setContext(Qt::WidgetShortcut);
        QObject::connect(enter, &QShortcut::activated, receiver, open);
    }
}

QColor RowDelegate::textColor(const Theme& theme, const QModelIndex& /*index*/) const
{
    return theme.text;
}

std::optional<CellSign> RowDelegate::sign(const Theme& /*theme*/, const QModelIndex& /*index*/) const
{
    return std::nullopt;
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const Theme theme = themeFor(cell.palette);
    painter->save();
    paintRowBackground(*painter, cell, theme, index.column() == 0);
    if (const auto instead = sign(theme, index)) {
        if (instead->glyph)
            paintGlyph(*painter, *instead->glyph,
                       QRectF(cell.rect.center().x() - 7, cell.rect.center().y() - 6.5, 14, 14), instead->color);
    } else {
        painter->setFont(cell.font);
        painter->setPen(textColor(theme, index));
        const QRect text = cell.rect.adjusted(6, 0, -6, 0);
        painter->drawText(text, int(cell.displayAlignment),
                          cell.fontMetrics.elidedText(cell.text, cell.textElideMode, text.width()));
    }
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return QStyledItemDelegate::sizeHint(option, index).expandedTo({0, option.fontMetrics.height() + 7});
}

} // namespace quantlens::ui
