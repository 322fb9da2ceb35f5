// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/model.h"
#include "core/gguf/gguf.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace quantlens::specs {

/// What a person may say besides the spec.
struct SpecOptions
{
    QString baseUrl; ///< --base-url; empty: the spec decides
    QString label;   ///< --label; empty: derived
    QStringList engineArgs;
    QString backend = {};      ///< --backend; empty: the spec decides. Else a name of backendNames()
    bool allowDamaged = false; ///< a file that is there but damaged is no error but ModelAndFile::fault
};

/// Understands a model spec (docs/specs.md): a path to a GGUF file, "http(s)://HOST[:PORT][/v1][#ID]",
/// "ollama:TAG", "hf:ORG/REPO[:QUANT]", "mlx:REPO", … and everything infer-check accepts. Nothing is asked of any
/// server. For files at hand the GGUF header is read for quant name and bits per weight; else they come from the name.
/// `engine` with an empty `baseUrl`: to be started for the file `modelPath`. `engine` with a `baseUrl`: a server
/// running there is used, else one is started for the repository `modelId`.
/// Errors: "spec.empty", "spec.ambiguous" (`detail`: the candidates, one a line), "spec.unsupported", "spec.url", and
/// those of gguf::readGguf. No message repeats a password written into a URL.
[[nodiscard]] base::Expected<domain::ResolvedModel> resolve(const QString& spec, const SpecOptions& options = {});

/// A resolved model and, where its file is at hand, what the file's header says.
struct ModelAndFile
{
    domain::ResolvedModel model;
    std::optional<gguf::GgufInfo> file;
    std::optional<base::Error> fault = {}; ///< why the file cannot be read, with SpecOptions::allowDamaged
};

/// As resolve(), for those who need the header as well: it is read once.
[[nodiscard]] base::Expected<ModelAndFile> resolveWithFile(const QString& spec, const SpecOptions& options = {});

/// Specs that a text which is none could mean, likeliest first.
[[nodiscard]] QStringList candidates(const QString& text);

/// Names --backend may have: ours ("llama-server", "ollama", …) and infer-check's ("llama-cpp", "openai-compat", …).
[[nodiscard]] QStringList backendNames();

} // namespace quantlens::specs
