// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/prompt.h"
#include "core/suites/bundled.h" // IWYU pragma: export

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace quantlens::suites {

/// A suite, or everything that is wrong with it: every bad line is reported, not only the first.
using SuiteResult = std::expected<domain::Suite, QList<base::Error>>;

/// Reads suite JSONL (docs/suites.md). `source` names it in messages ("path:line").
/// Lines end in LF, CRLF or CR; a BOM is skipped; unknown keys are ignored. Bounds: 1 GiB, 16 MiB a line, a million
/// prompts, a thousand reported lines (the rest is counted).
/// Errors: "suite.syntax", "suite.prompt", "suite.duplicate_id" (names both lines), "suite.empty", "suite.read" (too
/// large).
[[nodiscard]] SuiteResult parseSuite(const QByteArray& bytes, const QString& source);

/// Loads a suite by path or bundled name (with or without ".jsonl"); an existing file wins, a folder of that name does
/// not. Errors: as parseSuite, "suite.unknown" (lists the bundled names), "suite.read".
[[nodiscard]] SuiteResult loadSuite(const QString& nameOrPath);

/// The bytes of a suite and where they came from.
struct SuiteBytes
{
    QByteArray bytes;
    QString name;   ///< of a bundled suite; empty for a file
    QString source; ///< for messages: the path, or the bundled name
};

/// Finds a suite as loadSuite does, without reading its lines. Errors: "suite.unknown", "suite.read".
[[nodiscard]] base::Expected<SuiteBytes> readSuite(const QString& nameOrPath);

/// infer-check's category-balanced subset: categories by code point, one prompt of each in turn until n are taken;
/// n >= size gives all in file order, n < 1 none.
[[nodiscard]] QList<domain::Prompt> balancedSubset(const QList<domain::Prompt>& prompts, int n);

} // namespace quantlens::suites
