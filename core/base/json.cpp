// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <charconv>
#include <cmath>
#include <limits>

namespace quantlens::base {

namespace {

bool isNumberByte(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/// Replaces NaN, Infinity, -Infinity and numbers that do not fit a double by null, outside of strings only.
QByteArray withoutNonFinite(const QByteArray& in)
{
    QByteArray out;
    out.reserve(in.size());
    for (qsizetype i = 0; i < in.size();) {
        const char c = in.at(i);
        if (c == '"') {
            qsizetype end = i + 1;
            while (end < in.size() && in.at(end) != '"')
                end += in.at(end) == '\\' ? 2 : 1;
            end = std::min(end + 1, in.size());
            out += QByteArrayView(in).sliced(i, end - i);
            i = end;
            continue;
        }
        const QByteArrayView rest = QByteArrayView(in).sliced(i);
        const auto literal = [&rest](QByteArrayView word) { return rest.startsWith(word) ? word.size() : 0; };
        if (const qsizetype n =
                std::max({literal("NaN"), literal("Infinity"), literal("-Infinity"), literal("-NaN")})) {
            out += "null";
            i += n;
            continue;
        }
        if (c == '-' || (c >= '0' && c <= '9')) {
            qsizetype n = 1;
            while (n < rest.size() && isNumberByte(rest.at(n)))
                ++n;
            // Not toDouble(), which gives 0 for 1e400. Too small to tell from zero is zero.
            double value = 0;
            const auto read = std::from_chars(rest.data(), rest.data() + n, value);
            if (read.ec != std::errc::result_out_of_range)
                out += rest.first(n);
            else
                out += rest.first(n).contains("e-") || rest.first(n).contains("E-") ? "0" : "null";
            i += n;
            continue;
        }
        out += c;
        ++i;
    }
    return out;
}

} // namespace

Expected<QJsonValue> parseJson(const QByteArray& bytes)
{
    QByteArray text = bytes.startsWith("\xEF\xBB\xBF") ? bytes.sliced(3) : bytes;
    QJsonParseError error;
    // A document must be an object or an array; scalars are read as the only element of an array.
    const QByteArray first = text.trimmed().first(std::min<qsizetype>(1, text.trimmed().size()));
    const bool container = first == "{" || first == "[";
    const auto parse = [&](const QByteArray& source) {
        return QJsonDocument::fromJson(container ? source : '[' + source + ']', &error);
    };
    QJsonDocument document = parse(text);
    if (error.error != QJsonParseError::NoError) {
        const int firstOffset = error.offset;
        const QString firstMessage = error.errorString();
        document = parse(withoutNonFinite(text));
        if (error.error != QJsonParseError::NoError)
            return failure(QStringLiteral("json.syntax"),
                           QStringLiteral("Not valid JSON at byte %1: %2.").arg(firstOffset).arg(firstMessage));
    }
    if (container)
        return document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array());
    const QJsonArray array = document.array();
    if (array.size() != 1)
        return failure(QStringLiteral("json.syntax"), QStringLiteral("Not one JSON value."));
    return array.first();
}

Expected<QJsonObject> parseJsonObject(const QByteArray& bytes)
{
    auto value = parseJson(bytes);
    if (!value)
        return std::unexpected(value.error());
    if (!value->isObject())
        return failure(QStringLiteral("json.type"), QStringLiteral("A JSON object was expected."));
    return value->toObject();
}

QByteArray canonicalJson(const QJsonValue& value)
{
    // QJsonObject keeps its keys sorted, so the compact form is canonical already.
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return wrapped.sliced(1, wrapped.size() - 2);
}

QJsonValue jsonNumber(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue(QJsonValue::Null);
}

double numberOrNan(const QJsonObject& object, QLatin1StringView key)
{
    return object.value(key).toDouble(std::numeric_limits<double>::quiet_NaN());
}

} // namespace quantlens::base
