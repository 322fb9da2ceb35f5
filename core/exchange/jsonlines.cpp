// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/jsonlines.h"

#include "core/base/text.h"

namespace quantlens::exchange {

std::optional<base::Error> eachLine(const QByteArray& bytes, const QString& name,
                                    const std::function<void(const QJsonObject&, FieldReader&)>& use)
{
    const auto limit = [&name](qsizetype line, const QString& what) {
        return base::Error{QStringLiteral("import.limit"),
                           QStringLiteral("%1:%2: %3.").arg(base::singleLine(name, 300), QString::number(line), what),
                           {},
                           {}};
    };
    qsizetype begin = bytes.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    for (qsizetype line = 1; begin < bytes.size(); ++line) {
        const qsizetype found = bytes.indexOf('\n', begin);
        const qsizetype end = found < 0 ? bytes.size() : found;
        if (line > maxLines)
            return limit(line, QStringLiteral("more than %1 lines").arg(maxLines));
        if (end - begin > maxLineBytes)
            return limit(line, QStringLiteral("a line of more than 64 MiB"));
        const QByteArray text = bytes.sliced(begin, end - begin);
        begin = end + 1;
        if (text.trimmed().isEmpty())
            continue;
        const auto value = parseBounded(text, name, line);
        if (!value)
            return value.error();
        FieldReader reader(text, name, line);
        const QJsonObject object = reader.asObject(*value, {});
        if (!reader.failed())
            use(object, reader);
        if (reader.failed())
            return reader.error();
    }
    return std::nullopt;
}

} // namespace quantlens::exchange
