// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/desktopkeychain.h"
#include "core/secrets/keyindex.h"
#include "core/secrets/origin.h"
#include "core/secrets/sources.h"
#include "tests/support/coroutine.h"
#include "tests/support/secretservice.h"

#include <QDebug>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace quantlens;
using secrets::DesktopKeychain;
using secrets::KeyIndex;
using secrets::Origin;
using secrets::Secret;
using test::await;

/// The tests of the keychain run twice more: with an unlocked secret service, and with a locked one.
class SecretsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    const Origin m_origin{QStringLiteral("https"), QStringLiteral("api.example.com"), 443};

    template<class T>
    static T result(QFuture<T> future)
    {
        // Every call is bounded by the keychain's own limit; this one only guards the test.
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30'000))
            qFatal("the keychain call did not end");
        return future.result();
    }

    template<class T>
    static QString codeOf(const base::Expected<T>& result)
    {
        return result ? QString() : result.error().code;
    }

    [[nodiscard]] Secret secret(const QByteArray& value) const { return *Secret::make(value, m_origin); }

    [[nodiscard]] base::Expected<std::optional<secrets::FoundKey>> find(const secrets::KeySources& sources,
                                                                        const QString& environmentName = {}) const
    {
        return await(secrets::findKey(sources, QUrl(QStringLiteral("https://api.example.com/v1")), environmentName));
    }

private Q_SLOTS:
    void origins_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("origin");
        const auto row = [](const char* text, const char* origin) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(origin);
        };
        row("https://api.example.com", "https://api.example.com");
        row("HTTPS://API.Example.COM:443/", "https://api.example.com");
        row("  https://api.example.com/v1/chat?x=1#m ", "https://api.example.com");
        row("https://api.example.com:80", "https://api.example.com:80");
        row("http://h:80/prefix/v1", "http://h");
        row("http://h:443", "http://h:443");
        row("http://[::1]:8080/v1/", "http://[::1]:8080");
        row("http://[0:0:0::1]:8080", "http://[::1]:8080");
        row("http://[FD00::A]", "http://[fd00::a]");
        row("http://127.0.0.1:8080", "http://127.0.0.1:8080");
        row("https://bücher.example", "https://xn--bcher-kva.example");
        row("https://xn--bcher-kva.example", "https://xn--bcher-kva.example");
        row("", "keys.origin");
        row("api.example.com", "keys.origin");
        row("ftp://h", "keys.origin");
        row("http://", "keys.origin");
        row("http:///v1", "keys.origin");
        row("https://me@h", "keys.origin");
        row("https://me:pw@h", "keys.origin");
        row("https://h:0", "keys.origin");
        row("https://h:99999", "keys.origin");
        row("sk-0123456789", "keys.origin");
    }

    void origins()
    {
        QFETCH(QString, text);
        QFETCH(QString, origin);
        const auto found = secrets::originFromText(text);
        QCOMPARE(found ? found->text() : found.error().code, origin);
        if (found)
            QCOMPARE(*secrets::originFromText(found->text()), *found);
        else // what was typed may be a key
            QVERIFY(!base::oneLine(found.error()).contains(QStringLiteral("sk-0123456789")));
    }

    void secretsAreCheckedAndDoNotPrint()
    {
        const auto key = Secret::make(" sk-abcdef012345 \r\n", m_origin);
        QVERIFY(key);
        QCOMPARE(key->reveal(), QByteArray("sk-abcdef012345"));
        QString printed;
        QDebug(&printed) << *key;
        QCOMPARE(printed.trimmed(), QStringLiteral("Secret(https://api.example.com)"));
        for (const QByteArray& bad :
             {QByteArray(), QByteArray(" \n"), QByteArray("sk-one sk-two"), QByteArray("sk-one\nsk-two"),
              QByteArray("schlüssel-schlüssel"), QByteArray("a\0b", 3), QByteArray(9000, 'k')}) {
            const auto refused = Secret::make(bad, m_origin);
            QCOMPARE(codeOf(refused), QStringLiteral("keys.value"));
            QVERIFY(bad.size() < 4 || !base::oneLine(refused.error()).contains(QString::fromUtf8(bad)));
        }
    }

    void environmentKeys()
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("MY_KEY"), QStringLiteral("sk-from-environment\n"));
        environment.insert(QStringLiteral("EMPTY_KEY"), QStringLiteral("  "));
        const auto key = secrets::keyFromEnvironment(QStringLiteral("MY_KEY"), m_origin, environment);
        QVERIFY(key);
        QCOMPARE(key->reveal(), QByteArray("sk-from-environment"));
        const auto missing = secrets::keyFromEnvironment(QStringLiteral("NO_KEY"), m_origin, environment);
        QCOMPARE(codeOf(missing), QStringLiteral("keys.environment"));
        QVERIFY(missing.error().message.contains(QStringLiteral("NO_KEY is not set")));
        const auto empty = secrets::keyFromEnvironment(QStringLiteral("EMPTY_KEY"), m_origin, environment);
        QVERIFY(empty.error().message.contains(QStringLiteral("is empty")));
        // A key where its variable's name belongs is not repeated.
        for (const QString& mistaken : {QStringLiteral("sk-proj-12345"), QStringLiteral("abcdef0123456789")}) {
            const auto wrong = secrets::keyFromEnvironment(mistaken, m_origin, environment);
            QCOMPARE(codeOf(wrong), QStringLiteral("keys.environment"));
            QVERIFY(!base::oneLine(wrong.error()).contains(mistaken));
        }
    }

    void indexKeepsOriginsOnly()
    {
        const QString path = m_dir.filePath(QStringLiteral("deep/key-origins"));
        const KeyIndex index(path);
        QVERIFY(index.load()->isEmpty());
        const Origin other{QStringLiteral("http"), QStringLiteral("10.0.0.5"), 8000};
        QVERIFY(index.put({m_origin, false}));
        QVERIFY(index.put({other, false}));
        QVERIFY(index.put({other, true}));
        const QList<secrets::IndexedKey> both{{other, true}, {m_origin, false}};
        QCOMPARE(*index.load(), both);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Append));
        file.write("rubbish\n\xff\xfe\nhttps://me:pw@h\n  https://B.example:443/x  \n");
        file.close();
        QCOMPARE(index.load()->size(), 3);
        QVERIFY(index.remove(m_origin));
        QCOMPARE(index.load()->size(), 2);
        QVERIFY(index.remove(m_origin));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());

        const KeyIndex unusable(m_dir.filePath(QStringLiteral("deep/key-origins/below-a-file")));
        QCOMPARE(codeOf(unusable.put({m_origin, false})), QStringLiteral("keys.index"));
    }

    void orderOfSources()
    {
        secrets::SessionKeys session;
        secrets::KeySources sources{.session = &session};
        sources.environment.insert(QStringLiteral("MY_KEY"), QStringLiteral("sk-from-environment"));
        QVERIFY(!find(sources)->has_value());
        session.set(*Secret::make("sk-from-session", {QStringLiteral("https"), QStringLiteral("other.example"), 443}));
        QVERIFY(!find(sources)->has_value());
        session.set(secret("sk-first"));
        session.set(secret("sk-from-session"));
        QCOMPARE((*find(sources))->secret.reveal(), QByteArray("sk-from-session"));
        QCOMPARE((*find(sources, QStringLiteral("MY_KEY")))->secret.reveal(), QByteArray("sk-from-environment"));
        // A variable that was asked for is not silently replaced by another key.
        QCOMPARE(codeOf(find(sources, QStringLiteral("NOT_SET_KEY"))), QStringLiteral("keys.environment"));
        session.remove(m_origin);
        QVERIFY(!find(sources)->has_value());
    }

    /// Servers without a stored key make no keychain open, so that a missing one is no trouble for them.
    void keychainIsAskedForIndexedOriginsOnly()
    {
        DesktopKeychain keychain(10'000);
        secrets::KeySources sources{.keychain = &keychain,
                                    .indexPath = m_dir.filePath(QStringLiteral("index-of-sources"))};
        const auto none = find(sources);
        QVERIFY2(none, qPrintable(codeOf(none)));
        QVERIFY(!none->has_value());
        const KeyIndex index(sources.indexPath);
        QVERIFY(index.put({m_origin, true}));
        const auto listed = find(sources);
        QCOMPARE(codeOf(listed), test::keychainState() == QLatin1String("none") ? QStringLiteral("keychain.unavailable")
                                                                                : QStringLiteral("keychain.locked"));
        if (test::keychainState() != QLatin1String("unlocked"))
            return;
        QCOMPARE(codeOf(result(keychain.write(secret("sk-from-keychain")))), QString());
        const auto stored = find(sources);
        QVERIFY2(stored && *stored, qPrintable(codeOf(stored)));
        QCOMPARE((*stored)->secret.reveal(), QByteArray("sk-from-keychain"));
        QVERIFY((*stored)->plainHttpAllowed);
        QCOMPARE(codeOf(result(keychain.remove(m_origin))), QString());
    }

    void keychainWithoutServiceOrLocked()
    {
        if (test::keychainState() == QLatin1String("unlocked"))
            QSKIP("for the other two states");
        const bool locked = test::keychainState() == QLatin1String("locked");
        const QString code = locked ? QStringLiteral("keychain.locked") : QStringLiteral("keychain.unavailable");
        DesktopKeychain keychain(20'000);
        const auto written = result(keychain.write(secret("sk-not-written-anywhere")));
        QCOMPARE(codeOf(written), code);
        QVERIFY(written.error().hint.contains(QStringLiteral("--api-key-env")));
        // A locked one says that there is nothing, and that nothing was removed.
        QCOMPARE(codeOf(result(keychain.read(m_origin))), locked ? QStringLiteral("keychain.not_found") : code);
        QCOMPARE(codeOf(result(keychain.remove(m_origin))), code);
    }

    void keychainKeepsKeys()
    {
        if (test::keychainState() != QLatin1String("unlocked"))
            QSKIP("needs an unlocked secret service; run by runsWithASecretService");
        DesktopKeychain keychain(20'000);
        QCOMPARE(codeOf(result(keychain.read(m_origin))), QStringLiteral("keychain.not_found"));
        QCOMPARE(codeOf(result(keychain.write(secret("sk-first-value")))), QString());
        QCOMPARE(codeOf(result(keychain.write(secret("sk-second-value")))), QString());
        const auto read = result(keychain.read(m_origin));
        QVERIFY2(read, qPrintable(codeOf(read)));
        QCOMPARE(*read, secret("sk-second-value"));
        const Origin other{QStringLiteral("https"), QStringLiteral("api.example.com"), 444};
        QCOMPARE(codeOf(result(keychain.read(other))), QStringLiteral("keychain.not_found"));
        QCOMPARE(codeOf(result(keychain.remove(other))), QString());
        QCOMPARE(codeOf(result(keychain.remove(m_origin))), QString());
        QCOMPARE(codeOf(result(keychain.read(m_origin))), QStringLiteral("keychain.not_found"));
    }

    /// The engine thread asks; the keychain stays in the main thread.
    void keychainAnswersOtherThreads()
    {
        DesktopKeychain keychain(20'000);
        base::Expected<Secret> read = std::unexpected(base::Error());
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            auto future = keychain.read(m_origin);
            future.waitForFinished();
            read = future.result();
        }));
        thread->start();
        QVERIFY(QTest::qWaitFor([&] { return thread->isFinished(); }, 30'000));
        QVERIFY(codeOf(read).startsWith(QLatin1String("keychain.")));
    }

    void keychainCallsEnd()
    {
        QFuture<base::Expected<Secret>> dropped;
        {
            DesktopKeychain keychain;
            auto first = keychain.read(m_origin);
            auto second = keychain.write(secret("sk-not-written-anywhere"));
            keychain.cancel();
            QCOMPARE(codeOf(result(first)), QStringLiteral("run.cancelled"));
            QCOMPARE(codeOf(result(second)), QStringLiteral("run.cancelled"));
            dropped = keychain.read(m_origin);
        }
        QCOMPARE(codeOf(result(dropped)), QStringLiteral("run.cancelled"));
        DesktopKeychain impatient(0);
        QCOMPARE(codeOf(result(impatient.read(m_origin))), QStringLiteral("keychain.timeout"));
        // A call whose service answers late changes nothing any more.
        QTest::qWait(200);
    }

    void runsWithASecretService_data()
    {
        QTest::addColumn<QString>("state");
        QTest::newRow("unlocked") << QStringLiteral("unlocked");
        QTest::newRow("locked") << QStringLiteral("locked");
    }

    void runsWithASecretService()
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
    SecretsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "secrets_test.moc"
