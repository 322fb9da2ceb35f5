// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/model.h"

#include <QString>

namespace quantlens::specs {

/// What a person may say besides the spec.
struct SpecOptions
{
    QString baseUrl; ///< --base-url; empty: the spec decides
    QString label;   ///< --label; empty: derived
    QStringList engineArgs;
};

/// Understands a model spec: a path to a .gguf file, "gguf:PATH", "http(s)://HOST[:PORT][/v1]#ID".
/// For files the GGUF header is read for quant name and bits per weight.
/// Errors: "spec.empty", "spec.ambiguous", "spec.unsupported", "spec.url", and those of gguf::readGguf.
[[nodiscard]] base::Expected<domain::ResolvedModel> resolve(const QString& spec, const SpecOptions& options = {});

} // namespace quantlens::specs
