// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/keychain.h"

#include <QList>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace quantlens::secrets {

/// The keychain of the desktop (Secret Service, KWallet, …), never a file instead. Lives in the main thread, which must
/// run an event loop.
class DesktopKeychain final : public QObject, public Keychain
{
    Q_OBJECT

public:
    /// Long enough to type the password of the keychain.
    static constexpr int defaultLimitMs = 60'000;

    explicit DesktopKeychain(int limitMs = defaultLimitMs, QObject* parent = nullptr);
    ~DesktopKeychain() override;

    [[nodiscard]] QFuture<base::Expected<Secret>> read(const Origin& origin) override;
    [[nodiscard]] QFuture<base::Expected<void>> write(const Secret& secret) override;
    [[nodiscard]] QFuture<base::Expected<void>> remove(const Origin& origin) override;
    void cancel() override;

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
