// SPDX-License-Identifier: GPL-3.0-or-later
// Changing a line of a suite without touching the rest of it.
#include "core/base/json.h"
#include "core/suites/draft.h"
#include "core/suites/suite_answer.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace quantlens::suites {

namespace {

/// A member of the line's object as it is written.
struct WrittenMember
{
    QString key;
    QByteArray rawKey; ///< with its quotes
    QByteArray value;
};

class ObjectScanner
{
public:
    explicit ObjectScanner(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    /// The members of a line that is known to be an object.
    QList<WrittenMember> members()
    {
        QList<WrittenMember> found;
        m_at = m_bytes.indexOf('{') + 1;
        while (true) {
            skipBlank();
            if (at() == ',') {
                ++m_at;
                continue;
            }
            if (at() != '"')
                return found;
            const qsizetype keyFrom = m_at;
            skipString();
            WrittenMember member;
            member.rawKey = m_bytes.sliced(keyFrom, m_at - keyFrom).toByteArray();
            if (const auto key = base::parseJson(member.rawKey))
                member.key = key->toString();
            skipBlank();
            ++m_at; // the colon
            const qsizetype blankFrom = m_at;
            skipBlank();
            m_spaced = m_spaced || m_at > blankFrom;
            const qsizetype from = m_at;
            skipValue();
            member.value = m_bytes.sliced(from, m_at - from).trimmed().toByteArray();
            found.append(member);
        }
    }

    [[nodiscard]] bool spaced() const { return m_spaced; }

private:
    [[nodiscard]] char at() const { return m_at < m_bytes.size() ? m_bytes.at(m_at) : '\0'; }

    void skipBlank()
    {
        while (m_at < m_bytes.size() && (at() == ' ' || at() == '\t'))
            ++m_at;
    }

    void skipString()
    {
        for (++m_at; m_at < m_bytes.size() && at() != '"'; ++m_at) {
            if (at() == '\\')
                ++m_at;
        }
        m_at = std::min(m_at + 1, m_bytes.size());
    }

    void skipValue()
    {
        int depth = 0;
        while (m_at < m_bytes.size()) {
            const char c = at();
            if (c == '"') {
                skipString();
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}'))
                return;
            depth += c == '{' || c == '[';
            depth -= c == '}' || c == ']';
            ++m_at;
        }
    }

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_spaced = false;
};

QByteArray jsonText(const QJsonValue& value)
{
    return QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).slice(1).chopped(1);
}

class LineWriter
{
public:
    explicit LineWriter(const DraftLine& line)
    {
        if (!line.object)
            return;
        ObjectScanner scanner(line.bytes);
        m_members = scanner.members();
        m_spaced = scanner.spaced() || m_members.isEmpty();
    }

    /// Changes a member in its place, or adds it behind `after` (at the end where that is not there).
    void set(const QString& key, const QByteArray& value, const QStringList& after = {})
    {
        if (WrittenMember* member = find(key)) {
            member->value = value;
            return;
        }
        qsizetype place = m_members.size();
        for (const QString& other : after) {
            const auto found = std::ranges::find(m_members, other, &WrittenMember::key);
            if (found != m_members.end()) {
                place = found - m_members.begin() + 1;
                break;
            }
        }
        m_members.insert(place, {key, jsonText(key), value});
    }

    void moveToFront(const QString& key)
    {
        const auto found = std::ranges::find(m_members, key, &WrittenMember::key);
        if (found != m_members.end())
            std::rotate(m_members.begin(), found, found + 1);
    }

    void remove(const QString& key)
    {
        m_members.removeIf([&](const WrittenMember& member) { return member.key == key; });
    }

    /// The same place under another key.
    void rename(const QString& from, const QString& to)
    {
        WrittenMember* member = find(from);
        if (!member || find(to))
            return;
        member->key = to;
        member->rawKey = jsonText(to);
    }

    [[nodiscard]] const QByteArray* value(const QString& key)
    {
        const WrittenMember* member = find(key);
        return member ? &member->value : nullptr;
    }

    /// "[1,2]" in the manner of the line.
    [[nodiscard]] QByteArray joined(const QList<std::pair<QString, QByteArray>>& members) const
    {
        QList<QByteArray> parts;
        for (const auto& [key, value] : members)
            parts << jsonText(key) + colon() + value;
        return '{' + parts.join(comma()) + '}';
    }
    [[nodiscard]] QByteArray comma() const { return m_spaced ? QByteArray(", ") : QByteArray(","); }

    [[nodiscard]] QByteArray bytes() const
    {
        QList<QByteArray> parts;
        for (const WrittenMember& member : m_members)
            parts << member.rawKey + colon() + member.value;
        return '{' + parts.join(comma()) + '}';
    }

private:
    [[nodiscard]] QByteArray colon() const { return m_spaced ? QByteArray(": ") : QByteArray(":"); }

    WrittenMember* find(const QString& key)
    {
        // Of a key that is written twice the last one counts.
        const auto found = std::ranges::find_last(m_members, key, &WrittenMember::key);
        return found.empty() ? nullptr : &*found.begin();
    }

    QList<WrittenMember> m_members;
    bool m_spaced = true;
};

void setText(LineWriter& writer, const QString& key, const QString& before, const QString& now,
             const QStringList& after)
{
    if (before == now)
        return;
    if (now.isEmpty())
        writer.remove(key);
    else
        writer.set(key, jsonText(now), after);
}

void setMessages(LineWriter& writer, const QList<domain::Message>& messages)
{
    const QString text = QStringLiteral("text");
    const QString list = QStringLiteral("messages");
    const QStringList after{QStringLiteral("category"), QStringLiteral("id")};
    if (messages.size() == 1 && messages.first().role == QLatin1String("user")) {
        writer.rename(list, text);
        writer.remove(list);
        writer.set(text, jsonText(messages.first().content), after);
        return;
    }
    writer.rename(text, list);
    writer.remove(text);
    QList<QByteArray> items;
    for (const domain::Message& message : messages)
        items << writer.joined(
            {{QStringLiteral("role"), jsonText(message.role)}, {QStringLiteral("content"), jsonText(message.content)}});
    writer.set(list, '[' + items.join(writer.comma()) + ']', after);
}

void setAnswer(LineWriter& writer, const QJsonObject& written, const std::optional<domain::ReferenceAnswer>& answer)
{
    const QString key = QStringLiteral("answer");
    if (!answer || (answer->strategy.isEmpty() && answer->value.isEmpty())) {
        writer.remove(key);
        return;
    }
    QList<std::pair<QString, QByteArray>> members;
    if (!answer->strategy.isEmpty())
        members.append({QStringLiteral("type"), jsonText(answer->strategy)});
    if (!answer->value.isEmpty()) {
        // A value that stays is written as it was: a number, an array, an object.
        const QJsonValue old = written.value(QLatin1String("value"));
        QJsonObject same{{QStringLiteral("value"), old}};
        if (!answer->strategy.isEmpty())
            same.insert(QStringLiteral("type"), answer->strategy);
        const auto read = readAnswerMember(same);
        members.append(
            {QStringLiteral("value"), read && read->value == answer->value ? jsonText(old) : jsonText(answer->value)});
    }
    if (answer->tolerance != 0)
        members.append({QStringLiteral("tolerance"), jsonText(answer->tolerance)});
    for (const QString& other : written.keys()) {
        if (other != QLatin1String("type") && other != QLatin1String("value") && other != QLatin1String("tolerance"))
            members.append({other, jsonText(written.value(other))});
    }
    writer.set(key, writer.joined(members),
               {QStringLiteral("max_tokens"), QStringLiteral("text"), QStringLiteral("messages")});
}

} // namespace

QByteArray withPrompt(const DraftLine& line, const domain::Prompt& prompt)
{
    const domain::Prompt before = line.object ? line.shown() : domain::Prompt();
    LineWriter writer(line);
    if (prompt.id != before.id) {
        // An id stands in front.
        const bool known = writer.value(QStringLiteral("id"));
        setText(writer, QStringLiteral("id"), before.id, prompt.id, {});
        if (!known && !prompt.id.isEmpty())
            writer.moveToFront(QStringLiteral("id"));
    }
    if (prompt.category != before.category)
        setText(writer, QStringLiteral("category"), before.category,
                prompt.category == domain::Prompt().category ? QString() : prompt.category, {QStringLiteral("id")});
    if (prompt.messages != before.messages || !line.object)
        setMessages(writer, prompt.messages);
    if (!prompt.maxTokensWritten && before.maxTokensWritten)
        writer.remove(QStringLiteral("max_tokens"));
    else if (prompt.maxTokensWritten && (!before.maxTokensWritten || prompt.maxTokens != before.maxTokens))
        writer.set(QStringLiteral("max_tokens"), QByteArray::number(prompt.maxTokens),
                   {QStringLiteral("text"), QStringLiteral("messages")});
    if (prompt.answer != before.answer)
        setAnswer(writer, line.object ? line.object->value(QLatin1String("answer")).toObject() : QJsonObject(),
                  prompt.answer);
    setText(writer, QStringLiteral("why"), before.why, prompt.why,
            {QStringLiteral("answer"), QStringLiteral("max_tokens"), QStringLiteral("text")});
    return writer.bytes();
}

} // namespace quantlens::suites
