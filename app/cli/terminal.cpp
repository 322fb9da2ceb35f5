// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include "core/base/text.h"
#include "core/scoring/runverdict.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cstdio>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace quantlens::cli {

namespace {

void write(FILE* file, const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), file);
    std::fflush(file);
}

bool isTerminal([[maybe_unused]] FILE* file)
{
#ifdef Q_OS_UNIX
    return ::isatty(::fileno(file)) == 1;
#else
    return false;
#endif
}

/// Width in code points, colour sequences left out.
qsizetype width(const QString& cell)
{
    static const QRegularExpression color(QStringLiteral("\x1b\\[[0-9;]*m"));
    return QString(cell).remove(color).toUcs4().size();
}

} // namespace

void out(const QString& text)
{
    write(stdout, text);
}

void message(const QString& text)
{
    write(stderr, text);
}

void printError(const base::Error& error)
{
    QString text = QStringLiteral("quantlens-cli: %1\n").arg(base::terminalSafe(base::oneLine(error)));
    if (!error.detail.isEmpty()) {
        for (const QString& line : base::terminalSafe(error.detail).split(u'\n'))
            text += QStringLiteral("    ") + line + u'\n';
    }
    message(text);
}

bool outIsTerminal()
{
    return isTerminal(stdout);
}

bool errorIsTerminal()
{
    return isTerminal(stderr);
}

QString styled(const QString& text, Style style, bool color)
{
    static constexpr std::array codes{"", "1", "2", "32", "31", "1;34", "1;33"};
    if (!color || style == Style::Plain)
        return text;
    return QStringLiteral("\x1b[%1m%2\x1b[0m").arg(QLatin1String(codes.at(std::size_t(style))), text);
}

QString table(const QString& title, const QStringList& header, const QList<QStringList>& rows, bool rightAligned)
{
    QList<QStringList> all{header};
    all += rows;
    QList<qsizetype> widths(header.size(), 0);
    for (const QStringList& row : all) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths.at(i), width(row.at(i)));
    }
    const auto line = [&](const QStringList& row) {
        QString text;
        for (qsizetype i = 0; i < row.size(); ++i) {
            const QString padding(widths.at(i) - width(row.at(i)), u' ');
            const bool right = rightAligned && i > 0;
            const bool last = i + 1 == row.size();
            text += (i ? QStringLiteral("  ") : QString()) +
                    (right ? padding + row.at(i) : row.at(i) + (last ? QString() : padding));
        }
        return text + u'\n';
    };
    QString text = title.isEmpty() ? QString() : title + u'\n';
    const bool hasHeader = std::ranges::any_of(header, [](const QString& cell) { return !cell.isEmpty(); });
    for (const QStringList& row : hasHeader ? all : rows)
        text += QStringLiteral("  ") + line(row);
    return text;
}

int exitCode(const base::Error& error)
{
    return scoring::exitCodeOf(error);
}

} // namespace quantlens::cli
