// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/generation.h"

#include <QByteArray>
#include <QHash>
#include <QList>

namespace quantlens::store {

/// A token as a server names it. Both fields make the key: one id can come with different bytes (a character split
/// over tokens), and one piece of text with several ids or none.
struct TokenPiece
{
    qint32 id = -1;
    QByteArray bytes;

    bool operator==(const TokenPiece&) const = default;
};

[[nodiscard]] size_t qHash(const TokenPiece& piece, size_t seed = 0) noexcept;

/// The distinct tokens of a run, numbered from 0 in the order they were first seen.
class TokenTable
{
public:
    [[nodiscard]] qsizetype size() const { return m_pieces.size(); }
    [[nodiscard]] const TokenPiece& at(qsizetype index) const { return m_pieces.at(index); }
    /// The number of a piece; a new piece gets the next one.
    quint32 indexOf(const TokenPiece& piece);
    /// Adds a piece under the next number, as read back from the store.
    void append(TokenPiece piece);

private:
    QList<TokenPiece> m_pieces;
    QHash<TokenPiece, quint32> m_index;
};

/// What one generation may hold, in both directions: whatever is written can be read again, and a forged blob cannot
/// make the reader allocate more.
struct CodecLimits
{
    static constexpr qsizetype entries = qsizetype(1) << 18;
    static constexpr qsizetype values = qsizetype(1) << 23; ///< logprobs: chosen tokens and alternatives together
    static constexpr qsizetype pieceBytes = qsizetype(1) << 20;
};

/// The entries as one versioned blob (docs/formats.md); lossless to the bit, NaN payloads included. Adds the tokens
/// that are new to `table`. No entries give an empty blob. Errors: "store.too_large".
[[nodiscard]] base::Expected<QByteArray> encodeEntries(const QList<domain::TokenInfo>& entries, TokenTable& table);

/// The entries of a blob written with this table. Any bytes may be given. Errors: "store.corrupt", and "store.newer"
/// for a blob of a later version.
[[nodiscard]] base::Expected<QList<domain::TokenInfo>> decodeEntries(const QByteArray& blob, const TokenTable& table);

} // namespace quantlens::store
