// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "ui/panels/downwardsarea.h"

class QLabel;

namespace quantlens::ui {

class FactGrid;

/// What the run shown was asked to do: kind, models, suite, options, notes.
class RunPlanView : public DownwardsArea
{
    Q_OBJECT

public:
    explicit RunPlanView(QWidget* parent = nullptr);

    void setRun(const domain::RunRecord& run);

private:
    void refresh();
    void showOptions();

    FactGrid* m_plan;
    FactGrid* m_options;
    QLabel* m_notes = nullptr;
    domain::RunRecord m_run;
};

} // namespace quantlens::ui
