// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QString>

namespace quantlens::gguf {

/// No honest header is larger: it is a vocabulary (tens of MB at most) and some thousand small entries.
inline constexpr quint64 maxHeaderBytes = 512ULL << 20;

/// The errors of one file, which all name it.
class Faults
{
public:
    /// `size`: bytes of the file.
    Faults(const QString& name, quint64 size)
        : m_name(name)
        , m_size(size)
    {
    }

    /// "gguf.invalid": what the header says cannot be.
    [[nodiscard]] std::unexpected<base::Error> invalid(const QString& what) const;

    /// The header claims more than there is ("gguf.truncated"), or than any honest one has ("gguf.invalid").
    [[nodiscard]] std::unexpected<base::Error> cutInHeader() const;

    /// "gguf.truncated": the tensors' data ends early. `needed`: bytes the file should have.
    [[nodiscard]] std::unexpected<base::Error> cutInData(quint64 needed) const;

    /// "gguf.version": big-endian, or a version that is not read.
    [[nodiscard]] std::unexpected<base::Error> version(quint32 version) const;

    /// "gguf.not_gguf", with a guess what the file is from its first bytes.
    [[nodiscard]] std::unexpected<base::Error> notGguf(const QByteArray& start) const;

private:
    QString m_name;
    quint64 m_size = 0;
};

} // namespace quantlens::gguf
