// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/report.h"

#include <QFont>
#include <QSizeF>

#include <memory>

class QTextDocument;

namespace quantlens::print {

struct TextOptions
{
    double width = 680; ///< of the text, pixels of 1/96 inch
    QFont font;         ///< of the text; outputs are set in the system's fixed font
    reports::Progress progress = {};
};

/// The font of reports on paper: the system's, at 9 points.
[[nodiscard]] QFont reportFont();

/// A report as text with tables and drawings, in the colours of paper. Built by insertion, so that nothing foreign is
/// ever read as markup; loads nothing. Far parts of outputs are left out and counted. May be made in any thread, and
/// moved to another. nullptr when it was told to stop.
[[nodiscard]] std::unique_ptr<QTextDocument> makeTextDocument(const reports::Document& document,
                                                              const TextOptions& options);

/// Divides it into pages. Headings that would stand alone at the end of a page begin the next one.
void layOutPages(QTextDocument& text, QSizeF page);

} // namespace quantlens::print
