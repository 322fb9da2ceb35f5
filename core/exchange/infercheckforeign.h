// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/exchange/pythonwriter.h"

#include <QJsonValue>

// Writing again what an imported file of infer-check says and a run has no place for.

namespace quantlens::exchange {

/// What an imported answer's file says; undefined where it says nothing, or the answer was made here.
[[nodiscard]] QJsonValue foreignOf(const domain::Generation& generation, const char* key);

/// A value as it stood in the file: numbers are floats, with `integers` whole ones are integers.
void writeForeign(PythonWriter& json, const QJsonValue& value, bool integers = false);

/// An answer's "tokens", "logprobs", "distributions" and their metadata.
void writeForeignLists(PythonWriter& json, const domain::Generation& generation);

/// The array of a determinism run whose outputs were never there.
void writeForeignDeterminism(PythonWriter& json, const QJsonArray& prompts);

} // namespace quantlens::exchange
