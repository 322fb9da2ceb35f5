// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/livetable.h"

#include "core/runners/schedule.h"

#include <algorithm>
#include <utility>

namespace quantlens::ui {

using runners::LiveRow;
using runners::RequestState;

namespace {

/// A pass whose text can be read beside another's; one that follows the baseline's tokens has none of its own.
bool liveHasText(const domain::GenerationKey& key)
{
    return key.pass != domain::Pass::Forced;
}

} // namespace

bool isMoving(RequestState state)
{
    return state == RequestState::Waiting || state == RequestState::Answering;
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
    if ((isMoving(news.state) || m_newest < 0) && liveHasText(news.key))
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
        if (isMoving(m_rows.at(follower).state))
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

} // namespace quantlens::ui
