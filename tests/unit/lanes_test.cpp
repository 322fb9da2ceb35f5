// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "core/net/lanes.h"
#include "core/platform/process.h"
#include "tests/support/coroutine.h"
#include "tests/support/fakeserver.h"

#include <QScopeGuard>
#include <QTest>

#include <sys/resource.h>

#include <list>
#include <vector>

using namespace quantlens;
using test::FakeServer;

class LanesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { platform::raiseOpenFileLimit(); }

    /// As the server counts them; it answers none.
    void inFlight_data()
    {
        QTest::addColumn<int>("lanes");
        QTest::newRow("one manager") << 255;
        QTest::newRow("two managers") << 256;
        QTest::newRow("1024") << 1024;
    }

    void inFlight()
    {
        QFETCH(int, lanes);
        if (!net::checkLanes(2 * lanes)) // both ends of each connection are in this process
            QSKIP("this system does not allow so many open files");
        FakeServer server;
        server.answer("/x", {.silent = true});
        net::HttpClient client(server.url(), lanes);
        QVERIFY(!client.fault());
        net::Cancel cancel;
        std::list<net::HttpExchange> exchanges;
        std::vector<QCoro::Task<base::Expected<net::HttpReply>>> tasks;
        for (int i = 0; i < lanes; ++i) {
            exchanges.push_back(client.post(QStringLiteral("/x"), "{}", {}, &cancel));
            tasks.push_back(exchanges.back().readAll());
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.inFlight("/x"), lanes, 90'000);
        QCOMPARE(server.maxInFlight(), lanes);
        cancel.request();
        for (auto& task : tasks) {
            const auto reply = QCoro::waitFor(task);
            QVERIFY(!reply);
            QCOMPARE(reply.error().code, QStringLiteral("run.cancelled"));
        }
    }

    /// Requests go to the manager with the fewest in flight: slow ones that pile up on one would wait inside Qt.
    void finishedRequestsMakeRoom()
    {
        FakeServer server;
        server.answer("/slow", {.silent = true});
        server.answer("/quick", {.pieces = {"x"}});
        net::HttpClient client(server.url(), 300);
        net::Cancel cancel;
        std::list<net::HttpExchange> slow;
        std::vector<QCoro::Task<base::Expected<net::HttpReply>>> tasks;
        for (int i = 0; i < 300; ++i) {
            slow.push_back(client.get(QStringLiteral("/slow"), {}, &cancel));
            tasks.push_back(slow.back().readAll());
            // An odd number of quick ones between: turn by turn, all slow ones would meet on one manager.
            net::HttpExchange quick = client.get(QStringLiteral("/quick"), {.firstByteMs = 60'000}, nullptr);
            QVERIFY(test::await(quick.readAll()));
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.count("/slow"), 300, 60'000);
        cancel.request();
        for (auto& task : tasks)
            QVERIFY(!QCoro::waitFor(task));
    }

    void refusedBeyondTheLimit()
    {
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        const auto restore = qScopeGuard([&before] { ::setrlimit(RLIMIT_NOFILE, &before); });
        const rlimit low{512, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
        QVERIFY(net::checkLanes(net::mostLanes()));
        const auto refused = net::checkLanes(1024);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, QStringLiteral("net.descriptors"));
        QVERIFY(refused.error().message.contains(QStringLiteral("512")));
        QVERIFY(refused.error().hint.contains(QString::number(net::mostLanes())));
        QVERIFY(refused.error().hint.contains(QStringLiteral("ulimit -n")));

        FakeServer server;
        net::HttpClient client(server.url(), 1024);
        QVERIFY(client.fault());
        net::HttpExchange exchange = client.get(QStringLiteral("/x"), {}, nullptr);
        QCOMPARE(test::await(exchange.readAll()).error().code, QStringLiteral("net.descriptors"));
        QVERIFY(server.received().isEmpty());
        // Raising it at the start of a program makes it possible again.
        QVERIFY(platform::raiseOpenFileLimit() >= before.rlim_cur);
    }
};

QTEST_GUILESS_MAIN(LanesTest)
#include "lanes_test.moc"
