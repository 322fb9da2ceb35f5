// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/messagelist.h"

#include "ui/icons/icons.h"
#include "ui/panels/messagefield.h"
#include "ui/panels/parts.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace quantlens::ui {

MessageList::MessageList(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    auto* add = new QPushButton(icon(Glyph::Add), tr("Add a message"), this);
    nameControl(add, QStringLiteral("suite-message-add"), tr("Add a message"));
    add->setToolTip(tr("A system message, or a conversation that the model continues; the last message is the user's"));
    m_add = add;
    m_column->addWidget(add, 0, Qt::AlignLeft);
    connect(add, &QPushButton::clicked, this, [this] {
        QList<domain::Message> all = messages();
        // In front of the question comes what the system says, behind it the next question.
        if (all.size() == 1)
            all.prepend({QStringLiteral("system"), {}});
        else
            all << domain::Message{QStringLiteral("assistant"), {}} << domain::Message{QStringLiteral("user"), {}};
        setMessages(all);
        Q_EMIT edited(-1);
    });
    setMessages({});
}

void MessageList::makeField()
{
    auto* field = new MessageField(this);
    m_column->insertWidget(int(m_fields.size()), field, 1);
    m_fields.append(field);
    field->setReadOnly(m_readOnly);
    if (m_filter)
        field->text()->installEventFilter(m_filter);
    connect(field, &MessageField::edited, this, [this, field] {
        if (!m_filling)
            Q_EMIT edited(int(m_fields.indexOf(field)));
    });
    connect(field, &MessageField::removeWanted, this, [this, field] {
        QList<domain::Message> all = messages();
        all.removeAt(m_fields.indexOf(field));
        setMessages(all);
        Q_EMIT edited(-1);
    });
}

void MessageList::setMessages(const QList<domain::Message>& messages)
{
    m_filling = true;
    const QList<domain::Message> shown = messages.isEmpty() ? QList<domain::Message>{{QStringLiteral("user"), {}}}
                                                            : messages.first(std::min(messages.size(), mostFields));
    while (m_fields.size() < shown.size())
        makeField();
    while (m_fields.size() > shown.size()) {
        MessageField* field = m_fields.takeLast();
        field->hide();
        field->deleteLater(); // its own button may have asked for it
    }
    for (qsizetype i = 0; i < shown.size(); ++i)
        m_fields.at(i)->setMessage(shown.at(i));
    const bool single = shown.size() == 1 && shown.first().role == QLatin1String("user");
    for (qsizetype i = 0; i < m_fields.size(); ++i)
        m_fields.at(i)->setPlace(int(i), single);
    m_add->setEnabled(!m_readOnly && shown.size() < mostFields);
    m_filling = false;
}

QList<domain::Message> MessageList::messages() const
{
    QList<domain::Message> all;
    for (const MessageField* field : m_fields)
        all << field->message();
    return all;
}

void MessageList::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_add->setEnabled(!readOnly);
    for (MessageField* field : std::as_const(m_fields))
        field->setReadOnly(readOnly);
}

void MessageList::setUndoFilter(QObject* filter)
{
    m_filter = filter;
    for (MessageField* field : std::as_const(m_fields))
        field->text()->installEventFilter(filter);
}

QWidget* MessageList::lastText() const
{
    return m_fields.last()->text();
}

} // namespace quantlens::ui
