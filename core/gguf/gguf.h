// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QList>
#include <QPair>
#include <QString>

#include <cstdint>
#include <map>

namespace quantlens::gguf {

/// What a GGUF header says. Only the header and the tensor table are read, never the weights.
struct GgufInfo
{
    QString path;
    quint64 fileSize = 0; ///< bytes, of all parts of a split model
    quint64 parts = 1;    ///< files "…-00001-of-0000N.gguf" the model is split into
    quint32 version = 0;
    QString architecture;                    ///< general.architecture
    QString modelName;                       ///< general.name
    QString fileTypeName;                    ///< general.file_type as a name: "F16", "Q4_K_M", …; empty when unknown
    quint64 parameters = 0;                  ///< sum of all tensors' elements
    double bitsPerWeight = 0;                ///< tensor bytes × 8 / parameters; a tensor of a type that is not known
                                             ///< counts with the bytes up to the next tensor
    QList<QPair<QString, quint64>> quantMix; ///< tensor type ("type 99" if unknown), elements; most first
    quint64 contextLength = 0;               ///< <arch>.context_length, 0 when absent
    quint64 blockCount = 0;
    quint64 embeddingLength = 0;
    QString chatTemplate;                ///< tokenizer.chat_template, at most 1 MiB
    QString templateHash;                ///< SHA-256 over it, hex; empty when absent
    QString tokenizerHash;               ///< SHA-256 over tokenizer model, tokens, merges and pre-tokenizer, hex; empty
                                         ///< when absent
    bool hasImatrix = false;             ///< quantize.imatrix.* keys present
    std::map<QString, QString> metadata; ///< scalars and short strings, as text
};

/// Reads the header of a GGUF file (versions 2 and 3, little endian), of a split model all parts' headers (`path` is
/// its first part, the others lie beside it). Bounded: a hostile header cannot make it allocate more than the file's
/// size or loop. Errors: "gguf.missing" (also: a part of a split model is missing, the file cannot be opened),
/// "gguf.not_gguf" (also: a folder), "gguf.version", "gguf.truncated" (a part of the header or of the tensor data lies
/// behind the end of the file), "gguf.invalid".
[[nodiscard]] base::Expected<GgufInfo> readGguf(const QString& path);

/// Where a file comes from, as its header says: who made and quantized it, from which models, with which importance
/// matrix and data. Keys as in the file ("general.quantized_by", "quantize.imatrix.file", …).
[[nodiscard]] std::map<QString, QString> provenanceOf(const GgufInfo& info);

} // namespace quantlens::gguf
