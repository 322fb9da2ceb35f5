// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/desktopkeychain.h"

#include "core/base/text.h"

#include <QPromise>
#include <QTimer>
#include <qt6keychain/keychain.h>

#include <utility>

namespace quantlens::secrets {

namespace {

constexpr qsizetype longestReason = 300;

QString keychainService()
{
    return QStringLiteral("quantlens");
}

QString otherWays(const QString& first)
{
    return QStringLiteral("%1, or name an environment variable with --api-key-env; the window can also keep a key for "
                          "one session.")
        .arg(first);
}

base::Error unavailable(const QString& words)
{
    return {QStringLiteral("keychain.unavailable"), QStringLiteral("There is no keychain that can be used."),
            otherWays(QStringLiteral("Start a secret service such as gnome-keyring or KWallet")),
            base::singleLine(words, longestReason)};
}

base::Error locked()
{
    return {QStringLiteral("keychain.locked"),
            QStringLiteral("The keychain is locked and was not opened."),
            otherWays(QStringLiteral("Unlock it")),
            {}};
}

base::Error cancelled()
{
    return {QStringLiteral("run.cancelled"), QStringLiteral("Asking the keychain was cancelled."), {}, {}};
}

/// A promise that is kept in any case: whoever awaits the future must not wait for a call that was dropped.
template<class T>
class Answer
{
public:
    Answer() { m_promise.start(); }
    Answer(const Answer&) = delete;
    ~Answer()
    {
        if (!m_given)
            give(std::unexpected(cancelled()));
    }

    void give(base::Expected<T> result)
    {
        m_given = true;
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }
    [[nodiscard]] QFuture<base::Expected<T>> future() { return m_promise.future(); }

private:
    QPromise<base::Expected<T>> m_promise;
    bool m_given = false;
};

/// Starts a job whose end calls `ended`, unless `context` is gone by then. A job under way cannot be stopped: the
/// service holds on to it, so it is left to end by itself.
template<class Ended>
void startJob(QKeychain::Job* job, const Origin& origin, QObject* context, Ended ended)
{
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    job->setKey(origin.text());
    QObject::connect(job, &QKeychain::Job::finished, context, ended);
    job->start();
}

} // namespace

struct DesktopKeychain::Call
{
    Origin origin;
    std::optional<QByteArray> value; ///< to be written; none: to be read
    bool thenRemove = false;
    Done done;
};

DesktopKeychain::DesktopKeychain(int limitMs, QObject* parent)
    : QObject(parent)
    , m_limitMs(limitMs)
{
}

DesktopKeychain::~DesktopKeychain()
{
    while (!m_calls.isEmpty())
        end(m_calls.constFirst(), std::unexpected(cancelled()));
}

QFuture<base::Expected<Secret>> DesktopKeychain::read(const Origin& origin)
{
    const auto answer = std::make_shared<Answer<Secret>>();
    auto future = answer->future();
    begin(origin, std::nullopt, false, [answer, origin](const base::Expected<QByteArray>& value) {
        answer->give(value ? Secret::make(*value, origin) : std::unexpected(value.error()));
    });
    return future;
}

QFuture<base::Expected<void>> DesktopKeychain::write(const Secret& secret)
{
    const auto answer = std::make_shared<Answer<void>>();
    auto future = answer->future();
    begin(secret.origin(), secret.reveal(), false, [answer](const base::Expected<QByteArray>& result) {
        answer->give(result ? base::Expected<void>() : std::unexpected(result.error()));
    });
    return future;
}

QFuture<base::Expected<void>> DesktopKeychain::remove(const Origin& origin)
{
    const auto answer = std::make_shared<Answer<void>>();
    auto future = answer->future();
    // A locked service says "removed" and keeps the key; overwriting it first fails there.
    begin(origin, QByteArrayLiteral("removed"), true, [answer](const base::Expected<QByteArray>& result) {
        answer->give(result ? base::Expected<void>() : std::unexpected(result.error()));
    });
    return future;
}

void DesktopKeychain::cancel()
{
    QMetaObject::invokeMethod(this, [this] {
        while (!m_calls.isEmpty())
            end(m_calls.constFirst(), std::unexpected(cancelled()));
    });
}

void DesktopKeychain::begin(const Origin& origin, std::optional<QByteArray> value, bool thenRemove, Done done)
{
    const auto call = std::make_shared<Call>(origin, std::move(value), thenRemove, std::move(done));
    QMetaObject::invokeMethod(this, [this, call] {
        m_calls.append(call);
        QTimer::singleShot(m_limitMs, this, [this, call] {
            end(call, base::failure(QStringLiteral("keychain.timeout"),
                                    QStringLiteral("The keychain did not answer within %1 s.").arg(m_limitMs / 1000.0),
                                    QStringLiteral("Look whether it waits for its password somewhere on the screen, "
                                                   "or name an environment variable with --api-key-env.")));
        });
        call->value ? writeEntry(call) : readEntry(call);
    });
}

void DesktopKeychain::readEntry(const std::shared_ptr<Call>& call)
{
    startJob(new QKeychain::ReadPasswordJob(keychainService()), call->origin, this, [this, call](QKeychain::Job* job) {
        switch (job->error()) {
        case QKeychain::NoError:
            return end(call, static_cast<QKeychain::ReadPasswordJob*>(job)->binaryData());
        case QKeychain::EntryNotFound:
            return end(call, base::failure(QStringLiteral("keychain.not_found"),
                                           QStringLiteral("The keychain has no key for %1.").arg(call->origin.text()),
                                           QStringLiteral("Store one with quantlens-cli keys set %1; a locked keychain "
                                                          "looks empty, too.")
                                               .arg(call->origin.text())));
        case QKeychain::AccessDenied:
        case QKeychain::AccessDeniedByUser:
            return end(call, std::unexpected(locked()));
        default:
            return end(call, std::unexpected(unavailable(job->errorString())));
        }
    });
}

void DesktopKeychain::writeEntry(const std::shared_ptr<Call>& call)
{
    auto* job = new QKeychain::WritePasswordJob(keychainService());
    job->setBinaryData(*call->value);
    startJob(job, call->origin, this, [this, call](QKeychain::Job* ended) {
        switch (ended->error()) {
        case QKeychain::NoError:
            return call->thenRemove ? removeEntry(call) : end(call, QByteArray());
        case QKeychain::AccessDenied:
        case QKeychain::AccessDeniedByUser:
            return end(call, std::unexpected(locked()));
        case QKeychain::NoBackendAvailable:
        case QKeychain::NotImplemented:
            return end(call, std::unexpected(unavailable(ended->errorString())));
        default:
            return explainRefusal(call, ended->errorString());
        }
    });
}

void DesktopKeychain::explainRefusal(const std::shared_ptr<Call>& call, const QString& words)
{
    startJob(new QKeychain::ReadPasswordJob(keychainService()), call->origin, this,
             [this, call, words](QKeychain::Job* job) {
                 const bool answers = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
                 end(call, std::unexpected(answers ? locked() : unavailable(words)));
             });
}

void DesktopKeychain::removeEntry(const std::shared_ptr<Call>& call)
{
    startJob(new QKeychain::DeletePasswordJob(keychainService()), call->origin, this,
             [this, call](QKeychain::Job* job) {
                 if (job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound)
                     end(call, QByteArray());
                 else
                     end(call, std::unexpected(locked()));
             });
}

void DesktopKeychain::end(const std::shared_ptr<Call>& call, const base::Expected<QByteArray>& result)
{
    const std::shared_ptr<Call> held = call; // may be the list's own
    if (!m_calls.removeOne(held))
        return; // ended before, by its limit or cancelled
    std::exchange(held->done, {})(result);
}

} // namespace quantlens::secrets
