// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/messages.h"

#include "core/scoring/compatible.h"

namespace quantlens::backends {

namespace {

QJsonObject messageJson(const QString& role, const QString& content)
{
    return {{QStringLiteral("role"), role}, {QStringLiteral("content"), content}};
}

} // namespace

void insertAll(QJsonObject& body, const QJsonObject& fields)
{
    for (auto it = fields.begin(); it != fields.end(); ++it)
        body.insert(it.key(), it.value());
}

QString compatiblePrompt(const domain::GenerationRequest& request)
{
    const QString text = request.prompt.text();
    return request.thinking ? text : scoring::compatible::stripThinking(text);
}

QJsonArray messagesJson(const domain::GenerationRequest& request)
{
    QJsonArray messages;
    if (request.compatible) {
        if (!request.thinking)
            messages.append(messageJson(QStringLiteral("system"), QString()));
        messages.append(messageJson(QStringLiteral("user"), compatiblePrompt(request)));
        return messages;
    }
    for (const domain::Message& message : request.prompt.messages) {
        if (message.role != QLatin1String("system") || !message.content.isEmpty())
            messages.append(messageJson(message.role, message.content));
    }
    return messages;
}

} // namespace quantlens::backends
