// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/forktable.h"

#include "core/base/utf8.h"

#include "ui/diff/displaytext.h"

#include <QHash>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace quantlens::ui {

namespace {

bool forkHasValue(float logprob)
{
    return std::isfinite(logprob) && logprob >= -9998.0F;
}

double forkProbability(float logprob)
{
    return std::min(1.0, std::exp(double(logprob)));
}

bool forkHasList(const std::optional<domain::TokenInfo>& entry)
{
    return entry && !entry->top.isEmpty();
}

/// One side's list with ranks; the chosen token joins it when the server did not list it.
struct ForkSide
{
    explicit ForkSide(const std::optional<domain::TokenInfo>& entry)
    {
        if (!forkHasList(entry))
            return;
        for (const domain::TopToken& top : entry->top) {
            if (forkHasValue(top.logprob))
                list.push_back({top.bytes, double(top.logprob)});
        }
        std::ranges::stable_sort(list, std::ranges::greater(), &Listed::logprob);
        chosen = entry->bytes;
        if (find(chosen) == nullptr && forkHasValue(entry->logprob))
            list.push_back({chosen, double(entry->logprob), false});
    }

    struct Listed
    {
        QByteArray bytes;
        double logprob = 0;
        bool ranked = true;
    };

    [[nodiscard]] const Listed* find(const QByteArray& bytes) const
    {
        const auto it = std::ranges::find(list, bytes, &Listed::bytes);
        return it == list.end() ? nullptr : &*it;
    }

    [[nodiscard]] double gap() const
    {
        return list.size() < 2 || !list[1].ranked ? ForkRow::notListed
                                                  : std::exp(list[0].logprob) - std::exp(list[1].logprob);
    }

    std::vector<Listed> list;
    QByteArray chosen;
};

/// [ln p(own) − ln p(other)] of one side; a token that is not listed counts with the smallest value listed.
std::optional<double> forkMargin(const ForkSide& side, const QByteArray& own, const QByteArray& other, bool& bounded)
{
    const ForkSide::Listed* mine = side.find(own);
    if (!mine)
        return std::nullopt;
    if (const ForkSide::Listed* theirs = side.find(other))
        return mine->logprob - theirs->logprob;
    bounded = true;
    return mine->logprob - std::ranges::min_element(side.list, {}, &ForkSide::Listed::logprob)->logprob;
}

} // namespace

QString quotedToken(const QByteArray& bytes)
{
    constexpr qsizetype most = 40;
    QString text = base::pieceFromUtf8(bytes.left(4 * most));
    DisplayText shown;
    shown.append(text, Invisibles::All);
    text = shown.text();
    text.remove(u'\n').remove(u'\t');
    if (text.size() > most) {
        text.truncate(most - 1);
        if (text.back().isHighSurrogate())
            text.chop(1);
        text += u'…';
    }
    return QStringLiteral("‘%1’").arg(text);
}

ForkTable makeForkTable(const std::optional<domain::TokenInfo>& a, const std::optional<domain::TokenInfo>& b,
                        const std::optional<domain::Fork>& fork, std::size_t most, double tieNats)
{
    ForkTable table;
    table.hasA = forkHasList(a);
    table.hasB = forkHasList(b);
    table.sameToken = a && b && a->bytes == b->bytes;
    const ForkSide sideA(a);
    const ForkSide sideB(b);
    table.gapA = sideA.gap();
    table.gapB = sideB.gap();

    QHash<QByteArray, std::size_t> rowOf;
    const auto take = [&](const ForkSide& side, const std::optional<domain::TokenInfo>& entry, auto p, auto rank,
                          auto chosen) {
        int position = 0;
        for (const ForkSide::Listed& listed : side.list) {
            ++position;
            auto it = rowOf.find(listed.bytes);
            if (it == rowOf.end()) {
                it = rowOf.insert(listed.bytes, table.rows.size());
                table.rows.push_back({.token = quotedToken(listed.bytes)});
            }
            ForkRow& row = table.rows[*it];
            if (!std::isnan(row.*p))
                continue; // the same bytes under two ids: the likelier stands
            row.*p = forkProbability(float(listed.logprob));
            row.*rank = listed.ranked ? position : 0;
            row.*chosen = entry && listed.bytes == entry->bytes;
        }
    };
    take(sideA, a, &ForkRow::pA, &ForkRow::rankA, &ForkRow::chosenA);
    take(sideB, b, &ForkRow::pB, &ForkRow::rankB, &ForkRow::chosenB);

    const auto larger = [](const ForkRow& row) {
        return std::max(std::isnan(row.pA) ? 0 : row.pA, std::isnan(row.pB) ? 0 : row.pB);
    };
    std::ranges::stable_sort(table.rows, std::ranges::greater(), larger);
    // Chosen tokens beyond the last row take the place of the least likely others, so that both frames are seen.
    const auto isChosen = [](const ForkRow& row) { return row.chosenA || row.chosenB; };
    if (table.rows.size() > most) {
        std::vector<ForkRow> late;
        std::copy_if(table.rows.begin() + std::ptrdiff_t(most), table.rows.end(), std::back_inserter(late), isChosen);
        table.rows.resize(most);
        for (ForkRow& row : late) {
            const auto victim = std::find_if_not(table.rows.rbegin(), table.rows.rend(), isChosen);
            if (victim == table.rows.rend())
                break;
            table.rows.erase(std::next(victim).base());
            table.rows.push_back(std::move(row));
        }
    }
    double sumA = 0;
    double sumB = 0;
    for (const ForkRow& row : table.rows) {
        sumA += std::isnan(row.pA) ? 0 : row.pA;
        sumB += std::isnan(row.pB) ? 0 : row.pB;
    }
    table.tailA = std::clamp(1 - sumA, 0.0, 1.0);
    table.tailB = std::clamp(1 - sumB, 0.0, 1.0);

    if (fork) {
        table.shift = fork->shift;
        table.bounded = fork->bounded;
        table.nearTie = fork->nearTie;
    } else if (table.hasA && table.hasB && !table.sameToken) {
        const auto marginA = forkMargin(sideA, sideA.chosen, sideB.chosen, table.bounded);
        const auto marginB = forkMargin(sideB, sideB.chosen, sideA.chosen, table.bounded);
        if (marginA && marginB) {
            table.shift = *marginA + *marginB;
            table.nearTie = !table.bounded && *table.shift <= tieNats;
        }
    }
    return table;
}

} // namespace quantlens::ui
