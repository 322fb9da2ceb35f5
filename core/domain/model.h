// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace quantlens::domain {

/// A wire protocol. What speaks it (an engine we start, a server that runs) is a separate matter.
enum class BackendKind {
    LlamaServer,
    OpenAi,
    Ollama,
    MlxLm,
};

/// A program Quantlens starts and stops itself.
enum class EngineKind {
    None, ///< a server that is running already
    LlamaServer,
    MlxLmServer,
};

/// What a spec such as "gguf:/models/a.gguf" means.
struct ResolvedModel
{
    QString spec; ///< as typed
    BackendKind backend = BackendKind::LlamaServer;
    QString modelId;
    QUrl baseUrl;  ///< empty when an engine has to be started first
    QString label; ///< for tables and file names
    QString revision;
    EngineKind engine = EngineKind::None;
    QString modelPath;      ///< the GGUF file, absolute, when one is at hand
    QStringList engineArgs; ///< extra arguments of the person for the engine
    QString quant;          ///< "F16", "Q4_K_M", … as far as known
    std::optional<double> bitsPerWeight;

    bool operator==(const ResolvedModel&) const = default;
};

/// "llama-server", "openai", "ollama", "mlx-lm".
[[nodiscard]] QString name(BackendKind kind);
/// "none", "llama-server", "mlx_lm.server".
[[nodiscard]] QString name(EngineKind kind);
[[nodiscard]] std::optional<BackendKind> backendKindFromName(const QString& text);
[[nodiscard]] std::optional<EngineKind> engineKindFromName(const QString& text);

[[nodiscard]] QJsonObject toJson(const ResolvedModel& model);
[[nodiscard]] ResolvedModel modelFromJson(const QJsonObject& object);

} // namespace quantlens::domain
