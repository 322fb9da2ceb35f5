// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/commandpalette.h"

#include "ui/actions/actioncollection.h"
#include "ui/diff/severity.h"
#include "ui/models/actionlist.h"
#include "ui/panels/parts.h"
#include "ui/panels/tables.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace quantlens::ui {

namespace {

constexpr int paletteWidth = 640;
constexpr int paletteRows = 14;

/// Sign, name, keys; grey when it cannot be done.
class PaletteDelegate final : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        const Theme theme = themeFor(cell.palette);
        const bool off = !index.data(ActionList::WhyRole).toString().isEmpty();
        painter->save();
        paintRowBackground(*painter, cell, theme, true);
        const QRect sign(cell.rect.left() + 10, cell.rect.center().y() - 7, 16, 16);
        if (const QVariant checked = index.data(ActionList::CheckedRole); checked.toBool())
            icon(Glyph::Check).paint(painter, sign, Qt::AlignCenter, off ? QIcon::Disabled : QIcon::Normal);
        else
            cell.icon.paint(painter, sign, Qt::AlignCenter, off ? QIcon::Disabled : QIcon::Normal);
        painter->setFont(cell.font);
        const QString keys = index.data(ActionList::KeysRole).toString();
        const int keysWidth = keys.isEmpty() ? 0 : cell.fontMetrics.horizontalAdvance(keys) + 12;
        painter->setPen(theme.dim);
        painter->drawText(cell.rect.adjusted(0, 0, -10, 0), int(Qt::AlignRight | Qt::AlignVCenter), keys);
        painter->setPen(off ? cell.palette.color(QPalette::Disabled, QPalette::Text) : theme.text);
        const QRect text = cell.rect.adjusted(36, 0, -10 - keysWidth, 0);
        painter->drawText(text, int(Qt::AlignLeft | Qt::AlignVCenter),
                          cell.fontMetrics.elidedText(cell.text, Qt::ElideRight, text.width()));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const override
    {
        return {100, option.fontMetrics.height() + 9};
    }
};

} // namespace

CommandPalette::CommandPalette(ActionCollection* actions, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , m_list(new ActionList(actions, this))
    , m_filter(new ActionFilter(m_list, this))
    , m_field(new QLineEdit(this))
    , m_view(new QListView(this))
    , m_reason(dimLabel({}, this))
{
    setObjectName(QStringLiteral("command-palette"));
    setWindowTitle(tr("Find an action"));
    nameControl(m_field, QStringLiteral("palette-field"), tr("Find an action"));
    m_field->setPlaceholderText(tr("Find an action: a few letters of its name"));
    m_field->setMaxLength(200);
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    nameControl(m_view, QStringLiteral("palette-list"), tr("Actions"));
    m_view->setModel(m_filter);
    m_view->setItemDelegate(new PaletteDelegate(m_view));
    m_view->setUniformItemSizes(true);
    m_view->setAlternatingRowColors(true);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus); // the arrows move it from the field
    m_reason->setObjectName(QStringLiteral("palette-reason"));
    m_reason->setContentsMargins(8, 4, 8, 6);

    auto* frame = new QFrame(this);
    frame->setFrameShape(QFrame::StyledPanel);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(frame);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(6, 6, 6, 0);
    column->setSpacing(6);
    column->addWidget(m_field);
    column->addWidget(m_view, 1);
    column->addWidget(m_reason);
    const int room = parent ? parent->width() - 40 : paletteWidth;
    resize(std::min(paletteWidth, room), (fontMetrics().height() + 9) * paletteRows + 90);
    if (parent) {
        const QPoint corner = parent->mapToGlobal(QPoint((parent->width() - width()) / 2, 60));
        move(corner);
    }

    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_field, &QLineEdit::returnPressed, this, &CommandPalette::choose);
    connect(m_view, &QListView::clicked, this, &CommandPalette::choose);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &CommandPalette::showReason);
    filter({});
    m_field->setFocus();
}

void CommandPalette::filter(const QString& pattern)
{
    m_filter->setPattern(pattern);
    m_view->setCurrentIndex(m_filter->index(0, 0));
    m_view->scrollToTop();
    showReason();
}

QAction* CommandPalette::current() const
{
    return m_list->at(m_filter->mapToSource(m_view->currentIndex()).row());
}

void CommandPalette::showReason()
{
    const QAction* action = current();
    if (!action)
        m_reason->setText(tr("No action has these letters in its name."));
    else if (const QString why = ActionCollection::whyDisabled(action); !why.isEmpty())
        m_reason->setText(tr("Not possible: %1").arg(why));
    else
        m_reason->setText(action->statusTip());
    m_field->setAccessibleDescription(action ? m_filter->data(m_view->currentIndex(), Qt::AccessibleTextRole).toString()
                                             : m_reason->text());
}

void CommandPalette::choose()
{
    QAction* action = current();
    if (!action || !action->isEnabled())
        return; // the line below says why
    accept();
    // After the dialog is gone: what the action opens must not find it in front.
    QTimer::singleShot(0, action, &QAction::trigger);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
            const int step = key == Qt::Key_Up || key == Qt::Key_Down ? 1 : paletteRows - 1;
            const int by = key == Qt::Key_Up || key == Qt::Key_PageUp ? -step : step;
            const int row = std::clamp(m_view->currentIndex().row() + by, 0, std::max(0, m_filter->rowCount() - 1));
            m_view->setCurrentIndex(m_filter->index(row, 0));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace quantlens::ui
