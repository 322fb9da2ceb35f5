// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/wirepart.h"

namespace quantlens::test {

namespace {

/// "message" or "delta", or nothing for completions.
QString messageKey(const QJsonObject& choice)
{
    for (const QString& key : {QStringLiteral("message"), QStringLiteral("delta")}) {
        if (choice.contains(key))
            return key;
    }
    return {};
}

} // namespace

QJsonObject firstChoice(const QJsonObject& object)
{
    return object[QLatin1StringView("choices")].toArray().first().toObject();
}

void setFirstChoice(QJsonObject& object, const QJsonObject& choice)
{
    QJsonArray choices = object[QLatin1StringView("choices")].toArray();
    choices.replace(0, choice);
    object[QLatin1StringView("choices")] = choices;
}

bool hasChoices(const QJsonObject& object)
{
    return !object[QLatin1StringView("choices")].toArray().isEmpty();
}

WirePart partOf(const QJsonObject& object)
{
    QJsonValue text;
    QJsonValue entries;
    if (hasChoices(object)) {
        const QJsonObject choice = firstChoice(object);
        const QString key = messageKey(choice);
        text = key.isEmpty() ? choice[QLatin1StringView("text")] : choice[key][QLatin1StringView("content")];
        entries = choice[QLatin1StringView("logprobs")][QLatin1StringView("content")];
    } else {
        text = object[QLatin1StringView("content")];
        entries = object[QLatin1StringView("completion_probabilities")];
    }
    return {.text = text.toString(),
            .entries = entries.toArray(),
            .hasText = text.isString(),
            .hasEntries = entries.isArray()};
}

void setPart(QJsonObject& object, const WirePart& part)
{
    if (!hasChoices(object)) {
        if (part.hasText)
            object[QLatin1StringView("content")] = part.text;
        if (part.hasEntries)
            object[QLatin1StringView("completion_probabilities")] = part.entries;
        return;
    }
    QJsonObject choice = firstChoice(object);
    const QString key = messageKey(choice);
    if (part.hasText && key.isEmpty()) {
        choice[QLatin1StringView("text")] = part.text;
    } else if (part.hasText) {
        QJsonObject message = choice[key].toObject();
        message[QLatin1StringView("content")] = part.text;
        choice[key] = message;
    }
    if (part.hasEntries)
        choice[QLatin1StringView("logprobs")] = QJsonObject{{QStringLiteral("content"), part.entries}};
    setFirstChoice(object, choice);
}

QByteArray entryBytes(const QJsonValue& entry)
{
    QByteArray bytes;
    for (const QJsonValue& byte : entry[QLatin1StringView("bytes")].toArray())
        bytes.append(char(byte.toInt()));
    return bytes;
}

QJsonArray bytesJson(const QByteArray& bytes)
{
    QJsonArray json;
    for (const char c : bytes)
        json.append(int(uchar(c)));
    return json;
}

} // namespace quantlens::test
