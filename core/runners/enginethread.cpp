// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/enginethread.h"

#include <QDeadlineTimer>
#include <QMetaObject>

#include <utility>

namespace quantlens::runners {

EngineThread::EngineThread()
{
    m_thread.setObjectName(QStringLiteral("engine"));
}

EngineThread::~EngineThread()
{
    (void)stop();
}

void EngineThread::start(std::unique_ptr<ModelService> models, std::unique_ptr<RunService> runs)
{
    m_models = models.release();
    m_runs = runs.release();
    const auto adopt = [this](auto* service) {
        if (!service)
            return;
        service->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, service, &QObject::deleteLater);
    };
    adopt(m_models);
    adopt(m_runs);
    if (m_models && m_runs)
        QObject::connect(m_models, &ModelService::idle, m_runs, &RunService::shutDown);
    if (m_runs)
        QObject::connect(m_runs, &RunService::idle, &m_thread, &QThread::quit, Qt::DirectConnection);
    else if (m_models)
        QObject::connect(m_models, &ModelService::idle, &m_thread, &QThread::quit, Qt::DirectConnection);
    if (m_models || m_runs)
        m_thread.start();
}

bool EngineThread::stop(int limitMs)
{
    if (ModelService* models = std::exchange(m_models, nullptr)) {
        m_runs = nullptr; // told by the other
        QMetaObject::invokeMethod(models, &ModelService::shutDown, Qt::QueuedConnection);
    } else if (RunService* runs = std::exchange(m_runs, nullptr)) {
        QMetaObject::invokeMethod(runs, &RunService::shutDown, Qt::QueuedConnection);
    }
    return m_thread.wait(QDeadlineTimer(limitMs));
}

} // namespace quantlens::runners
