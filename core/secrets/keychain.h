// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/secrets/secret.h"

#include <QFuture>
#include <QList>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace quantlens::secrets {

/// The person's keychain (Secret Service, KWallet, …), one key an origin, never a file instead. Lives in the main
/// thread, which must run an event loop; its calls may come from any thread. Every future ends with a result, none is
/// ever cancelled, so they can be awaited: a service that does not answer, or waits for a person who does not, ends
/// with "keychain.timeout" after the limit. Other errors of all calls: "keychain.unavailable" (no such service),
/// "keychain.locked", "run.cancelled".
class Keychain : public QObject
{
    Q_OBJECT

public:
    /// Long enough to type the password of the keychain.
    static constexpr int defaultLimitMs = 60'000;

    explicit Keychain(int limitMs = defaultLimitMs, QObject* parent = nullptr);
    ~Keychain() override;

    /// Errors besides: "keychain.not_found", which some services also say while they are locked; "keys.value".
    [[nodiscard]] QFuture<base::Expected<Secret>> read(const Origin& origin);
    /// Puts the key in the place of an earlier one.
    [[nodiscard]] QFuture<base::Expected<void>> write(const Secret& secret);
    /// Also succeeds where there is no key.
    [[nodiscard]] QFuture<base::Expected<void>> remove(const Origin& origin);

    /// Ends all calls under way with "run.cancelled". From any thread.
    void cancel();

private:
    struct Call;
    using Done = std::function<void(const base::Expected<QByteArray>&)>;

    void begin(const Origin& origin, std::optional<QByteArray> value, bool thenRemove, Done done);
    void readEntry(const std::shared_ptr<Call>& call);
    void writeEntry(const std::shared_ptr<Call>& call);
    void removeEntry(const std::shared_ptr<Call>& call);
    /// After a write was refused: reading tells a locked service from a missing one.
    void explainRefusal(const std::shared_ptr<Call>& call, const QString& words);
    void end(const std::shared_ptr<Call>& call, const base::Expected<QByteArray>& result);

    int m_limitMs;
    QList<std::shared_ptr<Call>> m_calls;
};

} // namespace quantlens::secrets
