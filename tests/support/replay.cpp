// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/replay.h"

#include "core/base/json.h"

#include <QFile>
#include <QJsonArray>

#include <algorithm>

namespace quantlens::test {

namespace {

struct RecordedReply
{
    QByteArray path;
    QByteArray question; ///< model, messages and prompt
    int status = 200;
    QByteArray body;
    bool used = false;
};

/// What a request asks: two requests with an equal question are the same for Matched.
QByteArray questionOf(const QJsonObject& body)
{
    QJsonObject question;
    for (const QLatin1StringView key : {QLatin1StringView("model"), QLatin1StringView("prompt")})
        question[key] = body[key];
    // An empty system message is infer-check's way; it asks nothing.
    QJsonArray messages;
    for (const QJsonValue& message : body[QLatin1StringView("messages")].toArray()) {
        if (!message[QLatin1StringView("content")].toString().isEmpty())
            messages.append(message);
    }
    question[QLatin1StringView("messages")] = messages;
    return base::canonicalJson(question);
}

QList<RecordedReply> readExchange(const QString& path)
{
    QFile file(path);
    QList<RecordedReply> replies;
    if (!file.open(QIODevice::ReadOnly))
        return replies;
    while (!file.atEnd()) {
        const auto line = base::parseJsonObject(file.readLine());
        if (!line)
            continue;
        const QJsonObject to = (*line)[QLatin1StringView("to")].toObject();
        const QJsonValue body = (*line)[QLatin1StringView("body")];
        replies.append({.path = to[QLatin1StringView("path")].toString().toUtf8(),
                        .question = questionOf(to[QLatin1StringView("body")].toObject()),
                        .status = (*line)[QLatin1StringView("reply")].toInt(200),
                        .body = body.isString() ? body.toString().toUtf8() : base::canonicalJson(body)});
    }
    return replies;
}

Script replayRefusal(const QString& reason)
{
    return {.status = 501,
            .pieces = {base::canonicalJson(
                QJsonObject{{QStringLiteral("error"), QJsonObject{{QStringLiteral("message"), reason}}}})}};
}

} // namespace

Answerer replay(const QString& exchangeFile, ReplayOrder order)
{
    // Shared, because an Answerer is copied; only the server's thread touches it.
    const auto replies = std::make_shared<QList<RecordedReply>>(readExchange(exchangeFile));
    return [replies, order](const Received& request) -> std::optional<Script> {
        if (replies->isEmpty())
            return replayRefusal(QStringLiteral("nothing was recorded"));
        if (request.method != "POST")
            return {};
        const auto found = [&] {
            if (order == ReplayOrder::Strict)
                return std::ranges::find(*replies, false, &RecordedReply::used);
            const QByteArray question = questionOf(base::parseJsonObject(request.body).value_or(QJsonObject()));
            return std::ranges::find_if(*replies, [&](const RecordedReply& reply) {
                return !reply.used && reply.path == request.path && reply.question == question;
            });
        }();
        if (found == replies->end())
            return replayRefusal(QStringLiteral("no recorded reply is left for this request"));
        found->used = true;
        return Script{.status = found->status, .pieces = {found->body}};
    };
}

} // namespace quantlens::test
