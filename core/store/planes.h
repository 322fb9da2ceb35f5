// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>
#include <vector>

namespace quantlens::store {

/// Appends a number as four bytes, most significant first.
void appendNumber(QByteArray& out, quint32 number);
/// Takes such a number off the front; nothing when fewer than four bytes are left.
[[nodiscard]] std::optional<quint32> takeNumber(QByteArrayView& in);

/// Appends 32-bit values as four byte planes, most significant first, each packed on its own: the planes differ so much
/// (nearly constant, skewed, random) that one code for all of them wastes space. Layout: docs/formats.md.
void appendPlanes(QByteArray& out, const std::vector<quint32>& values);
/// Takes the planes of `count` values off the front; nothing when they are damaged. `count` has to be within limits
/// already: it is what gets allocated. A forged plane can make zlib write at most 70 MB before it is refused.
[[nodiscard]] std::optional<std::vector<quint32>> takePlanes(QByteArrayView& in, size_t count);

} // namespace quantlens::store
