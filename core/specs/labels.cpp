// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/labels.h"

#include "core/base/text.h"

#include <QRegularExpression>

namespace quantlens::specs {

QString engineArgsLabel(const QStringList& args)
{
    constexpr qsizetype longest = 60;
    static const QRegularExpression option(QStringLiteral("^--?(?=[A-Za-z])"));
    QStringList items;
    for (const QString& arg : args) {
        if (const auto match = option.match(arg); match.hasMatch())
            items.append(arg.sliced(match.capturedLength()));
        else if (!items.isEmpty() && !items.last().contains(u'='))
            items.last() += u'=' + arg;
        else
            items.append(arg);
    }
    return items.isEmpty() ? QString() : QStringLiteral(" [%1]").arg(base::singleLine(items.join(u' '), longest));
}

} // namespace quantlens::specs
