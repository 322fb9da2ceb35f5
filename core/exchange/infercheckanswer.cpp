// SPDX-License-Identifier: GPL-3.0-or-later
// infer-check's InferenceResult as a generation.
#include "core/exchange/infercheckimport.h"
#include "core/scoring/checkedrun.h"

#include <QJsonArray>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace quantlens::exchange {

namespace {

namespace compatible = scoring::compatible;

constexpr qsizetype maxTokens = 1'000'000;
constexpr qsizetype maxListed = 1'000'000; ///< entries of one position's list

/// infer-check's stand-in for "no number".
constexpr double noNumber = -9999.0;

float toLogprob(const QJsonValue& value)
{
    return value.isDouble() && value.toDouble() != noNumber ? float(value.toDouble()) : domain::noLogprob;
}

/// The id of a rank: a number, a text, or none.
QJsonValue idAt(const QJsonValue& metadata, qsizetype rank)
{
    return metadata.toObject().value(QStringLiteral("id_%1").arg(rank));
}

bool isProbabilities(const QJsonArray& list)
{
    return std::ranges::any_of(list, [](const QJsonValue& value) { return value.toDouble() > 0; });
}

QList<domain::TopToken> topFrom(const QJsonArray& list, const QJsonValue& metadata, const KnownTokens& known)
{
    QList<domain::TopToken> top;
    const bool linear = isProbabilities(list);
    for (qsizetype rank = 0; rank < list.size(); ++rank) {
        const QJsonValue id = idAt(metadata, rank);
        if (!id.isString() && (!id.isDouble() || known.contradictory))
            return {}; // without names, or of two tokenizers, a list cannot be held against another
        domain::TopToken token;
        token.logprob = toLogprob(list.at(rank));
        if (linear)
            token.logprob = float(std::log(std::max(list.at(rank).toDouble(), 1e-10)));
        if (id.isString()) {
            token.bytes = id.toString().toUtf8();
        } else {
            token.id = qint32(std::clamp(id.toDouble(), -1.0, 2147483647.0));
            token.bytes = known.texts.value(id.toInteger(), QStringLiteral("⟨%1⟩").arg(id.toInteger())).toUtf8();
        }
        top.append(token);
    }
    std::ranges::stable_sort(top, [](const domain::TopToken& a, const domain::TopToken& b) {
        return (std::isnan(a.logprob) ? -1e30F : a.logprob) > (std::isnan(b.logprob) ? -1e30F : b.logprob);
    });
    return top;
}

/// Tokens with their values; empty where they do not make up the text, or there are none.
QList<domain::TokenInfo> entriesFrom(const QJsonObject& answer, const KnownTokens& known)
{
    const QJsonArray tokens = answer.value(QLatin1String("tokens")).toArray();
    const QJsonArray logprobs = answer.value(QLatin1String("logprobs")).toArray();
    const QJsonArray lists = answer.value(QLatin1String("distributions")).toArray();
    const QJsonArray metadata = answer.value(QLatin1String("distribution_metadata")).toArray();
    if (logprobs.size() != tokens.size())
        return {};
    QString whole;
    for (const QJsonValue& token : tokens)
        whole += token.toString();
    if (whole != answer.value(QLatin1String("text")).toString())
        return {};
    QList<domain::TokenInfo> entries;
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        domain::TokenInfo entry;
        entry.bytes = tokens.at(i).toString().toUtf8();
        entry.logprob = toLogprob(logprobs.at(i));
        entry.top = topFrom(lists.at(i).toArray(), metadata.at(i), known);
        for (const domain::TopToken& top : std::as_const(entry.top)) {
            if (top.bytes == entry.bytes && top.id >= 0)
                entry.id = top.id;
        }
        entries.append(entry);
    }
    return entries;
}

QJsonArray numbersJson(const auto& values)
{
    QJsonArray array;
    for (const double value : values)
        array.append(std::isfinite(value) ? QJsonValue(value) : QJsonValue(QJsonValue::Null));
    return array;
}

/// How infer-check's file would be written from the entries alone.
QJsonObject derived(const domain::Generation& generation)
{
    QJsonArray tokens;
    for (const QString& token : compatible::tokensOf(generation))
        tokens.append(token);
    if (generation.entries.isEmpty())
        return {{QStringLiteral("tokens"), tokens},
                {QStringLiteral("logprobs"), QJsonValue::Null},
                {QStringLiteral("distributions"), QJsonValue::Null},
                {QStringLiteral("distribution_metadata"), QJsonValue::Null}};
    QJsonArray logprobs;
    for (const domain::TokenInfo& entry : generation.entries)
        logprobs.append(compatible::asWritten(entry.logprob));
    QJsonArray lists;
    QJsonArray metadata;
    for (const compatible::DistributionStep& step : compatible::stepsOf(generation)) {
        lists.append(numbersJson(step.values));
        QJsonObject ids;
        for (const auto& [rank, id] : step.ids)
            ids.insert(QStringLiteral("id_%1").arg(rank),
                       id.isText ? QJsonValue(id.text) : QJsonValue(id.text.toLongLong()));
        metadata.append(ids);
    }
    return {{QStringLiteral("tokens"), tokens},
            {QStringLiteral("logprobs"), logprobs},
            {QStringLiteral("distributions"), lists},
            {QStringLiteral("distribution_metadata"), metadata}};
}

void checkLists(FieldReader& reader, const QJsonObject& answer, const QStringList& where)
{
    const auto listOrNull = [&](const char* key, auto check, const QString& what) {
        const QJsonValue value = answer.value(QLatin1String(key));
        if (value.isNull() || value.isUndefined())
            return;
        const QJsonArray array = reader.array(answer, key, where, maxTokens);
        for (qsizetype i = 0; i < array.size() && !reader.failed(); ++i) {
            if (!check(array.at(i)))
                reader.fail(where + QStringList{QString::fromLatin1(key), QString::number(i)}, what);
        }
    };
    const auto number = [](const QJsonValue& value) { return value.isDouble() || value.isNull(); };
    const QJsonArray tokens = reader.array(answer, "tokens", where, maxTokens);
    for (qsizetype i = 0; i < tokens.size() && !reader.failed(); ++i) {
        if (!tokens.at(i).isString())
            reader.fail(where + QStringList{QStringLiteral("tokens"), QString::number(i)},
                        QStringLiteral("a text was expected"));
    }
    listOrNull("logprobs", number, QStringLiteral("a number was expected"));
    listOrNull(
        "distributions",
        [&number](const QJsonValue& value) {
            return value.isArray() && value.toArray().size() <= maxListed &&
                   std::ranges::all_of(value.toArray(), number);
        },
        QStringLiteral("a list of numbers was expected"));
    listOrNull(
        "distribution_metadata", [](const QJsonValue& value) { return value.isObject(); },
        QStringLiteral("an object was expected"));
}

} // namespace

void KnownTokens::learn(const QJsonObject& answer)
{
    const QJsonArray tokens = answer.value(QLatin1String("tokens")).toArray();
    const QJsonArray logprobs = answer.value(QLatin1String("logprobs")).toArray();
    const QJsonArray lists = answer.value(QLatin1String("distributions")).toArray();
    const QJsonArray metadata = answer.value(QLatin1String("distribution_metadata")).toArray();
    for (qsizetype i = 0; i < std::min({tokens.size(), logprobs.size(), lists.size(), metadata.size()}); ++i) {
        const QJsonArray list = lists.at(i).toArray();
        qsizetype place = -1;
        for (qsizetype rank = 0; rank < list.size(); ++rank) {
            if (list.at(rank) == logprobs.at(i) && list.at(rank).isDouble()) {
                if (place >= 0) { // two of the same value: which one was chosen cannot be told
                    place = -1;
                    break;
                }
                place = rank;
            }
        }
        const QJsonValue id = place >= 0 ? idAt(metadata.at(i), place) : QJsonValue();
        if (!id.isDouble())
            continue;
        const auto before = texts.constFind(id.toInteger());
        if (before != texts.cend() && *before != tokens.at(i).toString())
            contradictory = true;
        texts.insert(id.toInteger(), tokens.at(i).toString());
    }
}

QDateTime foreignTime(const QString& text)
{
    QDateTime time = QDateTime::fromString(text.left(40), Qt::ISODateWithMs);
    if (time.isValid() && time.timeSpec() == Qt::LocalTime)
        time = QDateTime(time.date(), time.time(), QTimeZone::UTC); // without a zone, infer-check means UTC
    return time.isValid() && time.date().year() > 1970 && time.date().year() < 3000 ? time.toUTC() : QDateTime();
}

QDateTime askedAt(const QJsonObject& answer)
{
    const QDateTime end = foreignTime(answer.value(QLatin1String("timestamp")).toString());
    const double took = answer.value(QLatin1String("latency_ms")).toDouble();
    return end.isValid() && took >= 0 && took < 1e9 ? end.addMSecs(-qint64(std::ceil(took))) : QDateTime();
}

domain::Prompt promptOf(FieldReader& reader, const QJsonObject& answer, const QStringList& where)
{
    domain::Prompt prompt;
    prompt.id = reader.text(answer, "prompt_id", where);
    const QJsonObject metadata = answer.value(QLatin1String("metadata")).toObject();
    if (const QJsonValue text = metadata.value(QLatin1String("prompt_text")); text.isString())
        prompt.messages = {{QStringLiteral("user"), text.toString()}};
    prompt.category = metadata.value(QLatin1String("prompt_category")).toString(prompt.category);
    return prompt;
}

domain::Generation answerFrom(FieldReader& reader, const QJsonObject& answer, const QStringList& where,
                              const KnownTokens& known, const QDateTime& started)
{
    domain::Generation generation;
    generation.promptId = reader.text(answer, "prompt_id", where);
    generation.text = reader.text(answer, "text", where);
    generation.server.model = reader.optionalText(answer, "model_id", where);
    generation.timings.total = reader.number(answer, "latency_ms", where);
    generation.timings.generatedPerSecond = reader.number(answer, "tokens_per_second", where);
    const QString stamp = reader.optionalText(answer, "timestamp", where);
    reader.optionalText(answer, "quantization", where);
    checkLists(reader, answer, where);
    if (reader.failed())
        return generation;
    if (const QDateTime end = foreignTime(stamp);
        end.isValid() && started.isValid() && std::isfinite(generation.timings.total))
        generation.timings.sentAt = double(started.msecsTo(end)) - generation.timings.total;
    generation.entries = entriesFrom(answer, known);

    // The rest is kept as it is, for infer-check's own numbers and for writing the file again.
    static const QStringList scalars{QStringLiteral("backend_name"),      QStringLiteral("model_id"),
                                     QStringLiteral("quantization"),      QStringLiteral("latency_ms"),
                                     QStringLiteral("tokens_per_second"), QStringLiteral("timestamp")};
    for (const QString& key : scalars)
        generation.foreign.insert(key,
                                  answer.value(key).isUndefined() ? QJsonValue(QJsonValue::Null) : answer.value(key));
    const QJsonObject plain = derived(generation);
    const auto lists = [&answer](const QString& key) {
        return answer.value(key).isUndefined() ? QJsonValue(QJsonValue::Null) : answer.value(key);
    };
    if (std::ranges::any_of(plain.keys(), [&](const QString& key) { return lists(key) != plain.value(key); })) {
        for (const QString& key : plain.keys())
            generation.foreign.insert(key, lists(key));
    }
    const QJsonObject metadata = answer.value(QLatin1String("metadata")).toObject();
    const bool usual = metadata.size() == 2 && metadata.value(QLatin1String("prompt_text")).isString() &&
                       metadata.value(QLatin1String("prompt_category")).isString();
    if (!usual)
        generation.foreign.insert(QStringLiteral("metadata"), metadata);
    return generation;
}

} // namespace quantlens::exchange
