// SPDX-License-Identifier: GPL-3.0-or-later
// The run form's models, and what is wrong with them.
#include "core/runners/diffsides.h"
#include "ui/panels/parts.h"
#include "ui/panels/runform.h"
#include "ui/panels/sidefield.h"
#include "ui/panels/specfield.h"

#include <QFormLayout>
#include <QLineEdit>

namespace quantlens::ui {

using domain::RunKind;

void RunForm::addModelFields(QFormLayout* form, ModelTable* models)
{
    m_a = new SpecField(QStringLiteral("run-a"), tr("Model A"), models, this);
    m_b = new SpecField(QStringLiteral("run-b"), tr("Model B"), models, this);
    m_model = new SpecField(QStringLiteral("run-model"), tr("Model"), models, this);
    m_models = new SideField(SideList::Models, models, this);
    m_backends = new SideField(SideList::Backends, nullptr, this);
    m_quant = new QLineEdit(this);
    nameControl(m_quant, QStringLiteral("run-quant"), tr("Quantization"));
    m_quant->setPlaceholderText(tr("as file or name tell"));
    m_quant->setToolTip(tr("The quantization, where neither file nor name tells it"));
    m_quant->setWhatsThis(m_quant->toolTip());
    form->addRow(tr("&A"), m_a);
    form->addRow(tr("&B"), m_b);
    form->addRow(tr("M&odel"), m_model);
    form->addRow(tr("&Models"), m_models);
    form->addRow(tr("Backen&ds"), m_backends);
    form->addRow(tr("&Quant"), m_quant);
    for (SpecField* field : {m_a, m_b, m_model})
        connect(field, &SpecField::changed, this, &RunForm::requestChanged);
    for (const SideField* field : {m_models, m_backends})
        connect(field->list(), &SideList::changed, this, &RunForm::requestChanged);
    connect(m_quant, &QLineEdit::textChanged, this, &RunForm::requestChanged);
}

QList<runners::SideRequest> RunForm::sides() const
{
    const auto kept = [this](const QString& spec) {
        for (const runners::SideRequest& side : m_given) {
            if (side.spec == spec)
                return side;
        }
        return runners::SideRequest{.spec = spec};
    };
    switch (kind()) {
    case RunKind::Compare: {
        // Two sides may be one file with other arguments: by place, then.
        QList<runners::SideRequest> sides{{.spec = m_a->spec()}, {.spec = m_b->spec()}};
        for (qsizetype i = 0; i < 2 && m_given.size() == 2; ++i) {
            if (m_given.at(i).spec == sides.at(i).spec)
                sides[i] = m_given.at(i);
        }
        return sides;
    }
    case RunKind::Sweep:
        return m_models->list()->sides();
    case RunKind::Diff: {
        QList<runners::SideRequest> sides = m_backends->list()->sides();
        for (runners::SideRequest& side : sides) {
            side.spec = m_model->spec();
            side.quant = m_quant->text().trimmed();
        }
        runners::labelByBackend(sides);
        return sides;
    }
    default:
        return {kept(m_model->spec())};
    }
}

void RunForm::setModel(int side, const QString& spec)
{
    setKind(RunKind::Compare);
    (side == 0 ? m_a : m_b)->setSpec(spec);
}

void RunForm::setModels(const QStringList& specs)
{
    if (specs.size() == 2) {
        setModel(0, specs.at(0));
        setModel(1, specs.at(1));
        return;
    }
    setKind(RunKind::Sweep);
    QList<runners::SideRequest> sides;
    for (const QString& spec : specs)
        sides.append({.spec = spec});
    m_models->list()->add(sides);
}

QString RunForm::specProblem(const SpecField* field, const QString& what) const
{
    if (field->spec().isEmpty())
        return tr("Choose %1: a .gguf file, or the address of a running server.").arg(what);
    if (field->result().pending)
        return tr("Looking at %1…").arg(what);
    if (field->result().error) {
        QString sentence = tr("%1 cannot be used: %2").arg(what, field->result().error->message);
        sentence[0] = sentence.at(0).toUpper();
        return sentence;
    }
    return {};
}

QString RunForm::modelProblem() const
{
    switch (kind()) {
    case RunKind::Compare:
        if (const QString a = specProblem(m_a, tr("model A")); !a.isEmpty())
            return a;
        return specProblem(m_b, tr("model B"));
    case RunKind::Sweep:
        return m_models->list()->problem();
    case RunKind::Diff:
        // What the name means depends on the backend: the plan's check tells.
        if (m_model->spec().isEmpty())
            return tr("Say which model the backends serve: its name, or a .gguf file.");
        return m_backends->list()->problem();
    default:
        return specProblem(m_model, tr("the model"));
    }
}

} // namespace quantlens::ui
