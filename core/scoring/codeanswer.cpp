// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/codeanswer.h"

#include "core/scoring/answertext.h"
#include "core/scoring/jsonanswer.h"

#include <QRegularExpression>
#include <QStringList>

namespace quantlens::scoring {

namespace {

bool looksLikeCode(const QString& line)
{
    static const QRegularExpression start(QStringLiteral(
        R"(^\s*(?:(?:def|class|import|from|return|if|for|while|with|try|async|elif|else|const|let|var|function|public|private|static|void|int|double|float|char|bool|auto|struct|fn|func|package|use|using|namespace|SELECT|INSERT|UPDATE|DELETE|CREATE|WITH)\b.*(?:[:;{}()=]|\bimport\b|\bfrom\b|\bFROM\b).*|#\s*include\b.*|#!.*|@\w+.*|[\w.\]\[]+\s*(?:[-+*/|&]?=)[^=].*|[\w.]+\(.*\);?\s*|[{}\])];?\s*|//.*|return\b.*|import\s+\w+.*)$)"));
    return start.match(line.left(2000)).hasMatch();
}

/// The lines from the first that looks like code to the last that does, with what is indented behind it.
QString guessedCode(const QString& text)
{
    const QStringList lines = text.split(u'\n');
    qsizetype first = -1;
    qsizetype last = -1;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString& line = lines.at(i);
        const bool indented = first >= 0 && (line.startsWith(u"    ") || line.startsWith(u'\t'));
        if (!indented && !looksLikeCode(line))
            continue;
        if (first < 0)
            first = i;
        last = i;
    }
    return first < 0 ? QString() : lines.mid(first, last - first + 1).join(u'\n');
}

CodeStyle guessedStyle(const QString& code)
{
    static const QRegularExpression python(QStringLiteral(
        R"((?m)^\s*(?:def|class|if|for|while|elif|with)\b[^\n]*:\s*(?:#.*)?$|^\s*(?:import|from)\s+\w+(?!.*;))"));
    static const QRegularExpression sql(
        QStringLiteral(R"(^\s*(?:select|insert\s+into|update|delete\s+from|create\s+table|with)\b)"),
        QRegularExpression::CaseInsensitiveOption);
    if (python.match(code).hasMatch())
        return CodeStyle::Python;
    if (sql.match(code).hasMatch())
        return CodeStyle::Sql;
    return code.contains(u';') && (code.contains(u'{') || code.contains(u'(')) ? CodeStyle::CLike : CodeStyle::Lines;
}

QString normalisedBlock(const QString& code, const QString& tag, const QString& language)
{
    if (tag == u"json" || (tag.isEmpty() && language != u"python")) {
        if (const auto json = canonicalJsonText(code); json && (json->startsWith(u'{') || json->startsWith(u'[')))
            return *json;
    }
    std::optional<CodeStyle> style = codeStyleOf(tag);
    if (!style)
        style = codeStyleOf(language);
    return normalisedCode(code, style.value_or(guessedStyle(code)));
}

} // namespace

std::optional<QString> codeAnswer(const QString& text, const QString& language)
{
    QStringList blocks;
    for (const Fence& fence : fencedBlocks(text)) {
        if (!fence.body.trimmed().isEmpty())
            blocks.append(normalisedBlock(fence.body, fence.tag, language));
    }
    if (blocks.isEmpty()) {
        const QString guessed = guessedCode(text);
        if (!guessed.trimmed().isEmpty())
            blocks.append(normalisedBlock(guessed, QString(), language));
    }
    const QString code = blocks.join(QStringLiteral("\n\n"));
    return code.isEmpty() ? std::nullopt : std::optional(code);
}

std::optional<QString> sqlAnswer(const QString& text)
{
    static const QRegularExpression statement(
        QStringLiteral(R"((?:^|[\s(`])((?:select|insert\s+into|update|delete\s+from|create|with|alter|drop)\b))"),
        QRegularExpression::CaseInsensitiveOption);
    QString source;
    for (const Fence& fence : fencedBlocks(text)) {
        if (!fence.body.trimmed().isEmpty()) {
            source = fence.body;
            break;
        }
    }
    if (source.isEmpty()) {
        // Prose also says "create" and "with": an upper-case verb is meant, else the first one.
        qsizetype at = -1;
        for (auto matches = statement.globalMatch(text); matches.hasNext();) {
            const QRegularExpressionMatch match = matches.next();
            const bool shouted = match.capturedView(1).at(0).isUpper() && match.capturedView(1).at(1).isUpper();
            if (at < 0 || shouted)
                at = match.capturedStart(1);
            if (shouted)
                break;
        }
        if (at < 0)
            return std::nullopt;
        source = text.sliced(at);
        if (const qsizetype blank = source.indexOf(QLatin1StringView("\n\n")); blank >= 0)
            source.truncate(blank);
        if (const qsizetype end = source.indexOf(u';'); end >= 0)
            source.truncate(end);
    }
    QString code = normalisedCode(source, CodeStyle::Sql);
    while (code.endsWith(u';') || code.endsWith(u' '))
        code.chop(1);
    return code.isEmpty() ? std::nullopt : std::optional(code);
}

} // namespace quantlens::scoring
