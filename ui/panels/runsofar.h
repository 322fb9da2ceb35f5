// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/runners/live.h"

#include <QScrollArea>

class QLabel;
class QListWidget;

namespace quantlens::ui {

class FactGrid;
class RateBar;
class SeverityBar;

/// The running summary beside a run: severities, rates with intervals, means, errors.
class RunSoFar : public QScrollArea
{
    Q_OBJECT

public:
    explicit RunSoFar(QWidget* parent = nullptr);

    void clear();
    void setSummary(const domain::Summary& summary);
    /// A request that failed; the same row replaces its earlier entry.
    void addError(const runners::LiveRow& row);
    /// A message about the run itself, above the rows' errors.
    void addError(const base::Error& error);
    [[nodiscard]] int errors() const;
    /// Brings the errors into view and gives them the keyboard.
    void showErrors();

Q_SIGNALS:
    /// An error row was chosen.
    void errorChosen(const QString& promptId, int side);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refreshHead();

    QLabel* m_n;
    SeverityBar* m_severity;
    QLabel* m_legend;
    QLabel* m_changed;
    RateBar* m_changedBar;
    QLabel* m_flips;
    RateBar* m_flipsBar;
    QLabel* m_undetermined;
    FactGrid* m_means;
    QLabel* m_errorHead;
    QLabel* m_noErrors;
    QListWidget* m_errors;
};

} // namespace quantlens::ui
