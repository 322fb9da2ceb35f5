// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace quantlens::scoring {

/// How the blank space of code is read.
enum class CodeStyle {
    Lines,  ///< unknown: line ends and empty lines only (YAML, shell, prose)
    Python, ///< indentation counts by level, brackets join lines
    CLike,  ///< blank space only separates
    Sql,    ///< as CLike; keywords in any case
};

/// The style of a language tag ("py", "c++", "sql", …), Lines for an unknown one, none for an empty one.
[[nodiscard]] std::optional<CodeStyle> codeStyleOf(const QString& tag);

/// The code with blank space outside strings and comments normalised: equal programs that are only spaced differently
/// give equal texts, any other change of a character shows.
[[nodiscard]] QString normalisedCode(QStringView code, CodeStyle style);

/// The code of a text: all its fenced blocks, else the lines that look like code. `language` is used where no fence
/// names one.
[[nodiscard]] std::optional<QString> codeAnswer(const QString& text, const QString& language = {});

/// The statement of a text: its first fenced block, else from the first SQL verb to the semicolon or empty line.
[[nodiscard]] std::optional<QString> sqlAnswer(const QString& text);

} // namespace quantlens::scoring
