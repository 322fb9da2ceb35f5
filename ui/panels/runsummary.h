// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QWidget>

class QLabel;

namespace quantlens::ui {

class SeverityBar;

/// The headline of the pair of models shown, over all prompts: flips, severities, changed answers, and how many of
/// them rest on a person's word.
class RunSummary : public QWidget
{
    Q_OBJECT

public:
    explicit RunSummary(QWidget* parent = nullptr);

    void setRun(const ShownRunPtr& run);

private:
    [[nodiscard]] static QStringList lines(const ShownRun& run);

    QLabel* m_all;
    QLabel* m_flips;
    SeverityBar* m_severity;
    QLabel* m_legend;
    QLabel* m_rates;
};

} // namespace quantlens::ui
