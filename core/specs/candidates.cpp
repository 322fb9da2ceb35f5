// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/rules.h"
#include "core/specs/specs.h"

#include <QDir>
#include <QFileInfo>

namespace quantlens::specs {

QStringList candidates(const QString& text)
{
    const QString id = text.trimmed();
    if (isBareAddress(id))
        return {QStringLiteral("http://") + id, QStringLiteral("ollama:") + id};
    QStringList found;
    if (const QFileInfo folder(expandedPath(id)); looksLikePath(id) && folder.isDir()) {
        const QDir dir(folder.filePath());
        for (const QString& file : dir.entryList({QStringLiteral("*.gguf")}, QDir::Files, QDir::Name)) {
            found.append(dir.filePath(file));
            if (found.size() == 5)
                break;
        }
        found.append(QStringLiteral("mlx:") + id);
        return found;
    }
    if (QFileInfo(expandedPath(id + QStringLiteral(".gguf"))).isFile())
        found.append(id + QStringLiteral(".gguf"));
    const bool repository = id.count(u'/') == 1 && !id.startsWith(u'/') && !id.startsWith(u'.') && !id.startsWith(u'~');
    if (repository)
        found.append(QStringLiteral("hf:") + id);
    for (const QLatin1StringView prefix :
         {QLatin1StringView("ollama:"), QLatin1StringView("mlx:"), QLatin1StringView("vllm:"),
          QLatin1StringView("lmstudio:"), QLatin1StringView("openai:")})
        found.append(prefix + id);
    if (repository)
        found.append(QStringLiteral("openrouter:") + id);
    found.append(QStringLiteral("http://HOST:PORT#") + id);
    return found;
}

} // namespace quantlens::specs
