// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace quantlens::test {

/// The text and the logprob entries of one object of an answer, whichever shape it has (chat, completions,
/// /completion).
struct WirePart
{
    QString text;
    QJsonArray entries;
    bool hasText = false;
    bool hasEntries = false;
};

[[nodiscard]] WirePart partOf(const QJsonObject& object);
/// Writes back what the part has.
void setPart(QJsonObject& object, const WirePart& part);

[[nodiscard]] bool hasChoices(const QJsonObject& object);
[[nodiscard]] QJsonObject firstChoice(const QJsonObject& object);
void setFirstChoice(QJsonObject& object, const QJsonObject& choice);

/// The bytes of an entry, and bytes as an entry writes them.
[[nodiscard]] QByteArray entryBytes(const QJsonValue& entry);
[[nodiscard]] QJsonArray bytesJson(const QByteArray& bytes);

} // namespace quantlens::test
