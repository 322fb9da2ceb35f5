// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/compatible.h"

#include <QHash>

#include <algorithm>

namespace quantlens::scoring::compatible {

namespace {

struct Match
{
    qint32 a, b, length;
};

/// difflib's matcher: the longest match of a window, then the windows left and right of it.
class SequenceMatcher
{
public:
    SequenceMatcher(const QList<uint>& a, const QList<uint>& b, bool popularityRule)
    {
        // Nearly all text is below U+0800: a table there, a hash for the rest.
        std::vector<qint32> low(0x800);
        QHash<uint, qint32> high;
        qint32 count = 0;
        const auto intern = [&](const QList<uint>& text, std::vector<qint32>& out) {
            out.reserve(std::size_t(text.size()));
            for (const uint c : text) {
                qint32& id = c < low.size() ? low[c] : high[c]; // one more than the number, 0: not seen yet
                if (id == 0)
                    id = ++count;
                out.push_back(id - 1);
            }
        };
        intern(a, m_a);
        intern(b, m_b);
        m_places.resize(std::size_t(count));
        for (std::size_t j = 0; j < m_b.size(); ++j)
            m_places[std::size_t(m_b[j])].push_back(qint32(j));
        if (popularityRule && m_b.size() >= 200) {
            const std::size_t most = m_b.size() / 100 + 1;
            for (std::vector<qint32>& places : m_places) {
                if (places.size() > most)
                    places.clear();
            }
        }
        m_run.resize(m_b.size() + 1);
        m_next.resize(m_b.size() + 1);
    }

    qint64 matched()
    {
        qint64 total = 0;
        struct Window
        {
            qint32 aFrom, aTo, bFrom, bTo;
        };
        std::vector<Window> open{{0, qint32(m_a.size()), 0, qint32(m_b.size())}};
        while (!open.empty()) {
            const Window w = open.back();
            open.pop_back();
            const Match match = longest(w.aFrom, w.aTo, w.bFrom, w.bTo);
            if (match.length == 0)
                continue;
            total += match.length;
            if (w.aFrom < match.a && w.bFrom < match.b)
                open.push_back({w.aFrom, match.a, w.bFrom, match.b});
            if (match.a + match.length < w.aTo && match.b + match.length < w.bTo)
                open.push_back({match.a + match.length, w.aTo, match.b + match.length, w.bTo});
        }
        return total;
    }

private:
    Match longest(qint32 aFrom, qint32 aTo, qint32 bFrom, qint32 bTo)
    {
        Match best{aFrom, bFrom, 0};
        // m_run[j + 1]: length of the match that ends at (i − 1, j). Only the places written are cleared again.
        std::pair<const qint32*, const qint32*> written{nullptr, nullptr};
        for (qint32 i = aFrom; i < aTo; ++i) {
            const std::vector<qint32>& places = m_places[std::size_t(m_a[std::size_t(i)])];
            const qint32* const end = places.data() + places.size();
            const qint32* const first = std::lower_bound(places.data(), end, bFrom);
            const qint32* place = first;
            for (; place != end && *place < bTo; ++place) {
                const qint32 j = *place;
                const qint32 length = m_run[std::size_t(j)] + 1;
                m_next[std::size_t(j) + 1] = length;
                if (length > best.length)
                    best = {i - length + 1, j - length + 1, length};
            }
            for (const qint32* old = written.first; old != written.second; ++old)
                m_run[std::size_t(*old) + 1] = 0;
            std::swap(m_run, m_next);
            written = {first, place};
        }
        for (const qint32* old = written.first; old != written.second; ++old)
            m_run[std::size_t(*old) + 1] = 0;
        const auto equal = [this](qint32 i, qint32 j) { return m_a[std::size_t(i)] == m_b[std::size_t(j)]; };
        while (best.a > aFrom && best.b > bFrom && equal(best.a - 1, best.b - 1))
            best = {best.a - 1, best.b - 1, best.length + 1};
        while (best.a + best.length < aTo && best.b + best.length < bTo &&
               equal(best.a + best.length, best.b + best.length))
            ++best.length;
        return best;
    }

    std::vector<qint32> m_a;
    std::vector<qint32> m_b;
    std::vector<std::vector<qint32>> m_places; ///< of each element in b, without the popular ones
    std::vector<qint32> m_run;
    std::vector<qint32> m_next;
};

} // namespace

double ratio(const QString& a, const QString& b, bool popularityRule)
{
    if (a == b)
        return 1.0;
    const QList<uint> x = a.toUcs4();
    const QList<uint> y = b.toUcs4();
    return 2.0 * double(SequenceMatcher(x, y, popularityRule).matched()) / double(x.size() + y.size());
}

QString severity(double similarity)
{
    if (similarity == 1.0)
        return QStringLiteral("identical");
    if (similarity >= 0.8)
        return QStringLiteral("minor");
    return similarity >= 0.5 ? QStringLiteral("moderate") : QStringLiteral("severe");
}

std::optional<QString> failureReason(double similarity, double threshold)
{
    if (!(similarity < threshold))
        return std::nullopt;
    return QStringLiteral("[%1] Text similarity %2 below threshold")
        .arg(severity(similarity), QString::number(similarity, 'f', 3));
}

std::optional<qsizetype> tokenDivergence(const QStringList& a, const QStringList& b)
{
    const auto [x, y] = std::ranges::mismatch(a, b);
    if (x == a.end() && y == b.end())
        return std::nullopt;
    return x - a.begin();
}

} // namespace quantlens::scoring::compatible
