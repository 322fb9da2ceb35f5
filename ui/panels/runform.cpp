// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runform.h"

#include "core/base/text.h"
#include "core/suites/suites.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"
#include "ui/panels/specfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
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
    qsizetype prompts = 0;
};

SuiteFacts suiteFacts(const QString& nameOrPath)
{
    const suites::SuiteResult suite = suites::loadSuite(nameOrPath);
    SuiteFacts facts;
    if (!suite) {
        const QList<base::Error>& errors = suite.error();
        facts.error = errors.isEmpty() ? RunForm::tr("The suite cannot be read.") : base::oneLine(errors.first());
        if (errors.size() > 1)
            facts.error += u' ' + RunForm::tr("(and %n more)", nullptr, int(errors.size()) - 1);
        return facts;
    }
    facts.prompts = suite->prompts.size();
    QSet<QString> categories;
    qsizetype answers = 0;
    for (const domain::Prompt& prompt : suite->prompts) {
        categories.insert(prompt.category);
        answers += prompt.answer && !prompt.answer->value.isEmpty() ? 1 : 0;
    }
    facts.text = RunForm::tr("%1 prompts in %2 categories, %3 with a known answer")
                     .arg(format::integer(facts.prompts), format::integer(categories.size()), format::integer(answers));
    return facts;
}

QSpinBox* runSpin(const char* name, const QString& accessibleName, int low, int high, int value, const QString& tip,
                  QWidget* parent)
{
    auto* spin = new QSpinBox(parent);
    nameControl(spin, QLatin1String(name), accessibleName);
    spin->setRange(low, high);
    spin->setValue(value);
    spin->setToolTip(tip);
    return spin;
}

} // namespace

RunForm::RunForm(ModelTable* models, QWidget* parent)
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("run-form"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(10, 6, 10, 10);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    column->addLayout(form);
    addModelFields(form, models);
    addSuiteFields(form);
    form->addRow(ruleLine(page));
    addOptionFields(form);

    m_note = dimLabel({}, page);
    m_note->setObjectName(QStringLiteral("run-note"));
    m_problem = plainLabel({}, page);
    m_problem->setObjectName(QStringLiteral("run-problem"));
    m_start = new QPushButton(icon(Glyph::Run), tr("&Start"), page);
    nameControl(m_start, QStringLiteral("run-start"), tr("Start the run"));
    m_start->setDefault(true);
    m_start->setToolTip(tr("Ask both models every prompt (Ctrl+Return)"));
    m_start->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    connect(m_start, &QPushButton::clicked, this, [this] {
        if (problem().isEmpty())
            Q_EMIT startWanted(request());
    });
    column->addWidget(m_note);
    column->addWidget(m_problem);
    column->addWidget(m_start);
    column->addStretch(1);
    setWidget(page);
    lookAtSuite();
}

void RunForm::addModelFields(QFormLayout* form, ModelTable* models)
{
    m_a = new SpecField(QStringLiteral("run-a"), tr("Model A"), models, this);
    m_b = new SpecField(QStringLiteral("run-b"), tr("Model B"), models, this);
    form->addRow(tr("&A"), m_a);
    form->addRow(tr("&B"), m_b);
    for (SpecField* field : {m_a, m_b})
        connect(field, &SpecField::changed, this, &RunForm::refresh);
}

void RunForm::addSuiteFields(QFormLayout* form)
{
    m_suite = new QComboBox(this);
    nameControl(m_suite, QStringLiteral("run-suite"), tr("Suite of prompts"));
    m_suite->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_suite->setMinimumContentsLength(8);
    m_suite->setToolTip(tr("The prompts both models answer: a bundled suite, or a JSONL file of yours"));
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
    m_prompts = runSpin("run-prompts", tr("Number of prompts"), 0, 1'000'000, 0,
                        tr("How many prompts to ask: taken evenly from all categories. Default: all"), this);
    m_prompts->setSpecialValueText(tr("all"));
    form->addRow(tr("&Prompts"), m_prompts);
    connect(m_suite, &QComboBox::currentIndexChanged, this, &RunForm::lookAtSuite);
    connect(browse, &QPushButton::clicked, this, &RunForm::chooseSuiteFile);
    connect(m_prompts, &QSpinBox::valueChanged, this, &RunForm::refresh);
}

void RunForm::addOptionFields(QFormLayout* form)
{
    const domain::RunOptions defaults;
    m_mode = new QComboBox(this);
    nameControl(m_mode, QStringLiteral("run-mode"), tr("Chat or raw"));
    m_mode->addItem(tr("chat"), true);
    m_mode->addItem(tr("raw"), false);
    m_mode->setToolTip(tr("Chat: the server puts the prompt into the model's chat template. Raw: the text as it is"));
    m_maxTokens = runSpin("run-max-tokens", tr("Most tokens of an answer"), 0, 131'072, defaults.maxTokens,
                          tr("Where an answer is cut off. Default: what the suite says for each prompt"), this);
    m_maxTokens->setSpecialValueText(tr("as the suite says"));
    m_temperature = new QDoubleSpinBox(this);
    nameControl(m_temperature, QStringLiteral("run-temperature"), tr("Temperature"));
    m_temperature->setRange(0, 2);
    m_temperature->setSingleStep(0.1);
    m_temperature->setDecimals(2);
    m_temperature->setValue(defaults.temperature);
    m_temperature->setToolTip(tr("0: always the most probable token, so that differences come from the models and not "
                                 "from chance. Default: 0"));
    m_seed = runSpin("run-seed", tr("Seed"), 0, std::numeric_limits<int>::max(), int(defaults.seed),
                     tr("Start of the random numbers; matters above temperature 0 only. Default: 42"), this);
    m_top = runSpin("run-top-logprobs", tr("Top logprobs"), 0, 20, defaults.topLogprobs,
                    tr("How many alternatives to record at every token; the fork inspector lives on them. Default: 20"),
                    this);
    m_top->setSpecialValueText(tr("none"));
    m_retries = runSpin("run-retries", tr("Retries"), 0, 10, defaults.retries,
                        tr("How often a request that failed is tried again. Default: 3"), this);
    m_thinking = new QCheckBox(tr("let the models think first"), this);
    nameControl(m_thinking, QStringLiteral("run-thinking"), tr("Thinking"));
    m_thinking->setToolTip(
        tr("For models with a thinking switch: reasoning is kept apart from the answer. Default: off"));
    form->addRow(tr("&Mode"), m_mode);
    form->addRow(tr("Ma&x tokens"), m_maxTokens);
    form->addRow(tr("&Temperature"), m_temperature);
    form->addRow(tr("S&eed"), m_seed);
    form->addRow(tr("Top &logprobs"), m_top);
    form->addRow(tr("Ret&ries"), m_retries);
    form->addRow(tr("Thin&king"), m_thinking);
}

runners::RunRequest RunForm::request() const
{
    runners::RunRequest request;
    request.sides = {{.spec = m_a->spec()}, {.spec = m_b->spec()}};
    request.suite = m_suite->currentData().toString();
    request.numPrompts = m_prompts->value();
    request.options.chat = m_mode->currentData().toBool();
    request.options.maxTokens = m_maxTokens->value();
    request.options.temperature = m_temperature->value();
    request.options.seed = quint32(m_seed->value());
    request.options.topLogprobs = m_top->value();
    request.options.retries = m_retries->value();
    request.options.thinking = m_thinking->isChecked();
    // The form says that it is a self-check; asking once more would be in the way.
    request.options.allowSame = request.sides.at(0) == request.sides.at(1);
    return request;
}

void RunForm::setRequest(const runners::RunRequest& request)
{
    for (int side = 0; side < 2; ++side)
        setModel(side, request.sides.value(side).spec);
    setSuite(request.suite);
    m_prompts->setValue(request.numPrompts);
    m_mode->setCurrentIndex(request.options.chat ? 0 : 1);
    m_maxTokens->setValue(request.options.maxTokens);
    m_temperature->setValue(request.options.temperature);
    m_seed->setValue(int(request.options.seed));
    m_top->setValue(request.options.topLogprobs);
    m_retries->setValue(request.options.retries);
    m_thinking->setChecked(request.options.thinking);
}

void RunForm::setModel(int side, const QString& spec)
{
    (side == 0 ? m_a : m_b)->setSpec(spec);
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

void RunForm::lookAtSuite()
{
    const QString suite = m_suite->currentData().toString();
    const quint64 ticket = ++m_suiteTicket;
    m_suitePending = true;
    m_suitePrompts = 0;
    m_suiteError.clear();
    m_suiteMessage->setText(suite.isEmpty() ? QString() : tr("Reading…"));
    if (suite.isEmpty()) {
        m_suitePending = false;
        m_suiteError = tr("There is no suite to ask.");
        refresh();
        return;
    }
    QtConcurrent::run([suite] { return suiteFacts(suite); }).then(this, [this, ticket](const SuiteFacts& facts) {
        if (ticket != m_suiteTicket)
            return;
        m_suitePending = false;
        m_suiteError = facts.error;
        m_suitePrompts = facts.prompts;
        m_suiteMessage->setText(base::singleLine(facts.error.isEmpty() ? facts.text : facts.error, 500));
        refresh();
    });
    refresh();
}

QString RunForm::problem() const
{
    if (!m_blocked.isEmpty())
        return m_blocked;
    for (const SpecField* field : {m_a, m_b}) {
        const QString side = field == m_a ? tr("A") : tr("B");
        if (field->spec().isEmpty())
            return tr("Choose model %1: a .gguf file, or the address of a running server.").arg(side);
        if (field->result().pending)
            return tr("Looking at model %1…").arg(side);
        if (field->result().error)
            return tr("Model %1 cannot be used: %2").arg(side, field->result().error->message);
    }
    if (m_suitePending)
        return tr("Reading the suite…");
    if (!m_suiteError.isEmpty())
        return tr("The suite cannot be used: %1").arg(m_suiteError);
    return {};
}

void RunForm::setBlocked(const QString& reason)
{
    m_blocked = reason;
    refresh();
}

void RunForm::refresh()
{
    if (!m_start)
        return;
    const QString problem = this->problem();
    const Theme theme = themeFor(palette());
    m_problem->setText(base::singleLine(problem, 500));
    m_problem->setVisible(!problem.isEmpty());
    const bool bad = !m_suiteError.isEmpty();
    setTextColor(m_suiteMessage, bad ? theme.error : theme.dim);
    m_start->setEnabled(problem.isEmpty());
    m_start->setAccessibleDescription(m_problem->text());

    const qsizetype asked =
        m_prompts->value() > 0 ? std::min<qsizetype>(m_prompts->value(), m_suitePrompts) : m_suitePrompts;
    QString note =
        asked > 0 ? tr("%1 requests: %2 prompts to each model").arg(format::integer(2 * asked), format::integer(asked))
                  : QString();
    if (!m_a->spec().isEmpty() && m_a->spec() == m_b->spec())
        note += (note.isEmpty() ? QString() : QStringLiteral(". ")) +
                tr("The same model on both sides: a self-check of the engine.");
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void RunForm::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh();
}

} // namespace quantlens::ui
