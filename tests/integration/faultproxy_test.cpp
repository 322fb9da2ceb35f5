// SPDX-License-Identifier: GPL-3.0-or-later
// The fault proxy before a real llama-server: clean, it changes nothing; each planted fault does what it says.
#include "core/base/json.h"
#include "core/engines/engine.h"
#include "core/net/cancel.h"
#include "tests/support/coroutine.h"
#include "tests/support/faultproxy.h"
#include "tests/support/process.h"
#include "tests/support/wireanswer.h"

#include <QJsonArray>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;

namespace quantlens {

using namespace test;

class FaultProxyTest : public QObject
{
    Q_OBJECT

    static constexpr int limitMs = 60'000;

    std::shared_ptr<engines::Engine> m_engine;
    std::shared_ptr<engines::Engine> m_other;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<FakeServer> m_server;

    static QByteArray request(const QByteArray& path, const QString& prompt, bool stream)
    {
        QJsonObject body{{u"temperature"_s, 0},
                         {u"max_tokens"_s, 24},
                         {u"n_predict"_s, 24},
                         {u"stream"_s, stream},
                         {u"cache_prompt"_s, false}};
        if (path.contains("chat")) {
            body[u"messages"_s] = QJsonArray{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, prompt}}};
            body[u"logprobs"_s] = true;
            body[u"top_logprobs"_s] = 3;
        } else {
            body[u"prompt"_s] = prompt;
            body[u"n_probs"_s] = 3;
            body[u"return_tokens"_s] = true;
        }
        const QByteArray bytes = base::canonicalJson(body);
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
               QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes;
    }

    static ResponseReader ask(const QUrl& url, const QByteArray& bytes)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(url.port()));
        socket.waitForConnected(limitMs);
        socket.write(bytes);
        ResponseReader reader;
        while (!reader.complete() && socket.waitForReadyRead(limitMs))
            reader.feed(socket.readAll());
        return reader;
    }

    /// The text of an answer, whole or streamed, chat or raw.
    static QString text(const ResponseReader& response)
    {
        QString all;
        const auto answer = takeApart(response);
        for (const QJsonObject& object : answer ? answer->objects : QList<QJsonObject>()) {
            const QJsonValue choice = object[u"choices"][0];
            all += object[u"content"].toString() + choice[u"message"][u"content"].toString() +
                   choice[u"delta"][u"content"].toString();
        }
        return all;
    }

    static bool hasLogprobs(const ResponseReader& response) { return response.body().contains("\"top_logprobs\""); }

    QByteArray promptRequest(int number, bool stream = false) const
    {
        return request("/v1/chat/completions", u"What is %1 + %2?"_s.arg(number).arg(number + 11), stream);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString program = qEnvironmentVariable("QUANTLENS_LLAMA_SERVER");
        const QString f16 = demoModel(u"F16"_s);
        const QString q2k = demoModel(u"Q2_K"_s);
        if (program.isEmpty() || f16.isEmpty() || q2k.isEmpty())
            QSKIP("no llama-server or no demo quants");
        net::Cancel cancel;
        engines::EngineOptions options;
        options.program = program;
        options.model = f16;
        options.slots = 4;
        auto engine = await(engines::Engine::start(options, &cancel));
        QVERIFY2(engine, qPrintable(engine ? QString() : base::oneLine(engine.error())));
        m_engine = *engine;
        options.model = q2k;
        auto other = await(engines::Engine::start(options, &cancel));
        QVERIFY2(other, qPrintable(other ? QString() : base::oneLine(other.error())));
        m_other = *other;
        m_proxy = std::make_unique<FaultProxy>(m_engine->url(), QList<PlantedFault>(), m_other->url());
        m_server = std::make_unique<FakeServer>(FakeServer::Where::OwnThread);
        m_server->setHandler(m_proxy->handler());
    }

    void cleanupTestCase()
    {
        m_server.reset();
        if (m_engine)
            await(engines::Engine::stop(m_engine));
        if (m_other)
            await(engines::Engine::stop(m_other));
    }

    void init() { m_proxy->setPlan({}); }

    void cleanPassesThrough()
    {
        for (const QByteArray& get : {QByteArray("/props"), QByteArray("/v1/models"), QByteArray("/slots")}) {
            const QByteArray bytes = "GET " + get + " HTTP/1.1\r\nHost: x\r\n\r\n";
            QCOMPARE(ask(m_server->url(), bytes).raw(), ask(m_engine->url(), bytes).raw());
        }
        for (const bool stream : {false, true}) {
            for (const QByteArray& path : {QByteArray("/v1/chat/completions"), QByteArray("/completion")}) {
                const QByteArray bytes = request(path, u"What is 12 + 34?"_s, stream);
                const ResponseReader direct = ask(m_engine->url(), bytes);
                const ResponseReader passed = ask(m_server->url(), bytes);
                QVERIFY(passed.complete());
                QCOMPARE(passed.head().split('\n').first(), direct.head().split('\n').first());
                QCOMPARE(text(passed), text(direct));
                QVERIFY(!text(direct).isEmpty());
            }
        }
        QVERIFY(m_proxy->planted().isEmpty());
    }

    void edits_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArray>("path");
        for (const QString& name : {u"change-token"_s, u"degrade"_s, u"cut-answer"_s, u"lose-logprobs"_s,
                                    u"invisible"_s, u"swap-chunks"_s, u"server-error"_s}) {
            for (const bool stream : {false, true}) {
                for (const QByteArray& path : {QByteArray("/v1/chat/completions"), QByteArray("/completion")}) {
                    if (name != u"swap-chunks" || stream)
                        QTest::newRow(
                            qPrintable(name + (stream ? u" stream "_s : u" whole "_s) + QString::fromLatin1(path)))
                            << name << stream << path;
                }
            }
        }
    }

    void edits()
    {
        QFETCH(QString, name);
        QFETCH(bool, stream);
        QFETCH(QByteArray, path);
        const Plant plant = *plantByName(name);
        const QByteArray bytes = request(path, u"What is 12 + 34?"_s, stream);
        const ResponseReader direct = ask(m_engine->url(), bytes);
        m_proxy->setPlan({{.plant = plant, .at = {2}}});
        QCOMPARE(text(ask(m_server->url(), bytes)), text(direct));
        const ResponseReader bad = ask(m_server->url(), bytes);
        QVERIFY(bad.complete());
        QCOMPARE(text(ask(m_server->url(), bytes)), text(direct));
        QCOMPARE(m_proxy->planted().size(), 1);
        QCOMPARE(m_proxy->planted().first().number, 2);
        const QString good = text(direct);
        QString changed = text(bad);
        switch (plant) {
        case Plant::ServerError:
            QVERIFY(bad.head().startsWith("HTTP/1.1 500"));
            break;
        case Plant::LoseLogprobs:
            QVERIFY(hasLogprobs(direct) && !hasLogprobs(bad));
            QCOMPARE(changed, good);
            break;
        case Plant::CutAnswer:
            QVERIFY(changed.size() < good.size() && good.startsWith(changed) && !changed.isEmpty());
            break;
        case Plant::Invisible:
            QCOMPARE(changed.count(QChar(u'\u200B')), 1);
            QCOMPARE(changed.remove(QChar(u'\u200B')), good);
            break;
        case Plant::SwapChunks:
            QCOMPARE(changed.size(), good.size());
            [[fallthrough]];
        default:
            QVERIFY2(changed != good, qPrintable(changed));
        }
    }

    void everyThirdFails()
    {
        m_proxy->setPlan({{.plant = Plant::ServerError, .every = 3}});
        for (int i = 1; i <= 6; ++i)
            QCOMPARE(ask(m_server->url(), promptRequest(i)).head().startsWith("HTTP/1.1 500"), i % 3 == 0);
    }

    void otherQuantAnswers()
    {
        m_proxy->setPlan({{.plant = Plant::OtherQuant, .from = 2}});
        const auto numbers = [](const ResponseReader& response) {
            return takeApart(response)->objects.first()[u"choices"][0][u"logprobs"].toObject();
        };
        QCOMPARE(numbers(ask(m_server->url(), promptRequest(1))), numbers(ask(m_engine->url(), promptRequest(1))));
        QCOMPARE(numbers(ask(m_server->url(), promptRequest(1))), numbers(ask(m_other->url(), promptRequest(1))));
    }

    void staleAnswers()
    {
        m_proxy->setPlan({{.plant = Plant::StaleOther, .at = {2}}, {.plant = Plant::StaleSame, .at = {3}}});
        const QByteArray first = ask(m_server->url(), promptRequest(1)).raw();
        QCOMPARE(ask(m_server->url(), promptRequest(2)).raw(), first);
        QCOMPARE(ask(m_server->url(), promptRequest(1)).raw(), first);
        QCOMPARE(m_proxy->planted().size(), 2);
    }

    void otherPromptUnderLoad()
    {
        // The first request waits in the proxy, so the second finds two in flight.
        m_proxy->setPlan(
            {{.plant = Plant::Delay, .at = {1}, .delayMs = limitMs}, {.plant = Plant::OtherPrompt, .inFlight = 2}});
        const QString one = text(ask(m_engine->url(), promptRequest(1)));
        QTcpSocket waiting;
        waiting.connectToHost(u"127.0.0.1"_s, quint16(m_server->url().port()));
        QVERIFY(waiting.waitForConnected(limitMs));
        waiting.write(promptRequest(1));
        waiting.flush();
        QTRY_COMPARE(m_server->inFlight(), 1);
        QCOMPARE(text(ask(m_server->url(), promptRequest(2))), one);
        QCOMPARE(m_proxy->planted().last().plant, Plant::OtherPrompt);
        waiting.abort();
        QTRY_COMPARE(m_server->inFlight(), 0);
    }
};

} // namespace quantlens

QTEST_GUILESS_MAIN(quantlens::FaultProxyTest)
#include "faultproxy_test.moc"
