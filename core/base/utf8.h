// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringDecoder>

namespace quantlens::base {

/// A piece of a text. QString::fromUtf8() takes U+FEFF at the beginning for a mark of byte order and drops it; in the
/// middle of an answer it is a character like any other.
[[nodiscard]] inline QString pieceFromUtf8(QByteArrayView utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    return decoder(utf8);
}

} // namespace quantlens::base
