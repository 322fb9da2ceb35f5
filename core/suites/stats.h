// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"

#include <QMap>
#include <QString>

namespace quantlens::suites {

/// What a suite consists of.
struct SuiteStats
{
    struct Category
    {
        int prompts = 0;
        int answers = 0; ///< prompts with a reference
    };

    qsizetype prompts = 0;
    qsizetype answers = 0; ///< prompts with a reference
    qsizetype unread = 0;  ///< prompts with a reference that no strategy reads; 0 in a good suite
    QMap<QString, Category> categories;
    QMap<QString, int> strategies; ///< how answers are read, by name; "none" included
    QMap<int, int> budgets;        ///< max_tokens to prompts
    int fewestWords = 0;           ///< of a prompt, separated by white space
    int medianWords = 0;
    int mostWords = 0;
};

[[nodiscard]] SuiteStats statsOf(const QList<domain::Prompt>& prompts);

} // namespace quantlens::suites
