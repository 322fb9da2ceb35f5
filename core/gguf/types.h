// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace quantlens::gguf {

/// How a tensor type stores its elements: in blocks of so many elements and bytes.
struct TensorType
{
    QLatin1StringView name;
    quint64 blockElements = 1;
    quint64 blockBytes = 0;
};

/// The tensor type with ggml's number `id` (ggml.h, enum ggml_type), also those no longer written; none when unknown.
[[nodiscard]] std::optional<TensorType> tensorType(quint32 id);

/// general.file_type as a name: "F16", "Q4_K_M", … (llama.h, enum llama_ftype); empty when unknown.
[[nodiscard]] QString fileTypeName(quint64 id);

} // namespace quantlens::gguf
