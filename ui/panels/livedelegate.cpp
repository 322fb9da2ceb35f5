// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/livedelegate.h"

#include "ui/diff/severity.h"
#include "ui/icons/icons.h"
#include "ui/models/livetable.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace quantlens::ui {

using runners::RequestState;

namespace {

RequestState liveStateOf(const QModelIndex& index)
{
    return RequestState(index.data(LiveTable::StateRole).toInt());
}

Glyph liveStateGlyph(RequestState state)
{
    switch (state) {
    case RequestState::Queued:
        return Glyph::Dot;
    case RequestState::Waiting:
        return Glyph::Clock;
    case RequestState::Answering:
        return Glyph::Run;
    case RequestState::Done:
        return Glyph::Check;
    case RequestState::Failed:
        return Glyph::Cross;
    }
    std::unreachable();
}

QColor liveStateColor(RequestState state, const Theme& theme)
{
    switch (state) {
    case RequestState::Answering:
        return theme.link;
    case RequestState::Done:
        return theme.ok;
    case RequestState::Failed:
        return theme.error;
    default:
        return theme.dim;
    }
}

} // namespace

void paintPairMark(QPainter& painter, const QRect& rect, int mark, const Theme& theme)
{
    const int side = std::min(13, rect.height() - 4);
    const QRectF square(rect.center().x() - side / 2.0, rect.center().y() - side / 2.0 + 0.5, side, side);
    if (mark == LiveTable::ChangedAnswer)
        paintGlyph(painter, Glyph::NotEqual, square, theme.text);
    else if (mark == LiveTable::RightToWrong)
        paintGlyph(painter, Glyph::Cross, square, theme.error);
    else if (mark == LiveTable::WrongToRight)
        paintGlyph(painter, Glyph::Check, square, theme.ok);
}

void paintForkMark(QPainter& painter, const QRect& rect, const QString& text, const Theme& theme)
{
    const int side = std::min(13, rect.height() - 4);
    const int textWidth = text.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(text) + 3;
    const int left = std::max(rect.left() + 2, rect.center().x() - (side + textWidth) / 2);
    paintGlyph(painter, Glyph::Fork, QRectF(left, rect.center().y() - side / 2.0 + 0.5, side, side), theme.fork);
    painter.setPen(theme.fork);
    painter.drawText(QRect(left + side + 3, rect.top(), rect.right() - left - side - 3, rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
}

MarkDelegate::MarkDelegate(int role, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_role(role)
{
}

void MarkDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const Theme theme = themeFor(cell.palette);
    painter->save();
    paintRowBackground(*painter, cell, theme, index.column() == 0);
    paintPairMark(*painter, cell.rect, index.data(m_role).toInt(), theme);
    painter->restore();
}

QColor LiveDelegate::textColor(const Theme& theme, const QModelIndex& index) const
{
    switch (index.column()) {
    case LiveTable::State:
        return liveStateColor(liveStateOf(index), theme);
    case LiveTable::Category:
        return theme.dim;
    case LiveTable::End:
        return liveStateOf(index) == RequestState::Failed ? theme.error : theme.dim;
    default:
        return theme.text;
    }
}

void LiveDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int column = index.column();
    const bool special = column == LiveTable::State || column == LiveTable::Side || column == LiveTable::Progress ||
                         column == LiveTable::Severity || column == LiveTable::Mark;
    if (!special) {
        RowDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const Theme theme = themeFor(cell.palette);
    painter->save();
    paintRowBackground(*painter, cell, theme, column == 0);
    painter->setFont(cell.font);
    const QRect inner = cell.rect.adjusted(6, 0, -4, 0);
    if (column == LiveTable::State) {
        const QColor color = textColor(theme, index);
        paintGlyph(*painter, liveStateGlyph(liveStateOf(index)), QRectF(inner.left(), inner.center().y() - 6, 13, 13),
                   color);
        painter->setPen(color);
        painter->drawText(inner.adjusted(19, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, cell.text);
    } else if (column == LiveTable::Side) {
        QFont bold = cell.font;
        bold.setBold(true);
        painter->setFont(bold);
        painter->setPen(theme.side(index.data(LiveTable::SideRole).toInt()).label);
        painter->drawText(cell.rect, Qt::AlignCenter, cell.text);
    } else if (column == LiveTable::Progress) {
        if (const QVariant progress = index.data(LiveTable::ProgressRole); progress.isValid()) {
            const QRect bar(inner.left(), inner.center().y() - 6, inner.width() - 1, 13);
            painter->setPen(theme.border);
            painter->setBrush(theme.view);
            painter->drawRect(bar);
            const int filled = int((bar.width() - 1) * std::clamp(progress.toDouble(), 0.0, 1.0));
            painter->fillRect(QRect(bar.left() + 1, bar.top() + 1, filled, bar.height() - 1), theme.highlight);
        }
    } else if (column == LiveTable::Severity) {
        if (const QVariant severity = index.data(LiveTable::SeverityRole); severity.isValid())
            paintSeverityChip(*painter, inner, domain::Severity(severity.toInt()), theme);
    } else {
        const int mark = index.data(LiveTable::MarkRole).toInt();
        const bool answerSays = mark != LiveTable::NoMark && mark != LiveTable::SameAnswer;
        if (answerSays)
            paintPairMark(*painter, cell.rect, mark, theme);
        else if (index.data(LiveTable::ForkRole).isValid())
            paintForkMark(*painter, cell.rect, cell.text, theme);
    }
    painter->restore();
}

} // namespace quantlens::ui
