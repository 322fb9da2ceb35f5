// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/checkedrun.h"

#include "core/scoring/runindex.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <limits>

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

/// The lists of an imported answer as its file has them, where they are kept.
CheckedAnswer foreignAnswer(const QJsonObject& foreign)
{
    CheckedAnswer answer;
    for (const QJsonValue& token : foreign.value(QLatin1String("tokens")).toArray())
        answer.tokens.append(token.toString());
    answer.hasLogprobs = foreign.value(QLatin1String("logprobs")).isArray();
    for (const QJsonValue& logprob : foreign.value(QLatin1String("logprobs")).toArray())
        answer.logprobs.append(logprob.toDouble(std::numeric_limits<double>::quiet_NaN()));
    const QJsonArray metadata = foreign.value(QLatin1String("distribution_metadata")).toArray();
    const QJsonArray lists = foreign.value(QLatin1String("distributions")).toArray();
    for (qsizetype i = 0; i < lists.size(); ++i) {
        DistributionStep step;
        for (const QJsonValue& value : lists.at(i).toArray())
            step.values.push_back(value.toDouble(std::numeric_limits<double>::quiet_NaN()));
        const QJsonObject ids = metadata.at(i).toObject();
        for (auto id = ids.begin(); id != ids.end(); ++id) {
            bool isRank = false;
            const int rank = id.key().startsWith(QLatin1String("id_")) ? id.key().sliced(3).toInt(&isRank) : -1;
            if (isRank && rank >= 0 && std::size_t(rank) < step.values.size())
                step.ids[rank] = id.value().isString() ? TokenId{true, id.value().toString()}
                                                       : TokenId{false, QString::number(id.value().toInteger())};
        }
        const QJsonValue aligned = ids.value(QLatin1String("is_aligned"));
        step.isAligned = aligned.toBool() || aligned.toDouble() != 0;
        answer.steps.push_back(std::move(step));
    }
    return answer;
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

/// An imported run has counts without outputs.
void addForeignPrompts(InferCheckRun& result, const QJsonArray& counts)
{
    const QList<domain::Prompt>& prompts = result.run->prompts;
    for (qsizetype i = 0; i < std::min(counts.size(), prompts.size()); ++i) {
        const QJsonObject said = counts.at(i).toObject();
        CheckedPrompt checked{&prompts.at(i), nullptr, {}};
        checked.numbers.runs = said.value(QLatin1String("num_runs")).toInteger();
        checked.numbers.identical = said.value(QLatin1String("identical_count")).toInteger();
        for (const QJsonValue& position : said.value(QLatin1String("divergence_positions")).toArray())
            checked.numbers.divergencePositions.append(position.toInteger());
        checked.numbers.score = said.value(QLatin1String("determinism_score")).toDouble();
        result.prompts.append(checked);
    }
}

void addPrompts(InferCheckRun& result, const RunIndex& index)
{
    if (const QJsonValue counts = result.run->origin.value(QLatin1String("determinism")); counts.isArray()) {
        addForeignPrompts(result, counts.toArray());
        return;
    }
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
    if (generation.foreign.contains(QLatin1String("tokens")))
        return foreignAnswer(generation.foreign);
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
        // A sweep begins with its self-check, wherever the baseline stands in the list.
        if (data.run.kind == RunKind::Sweep)
            addPairs(result, index, data.run.baseline, true);
        for (int side = 0; side < sides; ++side) {
            if (side != data.run.baseline)
                addPairs(result, index, side, false);
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
