// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/document.h"
#include "core/reports/htmlwriter.h"

namespace quantlens::reports {

/// The blocks of a report as HTML. Each writes complete elements.

void writeWords(HtmlWriter& html, const Words& words);
void writeParagraph(HtmlWriter& html, const Words& words);
void writeLead(HtmlWriter& html, const Lead& lead);
void writeFacts(HtmlWriter& html, const Facts& facts);
void writeSeverities(HtmlWriter& html, const Severities& severities);
void writeTable(HtmlWriter& html, const Table& table);
/// `number`: of the figure in the page.
void writePicture(HtmlWriter& html, const Picture& picture, qsizetype number);
void writeCommand(HtmlWriter& html, const Command& command);
/// A pair side by side: whole outputs, what is far from the fork folded.
void writePair(HtmlWriter& html, const Pair& pair);

} // namespace quantlens::reports
