// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace quantlens::suites {

/// Names of the bundled suites, sorted.
[[nodiscard]] QStringList bundledSuites();

/// What a bundled suite is for, in one line without a full stop; empty for other names.
[[nodiscard]] QString bundledDescription(const QString& name);

/// True for a bundled suite whose prompts are made from a few sentences with other numbers, so that many are alike on
/// purpose.
[[nodiscard]] bool madeFromTemplates(const QString& name);

/// The lines of a bundled suite; none for other names.
[[nodiscard]] std::optional<QByteArray> bundledBytes(const QString& name);

} // namespace quantlens::suites
