// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/rules.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace quantlens::specs {

namespace {

/// The last part of a path, slashes at its end left out, as Python's pathlib names it.
QString pathName(const QString& path)
{
    QString trimmed = path;
    while (trimmed.size() > 1 && trimmed.endsWith(u'/'))
        trimmed.chop(1);
    return lastPart(trimmed);
}

/// Where the ending begins, -1 without one: a dot at either end of a name begins none.
qsizetype endingAt(const QString& name)
{
    const qsizetype dot = name.lastIndexOf(u'.');
    return dot > 0 && dot < name.size() - 1 ? dot : -1;
}

} // namespace

IdAndRevision splitRevision(const QString& text)
{
    const qsizetype at = text.lastIndexOf(u'@');
    if (at < 0 || text.startsWith(u'@'))
        return {text, std::nullopt};
    return {text.first(at), text.sliced(at + 1)};
}

bool isGgufPath(const QString& text)
{
    const QString name = pathName(text);
    const qsizetype dot = endingAt(name);
    return dot > 0 && name.sliced(dot).compare(QLatin1String(".gguf"), Qt::CaseInsensitive) == 0;
}

QString pathStem(const QString& path)
{
    const QString name = pathName(path);
    const qsizetype dot = endingAt(name);
    return dot > 0 ? name.first(dot) : name;
}

QString lastPart(const QString& id)
{
    return id.sliced(id.lastIndexOf(u'/') + 1);
}

bool looksLikeMlx(const QString& id)
{
    const QString lower = id.toLower();
    return lower.startsWith(QLatin1String("mlx-community/")) || lower.endsWith(QLatin1String("-mlx")) ||
           lower.contains(QLatin1String("/mlx-")) || lower.startsWith(QLatin1String("mlx-"));
}

bool looksLikeGgufRepository(const QString& id)
{
    static constexpr std::array signs{QLatin1StringView("gguf"), QLatin1StringView("bartowski"),
                                      QLatin1StringView("maziyarpanahi"), QLatin1StringView("mradermacher")};
    const QString lower = id.toLower();
    return std::ranges::any_of(signs, [&lower](QLatin1StringView sign) { return lower.contains(sign); });
}

bool looksLikeTag(const QString& id)
{
    return id.contains(u':') && !id.contains(u'/');
}

bool isBareAddress(const QString& text)
{
    static const QRegularExpression address(
        QStringLiteral("^(localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:]+\\])(:\\d{1,5})?(/.*)?(#.*)?$"),
        QRegularExpression::CaseInsensitiveOption);
    return address.match(text).hasMatch();
}

QString expandedPath(const QString& text)
{
    if (text == QLatin1String("~") || text.startsWith(QLatin1String("~/")))
        return QDir::cleanPath(QDir::homePath() + text.sliced(1));
    return QDir::cleanPath(QFileInfo(text).absoluteFilePath());
}

bool looksLikePath(const QString& text)
{
    return text.contains(u'/') || text.contains(u'\\') || text.startsWith(u'~');
}

} // namespace quantlens::specs
