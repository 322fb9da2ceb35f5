// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/recordrequest.h"

#include "core/runners/diffsides.h"
#include "core/specs/addresses.h"
#include "core/specs/labels.h"
#include "core/specs/providers.h"
#include "core/specs/quantnames.h"
#include "core/suites/suites.h"

#include <QRegularExpression>

namespace quantlens::runners {

namespace {

using domain::RunKind;

/// Ids of a subset are written out up to so many.
constexpr qsizetype mostIds = 200;

SideRequest sideAgain(const domain::RunSide& side, RunKind kind)
{
    const domain::ResolvedModel& model = side.model;
    SideRequest asked;
    asked.spec = model.spec.isEmpty() ? model.label : model.spec;
    asked.engineArgs = model.engineArgs;
    asked.keyName = side.keyName;
    asked.caFile = side.caFile;
    const specs::Provider* provider = specs::providerByPrefix(asked.spec.section(u':', 0, 0));
    if (kind == RunKind::Diff) {
        asked.backend = domain::name(model.backend);
        provider = specs::providerByName(asked.backend);
        // --quant counts where neither the file nor a name tells it.
        if (model.modelPath.isEmpty() && !specs::quantInName(model.modelId))
            asked.quant = model.quant;
    }
    // A server that was running already; the address of an engine of ours is another one every time.
    if (model.engine == domain::EngineKind::None && !specs::isWebAddress(asked.spec))
        asked.baseUrl = model.baseUrl.toString(QUrl::RemoveUserInfo);
    if (provider && asked.baseUrl == provider->address)
        asked.baseUrl.clear();
    return asked;
}

/// Which of a bundled suite's prompts were asked; of a file it is not known how many it has.
void selectAgain(RunRequest& request, const domain::RunRecord& run)
{
    const auto bytes = suites::bundledBytes(run.suiteName);
    request.suite = bytes ? run.suiteName : run.suiteName + QStringLiteral(".jsonl");
    if (!bytes || run.prompts.isEmpty())
        return;
    const auto suite = suites::parseSuite(*bytes, run.suiteName);
    if (!suite || suite->prompts.size() == run.prompts.size())
        return;
    if (run.prompts.size() > mostIds) {
        request.numPrompts = int(run.prompts.size());
        return;
    }
    for (const domain::Prompt& prompt : run.prompts)
        request.ids.append(prompt.id);
}

} // namespace

RunRequest requestAgain(const domain::RunRecord& run)
{
    RunRequest request;
    request.kind = run.kind;
    request.baseline = run.baseline;
    request.options = run.options;
    request.thresholds = run.thresholds;
    for (const domain::RunSide& side : run.sides) {
        SideRequest asked = sideAgain(side, run.kind);
        asked.label = givenLabel(side, asked.spec);
        request.sides.append(asked);
    }
    if (run.kind == RunKind::Diff)
        labelByBackend(request.sides);
    selectAgain(request, run);
    return request;
}

QString givenLabel(const domain::RunSide& side, const QString& spec)
{
    // What planning adds to a label, it adds again: a letter, and the engine's arguments.
    static const QRegularExpression letter(QStringLiteral(" \\([A-Z]\\)\\z"));
    QString own = side.model.label;
    own.remove(letter);
    if (const QString arguments = specs::engineArgsLabel(side.model.engineArgs); own.endsWith(arguments))
        own.chop(arguments.size());
    return spec.contains(own) ? QString() : side.model.label;
}

} // namespace quantlens::runners
