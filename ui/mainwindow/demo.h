// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/discovered.h"
#include "core/engines/locate.h"
#include "core/runners/runservice.h"
#include "ui/panels/startpage.h"

#include <QList>
#include <QString>

#include <optional>

namespace quantlens::ui {

/// What the demo can be on this computer.
struct DemoOffer
{
    QString server; ///< llama-server; empty: none found
    QString why;    ///< why it does not run live, one sentence
};

/// Looks for an engine. Touches only the file system; call it off the UI thread.
[[nodiscard]] DemoOffer findDemo(const engines::Programs& chosen = {});

/// What a press of the demo's button leads to.
struct DemoPlan
{
    bool live = false;
    runners::RunRequest request; ///< when live
    QString recorded;            ///< path of the recorded run's workspace, when not live
};

/// Prepares the demo: the quants when there is an engine, else the recorded run. May take seconds; off the UI thread.
/// Errors: those of engines::unpackRecordedRun.
[[nodiscard]] base::Expected<DemoPlan> prepareDemo(const DemoOffer& offer);

/// The offer in words, for the start page; nullopt: it is still looked for.
[[nodiscard]] DemoState demoState(const std::optional<DemoOffer>& offer);
/// `servers` are those that answer on their usual ports.
[[nodiscard]] QList<Found> foundOnThisComputer(const DemoOffer& offer, const QList<backends::Discovered>& servers);

} // namespace quantlens::ui
