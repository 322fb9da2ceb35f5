// SPDX-License-Identifier: GPL-3.0-or-later
// quantlens-cli score as a script uses it: JSON Lines in, JSON Lines out.
#include "tests/support/process.h"

#include <QFile>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens::test;

class ScoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Good lines are scored both ways, a bad one is reported with its number and shows in the exit code.
    void linesInLinesOut()
    {
        QTemporaryDir home;
        QFile in(home.filePath(QStringLiteral("pairs.jsonl")));
        QVERIFY(in.open(QIODevice::WriteOnly));
        in.write("{\"id\":\"a\",\"category\":\"arithmetic\",\"text_a\":\"The answer is 4131.\",\"text_b\":\"The answer "
                 "is 5671.\"}\n"
                 "this is no JSON\n"
                 "{\"id\":\"b\",\"category\":\"arithmetic\",\"text_a\":\"1,000\",\"text_b\":\"1000\","
                 "\"answer\":{\"type\":\"number\",\"value\":\"1000\"}}\n");
        in.close();
        const Outcome outcome = runCli({QStringLiteral("score"), in.fileName()}, home.path());
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.startsWith(QLatin1String("line 2: ")), qPrintable(outcome.err));
        const QStringList lines = outcome.out.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        const QJsonObject first = QJsonDocument::fromJson(lines.at(0).toUtf8()).object();
        QCOMPARE(first.value(QLatin1String("id")).toString(), QStringLiteral("a"));
        const QJsonObject correct = first.value(QLatin1String("correct")).toObject();
        QCOMPARE(correct.value(QLatin1String("answer_a")).toString(), QStringLiteral("4131"));
        QCOMPARE(correct.value(QLatin1String("changed")).toBool(), true);
        // infer-check cuts both numbers to their last digit and calls them equal.
        const QJsonObject compatible = first.value(QLatin1String("compatible")).toObject();
        QCOMPARE(compatible.value(QLatin1String("answer_a")).toString(), QStringLiteral("1"));
        QCOMPARE(compatible.value(QLatin1String("flipped")).toBool(true), false);
        const QJsonObject second = QJsonDocument::fromJson(lines.at(1).toUtf8()).object();
        QCOMPARE(second.value(QLatin1String("correct")).toObject().value(QLatin1String("changed")).toBool(true), false);
        QCOMPARE(second.value(QLatin1String("correct")).toObject().value(QLatin1String("flip")).toString(),
                 QStringLiteral("both right"));
    }

    void missingFile()
    {
        QTemporaryDir home;
        const Outcome outcome =
            runCli({QStringLiteral("score"), home.filePath(QStringLiteral("none.jsonl"))}, home.path());
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.err.contains(QLatin1String("none.jsonl")));
    }
};

QTEST_GUILESS_MAIN(ScoreTest)
#include "score_test.moc"
