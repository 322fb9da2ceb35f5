// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/collapsible.h"

#include "ui/panels/parts.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace quantlens::ui {

Collapsible::Collapsible(const QString& objectName, const QString& title, QWidget* content, QWidget* parent)
    : QWidget(parent)
    , m_title(title)
    , m_head(new QToolButton(this))
    , m_content(content)
{
    nameControl(m_head, objectName, title);
    m_head->setText(title);
    m_head->setCheckable(true);
    m_head->setAutoRaise(true);
    m_head->setArrowType(Qt::RightArrow);
    m_head->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_head->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_head);
    column->addWidget(content);
    content->hide();
    connect(m_head, &QToolButton::toggled, this, [this](bool open) {
        m_head->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_content->setVisible(open);
    });
}

void Collapsible::setOpen(bool open)
{
    m_head->setChecked(open);
}

bool Collapsible::isOpen() const
{
    return m_head->isChecked();
}

void Collapsible::setRemark(const QString& remark)
{
    m_head->setText(remark.isEmpty() ? m_title : QStringLiteral("%1 · %2").arg(m_title, remark));
}

} // namespace quantlens::ui
