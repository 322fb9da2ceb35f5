// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/infercheckimport.h"

#include "core/base/text.h"
#include "core/specs/quantnames.h"

#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QSet>
#include <QUuid>

#include <algorithm>

namespace quantlens::exchange {

namespace {

using domain::RunKind;

bool hasAll(const QJsonObject& object, std::initializer_list<const char*> keys)
{
    return std::ranges::all_of(keys, [&object](const char* key) { return object.contains(QLatin1String(key)); });
}

bool isStress(const QJsonObject& object)
{
    return hasAll(object, {"concurrency_level", "results"});
}

bool isDeterminism(const QJsonObject& object)
{
    return hasAll(object, {"num_runs", "identical_count"});
}

bool isPair(const QJsonObject& object)
{
    return hasAll(object, {"baseline", "test"});
}

/// A sweep's checkpoint has every answer under its label; a diff has none, or only those of one backend.
bool isOfSweep(const QJsonArray& comparisons)
{
    return std::ranges::all_of(comparisons, [](const QJsonValue& pair) {
        return pair[QLatin1String("baseline")][QLatin1String("quantization")].isString() &&
               pair[QLatin1String("test")][QLatin1String("quantization")].isString();
    });
}

/// Reads one shape; `where` is its place in the document.
base::Expected<domain::RunData> readShape(FieldReader& reader, InferCheckShape shape, const QJsonValue& value,
                                          const QStringList& where)
{
    const QJsonArray list = value.isArray() ? value.toArray() : QJsonArray{value};
    // A single object stands where an array could: its places have no index.
    const QStringList place = where;
    RunKind kind = RunKind::Compare;
    switch (shape) {
    case InferCheckShape::Compare:
    case InferCheckShape::Export:
        break;
    case InferCheckShape::Sweep:
        kind = RunKind::Sweep;
        break;
    case InferCheckShape::Pairs:
        kind = isOfSweep(list) ? RunKind::Sweep : RunKind::Diff;
        break;
    case InferCheckShape::Stress:
        kind = RunKind::Stress;
        break;
    case InferCheckShape::Determinism:
        kind = RunKind::Determinism;
        break;
    }
    domain::RunData data = inferCheckSkeleton(kind, reader.name());
    switch (shape) {
    case InferCheckShape::Compare:
    case InferCheckShape::Sweep:
    case InferCheckShape::Export:
        readPairs(reader, value.toObject(), reader.array(value.toObject(), "comparisons", where, maxAnswers),
                  where + QStringList{QStringLiteral("comparisons")}, data);
        break;
    case InferCheckShape::Pairs:
        if (list.size() > maxAnswers)
            reader.fail(where, QStringLiteral("more than %1 entries").arg(maxAnswers), QStringLiteral("import.limit"));
        readPairs(reader, {}, list, place, data);
        break;
    case InferCheckShape::Stress:
        readStress(reader, list, place, data);
        break;
    case InferCheckShape::Determinism:
        readDeterminism(reader, list, place, data);
        break;
    }
    if (!reader.failed() && data.run.prompts.size() > maxPrompts)
        reader.fail(where, QStringLiteral("more than %1 prompts").arg(maxPrompts), QStringLiteral("import.limit"));
    if (reader.failed())
        return std::unexpected(*reader.error());
    finishInferCheckRun(data);
    return data;
}

/// All parts of a merged export: arrays of runs, of levels or prompts of several runs, of arrays of comparisons.
base::Expected<QList<domain::RunData>> readExport(FieldReader& reader, const QJsonObject& document)
{
    QList<domain::RunData> runs;
    const auto each = [&](const char* key, InferCheckShape shape) -> std::optional<base::Error> {
        const QStringList where{QString::fromLatin1(key)};
        const QJsonArray list = reader.array(document, key, {}, maxLines);
        for (qsizetype i = 0; i < list.size() && !reader.failed(); ++i) {
            auto run = readShape(reader, shape, list.at(i), where + QStringList{QString::number(i)});
            if (!run)
                return run.error();
            runs.append(std::move(*run));
        }
        return reader.error();
    };
    // Levels and prompts of several files stand in one array: a new run begins where one would be there twice.
    const auto grouped = [&](const char* key, InferCheckShape shape, const char* unique) -> std::optional<base::Error> {
        const QJsonArray list = reader.array(document, key, {}, maxLines);
        QList<QJsonArray> groups;
        QList<QSet<QString>> seen;
        QHash<QString, qsizetype> latest;
        for (const QJsonValue& entry : list) {
            const QString name = entry[QLatin1String("model_id")].toString() + QChar(0) +
                                 entry[QLatin1String("backend_name")].toString();
            const QString which = entry[QLatin1String(unique)].toVariant().toString();
            qsizetype group = latest.value(name, -1);
            if (group < 0 || seen.at(group).contains(which)) {
                group = groups.size();
                groups.append(QJsonArray());
                seen.append(QSet<QString>());
                latest.insert(name, group);
            }
            groups[group].append(entry);
            seen[group].insert(which);
        }
        for (const QJsonArray& group : std::as_const(groups)) {
            auto run = readShape(reader, shape, group, {QString::fromLatin1(key)});
            if (!run)
                return run.error();
            runs.append(std::move(*run));
        }
        return reader.error();
    };
    for (const auto& error :
         {each("sweep", InferCheckShape::Sweep), each("compare", InferCheckShape::Compare),
          each("diff", InferCheckShape::Pairs), grouped("stress", InferCheckShape::Stress, "concurrency_level"),
          grouped("determinism", InferCheckShape::Determinism, "prompt_id")}) {
        if (error)
            return std::unexpected(*error);
    }
    return runs;
}

} // namespace

std::optional<InferCheckShape> inferCheckShape(const QJsonValue& document)
{
    if (document.isArray()) {
        const QJsonArray array = document.toArray();
        if (array.isEmpty())
            return std::nullopt;
        const QJsonObject first = array.first().toObject();
        if (isPair(first))
            return InferCheckShape::Pairs;
        if (isStress(first))
            return InferCheckShape::Stress;
        return isDeterminism(first) ? std::optional(InferCheckShape::Determinism) : std::nullopt;
    }
    const QJsonObject object = document.toObject();
    if (hasAll(object, {"model_a", "model_b", "comparisons"}))
        return InferCheckShape::Compare;
    if (hasAll(object, {"quantization_levels", "comparisons"}))
        return InferCheckShape::Sweep;
    if (hasAll(object, {"sweep", "compare", "diff", "stress", "determinism"}))
        return InferCheckShape::Export;
    if (isStress(object))
        return InferCheckShape::Stress;
    if (isDeterminism(object))
        return InferCheckShape::Determinism;
    return std::nullopt;
}

base::Expected<QList<domain::RunData>> importInferCheck(const QByteArray& bytes, const QString& name)
{
    const auto document = parseBounded(bytes, name);
    if (!document)
        return std::unexpected(document.error());
    const auto shape = inferCheckShape(*document);
    if (!shape)
        return base::failure(
            QStringLiteral("import.format"),
            QStringLiteral("%1:1: JSON, but none of infer-check's results.").arg(base::singleLine(name, 300)));
    FieldReader reader(bytes, name);
    if (*shape == InferCheckShape::Export)
        return readExport(reader, document->toObject());
    auto run = readShape(reader, *shape, *document, {});
    if (!run)
        return std::unexpected(run.error());
    return QList<domain::RunData>{std::move(*run)};
}

bool isFromInferCheck(const domain::RunRecord& run)
{
    return run.origin.value(QLatin1String("program")).toString() == QLatin1String("infer-check");
}

domain::RunSide foreignSide(const QString& backend, const QString& modelId, const QString& label)
{
    domain::RunSide side;
    side.model.backend = domain::BackendKind::OpenAi;
    if (backend == QLatin1String("llama-cpp"))
        side.model.backend = domain::BackendKind::LlamaServer;
    else if (backend == QLatin1String("mlx-lm"))
        side.model.backend = domain::BackendKind::MlxLm;
    if (backend == QLatin1String("vllm-mlx"))
        side.model.spec = QStringLiteral("vllm-mlx:") + modelId;
    side.model.modelId = modelId;
    side.model.label = label;
    const auto quant = specs::quantInName(label);
    if (const auto found = quant ? quant : specs::quantInName(modelId))
        side.model.quant = found->name;
    return side;
}

domain::RunData inferCheckSkeleton(RunKind kind, const QString& name)
{
    domain::RunData data;
    domain::RunRecord& run = data.run;
    run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    run.kind = kind;
    run.status = domain::RunStatus::Finished;
    run.suiteName = QFileInfo(name).completeBaseName();
    run.options.topLogprobs = 0;
    run.options.distributions = domain::Distributions::Prefix;
    run.options.stream = false;
    run.origin = {{QStringLiteral("program"), QStringLiteral("infer-check")},
                  {QStringLiteral("file"), QFileInfo(name).fileName()}};
    return data;
}

void finishInferCheckRun(domain::RunData& data)
{
    domain::RunRecord& run = data.run;
    if (!run.finished.isValid())
        run.finished = run.started;
    if (!run.started.isValid())
        run.started = run.finished;
    run.planned = data.generations.size();
    if (std::ranges::any_of(data.generations, [](const domain::Generation& generation) {
            return generation.pass == domain::Pass::RepeatCheck;
        }))
        run.options.selfCheck = domain::SelfCheck::Repeat;
    QStringList notes{QStringLiteral("imported from infer-check's %1: engine versions, token limits, why answers ended "
                                     "and failed requests are not in it")
                          .arg(base::singleLine(run.origin.value(QLatin1String("file")).toString(), 100))};
    if (!run.started.isValid())
        notes << QStringLiteral("the file says no time");
    run.notes = notes + run.notes;
}

} // namespace quantlens::exchange
