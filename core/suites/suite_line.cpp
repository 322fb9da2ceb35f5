// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/suite_line.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/suites/suite_answer.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::suites {

namespace {

constexpr qsizetype maxLineBytes = 16 * 1024 * 1024;
constexpr qsizetype maxNameLength = 256; // of an id or a category: they go into tables and file names

/// A name for the JSON type of a value, for messages.
QString typeName(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return QStringLiteral("null");
    case QJsonValue::Bool:
        return QStringLiteral("true or false");
    case QJsonValue::Double:
        return QStringLiteral("a number");
    case QJsonValue::String:
        return QStringLiteral("text");
    case QJsonValue::Array:
        return QStringLiteral("an array");
    case QJsonValue::Object:
        return QStringLiteral("an object");
    case QJsonValue::Undefined:
        break;
    }
    return QStringLiteral("nothing");
}

/// Characters that would break a table row or a file name. (Joiners and the like belong to some scripts.)
bool isLineBreaking(QChar c)
{
    return c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line ||
           c.category() == QChar::Separator_Paragraph;
}

/// Text a server can be sent: U+0000 cuts it in many of them, half a surrogate pair has no UTF-8 form.
QString textProblem(const QString& text)
{
    if (text.contains(QChar(0)))
        return QStringLiteral("contains U+0000");
    return text.isValidUtf16() ? QString() : QStringLiteral("contains half a surrogate pair");
}

class Reader
{
public:
    explicit Reader(const QJsonObject& object)
        : m_object(object)
    {
    }

    SuiteLine read()
    {
        domain::Prompt prompt;
        if (m_object.contains(QLatin1String("id")))
            prompt.id = nameAt(QLatin1String("id"));
        if (m_object.contains(QLatin1String("category")))
            prompt.category = nameAt(QLatin1String("category"));
        prompt.messages = messages();
        readMaxTokens(prompt);
        readAnswer(prompt);
        if (const QJsonValue why = m_object.value(QLatin1String("why")); why.isString())
            prompt.why = why.toString();
        else if (!why.isUndefined() && !why.isNull())
            m_problems.append(QStringLiteral("\"why\" must be text, not %1").arg(typeName(why)));
        if (const QJsonValue metadata = m_object.value(QLatin1String("metadata")); metadata.isObject())
            prompt.metadata = metadata.toObject();
        else if (!metadata.isUndefined())
            m_problems.append(QStringLiteral("\"metadata\" must be an object, not %1").arg(typeName(metadata)));
        if (!m_problems.isEmpty())
            return {std::nullopt, QStringLiteral("suite.prompt"), m_problems, {}};
        return {prompt, {}, {}, {}};
    }

private:
    /// A short text that is not empty: an id or a category.
    QString nameAt(QLatin1StringView key)
    {
        const QJsonValue value = m_object.value(key);
        const QString text = value.toString();
        QString problem;
        if (!value.isString())
            problem = QStringLiteral("must be text, not %1").arg(typeName(value));
        else if (text.trimmed().isEmpty())
            problem = QStringLiteral("is empty (leave it out instead)");
        else if (text.size() > maxNameLength)
            problem = QStringLiteral("is longer than %1 characters").arg(maxNameLength);
        else if (!text.isValidUtf16())
            problem = QStringLiteral("contains half a surrogate pair");
        else if (std::ranges::any_of(text, isLineBreaking))
            problem = QStringLiteral("contains control characters");
        if (!problem.isEmpty())
            m_problems.append(QStringLiteral("\"%1\" %2").arg(key, problem));
        return text;
    }

    QList<domain::Message> messages()
    {
        const QJsonValue text = m_object.value(QLatin1String("text"));
        const QJsonValue list = m_object.value(QLatin1String("messages"));
        if (!text.isUndefined() && !list.isUndefined()) {
            m_problems.append(QStringLiteral("has both \"text\" and \"messages\"; one of them says what to ask"));
        } else if (text.isUndefined() && list.isUndefined()) {
            m_problems.append(QStringLiteral("has neither \"text\" nor \"messages\""));
        } else if (list.isUndefined()) {
            if (!text.isString())
                m_problems.append(QStringLiteral("\"text\" must be text, not %1").arg(typeName(text)));
            else if (const QString problem = textProblem(text.toString()); !problem.isEmpty())
                m_problems.append(QStringLiteral("\"text\" %1").arg(problem));
            else
                return {{QStringLiteral("user"), text.toString()}};
        } else {
            return messageList(list);
        }
        return {};
    }

    QList<domain::Message> messageList(const QJsonValue& value)
    {
        static const QStringList roles{QStringLiteral("system"), QStringLiteral("user"), QStringLiteral("assistant")};
        QList<domain::Message> found;
        if (!value.isArray() || value.toArray().isEmpty()) {
            m_problems.append(QStringLiteral("\"messages\" must be an array of at least one message"));
            return found;
        }
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            const QJsonObject message = array.at(i).toObject();
            const QString role = message.value(QLatin1String("role")).toString();
            const QJsonValue content = message.value(QLatin1String("content"));
            const auto complain = [this, i](const QString& what) {
                m_problems.append(QStringLiteral("message %1 %2").arg(i + 1).arg(what));
            };
            if (!array.at(i).isObject())
                complain(QStringLiteral("must be an object with \"role\" and \"content\""));
            else if (!roles.contains(role))
                complain(QStringLiteral("has the role \"%1\"; known are %2")
                             .arg(base::singleLine(role, 40), roles.join(QLatin1String(", "))));
            else if (!content.isString())
                complain(QStringLiteral("has no text as \"content\" (%1)").arg(typeName(content)));
            else if (const QString problem = textProblem(content.toString()); !problem.isEmpty())
                complain(problem);
            else
                found.append({role, content.toString()});
        }
        if (found.size() == array.size() && found.last().role != QLatin1String("user"))
            m_problems.append(QStringLiteral("the last of \"messages\" must be of the role \"user\""));
        return found;
    }

    void readMaxTokens(domain::Prompt& prompt)
    {
        const QJsonValue value = m_object.value(QLatin1String("max_tokens"));
        if (value.isUndefined())
            return;
        // As infer-check: integral floats and numeric text count as integers.
        static const QRegularExpression integer(QStringLiteral("^\\s*([+-]?\\d{1,30})(?:\\.0*)?\\s*$"));
        double number = std::nan("");
        if (value.isDouble())
            number = value.toDouble();
        else if (const auto match = integer.match(value.toString()); value.isString() && match.hasMatch())
            number = match.captured(1).toDouble();
        if (std::isnan(number) || number != std::trunc(number))
            m_problems.append(QStringLiteral("\"max_tokens\" must be a whole number"));
        else if (number < 1 || number > std::numeric_limits<int>::max())
            m_problems.append(QStringLiteral("\"max_tokens\" must be at least 1 and at most %1")
                                  .arg(std::numeric_limits<int>::max()));
        else
            prompt.maxTokens = int(number);
        prompt.maxTokensWritten = true;
    }

    void readAnswer(domain::Prompt& prompt)
    {
        const QJsonValue value = m_object.value(QLatin1String("answer"));
        if (value.isUndefined() || value.isNull())
            return;
        const auto answer = readAnswerMember(value);
        if (answer)
            prompt.answer = *answer;
        else
            m_problems.append(answer.error());
    }

    const QJsonObject& m_object;
    QStringList m_problems;
};

SuiteLine syntaxProblem(const QString& problem, const QString& hint = {})
{
    return {std::nullopt, QStringLiteral("suite.syntax"), {problem}, hint};
}

} // namespace

SuiteLine readSuiteLine(QByteArrayView bytes)
{
    if (bytes.size() > maxLineBytes)
        return syntaxProblem(QStringLiteral("the line is longer than %1 MiB").arg(maxLineBytes >> 20));
    if (const qsizetype at = bytes.indexOf('\0'); at >= 0)
        return syntaxProblem(QStringLiteral("a NUL byte stands at byte %1").arg(at + 1),
                             QStringLiteral("Is the file text in UTF-8, and complete?"));
    if (!bytes.isValidUtf8())
        return syntaxProblem(QStringLiteral("not valid UTF-8"), QStringLiteral("Save the file as UTF-8."));
    const auto value = base::parseJson(bytes.toByteArray());
    if (!value) {
        // The parser's sentence, as the continuation of "file:line: ".
        QString message = value.error().message;
        if (message.endsWith(QLatin1Char('.')))
            message.chop(1);
        if (!message.isEmpty())
            message[0] = message.at(0).toLower();
        return syntaxProblem(message, QStringLiteral("Each line is one JSON object."));
    }
    if (!value->isObject())
        return {std::nullopt,
                QStringLiteral("suite.prompt"),
                {QStringLiteral("a JSON object was expected, not %1").arg(typeName(*value))},
                QStringLiteral("Each line is one JSON object with at least \"text\".")};
    const QJsonObject object = value->toObject();
    return Reader(object).read();
}

} // namespace quantlens::suites
