// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/scoring/overrides.h"

#include <QList>
#include <QSet>

#include <map>
#include <tuple>

namespace quantlens::scoring {

/// The generations of a run by side, pass and prompt. A key that failed and was asked again counts once, as the
/// success. Points into the data it was made from.
class RunIndex
{
public:
    explicit RunIndex(const domain::RunData& data);

    /// All of a prompt, by repeat and level; empty when there is none.
    [[nodiscard]] QList<const domain::Generation*> of(int side, domain::Pass pass, const QString& promptId) const;
    /// The one with this repeat, level 0, or nullptr.
    [[nodiscard]] const domain::Generation* one(int side, domain::Pass pass, const QString& promptId,
                                                int repeat = 0) const;
    /// All of one side and pass, prompts in the run's order; those of prompts the run does not list are left out.
    [[nodiscard]] QList<const domain::Generation*> all(int side, domain::Pass pass) const;
    /// True when the side has any generation of this pass.
    [[nodiscard]] bool has(int side, domain::Pass pass) const;
    /// What a person said about a side's answer, or nullptr.
    [[nodiscard]] const AnswerOverride* written(int side, const QString& promptId) const;

private:
    const domain::RunData* m_data;
    std::map<std::tuple<int, domain::Pass, QString>, QList<const domain::Generation*>> m_lists;
    QSet<std::pair<int, int>> m_passes;
    AnswerOverrides m_overrides;
};

} // namespace quantlens::scoring
