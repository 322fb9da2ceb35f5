// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/modelfacts.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/models/knownmodel.h"
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
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("model-facts"));
    setAccessibleName(tr("Facts of the chosen model"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(10, 8, 10, 10);
    column->setSpacing(8);
    m_title = headingLabel({}, page);
    m_title->setWordWrap(true);
    m_message = plainLabel({}, page, true);
    m_message->setObjectName(QStringLiteral("model-message"));
    m_facts = new FactGrid(page);
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
          static_cast<QWidget*>(m_mixTitle), static_cast<QWidget*>(m_mix), static_cast<QWidget*>(m_templateTitle)})
        column->addWidget(part);
    column->addWidget(m_template, 1);
    column->addStretch(0);
    setWidget(page);
    showModel(nullptr);
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
    setTextColor(m_message, themeFor(palette()).text);
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
        setTextColor(m_message, themeFor(palette()).error);
        m_facts->add(tr("Given as"), factText(model->spec));
        return;
    }
    if (!header) {
        m_message->setText(tr("A running server: what it holds is asked when a run begins."));
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
    m_template->setPlainText(header->chatTemplate);
}

} // namespace quantlens::ui
