// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/prompt.h"

#include <QJsonArray>

namespace quantlens::domain {

QString Prompt::text() const
{
    for (auto message = messages.crbegin(); message != messages.crend(); ++message) {
        if (message->role == QLatin1String("user"))
            return message->content;
    }
    return messages.isEmpty() ? QString() : messages.last().content;
}

QJsonObject toJson(const Prompt& prompt)
{
    QJsonObject object{{QStringLiteral("id"), prompt.id},
                       {QStringLiteral("category"), prompt.category},
                       {QStringLiteral("max_tokens"), prompt.maxTokens}};
    if (prompt.messages.size() == 1 && prompt.messages.first().role == QLatin1String("user")) {
        object.insert(QStringLiteral("text"), prompt.messages.first().content);
    } else {
        QJsonArray messages;
        for (const Message& message : prompt.messages)
            messages.append(
                QJsonObject{{QStringLiteral("role"), message.role}, {QStringLiteral("content"), message.content}});
        object.insert(QStringLiteral("messages"), messages);
    }
    if (prompt.answer) {
        QJsonObject answer{{QStringLiteral("type"), prompt.answer->strategy}};
        if (!prompt.answer->value.isEmpty())
            answer.insert(QStringLiteral("value"), prompt.answer->value);
        if (prompt.answer->tolerance != 0)
            answer.insert(QStringLiteral("tolerance"), prompt.answer->tolerance);
        object.insert(QStringLiteral("answer"), answer);
    }
    if (!prompt.why.isEmpty())
        object.insert(QStringLiteral("why"), prompt.why);
    if (!prompt.metadata.isEmpty())
        object.insert(QStringLiteral("metadata"), prompt.metadata);
    return object;
}

Prompt promptFromJson(const QJsonObject& object)
{
    Prompt prompt;
    prompt.id = object.value(QLatin1String("id")).toString();
    prompt.category = object.value(QLatin1String("category")).toString(prompt.category);
    prompt.maxTokensWritten = object.contains(QLatin1String("max_tokens"));
    prompt.maxTokens = object.value(QLatin1String("max_tokens")).toInt(prompt.maxTokens);
    if (object.contains(QLatin1String("text"))) {
        prompt.messages = {{QStringLiteral("user"), object.value(QLatin1String("text")).toString()}};
    } else {
        for (const QJsonValue& value : object.value(QLatin1String("messages")).toArray()) {
            const QJsonObject message = value.toObject();
            prompt.messages.append(
                {message.value(QLatin1String("role")).toString(), message.value(QLatin1String("content")).toString()});
        }
    }
    if (const QJsonValue value = object.value(QLatin1String("answer")); value.isObject()) {
        const QJsonObject answer = value.toObject();
        const QJsonValue written = answer.value(QLatin1String("value"));
        prompt.answer = ReferenceAnswer{
            answer.value(QLatin1String("type")).toString(),
            written.isString() ? written.toString() : written.toVariant().toString(),
            answer.value(QLatin1String("tolerance")).toDouble(),
        };
    }
    prompt.why = object.value(QLatin1String("why")).toString();
    prompt.metadata = object.value(QLatin1String("metadata")).toObject();
    return prompt;
}

} // namespace quantlens::domain
