// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <optional>

// Foreign JSON, read with limits; what is wrong is said with the file's name and the line.

namespace quantlens::exchange {

inline constexpr qint64 maxImportBytes = 1LL << 30; ///< of one JSON document or log
inline constexpr qint64 maxLineBytes = 64LL << 20;  ///< of one line of JSON Lines
inline constexpr qint64 maxLines = 1'000'000;       ///< of one file of JSON Lines
inline constexpr int maxJsonDepth = 64;
inline constexpr qsizetype maxPrompts = 200'000;   ///< of one run
inline constexpr qsizetype maxAnswers = 2'000'000; ///< of one run
inline constexpr int maxSides = 64;

/// The whole file. Errors: "import.read", "import.limit".
[[nodiscard]] base::Expected<QByteArray> readBounded(const QString& path);

/// 1-based line of a byte offset.
[[nodiscard]] qsizetype lineAt(const QByteArray& bytes, qsizetype offset);

/// The line on which the value at `path` (keys, and indices as decimal numbers) begins; that of the last part that is
/// there. The text has to be JSON.
[[nodiscard]] qsizetype lineOfPath(const QByteArray& bytes, const QStringList& path);

/// Parses a document; NaN, Infinity and numbers beyond a double's range are null. `firstLine` is added to the lines of
/// errors, for one line of JSON Lines. Errors: "import.syntax", "import.limit" (depth).
[[nodiscard]] base::Expected<QJsonValue> parseBounded(const QByteArray& bytes, const QString& name,
                                                      qsizetype firstLine = 1);

/// Typed access to one document; the first thing that is wrong is kept, with its place, and everything after it gives
/// defaults. `where` is the path of the object that is read.
class FieldReader
{
public:
    FieldReader(const QByteArray& bytes, QString name, qsizetype firstLine = 1)
        : m_bytes(bytes)
        , m_name(std::move(name))
        , m_firstLine(firstLine)
    {
    }

    /// Must be there and a string.
    QString text(const QJsonObject& object, const char* key, const QStringList& where);
    /// A string, or empty where it is missing or null.
    QString optionalText(const QJsonObject& object, const char* key, const QStringList& where);
    /// A number; NaN where it is missing or null.
    double number(const QJsonObject& object, const char* key, const QStringList& where);
    /// A whole number from 0 to `most` that must be there.
    qint64 count(const QJsonObject& object, const char* key, const QStringList& where, qint64 most);
    /// Must be there, and an array of at most `most` values.
    QJsonArray array(const QJsonObject& object, const char* key, const QStringList& where, qsizetype most);
    /// Must be there and an object.
    QJsonObject object(const QJsonObject& object, const char* key, const QStringList& where);
    QJsonObject asObject(const QJsonValue& value, const QStringList& where);

    /// Where the value at a path begins, in bytes; that of the last part that is there.
    [[nodiscard]] qsizetype offsetOf(const QStringList& path) const;

    /// Keeps "NAME:LINE: comparisons[3].text: WHAT" when nothing was wrong so far.
    void fail(const QStringList& where, const QString& what, const QString& code = QStringLiteral("import.record"));
    [[nodiscard]] bool failed() const { return m_error.has_value(); }
    [[nodiscard]] const std::optional<base::Error>& error() const { return m_error; }
    [[nodiscard]] const QString& name() const { return m_name; }

private:
    const QByteArray& m_bytes;
    QString m_name;
    qsizetype m_firstLine;
    std::optional<base::Error> m_error;
};

} // namespace quantlens::exchange
