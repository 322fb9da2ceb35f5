// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/runindex.h"

#include <algorithm>

namespace quantlens::scoring {

RunIndex::RunIndex(const domain::RunData& data)
    : m_data(&data)
    , m_overrides(answerOverrides(data))
{
    std::map<domain::GenerationKey, const domain::Generation*> byKey;
    for (const domain::Generation& generation : data.generations) {
        const domain::Generation*& place = byKey[generation.key()];
        if (!place || (place->failed() && !generation.failed()))
            place = &generation;
    }
    // Keys are sorted by repeat and level within a prompt, and so are the lists.
    for (const auto& [key, generation] : byKey) {
        m_lists[{key.side, key.pass, key.promptId}].append(generation);
        m_passes.insert({key.side, int(key.pass)});
    }
}

QList<const domain::Generation*> RunIndex::of(int side, domain::Pass pass, const QString& promptId) const
{
    const auto found = m_lists.find({side, pass, promptId});
    return found == m_lists.end() ? QList<const domain::Generation*>() : found->second;
}

const domain::Generation* RunIndex::one(int side, domain::Pass pass, const QString& promptId, int repeat) const
{
    const auto found = m_lists.find({side, pass, promptId});
    if (found == m_lists.end())
        return nullptr;
    for (const domain::Generation* generation : found->second) {
        if (generation->repeat == repeat && generation->level == 0)
            return generation;
    }
    return nullptr;
}

QList<const domain::Generation*> RunIndex::all(int side, domain::Pass pass) const
{
    QList<const domain::Generation*> list;
    for (const domain::Prompt& prompt : m_data->run.prompts)
        list += of(side, pass, prompt.id);
    return list;
}

const AnswerOverride* RunIndex::written(int side, const QString& promptId) const
{
    const auto found = m_overrides.constFind({side, promptId});
    return found == m_overrides.cend() ? nullptr : &*found;
}

bool RunIndex::has(int side, domain::Pass pass) const
{
    return m_passes.contains({side, int(pass)});
}

} // namespace quantlens::scoring
