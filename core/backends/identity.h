// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/endpoint.h"

#include <QString>
#include <QUrl>

namespace quantlens::backends {

/// What is known of one side once its server was asked.
struct SideIdentity
{
    QString spec;                         ///< as the person wrote it, for sentences
    QUrl address = {};                    ///< of a server that ran already; empty where Quantlens started the engine
    QString model = {};                   ///< the name the server reports
    QString instance = {};                ///< random per process, empty where the server has no such thing
    qsizetype listed = 0;                 ///< how many models the server lists; 0: unknown
    domain::Fingerprint fingerprint = {}; ///< empty: not taken, or no log-probabilities
};

/// How two sides of a run are related.
enum class Sameness {
    Different,   ///< nothing says that they are one model
    SelfCheck,   ///< the same model was asked for twice, on purpose
    SameProcess, ///< two different specs, but one process that holds one model
    SameModel,   ///< two names of one server for the same weights
};

struct SameModel
{
    Sameness sameness = Sameness::Different;
    QString reason = {}; ///< one sentence for the person; empty when they are different
};

/// The origin of an address with its path prefix, so that "http://localhost:8080/v1" and "http://127.0.0.1:8080" are
/// equal. Empty for an empty address.
[[nodiscard]] QString originOf(const QUrl& address);

/// Tells whether two sides are one loaded model. `askedTwice`: their resolved models are the same with the same
/// arguments. On a server that lists several models different names are different models unless their fingerprints are
/// equal; where one name stands at one address, fingerprints that differ as other weights do mean different models.
[[nodiscard]] SameModel sameModel(const SideIdentity& a, const SideIdentity& b, bool askedTwice);

} // namespace quantlens::backends
