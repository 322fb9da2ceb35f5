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

/// A pass whose text can be read beside another's; one that follows the baseline's tokens has none of its own.
bool liveHasText(const domain::GenerationKey& key)
{
    return key.pass != domain::Pass::Forced;
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

std::size_t LiveTable::KeyHash::operator()(const domain::GenerationKey& key) const
{
    return qHashMulti(0, key.side, key.promptId, key.repeat, key.level, int(key.pass));
}

void LiveTable::setPlan(const domain::RunRecord& run)
{
    beginResetModel();
    m_rows.clear();
    m_partings.clear();
    m_partners.clear();
    m_followers.clear();
    m_rowOf.clear();
    m_categories.clear();
    m_comparisons.clear();
    m_comparisonOf.clear();
    m_outputs.clear();
    m_tally = {};
    m_newest = -1;
    m_kind = run.kind;
    m_baseline = run.baseline;
    m_firstLevel = run.options.levels.value(0);
    m_suite = run.suiteName;
    m_sides = std::max(1, int(run.sides.size()));
    for (const domain::Prompt& prompt : run.prompts)
        m_categories.insert(prompt.id, prompt.category);
    for (const domain::GenerationKey& key : runners::plannedKeys(run))
        insertRow(key);
    // The baseline may be planned behind the sides that are compared with it.
    for (int row = 0; row < m_rows.size(); ++row)
        findPartner(row);
    endResetModel();
}

/// Whose text a request's is compared with; the key itself for those that others are compared with.
domain::GenerationKey LiveTable::partnerKey(const domain::GenerationKey& key) const
{
    using domain::Pass;
    if (m_kind != domain::RunKind::Stress) // sides with the baseline, repeats with the first
        return {.side = m_baseline, .promptId = key.promptId};
    const domain::GenerationKey reference{.side = key.side, .promptId = key.promptId, .pass = Pass::Reference};
    if (m_rowOf.contains(reference))
        return reference;
    return {.side = key.side, .promptId = key.promptId, .level = m_firstLevel};
}

void LiveTable::insertRow(const domain::GenerationKey& key)
{
    LiveRow row;
    row.row = int(m_rows.size());
    row.side = key.side;
    row.key = key;
    row.promptId = key.promptId;
    row.category = m_categories.value(key.promptId);
    m_rowOf.emplace(key, row.row);
    m_rows.append(row);
    m_partings.append(Parting{});
    m_partners.append(-1);
}

void LiveTable::findPartner(int row)
{
    const domain::GenerationKey& key = m_rows.at(row).key;
    if (m_partners.at(row) >= 0 || !liveHasText(key))
        return;
    const int partner = rowOf(partnerKey(key));
    if (partner < 0 || partner == row)
        return;
    m_partners[row] = partner;
    m_followers[partner].append(row);
}

void LiveTable::apply(const runners::LiveUpdate& update)
{
    QList<domain::GenerationKey> unknown;
    for (const LiveRow& news : update.rows) {
        if (!news.promptId.isEmpty() && m_categories.contains(news.promptId) && news.key.promptId == news.promptId &&
            !m_rowOf.contains(news.key) && !unknown.contains(news.key))
            unknown.append(news.key);
    }
    if (!unknown.isEmpty()) {
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + unknown.size()) - 1);
        const int first = int(m_rows.size());
        for (const domain::GenerationKey& key : std::as_const(unknown))
            insertRow(key);
        for (int row = first; row < m_rows.size(); ++row)
            findPartner(row);
        endInsertRows();
    }
    QList<int> changed;
    for (const LiveRow& news : update.rows) {
        if (const int row = rowOf(news.key); row >= 0)
            take(row, news, changed);
    }
    for (qsizetype i = 0; i < update.comparisons.size(); ++i)
        takeComparison(update.comparisons.at(i), update.comparedSides.value(i, m_sides - 1), changed);
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

void LiveTable::take(int row, const LiveRow& news, QList<int>& changed)
{
    const bool endedNow = news.state == RequestState::Done && m_rows.at(row).state != RequestState::Done;
    m_rows[row] = news;
    m_rows[row].row = row;
    changed.append(row);
    if ((liveRowMoves(news.state) || m_newest < 0) && liveHasText(news.key))
        m_newest = row;
    if (endedNow)
        count(news);
    if (m_partners.at(row) >= 0) {
        part(row);
        return;
    }
    for (const int follower : m_followers.value(row)) {
        const qsizetype before = m_partings.at(follower).fork;
        part(follower);
        if (m_partings.at(follower).fork != before)
            changed.append(follower);
    }
}

void LiveTable::takeComparison(const domain::Comparison& comparison, int side, QList<int>& changed)
{
    QHash<QString, qsizetype>& known = m_comparisonOf[side];
    QList<domain::Comparison>& list = m_comparisons[side];
    if (const auto found = known.constFind(comparison.promptId); found != known.cend()) {
        list[*found] = comparison;
    } else {
        known.insert(comparison.promptId, list.size());
        list.append(comparison);
    }
    for (const int of : {m_baseline, side}) {
        if (const int row = rowOf(comparison.promptId, of); row >= 0)
            changed.append(row);
    }
}

void LiveTable::count(const LiveRow& row)
{
    if (m_kind == domain::RunKind::Determinism && row.key.pass == domain::Pass::Answer) {
        auto& [answers, texts] = m_outputs[row.promptId];
        const bool varied = texts.size() > 1;
        const qsizetype before = texts.size();
        texts.insert(qHash(row.text));
        ++answers;
        m_tally.outputs += texts.size() - before;
        m_tally.answered += answers == 2 ? 1 : 0;
        m_tally.varying += !varied && texts.size() > 1 ? 1 : 0;
    } else if (m_kind == domain::RunKind::Stress && row.key.pass == domain::Pass::Answer) {
        const LiveRow* reference = at(rowOf(partnerKey(row.key)));
        if (!reference || reference->state != RequestState::Done || reference->key == row.key)
            return;
        LiveTally::Level& level = m_tally.levels[row.key.level];
        ++level.n;
        level.same += row.text == reference->text ? 1 : 0;
    }
}

/// Goes on where it stopped: texts that only grow are read once.
void LiveTable::part(int row)
{
    const LiveRow& a = m_rows.at(m_partners.at(row));
    const LiveRow& b = m_rows.at(row);
    Parting& parting = m_partings[row];
    const qsizetype shorter = std::min(a.text.size(), b.text.size());
    if (parting.fork >= 0 && parting.fork < shorter && a.text.at(parting.fork) != b.text.at(parting.fork))
        return;
    if (parting.same > shorter)
        parting.same = 0; // a text began anew: its request was tried again
    parting.fork = -1;
    while (parting.same < shorter && a.text.at(parting.same) == b.text.at(parting.same))
        ++parting.same;
    const bool ended = a.state == RequestState::Done && b.state == RequestState::Done;
    if (parting.same < shorter || (ended && a.text.size() != b.text.size()))
        parting.fork = parting.same;
}

const LiveRow* LiveTable::at(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows.at(row) : nullptr;
}

int LiveTable::rowOf(const domain::GenerationKey& key) const
{
    const auto found = m_rowOf.find(key);
    return found == m_rowOf.end() ? -1 : found->second;
}

int LiveTable::rowOf(const QString& promptId, int side) const
{
    return rowOf({.side = side, .promptId = promptId});
}

bool LiveTable::isReference(int row) const
{
    return row >= 0 && row < m_partners.size() && m_partners.at(row) < 0 && liveHasText(m_rows.at(row).key);
}

int LiveTable::partnerOf(int row) const
{
    if (row < 0 || row >= m_partners.size())
        return -1;
    if (!isReference(row))
        return m_partners.at(row);
    const QList<int> followers = m_followers.value(row);
    // The one that moves, if any does: it is what there is to see.
    for (const int follower : followers) {
        if (liveRowMoves(m_rows.at(follower).state))
            return follower;
    }
    return followers.value(0, -1);
}

const domain::Comparison* LiveTable::comparison(const QString& promptId, int side) const
{
    const auto bySide = m_comparisonOf.constFind(side);
    if (bySide == m_comparisonOf.cend())
        return nullptr;
    const auto known = bySide->constFind(promptId);
    return known != bySide->cend() ? &m_comparisons.constFind(side)->at(*known) : nullptr;
}

QList<domain::Comparison> LiveTable::comparisons(int side) const
{
    return m_comparisons.value(side);
}

qsizetype LiveTable::pairs() const
{
    qsizetype all = 0;
    for (const QList<domain::Comparison>& ofSide : m_comparisons)
        all += ofSide.size();
    return all;
}

QList<domain::GenerationKey> LiveTable::failedKeys() const
{
    QList<domain::GenerationKey> keys;
    for (const LiveRow& row : m_rows) {
        if (row.state == RequestState::Failed)
            keys.append(row.key);
    }
    return keys;
}

int LiveTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int LiveTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
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
        return QString(QChar(u'A' + std::min(row.side, 25)));
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
    case StateRole:
        return int(row->state);
    case ProgressRole:
        return liveRowMoves(row->state) && row->maxTokens > 0 ? QVariant(double(row->tokens) / row->maxTokens)
                                                              : QVariant();
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
    const domain::Comparison* pair = table->comparison(live->promptId, live->side);
    const bool parted = table->index(row, 0).data(LiveTable::ForkRole).isValid();
    if (m_show == Running && !liveRowMoves(live->state))
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
