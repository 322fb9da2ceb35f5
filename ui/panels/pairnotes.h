// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace quantlens::ui {

class AnswerRow;
class FactGrid;
class RatingBar;
class RunEditor;

/// What a person says about a pair: the answers where they were read wrongly, a note, a rating. Says why where nothing
/// can be written.
class PairNotes : public QWidget
{
    Q_OBJECT

public:
    explicit PairNotes(RunEditor* editor, QWidget* parent = nullptr);

    void showPair(const ShownRunPtr& run, const domain::Prompt& prompt);
    /// Takes over what is being typed.
    void finishEditing();
    /// Fills the fields again, also one that is being typed in: something was undone.
    void readAgain();

protected:
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showAnswers(const domain::Prompt& prompt);
    void writeNote();
    void write(domain::AnnotationKind kind, int side, const QString& value, const QString& what);
    /// Where an answer of A (0) or B (1) is written: kinds of the baseline have no side.
    [[nodiscard]] std::pair<bool, int> place(int which) const;
    [[nodiscard]] QString whyFixed(const domain::Comparison* pair) const;

    RunEditor* m_editor;
    ShownRunPtr m_run;
    QString m_promptId;
    FactGrid* m_reference;
    std::array<AnswerRow*, 2> m_answers;
    FactGrid* m_strategy;
    RatingBar* m_rating;
    QPlainTextEdit* m_note;
    QLabel* m_readOnly;
    QTimer m_pause; ///< a note is written when the typing pauses
};

} // namespace quantlens::ui
