// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/units.h"

#include <QTest>

using namespace quantlens;

namespace {

QList<QByteArray> words(const QString& text)
{
    QList<QByteArray> list;
    for (const scoring::UnitPiece& unit : scoring::textUnits(text, domain::Unit::Words))
        list.append(unit.bytes);
    return list;
}

domain::Generation generated(const QList<QByteArray>& tokens)
{
    domain::Generation generation;
    QByteArray bytes;
    for (const QByteArray& token : tokens) {
        generation.entries.append({-1, token, -0.5F, {}, domain::Part::Content});
        bytes += token;
    }
    generation.text = QString::fromUtf8(bytes);
    return generation;
}

} // namespace

class UnitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsOfTexts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<QByteArray>>("expected");
        QTest::newRow("empty") << QString() << QList<QByteArray>{};
        QTest::newRow("blanks join the next word")
            << QStringLiteral("The answer  is 834.") << QList<QByteArray>{"The", " answer", "  is", " 834", "."};
        QTest::newRow("line break") << QStringLiteral("a\n\nb") << QList<QByteArray>{"a", "\n\nb"};
        QTest::newRow("trailing blank") << QStringLiteral("a \n") << QList<QByteArray>{"a", " \n"};
        QTest::newRow("only blanks") << QStringLiteral("  ") << QList<QByteArray>{"  "};
        QTest::newRow("apostrophe and number") << QStringLiteral("isn't 3.14") << QList<QByteArray>{"isn't", " 3.14"};
        QTest::newRow("punctuation on its own")
            << QStringLiteral("(yes), no!") << QList<QByteArray>{"(", "yes", ")", ",", " no", "!"};
        QTest::newRow("emoji") << QStringLiteral("a 👍🏽b") << QList<QByteArray>{"a", " 👍🏽", "b"};
    }

    void wordsOfTexts()
    {
        QFETCH(QString, text);
        QFETCH(QList<QByteArray>, expected);
        QCOMPARE(words(text), expected);
        QCOMPARE(words(text).join(), text.toUtf8());
    }

    void lines()
    {
        const auto units = scoring::textUnits(QStringLiteral("a\nb\n\nc"), domain::Unit::Lines);
        QCOMPARE(units.size(), 4U);
        QCOMPARE(units[1].bytes, QByteArray("b\n"));
        QCOMPARE(units[1].offset, 2);
        QCOMPARE(units[2].bytes, QByteArray("\n"));
        QVERIFY(scoring::lineUnits(scoring::textUnits(QStringLiteral("a\nb\n\nc"), domain::Unit::Words)) == units);
    }

    void brokenSurrogatesKeepTheirValue()
    {
        const QString high(QChar(0xD800));
        const QString low(QChar(0xDC00));
        QVERIFY(scoring::textBytes(high) != scoring::textBytes(low));
        QCOMPARE(scoring::textBytes(QStringLiteral("x") + low + QStringLiteral("é")),
                 QByteArray("x\xED\xB0\x80\xC3\xA9"));
        QCOMPARE(scoring::textBytes(QStringLiteral("𝛼")), QStringLiteral("𝛼").toUtf8());
        QCOMPARE(words(high + QStringLiteral(" a") + low).join(),
                 scoring::textBytes(high + QStringLiteral(" a") + low));
    }

    void tokensNeedTheTextRebuilt()
    {
        domain::Generation generation = generated({"Hel", "lo", " wor", "ld"});
        QVERIFY(scoring::entriesRebuildText(generation));
        auto units = scoring::contentUnits(generation, domain::Unit::Tokens);
        QCOMPARE(units.size(), 4U);
        QCOMPARE(units[2].offset, 5);
        QCOMPARE(units[2].entry, 2);
        generation.text += u'!';
        QVERIFY(!scoring::entriesRebuildText(generation));
        units = scoring::contentUnits(generation, domain::Unit::Tokens);
        QCOMPARE(units.size(), 3U);
        QCOMPARE(units[0].bytes, QByteArray("Hello"));
        QCOMPARE(units[0].entry, -1);
    }

    void reasoningIsNotContent()
    {
        domain::Generation generation = generated({"4"});
        generation.reasoning = QStringLiteral("2+2");
        generation.entries.prepend({-1, "2+2", -0.1F, {}, domain::Part::Reasoning});
        QVERIFY(scoring::entriesRebuildText(generation));
        const auto units = scoring::contentUnits(generation, domain::Unit::Tokens);
        QCOMPARE(units.size(), 1U);
        QCOMPARE(units[0].entry, 1);
        QCOMPARE(scoring::partUnits(generation, domain::Part::Reasoning, domain::Unit::Tokens).size(), 1U);
    }

    void oneUnitForTheRun()
    {
        domain::RunData data;
        data.generations = {generated({"a", "b"}), generated({"a"})};
        QCOMPARE(scoring::runUnit(data, true), domain::Unit::Tokens);
        QCOMPARE(scoring::runUnit(data, false), domain::Unit::Words);
        data.generations.append(generated({}));
        QCOMPARE(scoring::runUnit(data, true), domain::Unit::Tokens);
        domain::Generation failed;
        failed.text = QStringLiteral("partial");
        failed.error = base::Error{};
        data.generations.append(failed);
        QCOMPARE(scoring::runUnit(data, true), domain::Unit::Tokens);
        data.generations.last().error.reset();
        QCOMPARE(scoring::runUnit(data, true), domain::Unit::Words);
    }
};

QTEST_APPLESS_MAIN(UnitsTest)
#include "units_test.moc"
