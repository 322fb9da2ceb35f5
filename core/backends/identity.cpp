// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/identity.h"

#include "core/backends/backend.h"
#include "core/backends/fingerprint.h"

namespace quantlens::backends {

namespace {

/// The names of this machine are one name: people write whichever comes to mind.
QString plainHost(const QUrl& address)
{
    const QString host = address.host().toLower();
    return host == u"localhost" || host == u"::1" ? QStringLiteral("127.0.0.1") : host;
}

} // namespace

QString originOf(const QUrl& address)
{
    if (address.isEmpty())
        return {};
    const QUrl root = endpointRoot(address);
    QString path = root.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    const int port = root.port(root.scheme() == u"https" ? 443 : 80);
    return QStringLiteral("%1://%2:%3%4").arg(root.scheme(), plainHost(root), QString::number(port), path);
}

SameModel sameModel(const SideIdentity& a, const SideIdentity& b, bool askedTwice)
{
    if (askedTwice)
        return {Sameness::SelfCheck, QStringLiteral("Self-check: the same model with the same arguments, twice.")};
    const bool sameProcess = !a.instance.isEmpty() && a.instance == b.instance;
    const bool sameOrigin = !a.address.isEmpty() && originOf(a.address) == originOf(b.address);
    if (!sameProcess && !sameOrigin)
        return {};
    const FingerprintMatch match = compareFingerprints(a.fingerprint, b.fingerprint).match;
    const bool several = (a.listed > 1 || b.listed > 1) && a.model != b.model;
    if (several) {
        if (match != FingerprintMatch::Same)
            return {};
        return {Sameness::SameModel,
                QStringLiteral("Both sides are one model: %1 and %2 are two names of one server and answer alike.")
                    .arg(a.spec, b.spec)};
    }
    // A gateway may list one model and send requests to others by name.
    if (!sameProcess && match == FingerprintMatch::Other)
        return {};
    return {Sameness::SameProcess,
            QStringLiteral("Both sides are one loaded model: %1 and %2 are answered by the same server.")
                .arg(a.spec, b.spec)};
}

} // namespace quantlens::backends
