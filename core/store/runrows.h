// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

namespace quantlens::store {

/// In run.listed: how many prompts the record has.
inline constexpr QLatin1StringView promptCountKey("prompt_count");

/// "store.no_run".
[[nodiscard]] base::Error noSuchRun(const QString& id);
/// "store.corrupt".
[[nodiscard]] base::Error damagedRun(const QString& id);
/// A text as SQLite takes it: it converts UTF-16 itself and would swallow the character behind a lone surrogate.
[[nodiscard]] QString storableText(const QString& text);

} // namespace quantlens::store
