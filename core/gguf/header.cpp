// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gguf/header.h"

#include "core/gguf/byte_reader.h"
#include "core/gguf/faults.h"
#include "core/gguf/metadata.h"
#include "core/gguf/types.h"

#include <algorithm>
#include <bit>
#include <vector>

namespace quantlens::gguf {

namespace {

// Bounds no honest file reaches.
constexpr quint64 maxKeys = 1 << 16;
constexpr quint64 maxTensors = 1 << 20;
constexpr quint64 maxElements = 1ULL << 48;
constexpr quint32 maxDimensions = 8; // ggml has 4

struct Tensor
{
    quint64 offset = 0; // in the data part
    quint64 elements = 0;
    quint64 bytes = 0; // 0 while unknown
    quint32 type = 0;
};

/// Reads the header part by part, in the file's order.
class HeaderReader
{
public:
    HeaderReader(QIODevice& device, const QString& name)
        : m_size(quint64(device.size()))
        , m_name(name)
        , m_faults(name, m_size)
        , m_reader(device, std::min(m_size, maxHeaderBytes))
        , m_metadata(m_reader, m_faults)
    {
    }

    base::Expected<Header> read()
    {
        m_header.info.path = m_name;
        m_header.info.fileSize = m_size;
        if (auto start = readStart(); !start)
            return std::unexpected(start.error());
        for (quint64 i = 0; i < m_keyCount; ++i) {
            if (auto entry = m_metadata.readEntry(); !entry)
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

    Done check() const
    {
        if (m_reader.failed())
            return m_faults.cutInHeader();
        return {};
    }

    Done readStart()
    {
        m_reader.skip(4); // the magic, which the caller has seen
        const auto version = m_reader.number<quint32>();
        if (m_reader.failed())
            return m_faults.cutInHeader();
        if (version != 2 && version != 3)
            return m_faults.version(version);
        m_header.info.version = version;
        m_tensorCount = m_reader.number<quint64>();
        m_keyCount = m_reader.number<quint64>();
        if (m_reader.failed())
            return m_faults.cutInHeader();
        if (m_keyCount > maxKeys || m_tensorCount > maxTensors)
            return m_faults.invalid(
                QStringLiteral("it claims %1 metadata entries and %2 tensors").arg(m_keyCount).arg(m_tensorCount));
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
            return m_faults.invalid(QStringLiteral("a tensor has %1 dimensions").arg(dimensions));
        Tensor tensor;
        tensor.elements = 1;
        quint64 rowElements = 1;
        for (quint32 i = 0; i < dimensions; ++i) {
            const auto length = m_reader.number<quint64>();
            if (i == 0)
                rowElements = length;
            if (length != 0 && tensor.elements > maxElements / length)
                return m_faults.invalid(QStringLiteral("a tensor has more than 2^48 elements"));
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
        if (const QString written = m_metadata.value(QStringLiteral("general.alignment")); !written.isEmpty()) {
            alignment = written.toULongLong();
            if (!std::has_single_bit(alignment) || alignment > maxHeaderBytes)
                return m_faults.invalid(QStringLiteral("its alignment is %1").arg(written.left(40)));
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
                return m_faults.invalid(QStringLiteral("a tensor lies at byte %1").arg(tensor.offset));
            if (tensor.elements > 0)
                needed = std::max(needed, tensor.offset + tensor.bytes);
            m_elements += tensor.elements;
            if (m_elements > maxElements)
                return m_faults.invalid(QStringLiteral("its tensors have more than 2^48 elements"));
            TypeShare& share = m_header.types[tensor.type];
            share.elements += tensor.elements;
            share.bytes += tensor.bytes;
        }
        if (needed > dataBytes) {
            return m_faults.cutInData(start + needed);
        }
        return {};
    }

    void fillInfo()
    {
        GgufInfo& info = m_header.info;
        info.architecture = m_metadata.value(QStringLiteral("general.architecture"));
        info.modelName = m_metadata.value(QStringLiteral("general.name"));
        bool written = false;
        const quint64 fileType = m_metadata.value(QStringLiteral("general.file_type")).toULongLong(&written);
        if (written)
            info.fileTypeName = fileTypeName(fileType);
        const auto number = [this, &info](QLatin1StringView key) {
            return m_metadata.value(info.architecture + QLatin1Char('.') + key).toULongLong();
        };
        info.contextLength = number(QLatin1StringView("context_length"));
        info.blockCount = number(QLatin1StringView("block_count"));
        info.embeddingLength = number(QLatin1StringView("embedding_length"));
        info.tokenizerHash = m_metadata.tokenizerHash();
        info.chatTemplate = m_metadata.chatTemplate();
        info.templateHash = m_metadata.templateHash();
        info.hasImatrix = m_metadata.hasKeyBeginning("quantize.imatrix.");
        info.metadata = m_metadata.values();
        m_header.partNumber = m_metadata.value(QStringLiteral("split.no")).toULongLong();
        m_header.partCount = std::max<quint64>(1, m_metadata.value(QStringLiteral("split.count")).toULongLong());
    }

    quint64 m_size = 0;
    QString m_name;
    Faults m_faults;
    ByteReader m_reader;
    MetadataReader m_metadata;
    Header m_header;
    quint64 m_keyCount = 0;
    quint64 m_tensorCount = 0;
    quint64 m_elements = 0;
    std::vector<Tensor> m_tensors;
};

} // namespace

base::Expected<Header> readHeader(QIODevice& device, const QString& name)
{
    device.seek(0);
    const QByteArray start = device.read(256);
    if (start.isEmpty())
        return base::failure(QStringLiteral("gguf.truncated"), QStringLiteral("%1 is empty.").arg(name),
                             QStringLiteral("Download or copy it again."));
    if (!start.startsWith("GGUF") && !QByteArrayView("GGUF").startsWith(start))
        return Faults(name, quint64(device.size())).notGguf(start);
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
