// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/answertext.h"
#include "core/scoring/exactnumber.h"
#include "core/scoring/jsonanswer.h"
#include "core/scoring/textanswers.h"

#include <QRegularExpression>
#include <QStringList>

namespace quantlens::scoring {

namespace {

constexpr qsizetype longestItem = 120;

/// An item without quotes, markup and blanks around it; numbers by value.
QString itemOf(QString item)
{
    static const QString around = QStringLiteral("*_`\"'“”‘’[](){}.;,");
    item = item.simplified();
    while (!item.isEmpty() && around.contains(item.front()))
        item.remove(0, 1);
    while (!item.isEmpty() && around.contains(item.back()))
        item.chop(1);
    item = item.trimmed();
    if (const auto number = numberFromText(item))
        return toText(*number);
    return item.toLower();
}

/// The last run of at least two numbers with nothing but separators between them.
QStringList lastNumberRun(const QString& plain)
{
    static const QRegularExpression runs(QStringLiteral(
        R"((?<![\w.])[-+]?\d+(?:\.\d+)?(?:(?:\s*[,;|]\s*(?:and\s+)?|\s+and\s+|\s*(?:->|→|<=?|>=?|≤|≥)\s*|[ \t\x{2009}]+|\s*\n\s*)[-+]?\d+(?:\.\d+)?)+(?![\w%]))"));
    static const QRegularExpression number(QStringLiteral(R"([-+]?\d+(?:\.\d+)?)"));
    static const QRegularExpression grouped(QStringLiteral(R"((?<=\d),(?=\d{3}(?!\d)))"));
    QString last;
    for (auto matches = runs.globalMatch(plain); matches.hasNext();)
        last = matches.next().captured();
    // "1,000, 2,000": commas with a blank separate, the others group.
    if (last.contains(QLatin1StringView(", ")))
        last.remove(grouped);
    QStringList items;
    for (auto matches = number.globalMatch(last); matches.hasNext();)
        items.append(itemOf(matches.next().captured()));
    return items.size() >= 2 ? items : QStringList();
}

/// The items of bulleted or numbered lines.
QStringList markedLines(const QString& text)
{
    static const QRegularExpression marked(QStringLiteral(R"(^\s*(?:[-*•+]|\(?\d{1,3}[.)])\s+(.+)$)"),
                                           QRegularExpression::MultilineOption);
    QStringList items;
    for (auto matches = marked.globalMatch(text); matches.hasNext();)
        items.append(itemOf(matches.next().captured(1).left(longestItem * 4)));
    return items.size() >= 2 ? items : QStringList();
}

QStringList fromJsonArray(const QString& text)
{
    const std::optional<QString> json = jsonAnswer(text);
    if (!json || !json->startsWith(u'[') || json->size() < 3)
        return {};
    // Canonical JSON holds no blanks outside strings; nested values stay as they are written.
    QStringList items;
    int depth = 0;
    bool quoted = false;
    qsizetype from = 1;
    for (qsizetype i = 1; i < json->size(); ++i) {
        const QChar c = json->at(i);
        if (quoted) {
            if (c == u'\\')
                ++i;
            else if (c == u'"')
                quoted = false;
            continue;
        }
        const bool end = i + 1 == json->size();
        if (c == u'"') {
            quoted = true;
        } else if ((c == u',' && depth == 0) || end) {
            items.append(itemOf(json->sliced(from, i - from)));
            from = i + 1;
        } else if (c == u'[' || c == u'{') {
            ++depth;
        } else if (c == u']' || c == u'}') {
            --depth;
        }
    }
    return items;
}

/// Words between commas, in the last line that has any; what stands before a colon introduces them.
QStringList commaWords(const QString& text)
{
    static const QRegularExpression separator(QStringLiteral(R"(\s*(?:[,;]\s*(?:and\s+)?|\s+and\s+)\s*)"));
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        const QString list = line->mid(line->lastIndexOf(u':') + 1);
        if (!list.contains(u',') && !list.contains(u';'))
            continue;
        QStringList items;
        for (const QString& part : list.split(separator))
            items.append(itemOf(part));
        items.removeAll(QString());
        const bool prose = std::ranges::any_of(items, [](const QString& item) { return item.size() > longestItem; });
        if (items.size() >= 2 && !prose)
            return items;
    }
    return {};
}

} // namespace

std::optional<QString> listAnswer(const QString& text)
{
    QString body = text;
    if (const std::optional<QString> boxed = lastBoxed(text))
        body = *boxed;
    QStringList items = fromJsonArray(body);
    if (items.isEmpty())
        items = markedLines(body);
    if (items.isEmpty())
        items = lastNumberRun(plainNumbers(body));
    if (items.isEmpty())
        items = commaWords(body);
    if (items.isEmpty()) {
        // A list of one.
        const QString only = itemOf(body);
        if (numberFromText(only))
            items = {only};
    }
    return items.isEmpty() ? std::nullopt : std::optional(items.join(QStringLiteral(", ")));
}

} // namespace quantlens::scoring
