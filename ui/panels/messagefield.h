// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"

#include <QWidget>

class QComboBox;
class QPlainTextEdit;
class QToolButton;

namespace quantlens::ui {

/// The text as it is in the field: QPlainTextEdit::toPlainText() turns no-break spaces into spaces.
[[nodiscard]] QString rawText(const QPlainTextEdit& field);

/// One message of a prompt: its role and its text.
class MessageField : public QWidget
{
    Q_OBJECT

public:
    explicit MessageField(QWidget* parent = nullptr);

    void setMessage(const domain::Message& message);
    [[nodiscard]] domain::Message message() const;
    /// Names for screen readers; a single message of the user needs no role.
    void setPlace(int number, bool single);
    void setReadOnly(bool readOnly);
    [[nodiscard]] QPlainTextEdit* text() const { return m_text; }

Q_SIGNALS:
    void edited();
    void removeWanted();

private:
    [[nodiscard]] QString content() const;

    QString m_given; ///< as long as nobody edited it
    QComboBox* m_role;
    QToolButton* m_remove;
    QPlainTextEdit* m_text;
};

} // namespace quantlens::ui
