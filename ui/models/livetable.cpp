// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/livetable.h"

#include "core/base/text.h"
#include "core/runners/schedule.h"
#include "ui/diff/severity.h"
#include "ui/models/format.h"

#include <algorithm>
#include <utility>

namespace quantlens::ui {

using runners::LiveRow;
using runners::RequestState;

namespace {

bool liveRowMoves(RequestState state)
{
    return state == RequestState::Waiting || state == RequestState::Answering;
}

QString liveStateName(RequestState state)
{
    switch (state) {
    case RequestState::Queued:
        return LiveTable::tr("queued");
    case RequestState::Waiting:
        return LiveTable::tr("waiting");
    case RequestState::Answering:
        return LiveTable::tr("answering");
    case RequestState::Done:
        return LiveTable::tr("done");
    case RequestState::Failed:
        return LiveTable::tr("failed");
    }
    std::unreachable();
}

/// The prompt, and which of its requests it is where there are several.
QString livePromptText(const LiveRow& row, const QString& suite)
{
    QStringList parts{format::promptId(row.promptId, suite)};
    if (row.key.pass == domain::Pass::Forced)
        parts << LiveTable::tr("following the baseline");
    else if (row.key.pass == domain::Pass::Reference)
        parts << LiveTable::tr("reference %1").arg(row.key.repeat + 1);
    else if (row.key.pass != domain::Pass::Answer)
        parts << LiveTable::tr("self-check");
    if (row.key.level > 0)
        parts << LiveTable::tr("level %1").arg(row.key.level);
    if (row.key.pass == domain::Pass::Answer && row.key.repeat > 0)
        parts << LiveTable::tr("run %1").arg(row.key.repeat + 1);
    return parts.join(QStringLiteral(" · "));
}

} // namespace

LiveTable::PairMark pairMark(const domain::Comparison& comparison)
{
    if (comparison.flip == domain::FlipState::RightToWrong)
        return LiveTable::RightToWrong;
    if (comparison.flip == domain::FlipState::WrongToRight)
        return LiveTable::WrongToRight;
    switch (comparison.answers) {
    case domain::AnswerState::Changed:
        return LiveTable::ChangedAnswer;
    case domain::AnswerState::Same:
        return LiveTable::SameAnswer;
    default:
        return LiveTable::NoMark;
    }
}

QString pairMarkText(LiveTable::PairMark mark)
{
    switch (mark) {
    case LiveTable::NoMark:
        return {};
    case LiveTable::SameAnswer:
        return LiveTable::tr("same answer");
    case LiveTable::ChangedAnswer:
        return LiveTable::tr("changed answer");
    case LiveTable::RightToWrong:
        return LiveTable::tr("right → wrong");
    case LiveTable::WrongToRight:
        return LiveTable::tr("wrong → right");
    }
    std::unreachable();
}

void LiveTable::setPlan(const domain::RunRecord& run)
{
    beginResetModel();
    m_rows.clear();
    m_rowOf.clear();
    m_comparisons.clear();
    m_comparisonOf.clear();
    m_newest.clear();
    m_suite = run.suiteName;
    m_sides = std::max(1, int(run.sides.size()));
    QHash<QString, QString> categories;
    for (const domain::Prompt& prompt : run.prompts)
        categories.insert(prompt.id, prompt.category);
    for (const domain::GenerationKey& key : runners::plannedKeys(run)) {
        LiveRow row;
        row.row = int(m_rows.size());
        row.side = key.side;
        row.key = key;
        row.promptId = key.promptId;
        row.category = categories.value(key.promptId);
        if (key == domain::GenerationKey{.side = key.side, .promptId = key.promptId})
            m_rowOf[key.promptId].insert(key.side, row.row);
        m_rows.append(row);
    }
    endResetModel();
}

void LiveTable::apply(const runners::LiveUpdate& update)
{
    QList<int> changed;
    for (const LiveRow& news : update.rows) {
        if (news.row < 0 || news.row >= m_rows.size())
            continue;
        m_rows[news.row] = news;
        changed.append(news.row);
        if (liveRowMoves(news.state) || m_newest.isEmpty())
            m_newest = news.promptId;
    }
    for (const domain::Comparison& comparison : update.comparisons) {
        if (const auto known = m_comparisonOf.constFind(comparison.promptId); known != m_comparisonOf.cend()) {
            m_comparisons[*known] = comparison;
        } else {
            m_comparisonOf.insert(comparison.promptId, m_comparisons.size());
            m_comparisons.append(comparison);
        }
        for (int side = 0; side < m_sides; ++side) {
            if (const int row = rowOf(comparison.promptId, side); row >= 0)
                changed.append(row);
        }
    }
    std::ranges::sort(changed);
    changed.erase(std::ranges::unique(changed).begin(), changed.end());
    for (qsizetype first = 0; first < changed.size();) {
        qsizetype last = first;
        while (last + 1 < changed.size() && changed.at(last + 1) == changed.at(last) + 1)
            ++last;
        Q_EMIT dataChanged(index(changed.at(first), 0), index(changed.at(last), ColumnCount - 1));
        first = last + 1;
    }
}

const LiveRow* LiveTable::at(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows.at(row) : nullptr;
}

int LiveTable::rowOf(const QString& promptId, int side) const
{
    return m_rowOf.value(promptId).value(side, -1);
}

const domain::Comparison* LiveTable::comparison(const QString& promptId) const
{
    const auto known = m_comparisonOf.constFind(promptId);
    return known != m_comparisonOf.cend() ? &m_comparisons.at(*known) : nullptr;
}

int LiveTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int LiveTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

/// A pair's figures stand once, in the row of its last side's free answer.
const domain::Comparison* LiveTable::pairOf(const LiveRow& row) const
{
    return row.side == m_sides - 1 && row.key.pass == domain::Pass::Answer && row.key.repeat == 0
               ? comparison(row.promptId)
               : nullptr;
}

QString LiveTable::cell(const LiveRow& row, int column) const
{
    const domain::Comparison* pair = pairOf(row);
    const bool scored = pair && pair->scored();
    switch (column) {
    case State:
        return liveStateName(row.state);
    case Side:
        return QString(QChar(u'A' + std::min(row.side, 25)));
    case Prompt:
        return livePromptText(row, m_suite);
    case Category:
        return base::singleLine(row.category, 60);
    case Tokens:
        return row.tokens > 0 ? format::integer(row.tokens) : format::none();
    case Rate:
        return format::speed(row.tokensPerSecond);
    case FirstToken:
        return row.firstTokenMs > 0 ? format::milliseconds(row.firstTokenMs) : format::none();
    case End:
        return base::singleLine(row.end, 60);
    case Similarity:
        return scored ? format::decimal(pair->similarity, 3) : QString();
    case Severity:
        return scored ? severityLabel(pair->severity) : QString();
    default:
        return {};
    }
}

QVariant LiveTable::data(const QModelIndex& index, int role) const
{
    const LiveRow* row = at(index.row());
    if (!row || index.parent().isValid())
        return {};
    const int column = index.column();
    const domain::Comparison* pair = pairOf(*row);
    switch (role) {
    case Qt::DisplayRole:
        return cell(*row, column);
    case Qt::ToolTipRole:
        if (row->state == RequestState::Failed)
            return base::htmlEscaped(row->errorText);
        return column == Mark && pair ? QVariant(pairMarkText(pairMark(*pair))) : QVariant();
    case Qt::AccessibleTextRole:
        return column == Mark ? QVariant(pair ? pairMarkText(pairMark(*pair)) : QString()) : cell(*row, column);
    case Qt::TextAlignmentRole:
        if (column == Tokens || column == Rate || column == FirstToken || column == Similarity)
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return column == Side || column == Mark ? QVariant::fromValue(Qt::AlignCenter) : QVariant();
    case StateRole:
        return int(row->state);
    case ProgressRole:
        return liveRowMoves(row->state) && row->maxTokens > 0 ? QVariant(double(row->tokens) / row->maxTokens)
                                                              : QVariant();
    case SeverityRole:
        return pair && pair->scored() ? QVariant(int(pair->severity)) : QVariant();
    case SideRole:
        return row->side;
    case MarkRole:
        return int(pair && pair->scored() ? pairMark(*pair) : NoMark);
    default:
        return {};
    }
}

QVariant LiveTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == Tokens || section == Rate || section == FirstToken || section == Similarity;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    const QString titles[] = {tr("State"),  tr("Side"),       tr("Prompt"),   tr("Category"),
                              tr("Tokens"), tr("Progress"),   tr("tok/s"),    tr("First token"),
                              tr("End"),    tr("Similarity"), tr("Severity"), tr("Mark")};
    // Narrow columns whose content explains itself have no visible title.
    if (role == Qt::DisplayRole && (section == Side || section == Progress))
        return QString();
    return titles[section];
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
    const auto* table = qobject_cast<const LiveTable*>(sourceModel());
    const LiveRow* live = table ? table->at(row) : nullptr;
    if (!live)
        return false;
    const domain::Comparison* pair = table->comparison(live->promptId);
    if (m_show == Running && !liveRowMoves(live->state))
        return false;
    if (m_show == Failed && live->state != RequestState::Failed)
        return false;
    if (m_show == Differing && !(pair && pair->scored() && pair->severity != domain::Severity::Identical))
        return false;
    return m_text.isEmpty() || live->promptId.contains(m_text, Qt::CaseInsensitive) ||
           live->category.contains(m_text, Qt::CaseInsensitive) || live->text.contains(m_text, Qt::CaseInsensitive) ||
           live->errorText.contains(m_text, Qt::CaseInsensitive);
}

} // namespace quantlens::ui
