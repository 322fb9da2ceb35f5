// SPDX-License-Identifier: GPL-3.0-or-later
// quantlens-cli against servers of every dialect: addresses, requests in flight as the servers count them, refusals.
#include "core/base/json.h"
#include "core/platform/process.h"
#include "tests/support/dialects.h"
#include "tests/support/misbehaviour.h"
#include "tests/support/process.h"

#include <QFile>
#include <QJsonArray>
#include <QPointer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace quantlens {

using namespace test;

namespace {

/// Holds the answers of a chat path back until no request has come for a while, so that as many are in flight as the
/// client sends at once. Lives in the server's thread from its first request on.
class Gathering : public QObject
{
public:
    explicit Gathering(Answerer answerer)
        : m_answerer(std::move(answerer))
    {
        m_quiet.setSingleShot(true);
        m_quiet.setInterval(3'000);
        connect(&m_quiet, &QTimer::timeout, this, [this] {
            for (const QPointer<FakeExchange>& held : std::exchange(m_held, {})) {
                if (held)
                    held->reply(*m_answerer(held->request()));
            }
        });
    }

    void take(FakeExchange& exchange)
    {
        if (exchange.request().path != "/v1/chat/completions") {
            exchange.reply(m_answerer(exchange.request()).value_or(Script{.status = 404}));
            return;
        }
        m_held.append(&exchange);
        m_quiet.start();
    }

private:
    Answerer m_answerer;
    QTimer m_quiet;
    QList<QPointer<FakeExchange>> m_held;
};

} // namespace

class ServersCliTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QString m_suite;

    QString path(const QString& name) const { return m_home.filePath(name); }

    QJsonObject readJson(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? base::parseJsonObject(file.readAll()).value_or(QJsonObject())
                                              : QJsonObject();
    }

    static DialectOptions dialect(const QString& model, const QByteArray& prefix = {})
    {
        DialectOptions options;
        options.model.name = model;
        options.prefix = prefix;
        return options;
    }

    QStringList stressArguments(const FakeServer& server, int level, const QString& name) const
    {
        return {u"stress"_s,
                u"--model"_s,
                server.url().toString() + u"#m"_s,
                u"--prompts"_s,
                m_suite,
                u"--repeat"_s,
                QString::number(level),
                u"--concurrency"_s,
                QString::number(level),
                u"--workspace"_s,
                path(name + u".qlens"_s),
                u"--output"_s,
                path(name),
                u"--json"_s,
                path(name + u".json"_s)};
    }

private Q_SLOTS:
    void initTestCase()
    {
        platform::raiseOpenFileLimit();
        m_suite = path(u"suite.jsonl"_s);
        QFile suite(m_suite);
        QVERIFY(suite.open(QIODevice::WriteOnly));
        suite.write(R"({"id":"p1","text":"Say something.","category":"x","max_tokens":8})"
                    "\n");
    }

    /// Two servers on two ports, each address written in another way, one command.
    void twoServers_data()
    {
        QTest::addColumn<FakeServer::Loopback>("loopback");
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("prefix");
        QTest::newRow("root") << FakeServer::Loopback::V4 << QString() << QByteArray();
        QTest::newRow("v1 and slash") << FakeServer::Loopback::V4 << u"/v1/"_s << QByteArray();
        QTest::newRow("prefix") << FakeServer::Loopback::V4 << u"/llm/v1"_s << QByteArray("/llm");
        QTest::newRow("IPv6") << FakeServer::Loopback::V6 << QString() << QByteArray();
        QTest::newRow("IPv6, prefix, v1 and slash") << FakeServer::Loopback::V6 << u"/a/b/v1/"_s << QByteArray("/a/b");
    }

    void twoServers()
    {
        QFETCH(FakeServer::Loopback, loopback);
        QFETCH(QString, suffix);
        QFETCH(QByteArray, prefix);
        FakeServer a(FakeServer::Where::OwnThread, {}, loopback);
        FakeServer b(FakeServer::Where::OwnThread);
        if (a.url().port() == 0)
            QSKIP("this machine has no such loopback address");
        a.play(openAi(dialect(u"m"_s, prefix)));
        DialectOptions other = dialect(u"n"_s);
        other.model.shift = 0.3;
        b.play(llamaServer(other));
        const QString workspace = path(QString::fromLatin1(QTest::currentDataTag()) + u".qlens"_s);
        const Outcome outcome =
            runCli({u"compare"_s, a.url().toString() + suffix + u"#m"_s, b.url().toString() + u"/#n"_s, u"--prompts"_s,
                    m_suite, u"--workspace"_s, workspace, u"--no-report"_s, u"--output"_s, path(u"out"_s), u"--json"_s,
                    path(u"two.json"_s)},
                   m_home.path());
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        QCOMPARE(readJson(u"two.json"_s)[u"summary"][u"pairs"].toInt(), 1);
        QVERIFY(a.count(prefix + "/v1/chat/completions") > 0);
        QVERIFY(b.count("/v1/chat/completions") > 0);
    }

    void thousandInFlight()
    {
        constexpr int level = 1024;
        FakeServer server(FakeServer::Where::OwnThread);
        auto gathering = std::make_shared<std::unique_ptr<Gathering>>();
        server.setHandler([gathering](FakeExchange& exchange) {
            if (!*gathering)
                *gathering = std::make_unique<Gathering>(openAi(dialect(u"m"_s)));
            (*gathering)->take(exchange);
        });
        const Outcome outcome = runCli(stressArguments(server, level, u"thousand"_s), m_home.path(), 400'000);
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err.right(2000)));
        QCOMPARE(server.maxInFlight("/v1/chat/completions"), level);
        QCOMPARE(server.inFlight(), 0);
        int answers = 0;
        for (const QJsonValue& value : readJson(u"thousand.json"_s)[u"generations"].toArray()) {
            QVERIFY(!value.toObject().contains(u"error"));
            answers += value[u"level"].toInt() == level;
        }
        QCOMPARE(answers, level);
    }

    /// More at once than files may be open: refused before anything is sent, with the limit and what to do.
    void descriptorLimit()
    {
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(openAi(dialect(u"m"_s)));
        const QStringList command{u"-c"_s, u"ulimit -n 256; exec \"$0\" \"$@\""_s, program(u"quantlens-cli"_s)};
        const auto process = startIn(m_home.path(), u"/bin/sh"_s, command + stressArguments(server, 1024, u"few"_s));
        const Outcome outcome = finish(*process);
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(u"256"_s), qPrintable(outcome.err));
        QVERIFY2(outcome.err.contains(u"ulimit -n"_s), qPrintable(outcome.err));
        QCOMPARE(server.count("/v1/chat/completions"), 0);
    }

    /// A server that refuses `think`: five first requests at once, all answered, all with log-probabilities.
    void fiveFirstRequests()
    {
        FakeServer server(FakeServer::Where::OwnThread);
        server.play(openAi(dialect(u"m"_s)));
        server.misbehave({.fault = Fault::RefuseFields, .fields = {"think"}});
        QFile suite(path(u"five.jsonl"_s));
        QVERIFY(suite.open(QIODevice::WriteOnly));
        for (int i = 0; i < 5; ++i)
            suite.write(R"({"text":"Say )" + QByteArray::number(i) +
                        R"(.","category":"x","max_tokens":8})"
                        "\n");
        suite.close();
        FakeServer second(FakeServer::Where::OwnThread);
        second.play(openAi(dialect(u"n"_s)));
        const Outcome outcome = runCli(
            {u"compare"_s, server.url().toString() + u"#m"_s, second.url().toString() + u"#n"_s, u"--prompts"_s,
             suite.fileName(), u"--parallel"_s, u"5"_s, u"--allow-same"_s, u"--workspace"_s, path(u"five.qlens"_s),
             u"--no-report"_s, u"--output"_s, path(u"out"_s), u"--json"_s, path(u"five.json"_s)},
            m_home.path());
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
        int good = 0;
        for (const QJsonValue& value : readJson(u"five.json"_s)[u"generations"].toArray()) {
            QVERIFY(!value.toObject().contains(u"error"));
            good += value[u"side"].toInt() == 0 && !value[u"entries"].toArray().isEmpty();
        }
        QCOMPARE(good, 5);
    }
};

} // namespace quantlens

QTEST_GUILESS_MAIN(quantlens::ServersCliTest)
#include "servers_cli_test.moc"
