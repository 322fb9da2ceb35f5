// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/eventstream.h"

#include <QTest>

using quantlens::net::EventReader;
using quantlens::net::LineReader;

class EventStreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void events_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArrayList>("expected");
        QTest::newRow("lf") << QByteArray("data: one\n\ndata: two\n\n") << QByteArrayList{"one", "two"};
        QTest::newRow("crlf") << QByteArray("data: one\r\n\r\ndata: two\r\n\r\n") << QByteArrayList{"one", "two"};
        QTest::newRow("cr") << QByteArray("data: one\r\rdata: two\r\r") << QByteArrayList{"one", "two"};
        QTest::newRow("comment and names")
            << QByteArray(": hi\nevent: x\nid: 7\ndata: one\n\n") << QByteArrayList{"one"};
        QTest::newRow("several lines") << QByteArray("data: a\ndata:b\ndata:  c\n\n") << QByteArrayList{"a\nb\n c"};
        QTest::newRow("no data") << QByteArray("event: ping\n\n\n\ndata\n\n") << QByteArrayList{""};
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                       "data: one\n\n")
                                         << QByteArrayList{"one"};
        QTest::newRow("unfinished") << QByteArray("data: one\n\ndata: two\n") << QByteArrayList{"one"};
        QTest::newRow("utf-8") << QByteArray("data: \xC3\xA4\xF0\x9F\x98\x80\n\n")
                               << QByteArrayList{"\xC3\xA4\xF0\x9F\x98\x80"};
        QTest::newRow("nul") << QByteArray("data: a\0b\n\n", 11) << QByteArrayList{QByteArray("a\0b", 3)};
    }

    /// The same events, wherever the chunks fall.
    void events()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArrayList, expected);
        for (qsizetype size = 1; size <= stream.size(); ++size) {
            EventReader reader;
            QByteArrayList found;
            for (qsizetype at = 0; at < stream.size(); at += size)
                found += reader.feed(QByteArrayView(stream).sliced(at, std::min(size, stream.size() - at)));
            QCOMPARE(found, expected);
        }
    }

    void linesKeepTheRest()
    {
        LineReader reader;
        QCOMPARE(reader.feed("{\"a\":1}\n{\"b\""), QByteArrayList{"{\"a\":1}"});
        QCOMPARE(reader.pending(), 4);
        QCOMPARE(reader.takeRest(), QByteArray("{\"b\""));
        QCOMPARE(reader.pending(), 0);
    }

    /// A reader that is asked about what it holds back can be bounded by its caller.
    void pendingCountsWhatIsHeld()
    {
        EventReader reader;
        QVERIFY(reader.feed("data: " + QByteArray(1000, 'x')).isEmpty());
        QCOMPARE(reader.pending(), 1006);
        QVERIFY(reader.feed("\ndata: " + QByteArray(500, 'y') + "\n").isEmpty());
        QCOMPARE(reader.pending(), 1501);
    }
};

QTEST_APPLESS_MAIN(EventStreamTest)
#include "eventstream_test.moc"
