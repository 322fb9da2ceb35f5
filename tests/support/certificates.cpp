// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificates.h"

#include <QDebug>
#include <QProcess>

namespace quantlens::test {

std::optional<ServerCertificate> makeCertificate(const QString& folder, const CertificateWish& wish)
{
    const auto file = [&folder](const QString& name, QLatin1StringView ending) {
        return folder + u'/' + name + ending;
    };
    const QLatin1StringView keyEnding(".key");
    const QLatin1StringView certificateEnding(".pem");
    const ServerCertificate made{.certificateFile = file(wish.name, certificateEnding),
                                 .keyFile = file(wish.name, keyEnding),
                                 .caFile =
                                     file(wish.signedBy.isEmpty() ? wish.name : wish.signedBy, certificateEnding)};
    QStringList arguments{QStringLiteral("req"),
                          QStringLiteral("-x509"),
                          QStringLiteral("-nodes"),
                          QStringLiteral("-newkey"),
                          QStringLiteral("ec"),
                          QStringLiteral("-pkeyopt"),
                          QStringLiteral("ec_paramgen_curve:P-256"),
                          QStringLiteral("-keyout"),
                          made.keyFile,
                          QStringLiteral("-out"),
                          made.certificateFile,
                          QStringLiteral("-subj"),
                          QStringLiteral("/CN=test ") + wish.name,
                          QStringLiteral("-addext"),
                          QStringLiteral("subjectAltName=") + wish.alternative};
    if (!wish.signedBy.isEmpty())
        arguments += QStringList{QStringLiteral("-CA"),     file(wish.signedBy, certificateEnding),
                                 QStringLiteral("-CAkey"),  file(wish.signedBy, keyEnding),
                                 QStringLiteral("-addext"), QStringLiteral("basicConstraints=critical,CA:FALSE")};
    if (!wish.from.isEmpty())
        arguments += QStringList{QStringLiteral("-not_before"), wish.from};
    if (!wish.to.isEmpty())
        arguments += QStringList{QStringLiteral("-not_after"), wish.to};
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(QStringLiteral("openssl"), arguments);
    if (openssl.waitForFinished(60'000) && openssl.exitStatus() == QProcess::NormalExit && openssl.exitCode() == 0)
        return made;
    qWarning() << openssl.errorString() << openssl.readAll();
    return {};
}

std::optional<ServerCertificate> makeSelfSigned(const QString& folder)
{
    return makeCertificate(folder, {.name = QStringLiteral("self")});
}

std::optional<ServerCertificate> makeUnknownAuthority(const QString& folder)
{
    const QString authority = QStringLiteral("authority");
    if (!makeCertificate(folder, {.name = authority, .alternative = QStringLiteral("DNS:authority.test")}))
        return {};
    return makeCertificate(folder, {.name = QStringLiteral("server"), .signedBy = authority});
}

} // namespace quantlens::test
