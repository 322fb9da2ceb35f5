// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/model.h"
#include "core/gguf/gguf.h"
#include "core/runners/modelreport.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace quantlens::ui {

/// What a person says about a model; this is what the list keeps.
struct ModelEntry
{
    QString spec;
    QString label = {};          ///< empty: derived
    QStringList engineArgs = {}; ///< further arguments of an engine that is started for it

    bool operator==(const ModelEntry&) const = default;
};

/// A model the person has named, with what could be found out about it.
struct KnownModel
{
    QString spec;
    QString label = {};
    QStringList engineArgs = {};
    bool pending = true; ///< nothing found out yet
    domain::ResolvedModel model;
    std::optional<gguf::GgufInfo> header; ///< files only
    std::optional<base::Error> error;     ///< the spec or the file is of no use

    std::optional<runners::ModelReport> report = {}; ///< of the last test

    [[nodiscard]] bool usable() const { return !pending && !error; }
    [[nodiscard]] ModelEntry entry() const { return {spec, label, engineArgs}; }
    /// Nothing is known about it then.
    explicit KnownModel(const ModelEntry& entry);
    KnownModel() = default;
};

/// Resolves a spec and reads the file's header. Reads from disk: call it off the UI thread. Never fails: what is wrong
/// stands in `error`.
[[nodiscard]] KnownModel inspectModel(const ModelEntry& entry);
[[nodiscard]] inline KnownModel inspectSpec(const QString& spec)
{
    return inspectModel({.spec = spec});
}

/// One line for people: "GGUF · llama · Q4_K_M · 4.85 bits per weight · 1.9 GiB", "server at http://…".
[[nodiscard]] QString describe(const KnownModel& model);

/// What a server was found to be able to do, in a few words: "top 20, streaming, seed".
[[nodiscard]] QString abilities(const domain::Capabilities& capabilities);

/// Name for lists: the label, or the spec where there is none yet.
[[nodiscard]] QString displayName(const KnownModel& model);

/// The saved list; an absent file is an empty list. Errors: "models.read".
[[nodiscard]] base::Expected<QList<ModelEntry>> readModelList(const QString& file);
/// Replaces the saved list in one step. Errors: "models.write".
[[nodiscard]] base::Expected<void> writeModelList(const QString& file, const QList<ModelEntry>& entries);

} // namespace quantlens::ui
