// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/answerfaults.h"

#include "core/base/text.h"
#include "core/scoring/batchvariance.h"
#include "core/scoring/divergence.h"
#include "core/scoring/repeats.h"

#include <algorithm>
#include <cmath>

namespace quantlens::scoring {

namespace {

using domain::Generation;
using domain::TokenInfo;

/// Mean step of the alternatives' log-probabilities up to which two entries have the same context.
constexpr double mostMeanStep = 0.05;
constexpr qsizetype mostReordered = 5000; ///< the search is quadratic
/// A shorter text may well answer two prompts.
constexpr qsizetype leastTelling = 12;
constexpr qsizetype tokenWidth = 20;

size_t hashOf(const Generation& answer)
{
    size_t hash = 0;
    for (const TokenInfo& entry : answer.entries)
        hash = qHashMulti(hash, entry.bytes, entry.logprob);
    return hash;
}

QString visibleOf(const QString& text)
{
    QList<uint> kept;
    for (const char32_t c : text.toUcs4()) {
        if (!base::isInvisible(c))
            kept.append(c);
    }
    return QString::fromUcs4(reinterpret_cast<const char32_t*>(kept.constData()), kept.size());
}

/// The invisible characters of a text, each once, as code points.
QString invisiblesOf(const QString& text)
{
    QStringList found;
    for (const char32_t c : text.toUcs4()) {
        const QString form = QStringLiteral("U+%1").arg(uint(c), 4, 16, QLatin1Char('0')).toUpper();
        if (base::isInvisible(c) && !found.contains(form))
            found.append(form);
    }
    return found.join(QStringLiteral(", "));
}

/// Whether a model that rounds otherwise could have said something else here: another token within a batch's reach.
bool isNearTie(const TokenInfo& entry)
{
    if (!hasValue(entry.logprob))
        return true; // not known
    return std::ranges::any_of(entry.top, [&entry](const domain::TopToken& other) {
        return other.bytes != entry.bytes && hasValue(other.logprob) &&
               double(entry.logprob) - double(other.logprob) <= mostBatchShift;
    });
}

qsizetype commonTokens(const Generation& a, const Generation& b)
{
    const auto [x, y] = std::ranges::mismatch(a.entries, b.entries, {}, &TokenInfo::bytes, &TokenInfo::bytes);
    return x - a.entries.begin();
}

/// The beginning of the other, without a word that it was cut; not where an end was nearly as likely.
bool isBeginning(const Generation& shorter, const Generation& whole)
{
    if (shorter.truncated() || shorter.text.size() >= whole.text.size() || !whole.text.startsWith(shorter.text))
        return false;
    const qsizetype next = shorter.entries.size();
    return shorter.entries.isEmpty() || next >= whole.entries.size() || !isNearTie(whole.entries.at(next));
}

QString shortenedText(const Generation& shorter, const Generation& whole)
{
    if (shorter.entries.isEmpty() || whole.entries.isEmpty())
        return QStringLiteral("ends after %1 of %2 characters").arg(shorter.text.size()).arg(whole.text.size());
    return QStringLiteral("ends after %1 of %2 tokens").arg(shorter.entries.size()).arg(whole.entries.size());
}

/// Whether two entries were made in the same context: their alternatives are as likely in both. (The chosen token's own
/// value says little: a sure token has nearly none.)
bool sameContext(const TokenInfo& a, const TokenInfo& b)
{
    double sum = 0;
    qsizetype common = 0;
    for (const domain::TopToken& x : a.top) {
        const auto y = std::ranges::find(b.top, x.bytes, &domain::TopToken::bytes);
        if (y == b.top.end() || !hasValue(x.logprob) || !hasValue(y->logprob))
            continue;
        sum += std::abs(double(x.logprob) - double(y->logprob));
        ++common;
    }
    return common > 0 && common * 2 >= std::min(a.top.size(), b.top.size()) && sum / double(common) <= mostMeanStep;
}

/// The same entries in another order: said by the model in this order, they would have other alternatives.
bool isReordered(const Generation& a, const Generation& b)
{
    const qsizetype size = a.entries.size();
    if (b.entries.size() != size || size < 2 || size > mostReordered)
        return false;
    QList<bool> used(size, false);
    for (const TokenInfo& entry : a.entries) {
        qsizetype at = 0;
        while (at < size &&
               (used.at(at) || b.entries.at(at).bytes != entry.bytes || !sameContext(entry, b.entries.at(at))))
            ++at;
        if (at == size)
            return false;
        used[at] = true;
    }
    return true;
}

/// Which tokens were put in the place of others; nothing where the model went on from them.
std::optional<QString> replacedTokens(const Generation& usual, const Generation& answer)
{
    if (usual.entries.size() != answer.entries.size())
        return std::nullopt;
    QStringList changes;
    qsizetype after = 0;
    for (qsizetype i = 0; i < usual.entries.size(); ++i) {
        const TokenInfo& was = usual.entries.at(i);
        const TokenInfo& is = answer.entries.at(i);
        if (was.bytes != is.bytes) {
            changes.append(QStringLiteral("“%1” became “%2” at token %3")
                               .arg(base::singleLine(QString::fromUtf8(was.bytes), tokenWidth),
                                    base::singleLine(QString::fromUtf8(is.bytes), tokenWidth), QString::number(i + 1)));
        } else if (!changes.isEmpty()) {
            if (!sameContext(was, is))
                return std::nullopt;
            ++after;
        }
    }
    if (changes.isEmpty() || changes.size() > std::max<qsizetype>(1, usual.entries.size() / 2) || after == 0)
        return std::nullopt;
    return changes.join(QStringLiteral(", "));
}

QString forkText(const Generation& usual, const Generation& answer)
{
    if (usual.text == answer.text && usual.reasoning == answer.reasoning)
        return QStringLiteral("the same text with other log-probabilities");
    if (usual.entries.isEmpty() || answer.entries.isEmpty())
        return QStringLiteral("another text");
    return QStringLiteral("another text from token %1 on").arg(commonTokens(usual, answer) + 1);
}

} // namespace

bool hasLogprobs(const Generation& answer)
{
    return std::ranges::any_of(answer.entries,
                               [](const TokenInfo& entry) { return hasValue(entry.logprob) && !entry.top.isEmpty(); });
}

void UsualAnswers::add(const QString& promptId, const QList<const Generation*>& candidates)
{
    QHash<QString, qint64> texts;
    for (const Generation* candidate : candidates)
        ++texts[candidate->text];
    const Generation* best = nullptr;
    QHash<size_t, qint64> hashes;
    for (const Generation* candidate : candidates) {
        if (!best || texts.value(candidate->text) > texts.value(best->text))
            best = candidate;
    }
    if (!best)
        return;
    const qint64 count = texts.value(best->text);
    for (const Generation* candidate : candidates) {
        if (candidate->text == best->text && hasLogprobs(*candidate))
            ++hashes[hashOf(*candidate)];
    }
    qint64 most = 0;
    for (const Generation* candidate : candidates) {
        if (candidate->text != best->text || !hasLogprobs(*candidate))
            continue;
        if (const qint64 alike = hashes.value(hashOf(*candidate)); alike > most) {
            most = alike;
            best = candidate;
        }
    }
    m_usual.insert(promptId, {best, count});
    m_owners.insert(best->text, promptId);
}

QString UsualAnswers::ownerOf(const Generation& answer) const
{
    for (auto owner = m_owners.constFind(answer.text); owner != m_owners.cend() && owner.key() == answer.text;
         ++owner) {
        if (owner.value() == answer.promptId)
            continue;
        const bool sameBits = answer.entries.size() > 2 && hashOf(answer) == hashOf(*of(owner.value()));
        if (answer.text.size() >= leastTelling || sameBits)
            return owner.value();
    }
    return {};
}

std::optional<AnswerFault> faultOf(const Generation& answer, const UsualAnswers& usual, const Conditions& conditions)
{
    const Generation* const known = usual.of(answer.promptId);
    if (!known || known == &answer)
        return std::nullopt;
    const bool sameText = known->text == answer.text && known->reasoning == answer.reasoning;
    if (sameText && hasLogprobs(*known) != hasLogprobs(answer))
        return std::nullopt; // missing values are counted elsewhere
    if (compareRepeats(*known, answer).sameness == Sameness::Bits)
        return std::nullopt;
    if (!sameText) {
        const bool backed = usual.isBacked(answer.promptId);
        if (visibleOf(known->text) == visibleOf(answer.text)) {
            const bool inUsual = known->text.size() > answer.text.size();
            return AnswerFault{FindingKind::Invisible,
                               QStringLiteral("has %1").arg(invisiblesOf(inUsual ? known->text : answer.text)),
                               inUsual && !backed};
        }
        if (const QString owner = usual.ownerOf(answer); !owner.isEmpty())
            return AnswerFault{FindingKind::CrossTalk, QStringLiteral("got the answer to %1").arg(owner), false};
        if (const QString owner = usual.ownerOf(*known); !backed && !owner.isEmpty())
            return AnswerFault{FindingKind::CrossTalk, QStringLiteral("got the answer to %1").arg(owner), true};
        if (isBeginning(answer, *known))
            return AnswerFault{FindingKind::Truncation, shortenedText(answer, *known), false};
        if (!backed && isBeginning(*known, answer))
            return AnswerFault{FindingKind::Truncation, shortenedText(*known, answer), true};
        if (isReordered(*known, answer))
            return AnswerFault{FindingKind::Reordered,
                               QStringLiteral("the usual tokens in another order from token %1 on")
                                   .arg(commonTokens(*known, answer) + 1),
                               false};
        if (const auto replaced = replacedTokens(*known, answer))
            return AnswerFault{FindingKind::ReplacedToken, *replaced, false};
    }
    FindingKind kind = FindingKind::NotRepeatable;
    if (conditions.circumstance != Circumstance::AtRest &&
        loadCause(*known, answer, conditions.unit, conditions.shift) != LoadCause::Beyond)
        kind = conditions.circumstance == Circumstance::Load ? FindingKind::BatchVariance : FindingKind::CacheVariance;
    else if (conditions.circumstance == Circumstance::Load)
        kind = FindingKind::LoadChange;
    return AnswerFault{kind, forkText(*known, answer), false};
}

} // namespace quantlens::scoring
