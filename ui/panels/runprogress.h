// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/runners/live.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace quantlens::ui {

/// The strip above a run: how far it is, how fast, how long it still takes, how many errors.
class RunProgress : public QWidget
{
    Q_OBJECT

public:
    explicit RunProgress(QWidget* parent = nullptr);

    void setIdle();
    void setStarting();
    /// `pairs` of `allPairs` are compared; `allPairs` 0: the run compares nothing.
    void setProgress(const runners::LiveUpdate& update, qsizetype pairs, qsizetype allPairs);
    void setFinished(domain::RunStatus status, const runners::LiveUpdate& last);
    void setErrors(int count);

Q_SIGNALS:
    void errorsWanted();

private:
    QProgressBar* m_bar;
    QLabel* m_requests;
    QLabel* m_pairs;
    QLabel* m_rate;
    QLabel* m_time;
    QToolButton* m_errors = nullptr;
};

} // namespace quantlens::ui
