// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace quantlens::ui {

/// The answer of one side: what was read out of its text, whether it is right, and a pencil that opens fields to set
/// it by hand.
class AnswerRow : public QWidget
{
    Q_OBJECT

public:
    /// `which` is 0 for A, 1 for B.
    explicit AnswerRow(int which, QWidget* parent = nullptr);

    /// Shows an answer, what was typed in its place and the verdict ("right", "wrong", "none" or empty).
    /// `whyFixed` says why it cannot be set by hand; empty: it can.
    void setAnswer(const domain::Answer& answer, const QString& typed, const QString& verdict, const QString& whyFixed);
    /// The fields are closed, for another prompt.
    void closeFields();
    /// Takes over what stands in the field that is being typed in.
    void finishEditing();

Q_SIGNALS:
    void typed(const QString& text);
    void judged(const QString& verdict);

private:
    void refresh();

    int m_which;
    domain::Answer m_answer;
    QString m_typed;
    QLabel* m_value;
    QLabel* m_state;
    QToolButton* m_pencil;
    QWidget* m_fields;
    QLineEdit* m_text;
    QComboBox* m_verdict;
};

} // namespace quantlens::ui
