// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/runestimator.h"
#include "ui/panels/downwardsarea.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace quantlens::ui {

class EstimateBar;
class PhaseList;

/// What the run of the form would do before it is started: requests, tokens and memory, phase by phase, and the same
/// on the command line.
class RunPreview : public DownwardsArea
{
    Q_OBJECT

public:
    explicit RunPreview(QWidget* parent = nullptr);

    /// `problem`: why nothing can be said yet; `estimated`: none while it is worked out.
    void setRequest(const runners::RunRequest& request, const QString& problem,
                    const std::optional<EstimatedRun>& estimated);
    /// The command line as it is shown, for copying.
    [[nodiscard]] QString command() const;
    [[nodiscard]] QTableView* phases() const { return m_view; }
    [[nodiscard]] EstimateBar* time() const { return m_time; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void showEstimate(const EstimatedRun& estimated);
    void showCommand(const runners::RunRequest& request);
    void savePlan();
    void fit();

    runners::RunRequest m_request;
    QLabel* m_headline;
    QLabel* m_figures;
    QLabel* m_memory;
    EstimateBar* m_time;
    QLabel* m_warnings;
    PhaseList* m_phases;
    QTableView* m_view = nullptr;
    QLabel* m_commandText;
    QPlainTextEdit* m_command;
    QPushButton* m_copy;
    QPushButton* m_save;
};

} // namespace quantlens::ui
