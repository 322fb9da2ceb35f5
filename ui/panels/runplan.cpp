// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runplan.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/models/runtext.h"
#include "ui/panels/parts.h"

#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace quantlens::ui {

namespace {

bool comparesSides(domain::RunKind kind)
{
    return kind == domain::RunKind::Compare || kind == domain::RunKind::Sweep || kind == domain::RunKind::Diff;
}

QString selfCheckText(const domain::RunRecord& run)
{
    switch (run.options.selfCheck) {
    case domain::SelfCheck::Off:
        return run.kind == domain::RunKind::Sweep || run.kind == domain::RunKind::Stress ? RunPlanView::tr("automatic")
                                                                                         : RunPlanView::tr("off");
    case domain::SelfCheck::Repeat:
        return RunPlanView::tr("repeat");
    case domain::SelfCheck::Full:
        return RunPlanView::tr("full");
    }
    std::unreachable();
}

QString repeatModeText(domain::RepeatMode mode)
{
    switch (mode) {
    case domain::RepeatMode::Cold:
        return RunPlanView::tr("cold");
    case domain::RepeatMode::Warm:
        return RunPlanView::tr("warm");
    case domain::RepeatMode::Concurrent:
        return RunPlanView::tr("concurrent");
    }
    std::unreachable();
}

QString distributionsText(domain::Distributions distributions)
{
    switch (distributions) {
    case domain::Distributions::Teacher:
        return RunPlanView::tr("teacher-forced");
    case domain::Distributions::Prefix:
        return RunPlanView::tr("shared prefix");
    case domain::Distributions::Off:
        return RunPlanView::tr("off");
    }
    std::unreachable();
}

} // namespace

RunPlanView::RunPlanView(QWidget* parent)
    : DownwardsArea(QStringLiteral("run-plan"), tr("Plan of the run"), parent)
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(10, 2, 10, 10);
    m_plan = new FactGrid(page);
    m_options = new FactGrid(page);
    m_notes = dimLabel({}, page);
    column->addWidget(m_plan);
    column->addWidget(ruleLine(page));
    column->addWidget(m_options);
    column->addWidget(ruleLine(page));
    column->addWidget(m_notes);
    column->addStretch(1);
    setWidget(page);
}

void RunPlanView::setRun(const domain::RunRecord& run)
{
    m_run = run;
    refresh();
}

void RunPlanView::refresh()
{
    m_plan->clear();
    m_plan->add(tr("Kind"), runKindText(m_run.kind), true);
    const bool single = m_run.sides.size() == 1;
    for (int side = 0; side < m_run.sides.size(); ++side) {
        const domain::RunSide& facts = m_run.sides.at(side);
        const bool baseline = side == m_run.baseline;
        QString name = base::singleLine(m_run.label(side), 80);
        if (baseline && m_run.sides.size() > 2)
            name = tr("%1 (baseline)").arg(name);
        QLabel* label = m_plan->add(single ? tr("Model") : domain::sideLetter(std::min(side, 25)), name, true);
        setTextColor(label, sideLabelColor(baseline ? 0 : 1));
        if (facts.error)
            m_plan->add(QString(), tr("left out: %1").arg(base::singleLine(facts.error->message, 200)));
        else if (m_run.sides.size() <= 2)
            m_plan->add(
                QString(),
                base::singleLine(facts.model.modelPath.isEmpty() ? facts.model.spec : facts.model.modelPath, 200));
    }
    m_plan->add(tr("Suite"), base::singleLine(m_run.suiteName, 80));
    m_plan->add(tr("Prompts"), format::integer(m_run.prompts.size()));
    showOptions();
    QStringList notes;
    for (const QString& note : std::as_const(m_run.notes))
        notes << base::singleLine(note, 300);
    notes << tr("Close the window any time: finished answers are stored and the run resumes.");
    m_notes->setText(notes.join(QStringLiteral("\n\n")));
}

void RunPlanView::showOptions()
{
    const auto yesNo = [](bool on) { return on ? tr("on") : tr("off"); };
    const domain::RunOptions& o = m_run.options;
    m_options->clear();
    if (m_run.kind == domain::RunKind::Determinism) {
        m_options->add(tr("Runs"), format::integer(o.runs));
        m_options->add(tr("Mode"), repeatModeText(o.mode));
        m_options->add(tr("Stop early"), yesNo(o.stopEarly));
    }
    if (m_run.kind == domain::RunKind::Stress) {
        QStringList levels;
        for (const int level : o.levels)
            levels << QString::number(level);
        m_options->add(tr("Concurrency"), levels.join(QStringLiteral(", ")));
        m_options->add(tr("Copies"), format::integer(o.repeat));
    }
    m_options->add(tr("Ask by"), o.chat ? tr("chat") : tr("raw text"));
    m_options->add(tr("Temperature"), format::decimal(o.temperature, 2));
    if (comparesSides(m_run.kind) && o.repeat > 1)
        m_options->add(tr("Samples"), format::integer(o.repeat));
    m_options->add(tr("Seed"), QString::number(o.seed));
    m_options->add(tr("Max tokens"), o.maxTokens > 0 ? format::integer(o.maxTokens) : tr("as the suite says"));
    m_options->add(tr("Top logprobs"), QString::number(o.topLogprobs));
    m_options->add(tr("Thinking"), yesNo(o.thinking));
    if (m_run.kind != domain::RunKind::Stress)
        m_options->add(tr("In flight"), tr("%1 per server").arg(format::integer(o.parallel)));
    m_options->add(tr("Retries"), QString::number(o.retries));
    if (comparesSides(m_run.kind))
        m_options->add(tr("Distributions"), distributionsText(o.distributions));
    if (m_run.kind != domain::RunKind::Determinism)
        m_options->add(tr("Self-check"), selfCheckText(m_run));
    if (o.timing)
        m_options->add(tr("Timing"), tr("models take turns"));
}

} // namespace quantlens::ui
