// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"

#include "core/net/certificates.h"
#include "core/net/lanes.h"
#include "core/net/proxy.h"
#include "core/net/requestbody.h"

#include <QHttp1Configuration>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <algorithm>

namespace quantlens::net {

namespace {

constexpr int connectionsPerManager = 255;

} // namespace

HttpClient::HttpClient(EndpointOptions endpoint, QObject* parent)
    : QObject(parent)
    , m_endpoint(std::move(endpoint))
{
    if (m_endpoint.key)
        m_redactor.add(*m_endpoint.key);
    if (const auto ready = prepare(); !ready)
        m_fault = m_redactor.apply(ready.error());
}

HttpClient::HttpClient(const QUrl& base, int lanes, QObject* parent)
    : HttpClient(EndpointOptions{.base = base, .lanes = lanes}, parent)
{
}

base::Expected<void> HttpClient::prepare()
{
    const int lanes = std::max(1, m_endpoint.lanes);
    if (const auto enough = checkLanes(lanes); !enough)
        return enough;
    // Qt would send it as a password.
    if (!m_endpoint.base.userInfo().isEmpty())
        return std::unexpected(secrets::originOf(m_endpoint.base).error());
    if (m_endpoint.key) {
        const auto allowed = secrets::mayBeSent(*m_endpoint.key, m_endpoint.base, m_endpoint.allowPlainHttpKey);
        if (!allowed)
            return allowed;
    }
    auto tls = tlsConfiguration(m_endpoint.caFile);
    if (!tls)
        return std::unexpected(tls.error());
    m_tls = std::move(*tls);
    QNetworkProxy proxy(QNetworkProxy::NoProxy);
    if (m_endpoint.proxy == ProxyUse::Environment) {
        const auto found = proxyFor(m_endpoint.base, QProcessEnvironment::systemEnvironment());
        if (!found)
            return std::unexpected(found.error());
        proxy = *found;
        m_proxyHasUser = !proxy.user().isEmpty();
        m_redactor.add(proxy.password().toUtf8());
    }
    for (int i = 0; i < (lanes + connectionsPerManager - 1) / connectionsPerManager; ++i) {
        auto* network = new QNetworkAccessManager(this);
        network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        network->setProxy(proxy);
        m_managers.push_back({network});
    }
    return {};
}

QUrl HttpClient::url(const QString& path) const
{
    QUrl url = m_endpoint.base;
    QString prefix = url.path();
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    url.setPath(prefix + path);
    return url;
}

QNetworkRequest HttpClient::request(const QString& path) const
{
    QNetworkRequest request(url(path));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // Nobody's single sign-on is offered to a server. A proxy's own password needs the automatic way.
    if (!m_proxyHasUser)
        request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    // Compressed replies would be unpacked without a bound.
    request.setRawHeader("Accept-Encoding", "identity");
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("quantlens/" QUANTLENS_VERSION));
    if (m_endpoint.key)
        request.setRawHeader("Authorization", "Bearer " + m_endpoint.key->reveal());
    QHttp1Configuration http1;
    http1.setNumberOfConnectionsPerHost(connectionsPerManager);
    request.setHttp1Configuration(http1);
    request.setSslConfiguration(m_tls);
    return request;
}

const HttpClient::Manager& HttpClient::freeManager() const
{
    return *std::ranges::min_element(m_managers, {}, [](const Manager& manager) { return *manager.inFlight; });
}

HttpExchange HttpClient::get(const QString& path, Limits limits, Cancel* cancel)
{
    if (m_fault)
        return HttpExchange(*m_fault);
    const Manager& manager = freeManager();
    return {manager.network->get(request(path)), limits, cancel, m_redactor, manager.inFlight};
}

HttpExchange HttpClient::post(const QString& path, const QByteArray& json, Limits limits, Cancel* cancel)
{
    if (m_fault)
        return HttpExchange(*m_fault);
    QNetworkRequest request = this->request(path);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    // llama-server ends a kept connection after 100 requests or 5 s. On a busy machine one is sent just then, is lost
    // without an answer, and looked like a server that fails (1 and 4 of 400, measured). A connection of its own costs
    // nothing without TLS.
    if (request.url().scheme() == QLatin1String("http"))
        request.setRawHeader("Connection", "close");
    const Manager& manager = freeManager();
    // A proxy that asks for its password first needs the body a second time.
    if (m_proxyHasUser)
        return {manager.network->post(request, json), limits, cancel, m_redactor, manager.inFlight};
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setHeader(QNetworkRequest::ContentLengthHeader, json.size());
    auto* body = new RequestBody(json);
    QNetworkReply* reply = manager.network->post(request, body);
    body->setParent(reply);
    return {reply, limits, cancel, m_redactor, manager.inFlight};
}

} // namespace quantlens::net
