// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"
#include "core/scoring/findings.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

// Inside core/scoring: what findings are called, and the sentences they are told in.

namespace quantlens::scoring {

/// Requests under the same conditions: one pass, one stress level.
using Place = std::pair<domain::Pass, int>;

/// One request something was seen in.
struct Sighting
{
    const domain::Generation* answer = nullptr;
    QString detail;
};

/// "at 8 in flight", "with the prompt cache on".
[[nodiscard]] QString placeText(const domain::RunData& data, const Place& place);

/// What was seen, for the sentence: "3 of 20 answers …".
[[nodiscard]] QString claimOf(FindingKind kind);

/// The prompts it was seen in, with how often and what; the first of them where there are many.
[[nodiscard]] QString namedOf(const QList<Sighting>& sightings, const QStringList& prompts);

} // namespace quantlens::scoring
