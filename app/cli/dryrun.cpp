// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runcommand.h"
#include "core/base/text.h"
#include "core/platform/process.h"
#include "core/reports/numbers.h"
#include "core/runners/estimate.h"
#include "core/runners/probing.h"
#include "core/secrets/desktopkeychain.h"
#include "core/secrets/keyindex.h"

#include <QCoroTask>
#include <QLocale>

namespace quantlens::cli {

namespace {

QString sizeText(quint64 bytes)
{
    return QLocale::c().formattedDataSize(qint64(bytes), 1);
}

QString countText(qint64 count)
{
    return QLocale::c().toString(count);
}

/// The sides in the order they are asked, with what is known of their files.
QString sidesTable(const runners::RunPlan& plan)
{
    QList<QStringList> rows;
    for (qsizetype turn = 0; turn < plan.turns.size(); ++turn) {
        for (const int side : plan.turns.at(turn)) {
            const domain::RunSide& facts = plan.run.sides.at(side);
            const domain::ResolvedModel& model = facts.model;
            rows.append({QString::number(turn + 1),
                         base::singleLine(model.label, 50) + (side == plan.run.baseline && plan.run.sides.size() > 1
                                                                  ? QStringLiteral(" (baseline)")
                                                                  : QString()),
                         name(model.backend),
                         model.engine == domain::EngineKind::None ? model.baseUrl.toString()
                                                                  : QStringLiteral("started for this run"),
                         model.quant.isEmpty() ? QStringLiteral("–") : model.quant,
                         model.bitsPerWeight ? QString::number(*model.bitsPerWeight, 'f', 2) : QStringLiteral("–"),
                         facts.fileSize > 0 ? sizeText(quint64(facts.fileSize)) : QStringLiteral("–")});
        }
    }
    QString text =
        table(QStringLiteral("Order"),
              {QStringLiteral("turn"), QStringLiteral("model"), QStringLiteral("backend"), QStringLiteral("server"),
               QStringLiteral("quant"), QStringLiteral("bits/weight"), QStringLiteral("size")},
              rows, false);
    for (const domain::RunSide& side : plan.run.sides) {
        if (side.error)
            text += QStringLiteral("  %1 will be left out: %2\n")
                        .arg(base::singleLine(side.model.label, 50), base::terminalSafe(base::oneLine(*side.error)));
    }
    return text;
}

QString requestsTable(const runners::RunPlan& plan, const runners::RunEstimate& estimate)
{
    QList<QStringList> rows;
    for (const runners::TurnEstimate& turn : estimate.turns) {
        for (const runners::StepEstimate& step : turn.steps) {
            for (const runners::PhaseEstimate& phase : step)
                rows.append({base::singleLine(plan.run.label(phase.side), 50), phase.title, countText(phase.requests),
                             QString::number(phase.concurrency), countText(phase.tokens)});
        }
    }
    rows.append({QStringLiteral("in all"), {}, countText(estimate.requests), {}, countText(estimate.tokens)});
    return table(QStringLiteral("Requests"),
                 {QStringLiteral("model"), QStringLiteral("phase"), QStringLiteral("requests"),
                  QStringLiteral("in flight"), QStringLiteral("tokens at most")},
                 rows, false);
}

QString memoryText(const runners::RunPlan& plan, const runners::RunEstimate& estimate)
{
    quint64 most = 0;
    for (const runners::TurnEstimate& turn : estimate.turns)
        most = std::max(most, turn.memory);
    if (most == 0)
        return QStringLiteral("Memory: no engine is started.\n");
    const quint64 available = platform::availableMemory();
    QString text = QStringLiteral("Memory: about %1 for the engines of one turn").arg(sizeText(most));
    if (available > 0)
        text += QStringLiteral(", %1 available%2")
                    .arg(sizeText(available), most > available ? QStringLiteral(": it may not be enough") : QString());
    text += QStringLiteral(".\n");
    if (estimate.turns.size() > 1)
        text += plan.run.kind == domain::RunKind::Sweep
                    ? QStringLiteral("Engines run one after the other, so that each has the machine for itself.\n")
                    : QStringLiteral("Engines run in %1 turns: together they would not fit in memory.\n")
                          .arg(estimate.turns.size());
    return text + QStringLiteral("Context: %1 tokens for each of %2 slots of a started engine.\n")
                      .arg(plan.contextTokens)
                      .arg(plan.slots);
}

QString proofText(const runners::RunPlan& plan, const runners::RunEstimate& estimate)
{
    QString text;
    for (const runners::ProofNeed& need : estimate.proofs) {
        const QString rule = QStringLiteral("--%1 %2").arg(need.rule, QString::number(need.threshold, 'g', 6));
        if (!need.prompts)
            text += QStringLiteral("%1: how many prompts would prove it cannot be told beforehand.\n").arg(rule);
        else
            text += QStringLiteral(
                        "%1: to prove it takes at least %2 prompts without a single one beyond it; this run has %3.\n")
                        .arg(rule, countText(*need.prompts), countText(plan.run.prompts.size()));
    }
    return text;
}

/// One request a side, and what it tells about the time. An error of a side is in its answer.
QString probedText(runners::RunPlan plan, const runners::RunEstimate& estimate)
{
    net::Cancel cancel;
    secrets::DesktopKeychain keychain;
    plan.keys.keychain = &keychain;
    plan.keys.indexPath = secrets::KeyIndex::defaultPath();
    const auto answers = QCoro::waitFor(runners::probeSides(&plan, &cancel));
    QString text;
    for (qsizetype side = 0; side < answers.size(); ++side) {
        const runners::ProbeAnswer& answer = answers.at(side);
        const QString label = base::singleLine(plan.run.label(int(side)), 50);
        if (answer.error)
            text += QStringLiteral("%1: %2\n").arg(label, base::terminalSafe(base::oneLine(*answer.error)));
        else
            text += QStringLiteral("%1: first answer of %2 tokens in %3\n")
                        .arg(label, QString::number(answer.tokens), reports::durationText(answer.totalMs));
    }
    const auto time = runners::timeOf(estimate, answers);
    if (!time)
        return text + QStringLiteral("Time: unknown, not every side answered.\n");
    return text +
           QStringLiteral("Time: about %1 if answers are as long as the first, at most %2 if all run to their limit; "
                          "starting engines and waiting for memory comes on top.\n")
               .arg(reports::durationText(time->likelyMs), reports::durationText(time->mostMs));
}

} // namespace

int showPlan(const runners::RunRequest& request, const Arguments& args)
{
    const bool probe = args.value("dry-run") == QLatin1String("probe");
    if (!probe && !args.value("dry-run").isEmpty()) {
        printError({QStringLiteral("usage.value"),
                    QStringLiteral("--dry-run takes nothing or probe, not \"%1\".").arg(args.value("dry-run")),
                    {},
                    {}});
        return 2;
    }
    const auto plan = runners::planRun(request);
    if (!plan) {
        printError(plan.error());
        return exitCode(plan.error());
    }
    const runners::RunEstimate estimate = runners::estimateRun(*plan);
    out(QStringLiteral("A %1 run over %2 prompts of %3. Nothing was sent%4.\n\n")
            .arg(name(plan->run.kind), countText(plan->run.prompts.size()), base::singleLine(plan->run.suiteName, 60),
                 probe ? QStringLiteral(" but one request a side") : QString()));
    out(sidesTable(*plan) + u'\n' + requestsTable(*plan, estimate) + u'\n' + memoryText(*plan, estimate));
    out(probe ? probedText(*plan, estimate)
              : QStringLiteral("Time: unknown until a first request; --dry-run probe makes one a side.\n"));
    out(proofText(*plan, estimate));
    return 0;
}

} // namespace quantlens::cli
