// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/keytrace.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>

namespace quantlens::test {

namespace {

constexpr qsizetype longestPacked = 1 << 24;

/// What qCompress made inside these bytes, unpacked: a length of four bytes, then a zlib stream.
QByteArrayList unpackedParts(const QByteArray& bytes)
{
    QByteArrayList parts;
    for (qsizetype at = bytes.indexOf('\x78'); at >= 0; at = bytes.indexOf('\x78', at + 1)) {
        // A zlib head's two bytes are a multiple of 31.
        if (at < 4 || at + 2 > bytes.size() || (0x7800 + uchar(bytes.at(at + 1))) % 31 != 0 || bytes.at(at - 4) != '\0')
            continue;
        const QByteArray part = qUncompress(bytes.sliced(at - 4, qMin(longestPacked, bytes.size() - at + 4)));
        if (!part.isEmpty())
            parts.append(part);
    }
    return parts;
}

} // namespace

QByteArray randomKey(const QByteArray& more)
{
    const QByteArray characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/+" + more;
    QByteArray key = "sk-";
    for (int i = 0; i < 40; ++i)
        key += characters[QRandomGenerator::global()->bounded(int(characters.size()))];
    return key;
}

bool showsKey(const QByteArray& text, const QByteArray& key)
{
    const QByteArray half = key.sliced(key.size() / 3, key.size() / 2);
    QByteArray plain = text;
    plain.replace("\\/", "/");
    return plain.toLower().contains(half.toLower()) || text.contains(half.toPercentEncoding()) ||
           QByteArray::fromPercentEncoding(text).contains(half) || text.contains(key.toBase64().chopped(4));
}

QStringList filesShowingKey(const QString& folder, const QByteArray& key)
{
    QStringList showing;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        const QString name = QDir(folder).relativeFilePath(file.fileName());
        if (!file.open(QIODevice::ReadOnly)) {
            showing.append(name + QStringLiteral(" (unreadable)"));
            continue;
        }
        const QByteArray bytes = file.readAll();
        bool shows = showsKey(bytes, key) || showsKey(name.toUtf8(), key);
        for (const QByteArray& part : unpackedParts(bytes))
            shows = shows || showsKey(part, key);
        if (shows)
            showing.append(name);
    }
    return showing;
}

} // namespace quantlens::test
