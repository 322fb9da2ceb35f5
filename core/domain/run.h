// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/comparison.h"
#include "core/domain/endpoint.h"
#include "core/domain/generation.h"
#include "core/domain/model.h"
#include "core/domain/prompt.h"
#include "core/domain/verdict.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QString>

#include <map>

namespace quantlens::domain {

enum class RunKind {
    Compare,
    Sweep,
    Diff,
    Determinism,
    Stress,
};

enum class RunStatus {
    Running,
    Finished,
    Cancelled,
    Failed, ///< could not compare
};

/// Where per-position distributions come from.
enum class Distributions {
    Teacher, ///< each side is forced along the baseline's tokens, where the backend can; else the shared prefix
    Prefix,  ///< positions up to the first divergence
    Off,
};

enum class SelfCheck {
    Off,
    Repeat, ///< the baseline a second time
    Full,   ///< also with the prompt cache on and with all slots busy
};

/// How determinism runs are asked.
enum class RepeatMode {
    Cold, ///< one at a time, prompt cache off
    Warm, ///< one at a time, prompt cache on
    Concurrent,
};

/// What is asked, for every prompt alike. The defaults are infer-check's where it has them.
struct RunOptions
{
    int maxTokens = 0; ///< 0: the prompt's own; else overrides it
    double temperature = 0;
    quint32 seed = 42;
    int topLogprobs = 20;
    bool thinking = false;
    bool chat = true;
    bool stream = true;
    bool serverSampling = false;
    int retries = 3;
    int firstByteTimeoutMs = 120'000;
    int idleTimeoutMs = 60'000;
    int deadlineMs = 0; ///< 0: none
    bool allowSame = false;
    bool strictPrompts = false;           ///< prompts rendered differently end the run
    bool compatible = false;              ///< send and print what infer-check does
    bool timing = false;                  ///< the sides take turns, so that their speeds can be compared
    int parallel = 1;                     ///< requests in flight per endpoint
    int repeat = 1;                       ///< samples a prompt; copies a prompt and level in stress
    int runs = 100;                       ///< determinism
    QList<int> levels = {1, 2, 4, 8, 16}; ///< stress
    QString system = {};                  ///< a system message put before every prompt; empty: none
    Distributions distributions = Distributions::Teacher;
    int forcedTopLogprobs = 0; ///< k of the forced side; 0: as topLogprobs
    SelfCheck selfCheck = SelfCheck::Off;
    RepeatMode mode = RepeatMode::Cold;
    bool stopEarly = false; ///< determinism: a prompt ends at its first different output
    double minor = 0.8;     ///< least similarity of severity "minor"
    double moderate = 0.5;  ///< least similarity of "moderate"

    bool operator==(const RunOptions&) const = default;
};

/// One side of a run: the model and what was found out about its server.
struct RunSide
{
    ResolvedModel model;
    QString serverModel; ///< the model the server says it holds
    QString serverBuild;
    QString serverPath; ///< the file it says it loaded, base name only
    int contextPerSlot = 0;
    QString fileType;                 ///< "F16", "Q2_K - Medium", … as the server says
    int slots = 0;                    ///< 0: unknown
    qint64 fileSize = 0;              ///< bytes; 0: unknown
    std::optional<bool> imatrix = {}; ///< quantized with an importance matrix
    QString tokenizerHash = {};       ///< of the GGUF's tokenizer; empty: unknown
    QString templateHash = {};        ///< of its chat template; empty: unknown
    Capabilities capabilities = {};
    Fingerprint fingerprintStart = {};
    Fingerprint fingerprintEnd = {};
    QString keyName = {};                  ///< environment variable with the API key; empty: the keychain's, if any
    QString caFile = {};                   ///< further trusted certificates, PEM
    std::optional<base::Error> error = {}; ///< this side could not be asked at all: its engine did not start, …
};

/// A run as it is stored: its facts, never the host's name.
struct RunRecord
{
    QString id; ///< UUID without braces
    RunKind kind = RunKind::Compare;
    RunStatus status = RunStatus::Running;
    QDateTime started;  ///< UTC
    QDateTime finished; ///< UTC, invalid while running
    QString version;    ///< of Quantlens
    QString suiteName;
    QString suiteSha256;
    QList<Prompt> prompts;
    QList<RunSide> sides;
    RunOptions options;
    Unit unit = Unit::Words; ///< for all comparisons of the run
    qint64 planned = 0;      ///< requests in all; 0: prompts times sides
    int baseline = 0;        ///< index of the side the others are compared with
    PromptCheck promptCheck;
    Thresholds thresholds;
    std::optional<RunVerdict> verdict; ///< of the finished run by its own thresholds; none without thresholds
    QStringList notes;                 ///< "self-check: the same spec on both sides", "shared machine", …
    std::optional<base::Error> error;  ///< why it could not compare
    /// Of an imported run: "program" that made it, "file" it came from, and what that file says of the run and no other
    /// member holds (docs/formats.md, "Imported runs"). Empty: made here.
    QJsonObject origin = {};

    [[nodiscard]] QString label(int side) const;
};

/// A run with its answers, in the order they were stored.
struct RunData
{
    RunRecord run;
    QList<Generation> generations;
    QList<Annotation> annotations = {};

    /// The free answer of a side to a prompt (pass Answer, repeat 0, level 0), or nullptr.
    [[nodiscard]] const Generation* find(int side, const QString& promptId) const;
};

/// Counts and rates of a compare run.
struct CategorySummary
{
    qint64 pairs = 0; ///< scored
    Rate changed;
    Rate flips;
    double meanSimilarity = 0;
};

struct Summary
{
    qint64 prompts = 0; ///< planned
    qint64 pairs = 0;   ///< both sides answered
    qint64 failedA = 0;
    qint64 failedB = 0;
    qint64 missing = 0; ///< not asked or not finished yet (running or cancelled)
    qint64 identical = 0;
    qint64 minor = 0;
    qint64 moderate = 0;
    qint64 severe = 0;
    double meanSimilarity = 0; ///< over `pairs`
    Rate differing;            ///< of `pairs`
    Rate changed;              ///< of pairs whose answers were both found
    Rate changedWorstCase;     ///< undetermined pairs counted as changed
    qint64 undetermined = 0;
    Rate flips; ///< of pairs with a reference, both directions
    qint64 rightToWrong = 0;
    qint64 wrongToRight = 0;
    qint64 bothWrongDifferent = 0;
    qint64 bothWrongSame = 0; ///< both without an answer among them
    qint64 bothRight = 0;
    Rate rightA; ///< of pairs with a reference
    Rate rightB;
    qint64 truncatedA = 0;
    qint64 truncatedB = 0;
    qint64 byHand = 0;   ///< pairs with an answer that a person set or judged
    qint64 nearTies = 0; ///< forks with a shift that were near ties
    qint64 forks = 0;    ///< forks with a shift
    std::map<QString, CategorySummary> categories;
};

/// "A" for side 0, "B" for 1, …
[[nodiscard]] inline QString sideLetter(int side)
{
    return QString(QChar(char16_t(u'A' + side)));
}

[[nodiscard]] QString name(RunKind kind);
[[nodiscard]] QString name(RunStatus status);
/// "teacher", "prefix", "off".
[[nodiscard]] QString name(Distributions distributions);
/// "off", "repeat", "full".
[[nodiscard]] QString name(SelfCheck check);
/// "cold", "warm", "concurrent".
[[nodiscard]] QString name(RepeatMode mode);
[[nodiscard]] std::optional<Distributions> distributionsFromName(const QString& text);
[[nodiscard]] std::optional<SelfCheck> selfCheckFromName(const QString& text);
[[nodiscard]] std::optional<RepeatMode> repeatModeFromName(const QString& text);
[[nodiscard]] std::optional<RunKind> runKindFromName(const QString& name);
[[nodiscard]] std::optional<RunStatus> runStatusFromName(const QString& name);

/// The record's plan and options as JSON, as stored and exported; and back. Lenient: missing keys give defaults.
[[nodiscard]] QJsonObject toJson(const RunRecord& run);
[[nodiscard]] RunRecord runFromJson(const QJsonObject& object);

} // namespace quantlens::domain

Q_DECLARE_METATYPE(quantlens::domain::RunRecord)
