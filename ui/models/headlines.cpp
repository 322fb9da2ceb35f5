// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/headlines.h"

#include "ui/models/runlist.h"

#include <QFuture>
#include <QThreadPool>

namespace quantlens::ui {

HeadlineFiller::HeadlineFiller(RunList* runs, std::shared_ptr<store::Store> store, QObject* parent)
    : QObject(parent)
    , m_runs(runs)
    , m_store(std::move(store))
{
    connect(m_runs, &RunList::modelReset, this, [this] {
        m_tried.clear(); // a run that was going on may be finished
        next();
    });
    connect(m_runs, &RunList::rowsInserted, this, &HeadlineFiller::next);
}

void HeadlineFiller::setActive(bool active)
{
    m_active = active;
    next();
}

void HeadlineFiller::next()
{
    if (!m_active || m_working || !m_store)
        return;
    QString id;
    for (int row = 0; row < m_runs->rowCount() && id.isEmpty(); ++row) {
        const store::RunListItem* item = m_runs->at(row);
        if (!item->headline && item->run.status != domain::RunStatus::Running && item->answers > 0 &&
            !m_tried.contains(item->run.id))
            id = item->run.id;
    }
    if (id.isEmpty())
        return;
    m_working = true;
    m_tried.insert(id);
    using Scored = base::Expected<scoring::Headline>;
    m_store->load(id)
        .then(QThreadPool::globalInstance(),
              [](base::Expected<domain::RunData> data) -> Scored {
                  if (!data)
                      return std::unexpected(data.error());
                  return scoring::headlineOf(scoring::scoreRun(*data));
              })
        .then(this, [this, id](const Scored& headline) {
            m_working = false;
            if (headline) {
                m_runs->setHeadline(id, *headline);
                m_store->setHeadline(id, *headline); // of a workspace that is only read nothing is kept
            }
            next();
        });
}

} // namespace quantlens::ui
