// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeserver.h"

#include <QString>

#include <optional>

namespace quantlens::test {

/// A certificate to make.
struct CertificateWish
{
    QString name; ///< of its files NAME.key and NAME.pem; its subject is "test NAME"
    QString alternative = QStringLiteral("IP:127.0.0.1,DNS:localhost");
    QString signedBy = {}; ///< the name of another one made in the same folder; empty: by itself
    QString from = {};     ///< as 20210203000000Z; empty: now
    QString to = {};       ///< the same; empty: in a month
};

/// A key and a certificate, written to a folder with the openssl program: made afresh, so that none expires and no
/// private key lies in the repository. A client trusts it by caFile (the signer's certificate). Nothing when it fails.
[[nodiscard]] std::optional<ServerCertificate> makeCertificate(const QString& folder, const CertificateWish& wish);

/// For 127.0.0.1 and localhost, signed by itself.
[[nodiscard]] std::optional<ServerCertificate> makeSelfSigned(const QString& folder);

/// As makeSelfSigned, signed by an authority made for the occasion: unknown to everybody who was not given caFile.
[[nodiscard]] std::optional<ServerCertificate> makeUnknownAuthority(const QString& folder);

} // namespace quantlens::test
