// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/demo.h"

#include "core/base/text.h"
#include "core/engines/locate.h"
#include "core/specs/addresses.h"

#include <QCoreApplication>
#include <QDir>

namespace quantlens::ui {

namespace {

struct DemoText
{
    Q_DECLARE_TR_FUNCTIONS(Demo)
};

} // namespace

DemoOffer findDemo(const engines::Programs& chosen)
{
    DemoOffer offer;
    if (const auto server = engines::findEngine(domain::EngineKind::LlamaServer, chosen))
        offer.server = *server;
    else
        offer.why = base::oneLine(server.error());
    return offer;
}

base::Expected<DemoPlan> prepareDemo(const DemoOffer& offer)
{
    DemoPlan plan;
    if (!offer.server.isEmpty()) {
        if (const auto models = engines::findDemoModels()) {
            plan.live = true;
            plan.request.sides = {{.spec = models->f16}, {.spec = models->q2k}};
            plan.request.suite = QStringLiteral("demo");
            return plan;
        }
    }
    const auto recorded = engines::unpackRecordedRun();
    if (!recorded)
        return std::unexpected(recorded.error());
    plan.recorded = *recorded;
    return plan;
}

DemoState demoState(const std::optional<DemoOffer>& offer)
{
    if (!offer) {
        return {DemoText::tr("The bundled 2 M-parameter model answers 120 small tasks in F16 and in Q2_K."),
                DemoText::tr("Looking for llama-server…"), Glyph::Clock};
    }
    if (!offer->server.isEmpty()) {
        return {
            DemoText::tr("The bundled 2 M-parameter model in F16 and Q2_K answers 120 small tasks on this computer."),
            DemoText::tr("llama-server found: the demo runs live."), Glyph::Check};
    }
    return {DemoText::tr(
                "The bundled 2 M-parameter model in F16 and Q2_K answered 120 small tasks: look at where they part."),
            DemoText::tr("No llama-server found: the demo shows a recorded run."), Glyph::Warning};
}

QList<Found> foundOnThisComputer(const DemoOffer& offer, const QList<backends::Discovered>& servers)
{
    Found server{.thing = QStringLiteral("llama-server"), .state = {}, .good = !offer.server.isEmpty()};
    server.state = server.good
                       ? DemoText::tr("%1 · can start GGUF files").arg(QDir::toNativeSeparators(offer.server))
                       : DemoText::tr("not found. Install llama.cpp, or choose the program in Settings → Engines");
    server.action = QStringLiteral("settings.engines");
    server.label = DemoText::tr("Settings…");
    QList<Found> found{server};
    for (const backends::Discovered& each : servers) {
        const QString place = specs::hostAndPort(each.url);
        Found running{.thing = backends::name(each.server.dialect), .state = {}, .good = true};
        running.state = each.server.version.isEmpty()
                            ? DemoText::tr("answers at %1").arg(place)
                            : DemoText::tr("%1 at %2").arg(base::singleLine(each.server.version, 30), place);
        running.state += QStringLiteral(" · ") + DemoText::tr("%n model(s)", nullptr, int(each.server.models.size()));
        running.action = QStringLiteral("models.discover");
        running.label = DemoText::tr("Add…");
        found << running;
    }
    return found;
}

} // namespace quantlens::ui
