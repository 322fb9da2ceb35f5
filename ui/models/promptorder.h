// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QRegularExpression>
#include <QSet>
#include <QString>

#include <atomic>
#include <memory>
#include <vector>

// Which prompts a list shows, and in which order. Pure, for any thread.

namespace quantlens::ui {

/// Columns of a list of prompts; all can be sorted by.
enum class PromptColumn {
    Severity,
    Prompt,
    Mark,
    Similarity,
    Fork,
    Shift,
    Kld,
    Rating,
};

enum class PromptShow {
    All,
    Different,
    Changed,
    Flips,
    Severe,
    Errors,
    Noted,
};

inline constexpr int promptShowCount = 7;

struct PromptCriteria
{
    PromptShow show = PromptShow::All;
    QString category;                         ///< empty: all
    std::shared_ptr<const QSet<QString>> ids; ///< exactly these prompts; nullptr: all
    QString text;                             ///< plain text to find, any case; empty: all
    QRegularExpression expression;            ///< in place of `text` where its pattern is not empty
    PromptColumn column = PromptColumn::Prompt;
    bool descending = false;
};

struct PromptOrder
{
    std::vector<int> rows;  ///< rows of the run, as they are to be shown
    qint64 gaveUp = 0;      ///< texts in which the expression took too many steps; they count as no hit
    qint64 notSearched = 0; ///< prompts left when the time was over; they are not shown
};

/// What may be searched for: "text", or "/expression/". The expression gets a limit of steps of its own, so that no
/// pattern can hang. Error "search.pattern" with what is wrong and where.
[[nodiscard]] base::Expected<PromptCriteria> searchFor(const QString& typed, PromptCriteria criteria);

/// `ticket` differs from `wanted`: given up, the result is of no use.
[[nodiscard]] PromptOrder orderPrompts(const ShownRun& run, const PromptCriteria& criteria,
                                       const std::atomic<quint64>* ticket = nullptr, quint64 wanted = 0);

[[nodiscard]] bool promptShown(const PromptRow& row, PromptShow show);

} // namespace quantlens::ui
