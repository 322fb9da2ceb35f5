// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/plan.h"

#include "core/gguf/gguf.h"
#include "core/platform/process.h"
#include "core/specs/specs.h"
#include "core/suites/suites.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>

namespace quantlens::runners {

namespace {

using base::Expected;
using domain::ResolvedModel;

constexpr int templateAllowance = 512; ///< tokens a chat template may add
constexpr int contextStep = 256;
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

Expected<void> checkOptions(const CompareRequest& request)
{
    const auto wrong = [](const QString& what) { return base::failure(QStringLiteral("usage.value"), what); };
    if (request.numPrompts < 0)
        return wrong(QStringLiteral("The number of prompts must be 1 or more."));
    if (request.options.maxTokens < 0)
        return wrong(QStringLiteral("The token budget must be 1 or more."));
    if (request.options.retries < 0)
        return wrong(QStringLiteral("The number of retries must be 0 or more."));
    if (request.options.temperature < 0)
        return wrong(QStringLiteral("The temperature must be 0 or more."));
    return {};
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
            needed += double(fileSizeOf(side.model)) * memoryFactor + double(memoryMargin);
    }
    return needed <= double(available);
}

/// Two sides must be told apart in tables and file names; equal labels get what differs, else the side's letter.
void tellApart(ResolvedModel& a, ResolvedModel& b)
{
    if (a.label != b.label)
        return;
    const auto folder = [](const ResolvedModel& m) { return QFileInfo(QFileInfo(m.modelPath).path()).fileName(); };
    if (!a.modelPath.isEmpty() && !b.modelPath.isEmpty() && folder(a) != folder(b)) {
        a.label = folder(a) + u'/' + a.label;
        b.label = folder(b) + u'/' + b.label;
        return;
    }
    a.label += QStringLiteral(" (A)");
    b.label += QStringLiteral(" (B)");
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

Expected<ComparePlan> planCompare(const CompareRequest& request)
{
    if (const auto checked = checkOptions(request); !checked)
        return std::unexpected(checked.error());
    auto a = specs::resolve(request.specA, {request.baseUrlA, request.labelA, request.engineArgsA});
    if (!a)
        return std::unexpected(a.error());
    auto b = specs::resolve(request.specB, {request.baseUrlB, request.labelB, request.engineArgsB});
    if (!b)
        return std::unexpected(b.error());
    for (const ResolvedModel* model : {&*a, &*b}) {
        if (const auto spoken = checkSpoken(*model); !spoken)
            return std::unexpected(spoken.error());
    }
    auto suite = suites::loadSuite(request.suite);
    if (!suite)
        return std::unexpected(suiteError(suite.error()));

    ComparePlan plan;
    ResolvedModel same = *b;
    same.label = a->label;
    same.spec = a->spec;
    plan.selfCheck = *a == same;
    tellApart(*a, *b);
    domain::RunRecord& run = plan.run;
    run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    run.kind = domain::RunKind::Compare;
    run.version = QCoreApplication::applicationVersion();
    run.suiteName = suite->name;
    run.suiteSha256 = suite->sha256;
    run.prompts = request.numPrompts > 0 ? suites::balancedSubset(suite->prompts, request.numPrompts) : suite->prompts;
    run.sides.resize(2);
    run.sides[0].model = *a;
    run.sides[1].model = *b;
    run.options = request.options;
    if (plan.selfCheck)
        run.notes.append(QStringLiteral("Self-check: both sides are the same model with the same arguments."));
    plan.together = plan.selfCheck || fitTogether(run.sides);
    plan.contextTokens = neededContext(run.prompts, request.options.maxTokens);
    return plan;
}

} // namespace quantlens::runners
