// SPDX-License-Identifier: GPL-3.0-or-later
// All runs of tests/data/captures again: the fault server gives the recorded replies, quantlens-cli takes infer-check's
// own command line and --compatible. What it sends, prints and writes must be what infer-check sent, printed and wrote.
// Not compared: the order of keys in requests, and the members that are times (infercheckfiles.h).
#include "core/base/json.h"
#include "tests/support/fakeserver.h"
#include "tests/support/infercheckfiles.h"
#include "tests/support/process.h"
#include "tests/support/replay.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace quantlens {

using namespace test;

class CompatibleReplayTest : public QObject
{
    Q_OBJECT

    /// Paths and bodies of the recorded requests, or of those that arrived, in order.
    static QStringList recorded(const QString& capture)
    {
        QStringList requests;
        for (const QByteArray& line : fileContent(captureFolder(capture) + u"/exchange.jsonl"_s).split('\n')) {
            if (const auto exchange = base::parseJsonObject(line))
                requests.append(requestText((*exchange)["to"_L1]["path"_L1].toString(),
                                            (*exchange)["to"_L1]["body"_L1].toObject()));
        }
        return requests;
    }

    static QStringList arrived(const FakeServer& server)
    {
        QStringList requests;
        for (const Received& request : server.received()) {
            if (request.method == "POST")
                requests.append(requestText(QString::fromUtf8(request.path),
                                            base::parseJsonObject(request.body).value_or(QJsonObject())));
        }
        return requests;
    }

    static QString requestText(const QString& path, const QJsonObject& body)
    {
        return path + u' ' + QString::fromUtf8(base::canonicalJson(body));
    }

private Q_SLOTS:
    void agrees_data()
    {
        QTest::addColumn<QString>("capture");
        for (const QString& name : QDir(captureFolder({})).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QTest::newRow(qPrintable(name)) << name;
    }

    void agrees()
    {
        QFETCH(QString, capture);
        const QString folder = captureFolder(capture);
        const bool concurrent = capture == "stress-concur"_L1;
        FakeServer server(FakeServer::Where::OwnThread);
        // One at a time the n-th request gets the n-th reply; at stress levels requests come in any order.
        server.play(replay(folder + u"/exchange.jsonl"_s, concurrent ? ReplayOrder::Matched : ReplayOrder::Strict));
        QTemporaryDir home;
        QVERIFY(QFile::copy(folder + u"/suite.jsonl"_s, home.filePath(u"suite.jsonl"_s)));
        const QString command = QString::fromUtf8(fileContent(folder + u"/command.txt"_s))
                                    .trimmed()
                                    .replace("http://127.0.0.1:18133"_L1, server.url().toString());
        const Outcome outcome = runCli(
            command.split(u' ') + QStringList{u"--compatible"_s, u"--output"_s, home.filePath(u"out"_s)}, home.path());

        // infer-check ends with 0 whatever failed; a compatible run keeps our exit codes.
        const bool failures = fileContent(folder + u"/exchange.jsonl"_s).contains("{\"reply\": 503");
        QVERIFY2(outcome.exitCode == (failures ? 3 : 0),
                 qPrintable(u"exit code %1\n"_s.arg(outcome.exitCode) + outcome.err + outcome.out +
                            runCli({u"show"_s, u"latest"_s}, home.path()).out));

        QStringList ours = arrived(server);
        QStringList theirs = recorded(capture);
        if (concurrent) {
            ours.sort();
            theirs.sort();
        }
        QCOMPARE(ours.size(), theirs.size());
        for (qsizetype i = 0; i < ours.size(); ++i)
            QCOMPARE(ours.at(i), theirs.at(i));

        QCOMPARE(tableRows(outcome.out).join(u'\n'),
                 QString::fromUtf8(fileContent(folder + u"/tables.txt"_s)).trimmed());

        const QStringList written = QDir(home.filePath(u"out"_s)).entryList({u"*.json"_s});
        const QStringList known = QDir(folder).entryList({u"*.json"_s});
        QCOMPARE(written.size(), 1);
        static const QRegularExpression time(u"_\\d+\\.json$"_s);
        QCOMPARE(QString(written.first()).remove(time).replace(u':', u'_'), QString(known.first()).remove(time));
        QCOMPARE(inferCheckDifference(fileContent(home.filePath(u"out/"_s + written.first())),
                                      fileContent(folder + u'/' + known.first())),
                 QString());
    }
};

} // namespace quantlens

QTEST_GUILESS_MAIN(quantlens::CompatibleReplayTest)
#include "compatible_replay_test.moc"
