// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace quantlens::specs {

/// A model id and the revision written behind it.
struct IdAndRevision
{
    QString id;
    std::optional<QString> revision;
};

/// Splits at the last "@", unless the text begins with one.
[[nodiscard]] IdAndRevision splitRevision(const QString& text);

/// True when the last part of a path ends in ".gguf", in any case, and is more than that.
[[nodiscard]] bool isGgufPath(const QString& text);

/// The last part of a path without its ending.
[[nodiscard]] QString pathStem(const QString& path);

/// The text after the last "/".
[[nodiscard]] QString lastPart(const QString& id);

/// infer-check's rule 4: "mlx-community/…", "…-mlx", "…/mlx-…", "mlx-…", in any case.
[[nodiscard]] bool looksLikeMlx(const QString& id);

/// infer-check's rule 5: contains gguf, bartowski, maziyarpanahi or mradermacher, in any case.
[[nodiscard]] bool looksLikeGgufRepository(const QString& id);

/// infer-check's rule 6: an Ollama tag, with ":" and without "/".
[[nodiscard]] bool looksLikeTag(const QString& id);

/// "localhost:8080", "127.0.0.1", "[::1]:8000/v1": an address whose scheme was forgotten.
[[nodiscard]] bool isBareAddress(const QString& text);

/// A path as a person writes it, made absolute and clean: "~" stands for the home folder.
[[nodiscard]] QString expandedPath(const QString& text);

/// True when a text has a separator in it or begins with "~".
[[nodiscard]] bool looksLikePath(const QString& text);

} // namespace quantlens::specs
