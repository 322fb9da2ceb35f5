// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/suite_answer.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/suites/suite_line.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QVariant>

#include <cmath>

namespace quantlens::suites {

namespace {

using AnswerText = std::expected<QString, QString>;

/// A JSON number as it has to be compared: exactly, or not at all.
AnswerText numberText(const QJsonValue& value)
{
    const QVariant variant = value.toVariant();
    if (variant.typeId() == QMetaType::LongLong)
        return QString::number(variant.toLongLong());
    constexpr double exactIntegers = 9007199254740992.0; // 2^53
    if (std::abs(value.toDouble()) >= exactIntegers)
        return std::unexpected(QStringLiteral("\"value\" of the answer is too long for a number; write it as text"));
    return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
}

/// The value as text, whatever JSON type it was written in.
AnswerText valueText(const QJsonValue& value, const QString& type)
{
    if (value.isString())
        return value.toString();
    if (value.isDouble())
        return numberText(value);
    if (value.isBool()) {
        if (type == QLatin1String("yes_no"))
            return value.toBool() ? QStringLiteral("yes") : QStringLiteral("no");
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    }
    if (type == QLatin1String("json") && (value.isObject() || value.isArray()))
        return QString::fromUtf8(base::canonicalJson(value));
    if (type == QLatin1String("list") && value.isArray()) {
        QStringList items;
        for (const QJsonValue& item : value.toArray()) {
            const AnswerText text = item.isString() || item.isDouble() ? valueText(item, {}) : AnswerText(QString());
            if (!text || text->isEmpty() || text->contains(QLatin1Char(',')))
                return std::unexpected(
                    QStringLiteral("the items of the answer's \"value\" must be numbers or text without commas"));
            items.append(*text);
        }
        return items.join(QLatin1String(", "));
    }
    return std::unexpected(QStringLiteral("\"value\" of the answer must be text or a number"));
}

/// Why a reference of this type can never be right, or nothing.
QString contentProblem(const QString& value, const QString& type)
{
    if (value.trimmed().isEmpty())
        return QStringLiteral("\"value\" of the answer is empty (leave it out where there is no reference)");
    if (value.contains(QChar(0)) || !value.isValidUtf16())
        return QStringLiteral("\"value\" of the answer is not valid text");
    if (type == QLatin1String("json") && !base::parseJson(value.toUtf8()))
        return QStringLiteral("\"value\" of the answer is not JSON");
    static const QRegularExpression letter(QStringLiteral("^[A-Za-z]$"));
    if (type == QLatin1String("choice") && !letter.match(value.trimmed()).hasMatch())
        return QStringLiteral("\"value\" of a choice must be one letter");
    static const QStringList yesNo{QStringLiteral("yes"), QStringLiteral("no"), QStringLiteral("true"),
                                   QStringLiteral("false")};
    if (type == QLatin1String("yes_no") && !yesNo.contains(value.trimmed().toLower()))
        return QStringLiteral("\"value\" of a yes_no answer must be yes or no");
    return {};
}

} // namespace

const QStringList& answerTypes()
{
    static const QStringList types{QStringLiteral("number"), QStringLiteral("choice"), QStringLiteral("yes_no"),
                                   QStringLiteral("json"),   QStringLiteral("code"),   QStringLiteral("sql"),
                                   QStringLiteral("exact"),  QStringLiteral("list"),   QStringLiteral("none")};
    return types;
}

std::expected<domain::ReferenceAnswer, QString> readAnswerMember(const QJsonValue& value)
{
    if (!value.isObject())
        return std::unexpected(
            QStringLiteral("\"answer\" must be an object such as {\"type\":\"number\",\"value\":42}"));
    const QJsonObject object = value.toObject();
    domain::ReferenceAnswer answer;

    const QJsonValue type = object.value(QLatin1String("type"));
    answer.strategy = type.toString();
    if (!type.isUndefined() && !answerTypes().contains(answer.strategy))
        return std::unexpected(
            QStringLiteral("the answer's type \"%1\" is unknown; known are %2")
                .arg(base::singleLine(type.toVariant().toString(), 40), answerTypes().join(QLatin1String(", "))));

    if (const QJsonValue written = object.value(QLatin1String("value")); !written.isUndefined()) {
        if (answer.strategy == QLatin1String("none"))
            return std::unexpected(QStringLiteral("an answer of the type none has no \"value\""));
        const AnswerText text = valueText(written, answer.strategy);
        if (!text)
            return std::unexpected(text.error());
        if (const QString problem = contentProblem(*text, answer.strategy); !problem.isEmpty())
            return std::unexpected(problem);
        answer.value = *text;
    }

    if (const QJsonValue written = object.value(QLatin1String("tolerance")); !written.isUndefined()) {
        answer.tolerance = written.toDouble(-1);
        if (!std::isfinite(answer.tolerance) || answer.tolerance < 0)
            return std::unexpected(QStringLiteral("\"tolerance\" of the answer must be a number of at least 0"));
        if (answer.strategy != QLatin1String("number") && answer.tolerance != 0)
            return std::unexpected(QStringLiteral("only answers of the type number have a \"tolerance\""));
    }
    if (answer.strategy.isEmpty() && answer.value.isEmpty())
        return std::unexpected(QStringLiteral("\"answer\" has neither \"type\" nor \"value\""));
    return answer;
}

} // namespace quantlens::suites
