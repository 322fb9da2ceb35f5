// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/htmlforks.h"

#include "core/reports/numbers.h"
#include "core/scoring/alignment.h"
#include "core/scoring/units.h"

#include <algorithm>

namespace quantlens::reports {

using domain::Comparison;
using domain::EditKind;
using domain::Generation;
using scoring::UnitPiece;

namespace {

// Enough to understand a fork; whole answers are in the program.
constexpr qsizetype bytesBeforeFork = 500;
constexpr qsizetype bytesAfterFork = 1'500;
constexpr qsizetype promptCharacters = 400;
constexpr qsizetype tokenCharacters = 40;

enum class Mark : quint8 {
    Same,
    Differs,
    Fork,
};

/// One side's excerpt: which units, and how each is marked.
struct ForkExcerpt
{
    const std::vector<UnitPiece>* units = nullptr;
    std::vector<Mark> marks;
    qsizetype first = 0;
    qsizetype last = 0; ///< one behind the excerpt's last unit
    bool ends = false;  ///< this side says nothing more where the other goes on
};

qsizetype commonUnits(const std::vector<UnitPiece>& a, const std::vector<UnitPiece>& b)
{
    const auto [endA, endB] = std::ranges::mismatch(a, b, {}, &UnitPiece::bytes, &UnitPiece::bytes);
    return endA - a.begin();
}

ForkExcerpt excerptOf(const std::vector<UnitPiece>& units, const domain::EditScript& script, EditKind own,
                      qsizetype fork)
{
    ForkExcerpt excerpt{&units, std::vector<Mark>(units.size(), Mark::Same), fork, fork,
                        fork >= qsizetype(units.size())};
    for (const domain::EditRun& run : script) {
        if (run.kind == own)
            std::fill_n(excerpt.marks.begin() + (own == EditKind::OnlyA ? run.a : run.b), run.length, Mark::Differs);
    }
    const auto count = qsizetype(units.size());
    if (fork < count)
        excerpt.marks[size_t(fork)] = Mark::Fork;
    qsizetype budget = bytesBeforeFork;
    while (excerpt.first > 0 && (budget -= units[size_t(excerpt.first - 1)].bytes.size()) >= 0)
        --excerpt.first;
    budget = bytesAfterFork;
    while (excerpt.last < count && budget > 0) {
        budget -= units[size_t(excerpt.last)].bytes.size();
        ++excerpt.last;
    }
    return excerpt;
}

/// The start of a text in whole characters; one unit can be as long as the whole answer.
QString boundedText(QByteArray bytes, qsizetype limit)
{
    if (bytes.size() <= limit)
        return QString::fromUtf8(bytes);
    bytes.truncate(limit);
    while (base::endsInsideCharacter(bytes))
        bytes.chop(1);
    return QString::fromUtf8(bytes) + u'…';
}

/// A token so that its blanks can be seen.
QString visibleToken(const QString& token)
{
    QString out;
    for (const QChar c : base::singleLine(token, tokenCharacters))
        out += c == u' ' ? QStringLiteral("·") : QString(c);
    return out.isEmpty() ? QStringLiteral("(nothing)") : out;
}

void writeExcerpt(HtmlWriter& html, const ForkExcerpt& excerpt, bool isA)
{
    const auto& units = *excerpt.units;
    html.raw("<pre dir=\"auto\">");
    if (excerpt.first > 0)
        html.raw("<span class=\"dim\">… </span>");
    // Units with the same mark are written together, so that combining characters stay with their base.
    for (qsizetype from = excerpt.first; from < excerpt.last;) {
        const Mark mark = excerpt.marks[size_t(from)];
        QByteArray bytes;
        qsizetype to = from;
        for (; to < excerpt.last && excerpt.marks[size_t(to)] == mark; ++to)
            bytes += units[size_t(to)].bytes;
        QString text = boundedText(bytes, bytesBeforeFork + bytesAfterFork);
        if (mark == Mark::Fork)
            text.replace(u'\n', QStringLiteral("↵\n"));
        if (mark == Mark::Same) {
            html.text(text);
        } else {
            html.raw("<mark class=\"");
            isA ? html.raw("ca") : html.raw("cb");
            if (mark == Mark::Fork)
                html.raw(" fork");
            html.raw("\">").text(text).raw("</mark>");
        }
        from = to;
    }
    if (excerpt.last < qsizetype(units.size()))
        html.raw("<span class=\"dim\"> …</span>");
    if (excerpt.ends)
        html.raw("<span class=\"dim\">(ends here)</span>");
    html.raw("</pre>");
}

void writeAnswerLine(HtmlWriter& html, const domain::Answer& answer, bool truncated)
{
    if (answer.strategy.isEmpty() && !truncated)
        return;
    html.raw("<p class=\"small dim\">");
    if (!answer.strategy.isEmpty()) {
        if (answer.found)
            html.raw("answer: ").isolated(base::singleLine(answer.value, 80));
        else
            html.raw("no answer found");
        if (answer.right)
            *answer.right ? html.raw(" <span class=\"ok\">✓ right</span>")
                          : html.raw(" <span class=\"err\">✗ wrong</span>");
    }
    if (truncated) {
        if (!answer.strategy.isEmpty())
            html.raw(" · ");
        html.raw("cut off at the length limit");
    }
    html.raw("</p>");
}

void writeSide(HtmlWriter& html, const ForkExcerpt& excerpt, const domain::RunRecord& run, int side,
               const domain::Answer& answer, bool truncated)
{
    html.raw("<div class=\"side\"><div class=\"small\">");
    side == 0 ? html.raw("<span class=\"la\">A</span> ") : html.raw("<span class=\"lb\">B</span> ");
    html.isolated(base::singleLine(run.label(side), 60)).raw("</div>");
    writeExcerpt(html, excerpt, side == 0);
    writeAnswerLine(html, answer, truncated);
    html.raw("</div>");
}

bool listed(const Generation& generation, qsizetype entry, const QString& token)
{
    if (entry < 0 || entry >= generation.entries.size())
        return true;
    const domain::TokenInfo& at = generation.entries.at(entry);
    return at.bytes == token.toUtf8() ||
           std::ranges::any_of(at.top, [&](const domain::TopToken& top) { return top.bytes == token.toUtf8(); });
}

void writeOdds(HtmlWriter& html, const domain::RunRecord& run, const domain::Fork& fork, const Generation& a,
               const Generation& b)
{
    const auto cell = [&html](double probability, bool inList) {
        html.raw("<td class=\"n\">").text((inList ? QString() : QStringLiteral("< ")) + decimalText(probability, 3));
        html.raw("</td>");
    };
    html.raw("<table class=\"odds\"><thead><tr><th>Probability at the fork</th><th class=\"n\"><span "
             "class=\"la\">A</span> ");
    html.isolated(base::singleLine(run.label(0), 30)).raw("</th><th class=\"n\"><span class=\"lb\">B</span> ");
    html.isolated(base::singleLine(run.label(1), 30)).raw("</th></tr></thead><tbody><tr><td><code class=\"ca\">");
    html.text(visibleToken(fork.tokenA)).raw("</code> chosen by A</td>");
    cell(fork.probabilityAOfA, true);
    cell(fork.probabilityBOfA, listed(b, fork.entryB, fork.tokenA));
    html.raw("</tr><tr><td><code class=\"cb\">").text(visibleToken(fork.tokenB)).raw("</code> chosen by B</td>");
    cell(fork.probabilityAOfB, listed(a, fork.entryA, fork.tokenB));
    cell(fork.probabilityBOfB, true);
    html.raw("</tr></tbody></table><p class=\"small\">The margin between the two moved by ");
    html.text((fork.bounded ? QStringLiteral("more than ") : QString()) + decimalText(fork.shift, 2)).raw(" nats");
    if (fork.nearTie)
        html.raw(": <span class=\"tie\">≈ near tie</span>, a change that need not mean anything");
    html.raw(".</p>");
}

QString flipWords(const Comparison& pair)
{
    if (pair.flip == domain::FlipState::RightToWrong || pair.flip == domain::FlipState::WrongToRight ||
        pair.flip == domain::FlipState::BothWrongDifferent)
        return domain::name(pair.flip) + QStringLiteral(" · ");
    return pair.answers == domain::AnswerState::Changed ? QStringLiteral("answer changed · ") : QString();
}

/// "1 token", "15 words".
QString unitCount(qsizetype count, domain::Unit unit)
{
    const QString many = domain::name(unit);
    return QStringLiteral("%1 %2").arg(count).arg(count == 1 ? many.chopped(1) : many);
}

} // namespace

void writeFork(HtmlWriter& html, const domain::RunRecord& run, const domain::Prompt* prompt, const Comparison& pair,
               const Generation& a, const Generation& b)
{
    const std::vector<UnitPiece> unitsA = scoring::contentUnits(a, pair.unit);
    const std::vector<UnitPiece> unitsB = scoring::contentUnits(b, pair.unit);
    const domain::EditScript script = scoring::forDisplay(scoring::align(unitsA, unitsB).script, unitsA, unitsB);
    const qsizetype fork = commonUnits(unitsA, unitsB);

    html.raw("<h3><bdi>").text(base::singleLine(pair.promptId, 60)).raw("</bdi> <span>· ").text(flipWords(pair));
    html.text(QStringLiteral("similarity %1, %2 · ").arg(decimalText(pair.similarity, 3), domain::name(pair.severity)));
    html.text(pair.divergence && pair.divergence->inReasoning
                  ? QStringLiteral("parted in the reasoning")
                  : QStringLiteral("the same for %1").arg(unitCount(fork, pair.unit)));
    html.raw("</span></h3>");
    if (prompt)
        html.raw("<p class=\"small dim\" dir=\"auto\">")
            .text(base::singleLine(prompt->text(), promptCharacters))
            .raw("</p>");
    html.raw("<div class=\"pair\">");
    writeSide(html, excerptOf(unitsA, script, EditKind::OnlyA, fork), run, 0, pair.answerA, pair.truncatedA);
    writeSide(html, excerptOf(unitsB, script, EditKind::OnlyB, fork), run, 1, pair.answerB, pair.truncatedB);
    html.raw("</div>");
    if (pair.fork)
        writeOdds(html, run, *pair.fork, a, b);
}

} // namespace quantlens::reports
