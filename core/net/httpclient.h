// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/endpoint.h"
#include "core/net/httpexchange.h"
#include "core/secrets/redactor.h"

#include <QByteArray>
#include <QNetworkRequest>
#include <QObject>
#include <QSslConfiguration>
#include <QUrl>

#include <memory>
#include <optional>
#include <vector>

class QNetworkAccessManager;

namespace quantlens::net {

/// HTTP to one endpoint: up to `lanes` connections (255 a manager), no redirects followed, no HTTP/2, no compression.
/// Lives in the engine thread.
class HttpClient : public QObject
{
    Q_OBJECT

public:
    explicit HttpClient(EndpointOptions endpoint, QObject* parent = nullptr);
    /// An endpoint without key.
    explicit HttpClient(const QUrl& base, int lanes = 1, QObject* parent = nullptr);

    [[nodiscard]] QUrl base() const { return m_endpoint.base; }
    /// The address of `path` ("/v1/models") below the endpoint, whose own path prefix is kept.
    [[nodiscard]] QUrl url(const QString& path) const;

    /// What makes every request fail before it is sent: "net.ca_file", "net.descriptors", "network.proxy",
    /// "keys.origin" (a password in the address), "keys.other_origin", "keys.plain_http"; nothing when all is well.
    [[nodiscard]] const std::optional<base::Error>& fault() const { return m_fault; }

    /// Qt may ask once more when a connection closes before the first byte; asking twice changes nothing.
    [[nodiscard]] HttpExchange get(const QString& path, Limits limits, Cancel* cancel);
    /// Sent once, whatever happens; without TLS on a connection of its own.
    [[nodiscard]] HttpExchange post(const QString& path, const QByteArray& json, Limits limits, Cancel* cancel);

    /// Removes this endpoint's key from what others write: records of requests, logs, answers put together from pieces.
    [[nodiscard]] const secrets::Redactor& redactor() const { return m_redactor; }

private:
    struct Manager
    {
        QNetworkAccessManager* network = nullptr;
        std::shared_ptr<int> inFlight = std::make_shared<int>(0);
    };

    [[nodiscard]] base::Expected<void> prepare();
    [[nodiscard]] QNetworkRequest request(const QString& path) const;
    /// The one with the fewest requests in flight: Qt would queue what exceeds 255.
    [[nodiscard]] const Manager& freeManager() const;

    EndpointOptions m_endpoint;
    secrets::Redactor m_redactor;
    QSslConfiguration m_tls;
    std::optional<base::Error> m_fault;
    std::vector<Manager> m_managers;
    bool m_proxyHasUser = false;
};

} // namespace quantlens::net
