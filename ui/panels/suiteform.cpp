// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/suiteform.h"

#include "core/base/text.h"
#include "ui/models/suiteanswer.h"
#include "ui/models/suitedocument.h"
#include "ui/panels/messagefield.h"
#include "ui/panels/messagelist.h"
#include "ui/panels/parts.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>

#include <cmath>

namespace quantlens::ui {

namespace {

/// The smallest step of the tolerance's field.
constexpr double fieldStep = 1e-6;

} // namespace

SuiteForm::SuiteForm(QWidget* parent)
    : DownwardsArea(QStringLiteral("suite-form"), tr("The chosen prompt"), parent)
    , m_stack(new QStackedWidget(this))
{
    m_stack->addWidget(fields());
    m_stack->addWidget(rawPage());
    auto* none = plainLabel(tr("Choose a prompt in the table, or add one."), m_stack);
    none->setForegroundRole(QPalette::PlaceholderText);
    none->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(none);
    setWidget(m_stack);
    showPrompt(nullptr, -1);
}

void SuiteForm::showPrompt(SuiteDocument* document, int row)
{
    if (document != m_document || row != m_row) {
        m_reply->clear();
        m_rawOf.clear();
    }
    m_document = document;
    m_row = document && document->line(row) ? row : -1;
    refresh();
}

void SuiteForm::refresh()
{
    const suites::DraftLine* line = m_document ? m_document->line(m_row) : nullptr;
    if (!line) {
        m_stack->setCurrentIndex(2);
        return;
    }
    const bool readOnly = m_document->readOnly();
    const domain::Prompt prompt = line->shown();
    const bool raw = !line->object || prompt.messages.size() > MessageList::mostFields;
    m_stack->setCurrentIndex(raw ? 1 : 0);
    if (raw) {
        // What is being typed stays until the line itself changes.
        if (m_rawOf != line->bytes)
            showPlainText(m_raw, QString::fromUtf8(line->bytes));
        m_rawOf = line->bytes;
        m_raw->setReadOnly(readOnly);
        m_applyRaw->setEnabled(!readOnly);
        showProblems();
        return;
    }
    fill(prompt);
    m_id->setReadOnly(readOnly);
    m_category->setEnabled(!readOnly);
    m_messages->setReadOnly(readOnly);
    m_tokens->setReadOnly(readOnly);
    m_strategy->setEnabled(!readOnly);
    m_value->setReadOnly(readOnly);
    m_tolerance->setReadOnly(readOnly);
    m_why->setReadOnly(readOnly);
    showProblems();
    showTried();
}

void SuiteForm::fill(const domain::Prompt& prompt)
{
    m_filling = true;
    m_title->setText(
        m_document->readOnly()
            ? tr("Prompt %1 of %2, bundled: save a copy to change it").arg(m_row + 1).arg(m_document->rowCount())
            : tr("Prompt %1 of %2").arg(m_row + 1).arg(m_document->rowCount()));
    if (m_id->text() != prompt.id)
        m_id->setText(prompt.id);
    const QString derived = m_document->idOf(m_row);
    m_id->setPlaceholderText(derived.isEmpty() ? tr("derived from the text") : tr("derived: %1").arg(derived));
    // An empty field is the default category, and stays empty while one types.
    const bool emptied = m_category->currentText().isEmpty() && prompt.category == domain::Prompt().category;
    if (m_category->currentText() != prompt.category && !(emptied && m_category->hasFocus()))
        m_category->setCurrentText(prompt.category);
    m_messages->setMessages(prompt.messages);
    m_tokens->setValue(prompt.maxTokensWritten ? prompt.maxTokens : 0);
    fillAnswer(prompt);
    if (m_why->text() != prompt.why)
        m_why->setText(prompt.why);
    m_filling = false;
}

void SuiteForm::fillAnswer(const domain::Prompt& prompt)
{
    const domain::ReferenceAnswer answer = prompt.answer.value_or(domain::ReferenceAnswer());
    if (const int index = m_strategy->findData(answer.strategy); index >= 0)
        m_strategy->setCurrentIndex(index);
    if (rawText(*m_value) != answer.value)
        m_value->setPlainText(answer.value);
    m_tolerance->setValue(answer.tolerance);
    m_value->setEnabled(answer.strategy != QLatin1String("none"));
    m_tolerance->setEnabled(answer.strategy == QLatin1String("number"));
    m_reading->setText(readingOf(prompt));
}

void SuiteForm::showProblems()
{
    if (!m_document)
        return;
    QStringList lines;
    bool wrong = false;
    for (const suites::DraftProblem& problem : m_document->problems(m_row)) {
        wrong = wrong || problem.error;
        lines << (problem.error ? tr("✗ %1") : tr("⚠ %1")).arg(base::singleLine(problem.message, 300));
    }
    for (QLabel* label : {m_problems, m_rawProblems}) {
        label->setText(lines.join(u'\n'));
        label->setVisible(!lines.isEmpty());
        setTextColor(label, wrong ? &Theme::error : &Theme::text);
    }
}

void SuiteForm::showTried()
{
    if (m_document && m_row >= 0)
        m_tried->setText(tryReply(m_document->prompt(m_row), m_reply->toPlainText()));
}

void SuiteForm::edit(const QString& field, const QString& what, void (SuiteForm::*apply)(domain::Prompt&) const)
{
    if (m_filling || !m_document || m_row < 0)
        return;
    // Only this field: what a widget cannot show exactly is not touched by editing another one.
    domain::Prompt prompt = m_document->prompt(m_row);
    (this->*apply)(prompt);
    m_document->setPrompt(m_row, prompt, field, what);
}

void SuiteForm::applyId(domain::Prompt& prompt) const
{
    prompt.id = m_id->text();
}

void SuiteForm::applyCategory(domain::Prompt& prompt) const
{
    prompt.category = m_category->currentText();
    if (prompt.category.isEmpty())
        prompt.category = domain::Prompt().category;
}

void SuiteForm::applyTokens(domain::Prompt& prompt) const
{
    prompt.maxTokensWritten = m_tokens->value() > 0;
    prompt.maxTokens = prompt.maxTokensWritten ? m_tokens->value() : domain::Prompt().maxTokens;
}

void SuiteForm::applyAnswer(domain::Prompt& prompt) const
{
    const double before = prompt.answer ? prompt.answer->tolerance : 0;
    domain::ReferenceAnswer answer;
    answer.strategy = m_strategy->currentData().toString();
    if (answer.strategy != QLatin1String("none"))
        answer.value = rawText(*m_value);
    // A tolerance finer than the field shows stays what it is.
    if (answer.strategy == QLatin1String("number"))
        answer.tolerance = std::abs(m_tolerance->value() - before) < fieldStep ? before : m_tolerance->value();
    const bool any = !answer.strategy.isEmpty() || !answer.value.isEmpty();
    prompt.answer = any ? std::optional(answer) : std::nullopt;
}

void SuiteForm::applyWhy(domain::Prompt& prompt) const
{
    prompt.why = m_why->text();
}

void SuiteForm::messageEdited(int message)
{
    if (m_filling || !m_document || m_row < 0)
        return;
    domain::Prompt prompt = m_document->prompt(m_row);
    const QList<domain::Message> shown = m_messages->messages();
    if (message >= 0 && message < prompt.messages.size())
        prompt.messages[message] = shown.at(message);
    else
        prompt.messages = shown;
    m_document->setPrompt(m_row, prompt, message < 0 ? QString() : QStringLiteral("message %1").arg(message),
                          message < 0 ? tr("Change the messages") : tr("Edit the prompt"));
}

/// Undo and redo in a field of the prompt are the suite's: the field's own would be one more change.
bool SuiteForm::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return DownwardsArea::eventFilter(watched, event);
}

} // namespace quantlens::ui
