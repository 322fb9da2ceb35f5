// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/runners/live.h"

#include <QWidget>

class QAction;
class QLabel;
class QProgressBar;

namespace quantlens::ui {

/// The running job in the status bar: name, progress, rate, time left, pause, cancel. Says "Ready" between jobs.
class JobStatus : public QWidget
{
    Q_OBJECT

public:
    /// `pause` and `cancel` are what its buttons trigger.
    JobStatus(QAction* pause, QAction* cancel, QWidget* parent = nullptr);

    void starting(const QString& what);
    void setProgress(const runners::LiveUpdate& update);
    /// A line that stays until the next job.
    void finished(const QString& line);

private:
    void setBusy(bool busy);

    QLabel* m_name;
    QProgressBar* m_bar;
    QLabel* m_percent;
    QLabel* m_rate;
    QWidget* m_pause;
    QWidget* m_cancel;
};

} // namespace quantlens::ui
