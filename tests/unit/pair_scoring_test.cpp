// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/compare.h"
#include "core/scoring/divergence.h"
#include "core/scoring/statistics.h"
#include "core/scoring/units.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>

using namespace quantlens;
using domain::AnswerState;
using domain::FlipState;

namespace {

domain::TokenInfo token(const QByteArray& bytes, double p, const QList<std::pair<QByteArray, double>>& others = {},
                        domain::Part part = domain::Part::Content)
{
    domain::TokenInfo entry{-1, bytes, float(std::log(p)), {}, part};
    entry.top.append({-1, bytes, float(std::log(p))});
    for (const auto& [other, q] : others)
        entry.top.append({-1, other, float(std::log(q))});
    return entry;
}

domain::Generation fromTokens(const QList<domain::TokenInfo>& tokens)
{
    domain::Generation generation;
    QByteArray content;
    QByteArray reasoning;
    for (const domain::TokenInfo& entry : tokens)
        (entry.part == domain::Part::Reasoning ? reasoning : content) += entry.bytes;
    generation.entries = tokens;
    generation.text = QString::fromUtf8(content);
    generation.reasoning = QString::fromUtf8(reasoning);
    generation.finishReason = QStringLiteral("stop");
    return generation;
}

domain::Generation fromText(const QString& text)
{
    domain::Generation generation;
    generation.text = text;
    generation.finishReason = QStringLiteral("stop");
    return generation;
}

domain::Prompt prompt(const char* category, const char* reference = nullptr)
{
    domain::Prompt result;
    result.id = QStringLiteral("p");
    result.category = QString::fromUtf8(category);
    if (reference)
        result.answer = {QString(), QString::fromUtf8(reference), 0};
    return result;
}

domain::Comparison compareTexts(const domain::Prompt& asked, const QString& a, const QString& b)
{
    return scoring::compare(asked, fromText(a), fromText(b), domain::Unit::Words);
}

} // namespace

class PairScoringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalTexts()
    {
        const auto result = compareTexts(prompt("arithmetic", "834"), QStringLiteral("The answer is 834."),
                                         QStringLiteral("The answer is 834."));
        QCOMPARE(result.similarity, 1.0);
        QCOMPARE(result.severity, domain::Severity::Identical);
        QVERIFY(!result.divergence);
        QVERIFY(!result.fork);
        QCOMPARE(result.answers, AnswerState::Same);
        QCOMPARE(result.flip, FlipState::BothRight);
        QVERIFY(!result.sameTextOtherTokens);
    }

    void bothEmpty()
    {
        const auto result = compareTexts(prompt("arithmetic"), QString(), QString());
        QCOMPARE(result.similarity, 1.0);
        QCOMPARE(result.severity, domain::Severity::Identical);
        QCOMPARE(result.answers, AnswerState::Undetermined);
        QCOMPARE(result.flip, FlipState::NoReference);
    }

    void severityThresholds()
    {
        using domain::Severity;
        QCOMPARE(scoring::severityOf(0.8, false), Severity::Minor);
        QCOMPARE(scoring::severityOf(0.7999, false), Severity::Moderate);
        QCOMPARE(scoring::severityOf(0.5, false), Severity::Moderate);
        QCOMPARE(scoring::severityOf(0.4999, false), Severity::Severe);
        QCOMPARE(scoring::severityOf(1.0, false), Severity::Minor);
        QCOMPARE(scoring::severityOf(0.6, false, {.minor = 0.6}), Severity::Minor);
    }

    void divergence_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<qsizetype>("unit");
        QTest::addColumn<qsizetype>("byte");
        QTest::addColumn<qsizetype>("codePoint");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        const auto row = [](const char* name, const char* a, const char* b, qsizetype unit, qsizetype byte,
                            qsizetype codePoint, int line, int column) {
            QTest::newRow(name) << QString::fromUtf8(a) << QString::fromUtf8(b) << unit << byte << codePoint << line
                                << column;
        };
        row("at once", "x", "y", 0, 0, 0, 1, 1);
        row("last digit", "The answer is 834", "The answer is 835", 3, 16, 16, 1, 17);
        row("second line", "one\ntwo three", "one\ntwo four", 2, 8, 8, 2, 5);
        row("shorter", "The answer", "The answer is 7", 2, 10, 10, 1, 11);
        row("shorter in a word", "The ans", "The answer", 1, 7, 7, 1, 8);
        row("one empty", "", "x", 0, 0, 0, 1, 1);
        row("not inside a character", "é", "è", 0, 0, 0, 1, 1);
        row("behind characters", "äöü a", "äöü b", 1, 7, 4, 1, 5);
        row("astral", "👍a", "👍b", 1, 4, 1, 1, 2);
        row("invisible", "a b", "a\u00A0b", 1, 1, 1, 1, 2);
    }

    void divergence()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        const auto place = scoring::firstDivergence(fromText(a), fromText(b), domain::Unit::Words);
        QVERIFY(place);
        QTEST(place->unit, "unit");
        QTEST(place->byte, "byte");
        QTEST(place->codePoint, "codePoint");
        QTEST(place->line, "line");
        QTEST(place->column, "column");
        QVERIFY(!place->inReasoning);
    }

    void reasoningComesFirst()
    {
        domain::Generation a = fromText(QStringLiteral("4"));
        domain::Generation b = a;
        a.reasoning = QStringLiteral("two and two");
        b.reasoning = QStringLiteral("two plus two");
        const auto result = scoring::compare(prompt("arithmetic"), a, b, domain::Unit::Words);
        QCOMPARE(result.severity, domain::Severity::Identical);
        QCOMPARE(result.similarity, 1.0);
        QVERIFY(result.divergence && result.divergence->inReasoning);
        QCOMPARE(result.divergence->byte, 4);
        QCOMPARE(result.answers, AnswerState::Same);
        // The same letters, cut otherwise between reasoning and answer.
        domain::Generation c = fromText(QStringLiteral("ab"));
        domain::Generation d = fromText(QStringLiteral("b"));
        d.reasoning = QStringLiteral("a");
        const auto cut = scoring::firstDivergence(c, d, domain::Unit::Words);
        QVERIFY(cut && cut->inReasoning);
        // Equal reasoning counts into the stream.
        b.reasoning = a.reasoning;
        b.text = QStringLiteral("5");
        const auto after = scoring::firstDivergence(a, b, domain::Unit::Words);
        QVERIFY(after && !after->inReasoning);
        QCOMPARE(after->byte, 11);
        QCOMPARE(after->unit, 3);
    }

    void forkShift()
    {
        const auto a = fromTokens({token("The", 0.9), token(" cat", 0.5, {{" dog", 0.4}})});
        const auto b = fromTokens({token("The", 0.9), token(" dog", 0.6, {{" cat", 0.3}})});
        const auto fork = scoring::forkOf(a, b, domain::Unit::Tokens);
        QVERIFY(fork);
        QCOMPARE(fork->entryA, 1);
        QCOMPARE(fork->tokenB, QStringLiteral(" dog"));
        QVERIFY(qAbs(fork->shift - (std::log(0.5 / 0.4) + std::log(0.6 / 0.3))) < 1e-6);
        QVERIFY(!fork->bounded);
        QVERIFY(!fork->nearTie);
        QVERIFY(qAbs(fork->probabilityAOfB - 0.4) < 1e-6);
        const auto result = scoring::compare(prompt("story"), a, b, domain::Unit::Tokens);
        QCOMPARE(result.unit, domain::Unit::Tokens);
        QCOMPARE(result.divergence->unit, 1);
        QCOMPARE(result.divergence->byte, 4);
        QCOMPARE(result.fork->shift, fork->shift);
    }

    void nearTies()
    {
        const auto a = fromTokens({token("x", 0.41, {{"y", 0.40}})});
        const auto b = fromTokens({token("y", 0.41, {{"x", 0.40}})});
        QVERIFY(scoring::forkOf(a, b, domain::Unit::Tokens)->nearTie); // 2·ln(0.41/0.40) = 0.0494
        const auto c = fromTokens({token("x", 0.42, {{"y", 0.40}})});
        QVERIFY(!scoring::forkOf(c, b, domain::Unit::Tokens)->nearTie);
        QVERIFY(scoring::forkOf(c, b, domain::Unit::Tokens, 0.1)->nearTie);
    }

    void boundedForks()
    {
        // " dog" is not in A's list: its probability there is at most the smallest listed.
        const auto a = fromTokens({token(" cat", 0.9, {{" cow", 0.05}})});
        const auto b = fromTokens({token(" dog", 0.6, {{" cat", 0.3}})});
        const auto fork = scoring::forkOf(a, b, domain::Unit::Tokens);
        QVERIFY(fork && fork->bounded && !fork->nearTie);
        QVERIFY(qAbs(fork->shift - (std::log(0.9 / 0.05) + std::log(0.6 / 0.3))) < 1e-6);
        QVERIFY(!scoring::forkOf(a, b, domain::Unit::Tokens, 100)->nearTie);
    }

    void forksWithoutValues()
    {
        auto a = fromTokens({token("x", 0.5)});
        auto b = fromTokens({token("y", 0.5, {{"x", 0.4}})});
        QVERIFY(scoring::forkOf(a, b, domain::Unit::Tokens)->bounded); // A's list holds its own token only
        a.entries[0].top.clear(); // speculative decoding: the logprob means nothing
        QVERIFY(!scoring::forkOf(a, b, domain::Unit::Tokens));
        a = fromTokens({token("x", 0.5, {{"y", 0.4}})});
        a.entries[0].logprob = domain::noLogprob;
        QVERIFY(scoring::forkOf(a, b, domain::Unit::Tokens)); // the list holds it
        a.entries[0].top[1].logprob = -3.4e38F;
        QVERIFY(scoring::forkOf(a, b, domain::Unit::Tokens)->bounded);
        a.entries.clear();
        QVERIFY(!scoring::forkOf(a, b, domain::Unit::Tokens));
        QVERIFY(!scoring::hasValue(-9999.0F));
        QVERIFY(!scoring::hasValue(std::numeric_limits<float>::infinity()));
        QVERIFY(scoring::hasValue(-50.0F));
        // One side only stopped earlier: there is no second token.
        const auto shorter = fromTokens({token("x", 0.5)});
        const auto longer = fromTokens({token("x", 0.5), token("y", 0.5)});
        QVERIFY(!scoring::forkOf(shorter, longer, domain::Unit::Tokens));
    }

    void sameTextOtherTokens()
    {
        const auto a = fromTokens({token("ab", 0.5), token("c", 0.5)});
        const auto b = fromTokens({token("a", 0.5), token("bc", 0.5)});
        const auto result = scoring::compare(prompt("story"), a, b, domain::Unit::Tokens);
        QCOMPARE(result.severity, domain::Severity::Identical);
        QCOMPARE(result.similarity, 1.0);
        QVERIFY(result.sameTextOtherTokens);
        QVERIFY(!result.divergence && !result.fork);
        QVERIFY(!scoring::compare(prompt("story"), a, a, domain::Unit::Tokens).sameTextOtherTokens);
        // Other tokenizers cut the same text otherwise: no decision parted there.
        const auto c = fromTokens({token("a", 0.5), token("bd", 0.5)});
        QVERIFY(!scoring::forkOf(a, c, domain::Unit::Words));
    }

    void tokensFallBackToWords()
    {
        auto a = fromTokens({token("one", 0.5), token(" two", 0.5)});
        auto b = fromTokens({token("one", 0.5), token(" three", 0.5)});
        b.text += u'!';
        const auto result = scoring::compare(prompt("story"), a, b, domain::Unit::Tokens);
        QCOMPARE(result.unit, domain::Unit::Words);
        QCOMPARE(result.unitsB, 3);
    }

    void answersAndFlips_data()
    {
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<AnswerState>("answers");
        QTest::addColumn<FlipState>("flip");
        const auto row = [](const char* name, const char* reference, const char* a, const char* b, AnswerState answers,
                            FlipState flip) {
            QTest::newRow(name) << QString::fromUtf8(reference) << QString::fromUtf8(a) << QString::fromUtf8(b)
                                << answers << flip;
        };
        row("other words, same answer", "7", "The answer is 7.", "It is 7.0", AnswerState::Same, FlipState::BothRight);
        row("four digits", "", "4131", "5671", AnswerState::Changed, FlipState::NoReference);
        row("1,000 and 1000", "", "1,000", "1000", AnswerState::Same, FlipState::NoReference);
        row("right to wrong", "12", "12", "13", AnswerState::Changed, FlipState::RightToWrong);
        row("wrong to right", "13", "12", "13", AnswerState::Changed, FlipState::WrongToRight);
        row("both wrong, alike", "5", "12", "12.0", AnswerState::Same, FlipState::BothWrongSame);
        row("both wrong, differently", "5", "12", "13", AnswerState::Changed, FlipState::BothWrongDifferent);
        row("undetermined is not right", "12", "12", "no idea", AnswerState::Undetermined, FlipState::RightToWrong);
        row("undetermined to right", "12", "no idea", "12", AnswerState::Undetermined, FlipState::WrongToRight);
        row("undetermined and wrong", "12", "no idea", "13", AnswerState::Undetermined, FlipState::BothWrongDifferent);
        row("both undetermined", "12", "no idea", "none", AnswerState::Undetermined, FlipState::BothWrongSame);
        row("undetermined, no reference", "", "12", "none", AnswerState::Undetermined, FlipState::NoReference);
    }

    void answersAndFlips()
    {
        QFETCH(QString, reference);
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(AnswerState, answers);
        QFETCH(FlipState, flip);
        const auto result =
            compareTexts(prompt("arithmetic", reference.isEmpty() ? nullptr : reference.toUtf8().constData()), a, b);
        QCOMPARE(result.answers, answers);
        QCOMPARE(result.flip, flip);
    }

    void noStrategyNoAnswer()
    {
        const auto result = compareTexts(prompt("story"), QStringLiteral("Once 7"), QStringLiteral("Once 8"));
        QCOMPARE(result.answers, AnswerState::NotApplicable);
        QCOMPARE(result.flip, FlipState::NoReference);
    }

    void reasoningIsNoAnswer()
    {
        domain::Generation a = fromText(QStringLiteral("I give up."));
        a.reasoning = QStringLiteral("The answer is 7.");
        const auto result = scoring::compare(prompt("arithmetic"), a, a, domain::Unit::Words);
        QVERIFY(!result.answerA.found);
    }

    void aFailedSideScoresNothing()
    {
        domain::Generation failed = fromText(QStringLiteral("partial"));
        failed.error = base::Error{QStringLiteral("network.timeout"), {}, {}, {}};
        const auto result =
            scoring::compare(prompt("arithmetic", "7"), failed, fromText(QStringLiteral("7")), domain::Unit::Words);
        QVERIFY(result.failedA && !result.failedB && !result.scored());
        QCOMPARE(result.flip, FlipState::NoReference);
        QCOMPARE(result.answers, AnswerState::NotApplicable);
    }

    void denominators()
    {
        domain::RunData data;
        const auto add = [&data](const char* id, std::optional<QString> a, std::optional<QString> b,
                                 const char* category = "arithmetic", const char* reference = nullptr) {
            domain::Prompt asked = prompt(category, reference);
            asked.id = QString::fromUtf8(id);
            data.run.prompts.append(asked);
            int side = 0;
            for (const auto& text : {a, b}) {
                if (text) {
                    domain::Generation generation = fromText(*text);
                    if (text->isNull()) {
                        generation.error = base::Error{};
                    }
                    generation.side = side;
                    generation.promptId = asked.id;
                    data.generations.append(generation);
                }
                ++side;
            }
        };
        const QString failed;
        add("same", QStringLiteral("7"), QStringLiteral("7"), "arithmetic", "7");
        add("flip", QStringLiteral("7"), QStringLiteral("8"), "arithmetic", "7");
        add("undetermined", QStringLiteral("7"), QStringLiteral("none"), "arithmetic", "7");
        add("changed", QStringLiteral("7"), QStringLiteral("8"));
        add("story", QStringLiteral("a b c d"), QStringLiteral("a b c e"), "story");
        add("failed", failed, QStringLiteral("7"), "arithmetic", "7");
        add("missing", QStringLiteral("7"), std::nullopt);
        data.generations.last().finishReason = QStringLiteral("length");
        data.generations[0].finishReason = QStringLiteral("length");

        const QList<domain::Comparison> pairs = scoring::compareAll(data);
        QCOMPARE(pairs.size(), 6);
        const domain::Summary summary = scoring::summarize(data.run, pairs);
        QCOMPARE(summary.prompts, 7);
        QCOMPARE(summary.pairs, 5);
        QCOMPARE(summary.failedA, 1);
        QCOMPARE(summary.failedB, 0);
        QCOMPARE(summary.missing, 1);
        QCOMPARE(summary.identical, 1);
        QCOMPARE(summary.moderate, 1);
        QCOMPARE(summary.severe, 3);
        QCOMPARE(summary.differing.count, 4);
        QCOMPARE(summary.differing.n, 5);
        QCOMPARE(summary.changed.count, 2);
        QCOMPARE(summary.changed.n, 3);
        QCOMPARE(summary.changedWorstCase.count, 3);
        QCOMPARE(summary.changedWorstCase.n, 4);
        QCOMPARE(summary.undetermined, 1);
        QCOMPARE(summary.flips.count, 2);
        QCOMPARE(summary.flips.n, 3);
        QCOMPARE(summary.rightToWrong, 2);
        QCOMPARE(summary.bothRight, 1);
        QCOMPARE(summary.bothWrongSame, 0);
        QCOMPARE(summary.bothRight + summary.bothWrongSame + summary.bothWrongDifferent + summary.rightToWrong +
                     summary.wrongToRight,
                 summary.flips.n);
        QCOMPARE(summary.rightA.count, 3);
        QCOMPARE(summary.rightB.count, 1);
        QCOMPARE(summary.truncatedA, 1);
        QCOMPARE(summary.categories.at(QStringLiteral("arithmetic")).pairs, 4);
        QCOMPARE(summary.categories.at(QStringLiteral("story")).changed.n, 0);
        QVERIFY(qAbs(summary.meanSimilarity - (1.0 + 0 + 0 + 0 + 0.75) / 5) < 1e-12);

        const QList<qsizetype> interesting = scoring::mostInteresting(pairs, 10);
        QCOMPARE(interesting, (QList<qsizetype>{1, 2, 3, 4}));
        QCOMPARE(scoring::mostInteresting(pairs, 2).size(), 2);
        QVERIFY(scoring::mostInteresting({}, 5).isEmpty());
    }

    void nothingCompared()
    {
        const domain::Summary summary = scoring::summarize({}, {});
        QCOMPARE(summary.changed.n, 0);
        QCOMPARE(summary.changed.low, 0.0);
        QCOMPARE(summary.changed.high, 1.0);
        QCOMPARE(summary.meanSimilarity, 0.0);
    }

    void aRetryThatSucceededCounts()
    {
        domain::RunData data;
        data.run.prompts.append(prompt("arithmetic"));
        domain::Generation failed;
        failed.promptId = QStringLiteral("p");
        failed.error = base::Error{};
        domain::Generation a = fromText(QStringLiteral("7"));
        a.promptId = QStringLiteral("p");
        domain::Generation b = a;
        b.side = 1;
        data.generations = {failed, b, a};
        QVERIFY(scoring::compareAll(data).constFirst().scored());
    }

    void tenThousandPairs()
    {
        domain::RunData data;
        for (int i = 0; i < 20'000; ++i) {
            domain::Prompt asked = prompt("arithmetic", "7");
            asked.id = QString::number(i);
            data.run.prompts.append(asked);
        }
        for (int side = 0; side < 2; ++side) {
            for (int i = 0; i < 20'000; ++i) {
                domain::Generation generation =
                    fromText(QStringLiteral("The answer is %1.").arg(i % 9 + side * (i % 2)));
                generation.side = side;
                generation.promptId = QString::number(i);
                data.generations.append(generation);
            }
        }
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(scoring::compareAll(data).size(), 20'000);
        qInfo() << "20,000 short pairs:" << timer.elapsed() << "ms";
        QVERIFY(timer.elapsed() < 30'000);
    }

    void wilson_data()
    {
        QTest::addColumn<qint64>("count");
        QTest::addColumn<qint64>("n");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        QTest::newRow("81 of 263") << qint64(81) << qint64(263) << 0.2553 << 0.3662;
        QTest::newRow("15 of 148") << qint64(15) << qint64(148) << 0.0624 << 0.1605;
        QTest::newRow("0 of 20") << qint64(0) << qint64(20) << 0.0 << 0.1611;
        QTest::newRow("1 of 29") << qint64(1) << qint64(29) << 0.0061 << 0.1718;
        QTest::newRow("all of 20") << qint64(20) << qint64(20) << 0.8389 << 1.0;
        QTest::newRow("none of none") << qint64(0) << qint64(0) << 0.0 << 1.0;
    }

    void wilson()
    {
        QFETCH(qint64, count);
        QFETCH(qint64, n);
        const domain::Rate rate = scoring::wilson(count, n);
        QFETCH(double, low);
        QFETCH(double, high);
        QVERIFY2(qAbs(rate.low - low) < 6e-5, qPrintable(QString::number(rate.low)));
        QVERIFY2(qAbs(rate.high - high) < 6e-5, qPrintable(QString::number(rate.high)));
    }
};

QTEST_APPLESS_MAIN(PairScoringTest)
#include "pair_scoring_test.moc"
