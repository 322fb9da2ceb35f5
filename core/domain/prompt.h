// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace quantlens::domain {

/// One chat message.
struct Message
{
    QString role; ///< "system", "user" or "assistant"
    QString content;

    bool operator==(const Message&) const = default;
};

/// The known answer of a prompt, and how answers to it are read.
struct ReferenceAnswer
{
    QString strategy;     ///< "number", "yes_no", "json", "exact", …; empty: by the prompt's category
    QString value;        ///< empty: only the strategy is given, there is no reference
    double tolerance = 0; ///< absolute, numbers only; 0: exact

    bool operator==(const ReferenceAnswer&) const = default;
};

/// One line of a suite.
struct Prompt
{
    QString id; ///< written, or derived from category and messages (stable over loads)
    QList<Message> messages;
    QString category = QStringLiteral("general");
    int maxTokens = 1024;
    bool maxTokensWritten = false; ///< the line itself says max_tokens
    std::optional<ReferenceAnswer> answer;
    QString why; ///< how the answer is known, for people
    QJsonObject metadata;
    int line = 0; ///< 1-based line in its file

    /// The text of the last user message: what lists and reports show as "the prompt".
    [[nodiscard]] QString text() const;

    bool operator==(const Prompt&) const = default;
};

/// A list of prompts in file order.
struct Suite
{
    QString name;   ///< file name without ending, or the bundled name
    QString source; ///< path, or "bundled"
    QString sha256; ///< of the file's bytes, hex
    QList<Prompt> prompts;
};

/// JSON of a prompt in the suite format, and back (lenient: used for stored runs, not for suites).
[[nodiscard]] QJsonObject toJson(const Prompt& prompt);
[[nodiscard]] Prompt promptFromJson(const QJsonObject& object);

} // namespace quantlens::domain
