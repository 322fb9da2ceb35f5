// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/alignment.h"
#include "core/scoring/myers.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace quantlens;
using scoring::UnitPiece;

namespace {

std::vector<UnitPiece> unitsOf(const QString& text)
{
    return scoring::textUnits(text, domain::Unit::Words);
}

std::vector<UnitPiece> letters(const QByteArray& text)
{
    std::vector<UnitPiece> units;
    for (qsizetype i = 0; i < text.size(); ++i)
        units.push_back({text.sliced(i, 1), i, -1});
    return units;
}

QByteArray joined(const std::vector<UnitPiece>& units)
{
    QByteArray bytes;
    for (const UnitPiece& unit : units)
        bytes += unit.bytes;
    return bytes;
}

/// Both texts as the script tells them; an equal run that is not equal makes them wrong.
std::pair<QByteArray, QByteArray> rebuilt(const domain::EditScript& script, const std::vector<UnitPiece>& a,
                                          const std::vector<UnitPiece>& b)
{
    std::pair<QByteArray, QByteArray> texts;
    qsizetype i = 0;
    qsizetype j = 0;
    for (const domain::EditRun& run : script) {
        if (run.a != i || run.b != j || run.length <= 0)
            return {};
        for (qsizetype k = 0; k < run.length; ++k) {
            switch (run.kind) {
            case domain::EditKind::Equal:
                texts.first += a.at(std::size_t(i++)).bytes;
                texts.second += a.at(std::size_t(i - 1)).bytes;
                ++j;
                break;
            case domain::EditKind::OnlyA:
                texts.first += a.at(std::size_t(i++)).bytes;
                break;
            case domain::EditKind::OnlyB:
                texts.second += b.at(std::size_t(j++)).bytes;
                break;
            }
        }
    }
    return texts;
}

/// The textbook LCS length, quadratic.
qsizetype lcs(const std::vector<UnitPiece>& a, const std::vector<UnitPiece>& b)
{
    std::vector<qsizetype> row(b.size() + 1);
    for (const UnitPiece& unit : a) {
        qsizetype diagonal = 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const qsizetype above = row[j + 1];
            row[j + 1] = unit.bytes == b[j].bytes ? diagonal + 1 : std::max(above, row[j]);
            diagonal = above;
        }
    }
    return row.back();
}

QByteArray randomLetters(QRandomGenerator& random, int longest, int alphabet)
{
    QByteArray text;
    for (int n = int(random.bounded(longest + 1)); n > 0; --n)
        text += char('a' + random.bounded(alphabet));
    return text;
}

/// Words of an invented language with the frequencies of a real one (Zipf).
QStringList randomWords(QRandomGenerator& random, int count, int vocabulary)
{
    QStringList words;
    for (int i = 0; i < count; ++i) {
        const double u = random.generateDouble();
        words.append(QStringLiteral("w%1").arg(int(std::pow(double(vocabulary), u))));
    }
    return words;
}

} // namespace

class AlignmentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void examples_data()
    {
        QTest::addColumn<QByteArray>("a");
        QTest::addColumn<QByteArray>("b");
        QTest::addColumn<double>("similarity");
        QTest::newRow("both empty") << QByteArray() << QByteArray() << 1.0;
        QTest::newRow("one empty") << QByteArray() << QByteArray("abc") << 0.0;
        QTest::newRow("equal") << QByteArray("abc") << QByteArray("abc") << 1.0;
        QTest::newRow("nothing in common") << QByteArray("abc") << QByteArray("xyz") << 0.0;
        QTest::newRow("kitten") << QByteArray("kitten") << QByteArray("sitting") << 2.0 * 4 / 13;
        QTest::newRow("Myers' example") << QByteArray("abcabba") << QByteArray("cbabac") << 2.0 * 4 / 13;
        QTest::newRow("inserted") << QByteArray("ac") << QByteArray("abc") << 2.0 * 2 / 5;
    }

    void examples()
    {
        QFETCH(QByteArray, a);
        QFETCH(QByteArray, b);
        QFETCH(double, similarity);
        const scoring::Alignment result = scoring::align(letters(a), letters(b));
        QCOMPARE(result.similarity, similarity);
        QVERIFY(result.exact);
        QCOMPARE(rebuilt(result.script, letters(a), letters(b)), std::pair(a, b));
    }

    void randomPairs()
    {
        QRandomGenerator random(7);
        for (int i = 0; i < 5000; ++i) {
            const int alphabet = 1 + int(random.bounded(6));
            const auto a = letters(randomLetters(random, 40, alphabet));
            const auto b = letters(randomLetters(random, 40, alphabet));
            const scoring::Alignment ab = scoring::align(a, b);
            const scoring::Alignment ba = scoring::align(b, a);
            QVERIFY(ab.exact);
            QCOMPARE(ab.similarity, ba.similarity);
            QVERIFY(ab.similarity >= 0 && ab.similarity <= 1);
            QCOMPARE(ab.similarity == 1, joined(a) == joined(b));
            QCOMPARE(rebuilt(ab.script, a, b), std::pair(joined(a), joined(b)));
            if (!a.empty() || !b.empty())
                QCOMPARE(ab.similarity, 2.0 * double(lcs(a, b)) / double(a.size() + b.size()));
            const domain::EditScript shown = scoring::forDisplay(ab.script, a, b);
            QCOMPARE(rebuilt(shown, a, b), std::pair(joined(a), joined(b)));
        }
    }

    void aSpentBudgetStillAligns()
    {
        QRandomGenerator random(11);
        for (int i = 0; i < 200; ++i) {
            std::vector<qint32> a(1 + random.bounded(800));
            std::vector<qint32> b(1 + random.bounded(800));
            for (qint32& id : a)
                id = qint32(random.bounded(30));
            for (qint32& id : b)
                id = qint32(random.bounded(30));
            const scoring::MyersResult result = scoring::myers(a, b, 0);
            std::vector<qint32> matchedA;
            std::vector<qint32> matchedB;
            for (std::size_t k = 0; k < a.size(); ++k)
                if (result.matchedA[k])
                    matchedA.push_back(a[k]);
            for (std::size_t k = 0; k < b.size(); ++k)
                if (result.matchedB[k])
                    matchedB.push_back(b[k]);
            QVERIFY(matchedA == matchedB);
        }
    }

    void pastTheCostCap()
    {
        // 30,000 units a side of few different words: too different for Myers, short enough for the exact LCS.
        QRandomGenerator random(3);
        const auto a = unitsOf(randomWords(random, 30'000, 2000).join(u' '));
        const auto b = unitsOf(randomWords(random, 30'000, 2000).join(u' '));
        QElapsedTimer timer;
        timer.start();
        const scoring::Alignment ab = scoring::align(a, b);
        qInfo() << "30,000 words a side, unrelated:" << timer.elapsed() << "ms" << ab.similarity;
        QVERIFY(!ab.exact);
        QCOMPARE(ab.unit, domain::Unit::Words);
        QCOMPARE(rebuilt(ab.script, a, b), std::pair(joined(a), joined(b)));
        QCOMPARE(scoring::align(b, a).similarity, ab.similarity);
    }

    void tooLongForTheLcs()
    {
        QRandomGenerator random(5);
        const auto text = [&random] {
            QString out;
            for (int line = 0; line < 6'000; ++line)
                out += randomWords(random, 10, 500).join(u' ') + u'\n';
            return out;
        };
        const auto a = unitsOf(text());
        const auto b = unitsOf(text());
        const scoring::Alignment ab = scoring::align(a, b);
        QCOMPARE(ab.unit, domain::Unit::Lines);
        QVERIFY(!ab.exact);
        QCOMPARE(ab.similarity, scoring::align(b, a).similarity);
        QCOMPARE(rebuilt(ab.script, a, b), std::pair(joined(a), joined(b)));
    }

    void fivePercentOfWordsChanged()
    {
        QRandomGenerator random(13);
        for (const int characters : {200, 1000, 5000, 20'000}) {
            QStringList words = randomWords(random, characters / 5, 3000);
            QStringList changed = words;
            for (int i = 0; i < words.size() / 20; ++i)
                changed[random.bounded(changed.size())] = QStringLiteral("changed");
            const auto a = unitsOf(words.join(u' '));
            const auto b = unitsOf(changed.join(u' '));
            const double similarity = scoring::align(a, b).similarity;
            QVERIFY2(similarity >= 0.9 && similarity < 1, qPrintable(QString::number(similarity)));
            QCOMPARE(scoring::align(b, a).similarity, similarity);
        }
    }

    void unrelatedParagraphsAreUnlike()
    {
        const QStringList paragraphs{
            QStringLiteral("The harbour was quiet when the first boats came back, their nets heavy with silver fish. "
                           "Old men on the wall counted the crates and argued about the price, while a dog slept "
                           "beside the ropes. Nobody spoke of the storm that had taken two masts the night before."),
            QStringLiteral("Photosynthesis converts light into chemical energy that plants store as sugar. Chlorophyll "
                           "absorbs mostly red and blue wavelengths, which is why leaves look green to us. Part of the "
                           "sugar feeds growth, and the rest becomes starch for darker days."),
            QStringLiteral("To bake the bread, mix flour, water, salt and yeast until a rough dough forms. Let it rest "
                           "for twenty minutes, then knead until smooth. After the second rise, slash the top with a "
                           "sharp knife and slide the loaf into a very hot oven."),
            QStringLiteral("Interest rates rose again in March, surprising most analysts. Banks passed the increase on "
                           "to borrowers within days but kept savings rates where they were. Small companies "
                           "complained that loans had become too expensive for ordinary investments."),
            QStringLiteral("My grandmother kept every letter she ever received in a tin box under her bed. Some were "
                           "from soldiers, others from a cousin who had emigrated to Canada. When she died we read "
                           "them aloud at the kitchen table, one after another, until morning."),
            QStringLiteral("A hash table stores pairs in an array and finds them by a number computed from the key. "
                           "Collisions happen when two keys give the same number, so each slot may need a list. With a "
                           "good function the average lookup takes constant time."),
            QStringLiteral("The referee stopped the match after eleven minutes because fog had covered half of the "
                           "pitch. Supporters sang to keep warm and the players threw snowballs at each other. An hour "
                           "later everyone went home without having seen a single goal."),
            QStringLiteral("Mars has the tallest volcano known in our solar system, three times higher than Everest. "
                           "Its atmosphere is thin, made almost wholly of carbon dioxide, and dust can hide the "
                           "surface for months. Water ice lies under the soil near both poles."),
            QStringLiteral("She tuned the violin by ear, turning each peg a hair at a time. Outside, the audience "
                           "coughed and rustled their programmes. When the lights finally went down she closed her "
                           "eyes, breathed out, and began to play from memory."),
            QStringLiteral("Employees must report accidents within one working day using the form on the intranet. "
                           "Managers review every report and decide whether further training is required. Records are "
                           "kept for five years and may be inspected by the authorities."),
            QStringLiteral("Long before maps were printed, sailors found islands by watching clouds, birds and the "
                           "colour of the sea. They taught their children songs that named the stars in the order of "
                           "rising. Such a song could guide a canoe across a thousand miles."),
            QStringLiteral("If the engine will not start, first check that the battery is charged and its clamps are "
                           "clean. Next, listen for the fuel pump when you switch the ignition on. A clicking noise "
                           "without any turning usually points to the starter motor.")};
        std::vector<double> similarities;
        for (qsizetype i = 0; i < paragraphs.size(); ++i) {
            for (qsizetype j = i + 1; j < paragraphs.size(); ++j)
                similarities.push_back(scoring::align(unitsOf(paragraphs.at(i)), unitsOf(paragraphs.at(j))).similarity);
        }
        std::ranges::sort(similarities);
        const double median = similarities.at(similarities.size() / 2);
        QVERIFY2(median < 0.2, qPrintable(QString::number(median)));
    }

    void randomUnicode()
    {
        // Every UTF-16 code unit, broken surrogates included: only equal texts are 1, and the bytes come back.
        QRandomGenerator random(19);
        for (int i = 0; i < 3000; ++i) {
            const auto text = [&random] {
                QString out;
                for (int n = int(random.bounded(30)); n > 0; --n)
                    out += random.bounded(3) ? QChar(char16_t(random.bounded(0x20, 0x80)))
                                             : QChar(char16_t(random.bounded(0xD000, 0xE100)));
                return out;
            };
            const QString x = text();
            QString y = random.bounded(3) ? text() : x;
            if (!y.isEmpty() && random.bounded(2))
                y[random.bounded(y.size())] = QChar(char16_t(random.bounded(0xD800, 0xE000)));
            const auto a = unitsOf(x);
            const auto b = unitsOf(y);
            const scoring::Alignment ab = scoring::align(a, b);
            QCOMPARE(ab.similarity == 1, x == y);
            QCOMPARE(ab.similarity, scoring::align(b, a).similarity);
            QCOMPARE(rebuilt(ab.script, a, b), std::pair(scoring::textBytes(x), scoring::textBytes(y)));
        }
    }

    void shortEqualRunsJoinTheChange()
    {
        // "b" stands between two changes and is shorter than four characters.
        const auto a = unitsOf(QStringLiteral("start one b two end"));
        const auto b = unitsOf(QStringLiteral("start uno b due end"));
        const domain::EditScript exact = scoring::align(a, b).script;
        QCOMPARE(exact.size(), 7U);
        const domain::EditScript shown = scoring::forDisplay(exact, a, b);
        const domain::EditScript expected{{domain::EditKind::Equal, 0, 0, 1},
                                          {domain::EditKind::OnlyA, 1, 1, 3},
                                          {domain::EditKind::OnlyB, 4, 1, 3},
                                          {domain::EditKind::Equal, 4, 4, 1}};
        QVERIFY(shown == expected);
        // At the edge of the text, or four characters long, it stays.
        const auto c = unitsOf(QStringLiteral("a one bcd two"));
        const auto d = unitsOf(QStringLiteral("a uno bcd due"));
        QVERIFY(scoring::forDisplay(scoring::align(c, d).script, c, d) == scoring::align(c, d).script);
    }
};

QTEST_APPLESS_MAIN(AlignmentTest)
#include "alignment_test.moc"
