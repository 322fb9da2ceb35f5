// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeserver.h"

#include <QString>

#include <optional>

namespace quantlens::test {

/// A key and certificate for 127.0.0.1 and localhost that signs itself, written to a folder with the openssl program.
/// Nothing when that fails. A client trusts it by caFile (the certificate itself).
[[nodiscard]] std::optional<ServerCertificate> makeSelfSigned(const QString& folder);

/// As makeSelfSigned, signed by an authority made for the occasion: unknown to everybody who was not given caFile.
[[nodiscard]] std::optional<ServerCertificate> makeUnknownAuthority(const QString& folder);

} // namespace quantlens::test
