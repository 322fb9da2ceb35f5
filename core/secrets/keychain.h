// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/secrets/secret.h"

#include <QFuture>

namespace quantlens::secrets {

/// Where a person's keys are kept, one key an origin. Its calls may come from any thread. Every future ends with a
/// result, none is ever cancelled, so they can be awaited: a service that does not answer, or waits for a person who
/// does not, ends with "keychain.timeout" after a limit. Other errors of all calls: "keychain.unavailable" (no such
/// service), "keychain.locked", "run.cancelled". The one there is: DesktopKeychain.
class Keychain
{
public:
    Keychain() = default;
    virtual ~Keychain() = default;
    Keychain(const Keychain&) = delete;
    Keychain& operator=(const Keychain&) = delete;

    /// Errors besides: "keychain.not_found", which some services also say while they are locked; "keys.value".
    [[nodiscard]] virtual QFuture<base::Expected<Secret>> read(const Origin& origin) = 0;
    /// Puts the key in the place of an earlier one.
    [[nodiscard]] virtual QFuture<base::Expected<void>> write(const Secret& secret) = 0;
    /// Also succeeds where there is no key.
    [[nodiscard]] virtual QFuture<base::Expected<void>> remove(const Origin& origin) = 0;

    /// Ends all calls under way with "run.cancelled".
    virtual void cancel() = 0;
};

} // namespace quantlens::secrets
