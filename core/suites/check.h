// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/prompt.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <expected>

namespace quantlens::suites {

/// Something about a suite that loads, but probably is not meant so.
struct SuiteWarning
{
    QString code; ///< "check.no_id", "check.similar", "check.budget", "check.strategy", "check.answer",
                  ///< "check.category", "check.unknown_key", "check.empty", "check.too_many"
    int line = 0; ///< 1-based; 0: the whole file
    QString id;
    QString message; ///< one sentence without file and line
};

/// How closely to look.
struct CheckOptions
{
    double similarity = 0.8; ///< prompts more alike than this are reported; 1: none
};

struct CheckedSuite
{
    domain::Suite suite;
    QList<SuiteWarning> warnings; ///< by line; at most a thousand
};

/// Reads a suite as parseSuite does (same errors) and looks for what is allowed but suspicious: lines without a
/// written id, empty prompts, keys nobody reads, categories nobody knows, answers that no strategy reads or that are
/// not read as right themselves, budgets too small for the right answer, prompts that are nearly the same.
[[nodiscard]] std::expected<CheckedSuite, QList<base::Error>> checkSuite(const QByteArray& bytes, const QString& source,
                                                                         const CheckOptions& options = {});

/// Tokens a right answer needs at least, by a cautious rule of thumb (a token is seldom longer than six bytes); 0
/// without a reference.
[[nodiscard]] int leastAnswerTokens(const domain::Prompt& prompt);

} // namespace quantlens::suites
