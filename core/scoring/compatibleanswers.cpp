// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/compatible.h"

#include "core/scoring/pythonjson.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace quantlens::scoring::compatible {

namespace {

constexpr double alikeFrom = 0.85; // texts count as the same answer

bool isPythonSpace(QChar c)
{
    return c.isSpace() || (c >= QChar(0x1C) && c <= QChar(0x1F));
}

QString strip(QStringView text)
{
    while (!text.isEmpty() && isPythonSpace(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isPythonSpace(text.back()))
        text.chop(1);
    return text.toString();
}

/// The last number, commas removed. Digit runs of four and more come out cut into threes, as in infer-check.
QString numericValue(const QString& text)
{
    static const QRegularExpression number(QStringLiteral(R"(-?(?:\d{1,3}(?:,\d{3})*|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?)"),
                                           QRegularExpression::UseUnicodePropertiesOption);
    QString last;
    for (auto matches = number.globalMatch(text); matches.hasNext();)
        last = matches.next().captured();
    return last.remove(u',');
}

QString booleanValue(const QString& text)
{
    static const QRegularExpression word(
        QStringLiteral(R"(\b(yes|no|true|false|correct|incorrect|definitely|not necessarily)\b)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression negation(QStringLiteral(R"(\bnot\b)"), QRegularExpression::CaseInsensitiveOption);
    QRegularExpressionMatch last;
    for (auto matches = word.globalMatch(text); matches.hasNext();)
        last = matches.next();
    if (!last.hasMatch())
        return QString();
    const QString found = last.captured(1).toLower();
    const bool positive = found == u"yes" || found == u"correct" || found == u"definitely" || found == u"true";
    const qsizetype start = last.capturedStart();
    const qsizetype from = std::max<qsizetype>(0, start - 5);
    const bool negated = negation.match(text.sliced(from, start - from)).hasMatch();
    return positive && !negated ? QStringLiteral("yes") : QStringLiteral("no");
}

QStringList fences(const QString& text)
{
    static const QRegularExpression fence(QStringLiteral(R"(```(?:\w*)\s*\n(.*?)```)"),
                                          QRegularExpression::DotMatchesEverythingOption |
                                              QRegularExpression::UseUnicodePropertiesOption);
    QStringList blocks;
    for (auto matches = fence.globalMatch(text); matches.hasNext();)
        blocks.append(strip(matches.next().captured(1)));
    return blocks;
}

QString withoutTrailingBlanks(QStringView line)
{
    while (!line.isEmpty() && isPythonSpace(line.back()))
        line.chop(1);
    return line.toString();
}

bool beginsCode(const QString& line)
{
    static const QStringList words{QStringLiteral("def "),  QStringLiteral("class "),  QStringLiteral("import "),
                                   QStringLiteral("from "), QStringLiteral("return "), QStringLiteral("if "),
                                   QStringLiteral("for "),  QStringLiteral("while "),  QStringLiteral("#")};
    const QString trimmed = strip(line);
    return trimmed.isEmpty() || line.startsWith(u"    ") || line.startsWith(u'\t') ||
           std::ranges::any_of(words, [&trimmed](const QString& word) { return trimmed.startsWith(word); });
}

Extraction codeExtraction(const QString& text)
{
    const QStringList blocks = fences(text);
    if (!blocks.isEmpty()) {
        QStringList lines;
        for (const QString& line : blocks.join(QStringLiteral("\n\n")).split(u'\n'))
            lines.append(withoutTrailingBlanks(line));
        return {QStringLiteral("code"), strip(lines.join(u'\n')), 0.9};
    }
    const QStringList lines = text.split(u'\n');
    QStringList kept;
    for (const QString& line : lines) {
        if (!kept.isEmpty() || beginsCode(line))
            kept.append(withoutTrailingBlanks(line));
    }
    const QString value = strip(kept.join(u'\n'));
    return {QStringLiteral("code"), value, value.isEmpty() ? 0.0 : 0.5};
}

QString jsonValue(const QString& text)
{
    QStringList candidates = fences(text);
    if (candidates.isEmpty())
        candidates.append(text);
    for (const QString& candidate : std::as_const(candidates)) {
        for (const char16_t opening : {u'{', u'['}) {
            const qsizetype from = candidate.indexOf(QChar(opening));
            if (from < 0)
                continue;
            if (const auto json = pythonJson(QStringView(candidate).sliced(from)))
                return *json;
        }
    }
    return QString();
}

QString rawValue(const QString& text)
{
    return splitWords(text.toLower()).join(u' ');
}

QString strategyOf(const QString& category)
{
    static const QHash<QString, QString> strategies = [] {
        QHash<QString, QString> table;
        const auto add = [&table](const char* strategy, const char* categories) {
            for (const QString& name : QString::fromLatin1(categories).split(u' '))
                table.insert(name, QString::fromLatin1(strategy));
        };
        add("numeric", "arithmetic precision large_numbers floating_point underflow formatting word_problem "
                       "multi_digit_arithmetic precision_numerics large_number_reasoning algebraic_reasoning "
                       "logical_puzzle");
        add("boolean", "logic edge_case");
        add("code", "python debugging completion precise_syntax code_translation");
        add("json", "json");
        return table;
    }();
    return strategies.value(category.toLower(), QStringLiteral("raw"));
}

bool answersMatch(const Extraction& a, const Extraction& b, const QString& textA, const QString& textB)
{
    if (a.value.isEmpty() && b.value.isEmpty())
        return true;
    if (a.value.isEmpty() || b.value.isEmpty())
        return ratio(textA, textB) >= alikeFrom;
    if (a.strategy == u"code" || a.strategy == u"raw")
        return ratio(a.value, b.value) >= alikeFrom;
    return a.value == b.value;
}

} // namespace

QStringList splitWords(const QString& text)
{
    QStringList words;
    for (qsizetype at = 0; at < text.size();) {
        while (at < text.size() && isPythonSpace(text.at(at)))
            ++at;
        qsizetype end = at;
        while (end < text.size() && !isPythonSpace(text.at(end)))
            ++end;
        if (end > at)
            words.append(text.sliced(at, end - at));
        at = end;
    }
    return words;
}

QString stripThinking(const QString& text)
{
    static const QRegularExpression block(QStringLiteral("<think>.*?</think>"),
                                          QRegularExpression::DotMatchesEverythingOption |
                                              QRegularExpression::CaseInsensitiveOption);
    QString out = text;
    out.remove(QLatin1StringView("<|think|>"), Qt::CaseInsensitive);
    out.remove(block);
    out.remove(QLatin1StringView("<think>"), Qt::CaseInsensitive);
    out.remove(QLatin1StringView("</think>"), Qt::CaseInsensitive);
    return out;
}

Extraction extract(const QString& category, const QString& text)
{
    const QString strategy = strategyOf(category);
    const auto found = [&strategy](const QString& value, double confidence) {
        return Extraction{strategy, value, value.isEmpty() ? 0.0 : confidence};
    };
    if (strategy == u"numeric")
        return found(numericValue(text), 0.9);
    if (strategy == u"boolean")
        return found(booleanValue(text), 0.85);
    if (strategy == u"code")
        return codeExtraction(text);
    if (strategy == u"json")
        return found(jsonValue(text), 0.95);
    return {strategy, rawValue(text), 0.3};
}

Flip flipOf(const QString& category, const QString& textA, const QString& textB)
{
    Flip flip{false, extract(category, textA), extract(category, textB), 0};
    flip.flipped = !answersMatch(flip.a, flip.b, textA, textB);
    flip.confidence = std::min(flip.a.confidence, flip.b.confidence);
    return flip;
}

} // namespace quantlens::scoring::compatible
