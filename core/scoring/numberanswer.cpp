// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/answertext.h"
#include "core/scoring/numberscan.h"

#include <algorithm>

namespace quantlens::scoring {

namespace {

// A text that repeats "answer:" without line breaks must not cost its square.
constexpr qsizetype mostCues = 16;
constexpr qsizetype longestSentence = 4'000;
constexpr qsizetype tailSize = 16'000;

const FoundNumber* lastOf(const std::vector<FoundNumber>& found)
{
    const auto strong = std::find_if(found.rbegin(), found.rend(), [](const FoundNumber& n) { return !n.weak; });
    if (strong != found.rend())
        return &*strong;
    return found.empty() ? nullptr : &found.back();
}

/// What may stand between the numbers of one calculation.
bool isOperator(QStringView between)
{
    return !between.isEmpty() && std::ranges::all_of(between, [](QChar c) {
        return c.isSpace() || QStringView(u"+-*/=()^x÷≈–{}$").contains(c);
    });
}

/// The first number of a sentence, or, when a calculation begins with it, what that comes to: "3 + 4 = 7" is 7.
const FoundNumber* firstOf(const std::vector<FoundNumber>& found, QStringView text)
{
    const auto first = std::ranges::find_if(found, [](const FoundNumber& n) { return !n.weak; });
    if (first == found.end())
        return found.empty() ? nullptr : &found.front();
    const FoundNumber* result = &*first;
    bool calculated = false;
    for (auto number = first; number + 1 != found.end(); ++number) {
        const QStringView between = text.sliced(number->end, std::max<qsizetype>(0, (number + 1)->begin - number->end));
        if (!isOperator(between))
            break;
        if (between.contains(u'=')) {
            // "42 = 6 × 7": the number came first, the calculation explains it.
            const bool explained = !calculated;
            result = explained ? result : &*(number + 1);
        } else {
            calculated = true;
        }
    }
    return result;
}

std::optional<ExactNumber> valueOf(const FoundNumber* found)
{
    return found ? std::optional(found->value) : std::nullopt;
}

} // namespace

std::optional<ExactNumber> numberAnswer(const QString& text)
{
    if (const std::optional<QString> boxed = lastBoxed(text)) {
        const QString plain = plainNumbers(*boxed);
        if (const auto value = valueOf(lastOf(findNumbers(plain))))
            return value;
    }
    const QString plain = plainNumbers(text);
    const QList<qsizetype> cues = answerCues(plain);
    for (qsizetype i = cues.size() - 1; i >= std::max<qsizetype>(0, cues.size() - mostCues); --i) {
        qsizetype from = cues.at(i);
        for (int sentence = 0; sentence < 2 && from < plain.size(); ++sentence) {
            const qsizetype end = std::min(sentenceEnd(plain, from), from + longestSentence);
            const QStringView scope = QStringView(plain).sliced(from, end - from);
            if (const auto value = valueOf(firstOf(findNumbers(scope, true), scope)))
                return value;
            from = end;
            while (from < plain.size() && plain.at(from).isSpace())
                ++from;
        }
    }
    // The last number stands near the end; only a text without any there is read as a whole.
    if (plain.size() > tailSize) {
        qsizetype from = plain.size() - tailSize;
        while (from < plain.size() && !plain.at(from).isSpace())
            ++from;
        if (const auto value = valueOf(lastOf(findNumbers(QStringView(plain).sliced(from)))))
            return value;
    }
    return valueOf(lastOf(findNumbers(plain)));
}

} // namespace quantlens::scoring
