// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/workspaces.h"

#include "ui/models/runlist.h"

#include <QtConcurrent>

namespace quantlens::ui {

Workspaces::Workspaces(std::shared_ptr<store::Store> own, QObject* parent)
    : QObject(parent)
    , m_own(std::move(own))
    , m_runs(new RunList(this))
    , m_guestRuns(new RunList(this))
{
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
        list(m_own, m_runs, false);
}

void Workspaces::list(const std::shared_ptr<store::Store>& store, RunList* into, bool guest)
{
    using Runs = base::Expected<QList<store::RunListItem>>;
    store->runs().then(this, [this, store, into, guest](const Runs& runs) {
        if (guest && store != m_guest)
            return; // another file was opened since
        if (!runs) {
            Q_EMIT failed(runs.error());
            return;
        }
        into->setRuns(*runs);
        if (guest)
            Q_EMIT guestOpened();
        else
            Q_EMIT refreshed();
    });
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
        list(m_guest, m_guestRuns, true);
    });
}

} // namespace quantlens::ui
