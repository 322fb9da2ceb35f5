// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/infercheckfiles.h"

#include <QFile>

#include <algorithm>
#include <cmath>

namespace quantlens::test {

namespace {

bool isTimed(const QByteArray& line)
{
    return line.contains("\"latency_ms\"") || line.contains("\"timestamp\"") || line.contains("\"tokens_per_second\"");
}

QByteArray keyOf(const QByteArray& line)
{
    return line.first(line.indexOf(": "));
}

bool sameNumber(QByteArray a, QByteArray b)
{
    if (a.endsWith(',') != b.endsWith(','))
        return false;
    const auto split = [](QByteArray& line) {
        const qsizetype colon = line.lastIndexOf(": ");
        const QByteArray head = colon < 0 ? QByteArray() : line.first(colon);
        line = line.sliced(colon < 0 ? 0 : colon + 2).trimmed();
        if (line.endsWith(','))
            line.chop(1);
        return head;
    };
    if (split(a) != split(b))
        return false;
    bool okA = false;
    bool okB = false;
    const double x = a.toDouble(&okA);
    const double y = b.toDouble(&okB);
    return okA && okB && a.contains('.') == b.contains('.') && std::abs(x - y) <= 1e-9 * std::max(std::abs(x), 1e-3);
}

} // namespace

QString inferCheckDifference(const QByteArray& ours, const QByteArray& theirs)
{
    const QList<QByteArray> a = ours.split('\n');
    const QList<QByteArray> b = theirs.split('\n');
    for (qsizetype i = 0; i < std::min(a.size(), b.size()); ++i) {
        const bool timed = isTimed(a.at(i)) && isTimed(b.at(i));
        if (timed ? keyOf(a.at(i)) == keyOf(b.at(i)) : a.at(i) == b.at(i) || sameNumber(a.at(i), b.at(i)))
            continue;
        return QStringLiteral("line %1: %2 | %3")
            .arg(QString::number(i + 1), QString::fromUtf8(a.at(i)), QString::fromUtf8(b.at(i)));
    }
    return a.size() == b.size() ? QString() : QStringLiteral("%1 and %2 lines").arg(a.size()).arg(b.size());
}

QStringList tableRows(const QString& printed)
{
    QStringList rows;
    for (const QString& line : printed.split(u'\n')) {
        if (line.startsWith(u'┃') || line.startsWith(u'│'))
            rows.append(line);
    }
    return rows;
}

QByteArray fileContent(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString captureFolder(const QString& name)
{
    return QStringLiteral(QUANTLENS_TEST_DATA "/captures/") + name;
}

} // namespace quantlens::test
