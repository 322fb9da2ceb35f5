// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"

#include <QMetaType>
#include <QString>
#include <QStringList>

namespace quantlens::runners {

/// One side of a run, as a person asks for it.
struct SideRequest
{
    QString spec;
    QString label = {};          ///< empty: derived
    QString baseUrl = {};        ///< empty: the spec decides
    QString backend = {};        ///< --backend; empty: the spec decides
    QStringList engineArgs = {}; ///< of an engine we start
    QString keyName = {};        ///< environment variable that holds the API key; empty: the keychain's, if any
    QString caFile = {};         ///< further trusted certificates, PEM
    QString quant = {};          ///< quant name, where neither file nor name tells it (infer-check's --quant)

    bool operator==(const SideRequest&) const = default;
};

/// What to run, as a person asks for it: by options, a plan file or the window's form. Keys are never in it.
struct RunRequest
{
    domain::RunKind kind = domain::RunKind::Compare;
    QList<SideRequest> sides;               ///< compare: two; sweep, diff: two and more; determinism, stress: one
    int baseline = 0;                       ///< index into sides
    QString suite;                          ///< bundled name or path
    int numPrompts = 0;                     ///< 0: all; else infer-check's category-balanced subset
    QStringList categories;                 ///< empty: all
    QStringList ids;                        ///< empty: all
    std::optional<quint64> sampleSeed = {}; ///< with numPrompts: a random subset instead, by this seed
    domain::RunOptions options = {};
    domain::Thresholds thresholds = {};

    bool operator==(const RunRequest&) const = default;
};

} // namespace quantlens::runners

Q_DECLARE_METATYPE(quantlens::runners::RunRequest)
