// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/scoreline.h"

#include "core/base/json.h"
#include "core/scoring/answers.h"
#include "core/scoring/compare.h"
#include "core/scoring/compatiblepair.h"
#include "core/scoring/distributions.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace quantlens::scoring {

namespace {

using base::jsonNumber;

std::unexpected<base::Error> badLine(const QString& message)
{
    return base::failure(QStringLiteral("score.line"), message);
}

/// The bytes of a token object, as text, list of byte values or base64.
QByteArray tokenBytes(const QJsonObject& object)
{
    for (const QLatin1StringView key : {QLatin1StringView("token"), QLatin1StringView("text")}) {
        if (const QJsonValue value = object.value(key); value.isString())
            return value.toString().toUtf8();
    }
    const QJsonValue bytes = object.value(QLatin1StringView("bytes"));
    if (bytes.isString())
        return bytes.toString().toUtf8();
    if (!bytes.isArray())
        return QByteArray::fromBase64(object.value(QLatin1StringView("base64")).toString().toLatin1());
    QByteArray result;
    for (const QJsonValue& byte : bytes.toArray())
        result += char(byte.toInt());
    return result;
}

qint32 tokenId(const QJsonObject& object)
{
    return qint32(object.value(QLatin1StringView("id")).toInt(-1));
}

float tokenLogprob(const QJsonObject& object)
{
    return float(object.value(QLatin1StringView("logprob")).toDouble(double(domain::noLogprob)));
}

domain::Part partFrom(const QString& name)
{
    if (name == u"reasoning")
        return domain::Part::Reasoning;
    return name == u"tool_call" ? domain::Part::ToolCall : domain::Part::Content;
}

QJsonValue textOrNull(const domain::Answer& answer)
{
    return answer.found ? QJsonValue(answer.value) : QJsonValue(QJsonValue::Null);
}

QJsonValue changedJson(domain::AnswerState state)
{
    if (state == domain::AnswerState::Same || state == domain::AnswerState::Changed)
        return state == domain::AnswerState::Changed;
    return QJsonValue::Null;
}

QJsonValue divergenceJson(const std::optional<domain::Divergence>& place)
{
    if (!place)
        return QJsonValue::Null;
    return QJsonObject{
        {QStringLiteral("index"), place->unit},           {QStringLiteral("byte"), place->byte},
        {QStringLiteral("code_point"), place->codePoint}, {QStringLiteral("line"), place->line},
        {QStringLiteral("column"), place->column},        {QStringLiteral("in_reasoning"), place->inReasoning}};
}

QJsonValue forkJson(const std::optional<domain::Fork>& fork)
{
    if (!fork)
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("entry_a"), fork->entryA},
                       {QStringLiteral("entry_b"), fork->entryB},
                       {QStringLiteral("token_a"), fork->tokenA},
                       {QStringLiteral("token_b"), fork->tokenB},
                       {QStringLiteral("shift_nat"), jsonNumber(fork->shift)},
                       {QStringLiteral("bounded"), fork->bounded},
                       {QStringLiteral("near_tie"), fork->nearTie},
                       {QStringLiteral("p_a_of_a"), jsonNumber(fork->probabilityAOfA)},
                       {QStringLiteral("p_a_of_b"), jsonNumber(fork->probabilityAOfB)},
                       {QStringLiteral("p_b_of_a"), jsonNumber(fork->probabilityBOfA)},
                       {QStringLiteral("p_b_of_b"), jsonNumber(fork->probabilityBOfB)}};
}

QJsonObject divergenceJson(const DivergenceSummary& kld)
{
    return {{QStringLiteral("geometric_mean"), jsonNumber(kld.geometricMean)},
            {QStringLiteral("mean"), jsonNumber(kld.mean)},
            {QStringLiteral("median"), jsonNumber(kld.median)},
            {QStringLiteral("p90"), jsonNumber(kld.p90)},
            {QStringLiteral("p95"), jsonNumber(kld.p95)},
            {QStringLiteral("p99"), jsonNumber(kld.p99)},
            {QStringLiteral("p99_9"), jsonNumber(kld.p999)},
            {QStringLiteral("maximum"), jsonNumber(kld.maximum)}};
}

QJsonValue distributionsJson(const domain::Generation& a, const domain::Generation& b, bool byId)
{
    const ScoredPositions scored = sharedPrefix(a.entries, b.entries, byId);
    const std::optional<DistributionSummary> summary = summarizePositions(scored);
    if (!summary)
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("source"), QStringLiteral("shared_prefix")},
                       {QStringLiteral("positions"), summary->positions},
                       {QStringLiteral("available"), summary->available},
                       {QStringLiteral("without_value"), summary->withoutValue},
                       {QStringLiteral("merged"), summary->merged},
                       {QStringLiteral("tail_unresolved"), summary->tailUnresolved},
                       {QStringLiteral("k"), summary->k},
                       {QStringLiteral("lower_bound"), summary->lowerBound},
                       {QStringLiteral("coverage"), jsonNumber(summary->coverage)},
                       {QStringLiteral("kld_a_b"), divergenceJson(summary->forward)},
                       {QStringLiteral("kld_b_a"), divergenceJson(summary->backward)},
                       {QStringLiteral("delta_p_mean"), jsonNumber(summary->deltaPMean)},
                       {QStringLiteral("delta_p_rms"), jsonNumber(summary->deltaPRms)}};
}

QJsonObject correctJson(const domain::Prompt& prompt, const domain::Generation& a, const domain::Generation& b,
                        bool sameTokenizer)
{
    const domain::Unit unit = sameTokenizer ? domain::Unit::Tokens : domain::Unit::Words;
    const domain::Comparison pair = compare(prompt, a, b, unit);
    return {{QStringLiteral("similarity"), pair.similarity},
            {QStringLiteral("severity"), name(pair.severity)},
            {QStringLiteral("unit"), name(pair.unit)},
            {QStringLiteral("units_a"), pair.unitsA},
            {QStringLiteral("units_b"), pair.unitsB},
            {QStringLiteral("same_text_other_tokens"), pair.sameTextOtherTokens},
            {QStringLiteral("first_divergence"), divergenceJson(pair.divergence)},
            {QStringLiteral("fork"), forkJson(pair.fork)},
            {QStringLiteral("strategy"), pair.answerA.strategy},
            {QStringLiteral("answer_a"), textOrNull(pair.answerA)},
            {QStringLiteral("answer_b"), textOrNull(pair.answerB)},
            {QStringLiteral("changed"), changedJson(pair.answers)},
            {QStringLiteral("flip"),
             pair.flip == domain::FlipState::NoReference ? QJsonValue() : QJsonValue(name(pair.flip))},
            {QStringLiteral("distributions"), distributionsJson(a, b, sameTokenizer)}};
}

QJsonObject compatibleJson(const QString& category, const domain::Generation& a, const domain::Generation& b)
{
    const compatible::PairNumbers pair = compatible::pairNumbers(category, a, b);
    return {{QStringLiteral("text_similarity"), pair.similarity},
            {QStringLiteral("severity"), compatible::severity(pair.similarity)},
            {QStringLiteral("token_divergence_index"),
             pair.tokenDivergence ? QJsonValue(qint64(*pair.tokenDivergence)) : QJsonValue()},
            {QStringLiteral("kl_divergence"), pair.kl ? jsonNumber(*pair.kl) : QJsonValue()},
            {QStringLiteral("flipped"), pair.flip.flipped},
            {QStringLiteral("answer_a"), pair.flip.a.value},
            {QStringLiteral("answer_b"), pair.flip.b.value},
            {QStringLiteral("extraction_strategy"), pair.flip.a.strategy},
            {QStringLiteral("extraction_confidence"), pair.flip.confidence}};
}

/// One side of a line.
base::Expected<domain::Generation> sideFrom(const QJsonObject& object, const QString& side)
{
    const QJsonValue text = object.value(QStringLiteral("text_") + side);
    if (!text.isString())
        return badLine(QStringLiteral("\"text_%1\" must be a text.").arg(side));
    domain::Generation generation;
    generation.text = text.toString();
    auto entries = entriesFromJson(object.value(QStringLiteral("entries_") + side));
    if (!entries)
        return std::unexpected(entries.error());
    generation.entries = *std::move(entries);
    return generation;
}

} // namespace

base::Expected<QList<domain::TokenInfo>> entriesFromJson(const QJsonValue& value)
{
    QList<domain::TokenInfo> entries;
    if (value.isUndefined() || value.isNull())
        return entries;
    if (!value.isArray())
        return badLine(QStringLiteral("The entries must be a list."));
    const QJsonArray list = value.toArray();
    entries.reserve(list.size());
    for (const QJsonValue& item : list) {
        if (!item.isObject())
            return badLine(QStringLiteral("Each entry must be an object."));
        const QJsonObject object = item.toObject();
        domain::TokenInfo entry{tokenId(object),
                                tokenBytes(object),
                                tokenLogprob(object),
                                {},
                                partFrom(object.value(QLatin1StringView("part")).toString())};
        for (const QJsonValue& alternative : object.value(QLatin1StringView("top")).toArray()) {
            const QJsonObject top = alternative.toObject();
            entry.top.append({tokenId(top), tokenBytes(top), tokenLogprob(top)});
        }
        entries.append(std::move(entry));
    }
    return entries;
}

base::Expected<QJsonObject> scoreLine(const QByteArray& line)
{
    const auto object = base::parseJsonObject(line);
    if (!object)
        return std::unexpected(object.error());
    const auto a = sideFrom(*object, QStringLiteral("a"));
    if (!a)
        return std::unexpected(a.error());
    const auto b = sideFrom(*object, QStringLiteral("b"));
    if (!b)
        return std::unexpected(b.error());
    const domain::Prompt prompt = domain::promptFromJson(*object);
    if (prompt.answer && !prompt.answer->strategy.isEmpty() && !strategyFromName(prompt.answer->strategy))
        return badLine(QStringLiteral("There is no answer type \"%1\".").arg(prompt.answer->strategy));
    const bool sameTokenizer = object->value(QLatin1StringView("same_tokenizer")).toBool();
    const QJsonValue id = object->value(QLatin1StringView("id"));
    return QJsonObject{{QStringLiteral("id"), id.isUndefined() ? QJsonValue() : id},
                       {QStringLiteral("correct"), correctJson(prompt, *a, *b, sameTokenizer)},
                       {QStringLiteral("compatible"), compatibleJson(prompt.category, *a, *b)}};
}

} // namespace quantlens::scoring
