// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/answertext.h"
#include "core/scoring/textanswers.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringList>

namespace quantlens::scoring {

namespace {

enum class Meaning {
    Yes,
    No,
    WeakYes, ///< only where the whole clause is about it: "certainly", "right"
};

std::optional<Meaning> meaningOf(const QString& word)
{
    static const QSet<QString> yes{QStringLiteral("yes"),  QStringLiteral("yeah"),    QStringLiteral("yep"),
                                   QStringLiteral("true"), QStringLiteral("correct"), QStringLiteral("valid")};
    static const QSet<QString> no{QStringLiteral("no"),        QStringLiteral("nope"),    QStringLiteral("false"),
                                  QStringLiteral("incorrect"), QStringLiteral("invalid"), QStringLiteral("untrue"),
                                  QStringLiteral("wrong")};
    static const QSet<QString> weak{QStringLiteral("definitely"), QStringLiteral("certainly"),
                                    QStringLiteral("absolutely"), QStringLiteral("indeed"), QStringLiteral("right")};
    if (yes.contains(word))
        return Meaning::Yes;
    if (no.contains(word))
        return Meaning::No;
    if (weak.contains(word))
        return Meaning::WeakYes;
    return std::nullopt;
}

bool negates(const QString& word)
{
    static const QSet<QString> words{QStringLiteral("not"),    QStringLiteral("never"),   QStringLiteral("cannot"),
                                     QStringLiteral("hardly"), QStringLiteral("neither"), QStringLiteral("nor"),
                                     QStringLiteral("dont"),   QStringLiteral("isnt")};
    return words.contains(word) || word.endsWith(QLatin1StringView("n't"));
}

bool isSubject(const QString& word)
{
    static const QSet<QString> words{QStringLiteral("it"),   QStringLiteral("that"),  QStringLiteral("this"),
                                     QStringLiteral("they"), QStringLiteral("he"),    QStringLiteral("she"),
                                     QStringLiteral("you"),  QStringLiteral("we"),    QStringLiteral("i"),
                                     QStringLiteral("the"),  QStringLiteral("there"), QStringLiteral("these")};
    return words.contains(word);
}

/// What one clause says, by its words. The last word with a meaning decides.
std::optional<bool> clauseSays(const QStringList& words)
{
    std::optional<bool> says;
    int negations = 0;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        if (word == u"whether") // what follows is the question
            break;
        if (negates(word)) {
            ++negations;
            if (i + 1 < words.size() && words.at(i + 1) == u"necessarily")
                says = false;
            continue;
        }
        const std::optional<Meaning> meaning = meaningOf(word);
        if (!meaning)
            continue;
        const bool last = i + 1 == words.size();
        // "no doubt", "yes vote": as a word of the sentence, not as its answer.
        const bool bare = word == u"no" || word == u"yes" || word == u"nope" || word == u"yeah" || word == u"yep";
        if (bare && !last && !(i == 0 && isSubject(words.at(1))))
            continue;
        // "definitely not", "certainly wrong": the word only stresses what follows.
        if (*meaning == Meaning::WeakYes && (!last || (word == u"right" && words.size() > 3)))
            continue;
        // "true or false" asks.
        if (i + 2 < words.size() && words.at(i + 1) == u"or" && meaningOf(words.at(i + 2))) {
            i += 2;
            continue;
        }
        const bool positive = *meaning != Meaning::No;
        says = positive == (negations % 2 == 0);
    }
    if (!says && negations > 0 && words.size() <= 2) // "definitely not", "not really"
        says = false;
    return says;
}

struct Clauses
{
    QList<QStringList> list;
    QList<bool> concludes; ///< the clause begins a conclusion: "therefore", "so", …
};

bool concludes(const QString& word)
{
    static const QSet<QString> words{QStringLiteral("therefore"),  QStringLiteral("thus"),
                                     QStringLiteral("hence"),      QStringLiteral("so"),
                                     QStringLiteral("conclusion"), QStringLiteral("finally")};
    return words.contains(word);
}

bool beginsClause(const QString& word)
{
    static const QSet<QString> words{QStringLiteral("but"),      QStringLiteral("because"), QStringLiteral("since"),
                                     QStringLiteral("although"), QStringLiteral("while"),   QStringLiteral("whereas"),
                                     QStringLiteral("however"),  QStringLiteral("as"),      QStringLiteral("if")};
    return words.contains(word);
}

/// Clauses of a text as lower-case words: cut at punctuation, line breaks and conjunctions.
Clauses clausesOf(QStringView text)
{
    Clauses clauses;
    QStringList words;
    bool concluding = false;
    const auto flush = [&] {
        if (!words.isEmpty()) {
            clauses.list.append(words);
            clauses.concludes.append(concluding);
        }
        words.clear();
    };
    for (qsizetype at = 0; at < text.size();) {
        const QChar c = text.at(at);
        if (c.isLetterOrNumber()) {
            qsizetype end = at;
            while (end < text.size() &&
                   (text.at(end).isLetterOrNumber() || ((text.at(end) == u'\'' || text.at(end) == u'’') &&
                                                        end + 1 < text.size() && text.at(end + 1).isLetter())))
                ++end;
            const QString word = text.sliced(at, end - at).toString().toLower().replace(u'’', u'\'');
            if (beginsClause(word))
                flush();
            else if (concludes(word))
                concluding = true;
            words.append(word);
            at = end;
            continue;
        }
        const bool sentence = c == u'.' || c == u'!' || c == u'?' || c == u'\n';
        const bool decimal = c == u'.' && at + 1 < text.size() && text.at(at + 1).isDigit();
        if (!decimal && (sentence || c == u',' || c == u';' || c == u':' || c == u'(' || c == u')' || c == u'—' ||
                         (c == u'-' && at + 1 < text.size() && text.at(at + 1) == u' '))) {
            if (c == u'?') // a question says nothing
                words.clear();
            flush();
            if (sentence)
                concluding = false;
        }
        ++at;
    }
    flush();
    return clauses;
}

QString worded(bool yes)
{
    return yes ? QStringLiteral("yes") : QStringLiteral("no");
}

/// What the first clause that says anything says.
std::optional<bool> firstSaid(QStringView text)
{
    for (const QStringList& words : clausesOf(text).list) {
        if (const auto says = clauseSays(words))
            return says;
    }
    return std::nullopt;
}

/// "The answer is not yes": the cue's own clause negates.
bool negatedCue(const QString& text, qsizetype cue)
{
    return QStringView(text).sliced(cue).startsWith(u"not ", Qt::CaseInsensitive) &&
           !QStringView(text).sliced(cue).startsWith(u"not necessarily", Qt::CaseInsensitive);
}

} // namespace

std::optional<QString> yesNoAnswer(const QString& text)
{
    if (const std::optional<QString> boxed = lastBoxed(text)) {
        if (const auto says = firstSaid(plainNumbers(*boxed).remove(u'{').remove(u'}')))
            return worded(*says);
    }
    const QList<qsizetype> cues = answerCues(text);
    for (qsizetype i = cues.size() - 1; i >= std::max<qsizetype>(0, cues.size() - 16); --i) {
        const qsizetype from = cues.at(i);
        const qsizetype end = std::min(sentenceEnd(text, from), from + 4'000);
        if (const auto says = firstSaid(QStringView(text).sliced(from, end - from)))
            return worded(*says);
        if (negatedCue(text, from))
            return worded(false);
    }
    const Clauses clauses = clausesOf(text);
    std::optional<bool> concluded;
    std::optional<bool> last;
    for (qsizetype i = 0; i < clauses.list.size(); ++i) {
        const auto says = clauseSays(clauses.list.at(i));
        if (!says)
            continue;
        last = says;
        if (clauses.concludes.at(i))
            concluded = says;
    }
    if (concluded)
        return worded(*concluded);
    // "Yes, because …": what comes later explains.
    if (!clauses.list.isEmpty() && meaningOf(clauses.list.constFirst().constFirst()) &&
        clauses.list.constFirst().size() <= 3) {
        if (const auto says = clauseSays(clauses.list.constFirst()))
            return worded(*says);
    }
    return last ? std::optional(worded(*last)) : std::nullopt;
}

std::optional<QString> choiceAnswer(const QString& text)
{
    static const QRegularExpression alone(QStringLiteral(R"(^[\s*_(\["'`]*([A-Ja-j])[\s*_)\]"'`.:]*$)"));
    static const QRegularExpression leading(
        QStringLiteral(R"(^[\s*_(\["'`]*([A-J])[*_)\]"'`]*(?:[.:)\]]|\s*[-–—]|\s*\n))"));
    static const QRegularExpression named(
        QStringLiteral(R"(\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer|[Ll]etter)\s*[*_]*[(\[]?\s*([A-J])\b)"));
    // "it's B because …", "I choose C.": a bare letter needs an end behind it, or "A" would be the article.
    static const QRegularExpression chosen(QStringLiteral(
        R"(\b(?:is|it[’']s|be|choose|pick|select)\s+([A-J])(?=\s*(?:[.,;:!)]|$)|\s+(?:because|since|as)\b))"));
    static const QRegularExpression bracketed(QStringLiteral(R"([(\[]([A-J])[)\]])"));
    static const QRegularExpression afterCue(
        QStringLiteral(R"(^[\s*_("'`\[]*(?:(?:option|choice|letter)\s+)?[*_("'`\[]*([A-Ja-j])(?![A-Za-z']))"),
        QRegularExpression::CaseInsensitiveOption);
    const auto upper = [](const QRegularExpressionMatch& match) { return match.captured(1).toUpper(); };
    if (const std::optional<QString> boxed = lastBoxed(text)) {
        if (const auto match = alone.match(plainNumbers(*boxed).remove(u'{').remove(u'}')); match.hasMatch())
            return upper(match);
    }
    const QList<qsizetype> cues = answerCues(text);
    for (qsizetype i = cues.size() - 1; i >= std::max<qsizetype>(0, cues.size() - 16); --i) {
        const QStringView rest =
            QStringView(text).sliced(cues.at(i), std::min<qsizetype>(200, text.size() - cues.at(i)));
        const auto match = afterCue.matchView(rest);
        // "the answer is a number": a lower-case letter counts only where nothing follows it in its sentence.
        if (match.hasMatch() &&
            (match.captured(1).at(0).isUpper() ||
             rest.sliced(match.capturedEnd(1)).first(std::min<qsizetype>(1, rest.size() - match.capturedEnd(1))) !=
                 u" "))
            return upper(match);
    }
    if (const auto match = alone.match(text); match.hasMatch())
        return upper(match);
    if (const auto match = leading.match(text); match.hasMatch())
        return upper(match);
    for (const QRegularExpression& pattern : {named, chosen, bracketed}) {
        std::optional<QString> last;
        for (auto matches = pattern.globalMatch(text); matches.hasNext();)
            last = upper(matches.next());
        if (last)
            return last;
    }
    return std::nullopt;
}

} // namespace quantlens::scoring
