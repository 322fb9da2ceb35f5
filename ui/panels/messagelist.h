// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"

#include <QList>
#include <QWidget>

class QVBoxLayout;

namespace quantlens::ui {

class MessageField;

/// The messages of a prompt: who says what, to edit; at least one.
class MessageList : public QWidget
{
    Q_OBJECT

public:
    explicit MessageList(QWidget* parent = nullptr);

    /// More are not shown: such a line is edited as text.
    static constexpr qsizetype mostFields = 50;

    /// Shows these messages; a field that shows them already keeps its cursor.
    void setMessages(const QList<domain::Message>& messages);
    [[nodiscard]] QList<domain::Message> messages() const;
    void setReadOnly(bool readOnly);
    /// Sees the events of every text field first.
    void setUndoFilter(QObject* filter);
    /// The text of the last message, for keyboards and tests.
    [[nodiscard]] QWidget* lastText() const;

Q_SIGNALS:
    /// `message` is the number of the one that changed, −1 when one came or went.
    void edited(int message);

private:
    void makeField();

    QVBoxLayout* m_column;
    QWidget* m_add;
    QList<MessageField*> m_fields;
    QObject* m_filter = nullptr;
    bool m_readOnly = false;
    bool m_filling = false;
};

} // namespace quantlens::ui
