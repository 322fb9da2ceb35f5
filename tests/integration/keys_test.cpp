// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/secretservice.h"

#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using test::Outcome;

/// quantlens-cli keys. Everything runs once without a keychain, and again with an unlocked and a locked one.
class KeysTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QByteArray m_key;
    QString m_shown; ///< everything the program printed

    Outcome keys(const QStringList& args, const QByteArray& input = {})
    {
        const auto process = test::startCli(QStringList{QStringLiteral("keys")} + args, m_home.path());
        process->write(input);
        process->closeWriteChannel();
        Outcome outcome = test::finish(*process);
        m_shown += outcome.out + outcome.err;
        return outcome;
    }

    /// keys set on a terminal: writes `typed` once the prompt is there.
    Outcome typeKey(const QByteArray& typed)
    {
        QProcess terminal;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.filePath(QStringLiteral("config")));
        terminal.setProcessEnvironment(environment);
        terminal.start(QStringLiteral("script"), {QStringLiteral("-qec"),
                                                  test::program(QStringLiteral("quantlens-cli")) +
                                                      QStringLiteral(" keys set https://typed.example"),
                                                  QStringLiteral("/dev/null")});
        QByteArray seen;
        while (!seen.contains("(not shown): ") && terminal.waitForReadyRead(60'000))
            seen += terminal.readAllStandardOutput();
        terminal.write(typed);
        Outcome outcome = test::finish(terminal, 60'000);
        outcome.out.prepend(QString::fromUtf8(seen));
        m_shown += outcome.out + outcome.err;
        return outcome;
    }

    static bool unlocked() { return test::keychainState() == QLatin1String("unlocked"); }
    static QString noKeychain()
    {
        return test::keychainState() == QLatin1String("locked") ? QStringLiteral("keychain is locked")
                                                                : QStringLiteral("no keychain that can be used");
    }

private Q_SLOTS:
    void init()
    {
        m_key = "sk-" + QByteArray::number(QRandomGenerator::global()->generate64(), 36) +
                QByteArray::number(QRandomGenerator::global()->generate64(), 36);
        m_shown.clear();
    }

    /// Whatever happened: the key is in no file and was never printed.
    void cleanup()
    {
        QVERIFY2(!m_shown.contains(QString::fromLatin1(m_key)), qPrintable(m_shown));
        QDirIterator files(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(m_key), qPrintable(file.fileName()));
        }
    }

    void setListRemove()
    {
        const QString origin = QStringLiteral("https://api.example.com");
        const Outcome set =
            keys({QStringLiteral("set"), QStringLiteral("HTTPS://API.example.com:443/v1")}, m_key + '\n');
        if (!unlocked()) {
            QCOMPARE(set.exitCode, 3);
            QVERIFY2(set.err.contains(noKeychain()), qPrintable(set.err));
            QVERIFY(set.err.contains(QStringLiteral("--api-key-env")));
            QCOMPARE(keys({QStringLiteral("list")}).out, QString());
            return;
        }
        QVERIFY2(set.exitCode == 0, qPrintable(set.err));
        QCOMPARE(set.out, QString());
        QVERIFY(set.err.contains(origin));
        QCOMPARE(
            keys({QStringLiteral("set"), QStringLiteral("http://127.0.0.1:8080"), QStringLiteral("--quiet")}, m_key)
                .err,
            QString());
        // Setting again replaces.
        QCOMPARE(keys({QStringLiteral("set"), origin}, m_key + "2\r\n").exitCode, 0);
        const Outcome list = keys({QStringLiteral("list")});
        QCOMPARE(list.exitCode, 0);
        QCOMPARE(list.out, QStringLiteral("http://127.0.0.1:8080\nhttps://api.example.com\n"));
        const Outcome removed = keys({QStringLiteral("remove"), origin + u'/'});
        QVERIFY2(removed.exitCode == 0, qPrintable(removed.err));
        QCOMPARE(keys({QStringLiteral("list")}).out, QStringLiteral("http://127.0.0.1:8080\n"));
        const Outcome again = keys({QStringLiteral("remove"), origin});
        QCOMPARE(again.exitCode, 2);
        QVERIFY(again.err.contains(QStringLiteral("no key for https://api.example.com")));
        QCOMPARE(keys({QStringLiteral("remove"), QStringLiteral("http://127.0.0.1:8080")}).exitCode, 0);
    }

    /// What cannot be removed is not forgotten either.
    void removeNeedsTheKeychain()
    {
        if (unlocked())
            QSKIP("for the other two states");
        const QString folder = m_home.filePath(QStringLiteral("config/quantlens"));
        QVERIFY(QDir().mkpath(folder));
        QFile index(folder + QStringLiteral("/key-origins"));
        QVERIFY(index.open(QIODevice::WriteOnly));
        index.write("https://api.example.com\n");
        index.close();
        const Outcome removed = keys({QStringLiteral("remove"), QStringLiteral("https://api.example.com")});
        QCOMPARE(removed.exitCode, 3);
        QVERIFY2(removed.err.contains(noKeychain()), qPrintable(removed.err));
        QCOMPARE(keys({QStringLiteral("list")}).out, QStringLiteral("https://api.example.com\n"));
        QVERIFY(index.remove());
    }

    void plainHttpNeedsAYes()
    {
        const QString origin = QStringLiteral("http://gpu.example:8000");
        const Outcome refused = keys({QStringLiteral("set"), origin}, m_key);
        QCOMPARE(refused.exitCode, 2);
        QVERIFY(refused.err.contains(QStringLiteral("--allow-plain-http")));
        if (!unlocked())
            return;
        QCOMPARE(keys({QStringLiteral("set"), QStringLiteral("--allow-plain-http"), origin}, m_key).exitCode, 0);
        QCOMPARE(keys({QStringLiteral("list")}).out, origin + u'\n');
        QCOMPARE(keys({QStringLiteral("remove"), origin}).exitCode, 0);
    }

    void badInput_data()
    {
        QTest::addColumn<QStringList>("args");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QString>("word");
        const QString origin = QStringLiteral("https://api.example.com");
        const QString set = QStringLiteral("set");
        QTest::newRow("nothing") << QStringList() << QByteArray() << QStringLiteral("Usage");
        QTest::newRow("no origin") << QStringList{set} << QByteArray() << QStringLiteral("set ORIGIN");
        QTest::newRow("unknown word") << QStringList{QStringLiteral("show"), origin} << QByteArray()
                                      << QStringLiteral("set ORIGIN");
        QTest::newRow("key as argument") << QStringList{set, origin, QStringLiteral("KEY")} << QByteArray()
                                         << QStringLiteral("never an argument");
        QTest::newRow("key as origin") << QStringList{set, QStringLiteral("KEY")} << QByteArray()
                                       << QStringLiteral("https://");
        QTest::newRow("key as option") << QStringList{set, origin, QStringLiteral("--key=KEY")} << QByteArray()
                                       << QStringLiteral("key");
        QTest::newRow("user in origin") << QStringList{set, QStringLiteral("https://me:KEY@h")} << QByteArray()
                                        << QStringLiteral("user name");
        QTest::newRow("empty key") << QStringList{set, origin} << QByteArray("\n") << QStringLiteral("is empty");
        QTest::newRow("two lines") << QStringList{set, origin} << QByteArray("KEY\nKEY\n") << QStringLiteral("spaces");
        QTest::newRow("endless") << QStringList{set, origin} << QByteArray("KEY").repeated(100'000)
                                 << QStringLiteral("longer than");
    }

    void badInput()
    {
        QFETCH(QStringList, args);
        QFETCH(QByteArray, input);
        QFETCH(QString, word);
        if (!input.isEmpty() && !unlocked())
            QSKIP("without a keychain the key is not even read");
        for (QString& arg : args)
            arg.replace(QLatin1String("KEY"), QString::fromLatin1(m_key));
        const Outcome outcome = keys(args, input.replace("KEY", m_key));
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains(word), qPrintable(outcome.err));
        QCOMPARE(outcome.out, QString());
        QCOMPARE(keys({QStringLiteral("list")}).out, QString());
    }

    void promptDoesNotShowTheKey()
    {
        if (!unlocked())
            QSKIP("needs an unlocked secret service; run by withASecretService");
        const Outcome typed = typeKey("wrong\x15" + m_key + "x\x7f\r");
        QVERIFY2(typed.exitCode == 0, qPrintable(typed.out));
        QVERIFY2(typed.out.contains(QStringLiteral("Key for https://typed.example (not shown): ")),
                 qPrintable(typed.out));
        QCOMPARE(keys({QStringLiteral("list")}).out, QStringLiteral("https://typed.example\n"));
        QCOMPARE(keys({QStringLiteral("remove"), QStringLiteral("https://typed.example")}).exitCode, 0);
        const Outcome cancelled = typeKey(m_key + '\x03');
        QCOMPARE(cancelled.exitCode, 130);
        QCOMPARE(keys({QStringLiteral("list")}).out, QString());
    }

    void helpHasExamples()
    {
        const Outcome help = keys({QStringLiteral("--help")});
        QCOMPARE(help.exitCode, 0);
        QVERIFY(help.out.contains(QStringLiteral("quantlens-cli keys set https://")));
        QVERIFY(help.out.contains(QStringLiteral("--allow-plain-http")));
    }

    void withASecretService_data()
    {
        QTest::addColumn<QString>("state");
        QTest::newRow("unlocked") << QStringLiteral("unlocked");
        QTest::newRow("locked") << QStringLiteral("locked");
    }

    void withASecretService()
    {
        if (test::keychainState() != QLatin1String("none"))
            QSKIP("this is that run");
        QFETCH(QString, state);
        const auto outcome = test::rerunWithSecretService(state);
        if (!outcome)
            QSKIP("dbus-run-session and gnome-keyring-daemon are not installed");
        QVERIFY2(outcome->exitCode == 0, qPrintable(outcome->out + outcome->err));
        QVERIFY2(outcome->out.contains(QStringLiteral(", 0 failed")), qPrintable(outcome->out));
    }
};

int main(int argc, char** argv)
{
    test::hideSecretService();
    QCoreApplication app(argc, argv);
    KeysTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "keys_test.moc"
