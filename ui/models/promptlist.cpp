// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/promptlist.h"

#include "core/base/text.h"
#include "ui/diff/severity.h"
#include "ui/models/format.h"
#include "ui/models/livetable.h"

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

QString promptCell(const domain::Prompt& prompt, const QString& suite, const PromptRow& row, int column)
{
    const domain::Comparison* pair = row.pair;
    const bool scored = pair && pair->scored();
    switch (column) {
    case PromptList::Severity:
        return !pair    ? PromptList::tr("not finished")
               : scored ? severityLabel(pair->severity)
                        : PromptList::tr("failed");
    case PromptList::Prompt:
        return format::promptId(prompt.id, suite);
    case PromptList::Mark:
        return {};
    case PromptList::Similarity:
        return scored ? format::decimal(pair->similarity, 3) : format::none();
    case PromptList::Fork:
        return scored && pair->divergence ? format::integer(pair->divergence->unit) : QString();
    case PromptList::Shift:
        if (!scored || !pair->fork)
            return {};
        return (pair->fork->bounded ? QStringLiteral("> ") : QString()) + format::decimal(pair->fork->shift, 3);
    case PromptList::Kld:
        return std::isnan(row.kld) ? QString() : format::decimal(std::max(0.0, std::exp(row.kld) - 1e-9), 4);
    default:
        return {};
    }
}

} // namespace

void PromptList::setRun(ShownRunPtr run)
{
    // The same list object: the same run, looked at another way.
    const bool same = run && m_run && run->data.run.id == m_run->data.run.id &&
                      run->data.run.prompts.constData() == m_run->data.run.prompts.constData();
    if (same) {
        m_run = std::move(run);
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_run = std::move(run);
    endResetModel();
}

const domain::Prompt* PromptList::prompt(int row) const
{
    return m_run && row >= 0 && row < m_run->data.run.prompts.size() ? &m_run->data.run.prompts.at(row) : nullptr;
}

const domain::Comparison* PromptList::comparison(int row) const
{
    return prompt(row) ? m_run->rows[std::size_t(row)].pair : nullptr;
}

int PromptList::rowOf(const QString& promptId) const
{
    if (const domain::Prompt* found = prompt(m_found); found && found->id == promptId)
        return m_found;
    for (int row = 0; row < rowCount(); ++row) {
        if (prompt(row)->id == promptId) {
            m_found = row;
            return row;
        }
    }
    return -1;
}

int PromptList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_run ? 0 : int(m_run->data.run.prompts.size());
}

int PromptList::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant PromptList::data(const QModelIndex& index, int role) const
{
    const domain::Prompt* row = prompt(index.row());
    if (!row || index.parent().isValid())
        return {};
    const PromptRow& facts = m_run->rows[std::size_t(index.row())];
    const domain::Comparison* pair = facts.pair;
    const bool scored = facts.scored();
    const auto cell = [&] {
        if (index.column() != Rating)
            return promptCell(*row, m_run->data.run.suiteName, facts, index.column());
        const int stars = m_run->written(row->id, domain::AnnotationKind::Rating).toInt();
        return QString(std::clamp(stars, 0, 5), u'★');
    };
    switch (role) {
    case Qt::DisplayRole:
        return cell();
    case Qt::ToolTipRole:
        if (index.column() == Mark)
            return pair ? pairMarkText(pairMark(*pair)) : QString();
        return format::plainTip(row->text().left(600));
    case Qt::AccessibleTextRole:
        if (index.column() == Prompt && facts.noted)
            return tr("%1, noted").arg(cell());
        return index.column() == Mark && pair ? pairMarkText(pairMark(*pair)) : cell();
    case Qt::TextAlignmentRole:
        if (index.column() >= Similarity && index.column() <= Kld)
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case SeverityRole:
        return scored ? QVariant(int(pair->severity)) : QVariant();
    case MarkRole:
        return facts.mark;
    case SimilarityRole:
        return scored ? QVariant(pair->similarity) : QVariant();
    case TextRole:
        return base::singleLine(row->text(), 160);
    case FailedRole:
        return pair && !scored;
    case NotedRole:
        return facts.noted;
    default:
        return {};
    }
}

QVariant PromptList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    switch (role) {
    case Qt::DisplayRole: {
        const QString titles[] = {tr("Sev."), tr("Prompt"), QStringLiteral("≠"), tr("Sim."),
                                  tr("Fork"), tr("Shift"),  tr("KLD"),           tr("Rating")};
        return titles[section];
    }
    case Qt::AccessibleTextRole: {
        const QString titles[] = {tr("Severity"),
                                  tr("Prompt"),
                                  tr("Changed answer"),
                                  tr("Similarity"),
                                  tr("Position of the first difference"),
                                  tr("Fork shift"),
                                  tr("KL divergence"),
                                  tr("Rating")};
        return titles[section];
    }
    case Qt::ToolTipRole: {
        const QString tips[] = {tr("How different the two answers are"),
                                tr("Id and text, in the suite's order"),
                                tr("Changed answer, right → wrong, wrong → right"),
                                tr("Share of both answers that is common to them, 0 to 1"),
                                tr("Unit where the answers part, counted from 0"),
                                tr("How far the margin between the two tokens had to move at the fork, in nats"),
                                tr("Geometric mean of KLD(A‖B) over the answer's tokens, in nats; a lower bound"),
                                tr("Your rating")};
        return tips[section];
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((section >= Similarity && section <= Kld ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    default:
        return {};
    }
}

} // namespace quantlens::ui
