// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/modeldialog.h"

#include "core/base/text.h"
#include "ui/models/modeltable.h"
#include "ui/panels/parts.h"
#include "ui/panels/specfield.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace quantlens::ui {

QString quotedWords(const QStringList& words)
{
    QStringList quoted;
    for (const QString& word : words) {
        const bool plain =
            !word.isEmpty() && std::ranges::none_of(word, [](QChar c) { return c == u'"' || c.isSpace(); });
        // splitWords() reads three quotes as one.
        quoted << (plain ? word : u'"' + QString(word).replace(u'"', QLatin1StringView(R"(""")")) + u'"');
    }
    return quoted.join(u' ');
}

QStringList splitWords(const QString& text)
{
    QStringList words;
    QString word;
    int quotes = 0; // in a row
    bool quoted = false;
    bool begun = false;
    for (const QChar c : text) {
        if (c == u'"') {
            begun = true;
            if (++quotes == 3) {
                quotes = 0;
                word += c;
            }
            continue;
        }
        if (quotes == 1)
            quoted = !quoted;
        quotes = 0;
        if (quoted || !c.isSpace()) {
            begun = true;
            word += c;
        } else if (begun) {
            words << std::exchange(word, {});
            begun = false;
        }
    }
    if (begun)
        words << word;
    return words;
}

ModelDialog::ModelDialog(ModelTable* models, int row, QWidget* parent)
    : QDialog(parent)
    , m_models(models)
    , m_before(models->at(row) ? models->at(row)->entry() : ModelEntry())
    , m_spec(new SpecField(QStringLiteral("model-spec"), tr("Model"), nullptr, this))
    , m_label(new QLineEdit(this))
    , m_args(new QLineEdit(this))
    , m_argsMessage(dimLabel({}, this))
    , m_problem(plainLabel({}, this))
{
    setObjectName(QStringLiteral("model-dialog"));
    setWindowTitle(tr("Edit model"));
    resize(620, 10);
    keepTextsWhole(this);
    nameControl(m_label, QStringLiteral("model-label"), tr("Name in tables and reports"));
    m_label->setPlaceholderText(tr("from the file or the server"));
    m_label->setMaxLength(120);
    m_label->setText(m_before.label);
    nameControl(m_args, QStringLiteral("model-args"), tr("Further arguments of its engine"));
    m_args->setPlaceholderText(tr("none; for example --n-gpu-layers 20 --flash-attn off"));
    m_args->setMaxLength(4000);
    m_args->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_args->setText(quotedWords(m_before.engineArgs));
    m_problem->setObjectName(QStringLiteral("model-problem"));
    m_spec->setSpec(m_before.spec);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    m_ok->setObjectName(QStringLiteral("model-ok"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_spec, &SpecField::changed, this, &ModelDialog::refresh);
    connect(m_args, &QLineEdit::textChanged, this, &ModelDialog::refresh);

    auto* argsBox = new QWidget(this);
    auto* argsColumn = new QVBoxLayout(argsBox);
    argsColumn->setContentsMargins(0, 0, 0, 0);
    argsColumn->setSpacing(2);
    argsColumn->addWidget(m_args);
    argsColumn->addWidget(m_argsMessage);
    auto* form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Model"), m_spec);
    form->addRow(tr("&Name"), m_label);
    auto* argsLabel = new QLabel(tr("Engine &arguments"), this);
    argsLabel->setBuddy(m_args);
    form->addRow(argsLabel, argsBox);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_problem);
    column->addWidget(buttons);
    refresh();
}

ModelEntry ModelDialog::entry() const
{
    return {.spec = m_spec->spec(), .label = m_label->text().trimmed(), .engineArgs = splitWords(m_args->text())};
}

void ModelDialog::refresh()
{
    const KnownModel& known = m_spec->result();
    const bool server = !known.pending && !known.error && known.model.engine == domain::EngineKind::None;
    m_argsMessage->setText(server ? tr("Not used: this server runs already.")
                                  : tr("They come last on its command line, and so win over what Quantlens says."));
    const int other = m_models->find(m_spec->spec());
    QString problem;
    if (m_spec->spec().isEmpty())
        problem = tr("A model needs a file or an address.");
    else if (other >= 0 && m_spec->spec() != m_before.spec)
        problem = tr("This model is in the list already, as “%1”.").arg(displayName(*m_models->at(other)));
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_ok->setEnabled(problem.isEmpty() && (!known.error || m_spec->spec() == m_before.spec) &&
                     (!known.pending || m_spec->spec() == m_before.spec));
}

} // namespace quantlens::ui
