// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/model.h"

#include <QString>

#include <optional>

namespace quantlens::specs {

/// A spec as infer-check 0.2.6 resolves it.
struct CompatibleSpec
{
    QString backend; ///< "openai-compat", "llama-cpp", "vllm-mlx" or "mlx-lm"
    QString modelId;
    std::optional<QString> baseUrl; ///< as written, not checked
    QString label;
    std::optional<QString> revision;

    bool operator==(const CompatibleSpec&) const = default;
};

/// infer-check's resolver, rule by rule, its oddities included. `baseUrl`, `label`: empty means not given.
/// Errors: "spec.empty".
[[nodiscard]] base::Expected<CompatibleSpec> resolveCompatible(const QString& spec, const QString& baseUrl = {},
                                                               const QString& label = {});

/// "label (backend)", plus " @ revision".
[[nodiscard]] QString text(const CompatibleSpec& spec);

/// What infer-check's factory makes of a resolved spec.
struct CompatibleBackend
{
    QString name;
    std::optional<QString> baseUrl;
    QString modelId;
    std::optional<bool> isOllama; ///< by port alone; none for backends that are not asked

    bool operator==(const CompatibleBackend&) const = default;
};

/// infer-check's factory: a forced backend keeps the resolver's address. `backend`, `baseUrl`: empty means not given.
/// Errors: "spec.empty", "spec.unsupported" (no such backend), "spec.url" (openai-compat without an address).
[[nodiscard]] base::Expected<CompatibleBackend> compatibleBackend(const QString& spec, const QString& backend = {},
                                                                  const QString& baseUrl = {});

/// The same as a model that runs can ask: nothing is ever started for it. A spec that is an address
/// ("http://HOST:PORT#ID"), which infer-check has not, is understood as everywhere else. Errors: as compatibleBackend,
/// and "spec.url" of an address that is none.
[[nodiscard]] base::Expected<domain::ResolvedModel> resolveAsInferCheck(const QString& spec, const QString& backend,
                                                                        const QString& baseUrl, const QString& label);

} // namespace quantlens::specs
