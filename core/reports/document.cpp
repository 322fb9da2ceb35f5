// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/document.h"

#include "core/base/text.h"

namespace quantlens::reports {

Span quote(const QString& text, qsizetype limit, Tone tone)
{
    return {base::singleLine(text, limit), tone, true};
}

QString plainText(const Words& words)
{
    QString text;
    for (const Span& span : words)
        text += span.text;
    return text;
}

QString counted(qint64 count, const QString& one, const QString& many)
{
    return QString::number(count) + u' ' + (count == 1 ? one : many);
}

} // namespace quantlens::reports
