// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/overrides.h"

namespace quantlens::scoring {

namespace {

constexpr qsizetype longestTyped = 10'000;

domain::AnswerState stateOf(const ResolvedStrategy& how, const domain::Answer& a, const domain::Answer& b)
{
    if (how.strategy == Strategy::None)
        return domain::AnswerState::NotApplicable;
    if (!a.found || !b.found)
        return domain::AnswerState::Undetermined;
    // Judged elsewhere, two right answers mean the same however they are written.
    if ((a.byHand || b.byHand || a.given || b.given) && a.right && b.right && (*a.right || *b.right))
        return *a.right == *b.right ? domain::AnswerState::Same : domain::AnswerState::Changed;
    return sameAnswer(how.strategy, a.value, b.value, how.tolerance) ? domain::AnswerState::Same
                                                                     : domain::AnswerState::Changed;
}

/// An answer that was not found is not right.
domain::FlipState flipOf(const domain::Comparison& pair)
{
    if (!pair.answerA.right || !pair.answerB.right)
        return domain::FlipState::NoReference;
    if (*pair.answerA.right)
        return *pair.answerB.right ? domain::FlipState::BothRight : domain::FlipState::RightToWrong;
    if (*pair.answerB.right)
        return domain::FlipState::WrongToRight;
    const bool alike = pair.answers == domain::AnswerState::Same || (!pair.answerA.found && !pair.answerB.found);
    return alike ? domain::FlipState::BothWrongSame : domain::FlipState::BothWrongDifferent;
}

/// The place for what a person says, which wins over what a file said.
AnswerOverride& overrideOf(AnswerOverrides& overrides, int side, const domain::Annotation& annotation)
{
    AnswerOverride& said = overrides[{side, annotation.promptId}];
    if (!said.byHand)
        said = AnswerOverride{.byHand = true};
    return said;
}

void overrideAnswer(domain::Answer& answer, const ResolvedStrategy& how, const AnswerOverride& said)
{
    answer.byHand = said.byHand;
    answer.given = !said.byHand;
    if (said.value) {
        // Read like an answer, so that "42." and "= 42" are 42.
        answer.value = extractAnswer(how.strategy, *said.value, how.language).value_or(said.value->simplified());
        answer.found = true;
        if (how.reference)
            answer.right = sameAnswer(how.strategy, answer.value, *how.reference, how.tolerance);
    }
    if (!said.verdict)
        return;
    if (*said.verdict == HandVerdict::NoAnswer) {
        answer.value.clear();
        answer.found = false;
        if (answer.right)
            answer.right = false;
        return;
    }
    answer.right = *said.verdict == HandVerdict::Right;
    if (!answer.found) {
        // It gave an answer that no rule reads.
        answer.found = true;
        answer.value = *answer.right && how.reference ? *how.reference : QString();
    }
}

} // namespace

QString name(HandVerdict verdict)
{
    switch (verdict) {
    case HandVerdict::Right:
        return QStringLiteral("right");
    case HandVerdict::Wrong:
        return QStringLiteral("wrong");
    case HandVerdict::NoAnswer:
        return QStringLiteral("none");
    }
    std::unreachable();
}

std::optional<HandVerdict> handVerdictFromName(const QString& text)
{
    for (const HandVerdict verdict : {HandVerdict::Right, HandVerdict::Wrong, HandVerdict::NoAnswer}) {
        if (text == name(verdict))
            return verdict;
    }
    return std::nullopt;
}

AnswerOverrides answerOverrides(const domain::RunData& data)
{
    AnswerOverrides overrides;
    for (const domain::Generation& generation : data.generations) {
        const QJsonValue answer = generation.foreign.value(QLatin1String("answer"));
        const QJsonValue right = generation.foreign.value(QLatin1String("right"));
        if (generation.pass != domain::Pass::Answer || generation.repeat != 0 || generation.failed() ||
            (!answer.isString() && !right.isBool()))
            continue;
        AnswerOverride& said = overrides[{generation.side, generation.promptId}];
        if (answer.isString())
            said.value = answer.toString().left(longestTyped);
        if (right.isBool())
            said.verdict = right.toBool() ? HandVerdict::Right : HandVerdict::Wrong;
    }
    for (const domain::Annotation& annotation : data.annotations) {
        using enum domain::AnnotationKind;
        const bool ofBaseline = annotation.kind == AnswerA || annotation.kind == VerdictA;
        const int side = ofBaseline ? data.run.baseline : annotation.side;
        if (annotation.kind == Note || annotation.kind == Rating || annotation.value.isEmpty() || side < 0 ||
            side >= data.run.sides.size() || (!ofBaseline && side == data.run.baseline))
            continue;
        if (annotation.kind == AnswerA || annotation.kind == AnswerB)
            overrideOf(overrides, side, annotation).value = annotation.value.left(longestTyped);
        else if (const auto verdict = handVerdictFromName(annotation.value))
            overrideOf(overrides, side, annotation).verdict = verdict;
    }
    return overrides;
}

void overrideAnswers(domain::Comparison& pair, const domain::Prompt& prompt, const AnswerOverride* a,
                     const AnswerOverride* b)
{
    if (!pair.scored() || (!a && !b))
        return;
    ResolvedStrategy how = resolveStrategy(prompt);
    if (how.strategy == Strategy::None && a && b)
        how.strategy = Strategy::Exact;
    if (a)
        overrideAnswer(pair.answerA, how, *a);
    if (b)
        overrideAnswer(pair.answerB, how, *b);
    judgeAnswers(how, pair);
}

void judgeAnswers(const ResolvedStrategy& how, domain::Comparison& pair)
{
    pair.answers = stateOf(how, pair.answerA, pair.answerB);
    pair.flip = flipOf(pair);
}

} // namespace quantlens::scoring
