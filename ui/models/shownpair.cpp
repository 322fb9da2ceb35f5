// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/shownpair.h"

#include "core/scoring/compare.h"
#include "core/scoring/overrides.h"
#include "core/scoring/runindex.h"
#include "ui/models/format.h"
#include "ui/models/livetable.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <limits>

namespace quantlens::ui {

namespace {

using Answers = QList<const domain::Generation*>;

/// Outputs listed one by one; what came less often than these is in the Stability place.
constexpr qsizetype mostOutputs = 20;

const domain::Generation* firstGood(const Answers& answers)
{
    const auto good = std::ranges::find_if(answers, [](const domain::Generation* each) { return !each->failed(); });
    return good != answers.end() ? *good : answers.value(0);
}

/// The n-th most frequent output. Where a prompt has fewer, another run of the most frequent one: there the answers
/// are the same, and so they are shown.
const domain::Generation* outputOf(const Answers& answers, qsizetype number)
{
    QList<std::pair<const domain::Generation*, Answers>> outputs;
    for (const domain::Generation* answer : answers) {
        if (answer->failed())
            continue;
        const auto known =
            std::ranges::find_if(outputs, [answer](const auto& output) { return output.first->text == answer->text; });
        if (known != outputs.end())
            known->second.append(answer);
        else
            outputs.append(std::pair(answer, Answers{answer}));
    }
    if (outputs.isEmpty())
        return answers.value(0);
    std::ranges::stable_sort(outputs, std::ranges::greater(), [](const auto& output) { return output.second.size(); });
    if (number < outputs.size())
        return outputs.at(number).first;
    const Answers& most = outputs.first().second;
    return most.at(std::min<qsizetype>(number, most.size() - 1));
}

const domain::Generation* levelAnswer(const Answers& answers, int level, const domain::Generation* reference)
{
    Answers here;
    for (const domain::Generation* answer : answers) {
        if (answer->level == level)
            here.append(answer);
    }
    for (const domain::Generation* answer : std::as_const(here)) {
        if (reference && !answer->failed() && answer->text != reference->text)
            return answer;
    }
    return firstGood(here);
}

const domain::Generation* answerFor(const scoring::RunIndex& index, AnswerChoice choice, const QString& promptId)
{
    switch (choice.kind) {
    case AnswerChoice::Side:
        return index.one(choice.number, domain::Pass::Answer, promptId);
    case AnswerChoice::Output:
        return outputOf(index.of(0, domain::Pass::Answer, promptId), choice.number);
    case AnswerChoice::Reference:
        return index.one(0, domain::Pass::Reference, promptId);
    case AnswerChoice::Level:
        return levelAnswer(index.of(0, domain::Pass::Answer, promptId), choice.number,
                           index.one(0, domain::Pass::Reference, promptId));
    }
    std::unreachable();
}

domain::FlipState mirroredFlip(domain::FlipState flip)
{
    if (flip == domain::FlipState::RightToWrong)
        return domain::FlipState::WrongToRight;
    return flip == domain::FlipState::WrongToRight ? domain::FlipState::RightToWrong : flip;
}

/// Any pair but the baseline's own: compared here.
QList<domain::Comparison> compareShown(const ShownRun& run, const scoring::RunIndex& index)
{
    QList<domain::Comparison> comparisons;
    const scoring::CompareOptions options = scoring::compareOptions(run.data.run, run.scores.noise.level);
    const bool ofSides = run.choices.at(run.shown.a).kind == AnswerChoice::Side;
    for (const domain::Prompt& prompt : run.data.run.prompts) {
        const domain::Generation* a = run.a.value(prompt.id);
        const domain::Generation* b = run.b.value(prompt.id);
        if (!a || !b)
            continue;
        comparisons.append(scoring::compareWith(options, prompt, *a, *b, run.data.run.unit));
        if (ofSides)
            scoring::overrideAnswers(comparisons.last(), prompt, index.written(run.sideOf(0), prompt.id),
                                     index.written(run.sideOf(1), prompt.id));
    }
    return comparisons;
}

void findComparisons(ShownRun& run, const scoring::RunIndex& index)
{
    const AnswerChoice baseline{AnswerChoice::Side, run.scores.baseline};
    if (run.choices.at(run.shown.a) == baseline) {
        if (const scoring::PairScores* scored = run.scores.pair(run.sideOf(1))) {
            run.comparisons = scored->comparisons;
            run.summary = scored->summary;
            return;
        }
    }
    const scoring::PairScores* scored =
        run.choices.at(run.shown.b) == baseline ? run.scores.pair(run.sideOf(0)) : nullptr;
    if (scored) {
        for (const domain::Comparison& comparison : scored->comparisons)
            run.comparisons.append(mirrored(comparison));
    } else {
        run.comparisons = compareShown(run, index);
    }
    run.summary = scoring::summarize(run.data.run, run.comparisons);
}

void fillRows(ShownRun& run)
{
    QSet<QString> noted;
    for (const domain::Annotation& annotation : std::as_const(run.data.annotations)) {
        run.annotations.insert_or_assign({annotation.promptId, int(annotation.kind), annotation.side},
                                         annotation.value);
        noted.insert(annotation.promptId);
    }
    const scoring::PairScores* scores = run.pairScores();
    QHash<QString, int> categories;
    const QList<domain::Prompt>& prompts = run.data.run.prompts;
    run.rows.resize(std::size_t(prompts.size()));
    for (qsizetype i = 0; i < prompts.size(); ++i) {
        PromptRow& row = run.rows[std::size_t(i)];
        row.pair = run.comparison(prompts.at(i).id);
        row.mark = int(row.scored() ? pairMark(*row.pair) : LiveTable::NoMark);
        const auto known = categories.constFind(prompts.at(i).category);
        row.category = known != categories.cend() ? *known : int(categories.size());
        if (known == categories.cend())
            categories.insert(prompts.at(i).category, row.category);
        row.kld = scores && std::size_t(i) < scores->kld.logByPrompt.size() ? scores->kld.logByPrompt[std::size_t(i)]
                                                                            : std::numeric_limits<double>::quiet_NaN();
        row.noted = noted.contains(prompts.at(i).id);
    }
}

} // namespace

QList<AnswerChoice> answerChoices(const ShownRun& run)
{
    QList<AnswerChoice> choices;
    switch (run.data.run.kind) {
    case domain::RunKind::Compare:
    case domain::RunKind::Sweep:
    case domain::RunKind::Diff:
        if (!run.data.run.sides.isEmpty())
            choices.append({AnswerChoice::Side, run.scores.baseline});
        for (int side = 0; side < run.data.run.sides.size(); ++side) {
            if (side != run.scores.baseline)
                choices.append({AnswerChoice::Side, side});
        }
        break;
    case domain::RunKind::Determinism: {
        qsizetype outputs = 0;
        if (run.scores.determinism) {
            for (const scoring::PromptRepeats& repeats : run.scores.determinism->prompts)
                outputs = std::max(outputs, repeats.variants.size());
        }
        for (int number = 0; number < std::clamp<qsizetype>(outputs, 2, mostOutputs); ++number)
            choices.append({AnswerChoice::Output, number});
        break;
    }
    case domain::RunKind::Stress:
        // An imported run has no answers at rest.
        if (!run.data.run.origin.contains(QLatin1String("levels")))
            choices.append({AnswerChoice::Reference, 0});
        for (const int level : run.data.run.options.levels)
            choices.append({AnswerChoice::Level, level});
        break;
    }
    return choices;
}

QString ShownRun::choiceLabel(qsizetype choice) const
{
    const AnswerChoice which = choices.value(choice);
    const auto text = [](const char* source) { return QCoreApplication::translate("ShownRun", source); };
    switch (which.kind) {
    case AnswerChoice::Side:
        return data.run.label(which.number);
    case AnswerChoice::Output:
        return which.number == 0 ? text(QT_TRANSLATE_NOOP("ShownRun", "most frequent output"))
                                 : text(QT_TRANSLATE_NOOP("ShownRun", "output %1")).arg(which.number + 1);
    case AnswerChoice::Reference:
        return text(QT_TRANSLATE_NOOP("ShownRun", "asked alone"));
    case AnswerChoice::Level:
        return text(QT_TRANSLATE_NOOP("ShownRun", "%1 in flight")).arg(format::integer(which.number));
    }
    std::unreachable();
}

QString ShownRun::label(int which) const
{
    return choiceLabel(which == 0 ? shown.a : shown.b);
}

void choosePair(ShownRun& run, PairChoice pair)
{
    const auto valid = [&run](qsizetype choice) { return choice >= 0 && choice < run.choices.size(); };
    run.shown = valid(pair.a) && valid(pair.b) ? pair : PairChoice();
    if (run.choices.size() > 1) {
        const scoring::RunIndex index(run.data);
        const AnswerChoice a = run.choices.at(run.shown.a);
        const AnswerChoice b = run.choices.at(run.shown.b);
        const bool follows = a == AnswerChoice{AnswerChoice::Side, run.scores.baseline} && b.kind == AnswerChoice::Side;
        for (const domain::Prompt& prompt : std::as_const(run.data.run.prompts)) {
            if (const domain::Generation* answer = answerFor(index, a, prompt.id))
                run.a.insert(prompt.id, answer);
            if (const domain::Generation* answer = answerFor(index, b, prompt.id))
                run.b.insert(prompt.id, answer);
            const domain::Generation* forced = follows ? index.one(b.number, domain::Pass::Forced, prompt.id) : nullptr;
            if (forced)
                run.forced.insert(prompt.id, forced);
        }
        findComparisons(run, index);
        for (qsizetype i = 0; i < run.comparisons.size(); ++i)
            run.comparisonOf.insert(run.comparisons.at(i).promptId, i);
    }
    fillRows(run);
}

domain::Comparison mirrored(const domain::Comparison& comparison)
{
    domain::Comparison other = comparison;
    std::swap(other.failedA, other.failedB);
    std::swap(other.unitsA, other.unitsB);
    std::swap(other.answerA, other.answerB);
    std::swap(other.truncatedA, other.truncatedB);
    other.flip = mirroredFlip(comparison.flip);
    if (other.fork) {
        std::swap(other.fork->entryA, other.fork->entryB);
        std::swap(other.fork->tokenA, other.fork->tokenB);
        std::swap(other.fork->probabilityAOfA, other.fork->probabilityBOfB);
        std::swap(other.fork->probabilityAOfB, other.fork->probabilityBOfA);
    }
    return other;
}

} // namespace quantlens::ui
