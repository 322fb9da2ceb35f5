// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/gguf/gguf.h"

#include <QIODevice>
#include <QString>

#include <map>

namespace quantlens::gguf {

/// Elements and stored bytes of all tensors of one type.
struct TypeShare
{
    quint64 elements = 0;
    quint64 bytes = 0;
};

/// The header of one file, before the parts of a split model are put together.
struct Header
{
    GgufInfo info;                      ///< without the figures that follow from `types`
    std::map<quint32, TypeShare> types; ///< by ggml's type number
    quint64 partNumber = 0;             ///< split.no, from 0
    quint64 partCount = 1;              ///< split.count
};

/// Reads the header of an open random-access device; `name` is for messages. Errors: as readGguf.
[[nodiscard]] base::Expected<Header> readHeader(QIODevice& device, const QString& name);

/// Fills in parameters, bits per weight and the mix from the tensors' shares.
void addTensorFigures(GgufInfo& info, const std::map<quint32, TypeShare>& types);

} // namespace quantlens::gguf
