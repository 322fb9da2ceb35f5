// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/messagefield.h"

#include "ui/icons/icons.h"
#include "ui/panels/parts.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QTextDocument>
#include <QToolButton>

namespace quantlens::ui {

QString rawText(const QPlainTextEdit& field)
{
    QString text = field.document()->toRawText();
    return text.replace(QChar(QChar::ParagraphSeparator), u'\n').replace(QChar(QChar::LineSeparator), u'\n');
}

MessageField::MessageField(QWidget* parent)
    : QWidget(parent)
    , m_role(new QComboBox(this))
    , m_remove(new QToolButton(this))
    , m_text(new QPlainTextEdit(this))
{
    m_role->addItem(tr("system"), QStringLiteral("system"));
    m_role->addItem(tr("user"), QStringLiteral("user"));
    m_role->addItem(tr("assistant"), QStringLiteral("assistant"));
    m_remove->setIcon(icon(Glyph::Remove));
    m_remove->setAutoRaise(true);
    m_remove->setToolTip(tr("Remove this message"));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(fontMetrics().lineSpacing() * 4 + 12);
    auto* head = new QHBoxLayout;
    head->addWidget(m_role);
    head->addStretch(1);
    head->addWidget(m_remove);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_text, 1);
    connect(m_role, &QComboBox::currentIndexChanged, this, &MessageField::edited);
    connect(m_text, &QPlainTextEdit::textChanged, this, &MessageField::edited);
    connect(m_remove, &QToolButton::clicked, this, &MessageField::removeWanted);
}

void MessageField::setMessage(const domain::Message& message)
{
    int index = m_role->findData(message.role);
    if (index < 0) { // of a line with faults
        m_role->addItem(message.role.left(40), message.role);
        index = m_role->count() - 1;
    }
    m_role->setCurrentIndex(index);
    if (content() == message.content)
        return;
    m_given = message.content;
    showPlainText(m_text, message.content);
    m_text->document()->setModified(false);
}

QString MessageField::content() const
{
    // A text field turns some characters into others; what nobody edited stays as it was given.
    if (!m_text->document()->isModified())
        return m_given;
    return m_text->document()
        ->toRawText()
        .replace(QChar(QChar::ParagraphSeparator), u'\n')
        .replace(QChar(QChar::LineSeparator), u'\n');
}

domain::Message MessageField::message() const
{
    return {m_role->currentData().toString(), content()};
}

void MessageField::setPlace(int number, bool single)
{
    m_role->setVisible(!single);
    m_remove->setVisible(!single);
    nameControl(m_role, QStringLiteral("suite-role-%1").arg(number), tr("Role of message %1").arg(number + 1));
    nameControl(m_remove, QStringLiteral("suite-message-remove-%1").arg(number),
                tr("Remove message %1").arg(number + 1));
    nameControl(m_text, QStringLiteral("suite-text-%1").arg(number),
                single ? tr("Text of the prompt") : tr("Text of message %1").arg(number + 1));
}

void MessageField::setReadOnly(bool readOnly)
{
    m_role->setEnabled(!readOnly);
    m_remove->setEnabled(!readOnly);
    m_text->setReadOnly(readOnly);
}

} // namespace quantlens::ui
