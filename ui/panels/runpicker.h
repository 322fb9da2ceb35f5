// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/runlist.h"

#include <QComboBox>
#include <QPointer>

namespace quantlens::ui {

/// Which stored run of one kind a place shows. Follows the workspace's list; a run that is not in it (of a file that
/// was only opened) stands above the others.
class RunPicker : public QComboBox
{
    Q_OBJECT

public:
    /// Runs that are listed at most, the newest.
    static constexpr int most = 200;

    RunPicker(domain::RunKind kind, const QString& objectName, const QString& accessibleName,
              QWidget* parent = nullptr);

    void setRuns(RunList* runs);
    /// The run that is shown; without emitting anything.
    void setShown(const domain::RunRecord& run);
    /// Goes back to the run that is shown: the chosen one could not be loaded, or another one was wanted meanwhile.
    void goBack();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A person chose another run than the one shown.
    void runWanted(const QString& runId);

private:
    void fill();

    domain::RunKind m_kind;
    QPointer<RunList> m_runs;
    QString m_shown;      ///< id
    QString m_shownTitle; ///< where the list does not have it
};

} // namespace quantlens::ui
