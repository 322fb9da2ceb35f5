// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/prompt.h"
#include "core/suites/stats.h"
#include "core/suites/suite_line.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <optional>

namespace quantlens::suites {

/// A line of a suite while it is edited: what is written, byte for byte, and what it means.
struct DraftLine
{
    QByteArray before;                 ///< blank lines in front of it, with their ends
    QByteArray bytes;                  ///< without its line end
    SuiteLine read;                    ///< the prompt, or what is wrong
    std::optional<QJsonObject> object; ///< none: the line is not a JSON object

    bool operator==(const DraftLine& other) const { return before == other.before && bytes == other.bytes; }
    /// What a form shows: also of a line with faults, as far as it can be understood.
    [[nodiscard]] domain::Prompt shown() const;
};

/// A suite while it is edited. What nobody touches is written as it was.
struct Draft
{
    bool byteOrderMark = false;
    QByteArray lineEnd = "\n";
    QList<DraftLine> lines;
    QByteArray after = {}; ///< blank lines at the end
    bool endsOpen = false; ///< the last line has no end
};

/// Understands one line.
[[nodiscard]] DraftLine draftLine(const QByteArray& bytes);
/// Takes a file apart. Line ends of several kinds become the first one found.
[[nodiscard]] Draft readDraft(const QByteArray& bytes);
[[nodiscard]] QByteArray bytesOf(const Draft& draft);

/// The line with what differs between the prompt and DraftLine::shown() changed: keys nobody reads, the order of keys,
/// the spelling of what stays the same and the spaces are kept. An empty line gives a new object.
[[nodiscard]] QByteArray withPrompt(const DraftLine& line, const domain::Prompt& prompt);

/// Something wrong or doubtful about a draft.
struct DraftProblem
{
    qsizetype row = -1; ///< of Draft::lines; −1: the whole suite
    bool error = false; ///< nothing runs until it is mended
    QString code;       ///< as parseSuite() and checkSuite() have them
    QString message;    ///< one sentence without file and line

    bool operator==(const DraftProblem&) const = default;
};

struct CheckedDraft
{
    QList<DraftProblem> problems; ///< by row, at most a thousand warnings
    QStringList ids;              ///< one a line, written or derived; empty for a line with faults
    SuiteStats stats;             ///< of the lines without faults
};

/// Checks what is loadable as checkSuite() does and says what is wrong with the rest. Pure; comparing many prompts with
/// each other takes a second or two: call it off the UI thread. `similarity` as in CheckOptions.
[[nodiscard]] CheckedDraft checkDraft(const Draft& draft, double similarity);

/// SHA-256 of bytes, hex: what saveSuite() compares.
[[nodiscard]] QString suiteHash(const QByteArray& bytes);

/// Writes a suite file in one step. With `expected` (the hash of what the file held when it was read) it is refused
/// when the file holds something else by now. Errors: "suite.changed", "suite.write".
[[nodiscard]] base::Expected<void> saveSuite(const QString& path, const QByteArray& bytes,
                                             const std::optional<QString>& expected);

} // namespace quantlens::suites
