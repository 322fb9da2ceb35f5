// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pairnotes.h"

#include "core/base/text.h"
#include "ui/models/runeditor.h"
#include "ui/panels/answerrow.h"
#include "ui/panels/parts.h"
#include "ui/panels/ratingbar.h"

#include <QEvent>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

constexpr int notePauseMs = 800;
constexpr qsizetype longestNote = 20'000;

} // namespace

PairNotes::PairNotes(RunEditor* editor, QWidget* parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_reference(new FactGrid(this))
    , m_answers{new AnswerRow(0, this), new AnswerRow(1, this)}
    , m_strategy(new FactGrid(this))
    , m_rating(new RatingBar(this))
    , m_note(new QPlainTextEdit(this))
    , m_readOnly(dimLabel({}, this))
{
    nameControl(m_strategy, QStringLiteral("compare-answers"), tr("Answers"));
    m_rating->setObjectName(QStringLiteral("compare-rating"));
    nameControl(m_note, QStringLiteral("compare-note"), tr("Note"));
    m_note->setPlaceholderText(tr("What did you see here?"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().lineSpacing() * 5 + 12);
    m_note->installEventFilter(this);
    m_readOnly->setObjectName(QStringLiteral("compare-read-only"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addWidget(headingLabel(tr("Answers"), this));
    column->addWidget(m_reference);
    for (AnswerRow* row : m_answers)
        column->addWidget(row);
    column->addWidget(m_strategy);
    column->addSpacing(6);
    auto* head = new QHBoxLayout;
    head->addWidget(headingLabel(tr("Note and rating"), this), 1);
    head->addWidget(m_rating);
    column->addLayout(head);
    column->addWidget(m_note);
    column->addWidget(m_readOnly);
    m_pause.setSingleShot(true);
    m_pause.setInterval(notePauseMs);
    connect(&m_pause, &QTimer::timeout, this, &PairNotes::writeNote);
    connect(m_note, &QPlainTextEdit::textChanged, this, [this] {
        if (m_note->document()->isModified())
            m_pause.start();
    });
    connect(m_rating, &RatingBar::rated, this, [this](int rating) {
        write(domain::AnnotationKind::Rating, 0, rating > 0 ? QString::number(rating) : QString(), tr("Rate"));
    });
    for (const int which : {0, 1}) {
        AnswerRow* row = m_answers.at(std::size_t(which));
        connect(row, &AnswerRow::typed, this, [this, which](const QString& text) {
            const auto [baseline, side] = place(which);
            write(baseline ? domain::AnnotationKind::AnswerA : domain::AnnotationKind::AnswerB, side, text,
                  tr("Set the answer"));
        });
        connect(row, &AnswerRow::judged, this, [this, which](const QString& verdict) {
            const auto [baseline, side] = place(which);
            write(baseline ? domain::AnnotationKind::VerdictA : domain::AnnotationKind::VerdictB, side, verdict,
                  tr("Judge the answer"));
        });
    }
}

void PairNotes::showPair(const ShownRunPtr& run, const domain::Prompt& prompt)
{
    const bool other = !m_run || m_run->data.run.id != run->data.run.id || prompt.id != m_promptId;
    if (other) {
        finishEditing();
        for (AnswerRow* row : m_answers)
            row->closeFields();
    }
    m_run = run;
    m_promptId = prompt.id;
    const QString reason = m_editor->whyReadOnly();
    m_readOnly->setText(reason);
    m_readOnly->setVisible(!reason.isEmpty());
    m_note->setReadOnly(!reason.isEmpty());
    m_rating->setEnabled(reason.isEmpty());
    m_rating->setToolTip(reason.isEmpty() ? tr("Your rating: click, or press 0 to 5") : base::htmlEscaped(reason));
    m_rating->setRating(m_editor->written(m_promptId, domain::AnnotationKind::Rating, 0).toInt());
    if (other)
        readAgain();
    showAnswers(prompt);
}

void PairNotes::readAgain()
{
    m_pause.stop();
    const QString note = m_editor->written(m_promptId, domain::AnnotationKind::Note, 0);
    if (m_note->toPlainText() != note)
        m_note->setPlainText(note);
    m_note->document()->setModified(false);
    m_rating->setRating(m_editor->written(m_promptId, domain::AnnotationKind::Rating, 0).toInt());
}

std::pair<bool, int> PairNotes::place(int which) const
{
    const int side = m_run->sideOf(which);
    return side == m_run->scores.baseline ? std::pair(true, 0) : std::pair(false, side);
}

QString PairNotes::whyFixed(const domain::Comparison* pair) const
{
    if (!m_editor->whyReadOnly().isEmpty())
        return m_editor->whyReadOnly();
    if (m_run->choices.value(0).kind != AnswerChoice::Side)
        return tr("Answers are set by hand only where models are compared: here all are one model's.");
    if (!pair || !pair->scored())
        return tr("There is no pair of answers.");
    return {};
}

void PairNotes::showAnswers(const domain::Prompt& prompt)
{
    m_reference->clear();
    m_strategy->clear();
    const bool known = prompt.answer && !prompt.answer->value.isEmpty();
    m_reference->setVisible(known);
    if (known)
        m_reference->add(tr("Reference"), base::singleLine(prompt.answer->value, 300), true);
    const domain::Comparison* pair = m_run->comparison(m_promptId);
    const bool scored = pair && pair->scored();
    const QString reason = whyFixed(pair);
    for (const int which : {0, 1}) {
        AnswerRow* row = m_answers.at(std::size_t(which));
        row->setVisible(scored);
        const auto [baseline, side] = place(which);
        using enum domain::AnnotationKind;
        row->setAnswer(!scored      ? domain::Answer()
                       : which == 0 ? pair->answerA
                                    : pair->answerB,
                       m_editor->written(m_promptId, baseline ? AnswerA : AnswerB, side),
                       m_editor->written(m_promptId, baseline ? VerdictA : VerdictB, side), reason);
    }
    if (!scored)
        m_strategy->add(tr("Pair"), pair ? tr("not scored: a request failed") : tr("not complete"));
    else if (pair->answers == domain::AnswerState::NotApplicable)
        m_strategy->add(tr("Strategy"), tr("none: nothing to extract from this kind of prompt"));
    else
        m_strategy->add(tr("Strategy"), base::singleLine(pair->answerA.strategy, 60));
}

void PairNotes::finishEditing()
{
    writeNote();
    for (AnswerRow* row : m_answers)
        row->finishEditing();
}

void PairNotes::writeNote()
{
    m_pause.stop();
    if (m_promptId.isEmpty() || !m_note->document()->isModified())
        return;
    m_note->document()->setModified(false);
    write(domain::AnnotationKind::Note, 0, m_note->toPlainText().trimmed().left(longestNote), tr("Write a note"));
}

void PairNotes::write(domain::AnnotationKind kind, int side, const QString& value, const QString& what)
{
    m_editor->annotate({.promptId = m_promptId, .kind = kind, .side = side, .value = value}, what);
}

/// Nothing that was typed is lost when the window closes.
void PairNotes::hideEvent(QHideEvent* event)
{
    finishEditing();
    QWidget::hideEvent(event);
}

bool PairNotes::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_note && event->type() == QEvent::FocusOut)
        writeNote();
    return QWidget::eventFilter(watched, event);
}

} // namespace quantlens::ui
