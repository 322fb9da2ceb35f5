// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/pairview.h"

#include "core/base/text.h"
#include "core/reports/command.h"
#include "core/reports/numbers.h"
#include "core/scoring/alignment.h"
#include "core/scoring/units.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::reports {

namespace {

using domain::Comparison;
using domain::EditKind;
using domain::Generation;
using scoring::UnitPiece;

// What of an output is open: enough to understand a fork.
constexpr qsizetype openBeforeFork = 500;
constexpr qsizetype openAfterFork = 1'500;
/// Less than this is not worth a fold.
constexpr qsizetype leastFold = 400;
constexpr qsizetype tokenCharacters = 40;
constexpr qsizetype oddsRows = 5;

qsizetype commonUnits(const std::vector<UnitPiece>& a, const std::vector<UnitPiece>& b)
{
    const auto [endA, endB] = std::ranges::mismatch(a, b, {}, &UnitPiece::bytes, &UnitPiece::bytes);
    return endA - a.begin();
}

/// The marked units as pieces. Units with the same mark are one piece, so that combining characters stay with their
/// base.
QList<Piece> markedPieces(const std::vector<UnitPiece>& units, const domain::EditScript& script, EditKind own,
                          qsizetype fork)
{
    std::vector<Mark> marks(units.size(), Mark::Same);
    for (const domain::EditRun& run : script) {
        if (run.kind == own)
            std::fill_n(marks.begin() + (own == EditKind::OnlyA ? run.a : run.b), run.length, Mark::Differs);
    }
    if (fork < qsizetype(units.size()))
        marks[size_t(fork)] = Mark::Fork;
    QList<Piece> pieces;
    for (std::size_t from = 0; from < units.size();) {
        QByteArray bytes;
        std::size_t to = from;
        for (; to < units.size() && marks[to] == marks[from]; ++to)
            bytes += units[to].bytes;
        pieces.append({QString::fromUtf8(bytes), marks[from], false});
        from = to;
    }
    return pieces;
}

/// A place near `at` to cut: behind a line or a word where there is one, never inside a character.
qsizetype cutNear(const QString& text, qsizetype at)
{
    constexpr qsizetype around = 60;
    for (const QChar wanted : {u'\n', u' '}) {
        const qsizetype found = text.lastIndexOf(wanted, at);
        if (found >= 0 && at - found < around)
            return found + 1;
    }
    const auto joins = [&text](qsizetype place) {
        const QChar c = text.at(place);
        return c.isLowSurrogate() || c.isMark() || c == QChar(0x200d) || text.at(place - 1) == QChar(0x200d);
    };
    while (at > 0 && at < text.size() && joins(at))
        --at;
    return at;
}

/// Folds what lies far before the first mark and far behind it. `ends`: the other side goes on behind the end of this
/// one, which is what is looked at.
QList<Piece> foldedPieces(const QList<Piece>& pieces, bool ends)
{
    QList<Piece> folded;
    if (ends && pieces.size() == 1 && pieces.first().text.size() > openBeforeFork + leastFold) {
        const QString& text = pieces.first().text;
        const qsizetype cut = cutNear(text, text.size() - openBeforeFork);
        return {{text.first(cut), Mark::Same, true}, {text.sliced(cut), Mark::Same, false}};
    }
    qsizetype first = 0;
    while (first < pieces.size() && pieces.at(first).mark == Mark::Same)
        ++first;
    const bool marked = first < pieces.size();
    qsizetype open = 0;
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        Piece rest = pieces.at(i);
        // Only one piece stands before the first mark: the common beginning.
        if (marked && i < first && rest.text.size() > openBeforeFork + leastFold) {
            const qsizetype cut = cutNear(rest.text, rest.text.size() - openBeforeFork);
            folded.append({rest.text.first(cut), rest.mark, true});
            rest.text = rest.text.sliced(cut);
        } else if (open < openAfterFork && open + rest.text.size() > openAfterFork + leastFold) {
            const qsizetype cut = cutNear(rest.text, openAfterFork - open);
            folded.append({rest.text.first(cut), rest.mark, false});
            rest.text = rest.text.sliced(cut);
            open = openAfterFork;
        }
        if (marked && i < first) {
            folded.append(rest);
            continue;
        }
        rest.folded = open >= openAfterFork;
        open += rest.text.size();
        if (!rest.text.isEmpty())
            folded.append(rest);
    }
    // A short tail stays open.
    qsizetype tail = 0;
    for (const Piece& piece : std::as_const(folded))
        tail += piece.folded ? piece.text.size() : 0;
    if (tail < leastFold) {
        for (Piece& piece : folded)
            piece.folded = false;
    }
    return folded;
}

/// A token so that its blanks can be seen.
QString visibleToken(const QByteArray& bytes)
{
    QString out;
    for (const QChar c : base::singleLine(QString::fromUtf8(bytes), tokenCharacters))
        out += c == u' ' ? QStringLiteral("·") : QString(c);
    return out.isEmpty() ? QStringLiteral("(nothing)") : out;
}

const domain::TokenInfo* entryOf(const Generation* generation, qsizetype entry)
{
    return generation && entry >= 0 && entry < generation->entries.size() ? &generation->entries.at(entry) : nullptr;
}

/// The probability of a token in a position's list; "< x" below the smallest that is listed.
QString listedText(const domain::TokenInfo* entry, const QByteArray& token)
{
    if (!entry)
        return QStringLiteral("–");
    double least = 1;
    if (entry->bytes == token && std::isfinite(entry->logprob))
        return decimalText(std::exp(double(entry->logprob)), 3);
    for (const domain::TopToken& top : entry->top) {
        if (!std::isfinite(top.logprob))
            continue;
        if (top.bytes == token)
            return decimalText(std::exp(double(top.logprob)), 3);
        least = std::min(least, std::exp(double(top.logprob)));
    }
    return entry->top.isEmpty() ? QStringLiteral("–") : QStringLiteral("< ") + decimalText(least, 3);
}

bool isListed(const domain::TokenInfo* entry, const QByteArray& token)
{
    return !entry || entry->bytes == token ||
           std::ranges::any_of(entry->top, [&](const domain::TopToken& top) { return top.bytes == token; });
}

QList<OddsRow> oddsOf(const domain::Fork& fork, const Generation* a, const Generation* b)
{
    const domain::TokenInfo* atA = entryOf(a, fork.entryA);
    const domain::TokenInfo* atB = entryOf(b, fork.entryB);
    const QByteArray tokenA = fork.tokenA.toUtf8();
    const QByteArray tokenB = fork.tokenB.toUtf8();
    const auto bounded = [](double probability, bool listed) {
        return (listed ? QString() : QStringLiteral("< ")) + decimalText(probability, 3);
    };
    QList<OddsRow> rows{{visibleToken(tokenA), 0, bounded(fork.probabilityAOfA, true),
                         bounded(fork.probabilityBOfA, isListed(atB, tokenA))},
                        {visibleToken(tokenB), 1, bounded(fork.probabilityAOfB, isListed(atA, tokenB)),
                         bounded(fork.probabilityBOfB, true)}};
    QList<QByteArray> seen{tokenA, tokenB};
    // The next likeliest of either side, in turn.
    for (qsizetype i = 0; rows.size() < oddsRows; ++i) {
        bool any = false;
        for (const domain::TokenInfo* entry : {atA, atB}) {
            if (!entry || i >= entry->top.size())
                continue;
            any = true;
            const QByteArray& token = entry->top.at(i).bytes;
            if (seen.contains(token) || rows.size() >= oddsRows)
                continue;
            seen.append(token);
            rows.append({visibleToken(token), -1, listedText(atA, token), listedText(atB, token)});
        }
        if (!any)
            break;
    }
    return rows;
}

QString flipWords(const Comparison& pair)
{
    if (pair.flip == domain::FlipState::RightToWrong || pair.flip == domain::FlipState::WrongToRight ||
        pair.flip == domain::FlipState::BothWrongDifferent)
        return domain::name(pair.flip);
    return pair.answers == domain::AnswerState::Changed ? QStringLiteral("answer changed") : QString();
}

/// "1 token", "15 words".
QString unitCount(qsizetype count, domain::Unit unit)
{
    const QString many = domain::name(unit);
    return counted(count, many.chopped(1), many);
}

Words factsOf(const Comparison& pair, qsizetype fork, bool same)
{
    if (!pair.scored())
        return {say(QStringLiteral("not compared: a request failed"), Tone::Bad)};
    Words facts;
    if (const QString flip = flipWords(pair); !flip.isEmpty())
        facts << say(flip, Tone::Strong) << say(QStringLiteral(" · "));
    if (pair.severity == domain::Severity::Identical && same)
        return facts << say(QStringLiteral("identical"));
    facts
        << say(QStringLiteral("similarity %1, %2 · ").arg(decimalText(pair.similarity, 3), domain::name(pair.severity)))
        << say(pair.divergence && pair.divergence->inReasoning
                   ? QStringLiteral("parted in the reasoning")
                   : QStringLiteral("the same for %1").arg(unitCount(fork, pair.unit)));
    if (pair.fork && pair.fork->nearTie)
        facts << say(QStringLiteral(", ")) << say(QStringLiteral("≈ near tie"), Tone::Tie);
    return facts;
}

Words marginOf(const domain::Fork& fork)
{
    if (!std::isfinite(fork.shift))
        return {};
    Words words{say(QStringLiteral("The margin between the two moved by %1%2 nat")
                        .arg(fork.bounded ? QStringLiteral("more than ") : QString(), decimalText(fork.shift, 2)))};
    if (fork.nearTie)
        words << say(QStringLiteral(": ")) << say(QStringLiteral("≈ near tie"), Tone::Tie)
              << say(QStringLiteral(", a change that need not mean anything"));
    return words << say(QStringLiteral("."));
}

Words answerOf(const domain::Answer& answer, bool truncated)
{
    Words words;
    if (!answer.strategy.isEmpty()) {
        if (answer.found)
            words << say(QStringLiteral("answer: ")) << quote(answer.value, 80);
        else
            words << say(QStringLiteral("no answer found"));
        if (answer.right)
            words << say(QStringLiteral(" "))
                  << (*answer.right ? say(QStringLiteral("✓ right"), Tone::Good)
                                    : say(QStringLiteral("✗ wrong"), Tone::Bad));
        if (answer.byHand)
            words << say(QStringLiteral(" (set by hand)"));
    }
    if (truncated)
        words << say((words.isEmpty() ? QString() : QStringLiteral(" · ")) +
                     QStringLiteral("cut off at the length limit"));
    return words;
}

} // namespace

PairView viewOf(const Pair& pair)
{
    PairView view;
    if (pair.prompt)
        view.prompt = pair.prompt->text();
    const std::array<const Generation*, 2> answers{pair.a, pair.b};
    view.sides[0].label = pair.labelA;
    view.sides[1].label = pair.labelB;
    const domain::Unit unit = pair.scores ? pair.scores->unit : pair.unit;
    std::array<std::vector<UnitPiece>, 2> units;
    for (const std::size_t i : {0, 1}) {
        SideView& side = view.sides[i];
        side.asked = answers[i];
        if (!answers[i])
            continue;
        if (answers[i]->error)
            side.failure = withoutAddresses(answers[i]->error->message, pair.hosts);
        side.reasoning = answers[i]->reasoning;
        units[i] = scoring::contentUnits(*answers[i], unit);
        if (pair.scores)
            side.answer = answerOf(i == 0 ? pair.scores->answerA : pair.scores->answerB,
                                   i == 0 ? pair.scores->truncatedA : pair.scores->truncatedB);
    }
    const bool both = pair.a && pair.b && !pair.a->failed() && !pair.b->failed();
    const qsizetype fork = both ? commonUnits(units[0], units[1]) : 0;
    view.same = both && pair.a->text == pair.b->text && pair.a->reasoning == pair.b->reasoning;
    domain::EditScript script;
    if (both && !view.same)
        script = scoring::forDisplay(scoring::align(units[0], units[1]).script, units[0], units[1]);
    const qsizetype marked = both && !view.same ? fork : std::numeric_limits<qsizetype>::max();
    for (const std::size_t i : {0, 1})
        view.sides[i].ends = both && !view.same && fork >= qsizetype(units[i].size());
    view.sides[0].pieces = foldedPieces(markedPieces(units[0], script, EditKind::OnlyA, marked), view.sides[0].ends);
    if (!view.same)
        view.sides[1].pieces =
            foldedPieces(markedPieces(units[1], script, EditKind::OnlyB, marked), view.sides[1].ends);
    if (pair.scores) {
        view.facts = factsOf(*pair.scores, fork, view.same);
        if (pair.scores->fork) {
            view.odds = oddsOf(*pair.scores->fork, pair.a, pair.b);
            view.margin = marginOf(*pair.scores->fork);
        }
    }
    return view;
}

} // namespace quantlens::reports
