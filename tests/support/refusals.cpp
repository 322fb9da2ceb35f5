// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/refusals.h"

#include "core/base/json.h"

#include <QJsonArray>

namespace quantlens::test {

namespace {

/// How a server describes a field without naming it.
QString implied(const QString& field)
{
    if (field.contains(QLatin1StringView("logprobs")) || field == QLatin1StringView("n_probs"))
        return QStringLiteral("This model does not support returning log probabilities of tokens");
    if (field == QLatin1StringView("think") || field.startsWith(QLatin1StringView("reasoning")) ||
        field == QLatin1StringView("chat_template_kwargs"))
        return QStringLiteral("This model does not support thinking");
    if (field == QLatin1StringView("seed"))
        return QStringLiteral("Deterministic sampling is not available for this model");
    return QStringLiteral("The request has an argument that is not supported here");
}

} // namespace

Script jsonScript(int status, const QJsonObject& body, QByteArrayList headers)
{
    return {.status = status, .headers = std::move(headers), .pieces = {base::canonicalJson(body)}};
}

QJsonObject errorBody(const QString& message, const QString& type, int code)
{
    return {{QStringLiteral("error"), QJsonObject{{QStringLiteral("message"), message},
                                                  {QStringLiteral("type"), type},
                                                  {QStringLiteral("code"), code}}}};
}

QString refusedField(const Misbehaviour& order, const Received& request)
{
    const QJsonObject body = base::parseJsonObject(request.body).value_or(QJsonObject());
    for (const QByteArray& field : order.fields) {
        QJsonValue value = body;
        for (const QByteArray& part : field.split('.'))
            value = value.toObject().value(QString::fromUtf8(part));
        if (!value.isUndefined())
            return QString::fromUtf8(field);
    }
    return {};
}

Script refuse(const Misbehaviour& order, const Received& request, Script good)
{
    const QString field = refusedField(order, request);
    if (field.isEmpty())
        return good;
    const int status = order.status ? order.status : order.refusal == Refusal::FastApi ? 422 : 400;
    switch (order.refusal) {
    case Refusal::FastApi: {
        QJsonArray place{QStringLiteral("body")};
        for (const QString& part : field.split(u'.'))
            place.append(part);
        return jsonScript(
            status, {{QStringLiteral("detail"),
                      QJsonArray{QJsonObject{{QStringLiteral("type"), QStringLiteral("extra_forbidden")},
                                             {QStringLiteral("loc"), place},
                                             {QStringLiteral("msg"), QStringLiteral("Extra inputs are not permitted")},
                                             {QStringLiteral("input"), true}}}}});
    }
    case Refusal::Implied:
        return jsonScript(status, errorBody(implied(field), QStringLiteral("invalid_request_error"), status));
    case Refusal::Plain:
        return jsonScript(status,
                          {{QStringLiteral("error"), QStringLiteral("\"fake\" does not support %1").arg(field)}});
    case Refusal::OpenAi:
        break;
    }
    return jsonScript(status, {{QStringLiteral("error"),
                                QJsonObject{{QStringLiteral("message"),
                                             QStringLiteral("Unrecognized request argument supplied: %1").arg(field)},
                                            {QStringLiteral("type"), QStringLiteral("invalid_request_error")},
                                            {QStringLiteral("param"), field},
                                            {QStringLiteral("code"), QJsonValue::Null}}}});
}

} // namespace quantlens::test
