// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <QTest>

using namespace quantlens;

class TextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void singleLine()
    {
        QCOMPARE(base::singleLine(QStringLiteral("a\nb\tc"), 20), QStringLiteral("a↵b c"));
        QCOMPARE(base::singleLine(QStringLiteral("abcdef"), 6), QStringLiteral("abcdef"));
        QCOMPARE(base::singleLine(QStringLiteral("abcdefg"), 6), QStringLiteral("abcde…"));
        QCOMPARE(base::singleLine(QString::fromUtf8("x\u202Ey"), 20), QStringLiteral("x⟨U+202E⟩y"));
        QCOMPARE(base::singleLine(QString(1'000'000, u'x'), 10).size(), 10);
        // A surrogate pair is never cut in two.
        const QString cut = base::singleLine(QString::fromUtf8("abcd\U0001F600\U0001F600"), 6);
        QVERIFY(!cut.chopped(1).back().isHighSurrogate());
    }

    /// Model output can neither colour the terminal, nor move the cursor, nor reorder what stands beside it.
    void terminalSafe()
    {
        QCOMPARE(base::terminalSafe(QStringLiteral("\x1b[31mred\x1b[0m")), QStringLiteral("␛[31mred␛[0m"));
        QCOMPARE(base::terminalSafe(QStringLiteral("a\rb\bc")), QStringLiteral("a␍b␈c"));
        QCOMPARE(base::terminalSafe(QStringLiteral("a\n\tb")), QStringLiteral("a\n\tb"));
        QCOMPARE(base::terminalSafe(QString::fromUtf8("\u2066x\u009b")), QStringLiteral("⟨U+2066⟩x⟨U+009B⟩"));
        QCOMPARE(base::terminalSafe(QStringLiteral("Füße 你好")), QStringLiteral("Füße 你好"));
    }

    void htmlEscaped()
    {
        QCOMPARE(base::htmlEscaped(QStringLiteral("<b a='1' c=\"2\">&</b>")),
                 QStringLiteral("&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;&lt;/b&gt;"));
        QCOMPARE(base::htmlEscaped(QString::fromUtf8("a\u200Bb")), QStringLiteral("a⟨U+200B⟩b"));
        QCOMPARE(base::htmlEscaped(QString(QChar(0xD800))), QString(QChar(0xFFFD)));
    }

    void endsInsideCharacter()
    {
        const QByteArray smile = "\xF0\x9F\x98\x80";
        for (qsizetype n = 1; n < smile.size(); ++n)
            QVERIFY(base::endsInsideCharacter("a" + smile.first(n)));
        QVERIFY(!base::endsInsideCharacter("a" + smile));
        QVERIFY(!base::endsInsideCharacter(""));
        QVERIFY(!base::endsInsideCharacter("a"));
        QVERIFY(!base::endsInsideCharacter("\x80\x80\x80\x80"));
    }

    void invisible()
    {
        for (const char32_t c : {U'\u200B', U'\u00A0', U'\u202E', U'\uFE0F', U'\u0000', U'\u2028', U'\u3164'})
            QVERIFY(base::isInvisible(c));
        for (const char32_t c : {U'a', U' ', U'\n', U'\u4F60', U'\U0001F600'})
            QVERIFY(!base::isInvisible(c));
    }
};

QTEST_APPLESS_MAIN(TextTest)
#include "text_test.moc"
