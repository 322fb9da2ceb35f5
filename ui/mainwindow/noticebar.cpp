// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/noticebar.h"

#include "core/base/text.h"
#include "ui/icons/icons.h"
#include "ui/panels/parts.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

namespace quantlens::ui {

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent)
    , m_sign(new QLabel(this))
    , m_text(plainLabel({}, this, true))
{
    nameControl(this, QStringLiteral("notice"), tr("Message"));
    m_text->setObjectName(QStringLiteral("notice-text"));
    setFrameShape(QFrame::StyledPanel);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto* close = new QToolButton(this);
    nameControl(close, QStringLiteral("notice-close"), tr("Close the message"));
    close->setIcon(icon(Glyph::Cancel));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close"));
    connect(close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->addWidget(m_sign);
    row->addWidget(m_text, 1);
    row->addWidget(close);
    hide();
}

void NoticeBar::report(const base::Error& error)
{
    m_text->setText(base::singleLine(base::oneLine(error), 1000));
    m_text->setToolTip(error.detail.isEmpty()
                           ? QString()
                           : QStringLiteral("<pre>%1</pre>").arg(base::htmlEscaped(error.detail.right(2000))));
    refreshColors();
    setVisible(true);
}

void NoticeBar::dismiss()
{
    hide();
    m_text->clear();
}

QString NoticeBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void NoticeBar::refreshColors()
{
    m_sign->setPixmap(icon(Glyph::Warning, themeFor(palette()).error).pixmap(QSize(16, 16), devicePixelRatioF()));
}

void NoticeBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_sign)
        refreshColors();
}

} // namespace quantlens::ui
