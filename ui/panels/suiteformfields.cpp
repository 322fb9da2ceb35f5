// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the form for one prompt.
#include "core/scoring/categories.h"
#include "core/suites/suite_line.h"
#include "ui/models/suiteanswer.h"
#include "ui/models/suitedocument.h"
#include "ui/panels/messagelist.h"
#include "ui/panels/parts.h"
#include "ui/panels/suiteform.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <limits>

namespace quantlens::ui {

QWidget* SuiteForm::fields()
{
    auto* page = new QWidget(m_stack);
    auto* form = new QFormLayout(page);
    form->setContentsMargins(8, 6, 8, 8);
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_title = wrappedHeading({}, page);
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

} // namespace quantlens::ui
