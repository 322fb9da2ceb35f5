// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runestimator.h"

#include "core/platform/process.h"

#include <QtConcurrent>

namespace quantlens::ui {

namespace {

constexpr int estimateDelayMs = 200;

} // namespace

EstimatedRun estimateRequest(const runners::RunRequest& request)
{
    EstimatedRun estimated;
    estimated.request = request;
    auto plan = runners::planRun(request);
    if (!plan) {
        estimated.error = plan.error();
        return estimated;
    }
    estimated.plan = std::move(*plan);
    estimated.estimate = runners::estimateRun(estimated.plan);
    estimated.availableMemory = platform::availableMemory();
    return estimated;
}

RunEstimator::RunEstimator(QObject* parent)
    : QObject(parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(estimateDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &RunEstimator::begin);
}

void RunEstimator::estimate(const runners::RunRequest& request)
{
    ++m_ticket;
    m_request = request;
    m_delay.start();
    if (m_result) {
        m_result.reset();
        Q_EMIT changed();
    }
}

void RunEstimator::clear()
{
    ++m_ticket;
    m_delay.stop();
    if (m_result) {
        m_result.reset();
        Q_EMIT changed();
    }
}

void RunEstimator::begin()
{
    const quint64 ticket = m_ticket;
    QtConcurrent::run(&estimateRequest, m_request).then(this, [this, ticket](const EstimatedRun& estimated) {
        if (ticket != m_ticket)
            return;
        m_result = estimated;
        Q_EMIT changed();
    });
}

} // namespace quantlens::ui
