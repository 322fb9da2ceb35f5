// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"

namespace quantlens::testing {

/// A run made up for a test: prompts, answers and failures with known differences.
class SyntheticRun
{
public:
    SyntheticRun(domain::RunKind kind, std::initializer_list<const char*> labels);

    /// Returns the prompt's id. `reference` empty: none.
    QString addPrompt(const char* category, const char* reference = "");
    /// An answer whose tokens are its words. The likeliest token of each position has a probability that falls with
    /// `shift` (0: 0.9), so that two answers of different shift have a known divergence.
    void answer(int side, const QString& promptId, const char* text, double shift,
                domain::Pass pass = domain::Pass::Answer, int repeat = 0, int level = 0);
    void fail(int side, const QString& promptId, domain::Pass pass = domain::Pass::Answer);

    [[nodiscard]] domain::RunData& data() { return m_data; }
    [[nodiscard]] const domain::RunData& data() const { return m_data; }

    int vocabulary = 4; ///< tokens listed at each position

private:
    domain::RunData m_data;
};

} // namespace quantlens::testing
