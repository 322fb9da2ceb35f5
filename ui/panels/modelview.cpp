// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/modelview.h"

#include "ui/diff/severity.h"
#include "ui/icons/icons.h"
#include "ui/models/modeltable.h"
#include "ui/panels/parts.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace quantlens::ui {

namespace {

/// A sign before the name: ✓ fine, ⚠ of no use, ○ not asked yet, a clock while it is looked at.
class ModelDelegate final : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        if (index.column() != ModelTable::Name) {
            RowDelegate::paint(painter, option, index);
            return;
        }
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        const Theme theme = themeFor(cell.palette);
        const auto light = ModelTable::Light(index.data(ModelTable::LightRole).toInt());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        paintRowBackground(*painter, cell, theme, true);
        const QRectF sign(cell.rect.left() + 7, cell.rect.center().y() - 6.5, 14, 14);
        switch (light) {
        case ModelTable::Good:
            paintGlyph(*painter, Glyph::Check, sign, theme.ok, 1.3);
            break;
        case ModelTable::Bad:
            paintGlyph(*painter, Glyph::Warning, sign, theme.error);
            break;
        case ModelTable::Looking:
            paintGlyph(*painter, Glyph::Clock, sign, theme.dim);
            break;
        case ModelTable::Unknown:
            paintGlyph(*painter, Glyph::Dot, sign, theme.dim);
            break;
        }
        painter->setFont(cell.font);
        painter->setPen(theme.text);
        const QRect text = cell.rect.adjusted(27, 0, -6, 0);
        painter->drawText(text, int(cell.displayAlignment),
                          cell.fontMetrics.elidedText(cell.text, Qt::ElideRight, text.width()));
        painter->restore();
    }

protected:
    [[nodiscard]] QColor textColor(const Theme& theme, const QModelIndex& index) const override
    {
        const bool bad = index.data(ModelTable::LightRole).toInt() == ModelTable::Bad;
        return bad && index.column() == ModelTable::Status ? theme.error : theme.text;
    }
};

} // namespace

QTableView* makeModelView(QSortFilterProxyModel* proxy, QWidget* parent)
{
    auto* view = new QTableView(parent);
    nameControl(view, QStringLiteral("models-table"), QCoreApplication::translate("ModelsPanel", "Models"));
    setUpTable(view);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->setItemDelegate(new ModelDelegate(view));
    view->setModel(proxy);
    sortByHead(view);
    QHeaderView* head = view->horizontalHeader();
    const std::pair<int, int> widths[] = {
        {ModelTable::Name, 200},   {ModelTable::Quant, 76},      {ModelTable::BitsPerWeight, 84},
        {ModelTable::Size, 76},    {ModelTable::Parameters, 88}, {ModelTable::Context, 68},
        {ModelTable::Where, 220},  {ModelTable::Status, 170},    {ModelTable::Backend, 150},
        {ModelTable::Version, 90}, {ModelTable::Loaded, 140},    {ModelTable::Abilities, 200},
        {ModelTable::Latency, 86},
    };
    for (const auto& [column, width] : widths)
        head->resizeSection(column, width);
    head->moveSection(head->visualIndex(ModelTable::Status), 1);
    // What only a test tells is there to be chosen; the pane at the right shows it too.
    for (const int column :
         {ModelTable::Backend, ModelTable::Version, ModelTable::Loaded, ModelTable::Abilities, ModelTable::Parameters})
        head->setSectionHidden(column, true);
    addTableMenu(view);
    return view;
}

} // namespace quantlens::ui
