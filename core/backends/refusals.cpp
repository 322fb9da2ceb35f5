// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/refusals.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace quantlens::backends {

namespace {

using Qt::StringLiterals::operator""_L1;

constexpr qsizetype maxRefusalText = 500;
constexpr qsizetype maxWhy = 200;

/// A parameter a server may do without, and a word that implies it where its name is not said.
struct Optional
{
    QLatin1StringView name;
    QLatin1StringView hint;
};

// By suspicion: what few servers know comes first, what changes an answer most comes last.
constexpr std::array optionals{
    Optional{"think"_L1, "think"_L1},
    Optional{"reasoning"_L1, "reason"_L1},
    Optional{"reasoning_effort"_L1, "reason"_L1},
    Optional{"chat_template_kwargs"_L1, "template"_L1},
    Optional{"stream_options"_L1, "stream"_L1},
    Optional{"min_p"_L1, "sampl"_L1},
    Optional{"repetition_penalty"_L1, "penalt"_L1},
    Optional{"repeat_penalty"_L1, "penalt"_L1},
    Optional{"dry_multiplier"_L1, "sampl"_L1},
    Optional{"xtc_probability"_L1, "sampl"_L1},
    Optional{"mirostat"_L1, "sampl"_L1},
    Optional{"logit_bias"_L1, "bias"_L1},
    Optional{"top_k"_L1, "sampl"_L1},
    Optional{"cache_prompt"_L1, "cache"_L1},
    Optional{"keep_alive"_L1, "alive"_L1},
    Optional{"return_token_ids"_L1, "token id"_L1},
    Optional{"presence_penalty"_L1, "penalt"_L1},
    Optional{"frequency_penalty"_L1, "penalt"_L1},
    Optional{"logprobs"_L1, "logprob"_L1},
    Optional{"seed"_L1, "seed"_L1},
    Optional{"top_p"_L1, "sampl"_L1},
    Optional{"stream"_L1, "stream"_L1},
    Optional{"temperature"_L1, "temperature"_L1},
};

const QString logprobsName = QStringLiteral("logprobs");
const QString maxTokensName = QStringLiteral("max_tokens");
const QString completionTokensName = QStringLiteral("max_completion_tokens");

bool contains(const QJsonObject& body, const QString& name)
{
    if (name == logprobsName)
        return topLogprobsOf(body) > 0;
    if (name == "stream"_L1)
        return body.value(name).toBool();
    return body.contains(name);
}

void remove(QJsonObject& body, const QString& name)
{
    if (name == "stream"_L1) {
        body.insert(name, false);
        body.remove("stream_options"_L1);
    } else {
        body.remove(name);
    }
}

void limitTop(QJsonObject& body, int most)
{
    if (topLogprobsOf(body) <= most)
        return;
    for (const QLatin1StringView name : {"top_logprobs"_L1, "n_probs"_L1, "logprobs"_L1}) {
        if (!body.contains(name))
            continue;
        if (most == 0)
            body.remove(name);
        else if (!body.value(name).isBool())
            body.insert(name, most);
    }
}

/// The name stands alone, not as a part of a longer one.
bool says(const QString& text, const QString& name)
{
    const QRegularExpression word(
        QStringLiteral("(?<![A-Za-z0-9_])%1(?![A-Za-z0-9_])").arg(QRegularExpression::escape(name)),
        QRegularExpression::CaseInsensitiveOption);
    return word.match(text).hasMatch();
}

bool namesParameter(const Refusal& refusal, const QString& name)
{
    const bool logprobs = name == logprobsName;
    const auto isIt = [&](const QString& parameter) {
        return parameter == name || parameter.startsWith(name + u'.') ||
               (logprobs && parameter.endsWith("logprobs"_L1)) || (logprobs && parameter == "n_probs"_L1);
    };
    if (std::ranges::any_of(refusal.parameters, isIt))
        return true;
    if (!refusal.parameters.isEmpty())
        return false;
    return says(refusal.text, name) || (logprobs && (says(refusal.text, QStringLiteral("top_logprobs")) ||
                                                     says(refusal.text, QStringLiteral("n_probs"))));
}

/// FastAPI: [{loc: ["body", "think"], msg: "…"}].
void readDetails(const QJsonArray& details, Refusal& refusal)
{
    QStringList texts;
    for (const QJsonValue& value : details) {
        const QJsonObject detail = value.toObject();
        QStringList path;
        for (const QJsonValue& step : detail.value("loc"_L1).toArray()) {
            if (step.isString() && step.toString() != "body"_L1)
                path.append(step.toString());
        }
        if (!path.isEmpty())
            refusal.parameters.append(path.join(u'.'));
        texts.append(path.join(u'.') + QStringLiteral(": ") + detail.value("msg"_L1).toString());
        if (texts.size() == 20)
            break;
    }
    refusal.text = texts.join(QStringLiteral("; "));
}

} // namespace

Refusal readRefusal(const QByteArray& body)
{
    Refusal refusal;
    const auto object = base::parseJsonObject(body);
    if (!object) {
        refusal.text = base::singleLine(QString::fromUtf8(body.left(4 * maxRefusalText)), maxRefusalText);
        return refusal;
    }
    const QJsonValue error = object->value("error"_L1);
    const QJsonObject fields = error.isObject() ? error.toObject() : *object;
    if (const QString parameter = fields.value("param"_L1).toString(); !parameter.isEmpty())
        refusal.parameters.append(parameter);
    const QJsonValue detail = object->value("detail"_L1);
    if (detail.isArray())
        readDetails(detail.toArray(), refusal);
    else if (error.isString())
        refusal.text = error.toString();
    else if (fields.value("message"_L1).isString())
        refusal.text = fields.value("message"_L1).toString();
    else if (detail.isString())
        refusal.text = detail.toString();
    else
        refusal.text = QString::fromUtf8(body.left(4 * maxRefusalText));
    refusal.text = base::singleLine(refusal.text, maxRefusalText);
    return refusal;
}

QStringList optionalParameters(const QJsonObject& body)
{
    QStringList names;
    for (const Optional& optional : optionals) {
        if (contains(body, optional.name))
            names.append(optional.name);
    }
    return names;
}

int topLogprobsOf(const QJsonObject& body)
{
    for (const QLatin1StringView name : {"top_logprobs"_L1, "n_probs"_L1, "logprobs"_L1}) {
        if (body.value(name).isDouble())
            return body.value(name).toInt();
    }
    return body.value("logprobs"_L1).toBool() ? 1 : 0;
}

QJsonObject Refusals::apply(QJsonObject body) const
{
    for (const QString& name : m_order) {
        if (name == maxTokensName) {
            if (body.contains(name))
                body.insert(completionTokensName, body.take(name));
        } else if (name != logprobsName && contains(body, name)) {
            remove(body, name);
        }
    }
    limitTop(body, m_mostTop);
    return body;
}

void Refusals::lowerTop(const QJsonObject& sent)
{
    m_topBefore = m_mostTop;
    m_mostTop = std::min(m_mostTop, topLogprobsOf(sent) > 5 ? 5 : 0);
}

void Refusals::drop(const QJsonObject& sent, const QString& name, const QString& why)
{
    const bool logprobs = name == logprobsName;
    if (logprobs)
        lowerTop(sent);
    QString text = base::singleLine(why, maxWhy);
    if (logprobs && m_mostTop > 0)
        text = QStringLiteral("%1 refused, %2 sent: %3")
                   .arg(QString::number(topLogprobsOf(sent)), QString::number(m_mostTop), text);
    if (!m_why.contains(name))
        m_order.append(name);
    m_why.insert(name, text);
}

QString Refusals::blame(const QJsonObject& sent, const Refusal& refusal)
{
    if (sent.contains(maxTokensName) && !isRefused(maxTokensName) && says(refusal.text, completionTokensName)) {
        drop(sent, maxTokensName, QStringLiteral("sent as %1: %2").arg(completionTokensName, refusal.text));
        return maxTokensName;
    }
    const QStringList candidates = optionalParameters(sent);
    for (const QString& name : candidates) {
        if (!m_acquitted.contains(name) && namesParameter(refusal, name)) {
            drop(sent, name, refusal.text);
            return name;
        }
    }
    if (!refusal.parameters.isEmpty())
        return {};
    for (const Optional& optional : optionals) {
        if (!m_acquitted.contains(optional.name) && candidates.contains(optional.name) &&
            refusal.text.contains(optional.hint, Qt::CaseInsensitive)) {
            drop(sent, optional.name, refusal.text);
            return optional.name;
        }
    }
    return {};
}

void Refusals::acquit(const QString& name)
{
    m_acquitted.insert(name);
    if (name == logprobsName)
        m_mostTop = std::exchange(m_topBefore, m_mostTop);
    if (name != logprobsName || m_mostTop == std::numeric_limits<int>::max()) {
        m_order.removeAll(name);
        m_why.remove(name);
    }
}

QStringList Refusals::list() const
{
    QStringList lines;
    for (const QString& name : m_order)
        lines.append(QStringLiteral("%1: %2").arg(name, m_why.value(name)));
    return lines;
}

} // namespace quantlens::backends
