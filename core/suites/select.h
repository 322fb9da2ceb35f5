// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/prompt.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace quantlens::suites {

/// Which prompts of a suite are asked: `--category`, `--ids`, `--num-prompts`, `--sample`.
struct Selection
{
    QStringList categories = {};            ///< empty: all; compared exactly
    QStringList ids = {};                   ///< empty: all
    int numPrompts = 0;                     ///< 0: all that are left; else a part of them
    std::optional<quint64> sampleSeed = {}; ///< with numPrompts: a random part by this seed, not the balanced one
};

/// The prompts of a selection. Categories and ids narrow first (a prompt has to satisfy both), in file order. Then
/// numPrompts takes balancedSubset() of what is left, in its order; with a seed randomSubset() instead.
/// Errors: "usage.category" (lists those there are), "usage.ids" (names the unknown ones), "usage.selection" (nothing
/// is left, numPrompts is negative, or a seed without numPrompts).
[[nodiscard]] base::Expected<QList<domain::Prompt>> selectPrompts(const QList<domain::Prompt>& prompts,
                                                                  const Selection& selection);

/// n prompts drawn without regard to their category, in file order: those whose SHA-256 of "seed:id" is smallest. The
/// same on every machine and wherever a prompt stands in its file; the sample of n + 1 contains that of n.
[[nodiscard]] QList<domain::Prompt> randomSubset(const QList<domain::Prompt>& prompts, int n, quint64 seed);

/// The categories of a suite, in order of appearance.
[[nodiscard]] QStringList categoriesOf(const QList<domain::Prompt>& prompts);

} // namespace quantlens::suites
