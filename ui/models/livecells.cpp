// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of a LiveTable say.
#include "core/base/text.h"
#include "ui/diff/severity.h"
#include "ui/models/format.h"
#include "ui/models/livetable.h"

#include <utility>

namespace quantlens::ui {

using runners::LiveRow;
using runners::RequestState;

namespace {

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

QString requestText(const domain::GenerationKey& key)
{
    QStringList parts;
    if (key.pass == domain::Pass::Forced)
        parts << LiveTable::tr("following the baseline");
    else if (key.pass == domain::Pass::Reference)
        parts << LiveTable::tr("reference %1").arg(key.repeat + 1);
    else if (key.pass == domain::Pass::RepeatCheck)
        parts << LiveTable::tr("self-check");
    else if (key.pass == domain::Pass::CacheCheck)
        parts << LiveTable::tr("self-check with the cache");
    else if (key.pass == domain::Pass::LoadCheck)
        parts << LiveTable::tr("self-check under load");
    if (key.level > 0)
        parts << LiveTable::tr("level %1").arg(key.level);
    if (key.pass == domain::Pass::Answer && key.repeat > 0)
        parts << LiveTable::tr("run %1").arg(key.repeat + 1);
    return parts.join(QStringLiteral(" · "));
}

/// A pair's figures stand once, in the row of the side that is compared with the baseline.
const domain::Comparison* LiveTable::pairOf(const LiveRow& row) const
{
    return row.side != m_baseline && row.key == domain::GenerationKey{.side = row.side, .promptId = row.promptId}
               ? comparison(row.promptId, row.side)
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
        return domain::sideLetter(std::min(row.side, 25));
    case Prompt:
        return requestText(row.key).isEmpty()
                   ? format::promptId(row.promptId, m_suite)
                   : format::promptId(row.promptId, m_suite) + QStringLiteral(" · ") + requestText(row.key);
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
    case Mark:
        // Until both are complete: where they part, in characters.
        return !scored && m_partings.at(row.row).fork >= 0 ? format::integer(m_partings.at(row.row).fork) : QString();
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
        return toolTip(*row, index.row(), column);
    case Qt::AccessibleTextRole:
        return column == Mark ? toolTip(*row, index.row(), Mark).toString() : cell(*row, column);
    case Qt::TextAlignmentRole:
        if (column == Tokens || column == Rate || column == FirstToken || column == Similarity)
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return column == Side || column == Mark ? QVariant::fromValue(Qt::AlignCenter) : QVariant();
    case SortRole:
        return sortKey(*row, column);
    case StateRole:
        return int(row->state);
    case ProgressRole:
        return isMoving(row->state) && row->maxTokens > 0 ? QVariant(double(row->tokens) / row->maxTokens) : QVariant();
    case SeverityRole:
        return pair && pair->scored() ? QVariant(int(pair->severity)) : QVariant();
    case SideRole:
        return row->side == m_baseline ? 0 : 1;
    case MarkRole:
        return int(pair && pair->scored() ? pairMark(*pair) : NoMark);
    case ForkRole:
        return m_partings.at(index.row()).fork >= 0 ? QVariant(qlonglong(m_partings.at(index.row()).fork)) : QVariant();
    default:
        return {};
    }
}

/// Numbers by their size and signs by what they mean; invalid: there is none yet.
QVariant LiveTable::sortKey(const LiveRow& row, int column) const
{
    const domain::Comparison* pair = pairOf(row);
    const bool scored = pair && pair->scored();
    switch (column) {
    case State:
        return int(row.state);
    case Tokens:
        return row.tokens > 0 ? QVariant(row.tokens) : QVariant();
    case Progress:
        return row.maxTokens > 0 ? QVariant(double(row.tokens) / row.maxTokens) : QVariant();
    case Rate:
        return row.tokensPerSecond > 0 ? QVariant(row.tokensPerSecond) : QVariant();
    case FirstToken:
        return row.firstTokenMs > 0 ? QVariant(row.firstTokenMs) : QVariant();
    case Similarity:
        return scored ? QVariant(pair->similarity) : QVariant();
    case Severity:
        return scored ? QVariant(int(pair->severity)) : QVariant();
    case Mark:
        // Marks first, by what they mean; behind them where texts part.
        if (scored)
            return double(int(pairMark(*pair)) - int(ColumnCount));
        return m_partings.at(row.row).fork >= 0 ? QVariant(double(m_partings.at(row.row).fork)) : QVariant();
    default:
        return cell(row, column);
    }
}

QVariant LiveTable::toolTip(const LiveRow& row, int index, int column) const
{
    if (row.state == RequestState::Failed)
        return column == Mark ? QVariant() : QVariant(base::htmlEscaped(row.errorText));
    if (column != Mark)
        return {};
    const domain::Comparison* pair = pairOf(row);
    QStringList parts;
    if (pair && pair->scored()) {
        parts << pairMarkText(pairMark(*pair));
        if (pair->divergence)
            parts
                << tr("parts at %1 %2").arg(format::unitSingular(pair->unit), format::integer(pair->divergence->unit));
    } else if (const qsizetype fork = m_partings.at(index).fork; fork >= 0) {
        parts << tr("parts at character %1").arg(format::integer(fork));
    }
    parts.removeAll(QString());
    return parts.isEmpty() ? QVariant() : QVariant(parts.join(QStringLiteral(", ")));
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

} // namespace quantlens::ui
