// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace quantlens::specs {

/// A quantization recognised in a name.
struct NamedQuant
{
    QString name; ///< "Q4_K_M", "BF16", "4bit", "AWQ", …
    double bitsPerWeight =
        0; ///< usual figure of such a model, not this file's: GGUF types as published for an 8B model
};

/// Looks for a quant name in a label, file name or tag ("Qwen3-8B-Q4_K_M", "llama3:8b-instruct-fp16", "foo-4bit").
/// The last one counts; letters and digits may not touch it.
[[nodiscard]] std::optional<NamedQuant> quantInName(const QString& name);

} // namespace quantlens::specs
