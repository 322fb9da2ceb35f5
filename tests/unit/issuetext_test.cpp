// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/command.h"
#include "core/reports/issuetext.h"
#include "core/scoring/compare.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace quantlens;

class IssueTextTest : public QObject
{
    Q_OBJECT

    static domain::RunRecord run()
    {
        domain::RunRecord run;
        run.version = QStringLiteral("1.2.3");
        run.suiteName = QStringLiteral("my prompts");
        for (const char* quant : {"F16", "Q2_K"}) {
            domain::RunSide side;
            side.model.spec = QStringLiteral("gguf:/home/someone/models/sums %1.gguf").arg(QLatin1String(quant));
            side.model.engine = domain::EngineKind::LlamaServer;
            side.model.label = QLatin1String(quant);
            side.serverBuild = QStringLiteral("b11669");
            side.fileType = QLatin1String(quant);
            run.sides.append(side);
        }
        domain::Prompt prompt;
        prompt.id = QStringLiteral("it's/1");
        prompt.category = QStringLiteral("arithmetic");
        prompt.messages = {{QStringLiteral("user"), QStringLiteral("1+1?")}};
        run.prompts = {prompt};
        return run;
    }

    static domain::Generation answer(const QString& text)
    {
        domain::Generation g;
        g.promptId = QStringLiteral("it's/1");
        g.text = text;
        for (const QChar c : text) {
            domain::TokenInfo token;
            token.bytes = QString(c).toUtf8();
            token.logprob = float(std::log(0.7));
            for (const QChar other : QStringLiteral("23|`"))
                token.top.append(
                    {.id = -1, .bytes = QString(other).toUtf8(), .logprob = float(std::log(other == c ? 0.7 : 0.1))});
            g.entries.append(token);
        }
        return g;
    }

private Q_SLOTS:
    void everythingAReaderNeeds()
    {
        const domain::RunRecord record = run();
        const domain::Generation a = answer(QStringLiteral("2"));
        const domain::Generation b = answer(QStringLiteral("|"));
        const domain::Comparison pair = scoring::compare(record.prompts.first(), a, b, domain::Unit::Tokens);
        QVERIFY(pair.fork);
        const QString text =
            reports::issueText(record, QStringLiteral("it's/1"),
                               {{{QStringLiteral("F16"), 0, &a}, {QStringLiteral("Q2_K"), 1, &b}}}, &pair);
        QVERIFY2(text.contains(QLatin1String("quantlens-cli compare 'gguf:sums F16.gguf' 'gguf:sums Q2_K.gguf' "
                                             "--prompts 'my prompts.jsonl' --ids 'it'\\''s/1'")),
                 qPrintable(text));
        QVERIFY2(!text.contains(QLatin1String("someone")), "the folders of this computer are nobody's business");
        for (const char* part : {"1+1?", "```text\n2\n```", "```text\n|\n```", "At token 0", "0.7000", "Fork shift",
                                 "Quantlens 1.2.3", "b11669", "'\\|'"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
    }

    void textsStayInTheirFences_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << "x";
        QTest::newRow("fence") << "```\nnot code\n```";
        QTest::newRow("long fence") << QStringLiteral("a\n``````````\nb");
        QTest::newRow("only ticks") << QString(1000, u'`');
        QTest::newRow("empty") << QString();
        QTest::newRow("tilde") << "~~~\n<img src=x>\n~~~";
    }

    void textsStayInTheirFences()
    {
        QFETCH(QString, text);
        const QStringList lines = reports::fenced(text).split(u'\n');
        static const QRegularExpression ticks(QStringLiteral("^`+"));
        const QString fence = ticks.match(lines.first()).captured();
        QVERIFY(fence.size() >= 3);
        QCOMPARE(lines.at(lines.size() - 2), fence);
        for (qsizetype i = 1; i + 2 < lines.size(); ++i)
            QVERIFY(!lines.at(i).startsWith(fence));
    }

    void controlCharactersAreShown()
    {
        const QString fenced = reports::fenced(QStringLiteral("a\u001b[31mb") + QChar(0));
        QVERIFY(!fenced.contains(QChar(0x1b)) && !fenced.contains(QChar(0)));
    }

    void otherKinds()
    {
        domain::RunRecord record = run();
        record.kind = domain::RunKind::Stress;
        record.options.levels = {1, 4};
        QVERIFY(reports::commandFor(record, QStringLiteral("p"), 0, 0)
                    .startsWith(QLatin1String("quantlens-cli stress --model 'gguf:sums F16.gguf'")));
        QVERIFY(reports::commandFor(record, QStringLiteral("p"), 0, 0).endsWith(QLatin1String("--concurrency 1,4")));
        record.kind = domain::RunKind::Determinism;
        record.options.runs = 7;
        QVERIFY(reports::commandFor(record, QStringLiteral("p"), 0, 0).contains(QLatin1String("--runs 7")));
        record.kind = domain::RunKind::Compare;
        record.sides[1].model.engine = domain::EngineKind::None;
        record.sides[1].model.spec = QStringLiteral("org/model");
        record.sides[1].model.label = QStringLiteral("model");
        record.sides[1].model.baseUrl = QUrl(QStringLiteral("http://user:secret@127.0.0.1:8080/v1"));
        const QString command = reports::commandFor(record, QStringLiteral("p"), 0, 1);
        QVERIFY2(command.contains(QLatin1String("org/model --base-url-b http://127.0.0.1:8080/v1")),
                 qPrintable(command));
        QVERIFY(!command.contains(QLatin1String("secret")));
        record.sides[1].model.label = QStringLiteral("Q2_K"); // not what the spec gives
        QVERIFY(reports::commandFor(record, QStringLiteral("p"), 0, 1).contains(QLatin1String("--label-b Q2_K")));
    }

    void longTextsAreCut()
    {
        const domain::RunRecord record = run();
        const domain::Generation a = answer(QStringLiteral("2"));
        domain::Generation b = answer(QStringLiteral("3"));
        b.text = QString(3'000'000, u'x');
        const QString text =
            reports::issueText(record, QStringLiteral("it's/1"),
                               {{{QStringLiteral("F16"), 0, &a}, {QStringLiteral("Q2_K"), 1, &b}}}, nullptr);
        QVERIFY(text.size() < 40'000);
        QVERIFY(text.contains(QLatin1String("2980000 more characters")));
    }
};

QTEST_GUILESS_MAIN(IssueTextTest)
#include "issuetext_test.moc"
