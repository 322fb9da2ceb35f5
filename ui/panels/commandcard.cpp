// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/commandcard.h"

#include "ui/panels/parts.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>

namespace quantlens::ui {

namespace {

constexpr int cardSign = 32;
constexpr int cardMargin = 16;

} // namespace

CommandCard::CommandCard(Glyph glyph, const QString& title, const QString& what, const QString& shortcut,
                         QWidget* parent)
    : QAbstractButton(parent)
    , m_glyph(glyph)
    , m_what(plainLabel(what, this))
    , m_stateRow(new QWidget(this))
    , m_stateSign(new QLabel(m_stateRow))
    , m_state(dimLabel({}, m_stateRow))
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(what);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);

    QLabel* head = headingLabel(title, this);
    QFont font = head->font();
    font.setPointSizeF(font.pointSizeF() * 1.1);
    head->setFont(font);
    m_what->setForegroundRole(QPalette::PlaceholderText);

    auto* stateRow = new QHBoxLayout(m_stateRow);
    stateRow->setContentsMargins(0, 0, 0, 0);
    stateRow->setSpacing(6);
    stateRow->addWidget(m_stateSign, 0, Qt::AlignTop);
    stateRow->addWidget(m_state, 1);
    auto* column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(head);
    column->addWidget(m_what);
    column->addWidget(m_stateRow);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(cardMargin + cardSign + cardMargin, 14, cardMargin, 14);
    row->setSpacing(12);
    row->addLayout(column, 1);
    row->addWidget(keyLabel(shortcut, this), 0, Qt::AlignVCenter);
    // The card is one button: nothing inside takes clicks or names of its own.
    for (QLabel* label : findChildren<QLabel*>())
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_stateRow->setAttribute(Qt::WA_TransparentForMouseEvents);
    setState({}, Glyph::Check);
}

void CommandCard::setWhat(const QString& what)
{
    m_what->setText(what);
    setAccessibleDescription(what + u' ' + m_state->text());
    updateGeometry();
}

void CommandCard::setState(const QString& text, Glyph sign)
{
    m_stateGlyph = sign;
    m_state->setText(text);
    m_stateRow->setVisible(!text.isEmpty());
    setAccessibleDescription(m_what->text() + u' ' + text);
    refreshColors();
    updateGeometry();
}

void CommandCard::setPrimary(bool primary)
{
    m_primary = primary;
    update();
}

QSize CommandCard::sizeHint() const
{
    return layout()->sizeHint();
}

int CommandCard::heightForWidth(int width) const
{
    return layout()->totalHeightForWidth(width);
}

void CommandCard::refreshColors()
{
    if (m_state->text().isEmpty())
        return;
    const auto color = m_stateGlyph == Glyph::Check ? &Theme::ok : &Theme::dim;
    setTextColor(m_state, color);
    m_stateSign->setPixmap(
        ui::icon(m_stateGlyph, themeFor(palette()).*color).pixmap(QSize(14, 14), devicePixelRatioF()));
}

void CommandCard::changeEvent(QEvent* event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColors();
}

void CommandCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void CommandCard::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Theme theme = themeFor(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    const bool marked = m_primary || hasFocus() || underMouse();
    const double pen = m_primary || hasFocus() ? 2 : 1;
    painter.setPen(QPen(marked && isEnabled() ? theme.highlight : theme.border, pen));
    painter.setBrush(isDown() ? theme.selection : theme.button);
    painter.drawRoundedRect(QRectF(rect()).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), 3, 3);
    const QRectF sign(cardMargin, (height() - cardSign) / 2.0, cardSign, cardSign);
    paintGlyph(painter, m_glyph, sign, isEnabled() ? theme.link : theme.dim);
}

} // namespace quantlens::ui
