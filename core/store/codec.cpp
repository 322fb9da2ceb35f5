// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/codec.h"

#include "core/store/planes.h"

#include <QHashFunctions>

#include <bit>

namespace quantlens::store {

using domain::Part;
using domain::TokenInfo;
using domain::TopToken;

namespace {

constexpr QByteArrayView blobMagic("QLE");
constexpr char blobVersion = 1;

base::Error corruptEntries(const QString& what)
{
    return {QStringLiteral("store.corrupt"),
            QStringLiteral("Stored tokens of an answer are damaged: %1.").arg(what),
            QStringLiteral("Restore the workspace file from a copy, or run again."),
            {}};
}

base::Error tooLarge(const QString& what)
{
    return {QStringLiteral("store.too_large"),
            QStringLiteral("The answer is too large to store: %1.").arg(what),
            QStringLiteral("Lower --max-tokens or the number of logprobs."),
            {}};
}

/// The rank of the chosen token among the alternatives plus one, or 0 when it is not there with the very same logprob.
quint32 chosenPlace(const TokenInfo& entry)
{
    const auto bits = std::bit_cast<quint32>(entry.logprob);
    for (qsizetype i = 0; i < entry.top.size(); ++i) {
        const TopToken& top = entry.top.at(i);
        if (top.id == entry.id && std::bit_cast<quint32>(top.logprob) == bits && top.bytes == entry.bytes)
            return quint32(i + 1);
    }
    return 0;
}

} // namespace

size_t qHash(const TokenPiece& piece, size_t seed) noexcept
{
    return qHashMulti(seed, piece.id, piece.bytes);
}

quint32 TokenTable::indexOf(const TokenPiece& piece)
{
    const auto found = m_index.constFind(piece);
    if (found != m_index.cend())
        return *found;
    append(piece);
    return quint32(m_pieces.size() - 1);
}

void TokenTable::append(TokenPiece piece)
{
    const auto number = quint32(m_pieces.size());
    m_index.insert(piece, number);
    m_pieces.append(std::move(piece));
}

base::Expected<QByteArray> encodeEntries(const QList<TokenInfo>& entries, TokenTable& table)
{
    if (entries.isEmpty())
        return QByteArray();
    if (entries.size() > CodecLimits::entries)
        return std::unexpected(tooLarge(QStringLiteral("more than %1 tokens").arg(CodecLimits::entries)));

    std::vector<quint32> shapes, places, pieces, logprobs;
    bool pieceTooLong = false;
    const auto add = [&](qint32 id, const QByteArray& bytes, float logprob) {
        pieceTooLong = pieceTooLong || bytes.size() > CodecLimits::pieceBytes;
        if (pieceTooLong)
            return;
        pieces.push_back(table.indexOf({id, bytes}));
        logprobs.push_back(std::bit_cast<quint32>(logprob));
    };
    for (const TokenInfo& entry : entries) {
        if (qsizetype(pieces.size()) + entry.top.size() >= CodecLimits::values)
            return std::unexpected(tooLarge(QStringLiteral("more than %1 logprobs").arg(CodecLimits::values)));
        shapes.push_back(quint32(entry.top.size()) << 8 | quint32(entry.part));
        places.push_back(chosenPlace(entry));
        if (places.back() == 0)
            add(entry.id, entry.bytes, entry.logprob);
        for (const TopToken& top : entry.top)
            add(top.id, top.bytes, top.logprob);
        if (pieceTooLong)
            return std::unexpected(
                tooLarge(QStringLiteral("one token has more than %1 bytes").arg(CodecLimits::pieceBytes)));
    }

    QByteArray blob = blobMagic.toByteArray() + blobVersion;
    appendNumber(blob, quint32(shapes.size()));
    appendNumber(blob, quint32(pieces.size()));
    for (const std::vector<quint32>& column : {shapes, places, pieces, logprobs})
        appendPlanes(blob, column);
    return blob;
}

base::Expected<QList<TokenInfo>> decodeEntries(const QByteArray& blob, const TokenTable& table)
{
    if (blob.isEmpty())
        return QList<TokenInfo>();
    if (!blob.startsWith(blobMagic) || blob.size() <= blobMagic.size())
        return std::unexpected(corruptEntries(QStringLiteral("the mark at the start is missing")));
    if (const char version = blob.at(blobMagic.size()); version != blobVersion)
        return base::failure(QStringLiteral("store.newer"),
                             QStringLiteral("An answer was stored by another version of Quantlens (token format %1).")
                                 .arg(quint8(version)),
                             QStringLiteral("Open the workspace with the version that wrote it, or a newer one."));

    QByteArrayView rest = QByteArrayView(blob).sliced(blobMagic.size() + 1);
    const std::optional<quint32> entryCount = takeNumber(rest);
    const std::optional<quint32> valueCount = takeNumber(rest);
    if (!entryCount || !valueCount || *entryCount > CodecLimits::entries || *valueCount > CodecLimits::values)
        return std::unexpected(corruptEntries(QStringLiteral("the counts are out of range")));
    const auto shapes = takePlanes(rest, *entryCount);
    const auto places = shapes ? takePlanes(rest, *entryCount) : std::nullopt;
    const auto pieces = places ? takePlanes(rest, *valueCount) : std::nullopt;
    const auto logprobs = pieces ? takePlanes(rest, *valueCount) : std::nullopt;
    if (!logprobs || !rest.isEmpty())
        return std::unexpected(corruptEntries(QStringLiteral("a column cannot be unpacked")));

    QList<TokenInfo> entries(*entryCount);
    size_t value = 0;
    for (size_t i = 0; i < *entryCount; ++i) {
        const quint32 topCount = (*shapes)[i] >> 8;
        const quint32 place = (*places)[i];
        const quint32 part = (*shapes)[i] & 0xFF;
        const size_t needed = topCount + (place == 0 ? 1 : 0);
        if (part > quint32(Part::ToolCall) || place > topCount || needed > *valueCount - value)
            return std::unexpected(corruptEntries(QStringLiteral("the columns contradict each other")));
        for (size_t k = value; k < value + needed; ++k) {
            if ((*pieces)[k] >= quint64(table.size()))
                return std::unexpected(corruptEntries(QStringLiteral("a token is not in the run's table")));
        }

        TokenInfo& entry = entries[qsizetype(i)];
        entry.part = Part(part);
        const size_t firstTop = value + (needed - topCount);
        const size_t chosen = place == 0 ? value : firstTop + place - 1;
        const TokenPiece& piece = table.at((*pieces)[chosen]);
        entry.id = piece.id;
        entry.bytes = piece.bytes;
        entry.logprob = std::bit_cast<float>((*logprobs)[chosen]);
        entry.top.reserve(topCount);
        for (size_t k = firstTop; k < firstTop + topCount; ++k) {
            const TokenPiece& top = table.at((*pieces)[k]);
            entry.top.append({top.id, top.bytes, std::bit_cast<float>((*logprobs)[k])});
        }
        value += needed;
    }
    if (value != *valueCount)
        return std::unexpected(corruptEntries(QStringLiteral("there are more logprobs than tokens")));
    return entries;
}

} // namespace quantlens::store
