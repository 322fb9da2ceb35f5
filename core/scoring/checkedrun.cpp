// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/checkedrun.h"

#include "core/scoring/runindex.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quantlens::scoring::compatible {

namespace {

using domain::Generation;
using domain::Pass;
using domain::RunKind;

/// infer-check cannot read the log-probabilities of llama-server since December 2024: those with token ids.
bool isUnread(const domain::RunRecord& run, const Generation& generation)
{
    return run.options.compatible && run.sides.at(generation.side).model.backend == domain::BackendKind::LlamaServer &&
           std::ranges::any_of(generation.entries, [](const domain::TokenInfo& entry) { return entry.id >= 0; });
}

bool listsByText(const domain::RunRecord& run, const Generation& generation)
{
    const domain::BackendKind backend = run.sides.at(generation.side).model.backend;
    return run.options.compatible && (backend == domain::BackendKind::OpenAi || backend == domain::BackendKind::Ollama);
}

void addPairs(InferCheckRun& result, const RunIndex& index, int side, bool selfCheck)
{
    const domain::RunRecord& run = *result.run;
    for (const domain::Prompt& prompt : run.prompts) {
        const Generation* const a = index.one(run.baseline, Pass::Answer, prompt.id);
        const Generation* const b = index.one(side, selfCheck ? Pass::RepeatCheck : Pass::Answer, prompt.id);
        if (!a || !b || a->failed() || b->failed())
            continue;
        result.pairs.append({side, selfCheck, &prompt, a, b, checkedNumbers(run, prompt, *a, *b)});
    }
}

void addLevels(InferCheckRun& result, const RunIndex& index)
{
    QList<QMap<QString, QString>> texts;
    for (const int concurrency : result.run->options.levels) {
        CheckedLevel level{concurrency, {}, 0, 0};
        QMap<QString, QString> outputs;
        bool any = false;
        for (const Generation* generation : index.all(0, Pass::Answer)) {
            if (generation->level != concurrency || generation->repeat != 0)
                continue;
            any = true;
            if (generation->failed()) {
                ++level.errors;
                continue;
            }
            level.answers.append(generation);
            outputs.insert(generation->promptId, generation->text);
        }
        if (!any)
            continue;
        texts.append(outputs);
        result.levels.append(level);
    }
    const QList<double> consistency = stressConsistency(texts);
    for (qsizetype i = 0; i < consistency.size(); ++i)
        result.levels[i].consistency = consistency.at(i);
}

void addPrompts(InferCheckRun& result, const RunIndex& index)
{
    for (const domain::Prompt& prompt : result.run->prompts) {
        QList<RunOutput> outputs;
        CheckedPrompt checked{&prompt, nullptr, {}};
        for (const Generation* generation : index.of(0, Pass::Answer, prompt.id)) {
            if (generation->failed())
                continue;
            if (!checked.first)
                checked.first = generation;
            outputs.append({generation->text, checkedAnswer(*result.run, *generation).tokens});
        }
        if (const auto numbers = determinism(outputs, result.run->options.runs)) {
            checked.numbers = *numbers;
            result.prompts.append(checked);
        }
    }
}

} // namespace

CheckedAnswer checkedAnswer(const domain::RunRecord& run, const Generation& generation)
{
    CheckedAnswer answer;
    answer.hasLogprobs = !generation.entries.isEmpty();
    if (isUnread(run, generation)) {
        answer.tokens = QStringList(generation.entries.size(), QStringLiteral(""));
        return answer;
    }
    answer.tokens = tokensOf(generation);
    answer.steps = stepsOf(generation, listsByText(run, generation));
    for (const domain::TokenInfo& entry : generation.entries)
        answer.logprobs.append(asWritten(entry.logprob));
    return answer;
}

PairNumbers checkedNumbers(const domain::RunRecord& run, const domain::Prompt& prompt, const Generation& baseline,
                           const Generation& test)
{
    const CheckedAnswer a = checkedAnswer(run, baseline);
    const CheckedAnswer b = checkedAnswer(run, test);
    return {ratio(baseline.text, test.text), klDivergence(a.steps, b.steps), tokenDivergence(a.tokens, b.tokens),
            flipOf(prompt.category, baseline.text, test.text)};
}

InferCheckRun inferCheckRun(const domain::RunData& data)
{
    InferCheckRun result;
    result.run = &data.run;
    const RunIndex index(data);
    const int sides = int(data.run.sides.size());
    switch (data.run.kind) {
    case RunKind::Compare:
    case RunKind::Sweep:
    case RunKind::Diff:
        for (int side = 0; side < sides; ++side) {
            const bool baseline = side == data.run.baseline;
            if (!baseline || data.run.kind == RunKind::Sweep)
                addPairs(result, index, side, baseline);
        }
        break;
    case RunKind::Stress:
        addLevels(result, index);
        break;
    case RunKind::Determinism:
        addPrompts(result, index);
        break;
    }
    return result;
}

QString inferCheckBackend(const domain::ResolvedModel& model)
{
    if (model.spec.startsWith(QLatin1String("vllm-mlx:"), Qt::CaseInsensitive))
        return QStringLiteral("vllm-mlx");
    switch (model.backend) {
    case domain::BackendKind::LlamaServer:
        return QStringLiteral("llama-cpp");
    case domain::BackendKind::MlxLm:
        return QStringLiteral("mlx-lm");
    case domain::BackendKind::OpenAi:
    case domain::BackendKind::Ollama:
        break;
    }
    return QStringLiteral("openai-compat");
}

QList<ComparePair> comparePairs(const QList<CheckedPair>& pairs)
{
    QList<ComparePair> list;
    for (const CheckedPair& pair : pairs)
        list.append({pair.prompt->category, pair.numbers.flip.flipped, pair.numbers.similarity, pair.numbers.kl});
    return list;
}

} // namespace quantlens::scoring::compatible
