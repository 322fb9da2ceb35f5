// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <QList>

namespace quantlens::base {

namespace {

QString codePointName(char32_t codePoint)
{
    return QStringLiteral("⟨U+%1⟩").arg(QString::number(codePoint, 16).toUpper(), 4, u'0');
}

} // namespace

bool isInvisible(char32_t c)
{
    if (c == U' ' || c == U'\n' || c == U'\t')
        return false;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Space:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        break;
    }
    // Fillers, joiners and variation selectors that are letters or marks by category but have no ink.
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xE0100 && c <= 0xE01EF);
}

QString visibleForm(char32_t c)
{
    switch (c) {
    case U'\r':
        return QStringLiteral("␍");
    case U'\n':
        return QStringLiteral("↵");
    case U'\t':
        return QStringLiteral("→");
    case U' ':
    case 0x00A0:
        return QStringLiteral("·");
    default:
        break;
    }
    if (c < 0x20)
        return QString(QChar(char16_t(0x2400 + c)));
    return codePointName(c);
}

QString singleLine(const QString& text, qsizetype limit)
{
    QString out;
    for (const char32_t c : text.left(limit + 1).toUcs4()) {
        if (out.size() >= limit) {
            out.truncate(std::max<qsizetype>(0, limit - 1));
            if (!out.isEmpty() && out.back().isHighSurrogate())
                out.chop(1);
            return out + u'…';
        }
        if (c == U'\n')
            out += QStringLiteral("↵");
        else if (c == U'\t')
            out += u' ';
        else if (isInvisible(c))
            out += visibleForm(c);
        else
            out += QString::fromUcs4(&c, 1);
    }
    return out;
}

QString terminalSafe(const QString& text)
{
    QString out;
    out.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        const bool control = c != U'\n' && c != U'\t' &&
                             (QChar::category(c) == QChar::Other_Control || QChar::category(c) == QChar::Other_Format);
        out += control ? visibleForm(c) : QString::fromUcs4(&c, 1);
    }
    return out;
}

bool endsInsideCharacter(QByteArrayView utf8)
{
    // A sequence has at most four bytes, so its lead byte is among the last three when it is incomplete.
    for (qsizetype back = 1; back <= std::min<qsizetype>(3, utf8.size()); ++back) {
        const auto byte = static_cast<unsigned char>(utf8.at(utf8.size() - back));
        if ((byte & 0xC0) == 0x80)
            continue;
        const int needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return needed > back;
    }
    return false;
}

QString htmlEscaped(const QString& text)
{
    QString out;
    out.reserve(text.size() + text.size() / 8);
    for (const char32_t c : text.toUcs4()) {
        switch (c) {
        case U'&':
            out += QLatin1String("&amp;");
            break;
        case U'<':
            out += QLatin1String("&lt;");
            break;
        case U'>':
            out += QLatin1String("&gt;");
            break;
        case U'"':
            out += QLatin1String("&quot;");
            break;
        case U'\'':
            out += QLatin1String("&#39;");
            break;
        default:
            out += isInvisible(c) ? visibleForm(c) : QString::fromUcs4(&c, 1);
        }
    }
    return out;
}

} // namespace quantlens::base
