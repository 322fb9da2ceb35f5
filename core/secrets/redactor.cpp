// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/redactor.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace quantlens::secrets {

namespace {

constexpr qsizetype shortestKey = 8;
constexpr QByteArrayView redactedMark = "[key]";
/// Escapes of escapes deeper than this are not looked for.
constexpr int deepestEscape = 16;
constexpr qsizetype longestEscape = 48;

/// Where the readings of a text stand. More than fit are left out: only escapes of escapes make that many.
class Ends
{
public:
    void append(qsizetype end)
    {
        if (m_count < m_ends.size() && !std::ranges::contains(*this, end))
            m_ends.at(m_count++) = end;
    }
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    [[nodiscard]] const qsizetype* begin() const { return m_ends.data(); }
    [[nodiscard]] const qsizetype* end() const { return m_ends.data() + m_count; }

private:
    std::array<qsizetype, 32> m_ends;
    std::size_t m_count = 0;
};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

bool isEscape(char c)
{
    return c == '%' || c == '\\' || c == '&';
}

std::optional<int> hexValue(QByteArrayView digits)
{
    bool ok = false;
    const int value = digits.toInt(&ok, 16);
    return ok ? std::optional(value) : std::nullopt;
}

bool isChar(std::optional<int> code, char c)
{
    return code && *code > 0 && *code < 0x80 && lower(char(*code)) == c;
}

/// "%2F", "%252F", …
void percentEnds(QByteArrayView text, qsizetype at, char c, Ends* ends)
{
    qsizetype digits = at + 1;
    for (int depth = 0; depth < deepestEscape && text.sliced(digits).startsWith("25"); ++depth) {
        if (c == '%')
            ends->append(digits + 2);
        digits += 2;
    }
    if (text.size() - digits >= 2 && isChar(hexValue(text.sliced(digits, 2)), c))
        ends->append(digits + 2);
}

/// "\/", "\\\/", "\u002f", "\x2f", …
void backslashEnds(QByteArrayView text, qsizetype at, char c, Ends* ends)
{
    qsizetype i = at;
    for (int depth = 0; depth < deepestEscape && i < text.size() && text.at(i) == '\\'; ++depth)
        ++i;
    if (c == '\\') {
        for (qsizetype end = at + 2; end <= i; ++end)
            ends->append(end);
    }
    if (i >= text.size())
        return;
    if (lower(text.at(i)) == c)
        ends->append(i + 1);
    if (text.at(i) == 'u' && text.size() - i >= 5 && isChar(hexValue(text.sliced(i + 1, 4)), c))
        ends->append(i + 5);
    if (text.at(i) == 'x' && text.size() - i >= 3 && isChar(hexValue(text.sliced(i + 1, 2)), c))
        ends->append(i + 3);
}

/// "&amp;", "&#47;", "&#x2F;"
void entityEnds(QByteArrayView text, qsizetype at, char c, Ends* ends)
{
    static constexpr std::array<std::pair<QByteArrayView, char>, 5> names{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    const qsizetype semicolon = text.sliced(at, std::min<qsizetype>(12, text.size() - at)).indexOf(';');
    if (semicolon < 2)
        return;
    const QByteArrayView name = text.sliced(at + 1, semicolon - 1);
    const auto* known = std::ranges::find(names, name, &std::pair<QByteArrayView, char>::first);
    bool same = known != names.end() && known->second == c;
    if (name.startsWith("#x") || name.startsWith("#X"))
        same = isChar(hexValue(name.sliced(2)), c);
    else if (name.startsWith('#'))
        same = isChar(name.sliced(1).toInt(), c);
    if (same)
        ends->append(at + semicolon + 1);
}

struct KeyMatch
{
    qsizetype end = -1;  ///< behind the match; negative: none
    bool cutOff = false; ///< the text ends where a match may go on
};

/// All readings of the text at `from` are followed at once: where an escape character is itself part of the key there
/// may be several.
KeyMatch matchKey(QByteArrayView text, qsizetype from, QByteArrayView pattern)
{
    KeyMatch match;
    Ends at;
    at.append(from);
    for (const char c : pattern) {
        Ends next;
        for (const qsizetype i : at) {
            if (i >= text.size()) {
                match.cutOff = true;
                continue;
            }
            const char here = text.at(i);
            if (lower(here) == c)
                next.append(i + 1);
            if (!isEscape(here))
                continue;
            match.cutOff |= text.size() - i < longestEscape && !text.sliced(i).contains('\n');
            if (here == '%')
                percentEnds(text, i, c, &next);
            else if (here == '\\')
                backslashEnds(text, i, c, &next);
            else
                entityEnds(text, i, c, &next);
        }
        at = next;
        if (at.isEmpty())
            return match;
    }
    match.end = *std::ranges::max_element(at);
    return match;
}

void addBase64(const QByteArray& value, QList<QByteArray>* patterns)
{
    static constexpr std::array<qsizetype, 3> firstOwnDigit{0, 2, 3};
    for (qsizetype before = 0; before < 3; ++before) {
        for (const auto alphabet : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
            const QByteArray digits = (QByteArray(before, '\0') + value).toBase64(alphabet);
            const qsizetype own = (before + value.size()) * 8 / 6;
            const QByteArray pattern = digits.first(own).sliced(firstOwnDigit.at(std::size_t(before))).toLower();
            if (!patterns->contains(pattern))
                patterns->append(pattern);
        }
    }
}

} // namespace

void Redactor::add(const QByteArray& value)
{
    if (value.size() < shortestKey || m_patterns.contains(value.toLower()))
        return;
    m_patterns.append(value.toLower());
    addBase64(value, &m_patterns);
}

void Redactor::add(const Redactor& other)
{
    for (const QByteArray& pattern : other.m_patterns) {
        if (!m_patterns.contains(pattern))
            m_patterns.append(pattern);
    }
}

QByteArray Redactor::apply(const QByteArray& bytes) const
{
    QByteArray rest;
    return m_patterns.isEmpty() ? bytes : applyPart(&rest, bytes, true);
}

QByteArray Redactor::applyPart(QByteArray* rest, const QByteArray& chunk, bool atEnd) const
{
    if (m_patterns.isEmpty())
        return chunk;
    std::array<bool, 256> begins{};
    for (const char c : {'%', '\\', '&'})
        begins[uchar(c)] = true;
    for (const QByteArray& pattern : m_patterns) {
        begins[uchar(pattern.front())] = true;
        begins[uchar(QByteArray(pattern.first(1)).toUpper().front())] = true;
    }
    const QByteArray text = std::exchange(*rest, {}) + chunk;
    QByteArray clean;
    qsizetype kept = 0; // everything before is in `clean`
    for (qsizetype i = 0; i < text.size();) {
        if (!begins[uchar(text.at(i))]) {
            ++i;
            continue;
        }
        qsizetype end = -1;
        bool cutOff = false;
        for (const QByteArray& pattern : m_patterns) {
            if (pattern.front() != lower(text.at(i)) && !isEscape(text.at(i)))
                continue;
            const KeyMatch match = matchKey(text, i, pattern);
            end = std::max(end, match.end);
            cutOff |= match.cutOff && match.end < 0;
        }
        if (cutOff && !atEnd) {
            *rest = text.sliced(i);
            return clean + text.sliced(kept, i - kept);
        }
        if (end > i) {
            clean += text.sliced(kept, i - kept);
            clean += redactedMark;
            kept = i = end;
        } else {
            ++i;
        }
    }
    return kept == 0 ? text : clean + text.sliced(kept);
}

QString Redactor::apply(const QString& text) const
{
    if (m_patterns.isEmpty())
        return text;
    const QByteArray bytes = text.toUtf8();
    const QByteArray clean = apply(bytes);
    return clean == bytes ? text : QString::fromUtf8(clean);
}

base::Error Redactor::apply(const base::Error& error) const
{
    return {error.code, apply(error.message), apply(error.hint), apply(error.detail)};
}

QJsonValue Redactor::apply(const QJsonValue& value) const
{
    if (m_patterns.isEmpty())
        return value;
    if (value.isString())
        return apply(value.toString());
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue& item : value.toArray())
            array.append(apply(item));
        return array;
    }
    if (value.isObject()) {
        QJsonObject object;
        const QJsonObject from = value.toObject();
        for (auto it = from.begin(); it != from.end(); ++it)
            object.insert(apply(it.key()), apply(QJsonValue(*it)));
        return object;
    }
    return value;
}

} // namespace quantlens::secrets
