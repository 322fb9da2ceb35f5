// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/suiteform.h"

#include "core/base/text.h"
#include "core/scoring/answers.h"
#include "core/scoring/categories.h"
#include "core/suites/suite_line.h"
#include "ui/models/suitedocument.h"
#include "ui/panels/messagefield.h"
#include "ui/panels/messagelist.h"
#include "ui/panels/parts.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>

#include <cmath>
#include <limits>

namespace quantlens::ui {

namespace {

/// The extractor is linear, but a text field is no place for books.
constexpr qsizetype longestTried = 200'000;
/// The smallest step of the tolerance's field.
constexpr double fieldStep = 1e-6;

QString strategyLabel(const QString& type)
{
    if (type == QLatin1String("number"))
        return SuiteForm::tr("number");
    if (type == QLatin1String("choice"))
        return SuiteForm::tr("choice: one letter");
    if (type == QLatin1String("yes_no"))
        return SuiteForm::tr("yes or no");
    if (type == QLatin1String("json"))
        return SuiteForm::tr("JSON");
    if (type == QLatin1String("code"))
        return SuiteForm::tr("code");
    if (type == QLatin1String("sql"))
        return SuiteForm::tr("SQL");
    if (type == QLatin1String("exact"))
        return SuiteForm::tr("exact text");
    if (type == QLatin1String("list"))
        return SuiteForm::tr("list, in order");
    return SuiteForm::tr("none: nothing is read");
}

/// How the reference itself is read, or why it is not.
QString readingOf(const domain::Prompt& prompt)
{
    const scoring::ResolvedStrategy how = scoring::resolveStrategy(prompt);
    const bool byCategory = !prompt.answer || prompt.answer->strategy.isEmpty();
    const QString strategy = strategyLabel(scoring::name(how.strategy));
    const QString reads =
        byCategory ? SuiteForm::tr("By its category: %1.").arg(strategy) : SuiteForm::tr("Read as %1.").arg(strategy);
    if (!prompt.answer || prompt.answer->value.isEmpty())
        return reads + u' ' + SuiteForm::tr("Without a reference, answers are compared but not judged.");
    if (how.strategy == scoring::Strategy::None)
        return SuiteForm::tr("The reference is never compared: choose how answers are read.");
    if (!how.reference)
        return SuiteForm::tr("%1 The reference cannot be read that way.").arg(reads);
    return SuiteForm::tr("%1 The reference is %2.").arg(reads, base::singleLine(*how.reference, 120));
}

} // namespace

QString tryReply(const domain::Prompt& prompt, const QString& reply)
{
    if (reply.trimmed().isEmpty())
        return SuiteForm::tr("Type or paste a reply: here stands what is read from it.");
    const scoring::ResolvedStrategy how = scoring::resolveStrategy(prompt);
    if (how.strategy == scoring::Strategy::None)
        return SuiteForm::tr("Nothing is read from replies to this prompt.");
    const domain::Answer answer = scoring::answerOf(how, reply.left(longestTried));
    if (!answer.found)
        return SuiteForm::tr("✗ No answer is found in this reply.");
    const QString value = base::singleLine(answer.value, 120);
    if (!answer.right)
        return SuiteForm::tr("Reads %1.").arg(value);
    return *answer.right ? SuiteForm::tr("✓ Reads %1: right.").arg(value)
                         : SuiteForm::tr("✗ Reads %1: wrong.").arg(value);
}

SuiteForm::SuiteForm(QWidget* parent)
    : QScrollArea(parent)
    , m_stack(new QStackedWidget(this))
{
    scrollDownwards(this, QStringLiteral("suite-form"), tr("The chosen prompt"));
    m_stack->addWidget(fields());
    m_stack->addWidget(rawPage());
    auto* none = plainLabel(tr("Choose a prompt in the table, or add one."), m_stack);
    none->setForegroundRole(QPalette::PlaceholderText);
    none->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(none);
    setWidget(m_stack);
    showPrompt(nullptr, -1);
}

QWidget* SuiteForm::fields()
{
    auto* page = new QWidget(m_stack);
    auto* form = new QFormLayout(page);
    form->setContentsMargins(8, 6, 8, 8);
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_title = headingLabel({}, page);
    m_problems = plainLabel({}, page, true);
    nameControl(m_problems, QStringLiteral("suite-problems-of-prompt"), tr("What is wrong or doubtful"));
    form->addRow(m_title);
    form->addRow(m_problems);
    m_id = new QLineEdit(page);
    nameControl(m_id, QStringLiteral("suite-id"), tr("Id"));
    m_id->setMaxLength(256);
    m_id->setToolTip(tr("Names the prompt in results. Without one it gets an id that changes with its text"));
    m_category = new QComboBox(page);
    nameControl(m_category, QStringLiteral("suite-category"), tr("Category"));
    m_category->setEditable(true);
    m_category->setInsertPolicy(QComboBox::NoInsert);
    m_category->lineEdit()->setMaxLength(256);
    m_category->lineEdit()->setObjectName(QStringLiteral("suite-category-text"));
    m_category->lineEdit()->setAccessibleName(tr("Category"));
    for (const scoring::CategoryStrategy& known : scoring::categoryStrategies)
        m_category->addItem(known.category);
    m_category->setToolTip(tr("Groups results, and says how answers are read where the prompt does not"));
    m_messages = new MessageList(page);
    m_tokens = new QSpinBox(page);
    nameControl(m_tokens, QStringLiteral("suite-tokens"), tr("Token budget of the answer"));
    m_tokens->setRange(0, std::numeric_limits<int>::max());
    m_tokens->setSpecialValueText(tr("default (1024)"));
    m_tokens->setToolTip(tr("Where an answer is cut off"));
    form->addRow(tr("&Id:"), m_id);
    form->addRow(tr("&Category:"), m_category);
    form->addRow(tr("Prompt:"), m_messages);
    form->addRow(tr("&Tokens:"), m_tokens);
    addAnswerFields(form);
    for (QWidget* field : {static_cast<QWidget*>(m_id), static_cast<QWidget*>(m_category->lineEdit()),
                           static_cast<QWidget*>(m_value), static_cast<QWidget*>(m_why)})
        field->installEventFilter(this);
    m_messages->setUndoFilter(this);
    connect(m_id, &QLineEdit::textEdited, this,
            [this] { edit(QStringLiteral("id"), tr("Edit the id"), &SuiteForm::applyId); });
    connect(m_category, &QComboBox::currentTextChanged, this,
            [this] { edit(QStringLiteral("category"), tr("Edit the category"), &SuiteForm::applyCategory); });
    connect(m_messages, &MessageList::edited, this, &SuiteForm::messageEdited);
    connect(m_tokens, &QSpinBox::valueChanged, this,
            [this] { edit(QStringLiteral("tokens"), tr("Edit the token budget"), &SuiteForm::applyTokens); });
    return page;
}

void SuiteForm::addAnswerFields(QFormLayout* form)
{
    QWidget* page = form->parentWidget();
    m_strategy = new QComboBox(page);
    nameControl(m_strategy, QStringLiteral("suite-strategy"), tr("How answers are read"));
    m_strategy->addItem(tr("by category"), QString());
    for (const QString& type : suites::answerTypes())
        m_strategy->addItem(strategyLabel(type), type);
    m_value = new QPlainTextEdit(page);
    nameControl(m_value, QStringLiteral("suite-value"), tr("Reference answer"));
    m_value->setTabChangesFocus(true);
    m_value->setFixedHeight(fontMetrics().lineSpacing() * 2 + 14);
    m_value->setPlaceholderText(tr("none: answers are compared, not judged"));
    m_tolerance = new QDoubleSpinBox(page);
    nameControl(m_tolerance, QStringLiteral("suite-tolerance"), tr("Tolerance of numbers"));
    m_tolerance->setRange(0, 1e12);
    m_tolerance->setDecimals(6);
    m_tolerance->setSpecialValueText(tr("exact"));
    m_reading = dimLabel({}, page);
    m_reading->setObjectName(QStringLiteral("suite-reading"));
    m_why = new QLineEdit(page);
    nameControl(m_why, QStringLiteral("suite-why"), tr("How the answer is known"));
    m_why->setPlaceholderText(tr("how the answer is known"));
    m_reply = new QPlainTextEdit(page);
    nameControl(m_reply, QStringLiteral("suite-reply"), tr("A reply to try"));
    m_reply->setTabChangesFocus(true);
    m_reply->setPlaceholderText(tr("What a model might say"));
    m_reply->setFixedHeight(fontMetrics().lineSpacing() * 3 + 14);
    m_tried = plainLabel({}, page, true);
    nameControl(m_tried, QStringLiteral("suite-tried"), tr("What is read from the reply"));
    form->addRow(ruleLine(page));
    form->addRow(tr("&Answer:"), m_strategy);
    form->addRow(tr("&Reference:"), m_value);
    form->addRow(tr("To&lerance:"), m_tolerance);
    form->addRow(QString(), m_reading);
    form->addRow(tr("&Why:"), m_why);
    form->addRow(ruleLine(page));
    form->addRow(tr("Tr&y:"), m_reply);
    form->addRow(QString(), m_tried);
    const auto answer = [this] { edit(QStringLiteral("answer"), tr("Edit the answer"), &SuiteForm::applyAnswer); };
    connect(m_strategy, &QComboBox::currentIndexChanged, this, answer);
    connect(m_value, &QPlainTextEdit::textChanged, this, answer);
    connect(m_tolerance, &QDoubleSpinBox::valueChanged, this, answer);
    connect(m_why, &QLineEdit::textEdited, this,
            [this] { edit(QStringLiteral("why"), tr("Edit the reason"), &SuiteForm::applyWhy); });
    connect(m_reply, &QPlainTextEdit::textChanged, this, &SuiteForm::showTried);
}

QWidget* SuiteForm::rawPage()
{
    auto* page = new QWidget(m_stack);
    m_rawProblems = plainLabel({}, page, true);
    nameControl(m_rawProblems, QStringLiteral("suite-raw-problems"), tr("What is wrong with the line"));
    m_raw = new QPlainTextEdit(page);
    nameControl(m_raw, QStringLiteral("suite-raw"), tr("The line as it is written"));
    m_raw->setTabChangesFocus(true);
    m_applyRaw = new QPushButton(tr("&Apply"), page);
    nameControl(m_applyRaw, QStringLiteral("suite-raw-apply"), tr("Take the line over"));
    connect(m_applyRaw, &QPushButton::clicked, this, [this] {
        if (m_document)
            m_document->setLine(m_row, m_raw->toPlainText().toUtf8());
    });
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(8, 6, 8, 8);
    column->addWidget(headingLabel(tr("The line as it is written"), page));
    column->addWidget(m_rawProblems);
    column->addWidget(m_raw, 1);
    column->addWidget(m_applyRaw, 0, Qt::AlignLeft);
    return page;
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
            m_raw->setPlainText(QString::fromUtf8(line->bytes));
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
    m_title->setWordWrap(true);
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
        setTextColor(label, wrong ? themeFor(palette()).error : themeFor(palette()).text);
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
    return QScrollArea::eventFilter(watched, event);
}

void SuiteForm::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_problems)
        showProblems();
}

} // namespace quantlens::ui
