// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/model.h"

#include <QString>
#include <QStringList>

namespace quantlens::engines {

/// Where a model comes from that an engine loads.
enum class ModelSource {
    File,       ///< a GGUF file of this machine
    Repository, ///< ORG/NAME[:QUANT] at Hugging Face: the engine fetches it, or has it in its cache
};

/// How to start one engine.
struct EngineOptions
{
    domain::EngineKind kind = domain::EngineKind::LlamaServer;
    QString program = {};
    ModelSource source = ModelSource::File;
    QString model = {};    ///< absolute path of the file, or the repository
    int contextTokens = 0; ///< for one slot; 0: the model's own. llama-server only, as slots and threads
    int slots = 1;
    int threads = 0;            ///< 0: left to the engine
    QStringList extraArgs = {}; ///< of the person; they come last and so win

    bool operator==(const EngineOptions&) const = default;
};

/// What an older build of an engine has to be told differently. Learnt from how it ends.
struct OlderBuild
{
    bool flashAttentionSwitch = false; ///< "-fa" takes no value
    bool noPromptCacheSwitch = false;  ///< "--no-cache-prompt" is unknown; requests say it too

    bool operator==(const OlderBuild&) const = default;
};

/// The command line for the options: everything that can change a result is said, not left to a default.
[[nodiscard]] QStringList arguments(const EngineOptions& options, quint16 port, const OlderBuild& older = {});

/// What to say differently after an engine that was started so ended with this log; the same as `older` when the log
/// tells nothing new.
[[nodiscard]] OlderBuild learntFrom(const QString& log, OlderBuild older);

} // namespace quantlens::engines
