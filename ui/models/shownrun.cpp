// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/shownrun.h"

#include "core/exchange/runfile.h"
#include "core/store/store.h"
#include "ui/models/shownpair.h"

#include <QThreadPool>
#include <QtConcurrent>

#include <algorithm>

namespace quantlens::ui {

namespace {

bool concernsAnswers(domain::AnnotationKind kind)
{
    return kind != domain::AnnotationKind::Note && kind != domain::AnnotationKind::Rating;
}

} // namespace

const domain::Comparison* ShownRun::comparison(const QString& promptId) const
{
    const auto found = comparisonOf.constFind(promptId);
    return found == comparisonOf.cend() ? nullptr : &comparisons.at(*found);
}

const domain::Generation* ShownRun::answer(int which, const QString& promptId) const
{
    return (which == 0 ? a : b).value(promptId);
}

int ShownRun::sideOf(int which) const
{
    const AnswerChoice choice = choices.value(which == 0 ? shown.a : shown.b);
    return choice.kind == AnswerChoice::Side ? choice.number : 0;
}

QString ShownRun::written(const QString& promptId, domain::AnnotationKind kind, int side) const
{
    const auto found = annotations.find({promptId, int(kind), side});
    return found == annotations.end() ? QString() : found->second;
}

const scoring::PairScores* ShownRun::pairScores() const
{
    const AnswerChoice first = choices.value(shown.a);
    return choices.size() > 1 && first == AnswerChoice{AnswerChoice::Side, scores.baseline} ? scores.pair(sideOf(1))
                                                                                            : nullptr;
}

ShownRunPtr scoreRun(domain::RunData data)
{
    auto run = std::make_shared<ShownRun>();
    run->data = std::move(data);
    run->scores = scoring::scoreRun(run->data);
    run->data.run.baseline = run->scores.baseline;
    run->choices = answerChoices(*run);
    choosePair(*run, {});
    return run;
}

ShownRunPtr withPair(const ShownRunPtr& run, PairChoice pair)
{
    auto other = std::make_shared<ShownRun>();
    other->data = run->data;
    other->scores = run->scores;
    other->choices = run->choices;
    choosePair(*other, pair);
    return other;
}

ShownRunPtr withAnnotation(const ShownRunPtr& run, const domain::Annotation& annotation)
{
    auto other = std::make_shared<ShownRun>();
    other->data = run->data;
    other->data.annotations.removeIf([&](const domain::Annotation& each) {
        return each.promptId == annotation.promptId && each.kind == annotation.kind && each.side == annotation.side;
    });
    if (!annotation.value.isEmpty())
        other->data.annotations.append(annotation);
    other->scores = concernsAnswers(annotation.kind)
                        ? scoring::rescoreAnswers(run->scores, other->data, annotation.promptId)
                        : run->scores;
    other->choices = run->choices;
    choosePair(*other, run->shown);
    return other;
}

void RunLoader::load(const std::shared_ptr<store::Store>& store, const QString& runId)
{
    // The store must outlive its answer.
    take(store->load(runId).then(QThreadPool::globalInstance(),
                                 [store](base::Expected<domain::RunData> data) -> base::Expected<ShownRunPtr> {
                                     if (!data)
                                         return std::unexpected(data.error());
                                     return scoreRun(std::move(*data));
                                 }));
}

void RunLoader::loadFile(const QString& path)
{
    take(QtConcurrent::run([path]() -> base::Expected<ShownRunPtr> {
        auto data = exchange::readRunFile(path);
        if (!data)
            return std::unexpected(data.error());
        return scoreRun(std::move(*data));
    }));
}

void RunLoader::take(QFuture<base::Expected<ShownRunPtr>> scored)
{
    const quint64 ticket = ++m_ticket;
    m_busy = true;
    scored.then(this, [this, ticket](const base::Expected<ShownRunPtr>& run) {
        if (ticket != m_ticket)
            return;
        m_busy = false;
        if (run)
            Q_EMIT loaded(*run);
        else
            Q_EMIT failed(run.error());
    });
}

} // namespace quantlens::ui
