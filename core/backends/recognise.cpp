// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/recognise.h"

#include "core/backends/backend.h"
#include "core/backends/replyparser.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/net/failures.h"
#include "core/net/httpclient.h"

#include <QJsonArray>

#include <algorithm>
#include <utility>
#include <vector>

namespace quantlens::backends {

namespace {

using base::Expected;
using Qt::StringLiterals::operator""_L1;

constexpr net::Limits recogniseLimits{
    .firstByteMs = 5'000, .idleMs = 3'000, .deadlineMs = 10'000, .maxBytes = 8 * 1024 * 1024};
constexpr qsizetype mostModels = 10'000;
constexpr qsizetype longestName = 300;
constexpr qsizetype mostAddresses = 64;

/// The JSON object behind a path. The error of a transport stays; a page or anything else is "http.404".
QCoro::Task<Expected<QJsonObject>> askObject(net::HttpClient* client, QString path, net::Cancel* cancel)
{
    net::HttpExchange exchange = client->get(path, recogniseLimits, cancel);
    const auto reply = co_await exchange.readAll();
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->status >= 400)
        co_return std::unexpected(
            httpError(reply->status, reply->contentType, reply->body, net::place(client->base())));
    auto object = base::parseJsonObject(reply->body);
    if (!object)
        co_return base::failure(QStringLiteral("http.404"), QStringLiteral("%1 is no JSON object.").arg(path));
    co_return object;
}

/// Nothing can be asked any more: what is behind the address does not speak HTTP to us.
bool isTransportError(const base::Error& error)
{
    return !error.code.startsWith("http."_L1) || error.code == "http.redirect"_L1 || error.code == "http.encoding"_L1;
}

void addModel(const QString& model, Recognised& found)
{
    const QString clean = base::singleLine(model, longestName);
    if (!clean.isEmpty() && found.models.size() < mostModels && !found.models.contains(clean))
        found.models.append(clean);
}

/// Takes the models of /v1/models, and whom they are owned by.
Dialect takeModels(const QJsonObject& object, Recognised& found)
{
    Dialect owner = Dialect::Other;
    const QJsonArray list = object.value("data"_L1).toArray();
    for (const QJsonValue& value : list) {
        const QJsonObject model = value.toObject();
        const QString id = model.value("id"_L1).toString();
        addModel(id, found);
        for (const QLatin1StringView key : {"max_model_len"_L1, "context_length"_L1}) {
            if (const int tokens = model.value(key).toInt(); tokens > 0)
                found.contexts.insert(id, tokens);
        }
        const QString owned = model.value("owned_by"_L1).toString();
        if (owned == "vllm"_L1 || owned == "vllm-mlx"_L1)
            owner = Dialect::Vllm;
        else if (owned == "sglang"_L1)
            owner = Dialect::Sglang;
        else if (owned == "llamacpp"_L1)
            owner = Dialect::LlamaServer;
    }
    return owner;
}

/// mlx_lm.server names no owner, and has little besides its models: a health page, and no field of others.
bool looksLikeMlx(const QJsonObject& models)
{
    const QJsonArray list = models.value("data"_L1).toArray();
    return !list.isEmpty() &&
           std::ranges::none_of(list, [](const QJsonValue& value) { return value.toObject().contains("owned_by"_L1); });
}

void takeLmStudio(const QJsonObject& object, Recognised& found)
{
    for (const QJsonValue& value : object.value("data"_L1).toArray()) {
        const QJsonObject model = value.toObject();
        const QString id = model.value("id"_L1).toString();
        addModel(id, found);
        found.quants.insert(id, base::singleLine(model.value("quantization"_L1).toString(), longestName));
        const int loaded = model.value("loaded_context_length"_L1).toInt();
        found.contexts.insert(id, loaded > 0 ? loaded : model.value("max_context_length"_L1).toInt());
    }
}

void takeOllama(const QJsonObject& object, Recognised& found)
{
    for (const QJsonValue& value : object.value("models"_L1).toArray()) {
        const QJsonObject model = value.toObject();
        const QString id = model.value("name"_L1).toString();
        addModel(id, found);
        found.quants.insert(
            id, base::singleLine(model.value("details"_L1).toObject().value("quantization_level"_L1).toString(),
                                 longestName));
    }
}

} // namespace

QCoro::Task<Expected<Recognised>> recognise(net::EndpointOptions endpoint, net::Cancel* cancel)
{
    endpoint.base = endpointRoot(endpoint.base);
    net::HttpClient client(endpoint);
    Recognised found;
    const auto models = co_await askObject(&client, QStringLiteral("/v1/models"), cancel);
    if (!models && isTransportError(models.error()))
        co_return std::unexpected(models.error());
    const Dialect owner = models ? takeModels(*models, found) : Dialect::Other;
    found.dialect = dialectOf(endpoint.base);
    if (found.dialect != Dialect::Other) {
        if (!models)
            co_return std::unexpected(models.error());
        co_return found;
    }

    const auto props = co_await askObject(&client, QStringLiteral("/props"), cancel);
    if (props && props->value("default_generation_settings"_L1).isObject()) {
        found.dialect = Dialect::LlamaServer;
        found.version = base::singleLine(props->value("build_info"_L1).toString(), longestName);
        co_return found;
    }
    const auto sglang = co_await askObject(&client, QStringLiteral("/get_model_info"), cancel);
    if (sglang && sglang->value("model_path"_L1).isString()) {
        found.dialect = Dialect::Sglang;
        if (const auto info = co_await askObject(&client, QStringLiteral("/get_server_info"), cancel))
            found.version = base::singleLine(info->value("version"_L1).toString(), longestName);
        addModel(sglang->value("model_path"_L1).toString(), found);
        co_return found;
    }
    const auto lmStudio = co_await askObject(&client, QStringLiteral("/api/v0/models"), cancel);
    if (lmStudio && lmStudio->value("data"_L1).isArray()) {
        found.dialect = Dialect::LmStudio;
        takeLmStudio(*lmStudio, found);
        co_return found;
    }
    if (owner == Dialect::Other) {
        const auto version = co_await askObject(&client, QStringLiteral("/api/version"), cancel);
        const auto tags = co_await askObject(&client, QStringLiteral("/api/tags"), cancel);
        if (tags && tags->value("models"_L1).isArray()) {
            found.dialect = Dialect::Ollama;
            if (version)
                found.version = base::singleLine(version->value("version"_L1).toString(), longestName);
            takeOllama(*tags, found);
            co_return found;
        }
    }
    if (!models) {
        if (models.error().code == "http.401"_L1 || models.error().code == "http.403"_L1)
            co_return std::unexpected(models.error());
        co_return base::failure(
            QStringLiteral("backend.unknown"),
            QStringLiteral("%1 answers, but like no model server that is known.").arg(net::place(client.base())),
            QStringLiteral("Check the address; it must be the server's root or end in /v1."));
    }
    found.dialect = owner;
    if (owner == Dialect::Vllm || owner == Dialect::Sglang) {
        if (const auto version = co_await askObject(&client, QStringLiteral("/version"), cancel))
            found.version = base::singleLine(version->value("version"_L1).toString(), longestName);
    } else if (owner == Dialect::Other && looksLikeMlx(*models)) {
        if (co_await askObject(&client, QStringLiteral("/health"), cancel))
            found.dialect = Dialect::MlxLm;
    }
    co_return found;
}

QCoro::Task<QList<Discovered>> discover(QList<QUrl> addresses, net::Cancel* cancel)
{
    addresses.resize(std::min(addresses.size(), mostAddresses));
    std::vector<QCoro::Task<Expected<Recognised>>> asking;
    for (const QUrl& address : std::as_const(addresses))
        asking.push_back(recognise({.base = address}, cancel));
    QList<Discovered> found;
    for (qsizetype i = 0; i < addresses.size(); ++i) {
        auto server = co_await asking[std::size_t(i)];
        if (server)
            found.append({addresses.at(i), std::move(*server)});
    }
    co_return found;
}

} // namespace quantlens::backends
