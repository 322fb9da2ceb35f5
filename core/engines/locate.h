// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/model.h"

#include <QString>

namespace quantlens::engines {

/// Programs a person chose in the window's settings; empty: found by environment and PATH.
struct Programs
{
    QString llamaServer;
    QString mlxServer;

    bool operator==(const Programs&) const = default;
};

/// The program of an engine: the chosen one, then $QUANTLENS_LLAMA_SERVER or $QUANTLENS_MLX_SERVER, then PATH. Error:
/// "engine.missing" with what to do.
[[nodiscard]] base::Expected<QString> findEngine(domain::EngineKind kind, const Programs& chosen = {});

/// The two demo quants.
struct DemoModels
{
    QString f16;
    QString q2k;
};

/// F16 and Q2_K of the demo model: the folder $QUANTLENS_DEMO_QUANTS, then the user's cache
/// (quantlens/demo-quants), then made there with llama-quantize. The F16 is unpacked from the program when needed.
/// May take a second; call it off the UI thread. Errors: "demo.quantize", "demo.write".
[[nodiscard]] base::Expected<DemoModels> findDemoModels();

/// Copies the recorded demo run (a workspace file) out of the program into the user's cache and returns its path.
/// Error: "demo.write".
[[nodiscard]] base::Expected<QString> unpackRecordedRun();

} // namespace quantlens::engines
