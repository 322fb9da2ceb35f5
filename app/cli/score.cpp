// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/score.h"

#include "app/cli/arguments.h"
#include "core/scoring/scoreline.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>

namespace quantlens::cli {

namespace {

constexpr qint64 longestLine = 256LL * 1024 * 1024; // memory stays bounded whatever is piped in

constexpr auto scoreExamples = "  quantlens-cli score pairs.jsonl > scores.jsonl\n"
                               "  some-tool | quantlens-cli score\n";

/// Reads on to the end of a line that was too long.
void skipLine(QFile& in)
{
    QByteArray part;
    do
        part = in.readLine(1 << 20);
    while (!part.isEmpty() && !part.endsWith('\n'));
}

bool writeLine(const QJsonObject& object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    return std::fwrite(line.constData(), 1, std::size_t(line.size()), stdout) == std::size_t(line.size());
}

} // namespace

int runScore(const QStringList& list)
{
    Arguments args("score [FILE]",
                   "Scores pairs of answers: JSON Lines in (from FILE or standard input), JSON Lines out.", {},
                   scoreExamples);
    if (const auto code = args.parse(list, 0, 1))
        return *code;
    const QString path = args.positional().value(0, QStringLiteral("-"));
    QFile in(path);
    const bool opened = path == u"-" ? in.open(stdin, QIODevice::ReadOnly) : in.open(QIODevice::ReadOnly);
    if (!opened) {
        printError(
            {QStringLiteral("file.open"), QStringLiteral("Cannot read %1: %2.").arg(path, in.errorString()), {}, {}});
        return 2;
    }
    bool allGood = true;
    for (qint64 number = 1;; ++number) {
        const QByteArray line = in.readLine(longestLine);
        if (line.isEmpty())
            break;
        if (line.trimmed().isEmpty())
            continue;
        base::Expected<QJsonObject> scored =
            base::failure(QStringLiteral("score.line"), QStringLiteral("The line is longer than 256 MB."));
        if (line.size() + 1 < longestLine || line.endsWith('\n'))
            scored = scoring::scoreLine(line);
        else
            skipLine(in);
        if (!scored) {
            allGood = false;
            message(QStringLiteral("line %1: %2\n").arg(number).arg(base::oneLine(scored.error())));
            continue;
        }
        if (!writeLine(*scored)) // the reader of a pipe went away
            break;
    }
    std::fflush(stdout);
    return allGood ? 0 : 2;
}

} // namespace quantlens::cli
