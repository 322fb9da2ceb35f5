// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/filenames.h"

#include <QRegularExpression>

namespace quantlens::specs {

QString sanitizeFileName(const QString& label)
{
    static const QRegularExpression forbidden(QStringLiteral("[/\\\\]|\\.\\.|[<>:\"|?*\\x{00}-\\x{1F}\\x{7F}]"));
    static const QRegularExpression underscores(QStringLiteral("_+"));
    static const QRegularExpression ends(QStringLiteral("^[._ ]+|[._ ]+$"));
    static const QRegularExpression device(QStringLiteral("^(CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])(?=\\.|$)"),
                                           QRegularExpression::CaseInsensitiveOption);
    QString name = label;
    name.replace(forbidden, QStringLiteral("_"));
    name.replace(underscores, QStringLiteral("_"));
    name.remove(ends);
    name.replace(device, QStringLiteral("\\1_"));
    return name.isEmpty() ? QStringLiteral("model") : name;
}

} // namespace quantlens::specs
