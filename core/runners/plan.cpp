// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/plan.h"

#include "core/gguf/gguf.h"
#include "core/platform/process.h"
#include "core/specs/specs.h"
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

constexpr int templateAllowance = 512; ///< tokens a chat template may add
constexpr int contextStep = 256;
constexpr int mostSlots = 4;                         ///< of an engine we start
constexpr double memoryFactor = 1.15;                ///< weights as loaded against the file
constexpr qint64 memoryMargin = 512LL * 1024 * 1024; ///< KV cache and buffers of one engine

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
    if (o.parallel < 1)
        return usage(QStringLiteral("The number of requests in flight must be 1 or more."));
    if (o.repeat < 1)
        return usage(QStringLiteral("The number of repeats must be 1 or more."));
    if (o.runs < 1)
        return usage(QStringLiteral("The number of runs must be 1 or more."));
    for (const int level : o.levels) {
        if (level < 1)
            return usage(QStringLiteral("A concurrency of %1 asks nothing.").arg(level),
                         QStringLiteral("Levels are 1 and more."));
    }
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
    return checkOptions(request.options);
}

/// Bytes of the model's file, or of all parts of a split one; the header was read once already, so it can be read.
quint64 fileSizeOf(const ResolvedModel& model)
{
    const auto header = gguf::readGguf(model.modelPath);
    return header ? header->fileSize : quint64(QFileInfo(model.modelPath).size());
}

/// What can be resolved already but not asked yet. OpenAI addresses are let through: a llama-server may be behind them,
/// and identify() finds out.
Expected<void> checkSpoken(const ResolvedModel& model)
{
    const bool spoken =
        model.backend == domain::BackendKind::LlamaServer || model.backend == domain::BackendKind::OpenAi;
    const bool reachable = model.engine == domain::EngineKind::None
                               ? !model.baseUrl.isEmpty()
                               : model.engine == domain::EngineKind::LlamaServer && !model.modelPath.isEmpty();
    if (spoken && reachable)
        return {};
    return base::failure(QStringLiteral("spec.unsupported"),
                         QStringLiteral("\"%1\" means a model behind %2, which this version cannot ask yet.")
                             .arg(model.spec, name(model.backend)),
                         QStringLiteral("Give a GGUF file, or the address of a llama-server: http://HOST:PORT#MODEL."));
}

bool fitTogether(const QList<domain::RunSide>& sides)
{
    const quint64 available = platform::availableMemory();
    if (available == 0)
        return true;
    double needed = 0;
    for (const domain::RunSide& side : sides) {
        if (side.model.engine != domain::EngineKind::None)
            needed += double(side.fileSize) * memoryFactor + double(memoryMargin);
    }
    return needed <= double(available);
}

/// Sides must be told apart in tables and file names: equal labels get what differs, else a letter.
void tellApart(QList<domain::RunSide>& sides)
{
    const auto folder = [](const ResolvedModel& m) { return QFileInfo(QFileInfo(m.modelPath).path()).fileName(); };
    for (qsizetype i = 0; i < sides.size(); ++i) {
        QList<qsizetype> equal;
        QSet<QString> folders;
        for (qsizetype j = i; j < sides.size(); ++j) {
            if (sides.at(j).model.label == sides.at(i).model.label) {
                equal.append(j);
                folders.insert(sides.at(j).model.modelPath.isEmpty() ? QString() : folder(sides.at(j).model));
            }
        }
        if (equal.size() < 2)
            continue;
        const bool byFolder = folders.size() == equal.size() && !folders.contains(QString());
        for (const qsizetype j : equal) {
            ResolvedModel& model = sides[j].model;
            model.label = byFolder ? folder(model) + u'/' + model.label
                                   : QStringLiteral("%1 (%2)").arg(model.label, domain::sideLetter(int(j)));
        }
    }
}

/// Compare and diff put their sides beside each other when memory allows; a sweep gives every engine the machine for
/// itself, and asks servers that run anyway together with the baseline.
QList<QList<int>> turnsOf(const RunPlan& plan, bool sameModel)
{
    const auto& sides = plan.run.sides;
    QList<int> order{plan.run.baseline};
    for (int side = 0; side < sides.size(); ++side) {
        if (side != plan.run.baseline)
            order.append(side);
    }
    const bool sweep = plan.run.kind == domain::RunKind::Sweep;
    if (sameModel || (!sweep && fitTogether(sides)))
        return {order};
    QList<QList<int>> turns{{order.takeFirst()}};
    for (const int side : std::as_const(order)) {
        if (sweep && sides.at(side).model.engine == domain::EngineKind::None)
            turns.first().append(side);
        else
            turns.append(QList<int>{side});
    }
    return turns;
}

/// Order, context and slots of a plan whose record is complete.
void lay(RunPlan& plan)
{
    const domain::RunRecord& run = plan.run;
    const bool sameModel = run.sides.size() == 2 && isSameModel(run.sides.at(0).model, run.sides.at(1).model);
    plan.turns = turnsOf(plan, sameModel);
    plan.contextTokens = neededContext(run.prompts, run.options.maxTokens);
    if (run.kind == domain::RunKind::Stress)
        plan.slots = std::min(mostSlots, *std::ranges::max_element(run.options.levels));
    else if (run.options.selfCheck == domain::SelfCheck::Full || run.options.mode == domain::RepeatMode::Concurrent)
        plan.slots = mostSlots;
    plan.slots = std::max(plan.slots, std::min(mostSlots, run.options.parallel));
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
    lay(plan);
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
    for (const SideRequest& asked : request.sides) {
        auto model = specs::resolve(asked.spec, {asked.baseUrl, asked.label, asked.engineArgs, asked.backend});
        if (!model)
            return std::unexpected(model.error());
        if (const auto spoken = checkSpoken(*model); !spoken)
            return std::unexpected(spoken.error());
        domain::RunSide side;
        side.model = *model;
        if (!model->modelPath.isEmpty())
            side.fileSize = qint64(fileSizeOf(*model));
        run.sides.append(side);
    }
    auto suite = suites::loadSuite(request.suite);
    if (!suite)
        return std::unexpected(suiteError(suite.error()));

    run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    run.version = QCoreApplication::applicationVersion();
    run.suiteName = suite->name;
    run.suiteSha256 = suite->sha256;
    run.prompts = request.numPrompts > 0 ? suites::balancedSubset(suite->prompts, request.numPrompts) : suite->prompts;
    run.options = request.options;
    run.thresholds = request.thresholds;
    tellApart(run.sides);
    if (run.sides.size() == 2 && isSameModel(run.sides.at(0).model, run.sides.at(1).model))
        run.notes.append(QStringLiteral("Self-check: both sides are the same model with the same arguments."));
    lay(plan);
    return plan;
}

} // namespace quantlens::runners
