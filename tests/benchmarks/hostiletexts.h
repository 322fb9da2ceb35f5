// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace quantlens::bench {

/// What a model may answer to make a window slow, ugly or unsafe.
struct HostileText
{
    const char* name;
    QString text;
};

[[nodiscard]] inline QList<HostileText> hostileTexts()
{
    return {
        {"html", QStringLiteral("<b>bold</b><img src='file:///etc/passwd'><script>alert(1)</script>\n")},
        {"1 MB in one line", QString(1'000'000, u'x')},
        {"1 MB of words in one line", QStringLiteral("word ").repeated(200'000)},
        {"bidi overrides", QStringLiteral("\u202Eabc\u2066def\u2069\u202D\n").repeated(300)},
        {"zero width", QStringLiteral("a\u200B\u200C\u200D\uFEFF").repeated(2000)},
        {"NUL and ANSI escapes",
         QString(500, QChar(0)) + QStringLiteral("\x1B[2J\x1B[31mred\x1B]0;title\x07\r\b\v\f").repeated(200)},
        {"10,000 combining marks", QStringLiteral("a") + QString(10'000, QChar(0x0301))},
        {"broken UTF-8", QString::fromUtf8(QByteArray("\xff\xc3\x28\xe2\x82\xf0\x9f").repeated(2000))},
        {"emoji families", QStringLiteral("👨‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏽").repeated(400)},
        {"right to left", QStringLiteral("مرحبا بالعالم hello שלום 123 ").repeated(400)},
        {"jcl", QStringLiteral("```jcl\n//") + QString(2000, u'\'') + QStringLiteral("\n```\n")},
    };
}

} // namespace quantlens::bench
