// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/livefilter.h"

namespace quantlens::ui {

using runners::LiveRow;
using runners::RequestState;

LiveFilter::LiveFilter(LiveTable* table, QObject* parent)
    : TableProxy(parent)
    , m_table(table)
{
    setSourceModel(table);
    setSortRole(LiveTable::SortRole);
}

void LiveFilter::setShow(Show show)
{
    m_show = show;
    invalidateRowsFilter();
}

void LiveFilter::setText(const QString& text)
{
    m_text = text.trimmed();
    invalidateRowsFilter();
}

bool LiveFilter::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const
{
    const LiveRow* live = m_table->at(row);
    if (!live)
        return false;
    const domain::Comparison* pair = m_table->comparison(live->promptId, live->side);
    const bool parted = m_table->index(row, 0).data(LiveTable::ForkRole).isValid();
    if (m_show == Running && !isMoving(live->state))
        return false;
    if (m_show == Failed && live->state != RequestState::Failed)
        return false;
    if (m_show == Differing && !parted && !(pair && pair->scored() && pair->severity != domain::Severity::Identical))
        return false;
    return m_text.isEmpty() || live->promptId.contains(m_text, Qt::CaseInsensitive) ||
           live->category.contains(m_text, Qt::CaseInsensitive) || live->text.contains(m_text, Qt::CaseInsensitive) ||
           live->errorText.contains(m_text, Qt::CaseInsensitive);
}

} // namespace quantlens::ui
