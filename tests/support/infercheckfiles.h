// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace quantlens::test {

/// The first line in which two of infer-check's files differ, with both texts; empty: they agree in every key, text
/// and number (numbers within 1e-9). Three members are times and compared by name only: latency_ms, tokens_per_second
/// and timestamp.
[[nodiscard]] QString inferCheckDifference(const QByteArray& ours, const QByteArray& theirs);

/// The rows of the tables in what was printed, without borders and titles.
[[nodiscard]] QStringList tableRows(const QString& printed);

/// Everything in a file; empty when it cannot be read.
[[nodiscard]] QByteArray fileContent(const QString& path);

/// The folder of one recorded run of infer-check.
[[nodiscard]] QString captureFolder(const QString& name);

} // namespace quantlens::test
