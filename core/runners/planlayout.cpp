// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/planlayout.h"

#include <QSet>

#include <algorithm>

namespace quantlens::runners {

namespace {

using domain::ResolvedModel;

constexpr int mostSlots = 4;                         ///< of an engine we start
constexpr double memoryFactor = 1.15;                ///< weights as loaded against the file
constexpr qint64 memoryMargin = 512LL * 1024 * 1024; ///< KV cache and buffers of one engine
constexpr int mostFolders = 4;                       ///< of a label

/// The last `depth` folders above the model's file, or owners before its id: "bartowski" of "bartowski/Foo-GGUF".
QString foldersOf(const ResolvedModel& model, int depth)
{
    const QString path = model.modelPath.isEmpty() ? model.modelId : model.modelPath;
    QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    if (parts.size() < depth + 1)
        return {};
    parts.removeLast();
    return parts.last(depth).join(u'/');
}

/// The fewest folders in which all of them differ; 0: there are none.
int tellingDepth(const QList<domain::RunSide>& sides, const QList<qsizetype>& equal)
{
    for (int depth = 1; depth <= mostFolders; ++depth) {
        QSet<QString> folders;
        for (const qsizetype side : equal)
            folders.insert(foldersOf(sides.at(side).model, depth));
        if (folders.size() == equal.size() && !folders.contains(QString()))
            return depth;
    }
    return 0;
}

QList<QList<int>> turnsOf(const RunPlan& plan, quint64 availableMemory)
{
    const auto& sides = plan.run.sides;
    QList<int> order{plan.run.baseline};
    for (int side = 0; side < sides.size(); ++side) {
        if (side != plan.run.baseline)
            order.append(side);
    }
    QList<QList<int>> turns{{order.first()}};
    QList<quint64> taken{memoryOf(sides.at(order.first()))};
    for (const int side : std::as_const(order)) {
        if (side == plan.run.baseline || sides.at(side).error)
            continue;
        const quint64 needed = memoryOf(sides.at(side));
        const bool shared = needed > 0 && isSameModel(sides.at(side).model, sides.at(plan.run.baseline).model);
        if (needed == 0 || shared) {
            turns.first().append(side);
            continue;
        }
        const bool alone = plan.run.kind == domain::RunKind::Sweep;
        if (!alone && (availableMemory == 0 || taken.last() + needed <= availableMemory)) {
            turns.last().append(side);
            taken.last() += needed;
        } else {
            turns.append(QList<int>{side});
            taken.append(needed);
        }
    }
    return turns;
}

} // namespace

void tellApart(QList<domain::RunSide>& sides)
{
    for (qsizetype i = 0; i < sides.size(); ++i) {
        QList<qsizetype> equal;
        for (qsizetype j = i; j < sides.size(); ++j) {
            if (sides.at(j).model.label == sides.at(i).model.label)
                equal.append(j);
        }
        if (equal.size() < 2)
            continue;
        const int depth = tellingDepth(sides, equal);
        for (const qsizetype j : equal) {
            ResolvedModel& model = sides[j].model;
            model.label = depth > 0 ? foldersOf(model, depth) + u'/' + model.label
                                    : QStringLiteral("%1 (%2)").arg(model.label, domain::sideLetter(int(j)));
        }
    }
}

quint64 memoryOf(const domain::RunSide& side)
{
    if (side.model.engine == domain::EngineKind::None || !side.model.baseUrl.isEmpty())
        return 0;
    return quint64(double(side.fileSize) * memoryFactor) + quint64(memoryMargin);
}

void layOut(RunPlan& plan, quint64 availableMemory)
{
    const domain::RunRecord& run = plan.run;
    plan.turns = turnsOf(plan, availableMemory);
    plan.contextTokens = neededContext(run.prompts, run.options.maxTokens) +
                         int(std::min<qsizetype>(run.options.system.toUtf8().size(), 1 << 20));
    if (run.kind == domain::RunKind::Stress)
        plan.slots = std::min(mostSlots, *std::ranges::max_element(run.options.levels));
    else if (run.options.selfCheck == domain::SelfCheck::Full || run.options.mode == domain::RepeatMode::Concurrent)
        plan.slots = mostSlots;
    plan.slots = std::max(plan.slots, std::min(mostSlots, run.options.parallel));
}

} // namespace quantlens::runners
