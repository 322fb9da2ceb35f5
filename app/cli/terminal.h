// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>
#include <QStringList>

namespace quantlens::cli {

/// Options every command knows.
struct Global
{
    QString workspace; ///< empty: the user's own
    bool quiet = false;
    bool verbose = false;
    bool color = false; ///< standard output is a terminal and nobody forbids colour
};

enum class Style {
    Plain,
    Bold,
    Dim,
    Good,
    Bad,
    SideA,
    SideB,
};

/// Results go to standard output.
void out(const QString& text);
/// Progress and messages go to standard error.
void message(const QString& text);
/// One line for an error on standard error, its detail below when there is one.
void printError(const base::Error& error);

[[nodiscard]] bool outIsTerminal();
[[nodiscard]] bool errorIsTerminal();

/// The text with terminal colours, or unchanged when `color` is off.
[[nodiscard]] QString styled(const QString& text, Style style, bool color);

/// A table with aligned columns; column 0 is left aligned, the others as `rightAligned` says. Widths count code points.
/// Colours may already be in the cells.
[[nodiscard]] QString table(const QString& title, const QStringList& header, const QList<QStringList>& rows,
                            bool rightAligned = true);

/// The exit code an error stands for: 2 wrong usage or bad input, 130 cancelled, 3 everything else.
[[nodiscard]] int exitCode(const base::Error& error);

} // namespace quantlens::cli
