// SPDX-License-Identifier: GPL-3.0-or-later
// infer-check's stress levels and determinism results.
#include "core/exchange/infercheckimport.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace quantlens::exchange {

namespace {

constexpr qint64 mostConcurrency = 1'000'000;
constexpr qsizetype mostLevels = 200;
constexpr qint64 mostRuns = 1'000'000;

QJsonObject objectAt(const QJsonArray& array, qsizetype i)
{
    return array.at(i).toObject();
}

/// infer-check says how many requests of a level failed. Where that is the number of prompts without an answer, it is
/// those that failed.
void addFailures(domain::RunData& data, int level, const QSet<QString>& answered, qint64 errors)
{
    if (errors <= 0 || data.run.prompts.size() - answered.size() != errors)
        return;
    QStringList without;
    for (const domain::Prompt& prompt : std::as_const(data.run.prompts)) {
        if (!answered.contains(prompt.id))
            without << prompt.id;
    }
    for (const QString& id : std::as_const(without)) {
        domain::Generation failed;
        failed.promptId = id;
        failed.level = level;
        failed.error = base::Error{QStringLiteral("import.no_answer"),
                                   QStringLiteral("The request failed; infer-check does not say why."),
                                   {},
                                   {}};
        data.generations.append(failed);
    }
}

} // namespace

void readStress(FieldReader& reader, const QJsonArray& levels, const QStringList& where, domain::RunData& data)
{
    domain::RunRecord& run = data.run;
    run.options.levels.clear();
    if (levels.size() > mostLevels) {
        reader.fail(where, QStringLiteral("more than %1 levels").arg(mostLevels), QStringLiteral("import.limit"));
        return;
    }
    KnownTokens known;
    QDateTime last;
    QSet<QString> prompts;
    for (qsizetype i = 0; i < levels.size(); ++i) {
        const QStringList place = where + QStringList{QString::number(i)};
        const QJsonObject level = reader.asObject(levels.at(i), place);
        const QJsonArray results = reader.array(level, "results", place, maxAnswers);
        for (qsizetype k = 0; k < results.size() && !reader.failed(); ++k) {
            const QStringList at = place + QStringList{QStringLiteral("results"), QString::number(k)};
            const QJsonObject answer = reader.asObject(results.at(k), at);
            const domain::Prompt prompt = promptOf(reader, answer, at);
            known.learn(answer);
            if (!prompts.contains(prompt.id)) {
                prompts.insert(prompt.id);
                run.prompts.append(prompt);
            }
            const QDateTime asked = askedAt(answer);
            if (asked.isValid() && (!run.started.isValid() || asked < run.started))
                run.started = asked;
            const QDateTime end = foreignTime(answer.value(QLatin1String("timestamp")).toString());
            if (end.isValid() && (!last.isValid() || end > last))
                last = end;
        }
    }
    run.finished = last;
    const QJsonObject first = objectAt(levels, 0);
    QString model;
    for (const QJsonValue& level : levels) {
        const QString id = level[QLatin1String("model_id")].toString();
        if (model.isEmpty() && id != QLatin1String("unknown"))
            model = id;
    }
    run.sides.append(foreignSide(reader.optionalText(first, "backend_name", where), model, model));
    QJsonArray facts;
    for (qsizetype i = 0; i < levels.size() && !reader.failed(); ++i) {
        const QStringList place = where + QStringList{QString::number(i)};
        const QJsonObject level = objectAt(levels, i);
        const int concurrency = int(reader.count(level, "concurrency_level", place, mostConcurrency));
        const qint64 errors = reader.count(level, "error_count", place, mostRuns);
        reader.number(level, "output_consistency", place);
        if (run.options.levels.contains(concurrency)) {
            reader.fail(place, QStringLiteral("the level %1 is there twice").arg(concurrency));
            return;
        }
        run.options.levels.append(concurrency);
        QSet<QString> answered;
        const QJsonArray results = level.value(QLatin1String("results")).toArray();
        for (qsizetype k = 0; k < results.size() && !reader.failed(); ++k) {
            const QStringList at = place + QStringList{QStringLiteral("results"), QString::number(k)};
            domain::Generation generation = answerFrom(reader, objectAt(results, k), at, known, run.started);
            generation.level = concurrency;
            if (answered.contains(generation.promptId)) {
                reader.fail(at, QStringLiteral("a second answer to the same prompt at one level"));
                return;
            }
            answered.insert(generation.promptId);
            data.generations.append(std::move(generation));
        }
        addFailures(data, concurrency, answered, errors);
        facts.append(
            QJsonObject{{QStringLiteral("concurrency_level"), concurrency},
                        {QStringLiteral("model_id"), level.value(QLatin1String("model_id"))},
                        {QStringLiteral("backend_name"), level.value(QLatin1String("backend_name"))},
                        {QStringLiteral("error_count"), errors},
                        {QStringLiteral("output_consistency"), level.value(QLatin1String("output_consistency"))}});
    }
    run.origin.insert(QStringLiteral("levels"), facts);
    run.notes << QStringLiteral(
        "infer-check asks nothing at rest: its first level is the reference, equal to itself by "
        "definition");
    if (known.contradictory)
        run.notes << QStringLiteral("the same token numbers stand for different texts: lists of alternatives were left "
                                    "out");
}

void readDeterminism(FieldReader& reader, const QJsonArray& prompts, const QStringList& where, domain::RunData& data)
{
    domain::RunRecord& run = data.run;
    if (prompts.size() > maxPrompts) {
        reader.fail(where, QStringLiteral("more than %1 prompts").arg(maxPrompts), QStringLiteral("import.limit"));
        return;
    }
    QSet<QString> seen;
    QJsonArray facts;
    int runs = 0;
    for (qsizetype i = 0; i < prompts.size() && !reader.failed(); ++i) {
        const QStringList place = where + QStringList{QString::number(i)};
        const QJsonObject result = reader.asObject(prompts.at(i), place);
        domain::Prompt prompt;
        prompt.id = reader.text(result, "prompt_id", place);
        const qint64 requested = reader.count(result, "num_runs", place, mostRuns);
        const qint64 identical = reader.count(result, "identical_count", place, requested);
        const QJsonArray positions = reader.array(result, "divergence_positions", place, requested - identical);
        for (qsizetype k = 0; k < positions.size() && !reader.failed(); ++k) {
            if (positions.at(k).toInteger(-1) < 0)
                reader.fail(place + QStringList{QStringLiteral("divergence_positions"), QString::number(k)},
                            QStringLiteral("a whole number from 0 on was expected"));
        }
        reader.number(result, "determinism_score", place);
        const QString backend = reader.optionalText(result, "backend_name", place);
        const QString model = reader.optionalText(result, "model_id", place);
        if (reader.failed())
            return;
        if (seen.contains(prompt.id)) {
            reader.fail(place, QStringLiteral("the prompt is there twice"));
            return;
        }
        seen.insert(prompt.id);
        if (run.sides.isEmpty())
            run.sides.append(foreignSide(backend, model, model));
        runs = std::max(runs, int(requested));
        run.prompts.append(prompt);
        facts.append(
            QJsonObject{{QStringLiteral("prompt_id"), prompt.id},
                        {QStringLiteral("model_id"), model},
                        {QStringLiteral("backend_name"), backend},
                        {QStringLiteral("quantization"), result.value(QLatin1String("quantization"))},
                        {QStringLiteral("num_runs"), requested},
                        {QStringLiteral("identical_count"), identical},
                        {QStringLiteral("divergence_positions"), positions},
                        {QStringLiteral("determinism_score"), result.value(QLatin1String("determinism_score"))}});
    }
    if (run.sides.isEmpty())
        run.sides.append(foreignSide({}, {}, {}));
    run.options.runs = runs;
    run.origin.insert(QStringLiteral("determinism"), facts);
    run.notes << QStringLiteral("infer-check keeps no outputs of a determinism run and no texts of its prompts: only "
                                "how many runs gave the first run's output, and where others parted from it")
              << QStringLiteral("scores are shares of the runs that succeeded; where the first output is not the most "
                                "frequent, they are lower bounds");
}

} // namespace quantlens::exchange
