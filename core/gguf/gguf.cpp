// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gguf/gguf.h"

#include "core/gguf/header.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace quantlens::gguf {

namespace {

base::Expected<Header> readFileHeader(const QString& path)
{
    const QFileInfo file(path);
    if (!file.exists())
        return base::failure(QStringLiteral("gguf.missing"), QStringLiteral("There is no file %1.").arg(path));
    if (file.isDir())
        return base::failure(QStringLiteral("gguf.not_gguf"), QStringLiteral("%1 is a folder.").arg(path),
                             QStringLiteral("Name a .gguf file in it."));
    if (!file.isFile())
        return base::failure(QStringLiteral("gguf.not_gguf"), QStringLiteral("%1 is not a regular file.").arg(path));
    QFile device(path);
    if (!device.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return base::failure(QStringLiteral("gguf.missing"),
                             QStringLiteral("%1 cannot be opened: %2.").arg(path, device.errorString()));
    return readHeader(device, path);
}

/// The path of another part: "…-00001-of-00003.gguf" with another number; empty when the name has no such ending.
QString partPath(const QString& path, quint64 number, quint64 count)
{
    static const QRegularExpression ending(QStringLiteral("-\\d{5}-of-(\\d{5})(\\.gguf)$"),
                                           QRegularExpression::CaseInsensitiveOption);
    const auto match = ending.match(path);
    if (!match.hasMatch() || match.captured(1).toULongLong() != count)
        return {};
    return QStringLiteral("%1-%2-of-%3%4")
        .arg(path.first(match.capturedStart()), QString::number(number).rightJustified(5, u'0'), match.captured(1),
             match.captured(2));
}

/// Adds the tensors of the parts after the first.
base::Expected<void> addParts(Header& first)
{
    const QString path = first.info.path;
    if (first.partNumber != 0)
        return base::failure(
            QStringLiteral("gguf.invalid"),
            QStringLiteral("%1 is part %2 of a split model.").arg(path, QString::number(first.partNumber + 1)),
            QStringLiteral("Name its first part, which ends in -00001-of-%1.gguf.")
                .arg(first.partCount, 5, 10, QLatin1Char('0')));
    first.info.parts = first.partCount;
    for (quint64 number = 2; number <= first.partCount; ++number) {
        const QString other = partPath(path, number, first.partCount);
        if (other.isEmpty())
            return base::failure(QStringLiteral("gguf.invalid"),
                                 QStringLiteral("%1 is one of %2 parts, but its name does not say so.")
                                     .arg(path, QString::number(first.partCount)),
                                 QStringLiteral("The parts must be named …-00001-of-%1.gguf and so on.")
                                     .arg(first.partCount, 5, 10, QLatin1Char('0')));
        auto part = readFileHeader(other);
        if (!part)
            return std::unexpected(part.error());
        first.info.fileSize += part->info.fileSize;
        for (const auto& [type, share] : part->types) {
            first.types[type].elements += share.elements;
            first.types[type].bytes += share.bytes;
        }
    }
    return {};
}

/// What describes a model's shape or use, and not where it comes from, among the "general." keys.
bool isProvenanceKey(const QString& key)
{
    static const QRegularExpression origin(QStringLiteral(
        "^(quantize\\..*|general\\.(author|organization|quantized_by|version|basename|finetune|size_label|"
        "license(\\..*)?|url|repo_url|doi|uuid|source\\..*|base_model\\..*|dataset\\..*))$"));
    return origin.match(key).hasMatch();
}

} // namespace

base::Expected<GgufInfo> readGguf(const QString& path)
{
    auto header = readFileHeader(path);
    if (!header)
        return std::unexpected(header.error());
    if (header->partCount > 1) {
        if (auto parts = addParts(*header); !parts)
            return std::unexpected(parts.error());
    }
    addTensorFigures(header->info, header->types);
    return header->info;
}

std::map<QString, QString> provenanceOf(const GgufInfo& info)
{
    std::map<QString, QString> found;
    for (const auto& [key, value] : info.metadata) {
        if (isProvenanceKey(key))
            found.emplace(key, value);
    }
    return found;
}

} // namespace quantlens::gguf
