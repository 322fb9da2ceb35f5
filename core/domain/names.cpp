// SPDX-License-Identifier: GPL-3.0-or-later
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

} // namespace quantlens::domain
