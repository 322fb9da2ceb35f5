// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/annotation.h"
#include "core/domain/run.h"

#include <utility>

namespace quantlens::domain {

QString name(BackendKind kind)
{
    switch (kind) {
    case BackendKind::LlamaServer:
        return QStringLiteral("llama-server");
    case BackendKind::OpenAi:
        return QStringLiteral("openai");
    case BackendKind::Ollama:
        return QStringLiteral("ollama");
    case BackendKind::MlxLm:
        return QStringLiteral("mlx-lm");
    }
    std::unreachable();
}

QString name(EngineKind kind)
{
    switch (kind) {
    case EngineKind::None:
        return QStringLiteral("none");
    case EngineKind::LlamaServer:
        return QStringLiteral("llama-server");
    case EngineKind::MlxLmServer:
        return QStringLiteral("mlx_lm.server");
    }
    std::unreachable();
}

QString name(Unit unit)
{
    switch (unit) {
    case Unit::Tokens:
        return QStringLiteral("tokens");
    case Unit::Words:
        return QStringLiteral("words");
    case Unit::Lines:
        return QStringLiteral("lines");
    }
    std::unreachable();
}

QString name(Severity severity)
{
    switch (severity) {
    case Severity::Identical:
        return QStringLiteral("identical");
    case Severity::Minor:
        return QStringLiteral("minor");
    case Severity::Moderate:
        return QStringLiteral("moderate");
    case Severity::Severe:
        return QStringLiteral("severe");
    }
    std::unreachable();
}

QString name(AnswerState state)
{
    switch (state) {
    case AnswerState::NotApplicable:
        return QStringLiteral("n/a");
    case AnswerState::Same:
        return QStringLiteral("same");
    case AnswerState::Changed:
        return QStringLiteral("changed");
    case AnswerState::Undetermined:
        return QStringLiteral("undetermined");
    }
    std::unreachable();
}

QString name(FlipState state)
{
    switch (state) {
    case FlipState::NoReference:
        return QStringLiteral("no reference");
    case FlipState::BothRight:
        return QStringLiteral("both right");
    case FlipState::RightToWrong:
        return QStringLiteral("right → wrong");
    case FlipState::WrongToRight:
        return QStringLiteral("wrong → right");
    case FlipState::BothWrongSame:
        return QStringLiteral("both wrong, alike");
    case FlipState::BothWrongDifferent:
        return QStringLiteral("both wrong, differently");
    }
    std::unreachable();
}

QString name(RunKind kind)
{
    switch (kind) {
    case RunKind::Compare:
        return QStringLiteral("compare");
    case RunKind::Sweep:
        return QStringLiteral("sweep");
    case RunKind::Diff:
        return QStringLiteral("diff");
    case RunKind::Determinism:
        return QStringLiteral("determinism");
    case RunKind::Stress:
        return QStringLiteral("stress");
    }
    std::unreachable();
}

QString name(RunStatus status)
{
    switch (status) {
    case RunStatus::Running:
        return QStringLiteral("running");
    case RunStatus::Finished:
        return QStringLiteral("finished");
    case RunStatus::Cancelled:
        return QStringLiteral("cancelled");
    case RunStatus::Failed:
        return QStringLiteral("failed");
    }
    std::unreachable();
}

QString name(Pass pass)
{
    switch (pass) {
    case Pass::Answer:
        return QStringLiteral("answer");
    case Pass::Reference:
        return QStringLiteral("reference");
    case Pass::Forced:
        return QStringLiteral("forced");
    case Pass::RepeatCheck:
        return QStringLiteral("repeat check");
    case Pass::CacheCheck:
        return QStringLiteral("cache check");
    case Pass::LoadCheck:
        return QStringLiteral("load check");
    }
    std::unreachable();
}

QString name(Distributions distributions)
{
    switch (distributions) {
    case Distributions::Teacher:
        return QStringLiteral("teacher");
    case Distributions::Prefix:
        return QStringLiteral("prefix");
    case Distributions::Off:
        return QStringLiteral("off");
    }
    std::unreachable();
}

QString name(SelfCheck check)
{
    switch (check) {
    case SelfCheck::Off:
        return QStringLiteral("off");
    case SelfCheck::Repeat:
        return QStringLiteral("repeat");
    case SelfCheck::Full:
        return QStringLiteral("full");
    }
    std::unreachable();
}

QString name(RepeatMode mode)
{
    switch (mode) {
    case RepeatMode::Cold:
        return QStringLiteral("cold");
    case RepeatMode::Warm:
        return QStringLiteral("warm");
    case RepeatMode::Concurrent:
        return QStringLiteral("concurrent");
    }
    std::unreachable();
}

QString name(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Pass:
        return QStringLiteral("pass");
    case Verdict::Fail:
        return QStringLiteral("fail");
    case Verdict::Undecidable:
        return QStringLiteral("undecidable");
    case Verdict::NotComparable:
        return QStringLiteral("not comparable");
    }
    std::unreachable();
}

QString name(Judging judging)
{
    switch (judging) {
    case Judging::Normal:
        return QStringLiteral("normal");
    case Judging::Strict:
        return QStringLiteral("strict");
    case Judging::Prove:
        return QStringLiteral("prove");
    }
    std::unreachable();
}

namespace {

template<class Enum>
std::optional<Enum> fromName(const QString& text, std::initializer_list<Enum> all)
{
    for (const Enum value : all) {
        if (name(value) == text)
            return value;
    }
    return std::nullopt;
}

} // namespace

std::optional<RunKind> runKindFromName(const QString& text)
{
    return fromName(text, {RunKind::Compare, RunKind::Sweep, RunKind::Diff, RunKind::Determinism, RunKind::Stress});
}

std::optional<RunStatus> runStatusFromName(const QString& text)
{
    return fromName(text, {RunStatus::Running, RunStatus::Finished, RunStatus::Cancelled, RunStatus::Failed});
}

std::optional<BackendKind> backendKindFromName(const QString& text)
{
    return fromName(text, {BackendKind::LlamaServer, BackendKind::OpenAi, BackendKind::Ollama, BackendKind::MlxLm});
}

std::optional<EngineKind> engineKindFromName(const QString& text)
{
    return fromName(text, {EngineKind::None, EngineKind::LlamaServer, EngineKind::MlxLmServer});
}

std::optional<Unit> unitFromName(const QString& text)
{
    return fromName(text, {Unit::Tokens, Unit::Words, Unit::Lines});
}

std::optional<Pass> passFromName(const QString& text)
{
    return fromName(
        text, {Pass::Answer, Pass::Reference, Pass::Forced, Pass::RepeatCheck, Pass::CacheCheck, Pass::LoadCheck});
}

std::optional<Distributions> distributionsFromName(const QString& text)
{
    return fromName(text, {Distributions::Teacher, Distributions::Prefix, Distributions::Off});
}

std::optional<SelfCheck> selfCheckFromName(const QString& text)
{
    return fromName(text, {SelfCheck::Off, SelfCheck::Repeat, SelfCheck::Full});
}

std::optional<RepeatMode> repeatModeFromName(const QString& text)
{
    return fromName(text, {RepeatMode::Cold, RepeatMode::Warm, RepeatMode::Concurrent});
}

std::optional<Verdict> verdictFromName(const QString& text)
{
    return fromName(text, {Verdict::Pass, Verdict::Fail, Verdict::Undecidable, Verdict::NotComparable});
}

std::optional<Judging> judgingFromName(const QString& text)
{
    return fromName(text, {Judging::Normal, Judging::Strict, Judging::Prove});
}

QString name(AnnotationKind kind)
{
    switch (kind) {
    case AnnotationKind::Note:
        return QStringLiteral("note");
    case AnnotationKind::Rating:
        return QStringLiteral("rating");
    case AnnotationKind::AnswerA:
        return QStringLiteral("answer a");
    case AnnotationKind::AnswerB:
        return QStringLiteral("answer b");
    case AnnotationKind::VerdictA:
        return QStringLiteral("verdict a");
    case AnnotationKind::VerdictB:
        return QStringLiteral("verdict b");
    }
    std::unreachable();
}

std::optional<AnnotationKind> annotationKindFromName(const QString& text)
{
    return fromName(text, {AnnotationKind::Note, AnnotationKind::Rating, AnnotationKind::AnswerA,
                           AnnotationKind::AnswerB, AnnotationKind::VerdictA, AnnotationKind::VerdictB});
}

} // namespace quantlens::domain
