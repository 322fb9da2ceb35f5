// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/modelfacts.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/models/knownmodel.h"
#include "ui/panels/keyfield.h"
#include "ui/panels/parts.h"

#include <QDir>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

constexpr qsizetype factLimit = 300;

QString factText(const QString& text)
{
    return base::singleLine(text, factLimit);
}

} // namespace

ModelFacts::ModelFacts(QWidget* parent)
    : DownwardsArea(QStringLiteral("model-facts"), tr("Facts of the chosen model"), parent)
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(10, 8, 10, 10);
    column->setSpacing(8);
    m_title = wrappedHeading({}, page);
    m_message = plainLabel({}, page, true);
    m_message->setObjectName(QStringLiteral("model-message"));
    m_facts = new FactGrid(page);
    m_testTitle = headingLabel(tr("Test"), page);
    m_testMessage = plainLabel({}, page, true);
    m_testMessage->setObjectName(QStringLiteral("model-test"));
    m_test = new FactGrid(page);
    m_keyTitle = headingLabel(tr("API key"), page);
    m_keyBox = new QWidget(page);
    m_keyBox->setLayout(new QVBoxLayout);
    m_keyBox->layout()->setContentsMargins(0, 0, 0, 0);
    m_mixTitle = headingLabel(tr("Quant mix"), page);
    m_mixTitle->setToolTip(tr("Share of the weights stored in each tensor type"));
    m_mix = new FactGrid(page);
    m_templateTitle = headingLabel(tr("Chat template"), page);
    m_template = new QPlainTextEdit(page);
    nameControl(m_template, QStringLiteral("model-template"), tr("Chat template"));
    m_template->setReadOnly(true);
    m_template->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_template->setMinimumHeight(160);
    for (QWidget* part :
         {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_message), static_cast<QWidget*>(m_facts),
          static_cast<QWidget*>(m_keyTitle), static_cast<QWidget*>(m_keyBox), static_cast<QWidget*>(m_testTitle),
          static_cast<QWidget*>(m_testMessage), static_cast<QWidget*>(m_test), static_cast<QWidget*>(m_mixTitle),
          static_cast<QWidget*>(m_mix), static_cast<QWidget*>(m_templateTitle)})
        column->addWidget(part);
    column->addWidget(m_template, 1);
    column->addStretch(0);
    setWidget(page);
    showModel(nullptr);
}

void ModelFacts::setKeys(KeyKeeper* keys, const QString& why)
{
    m_key = new KeyField(keys, why, m_keyBox);
    m_keyBox->layout()->addWidget(m_key);
}

void ModelFacts::showReport(const KnownModel* model)
{
    const runners::ModelReport* report = model && model->report ? &*model->report : nullptr;
    for (QWidget* part :
         {static_cast<QWidget*>(m_testTitle), static_cast<QWidget*>(m_testMessage), static_cast<QWidget*>(m_test)})
        part->setVisible(report);
    m_test->clear();
    if (!report)
        return;
    if (report->error) {
        m_testMessage->setText(QStringLiteral("⚠ ") + base::singleLine(base::oneLine(*report->error), 600));
        setTextColor(m_testMessage, &Theme::error);
    } else {
        m_testMessage->setText(tr("✓ It answers: “%1”").arg(factText(report->answer)));
        setTextColor(m_testMessage, &Theme::ok);
        m_test->add(tr("First token"), format::milliseconds(report->firstTokenMs), true);
        m_test->add(tr("Whole answer"), tr("%1, %2").arg(format::milliseconds(report->totalMs),
                                                         tr("%n token(s)", nullptr, report->tokens)));
    }
    m_test->add(tr("Holds"), factText(report->serverModel));
    m_test->add(tr("Version"), factText(report->serverBuild));
    if (!model->header) { // an engine started for the test has what the test needs
        m_test->add(tr("Context"), report->contextPerSlot > 0
                                       ? tr("%1 tokens a slot").arg(format::integer(report->contextPerSlot))
                                       : QString());
        m_test->add(tr("Answers at once"), report->slots > 0 ? format::integer(report->slots) : QString());
    }
    const domain::Capabilities& can = report->capabilities;
    const auto ability = [this](const QString& name, const std::optional<bool>& able) {
        m_test->add(name, !able ? tr("not known") : *able ? tr("✓ yes") : tr("✗ no"));
    };
    m_test->add(tr("Log-probabilities"), can.topLogprobs > 0    ? tr("✓ of the %1 best tokens").arg(can.topLogprobs)
                                         : can.topLogprobs == 0 ? tr("✗ none")
                                                                : tr("not known"));
    ability(tr("Streaming"), can.streaming);
    ability(tr("Thinking switch"), can.thinkingSwitch);
    ability(tr("Seed"), can.seed);
    ability(tr("Shows prompts"), can.renderPrompt);
    ability(tr("Follows tokens"), can.forceTokens);
    for (const QString& dropped : can.dropped)
        m_test->add(tr("Refuses"), factText(dropped));
}

void ModelFacts::showModel(const KnownModel* model)
{
    const gguf::GgufInfo* header = model && model->header ? &*model->header : nullptr;
    m_facts->clear();
    m_mix->clear();
    m_facts->setVisible(model && !model->pending);
    m_mixTitle->setVisible(header && !header->quantMix.isEmpty());
    m_mix->setVisible(m_mixTitle->isVisibleTo(this));
    m_templateTitle->setVisible(header);
    m_template->setVisible(header && !header->chatTemplate.isEmpty());
    m_message->setVisible(!model || model->pending || model->error || !header);
    showReport(model);
    const bool server = model && !model->pending && !model->model.baseUrl.isEmpty();
    m_keyTitle->setVisible(server && m_key);
    m_keyBox->setVisible(server && m_key);
    if (server && m_key)
        m_key->setUrl(model->model.baseUrl);
    setTextColor(m_message, &Theme::text);
    if (!model) {
        m_title->setText(tr("No model chosen"));
        m_message->setText(tr("Choose a model on the left to see what its file says."));
        return;
    }
    m_title->setText(displayName(*model));
    if (model->pending) {
        m_message->setText(tr("Looking…"));
        return;
    }
    if (model->error) {
        m_message->setText(base::oneLine(*model->error));
        setTextColor(m_message, &Theme::error);
        m_facts->add(tr("Given as"), factText(model->spec));
        return;
    }
    if (!header) {
        m_message->setText(model->report ? QString()
                                         : tr("A running server. Test asks it what it holds and what it can do."));
        m_facts->add(tr("Address"), factText(model->model.baseUrl.toDisplayString()));
        m_facts->add(tr("Model"), factText(model->model.modelId));
        m_facts->add(tr("Protocol"), domain::name(model->model.backend));
        return;
    }
    if (!header->modelName.isEmpty())
        m_facts->add(tr("Name"), factText(header->modelName));
    m_facts->add(tr("File"), factText(QDir::toNativeSeparators(header->path)));
    m_facts->add(tr("Architecture"), factText(header->architecture));
    m_facts->add(tr("Quant"), factText(header->fileTypeName), true);
    m_facts->add(tr("Bits per weight"), format::decimal(header->bitsPerWeight, 3));
    m_facts->add(tr("Size"), format::bytes(header->fileSize));
    m_facts->add(tr("Parameters"), format::integer(qint64(header->parameters)));
    m_facts->add(tr("Layers"), header->blockCount ? format::integer(qint64(header->blockCount)) : QString());
    m_facts->add(tr("Width"), header->embeddingLength ? format::integer(qint64(header->embeddingLength)) : QString());
    m_facts->add(tr("Context"), header->contextLength
                                    ? tr("%1 tokens").arg(format::integer(qint64(header->contextLength)))
                                    : QString());
    m_facts->add(tr("Importance matrix"), header->hasImatrix ? tr("used") : tr("not recorded"));
    QLabel* tokenizer = m_facts->add(tr("Tokenizer"), header->tokenizerHash.left(12));
    tokenizer->setToolTip(tr("Models with the same sign here share one tokenizer and are compared token by token"));
    for (const auto& [type, elements] : header->quantMix) {
        const double share = header->parameters ? 100.0 * double(elements) / double(header->parameters) : 0;
        m_mix->add(factText(type), tr("%1 %").arg(format::decimal(share, 1)));
    }
    m_templateTitle->setText(header->chatTemplate.isEmpty() ? tr("Chat template: none in the file")
                                                            : tr("Chat template"));
    showPlainText(m_template, header->chatTemplate);
}

} // namespace quantlens::ui
