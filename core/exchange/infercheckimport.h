// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/run.h"
#include "core/exchange/boundedjson.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <optional>

namespace quantlens::exchange {

/// infer-check's shapes of a file.
enum class InferCheckShape {
    Compare,     ///< one object with "model_a"
    Sweep,       ///< one object with "quantization_levels"
    Pairs,       ///< an array of comparisons: diff, and the checkpoints of a sweep
    Stress,      ///< levels: an array, or a single one
    Determinism, ///< prompts: an array, or a single one (a checkpoint)
    Export,      ///< all of them in one object, as its report command writes it
};

/// Which shape a document has; none: none of them.
[[nodiscard]] std::optional<InferCheckShape> inferCheckShape(const QJsonValue& document);

/// Reads a document of infer-check as runs: one, or several of a merged export. `name` is what errors and notes call
/// the file. Errors: "import.syntax", "import.record", "import.limit", "import.format" (no shape of infer-check).
[[nodiscard]] base::Expected<QList<domain::RunData>> importInferCheck(const QByteArray& bytes, const QString& name);

// The parts it is made of.

/// True when infer-check made the file the run was imported from.
[[nodiscard]] bool isFromInferCheck(const domain::RunRecord& run);

/// A side for a backend's name as infer-check writes it.
[[nodiscard]] domain::RunSide foreignSide(const QString& backend, const QString& modelId, const QString& label);

/// Token ids and their texts, as far as a file shows both: a chosen token's text, and the one id of its list with the
/// same value. Contradictions (two tokenizers) are kept, so that ids are not joined.
struct KnownTokens
{
    QHash<qint64, QString> texts;
    bool contradictory = false;

    void learn(const QJsonObject& answer);
};

/// Reads an InferenceResult. Times are relative to `started`. What the generation cannot hold goes into its `foreign`.
[[nodiscard]] domain::Generation answerFrom(FieldReader& reader, const QJsonObject& answer, const QStringList& where,
                                            const KnownTokens& known, const QDateTime& started);
/// When an answer was asked, as far as the file says: the end less the time it took.
[[nodiscard]] QDateTime askedAt(const QJsonObject& answer);
/// The prompt of an answer: id, text, category.
[[nodiscard]] domain::Prompt promptOf(FieldReader& reader, const QJsonObject& answer, const QStringList& where);
/// A time as infer-check writes it; invalid where it is none.
[[nodiscard]] QDateTime foreignTime(const QString& text);

/// A run with what all of infer-check's files have in common.
[[nodiscard]] domain::RunData inferCheckSkeleton(domain::RunKind kind, const QString& name);
void finishInferCheckRun(domain::RunData& data);

void readPairs(FieldReader& reader, const QJsonObject& document, const QJsonArray& comparisons,
               const QStringList& where, domain::RunData& data);
void readStress(FieldReader& reader, const QJsonArray& levels, const QStringList& where, domain::RunData& data);
void readDeterminism(FieldReader& reader, const QJsonArray& prompts, const QStringList& where, domain::RunData& data);

} // namespace quantlens::exchange
