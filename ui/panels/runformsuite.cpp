// SPDX-License-Identifier: GPL-3.0-or-later
// The run form's suite, and which of its prompts are asked.
#include "core/base/text.h"
#include "core/suites/suites.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"
#include "ui/panels/promptchooser.h"
#include "ui/panels/runform.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSet>
#include <QSpinBox>
#include <QtConcurrent>

#include <limits>

namespace quantlens::ui {

namespace {

/// What the form says about a suite.
struct SuiteFacts
{
    QString text;
    QString error;
    QList<domain::Prompt> prompts;
};

SuiteFacts suiteFacts(const QString& nameOrPath)
{
    suites::SuiteResult suite = suites::loadSuite(nameOrPath);
    SuiteFacts facts;
    if (!suite) {
        const QList<base::Error>& errors = suite.error();
        facts.error = errors.isEmpty() ? RunForm::tr("The suite cannot be read.") : base::oneLine(errors.first());
        if (errors.size() > 1)
            facts.error += u' ' + RunForm::tr("(and %n more)", nullptr, int(errors.size()) - 1);
        return facts;
    }
    facts.prompts = std::move(suite->prompts);
    QSet<QString> categories;
    qsizetype answers = 0;
    for (const domain::Prompt& prompt : std::as_const(facts.prompts)) {
        categories.insert(prompt.category);
        answers += prompt.answer && !prompt.answer->value.isEmpty() ? 1 : 0;
    }
    facts.text =
        RunForm::tr("%1 prompts in %2 categories, %3 with a known answer")
            .arg(format::integer(facts.prompts.size()), format::integer(categories.size()), format::integer(answers));
    return facts;
}

} // namespace

void RunForm::addSuiteFields(QFormLayout* form)
{
    m_suite = new QComboBox(this);
    nameControl(m_suite, QStringLiteral("run-suite"), tr("Suite of prompts"));
    m_suite->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_suite->setMinimumContentsLength(8);
    m_suite->setToolTip(tr("The prompts that are asked: a bundled suite, or a JSONL file of yours"));
    for (const QString& name : suites::bundledSuites()) {
        m_suite->addItem(name, name);
        m_suite->setItemData(m_suite->count() - 1, suites::bundledDescription(name), Qt::ToolTipRole);
    }
    auto* browse = new QPushButton(icon(Glyph::Open), QString(), this);
    nameControl(browse, QStringLiteral("run-suite-file"), tr("Choose a suite file"));
    browse->setToolTip(tr("Choose a suite file"));
    auto* row = new QWidget(this);
    auto* grid = new QGridLayout(row);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(2);
    m_suiteMessage = dimLabel({}, row);
    m_suiteMessage->setObjectName(QStringLiteral("run-suite-message"));
    grid->addWidget(m_suite, 0, 0);
    grid->addWidget(browse, 0, 1);
    grid->addWidget(m_suiteMessage, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    auto* label = new QLabel(tr("S&uite"), this);
    label->setBuddy(m_suite);
    form->addRow(label, row);

    m_prompts = new QSpinBox(this);
    nameControl(m_prompts, QStringLiteral("run-prompts"), tr("Number of prompts"));
    m_prompts->setRange(0, 1'000'000);
    m_prompts->setSpecialValueText(tr("all"));
    m_prompts->setToolTip(tr("How many prompts to ask: taken evenly from all categories. Default: all"));
    m_prompts->setWhatsThis(m_prompts->toolTip());
    m_choose = new QPushButton(this);
    nameControl(m_choose, QStringLiteral("run-choose-prompts"), tr("Choose categories and single prompts"));
    m_choose->setToolTip(tr("Choose categories and single prompts. Default: all"));
    auto* count = new QWidget(this);
    auto* countRow = new QHBoxLayout(count);
    countRow->setContentsMargins(0, 0, 0, 0);
    countRow->addWidget(m_prompts, 2);
    countRow->addWidget(m_choose, 3);
    auto* promptsLabel = new QLabel(tr("&Prompts"), this);
    promptsLabel->setBuddy(m_prompts);
    form->addRow(promptsLabel, count);

    m_sampleRow = new QWidget(this);
    auto* sampleRow = new QHBoxLayout(m_sampleRow);
    sampleRow->setContentsMargins(0, 0, 0, 0);
    m_sample = new QCheckBox(tr("at random, by seed"), m_sampleRow);
    nameControl(m_sample, QStringLiteral("run-sample"), tr("Draw the prompts at random"));
    m_sample->setToolTip(tr("That many prompts at random, the same on every computer for one seed, instead of evenly "
                            "from all categories. Default: off"));
    m_sample->setWhatsThis(m_sample->toolTip());
    m_sampleSeed = new QSpinBox(m_sampleRow);
    nameControl(m_sampleSeed, QStringLiteral("run-sample-seed"), tr("Seed of the sample"));
    m_sampleSeed->setRange(0, std::numeric_limits<int>::max());
    m_sampleSeed->setToolTip(tr("Which random part: the same seed draws the same prompts"));
    sampleRow->addWidget(m_sample, 2);
    sampleRow->addWidget(m_sampleSeed, 1);
    form->addRow(QString(), m_sampleRow);

    connect(m_suite, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_filling) {
            m_categories.clear(); // they are those of the other suite
            m_ids.clear();
        }
        lookAtSuite();
    });
    connect(browse, &QPushButton::clicked, this, &RunForm::chooseSuiteFile);
    connect(m_choose, &QPushButton::clicked, this, &RunForm::choosePrompts);
    connect(m_prompts, &QSpinBox::valueChanged, this, &RunForm::requestChanged);
    connect(m_sample, &QCheckBox::toggled, this, &RunForm::requestChanged);
    connect(m_sampleSeed, &QSpinBox::valueChanged, this, &RunForm::requestChanged);
}

void RunForm::setSuite(const QString& nameOrPath)
{
    if (nameOrPath.isEmpty())
        return;
    int index = m_suite->findData(nameOrPath);
    if (index < 0) {
        m_suite->addItem(QFileInfo(nameOrPath).fileName(), nameOrPath);
        index = m_suite->count() - 1;
        m_suite->setItemData(index, base::htmlEscaped(QDir::toNativeSeparators(nameOrPath)), Qt::ToolTipRole);
    }
    if (index == m_suite->currentIndex())
        lookAtSuite();
    else
        m_suite->setCurrentIndex(index);
}

void RunForm::chooseSuiteFile()
{
    auto* dialog = new QFileDialog(this, tr("Choose a suite"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Suites (*.jsonl)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &RunForm::setSuite);
    dialog->open();
}

void RunForm::choosePrompts()
{
    auto* dialog = new PromptChooser(m_suitePrompts, m_categories, m_ids, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_categories = dialog->categories();
        m_ids = dialog->ids();
        requestChanged();
    });
    dialog->open();
}

void RunForm::lookAtSuite()
{
    const QString suite = m_suite->currentData().toString();
    const quint64 ticket = ++m_suiteTicket;
    m_suitePending = true;
    m_suitePrompts.clear();
    m_suiteError.clear();
    m_choose->setEnabled(false);
    m_suiteMessage->setText(suite.isEmpty() ? QString() : tr("Reading…"));
    if (suite.isEmpty()) {
        m_suitePending = false;
        m_suiteError = tr("There is no suite to ask.");
        requestChanged();
        return;
    }
    QtConcurrent::run([suite] { return suiteFacts(suite); }).then(this, [this, ticket](const SuiteFacts& facts) {
        if (ticket != m_suiteTicket)
            return;
        m_suitePending = false;
        m_suiteError = facts.error;
        m_suitePrompts = facts.prompts;
        m_choose->setEnabled(!m_suitePrompts.isEmpty());
        m_suiteMessage->setText(base::singleLine(facts.error.isEmpty() ? facts.text : facts.error, 500));
        requestChanged();
    });
    requestChanged();
}

} // namespace quantlens::ui
