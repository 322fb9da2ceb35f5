// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/document.h"

#include <QColor>
#include <QFont>
#include <QList>
#include <QString>
#include <QTextCharFormat>
#include <QTextCursor>

class QTextDocument;
class QTextTable;

namespace quantlens::print {

/// The colours of the window on white.
namespace paper {

inline const QColor text(0x23, 0x26, 0x29);
inline const QColor dim(0x5b, 0x61, 0x67);
inline const QColor line(0xd9, 0xdc, 0xdf);
inline const QColor border(0xbf, 0xc3, 0xc7);
inline const QColor link(0x14, 0x63, 0x9c);
inline const QColor bad(0xa8, 0x18, 0x2b);
inline const QColor good(0x17, 0x69, 0x2f);
inline const QColor tie(0x00, 0x58, 0x5c);
inline const QColor tieBack(0xd5, 0xef, 0xee);
inline const QColor forkBack(0xe9, 0xdc, 0xfa);
inline const QColor fork(0x4b, 0x1f, 0x8c);

struct SideColors
{
    QColor label;
    QColor back;
    QColor text;
};

/// Of A and B.
inline const SideColors sides[] = {{QColor(0x15, 0x5a, 0x96), QColor(0xcf, 0xe3, 0xf8), QColor(0x0a, 0x3a, 0x68)},
                                   {QColor(0x8a, 0x45, 0x00), QColor(0xfd, 0xe0, 0xbb), QColor(0x65, 0x32, 0x00)}};

} // namespace paper

/// A document that is written from its beginning to its end: paragraphs, formats and tables. Whatever is inserted is
/// shown as text, with invisible characters made visible.
class TextSheet
{
public:
    TextSheet(QTextDocument* document, QFont font);

    [[nodiscard]] QTextCursor& cursor() { return m_cursor; }
    [[nodiscard]] QTextCharFormat plain(const QColor& color = paper::text, double factor = 1) const;
    [[nodiscard]] QTextCharFormat formatOf(reports::Tone tone, double factor = 1) const;
    /// Of outputs and commands.
    [[nodiscard]] QTextCharFormat fixed() const;

    /// Begins a paragraph; the document's first one is there already.
    void paragraph(double above, double below);
    /// Marks the paragraph as the heading of what follows: layOutPages() moves both to the next page.
    void keepWithNext();
    /// The property of such a paragraph's format.
    static constexpr int keepProperty = QTextFormat::UserProperty + 2;
    void insert(const reports::Words& words, double factor = 1);
    void insert(const QString& text, const QTextCharFormat& format);

    /// A table over the whole width, with the columns' shares of it in percent (0: as wide as it needs).
    QTextTable* makeTable(int rows, const QList<double>& shares, double border, double padding);
    /// To the beginning of a cell, for its first paragraph.
    void enterCell(QTextTable* table, int row, int column);
    /// To the beginning of a cell, into the paragraph it has.
    void goToCell(QTextTable* table, int row, int column);
    /// Behind the table.
    void leaveTable(QTextTable* table);

private:
    QFont m_font;
    QFont m_fixed;
    QTextCursor m_cursor;
    bool m_fresh = true; ///< the cursor is in a paragraph that nothing was written into
};

} // namespace quantlens::print
