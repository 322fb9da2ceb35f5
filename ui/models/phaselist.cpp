// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/phaselist.h"

#include "core/base/text.h"
#include "ui/models/format.h"

namespace quantlens::ui {

void PhaseList::setEstimate(const runners::RunPlan& plan, const runners::RunEstimate& estimate)
{
    beginResetModel();
    m_rows.clear();
    int turn = 0;
    for (const runners::TurnEstimate& group : estimate.turns) {
        ++turn;
        for (const runners::StepEstimate& step : group.steps) {
            for (const runners::PhaseEstimate& phase : step)
                m_rows.append({turn, base::singleLine(plan.run.label(phase.side), 60), phase});
        }
    }
    endResetModel();
}

void PhaseList::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

int PhaseList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PhaseList::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant PhaseList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size() || index.parent().isValid())
        return {};
    const Row& row = m_rows.at(index.row());
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((column == Model || column == Phase ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    if (role == SortRole && column != Model && column != Phase) {
        const qint64 numbers[] = {row.turn, 0, 0, row.phase.requests, row.phase.concurrency, row.phase.tokens};
        return numbers[column];
    }
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (column) {
    case Turn:
        return format::integer(row.turn);
    case Model:
        return row.model;
    case Phase:
        return base::singleLine(row.phase.title, 80);
    case Requests:
        return format::integer(row.phase.requests);
    case InFlight:
        return format::integer(row.phase.concurrency);
    case Tokens:
        return format::integer(row.phase.tokens);
    default:
        return {};
    }
}

QVariant PhaseList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::ToolTipRole && section == Turn)
        return tr("Models of one turn are up at the same time; a turn ends before the next begins");
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Model || section == Phase ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Turn"),     tr("Model"),     tr("Phase"),
                              tr("Requests"), tr("In flight"), tr("Tokens at most")};
    return titles[section];
}

} // namespace quantlens::ui
