// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/workspaces.h"

#include "ui/models/runlist.h"

#include <QtConcurrent>

namespace quantlens::ui {

Workspaces::Workspaces(QObject* parent)
    : QObject(parent)
    , m_runs(new RunList(this))
    , m_guestRuns(new RunList(this))
{
}

void Workspaces::setOwn(std::shared_ptr<store::Store> own)
{
    m_own = std::move(own);
    refresh();
}

bool Workspaces::holds(const QString& runId) const
{
    for (int row = 0; row < m_runs->rowCount(); ++row) {
        if (m_runs->at(row)->run.id == runId)
            return true;
    }
    return false;
}

void Workspaces::refresh()
{
    if (m_own)
        list(m_own, m_runs);
    else
        m_runs->setRuns({});
}

void Workspaces::list(const std::shared_ptr<store::Store>& store, RunList* into)
{
    // Reading ten thousand runs takes half a second: the newest are shown before.
    constexpr int first = 300;
    const bool fresh = into->rowCount() == 0;
    using Runs = base::Expected<QList<store::RunListItem>>;
    const auto show = [this, store, into, fresh](const Runs& runs) {
        if (into == m_guestRuns && store != m_guest)
            return; // another file was opened since
        if (!runs) {
            Q_EMIT failed(runs.error());
            return;
        }
        const bool complete = !fresh || runs->size() < first;
        if (fresh)
            into->setRuns(*runs, complete);
        else if (!into->isComplete())
            into->continueWith(*runs);
        else
            into->setRuns(*runs);
        if (into == m_guestRuns && fresh)
            Q_EMIT guestOpened();
        if (!complete)
            list(store, into);
    };
    store->runs(store::Listed::Kept, fresh ? first : -1).then(this, show);
}

void Workspaces::openGuest(const QString& path)
{
    using Opened = base::Expected<std::shared_ptr<store::Store>>;
    const quint64 ticket = ++m_ticket;
    QtConcurrent::run([path]() -> Opened {
        auto opened = store::Store::open(path, store::Mode::ReadOnly);
        if (!opened)
            return std::unexpected(opened.error());
        return std::shared_ptr<store::Store>(std::move(*opened));
    }).then(this, [this, ticket](const Opened& opened) {
        if (ticket != m_ticket)
            return;
        if (!opened) {
            Q_EMIT failed(opened.error());
            return;
        }
        m_guest = *opened;
        m_guestRuns->setRuns({});
        list(m_guest, m_guestRuns);
    });
}

} // namespace quantlens::ui
