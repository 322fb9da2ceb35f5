// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/redactanswer.h"

#include <algorithm>
#include <array>

namespace quantlens::secrets {

namespace {

bool holdsKey(const Redactor& redactor, const QByteArray& bytes)
{
    return redactor.apply(bytes) != bytes;
}

bool entriesHoldKey(const Redactor& redactor, const QList<domain::TokenInfo>& entries)
{
    QByteArray all;
    std::array<QByteArray, 3> parts; // a part by itself is read without what stands between
    QByteArray alternatives;
    for (const domain::TokenInfo& entry : entries) {
        all += entry.bytes;
        parts.at(std::size_t(entry.part)) += entry.bytes;
        for (const domain::TopToken& top : entry.top)
            alternatives += top.bytes + '\n';
    }
    return holdsKey(redactor, all) || holdsKey(redactor, alternatives) ||
           std::ranges::any_of(parts, [&](const QByteArray& part) { return holdsKey(redactor, part); });
}

} // namespace

void redact(const Redactor& redactor, domain::Generation* answer)
{
    if (redactor.isEmpty())
        return;
    for (QString* text : {&answer->text, &answer->reasoning, &answer->finishReason, &answer->server.model,
                          &answer->server.build, &answer->promptHash})
        *text = redactor.apply(*text);
    answer->request = redactor.apply(QJsonValue(answer->request)).toObject();
    if (answer->error)
        answer->error = redactor.apply(*answer->error);
    if (entriesHoldKey(redactor, answer->entries))
        answer->entries.clear();
}

} // namespace quantlens::secrets
