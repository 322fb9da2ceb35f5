// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/estimate.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace quantlens::ui {

/// What a request would do, or why it cannot be done.
struct EstimatedRun
{
    runners::RunRequest request;
    std::optional<base::Error> error;
    runners::RunPlan plan;
    runners::RunEstimate estimate;
    quint64 availableMemory = 0; ///< bytes; 0: unknown
};

/// Plans a request and counts what it would send. Reads files: call it off the UI thread. Sends nothing.
[[nodiscard]] EstimatedRun estimateRequest(const runners::RunRequest& request);

/// Estimates the latest request off the UI thread, a moment after the last change. Answers to older ones are dropped.
class RunEstimator : public QObject
{
    Q_OBJECT

public:
    explicit RunEstimator(QObject* parent = nullptr);

    void estimate(const runners::RunRequest& request);
    /// Forgets what was asked for: nothing is reported until the next estimate().
    void clear();
    /// The latest answer; none while one is worked out.
    [[nodiscard]] const std::optional<EstimatedRun>& result() const { return m_result; }

Q_SIGNALS:
    /// result() has changed.
    void changed();

private:
    void begin();

    QTimer m_delay;
    runners::RunRequest m_request;
    std::optional<EstimatedRun> m_result;
    quint64 m_ticket = 0;
};

} // namespace quantlens::ui
