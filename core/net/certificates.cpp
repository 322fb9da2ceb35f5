// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/certificates.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <array>

namespace quantlens::net {

namespace {

constexpr qint64 largestCaFile = 4 * 1024 * 1024;

std::unexpected<base::Error> badCaFile(const QString& path, const QString& why)
{
    return base::failure(QStringLiteral("net.ca_file"), QStringLiteral("The CA file %1 %2.").arg(path, why),
                         QStringLiteral("It has to hold certificates in PEM form (BEGIN CERTIFICATE)."));
}

enum class TlsCause {
    Expired,
    NotYetValid,
    HostName,
    Other,
    SelfSigned,
    UnknownCa,
};

TlsCause causeOf(QSslError::SslError error)
{
    switch (error) {
    case QSslError::CertificateExpired:
        return TlsCause::Expired;
    case QSslError::CertificateNotYetValid:
        return TlsCause::NotYetValid;
    case QSslError::HostNameMismatch:
        return TlsCause::HostName;
    case QSslError::SelfSignedCertificate:
        return TlsCause::SelfSigned;
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return TlsCause::UnknownCa;
    default:
        return TlsCause::Other;
    }
}

QString namesOf(const QSslCertificate& certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    return names.join(QStringLiteral(", "));
}

QString causeText(TlsCause cause, const QSslError& error)
{
    const QSslCertificate certificate = error.certificate();
    switch (cause) {
    case TlsCause::Expired:
        return QStringLiteral("its certificate expired on %1")
            .arg(certificate.expiryDate().toUTC().date().toString(Qt::ISODate));
    case TlsCause::NotYetValid:
        return QStringLiteral("its certificate is valid only from %1 on")
            .arg(certificate.effectiveDate().toUTC().date().toString(Qt::ISODate));
    case TlsCause::HostName:
        return QStringLiteral("its certificate is for another host (%1)").arg(namesOf(certificate));
    case TlsCause::SelfSigned:
        return QStringLiteral("its certificate is self-signed and not known here");
    case TlsCause::UnknownCa: {
        const QString issuer = certificate.issuerInfo(QSslCertificate::CommonName).join(QStringLiteral(", "));
        return issuer.isEmpty()
                   ? QStringLiteral("its certificate comes from an authority not known here")
                   : QStringLiteral("its certificate comes from an authority not known here (%1)").arg(issuer);
    }
    case TlsCause::Other:
        break;
    }
    return QStringLiteral("its certificate was refused: %1").arg(error.errorString());
}

QString causeCode(TlsCause cause)
{
    static constexpr std::array codes{"tls.expired",     "tls.not_yet_valid", "tls.host_name",
                                      "tls.certificate", "tls.self_signed",   "tls.unknown_ca"};
    return QLatin1String(codes.at(std::size_t(cause)));
}

QString causeHint(TlsCause cause)
{
    switch (cause) {
    case TlsCause::Expired:
        return QStringLiteral("Renew the server's certificate, or check this machine's clock.");
    case TlsCause::NotYetValid:
        return QStringLiteral("Check the clocks of this machine and the server.");
    case TlsCause::HostName:
        return QStringLiteral("Use the name the certificate was made for.");
    case TlsCause::SelfSigned:
        return QStringLiteral("If it is your own, trust it with --ca-file FILE (the certificate as PEM).");
    case TlsCause::UnknownCa:
        return QStringLiteral("If the authority is your own, trust it with --ca-file FILE (its certificate as PEM).");
    case TlsCause::Other:
        break;
    }
    return QStringLiteral("Look at the server's certificate.");
}

} // namespace

base::Expected<QList<QSslCertificate>> readCaFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return badCaFile(path, QStringLiteral("cannot be read: %1").arg(file.errorString()));
    const QByteArray pem = file.read(largestCaFile + 1);
    if (pem.trimmed().isEmpty())
        return badCaFile(path, QStringLiteral("is empty"));
    if (pem.size() > largestCaFile)
        return badCaFile(path, QStringLiteral("is larger than %1 MB").arg(largestCaFile / (1024 * 1024)));
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(pem, QSsl::Pem);
    if (certificates.isEmpty())
        return badCaFile(path, QStringLiteral("has no PEM certificate in it"));
    return certificates;
}

base::Expected<QSslConfiguration> tlsConfiguration(const QString& caFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (caFile.isEmpty())
        return tls;
    const auto own = readCaFile(caFile);
    if (!own)
        return std::unexpected(own.error());
    tls.setCaCertificates(QSslConfiguration::systemCaCertificates() + *own);
    return tls;
}

base::Error tlsError(const QString& place, const QList<QSslError>& causes, const QString& words)
{
    if (causes.isEmpty())
        return {QStringLiteral("tls.handshake"),
                QStringLiteral("No TLS connection to %1: %2.").arg(place, words),
                QStringLiteral("Use http:// where the server has no TLS; else look at its TLS settings."),
                {}};
    std::array<QString, 6> texts;
    for (const QSslError& error : causes) {
        const TlsCause cause = causeOf(error.error());
        if (texts.at(std::size_t(cause)).isEmpty())
            texts.at(std::size_t(cause)) = causeText(cause, error);
    }
    const auto worst =
        TlsCause(std::ranges::find_if(texts, [](const QString& text) { return !text.isEmpty(); }) - texts.begin());
    QStringList said(texts.begin(), texts.end());
    said.removeAll(QString());
    return {causeCode(worst),
            QStringLiteral("No trusted TLS connection to %1: %2.").arg(place, said.join(QStringLiteral("; "))),
            causeHint(worst),
            {}};
}

} // namespace quantlens::net
