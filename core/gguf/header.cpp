// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gguf/header.h"

#include "core/gguf/byte_reader.h"
#include "core/gguf/types.h"

#include <QCryptographicHash>
#include <QLocale>
#include <QSet>

#include <algorithm>
#include <charconv>
#include <vector>

namespace quantlens::gguf {

namespace {

// Bounds no honest file reaches: a header is a vocabulary (tens of MB at most) and some thousand small entries.
constexpr quint64 maxHeaderBytes = 512ULL << 20;
constexpr quint64 maxKeys = 1 << 16;
constexpr quint64 maxTensors = 1 << 20;
constexpr quint64 maxKeyBytes = 4096;
constexpr quint64 maxElements = 1ULL << 48;
constexpr quint64 maxTemplateBytes = 1 << 20;
constexpr quint64 maxTextBytes = 1024; // of a metadata text that is kept
constexpr int maxNesting = 4;
constexpr quint32 maxDimensions = 8; // ggml has 4

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

struct Tensor
{
    quint64 offset = 0; // in the data part
    quint64 elements = 0;
    quint64 bytes = 0; // 0 while unknown
    quint32 type = 0;
};

class HeaderReader
{
public:
    HeaderReader(QIODevice& device, const QString& name)
        : m_reader(device, quint64(device.size()))
        , m_size(quint64(device.size()))
        , m_name(name)
    {
    }

    base::Expected<Header> read()
    {
        m_header.info.path = m_name;
        m_header.info.fileSize = m_size;
        if (auto start = readStart(); !start)
            return std::unexpected(start.error());
        for (quint64 i = 0; i < m_keyCount; ++i) {
            if (auto entry = readEntry(); !entry)
                return std::unexpected(entry.error());
        }
        for (quint64 i = 0; i < m_tensorCount; ++i) {
            if (auto tensor = readTensor(); !tensor)
                return std::unexpected(tensor.error());
        }
        if (auto data = checkData(); !data)
            return std::unexpected(data.error());
        fillInfo();
        return m_header;
    }

private:
    using Done = base::Expected<void>;

    std::unexpected<base::Error> invalid(const QString& what) const
    {
        return base::failure(QStringLiteral("gguf.invalid"),
                             QStringLiteral("%1 is not a sound GGUF file: %2.").arg(m_name, what),
                             QStringLiteral("Download or convert it again."));
    }

    /// The header claims more than there is, or than any honest one has.
    std::unexpected<base::Error> cutInHeader() const
    {
        if (m_size > maxHeaderBytes)
            return invalid(QStringLiteral("its header is larger than %1 MiB").arg(maxHeaderBytes >> 20));
        return base::failure(
            QStringLiteral("gguf.truncated"),
            QStringLiteral("%1 is cut off or damaged: its header goes on behind its end, after %2 bytes.")
                .arg(m_name)
                .arg(m_size),
            QStringLiteral("Download or copy it again."));
    }

    Done check() const
    {
        if (m_reader.failed())
            return cutInHeader();
        return {};
    }

    Done readStart()
    {
        m_reader.skip(4); // the magic, which the caller has seen
        const auto version = m_reader.number<quint32>();
        if (m_reader.failed())
            return cutInHeader();
        if (version != 2 && version != 3) {
            const bool bigEndian = version != 0 && (version & 0xFFFF) == 0;
            const QString what = bigEndian ? QStringLiteral("big-endian") : QStringLiteral("version %1").arg(version);
            return base::failure(QStringLiteral("gguf.version"),
                                 QStringLiteral("%1 is a GGUF file of a kind that is not read: %2.").arg(m_name, what),
                                 QStringLiteral("Versions 2 and 3 in little-endian order are read."));
        }
        m_header.info.version = version;
        m_tensorCount = m_reader.number<quint64>();
        m_keyCount = m_reader.number<quint64>();
        if (m_reader.failed())
            return cutInHeader();
        if (m_keyCount > maxKeys || m_tensorCount > maxTensors)
            return invalid(
                QStringLiteral("it claims %1 metadata entries and %2 tensors").arg(m_keyCount).arg(m_tensorCount));
        return {};
    }

    Done readEntry()
    {
        const auto keyBytes = m_reader.number<quint64>();
        if (!m_reader.failed() && (keyBytes == 0 || keyBytes > maxKeyBytes))
            return invalid(QStringLiteral("a metadata key is %1 bytes long").arg(keyBytes));
        const QByteArray key = m_reader.bytes(keyBytes);
        const auto type = m_reader.number<quint32>();
        if (auto fine = check(); !fine)
            return fine;
        if (m_keys.contains(key))
            return invalid(QStringLiteral("the metadata key \"%1\" comes twice")
                               .arg(QString::fromUtf8(key.first(std::min<qsizetype>(key.size(), 80)))));
        m_keys.insert(key);
        if (type == String)
            return readText(key);
        if (type == Array)
            return readArray(key, 0);
        if (scalarBytes(type) == 0)
            return invalid(QStringLiteral("a metadata value has the unknown type %1").arg(type));
        m_header.info.metadata.insert_or_assign(QString::fromUtf8(key), readScalar(type));
        return check();
    }

    QString readScalar(quint32 type)
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

    Done readText(const QByteArray& key)
    {
        const auto length = m_reader.number<quint64>();
        const quint64 wanted = key == "tokenizer.chat_template" ? maxTemplateBytes : maxTextBytes;
        const quint64 kept = key == "tokenizer.chat_template" || length <= maxTextBytes ? std::min(length, wanted) : 0;
        const QByteArray text = m_reader.bytes(kept);
        m_reader.skip(length - kept);
        if (auto fine = check(); !fine)
            return fine;
        if (key == "tokenizer.chat_template")
            m_header.info.chatTemplate = QString::fromUtf8(text);
        else if (kept == length)
            m_header.info.metadata.insert_or_assign(QString::fromUtf8(key), QString::fromUtf8(text));
        if (key == "tokenizer.ggml.model")
            m_modelHash = QCryptographicHash::hash(text, QCryptographicHash::Sha256);
        return {};
    }

    Done readArray(const QByteArray& key, int depth)
    {
        const auto type = m_reader.number<quint32>();
        const auto count = m_reader.number<quint64>();
        if (auto fine = check(); !fine)
            return fine;
        if (const quint64 size = scalarBytes(type)) {
            if (count > m_reader.remaining() / size)
                return cutInHeader();
            m_reader.skip(count * size);
            return check();
        }
        if (type == String)
            return readTexts(key, count);
        if (type != Array)
            return invalid(QStringLiteral("an array has elements of the unknown type %1").arg(type));
        if (depth >= maxNesting)
            return invalid(QStringLiteral("arrays are nested more than %1 deep").arg(maxNesting));
        for (quint64 i = 0; i < count; ++i) {
            if (auto inner = readArray({}, depth + 1); !inner)
                return inner;
        }
        return {};
    }

    /// An array of texts: passed over, but for the vocabulary, whose hash tells tokenizers apart.
    Done readTexts(const QByteArray& key, quint64 count)
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

    Done readTensor()
    {
        const auto nameBytes = m_reader.number<quint64>();
        m_reader.skip(nameBytes);
        const auto dimensions = m_reader.number<quint32>();
        if (auto fine = check(); !fine)
            return fine;
        if (dimensions > maxDimensions)
            return invalid(QStringLiteral("a tensor has %1 dimensions").arg(dimensions));
        Tensor tensor;
        tensor.elements = 1;
        quint64 rowElements = 1;
        for (quint32 i = 0; i < dimensions; ++i) {
            const auto length = m_reader.number<quint64>();
            if (i == 0)
                rowElements = length;
            if (length != 0 && tensor.elements > maxElements / length)
                return invalid(QStringLiteral("a tensor has more than 2^48 elements"));
            tensor.elements *= length;
        }
        tensor.type = m_reader.number<quint32>();
        tensor.offset = m_reader.number<quint64>();
        if (auto fine = check(); !fine)
            return fine;
        if (const auto type = tensorType(tensor.type); type && tensor.elements > 0) {
            const quint64 rowBlocks = rowElements / type->blockElements + (rowElements % type->blockElements != 0);
            tensor.bytes = tensor.elements / rowElements * rowBlocks * type->blockBytes;
        }
        m_tensors.push_back(tensor);
        return {};
    }

    Done checkData()
    {
        quint64 alignment = 32;
        if (const auto written = m_header.info.metadata.find(QStringLiteral("general.alignment"));
            written != m_header.info.metadata.end()) {
            alignment = written->second.toULongLong();
            if (!std::has_single_bit(alignment) || alignment > maxHeaderBytes)
                return invalid(QStringLiteral("its alignment is %1").arg(written->second.left(40)));
        }
        const quint64 start = (m_reader.position() + alignment - 1) / alignment * alignment;
        const quint64 dataBytes = m_size > start ? m_size - start : 0;

        std::ranges::stable_sort(m_tensors, {}, &Tensor::offset);
        quint64 needed = 0;
        for (size_t i = 0; i < m_tensors.size(); ++i) {
            Tensor& tensor = m_tensors[i];
            // A type that is not known takes what lies between it and the next tensor, or the end.
            if (!tensorType(tensor.type)) {
                const quint64 next = i + 1 < m_tensors.size() ? m_tensors[i + 1].offset : dataBytes;
                tensor.bytes = next > tensor.offset ? next - tensor.offset : 0;
            }
            if (tensor.offset > maxElements || tensor.bytes > maxElements * 8)
                return invalid(QStringLiteral("a tensor lies at byte %1").arg(tensor.offset));
            if (tensor.elements > 0)
                needed = std::max(needed, tensor.offset + tensor.bytes);
            m_elements += tensor.elements;
            if (m_elements > maxElements)
                return invalid(QStringLiteral("its tensors have more than 2^48 elements"));
            TypeShare& share = m_header.types[tensor.type];
            share.elements += tensor.elements;
            share.bytes += tensor.bytes;
        }
        if (needed > dataBytes) {
            return base::failure(QStringLiteral("gguf.truncated"),
                                 QStringLiteral("%1 is cut off: it has %2 of the %3 bytes it needs (%4 %).")
                                     .arg(m_name)
                                     .arg(m_size)
                                     .arg(start + needed)
                                     .arg(100 * double(m_size) / double(start + needed), 0, 'f', 1),
                                 QStringLiteral("Download or copy it again."));
        }
        return {};
    }

    QString text(const QString& key) const
    {
        const auto entry = m_header.info.metadata.find(key);
        return entry == m_header.info.metadata.end() ? QString() : entry->second;
    }

    void fillInfo()
    {
        GgufInfo& info = m_header.info;
        info.architecture = text(QStringLiteral("general.architecture"));
        info.modelName = text(QStringLiteral("general.name"));
        bool written = false;
        const quint64 fileType = text(QStringLiteral("general.file_type")).toULongLong(&written);
        if (written)
            info.fileTypeName = fileTypeName(fileType);
        const auto number = [this, &info](QLatin1StringView key) {
            return text(info.architecture + QLatin1Char('.') + key).toULongLong();
        };
        info.contextLength = number(QLatin1StringView("context_length"));
        info.blockCount = number(QLatin1StringView("block_count"));
        info.embeddingLength = number(QLatin1StringView("embedding_length"));
        if (!m_tokensHash.isEmpty()) {
            info.tokenizerHash = QString::fromLatin1(
                QCryptographicHash::hash(m_modelHash + m_tokensHash + m_mergesHash, QCryptographicHash::Sha256)
                    .toHex());
        }
        info.hasImatrix =
            std::ranges::any_of(m_keys, [](const QByteArray& key) { return key.startsWith("quantize.imatrix."); });
        m_header.partNumber = text(QStringLiteral("split.no")).toULongLong();
        m_header.partCount = std::max<quint64>(1, text(QStringLiteral("split.count")).toULongLong());
    }

    ByteReader m_reader;
    quint64 m_size = 0;
    QString m_name;
    Header m_header;
    quint64 m_keyCount = 0;
    quint64 m_tensorCount = 0;
    quint64 m_elements = 0;
    QSet<QByteArray> m_keys;
    QByteArray m_modelHash;
    QByteArray m_tokensHash;
    QByteArray m_mergesHash;
    std::vector<Tensor> m_tensors;
};

/// What a file without the magic seems to be, for the hint.
QString likelyKind(const QByteArray& start)
{
    const QByteArray text = start.trimmed().toLower();
    if (text.startsWith("version https://git-lfs"))
        return QStringLiteral("It is a Git LFS pointer: fetch the file itself with \"git lfs pull\".");
    if (text.startsWith("<!doctype") || text.startsWith("<html"))
        return QStringLiteral("It is a web page, saved instead of the model: download the file itself.");
    if (start.startsWith("tjgg") || start.startsWith("fmgg") || start.startsWith("lmgg"))
        return QStringLiteral("It is a model in llama.cpp's format before GGUF: convert it again.");
    if (start.startsWith("PK\x03\x04") || start.startsWith("\x1f\x8b"))
        return QStringLiteral("It is a compressed archive: unpack it first.");
    if (!start.isEmpty() && start.isValidUtf8() && !start.contains('\0'))
        return QStringLiteral("It is a text file.");
    return QStringLiteral("A GGUF file begins with the letters GGUF.");
}

} // namespace

base::Expected<Header> readHeader(QIODevice& device, const QString& name)
{
    device.seek(0);
    const QByteArray start = device.read(256);
    if (start.isEmpty())
        return base::failure(QStringLiteral("gguf.truncated"), QStringLiteral("%1 is empty.").arg(name),
                             QStringLiteral("Download or copy it again."));
    if (!start.startsWith("GGUF") && !QByteArrayView("GGUF").startsWith(start))
        return base::failure(QStringLiteral("gguf.not_gguf"), QStringLiteral("%1 is not a GGUF file.").arg(name),
                             likelyKind(start));
    return HeaderReader(device, name).read();
}

void addTensorFigures(GgufInfo& info, const std::map<quint32, TypeShare>& types)
{
    info.parameters = 0;
    info.quantMix.clear();
    double bytes = 0;
    for (const auto& [id, share] : types) {
        const auto type = tensorType(id);
        info.quantMix.append({type ? QString(type->name) : QStringLiteral("type %1").arg(id), share.elements});
        info.parameters += share.elements;
        bytes += double(share.bytes);
    }
    std::ranges::stable_sort(info.quantMix, std::ranges::greater(), &QPair<QString, quint64>::second);
    info.bitsPerWeight = info.parameters > 0 ? bytes * 8 / double(info.parameters) : 0;
}

} // namespace quantlens::gguf
