// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace quantlens::ui {

/// How well a typed pattern fits a text, in any case: every word of the pattern must be found as letters in their order
/// ("nxdif" in "Next difference"); letters at the beginning of words and letters in a row count more. Higher is better;
/// nothing when it does not fit. An empty pattern fits everything with 0. Only the first 100 characters of a word of
/// the pattern and the first 300 of the text are looked at.
[[nodiscard]] std::optional<int> fuzzyScore(QStringView pattern, QStringView text);

} // namespace quantlens::ui
