// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/findings.h"

#include "core/base/text.h"
#include "core/scoring/answerfaults.h"
#include "core/scoring/batchvariance.h"
#include "core/scoring/findingtext.h"
#include "core/scoring/repeatedreplies.h"
#include "core/scoring/runindex.h"
#include "core/scoring/runscores.h"

#include <QMap>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace quantlens::scoring {

namespace {

using domain::Generation;
using domain::Pass;
using domain::RunData;
using domain::RunKind;

constexpr qsizetype nameWidth = 40;
constexpr qsizetype mostModels = 4;
constexpr qint64 leastOfASeries = 3;

using Answers = QList<const Generation*>;

/// The requests in the order they were sent.
Answers inOrderOfSending(Answers answers)
{
    std::ranges::stable_sort(answers, {}, [](const Generation* answer) {
        return std::isnan(answer->timings.sentAt) ? 0.0 : answer->timings.sentAt;
    });
    return answers;
}

Circumstance circumstanceOf(const RunData& data, const Place& place)
{
    if (place.first == Pass::CacheCheck)
        return Circumstance::Cache;
    const bool parallel =
        place.first == Pass::Answer && data.run.kind != RunKind::Stress && data.run.options.parallel > 1;
    if (place.first == Pass::LoadCheck || place.second > 1 || parallel)
        return Circumstance::Load;
    if (data.run.kind != RunKind::Determinism || data.run.options.mode == domain::RepeatMode::Cold)
        return Circumstance::AtRest;
    return data.run.options.mode == domain::RepeatMode::Warm ? Circumstance::Cache : Circumstance::Load;
}

/// What is found on one side.
class SideFaults
{
public:
    SideFaults(const RunData& data, const SideScores& scores)
        : m_data(data)
        , m_scores(scores)
    {
        const RunIndex index(data);
        for (const Pass pass : {Pass::Reference, Pass::Answer, Pass::RepeatCheck, Pass::CacheCheck, Pass::LoadCheck}) {
            for (const Generation* answer : index.all(scores.side, pass))
                m_places[{pass, answer->level}].append(answer);
        }
        for (const auto& [place, answers] : m_places)
            m_inOrder.append(answers);
        m_inOrder = inOrderOfSending(std::move(m_inOrder));
    }

    [[nodiscard]] QList<Finding> find()
    {
        lookAtRequests();
        lookAtModel();
        if (m_data.run.options.temperature == 0) {
            lookAtReplies();
            lookAtRepeats();
        }
        return std::move(m_findings);
    }

private:
    void add(FindingKind kind, const Place& place, const QList<Sighting>& sightings, qint64 n,
             const QString& more = {});
    void lookAtRequests();
    void lookAtModel();
    void lookAtReplies();
    void lookAtRepeats();
    void lookForChange(QHash<const Generation*, QString> odd, const Answers& compared);
    [[nodiscard]] UsualAnswers usualAnswers() const;
    /// What batching, or the prompt cache, moves on this side, nats.
    [[nodiscard]] std::map<Circumstance, double> shifts(const UsualAnswers& usual) const;

    const RunData& m_data;
    const SideScores& m_scores;
    std::map<Place, Answers> m_places;
    Answers m_inOrder; ///< all requests in the order they were sent
    QList<Finding> m_findings;
};

void SideFaults::add(FindingKind kind, const Place& place, const QList<Sighting>& sightings, qint64 n,
                     const QString& more)
{
    if (sightings.isEmpty())
        return;
    QSet<QString> which;
    for (const Sighting& sighting : sightings)
        which.insert(sighting.answer->promptId);
    QStringList prompts;
    for (const domain::Prompt& prompt : m_data.run.prompts) {
        if (which.contains(prompt.id))
            prompts.append(prompt.id);
    }
    const QString sentence = QStringLiteral("%1 of %2 %3%4 %5: %6.")
                                 .arg(QString::number(sightings.size()), QString::number(n), claimOf(kind), more,
                                      placeText(m_data, place), namedOf(sightings, prompts));
    m_findings.append({kind, m_scores.side, place.first, place.second, sightings.size(), n, prompts, sentence});
}

/// The step between failures that come at equal distances, 0: they do not.
qsizetype strideOf(const Answers& unordered)
{
    const Answers answers = inOrderOfSending(unordered);
    qsizetype last = -1;
    qsizetype stride = 0;
    qint64 steps = 0;
    for (qsizetype i = 0; i < answers.size(); ++i) {
        if (!answers.at(i)->failed())
            continue;
        if (last >= 0 && stride != 0 && i - last != stride)
            return 0;
        if (last >= 0) {
            stride = i - last;
            ++steps;
        }
        last = i;
    }
    return steps >= leastOfASeries - 1 && stride > 1 ? stride : 0;
}

void SideFaults::lookAtRequests()
{
    bool gives = false;
    for (const auto& [place, answers] : m_places)
        gives = gives || std::ranges::any_of(answers, [](const Generation* answer) { return hasLogprobs(*answer); });
    for (const auto& [place, answers] : m_places) {
        QList<Sighting> failed;
        QList<Sighting> retried;
        QList<Sighting> bare;
        QMap<QString, qint64> codes;
        for (const Generation* answer : answers) {
            if (answer->failed()) {
                failed.append(Sighting{answer, {}});
                ++codes[answer->error->code];
                continue;
            }
            if (answer->server.attempt > 1)
                retried.append(Sighting{answer, {}});
            if (gives && !hasLogprobs(*answer) && !answer->text.isEmpty())
                bare.append(Sighting{answer, {}});
        }
        QStringList more;
        for (auto code = codes.cbegin(); code != codes.cend(); ++code)
            more.append(QStringLiteral("%1 %2 times").arg(code.key()).arg(code.value()));
        if (const qsizetype stride = strideOf(answers); stride > 0)
            more.append(QStringLiteral("one in every %1").arg(stride));
        add(FindingKind::FailedRequests, place, failed, answers.size(),
            QStringLiteral(" (%1)").arg(more.join(QStringLiteral(", "))));
        add(FindingKind::RetriedRequests, place, retried, answers.size() - failed.size());
        add(FindingKind::MissingLogprobs, place, bare, answers.size() - failed.size());
    }
}

void SideFaults::lookAtModel()
{
    if (m_scores.sameModelAtEnd && !*m_scores.sameModelAtEnd)
        m_findings.append({FindingKind::ModelChanged,
                           m_scores.side,
                           Pass::Answer,
                           0,
                           1,
                           1,
                           {},
                           QStringLiteral("At the end the model answered a fixed prompt with other log-probabilities "
                                          "than at the start: it is not the model or engine it was.")});
    QStringList names;
    qint64 others = 0;
    qint64 all = 0;
    for (const Generation* answer : m_inOrder) {
        if (answer->failed())
            continue;
        ++all;
        const QString who = base::singleLine((answer->server.model + u' ' + answer->server.build).trimmed(), nameWidth);
        if (!names.contains(who) && names.size() < mostModels)
            names.append(who);
        others += who != names.constFirst();
    }
    if (others > 0)
        m_findings.append({FindingKind::ModelChanged,
                           m_scores.side,
                           Pass::Answer,
                           0,
                           others,
                           all,
                           {},
                           QStringLiteral("%1 of %2 %3: “%4”.")
                               .arg(QString::number(others), QString::number(all), claimOf(FindingKind::ModelChanged),
                                    names.join(QStringLiteral("”, “")))});
}

void SideFaults::lookAtReplies()
{
    std::map<Place, QList<Sighting>> repeated;
    for (const RepeatedReply& reply : repeatedReplies(m_inOrder))
        repeated[{reply.answer->pass, reply.answer->level}].append(
            {reply.answer, reply.earlier->promptId == reply.answer->promptId
                               ? QString()
                               : QStringLiteral("got the reply to %1").arg(reply.earlier->promptId)});
    for (const auto& [place, sightings] : repeated)
        add(FindingKind::RepeatedReply, place, sightings, m_places.at(place).size());
}

UsualAnswers SideFaults::usualAnswers() const
{
    UsualAnswers usual;
    QHash<QString, Answers> candidates;
    QHash<QString, Answers> others;
    for (const Generation* answer : m_inOrder) {
        const bool atRest = m_data.run.kind == RunKind::Determinism ||
                            circumstanceOf(m_data, {answer->pass, answer->level}) == Circumstance::AtRest;
        if (!answer->failed())
            (atRest ? candidates : others)[answer->promptId].append(answer);
    }
    for (const domain::Prompt& prompt : m_data.run.prompts) {
        const Answers atRest = candidates.value(prompt.id);
        usual.add(prompt.id, atRest.isEmpty() ? others.value(prompt.id) : atRest);
    }
    return usual;
}

std::map<Circumstance, double> SideFaults::shifts(const UsualAnswers& usual) const
{
    std::map<Circumstance, QList<LogprobChange>> changes;
    for (const auto& [place, answers] : m_places) {
        const Circumstance circumstance = circumstanceOf(m_data, place);
        for (const Generation* answer : answers) {
            const Generation* const known = usual.of(answer->promptId);
            if (circumstance != Circumstance::AtRest && !answer->failed() && known && known != answer)
                changes[circumstance].append(compareRepeats(*known, *answer));
        }
    }
    std::map<Circumstance, double> result;
    for (const auto& [circumstance, each] : changes)
        result[circumstance] = batchShift(each);
    return result;
}

void SideFaults::lookAtRepeats()
{
    const UsualAnswers usual = usualAnswers();
    std::map<Circumstance, double> shift = shifts(usual);
    QHash<const Generation*, QString> odd;
    Answers compared;
    std::map<std::pair<Place, FindingKind>, QList<Sighting>> seen;
    QSet<const Generation*> blamed;
    for (const auto& [place, answers] : m_places) {
        const Circumstance circumstance = circumstanceOf(m_data, place);
        const Conditions conditions{circumstance, m_data.run.unit, shift[circumstance]};
        for (const Generation* answer : answers) {
            if (answer->failed())
                continue;
            compared.append(answer);
            const auto fault = faultOf(*answer, usual, conditions);
            if (!fault)
                continue;
            const Generation* const at = fault->usual ? usual.of(answer->promptId) : answer;
            if (!isVariance(fault->kind))
                odd.insert(at, fault->detail);
            if (!blamed.contains(at))
                seen[{{at->pass, at->level}, fault->kind}].append({at, fault->detail});
            blamed.insert(at);
        }
    }
    for (const auto& [where, sightings] : seen) {
        const auto successes =
            std::ranges::count_if(m_places.at(where.first), [](const Generation* answer) { return !answer->failed(); });
        add(where.second, where.first, sightings, successes);
    }
    lookForChange(std::move(odd), compared);
}

void SideFaults::lookForChange(QHash<const Generation*, QString> odd, const Answers& compared)
{
    const QSet<const Generation*> which(compared.begin(), compared.end());
    Answers order;
    for (const Generation* answer : m_inOrder) {
        if (which.contains(answer))
            order.append(answer);
    }
    const auto first = std::ranges::find_if(order, [&odd](const Generation* answer) { return odd.contains(answer); });
    const qsizetype before = first - order.begin();
    const qsizetype after = order.end() - first;
    if (before < leastOfASeries || odd.size() < leastOfASeries || odd.size() * 3 < after * 2)
        return;
    // Where more are in flight than ever before, the load explains it: a full round of that load must have been good.
    const auto mostInFlight = [](const Generation* answer) {
        return answer->pass == Pass::LoadCheck ? std::numeric_limits<int>::max() : std::max(1, answer->level);
    };
    const int load = mostInFlight(*first);
    if (std::ranges::count_if(order.begin(), first,
                              [&](const Generation* answer) { return mostInFlight(answer) >= load; }) < load)
        return;
    QList<Sighting> sightings;
    for (auto answer = first; answer != order.end(); ++answer) {
        if (odd.contains(*answer))
            sightings.append(Sighting{*answer, {}});
    }
    add(FindingKind::ChangedForGood, {(*first)->pass, (*first)->level}, sightings, after,
        QStringLiteral(" from request %1 of %2 on, and none before it has,").arg(before + 1).arg(order.size()));
}

} // namespace

bool isVariance(FindingKind kind)
{
    return kind == FindingKind::CacheVariance || kind == FindingKind::BatchVariance;
}

QList<Finding> findFaults(const RunData& data, const QList<SideScores>& sides)
{
    QList<Finding> findings;
    for (const SideScores& side : sides)
        findings += SideFaults(data, side).find();
    return findings;
}

} // namespace quantlens::scoring
