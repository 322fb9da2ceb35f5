// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/boundedjson.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::exchange {

namespace {

constexpr qsizetype longestFileName = 300;
constexpr qsizetype longestKey = 80;

/// Walks over JSON text without building anything.
class JsonScanner
{
public:
    explicit JsonScanner(const QByteArray& bytes)
        : m_bytes(bytes)
    {
    }

    /// Offset of the value at `path`, or of the last part that is there.
    qsizetype find(const QStringList& path)
    {
        skipBlank();
        for (const QString& part : path) {
            const qsizetype here = m_at;
            const bool found = at('{') ? findKey(part.toUtf8()) : at('[') && findIndex(part.toLongLong());
            if (!found)
                return here;
        }
        return m_at;
    }

private:
    [[nodiscard]] bool at(char c) const { return m_at < m_bytes.size() && m_bytes.at(m_at) == c; }

    void skipBlank()
    {
        while (m_at < m_bytes.size() && (at(' ') || at('\n') || at('\r') || at('\t') || at(',') || at(':')))
            ++m_at;
    }

    QByteArrayView string()
    {
        const qsizetype begin = ++m_at;
        while (m_at < m_bytes.size() && !at('"'))
            m_at += at('\\') ? 2 : 1;
        const qsizetype end = std::min(m_at, m_bytes.size());
        m_at = std::min(end + 1, m_bytes.size());
        return QByteArrayView(m_bytes).sliced(begin, std::max<qsizetype>(0, end - begin));
    }

    void skipValue()
    {
        qsizetype depth = 0;
        do {
            if (at('"')) {
                string();
                continue;
            }
            if (at('{') || at('['))
                ++depth;
            else if (at('}') || at(']'))
                --depth;
            else if (depth == 0 && at(','))
                return;
            if (depth < 0)
                return;
            ++m_at;
        } while (m_at < m_bytes.size() && (depth > 0 || (!at(',') && !at('}') && !at(']'))));
    }

    bool findKey(const QByteArray& key)
    {
        ++m_at;
        for (skipBlank(); m_at < m_bytes.size() && !at('}'); skipBlank()) {
            if (!at('"'))
                return false;
            const bool wanted = string() == key;
            skipBlank();
            if (wanted)
                return true;
            skipValue();
        }
        return false;
    }

    bool findIndex(qsizetype index)
    {
        ++m_at;
        for (skipBlank(); m_at < m_bytes.size() && !at(']'); skipBlank()) {
            if (index-- == 0)
                return true;
            skipValue();
        }
        return false;
    }

    const QByteArray& m_bytes;
    qsizetype m_at = 0;
};

/// Offset of the first bracket beyond the depth allowed, or -1.
qsizetype tooDeepAt(const QByteArray& bytes)
{
    int depth = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes.at(i);
        if (c == '"') {
            for (++i; i < bytes.size() && bytes.at(i) != '"'; ++i)
                i += bytes.at(i) == '\\';
        } else if (c == '{' || c == '[') {
            if (++depth > maxJsonDepth)
                return i;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return -1;
}

QString placeText(const QStringList& where)
{
    QString text;
    for (const QString& part : where) {
        bool index = false;
        part.toLongLong(&index);
        if (index)
            text += u'[' + part + u']';
        else
            text += (text.isEmpty() ? QString() : QStringLiteral(".")) + base::singleLine(part, longestKey);
    }
    return text;
}

} // namespace

base::Expected<QByteArray> readBounded(const QString& path)
{
    QFile file(path);
    const QFileInfo info(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return base::failure(QStringLiteral("import.read"),
                             QStringLiteral("Cannot read %1: %2.")
                                 .arg(base::singleLine(path, longestFileName),
                                      info.isFile()  ? file.errorString()
                                      : info.isDir() ? QStringLiteral("it is a folder")
                                                     : QStringLiteral("there is no such file")));
    if (info.size() > maxImportBytes)
        return base::failure(QStringLiteral("import.limit"),
                             QStringLiteral("%1 is larger than 1 GiB.").arg(base::singleLine(path, longestFileName)),
                             QStringLiteral("Split it, or export fewer prompts."));
    QByteArray bytes = file.read(maxImportBytes + 1); // bounded also where the size grows meanwhile
    if (file.error() != QFileDevice::NoError)
        return base::failure(
            QStringLiteral("import.read"),
            QStringLiteral("Cannot read %1: %2.").arg(base::singleLine(path, longestFileName), file.errorString()));
    return bytes;
}

qsizetype lineAt(const QByteArray& bytes, qsizetype offset)
{
    const qsizetype end = std::clamp<qsizetype>(offset, 0, bytes.size());
    return 1 + std::count(bytes.cbegin(), bytes.cbegin() + end, '\n');
}

qsizetype lineOfPath(const QByteArray& bytes, const QStringList& path)
{
    return lineAt(bytes, JsonScanner(bytes).find(path));
}

base::Expected<QJsonValue> parseBounded(const QByteArray& bytes, const QString& name, qsizetype firstLine)
{
    const QString shortName = base::singleLine(name, longestFileName);
    if (const qsizetype at = tooDeepAt(bytes); at >= 0)
        return base::failure(
            QStringLiteral("import.limit"),
            QStringLiteral("%1:%2: more than %3 brackets inside one another.")
                .arg(shortName, QString::number(firstLine - 1 + lineAt(bytes, at)), QString::number(maxJsonDepth)));
    const auto value = base::parseJson(bytes);
    if (value)
        return *value;
    QJsonParseError error;
    QJsonDocument::fromJson(bytes, &error);
    return base::failure(
        QStringLiteral("import.syntax"),
        QStringLiteral("%1:%2: not valid JSON: %3.")
            .arg(shortName, QString::number(firstLine - 1 + lineAt(bytes, error.offset)),
                 error.error == QJsonParseError::NoError ? value.error().message : error.errorString()));
}

QString FieldReader::text(const QJsonObject& object, const char* key, const QStringList& where)
{
    const QJsonValue value = object.value(QString::fromUtf8(key));
    if (!value.isString())
        fail(where + QStringList{QString::fromUtf8(key)}, QStringLiteral("a text was expected"));
    return value.toString();
}

QString FieldReader::optionalText(const QJsonObject& object, const char* key, const QStringList& where)
{
    const QJsonValue value = object.value(QString::fromUtf8(key));
    if (!value.isString() && !value.isNull() && !value.isUndefined())
        fail(where + QStringList{QString::fromUtf8(key)}, QStringLiteral("a text or null was expected"));
    return value.toString();
}

double FieldReader::number(const QJsonObject& object, const char* key, const QStringList& where)
{
    const QJsonValue value = object.value(QString::fromUtf8(key));
    if (!value.isDouble() && !value.isNull() && !value.isUndefined())
        fail(where + QStringList{QString::fromUtf8(key)}, QStringLiteral("a number or null was expected"));
    return value.toDouble(std::numeric_limits<double>::quiet_NaN());
}

qint64 FieldReader::count(const QJsonObject& object, const char* key, const QStringList& where, qint64 most)
{
    const QJsonValue value = object.value(QString::fromUtf8(key));
    const double number = value.toDouble(-1);
    if (!value.isDouble() || number < 0 || number > double(most) || std::floor(number) != number) {
        fail(where + QStringList{QString::fromUtf8(key)},
             QStringLiteral("a whole number from 0 to %1 was expected").arg(most));
        return 0;
    }
    return qint64(number);
}

QJsonArray FieldReader::array(const QJsonObject& object, const char* key, const QStringList& where, qsizetype most)
{
    const QJsonValue value = object.value(QString::fromUtf8(key));
    const QStringList place = where + QStringList{QString::fromUtf8(key)};
    if (!value.isArray())
        fail(place, QStringLiteral("a list was expected"));
    const QJsonArray array = value.toArray();
    if (array.size() > most) {
        fail(place, QStringLiteral("more than %1 entries").arg(most), QStringLiteral("import.limit"));
        return {};
    }
    return array;
}

QJsonObject FieldReader::object(const QJsonObject& object, const char* key, const QStringList& where)
{
    return asObject(object.value(QString::fromUtf8(key)), where + QStringList{QString::fromUtf8(key)});
}

QJsonObject FieldReader::asObject(const QJsonValue& value, const QStringList& where)
{
    if (!value.isObject())
        fail(where, QStringLiteral("an object was expected"));
    return value.toObject();
}

qsizetype FieldReader::offsetOf(const QStringList& path) const
{
    return JsonScanner(m_bytes).find(path);
}

void FieldReader::fail(const QStringList& where, const QString& what, const QString& code)
{
    if (m_error)
        return;
    const QString place = placeText(where);
    m_error = base::Error{code,
                          QStringLiteral("%1:%2: %3%4.")
                              .arg(base::singleLine(m_name, longestFileName),
                                   QString::number(m_firstLine - 1 + lineOfPath(m_bytes, where)),
                                   place.isEmpty() ? QString() : place + QStringLiteral(": "), what),
                          {},
                          {}};
}

} // namespace quantlens::exchange
