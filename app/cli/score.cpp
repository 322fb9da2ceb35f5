// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/score.h"

#include "app/cli/arguments.h"
#include "core/scoring/scoreline.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>

namespace quantlens::cli {

namespace {

constexpr qsizetype longestLine = 256LL * 1024 * 1024; // memory stays bounded whatever is piped in
constexpr qint64 pieceSize = 1 << 20;

constexpr auto scoreExamples = "  quantlens-cli score pairs.jsonl > scores.jsonl\n"
                               "  some-tool | quantlens-cli score\n";

struct InputLine
{
    QByteArray bytes; ///< empty: the end
    bool tooLong = false;
};

/// The next line, piece by piece; what stands behind the longest allowed is skipped.
InputLine nextLine(QFile& in)
{
    InputLine line;
    while (true) {
        const QByteArray part = in.readLine(pieceSize);
        if (part.isEmpty())
            return line;
        if (line.bytes.size() + part.size() <= longestLine)
            line.bytes += part;
        else
            line.tooLong = true;
        if (part.endsWith('\n'))
            return line;
    }
}

bool writeLine(const QJsonObject& object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    // Each line at once: whoever feeds the other end of a pipe may wait for it.
    return std::fwrite(line.constData(), 1, std::size_t(line.size()), stdout) == std::size_t(line.size()) &&
           std::fflush(stdout) == 0;
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
        const InputLine line = nextLine(in);
        if (line.bytes.isEmpty())
            break;
        if (line.bytes.trimmed().isEmpty())
            continue;
        const base::Expected<QJsonObject> scored =
            line.tooLong
                ? base::failure(QStringLiteral("score.line"), QStringLiteral("The line is longer than 256 MB."))
                : scoring::scoreLine(line.bytes);
        if (!scored) {
            allGood = false;
            message(QStringLiteral("line %1: %2\n").arg(number).arg(base::oneLine(scored.error())));
            continue;
        }
        if (!writeLine(*scored)) // the reader of a pipe went away
            break;
    }
    return allGood ? 0 : 2;
}

} // namespace quantlens::cli
