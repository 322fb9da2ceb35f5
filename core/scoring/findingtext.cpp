// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/findingtext.h"

#include "core/base/text.h"
#include "core/domain/run.h"

#include <QHash>
#include <QMap>

#include <algorithm>
#include <utility>

namespace quantlens::scoring {

using domain::Pass;
using domain::RunData;
using domain::RunKind;

namespace {

constexpr qsizetype mostNamed = 5;
constexpr qsizetype promptWidth = 40;

} // namespace

QString name(FindingKind kind)
{
    switch (kind) {
    case FindingKind::FailedRequests:
        return QStringLiteral("failed requests");
    case FindingKind::RetriedRequests:
        return QStringLiteral("retried requests");
    case FindingKind::ModelChanged:
        return QStringLiteral("model changed");
    case FindingKind::MissingLogprobs:
        return QStringLiteral("missing logprobs");
    case FindingKind::CrossTalk:
        return QStringLiteral("cross-talk");
    case FindingKind::RepeatedReply:
        return QStringLiteral("repeated reply");
    case FindingKind::Truncation:
        return QStringLiteral("truncation");
    case FindingKind::Invisible:
        return QStringLiteral("invisible difference");
    case FindingKind::Reordered:
        return QStringLiteral("reordered");
    case FindingKind::ReplacedToken:
        return QStringLiteral("replaced token");
    case FindingKind::ChangedForGood:
        return QStringLiteral("changed for good");
    case FindingKind::NotRepeatable:
        return QStringLiteral("not repeatable");
    case FindingKind::CacheVariance:
        return QStringLiteral("cache variance");
    case FindingKind::BatchVariance:
        return QStringLiteral("batch variance");
    case FindingKind::LoadChange:
        return QStringLiteral("changed under load");
    }
    std::unreachable();
}

QString placeText(const RunData& data, const Place& place)
{
    switch (place.first) {
    case Pass::Reference:
        return QStringLiteral("in the reference passes");
    case Pass::RepeatCheck:
        return QStringLiteral("when asked again");
    case Pass::CacheCheck:
        return QStringLiteral("with the prompt cache on");
    case Pass::LoadCheck:
        return QStringLiteral("with all slots busy");
    case Pass::Forced:
    case Pass::Answer:
        break;
    }
    if (data.run.kind == RunKind::Stress)
        return QStringLiteral("at %1 in flight").arg(place.second);
    if (data.run.kind == RunKind::Determinism)
        return QStringLiteral("in the %1 runs").arg(name(data.run.options.mode));
    return QStringLiteral("in the answers");
}

QString claimOf(FindingKind kind)
{
    switch (kind) {
    case FindingKind::FailedRequests:
        return QStringLiteral("requests failed");
    case FindingKind::RetriedRequests:
        return QStringLiteral("answers came only after another try");
    case FindingKind::ModelChanged:
        return QStringLiteral("answers name another model or engine than the first");
    case FindingKind::MissingLogprobs:
        return QStringLiteral("answers have no log-probabilities, others have them");
    case FindingKind::CrossTalk:
        return QStringLiteral("answers are those of other prompts");
    case FindingKind::RepeatedReply:
        return QStringLiteral("replies repeat an earlier one, the server's own timings to the last digit");
    case FindingKind::Truncation:
        return QStringLiteral("answers are only the beginning of the usual one, but the server calls them complete");
    case FindingKind::Invisible:
        return QStringLiteral("answers differ in invisible characters");
    case FindingKind::Reordered:
        return QStringLiteral("answers have the usual tokens in another order");
    case FindingKind::ReplacedToken:
        return QStringLiteral("answers have single tokens replaced, and go on as if they were not");
    case FindingKind::ChangedForGood:
        return QStringLiteral("answers have a fault");
    case FindingKind::NotRepeatable:
        return QStringLiteral("answers are not what the same request gave before");
    case FindingKind::CacheVariance:
    case FindingKind::BatchVariance:
        return QStringLiteral("answers differ as far as rounding goes");
    case FindingKind::LoadChange:
        return QStringLiteral("answers differ by more than rounding explains");
    }
    std::unreachable();
}

QString namedOf(const QList<Sighting>& sightings, const QStringList& prompts)
{
    QMap<QString, qint64> counts;
    QHash<QString, QString> details;
    for (const Sighting& sighting : sightings) {
        ++counts[sighting.answer->promptId];
        if (!details.contains(sighting.answer->promptId))
            details.insert(sighting.answer->promptId, sighting.detail);
    }
    QStringList named;
    for (const QString& prompt : prompts.first(std::min(mostNamed, prompts.size()))) {
        QString text = base::singleLine(prompt, promptWidth);
        if (counts.value(prompt) > 1)
            text += QStringLiteral(" (%1 times)").arg(counts.value(prompt));
        if (const QString& detail = details[prompt]; !detail.isEmpty())
            text += u' ' + detail;
        named.append(text);
    }
    if (prompts.size() > mostNamed)
        named.append(QStringLiteral("and %1 more").arg(prompts.size() - mostNamed));
    return named.join(QStringLiteral("; "));
}

} // namespace quantlens::scoring
