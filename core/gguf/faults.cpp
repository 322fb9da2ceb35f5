// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gguf/faults.h"

namespace quantlens::gguf {

namespace {

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

std::unexpected<base::Error> Faults::invalid(const QString& what) const
{
    return base::failure(QStringLiteral("gguf.invalid"),
                         QStringLiteral("%1 is not a sound GGUF file: %2.").arg(m_name, what),
                         QStringLiteral("Download or convert it again."));
}

std::unexpected<base::Error> Faults::cutInHeader() const
{
    if (m_size > maxHeaderBytes)
        return invalid(QStringLiteral("its header is larger than %1 MiB").arg(maxHeaderBytes >> 20));
    return base::failure(QStringLiteral("gguf.truncated"),
                         QStringLiteral("%1 is cut off or damaged: its header goes on behind its end, after %2 bytes.")
                             .arg(m_name, QString::number(m_size)),
                         QStringLiteral("Download or copy it again."));
}

std::unexpected<base::Error> Faults::cutInData(quint64 needed) const
{
    return base::failure(QStringLiteral("gguf.truncated"),
                         QStringLiteral("%1 is cut off: it has %2 of the %3 bytes it needs (%4 %).")
                             .arg(m_name, QString::number(m_size), QString::number(needed),
                                  QString::number(100 * double(m_size) / double(needed), 'f', 1)),
                         QStringLiteral("Download or copy it again."));
}

std::unexpected<base::Error> Faults::version(quint32 version) const
{
    const bool bigEndian = version != 0 && (version & 0xFFFF) == 0;
    const QString what = bigEndian ? QStringLiteral("big-endian") : QStringLiteral("version %1").arg(version);
    return base::failure(QStringLiteral("gguf.version"),
                         QStringLiteral("%1 is a GGUF file of a kind that is not read: %2.").arg(m_name, what),
                         QStringLiteral("Versions 2 and 3 in little-endian order are read."));
}

std::unexpected<base::Error> Faults::notGguf(const QByteArray& start) const
{
    return base::failure(QStringLiteral("gguf.not_gguf"), QStringLiteral("%1 is not a GGUF file.").arg(m_name),
                         likelyKind(start));
}

} // namespace quantlens::gguf
