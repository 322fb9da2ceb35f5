// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/model.h"
#include "core/gguf/gguf.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace quantlens::ui {

/// A model the person has named, with what could be found out about it.
struct KnownModel
{
    QString spec;
    bool pending = true; ///< nothing found out yet
    domain::ResolvedModel model;
    std::optional<gguf::GgufInfo> header; ///< files only
    std::optional<base::Error> error;     ///< the spec or the file is of no use

    [[nodiscard]] bool usable() const { return !pending && !error; }
};

/// Resolves a spec and reads the file's header. Reads from disk: call it off the UI thread. Never fails: what is wrong
/// stands in `error`.
[[nodiscard]] KnownModel inspectSpec(const QString& spec);

/// One line for people: "GGUF · llama · Q4_K_M · 4.85 bits per weight · 1.9 GiB", "server at http://…".
[[nodiscard]] QString describe(const KnownModel& model);

/// Name for lists: the label, or the spec where there is none yet.
[[nodiscard]] QString displayName(const KnownModel& model);

/// The saved list of specs; an absent file is an empty list. Errors: "models.read".
[[nodiscard]] base::Expected<QStringList> readSpecList(const QString& file);
/// Replaces the saved list in one step. Errors: "models.write".
[[nodiscard]] base::Expected<void> writeSpecList(const QString& file, const QStringList& specs);

} // namespace quantlens::ui
