// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/plan.h"

#include "core/base/text.h"
#include "core/gguf/gguf.h"
#include "core/platform/process.h"
#include "core/runners/planlayout.h"
#include "core/scoring/runverdict.h"
#include "core/specs/compatible.h"
#include "core/specs/specs.h"
#include "core/suites/select.h"
#include "core/suites/suites.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSet>
#include <QUuid>

#include <algorithm>

namespace quantlens::runners {

namespace {

using base::Expected;
using domain::ResolvedModel;

constexpr int testTokens = 16;         ///< enough for a rate
constexpr int templateAllowance = 512; ///< tokens a chat template may add
constexpr int contextStep = 256;
constexpr int mostInFlight = 1024;

/// One error for a suite's many: the first as the sentence, all of them in the detail.
base::Error suiteError(const QList<base::Error>& errors)
{
    base::Error first = errors.first();
    if (errors.size() > 1) {
        QStringList all;
        for (const base::Error& error : errors)
            all.append(base::oneLine(error));
        first.hint = QStringLiteral("%1 lines are wrong in all.").arg(errors.size());
        first.detail = all.join(u'\n');
    }
    return first;
}

Expected<void> usage(const QString& what, const QString& hint = {})
{
    return base::failure(QStringLiteral("usage.value"), what, hint);
}

Expected<void> checkOptions(const domain::RunOptions& o)
{
    if (o.maxTokens < 0)
        return usage(QStringLiteral("The token budget must be 1 or more."));
    if (o.retries < 0)
        return usage(QStringLiteral("The number of retries must be 0 or more."));
    if (!(o.temperature >= 0))
        return usage(QStringLiteral("The temperature must be 0 or more."));
    if (o.topLogprobs < 0 || o.forcedTopLogprobs < 0)
        return usage(QStringLiteral("The number of log-probabilities must be 0 or more."));
    if (o.parallel < 1 || o.parallel > mostInFlight)
        return usage(QStringLiteral("The number of requests in flight must be between 1 and %1.").arg(mostInFlight));
    if (o.repeat < 1)
        return usage(QStringLiteral("The number of repeats must be 1 or more."));
    if (o.runs < 1)
        return usage(QStringLiteral("The number of runs must be 1 or more."));
    for (const int level : o.levels) {
        if (level > mostInFlight)
            return usage(QStringLiteral("A concurrency of %1 is more than the %2 that are possible.")
                             .arg(level)
                             .arg(mostInFlight));
        if (level < 1)
            return usage(QStringLiteral("A concurrency of %1 asks nothing.").arg(level),
                         QStringLiteral("Levels are 1 and more."));
    }
    if (o.firstByteTimeoutMs < 1 || o.idleTimeoutMs < 1 || o.deadlineMs < 0)
        return usage(QStringLiteral("Time limits must be more than 0."));
    if (o.levels.size() > 64)
        return usage(QStringLiteral("A stress run has at most 64 levels."));
    if (!(o.moderate >= 0 && o.moderate <= o.minor && o.minor <= 1))
        return usage(QStringLiteral("Severity limits must be fractions, the one of \"minor\" the larger."));
    return {};
}

Expected<void> checkRequest(const RunRequest& request)
{
    const qsizetype sides = request.sides.size();
    const bool single = request.kind == domain::RunKind::Determinism || request.kind == domain::RunKind::Stress;
    if (single && sides != 1)
        return usage(QStringLiteral("A %1 run asks one model.").arg(name(request.kind)));
    if (request.kind == domain::RunKind::Compare && sides != 2)
        return usage(QStringLiteral("A compare run asks two models."));
    if (!single && sides < 2)
        return usage(QStringLiteral("A %1 run needs at least two.").arg(name(request.kind)));
    if (request.baseline < 0 || request.baseline >= sides)
        return usage(QStringLiteral("There is no such baseline."));
    if (request.numPrompts < 0)
        return usage(QStringLiteral("The number of prompts must be 1 or more."));
    if (request.kind == domain::RunKind::Stress && request.options.levels.isEmpty())
        return usage(QStringLiteral("A stress run needs at least one level."));
    if (single && request.options.temperature > 0)
        return usage(QStringLiteral("A %1 run asks at temperature 0.").arg(name(request.kind)),
                     QStringLiteral("Above it answers differ by chance; sample with compare, sweep or diff."));
    return checkOptions(request.options);
}

/// Every protocol is spoken; what cannot be had is an engine for a model that is not at hand.
Expected<void> checkReachable(const ResolvedModel& model)
{
    if (!model.baseUrl.isEmpty() || (model.engine == domain::EngineKind::LlamaServer && !model.modelPath.isEmpty()))
        return {};
    return base::failure(QStringLiteral("spec.unsupported"),
                         QStringLiteral("\"%1\" names neither a server nor a file.").arg(model.spec),
                         QStringLiteral("Give a GGUF file, or the address of a server: http://HOST:PORT#MODEL."));
}

/// One side from what a person asked for. The header of a file at hand is read once. `allowDamaged`: a damaged file is
/// the side's error.
Expected<domain::RunSide> sideOf(const SideRequest& asked, bool compatible, bool allowDamaged)
{
    specs::ModelAndFile resolved;
    if (compatible) {
        auto model = specs::resolveAsInferCheck(asked.spec, asked.backend, asked.baseUrl, asked.label);
        if (!model)
            return std::unexpected(model.error());
        resolved.model = std::move(*model);
        if (auto file = gguf::readGguf(resolved.model.modelPath); !resolved.model.modelPath.isEmpty() && file)
            resolved.file = std::move(*file);
    } else {
        auto found = specs::resolveWithFile(
            asked.spec, {asked.baseUrl, asked.label, asked.engineArgs, asked.backend, allowDamaged});
        if (!found)
            return std::unexpected(found.error());
        resolved = std::move(*found);
    }
    if (const auto reachable = checkReachable(resolved.model); !reachable)
        return std::unexpected(reachable.error());
    domain::RunSide side;
    side.model = resolved.model;
    side.error = resolved.fault;
    side.keyName = asked.keyName;
    side.caFile = asked.caFile;
    if (side.model.quant.isEmpty())
        side.model.quant = asked.quant;
    if (resolved.file) {
        side.fileSize = qint64(resolved.file->fileSize);
        side.imatrix = resolved.file->hasImatrix;
        side.tokenizerHash = resolved.file->tokenizerHash;
        side.templateHash = resolved.file->templateHash;
    }
    return side;
}

/// Labels a person wrote are kept, so no two may be the same.
Expected<void> checkLabels(const QList<SideRequest>& sides)
{
    QSet<QString> written;
    for (const SideRequest& side : sides) {
        const QString label = side.label.trimmed();
        if (!label.isEmpty() && written.contains(label))
            return base::failure(QStringLiteral("usage.label"),
                                 QStringLiteral("Two models have the label \"%1\".").arg(base::singleLine(label, 80)),
                                 QStringLiteral("Labels name rows and files: give each its own, or none."));
        written.insert(label);
    }
    return {};
}

} // namespace

int neededContext(const QList<domain::Prompt>& prompts, int maxTokens)
{
    qint64 needed = 0;
    for (const domain::Prompt& prompt : prompts) {
        qint64 bytes = 0;
        for (const domain::Message& message : prompt.messages)
            bytes += message.content.toUtf8().size();
        needed = std::max<qint64>(needed, bytes + (maxTokens > 0 ? maxTokens : prompt.maxTokens));
    }
    needed += templateAllowance;
    needed = (needed + contextStep - 1) / contextStep * contextStep;
    return int(std::min<qint64>(needed, 1 << 24));
}

base::Expected<RunPlan> planTest(const SideRequest& asked)
{
    auto side = sideOf(asked, false, false);
    if (!side)
        return std::unexpected(side.error());
    RunPlan plan;
    plan.run.kind = domain::RunKind::Determinism; // the kind with one side
    plan.run.sides = {*side};
    plan.run.options.runs = 1;
    plan.run.options.maxTokens = testTokens;
    plan.run.options.retries = 0;
    domain::Prompt prompt;
    prompt.id = QStringLiteral("test");
    prompt.messages = {{QStringLiteral("user"), QStringLiteral("What is 2 + 3? Answer with the number.")}};
    plan.run.prompts = {prompt};
    layOut(plan, platform::availableMemory());
    plan.slots = 1;
    return plan;
}

base::Expected<RunPlan> planAgain(const domain::RunRecord& run)
{
    for (const domain::RunSide& side : run.sides) {
        const QString& path = side.model.modelPath;
        if (side.model.engine != domain::EngineKind::None && !path.isEmpty() && !QFileInfo::exists(path))
            return base::failure(QStringLiteral("gguf.missing"),
                                 QStringLiteral("The model file of this run is gone: %1.").arg(path),
                                 QStringLiteral("Put it back where it was, or start a new run."));
    }
    RunPlan plan;
    plan.run = run;
    for (domain::RunSide& side : plan.run.sides)
        side.error.reset(); // it may be reachable now
    layOut(plan, platform::availableMemory());
    return plan;
}

bool isSameModel(const ResolvedModel& a, const ResolvedModel& b)
{
    ResolvedModel same = b;
    same.label = a.label;
    same.spec = a.spec;
    return a == same;
}

Expected<RunPlan> planRun(const RunRequest& request)
{
    if (const auto checked = checkRequest(request); !checked)
        return std::unexpected(checked.error());
    RunPlan plan;
    domain::RunRecord& run = plan.run;
    run.kind = request.kind;
    run.baseline = request.baseline;
    if (const auto labels = checkLabels(request.sides); !labels)
        return std::unexpected(labels.error());
    std::optional<base::Error> damaged;
    for (qsizetype index = 0; index < request.sides.size(); ++index) {
        // A sweep goes on without a quant that cannot be had.
        const bool spare = request.kind == domain::RunKind::Sweep && index != request.baseline;
        auto side = sideOf(request.sides.at(index), request.options.compatible, spare);
        if (!side)
            return std::unexpected(side.error());
        if (side->error)
            damaged = side->error;
        run.sides.append(std::move(*side));
    }
    if (damaged && std::ranges::count_if(run.sides, [](const domain::RunSide& side) { return !side.error; }) < 2)
        return std::unexpected(*damaged);
    auto suite = suites::loadSuite(request.suite);
    if (!suite)
        return std::unexpected(suiteError(suite.error()));

    run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    run.version = QCoreApplication::applicationVersion();
    run.suiteName = suite->name;
    run.suiteSha256 = suite->sha256;
    auto prompts = suites::selectPrompts(suite->prompts,
                                         {request.categories, request.ids, request.numPrompts, request.sampleSeed});
    if (!prompts)
        return std::unexpected(prompts.error());
    run.prompts = std::move(*prompts);
    if (const auto judged = scoring::checkThresholds(request.thresholds, request.kind, run.prompts); !judged)
        return std::unexpected(judged.error());
    run.options = request.options;
    run.thresholds = request.thresholds;
    tellApart(run.sides);
    if (run.sides.size() == 2 && isSameModel(run.sides.at(0).model, run.sides.at(1).model))
        run.notes.append(QStringLiteral("Self-check: both sides are the same model with the same arguments."));
    layOut(plan, platform::availableMemory());
    return plan;
}

} // namespace quantlens::runners
