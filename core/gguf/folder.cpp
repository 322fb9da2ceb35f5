// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gguf/folder.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>

namespace quantlens::gguf {

bool isLaterPart(const QString& path)
{
    static const QRegularExpression part(QStringLiteral("-(\\d{5})-of-\\d{5}\\.gguf$"),
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = part.match(path);
    return match.hasMatch() && match.captured(1).toInt() != 1;
}

QStringList modelFilesIn(const QString& path, qsizetype most)
{
    if (!QFileInfo(path).isDir())
        return {path};
    QStringList files;
    QDirIterator entries(path, {QStringLiteral("*.gguf")}, QDir::Files, QDirIterator::Subdirectories);
    while (entries.hasNext() && files.size() < most) {
        const QString file = entries.next();
        if (!isLaterPart(file))
            files.append(file);
    }
    files.sort();
    return files;
}

} // namespace quantlens::gguf
