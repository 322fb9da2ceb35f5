// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificates.h"

#include <QFile>
#include <QProcess>

namespace quantlens::test {

namespace {

bool openssl(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    return process.waitForFinished(30'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

QStringList newKeyArguments(const QString& key, const QString& subject)
{
    return {QStringLiteral("req"),    QStringLiteral("-newkey"),       QStringLiteral("rsa:2048"),
            QStringLiteral("-nodes"), QStringLiteral("-keyout"),       key,
            QStringLiteral("-subj"),  QStringLiteral("/CN=") + subject};
}

const QString names = QStringLiteral("subjectAltName=IP:127.0.0.1,DNS:localhost");

} // namespace

std::optional<ServerCertificate> makeSelfSigned(const QString& folder)
{
    const QString key = folder + QStringLiteral("/self.key");
    const QString certificate = folder + QStringLiteral("/self.pem");
    if (!openssl(newKeyArguments(key, QStringLiteral("localhost")) +
                 QStringList{QStringLiteral("-x509"), QStringLiteral("-days"), QStringLiteral("2"),
                             QStringLiteral("-addext"), names, QStringLiteral("-out"), certificate}))
        return {};
    return ServerCertificate{.certificateFile = certificate, .keyFile = key, .caFile = certificate};
}

std::optional<ServerCertificate> makeUnknownAuthority(const QString& folder)
{
    const auto in = [&](QLatin1StringView name) { return folder + u'/' + name; };
    const QString caKey = in(QLatin1StringView("ca.key"));
    const QString ca = in(QLatin1StringView("ca.pem"));
    const QString key = in(QLatin1StringView("server.key"));
    const QString request = in(QLatin1StringView("server.csr"));
    const QString certificate = in(QLatin1StringView("server.pem"));
    const QString extensions = in(QLatin1StringView("server.ext"));
    QFile file(extensions);
    if (!file.open(QIODevice::WriteOnly) || file.write(names.toUtf8() + '\n') < 0)
        return {};
    file.close();
    const bool made =
        openssl(newKeyArguments(caKey, QStringLiteral("Nobody knows this authority")) +
                QStringList{QStringLiteral("-x509"), QStringLiteral("-days"), QStringLiteral("2"),
                            QStringLiteral("-out"), ca}) &&
        openssl(newKeyArguments(key, QStringLiteral("localhost")) + QStringList{QStringLiteral("-out"), request}) &&
        openssl({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), request, QStringLiteral("-CA"),
                 ca, QStringLiteral("-CAkey"), caKey, QStringLiteral("-set_serial"), QStringLiteral("7"),
                 QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-extfile"), extensions,
                 QStringLiteral("-out"), certificate});
    if (!made)
        return {};
    return ServerCertificate{.certificateFile = certificate, .keyFile = key, .caFile = ca};
}

} // namespace quantlens::test
