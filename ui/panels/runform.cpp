// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runform.h"

#include "core/base/text.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/panels/collapsible.h"
#include "ui/panels/downwardsarea.h"
#include "ui/panels/optionfields.h"
#include "ui/panels/parts.h"
#include "ui/panels/sidefield.h"
#include "ui/panels/specfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace quantlens::ui {

using domain::RunKind;

namespace {

struct KindChoice
{
    RunKind kind;
    QString name;
    QString what;
};

QList<KindChoice> kindChoices()
{
    return {
        {RunKind::Compare, RunForm::tr("Compare"),
         RunForm::tr("Two models answer the same prompts: where do they part?")},
        {RunKind::Sweep, RunForm::tr("Sweep"),
         RunForm::tr("Many quants against one baseline: how much does each change, where does it get bad?")},
        {RunKind::Diff, RunForm::tr("Diff backends"),
         RunForm::tr("One model behind several backends: do they serve it alike?")},
        {RunKind::Determinism, RunForm::tr("Determinism"),
         RunForm::tr("The same prompts many times: does a model repeat itself?")},
        {RunKind::Stress, RunForm::tr("Stress"),
         RunForm::tr("More and more requests in flight: does load change the answers?")},
    };
}

} // namespace

RunForm::RunForm(ModelTable* models, QWidget* parent)
    : QWidget(parent)
    , m_estimator(new RunEstimator(this))
{
    setObjectName(QStringLiteral("run-form"));
    auto* area = new DownwardsArea(QStringLiteral("run-form-area"), tr("Settings of the run"), this);
    auto* page = new QWidget(area);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(10, 6, 10, 10);
    m_form = new QFormLayout;
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    column->addLayout(m_form);
    addKindFields(m_form);
    addModelFields(m_form, models);
    addSuiteFields(m_form);
    column->addWidget(ruleLine(page));
    m_basic = new OptionFields(page);
    m_advanced = new OptionFields(page);
    m_judged = new OptionFields(page);
    addBasicOptions(m_basic);
    addAdvancedOptions(m_advanced);
    addThresholds(m_judged);
    m_advancedPart = new Collapsible(QStringLiteral("run-advanced"), tr("More options"), m_advanced, page);
    m_judgedPart = new Collapsible(QStringLiteral("run-judged"), tr("Judged by"), m_judged, page);
    column->addWidget(m_basic);
    column->addWidget(m_advancedPart);
    column->addWidget(m_judgedPart);
    column->addStretch(1);
    area->setWidget(page);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(area, 1);
    whole->addWidget(ruleLine(this));
    whole->addWidget(foot());

    for (OptionFields* fields : {m_basic, m_advanced, m_judged})
        connect(fields, &OptionFields::changed, this, &RunForm::requestChanged);
    connect(m_estimator, &RunEstimator::changed, this, &RunForm::refresh);
    showKind();
    lookAtSuite();
}

QWidget* RunForm::foot()
{
    auto* widget = new QWidget(this);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(10, 6, 10, 8);
    column->setSpacing(4);
    m_note = dimLabel({}, widget);
    m_note->setObjectName(QStringLiteral("run-note"));
    m_problem = plainLabel({}, widget);
    m_problem->setObjectName(QStringLiteral("run-problem"));
    m_start = new QPushButton(icon(Glyph::Run), tr("&Start"), widget);
    nameControl(m_start, QStringLiteral("run-start"), tr("Start the run"));
    m_start->setDefault(true);
    m_start->setToolTip(tr("Start the run (Ctrl+Return)"));
    m_start->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    connect(m_start, &QPushButton::clicked, this, [this] {
        if (problem().isEmpty())
            Q_EMIT startWanted(request());
    });
    column->addWidget(m_note);
    column->addWidget(m_problem);
    column->addWidget(m_start);
    return widget;
}

void RunForm::addKindFields(QFormLayout* form)
{
    m_kind = new QComboBox(this);
    nameControl(m_kind, QStringLiteral("run-kind"), tr("Kind of run"));
    for (const KindChoice& choice : kindChoices()) {
        m_kind->addItem(choice.name, int(choice.kind));
        m_kind->setItemData(m_kind->count() - 1, choice.what, Qt::ToolTipRole);
    }
    m_kindText = dimLabel({}, this);
    m_kindText->setObjectName(QStringLiteral("run-kind-text"));
    form->addRow(tr("&Kind"), m_kind);
    form->addRow(QString(), m_kindText);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showKind();
        requestChanged();
    });
}

RunKind RunForm::kind() const
{
    return RunKind(m_kind->currentData().toInt());
}

void RunForm::setKind(RunKind kind)
{
    m_kind->setCurrentIndex(m_kind->findData(int(kind)));
}

void RunForm::showKind()
{
    const RunKind kind = this->kind();
    m_kindText->setText(m_kind->currentData(Qt::ToolTipRole).toString());
    const bool compare = kind == RunKind::Compare;
    m_form->setRowVisible(m_a, compare);
    m_form->setRowVisible(m_b, compare);
    m_form->setRowVisible(m_model, !compare && kind != RunKind::Sweep);
    m_form->setRowVisible(m_models, kind == RunKind::Sweep);
    m_form->setRowVisible(m_backends, kind == RunKind::Diff);
    m_form->setRowVisible(m_quant, kind == RunKind::Diff);
    for (OptionFields* fields : {m_basic, m_advanced, m_judged})
        fields->setKind(kind);
}

runners::RunRequest RunForm::request() const
{
    runners::RunRequest request;
    request.kind = kind();
    request.sides = sides();
    if (request.kind == RunKind::Sweep)
        request.baseline = m_models->list()->baseline();
    request.suite = m_suite->currentData().toString();
    request.numPrompts = m_prompts->value();
    request.categories = m_categories;
    request.ids = m_ids;
    if (m_sample->isChecked() && request.numPrompts > 0)
        request.sampleSeed = quint64(m_sampleSeed->value());
    for (const OptionFields* fields : {m_basic, m_advanced, m_judged})
        fields->read(request);
    return request;
}

void RunForm::setRequest(const runners::RunRequest& request)
{
    m_filling = true;
    setKind(request.kind);
    m_given = request.sides;
    const runners::SideRequest first = request.sides.value(0);
    if (request.kind == RunKind::Compare) {
        m_a->setSpec(first.spec);
        m_b->setSpec(request.sides.value(1).spec);
    } else if (request.kind == RunKind::Sweep) {
        // What keeps an unfinished form may hold a model without a spec.
        QList<runners::SideRequest> sides = request.sides;
        sides.removeIf([](const runners::SideRequest& side) { return side.spec.isEmpty(); });
        m_models->list()->setSides(sides, request.baseline);
    } else {
        m_model->setSpec(first.spec);
        m_quant->setText(first.quant);
        if (request.kind == RunKind::Diff) {
            QList<runners::SideRequest> sides = request.sides;
            sides.removeIf([](const runners::SideRequest& side) { return side.backend.isEmpty(); });
            m_backends->list()->setSides(sides, 0);
        }
    }
    setSuite(request.suite);
    m_prompts->setValue(request.numPrompts);
    m_sample->setChecked(request.sampleSeed.has_value());
    m_sampleSeed->setValue(
        int(std::min<quint64>(request.sampleSeed.value_or(0), quint64(std::numeric_limits<int>::max()))));
    m_categories = request.categories;
    m_ids = request.ids;
    for (OptionFields* fields : {m_basic, m_advanced, m_judged})
        fields->write(request);
    m_filling = false;
    requestChanged();
}

QString RunForm::problem() const
{
    if (!m_blocked.isEmpty())
        return m_blocked;
    if (const QString models = modelProblem(); !models.isEmpty())
        return models;
    if (m_suitePending)
        return tr("Reading the suite…");
    if (!m_suiteError.isEmpty())
        return tr("The suite cannot be used: %1").arg(m_suiteError);
    if (m_estimator->result() && m_estimator->result()->error)
        return base::oneLine(*m_estimator->result()->error);
    return {};
}

void RunForm::setBlocked(const QString& reason)
{
    m_blocked = reason;
    refresh();
}

void RunForm::requestChanged()
{
    if (!m_start || m_filling)
        return;
    if (modelProblem().isEmpty() && !m_suitePending && m_suiteError.isEmpty())
        m_estimator->estimate(request());
    else
        m_estimator->clear();
    refresh();
}

void RunForm::refresh()
{
    if (!m_start || m_filling)
        return;
    const QString problem = this->problem();
    m_problem->setText(base::singleLine(problem, 500));
    m_problem->setVisible(!problem.isEmpty());
    setTextColor(m_suiteMessage, m_suiteError.isEmpty() ? &Theme::dim : &Theme::error);
    m_start->setEnabled(problem.isEmpty());
    m_start->setAccessibleDescription(m_problem->text());
    m_sampleRow->setEnabled(m_prompts->value() > 0);
    const auto remark = [](int changed) { return changed > 0 ? tr("%n changed", nullptr, changed) : QString(); };
    m_advancedPart->setRemark(remark(m_advanced->changedCount()));
    m_judgedPart->setRemark(remark(m_judged->changedCount()));
    QStringList chosen;
    if (!m_categories.isEmpty())
        chosen << tr("%n categories", nullptr, int(m_categories.size()));
    if (!m_ids.isEmpty())
        chosen << tr("%n single prompts", nullptr, int(m_ids.size()));
    m_choose->setText(chosen.isEmpty() ? tr("All categories…") : chosen.join(QStringLiteral(", ")) + u'…');

    QStringList note;
    const auto& estimated = m_estimator->result();
    if (estimated && !estimated->error)
        note << tr("%1 requests over %2 prompts")
                    .arg(format::integer(estimated->estimate.requests),
                         format::integer(estimated->plan.run.prompts.size()));
    const bool same = kind() == RunKind::Compare && sides().at(0) == sides().at(1) && !m_a->spec().isEmpty();
    if (same)
        note << tr("The same model on both sides: a self-check of the engine.");
    m_note->setText(note.join(QStringLiteral(". ")));
    m_note->setVisible(!note.isEmpty());
    Q_EMIT changed();
}

} // namespace quantlens::ui
