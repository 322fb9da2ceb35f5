// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gguf/metadata.h"

#include "core/base/text.h"

#include <QCryptographicHash>

#include <algorithm>
#include <charconv>

namespace quantlens::gguf {

namespace {

constexpr quint64 maxKeyBytes = 4096;
constexpr quint64 maxTemplateBytes = 1 << 20;
constexpr quint64 maxTextBytes = 1024; // of a metadata text that is kept
constexpr int maxNesting = 4;

// gguf.md, enum gguf_metadata_value_type
enum ValueType : quint32 {
    Uint8,
    Int8,
    Uint16,
    Int16,
    Uint32,
    Int32,
    Float32,
    Bool,
    String,
    Array,
    Uint64,
    Int64,
    Float64,
};

/// Bytes of a scalar; 0 for texts, arrays and what is unknown.
quint64 scalarBytes(quint32 type)
{
    switch (type) {
    case Uint8:
    case Int8:
    case Bool:
        return 1;
    case Uint16:
    case Int16:
        return 2;
    case Uint32:
    case Int32:
    case Float32:
        return 4;
    case Uint64:
    case Int64:
    case Float64:
        return 8;
    default:
        return 0;
    }
}

template<class Float>
QString shortest(Float value)
{
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return QString::fromLatin1(text, end - text);
}

} // namespace

base::Expected<void> MetadataReader::readEntry()
{
    const auto keyBytes = m_reader.number<quint64>();
    if (!m_reader.failed() && (keyBytes == 0 || keyBytes > maxKeyBytes))
        return m_faults.invalid(QStringLiteral("a metadata key is %1 bytes long").arg(keyBytes));
    const QByteArray key = m_reader.bytes(keyBytes);
    const auto type = m_reader.number<quint32>();
    if (auto fine = check(); !fine)
        return fine;
    if (m_keys.contains(key))
        return m_faults.invalid(
            QStringLiteral("the metadata key \"%1\" comes twice").arg(base::singleLine(QString::fromUtf8(key), 80)));
    m_keys.insert(key);
    if (type == String)
        return readText(key);
    if (type == Array)
        return readArray(key, 0);
    if (scalarBytes(type) == 0)
        return m_faults.invalid(QStringLiteral("a metadata value has the unknown type %1").arg(type));
    m_values.insert_or_assign(QString::fromUtf8(key), readScalar(type));
    return check();
}

QString MetadataReader::readScalar(quint32 type)
{
    switch (type) {
    case Uint8:
        return QString::number(m_reader.number<quint8>());
    case Int8:
        return QString::number(m_reader.number<qint8>());
    case Uint16:
        return QString::number(m_reader.number<quint16>());
    case Int16:
        return QString::number(m_reader.number<qint16>());
    case Uint32:
        return QString::number(m_reader.number<quint32>());
    case Int32:
        return QString::number(m_reader.number<qint32>());
    case Float32:
        return shortest(m_reader.number<float>());
    case Bool:
        return m_reader.number<quint8>() ? QStringLiteral("true") : QStringLiteral("false");
    case Uint64:
        return QString::number(m_reader.number<quint64>());
    case Int64:
        return QString::number(m_reader.number<qint64>());
    default:
        return shortest(m_reader.number<double>());
    }
}

base::Expected<void> MetadataReader::readText(const QByteArray& key)
{
    const auto length = m_reader.number<quint64>();
    const quint64 wanted = key == "tokenizer.chat_template" ? maxTemplateBytes : maxTextBytes;
    const quint64 kept = key == "tokenizer.chat_template" || length <= maxTextBytes ? std::min(length, wanted) : 0;
    const QByteArray text = m_reader.bytes(kept);
    m_reader.skip(length - kept);
    if (auto fine = check(); !fine)
        return fine;
    if (key == "tokenizer.chat_template") {
        m_chatTemplate = QString::fromUtf8(text);
        m_templateHash = QCryptographicHash::hash(text, QCryptographicHash::Sha256);
    } else if (kept == length)
        m_values.insert_or_assign(QString::fromUtf8(key), QString::fromUtf8(text));
    if (key == "tokenizer.ggml.model")
        m_modelHash = QCryptographicHash::hash(text, QCryptographicHash::Sha256);
    if (key == "tokenizer.ggml.pre")
        m_preHash = QCryptographicHash::hash(text, QCryptographicHash::Sha256);
    return {};
}

base::Expected<void> MetadataReader::readArray(const QByteArray& key, int depth)
{
    const auto type = m_reader.number<quint32>();
    const auto count = m_reader.number<quint64>();
    if (auto fine = check(); !fine)
        return fine;
    if (const quint64 size = scalarBytes(type)) {
        if (count > m_reader.remaining() / size)
            return m_faults.cutInHeader();
        m_reader.skip(count * size);
        return check();
    }
    if (type == String)
        return readTexts(key, count);
    if (type != Array)
        return m_faults.invalid(QStringLiteral("an array has elements of the unknown type %1").arg(type));
    if (depth >= maxNesting)
        return m_faults.invalid(QStringLiteral("arrays are nested more than %1 deep").arg(maxNesting));
    for (quint64 i = 0; i < count; ++i) {
        if (auto inner = readArray({}, depth + 1); !inner)
            return inner;
    }
    return {};
}

/// An array of texts: passed over, but for the vocabulary, whose hash tells tokenizers apart.
base::Expected<void> MetadataReader::readTexts(const QByteArray& key, quint64 count)
{
    QByteArray* hash = nullptr;
    if (key == "tokenizer.ggml.tokens")
        hash = &m_tokensHash;
    else if (key == "tokenizer.ggml.merges")
        hash = &m_mergesHash;
    QCryptographicHash digest(QCryptographicHash::Sha256);
    for (quint64 i = 0; i < count; ++i) {
        const auto length = m_reader.number<quint64>();
        if (hash) {
            const QByteArray text = m_reader.bytes(length);
            const quint64 prefix = qToLittleEndian(length); // so that "ab","c" is not "a","bc"
            digest.addData(QByteArrayView(reinterpret_cast<const char*>(&prefix), sizeof prefix));
            digest.addData(text);
        } else {
            m_reader.skip(length);
        }
        if (auto fine = check(); !fine)
            return fine;
    }
    if (hash)
        *hash = digest.result();
    return {};
}

base::Expected<void> MetadataReader::check() const
{
    if (m_reader.failed())
        return m_faults.cutInHeader();
    return {};
}

QString MetadataReader::value(const QString& key) const
{
    const auto entry = m_values.find(key);
    return entry == m_values.end() ? QString() : entry->second;
}

QString MetadataReader::tokenizerHash() const
{
    if (m_tokensHash.isEmpty())
        return {};
    const QByteArray all = m_modelHash + m_tokensHash + m_mergesHash + m_preHash;
    return QString::fromLatin1(QCryptographicHash::hash(all, QCryptographicHash::Sha256).toHex());
}

bool MetadataReader::hasKeyBeginning(const QByteArray& prefix) const
{
    return std::ranges::any_of(m_keys, [&prefix](const QByteArray& key) { return key.startsWith(prefix); });
}

} // namespace quantlens::gguf
