// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeserver.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <memory>
#include <optional>

namespace quantlens::test {

/// An engine fault that the proxy plants into the answers of a good server.
enum class Plant {
    ChangeToken,  ///< the token in the middle becomes its runner-up (the first of its list from now on)
    Degrade,      ///< as ChangeToken, at a quarter, half and three quarters of the answer; use with `from`
    CutAnswer,    ///< the second half is missing, and the answer still says it is complete
    OtherPrompt,  ///< answers the prompt of another request in flight (of the last one before, when there is none)
    StaleSame,    ///< the previous answer to the same prompt, byte for byte
    StaleOther,   ///< the previous answer to another prompt, byte for byte
    LoseLogprobs, ///< logprobs are missing
    SwapChunks,   ///< streams: the two middle parts change places; whole answers stay
    Invisible,    ///< a U+200B in the middle of the text and of its token
    OtherQuant,   ///< the second server answers
    ServerError,  ///< 500 instead of an answer
    Delay,        ///< forwarded `delayMs` later
};

/// Which answers get a fault. Requests that generate (POST to a path ending in completion or completions) are counted
/// from 1 in the order they arrive; other requests are never touched. All given conditions must hold.
struct PlantedFault
{
    Plant plant = Plant::ChangeToken;
    QList<int> at = {};       ///< these numbers
    int every = 0;            ///< each n-th
    int from = 0;             ///< this one and all after it
    int inFlight = 0;         ///< when at least this many generate at the same moment, itself included
    QByteArray contains = {}; ///< when the request's body contains this (a prompt's words)
    QByteArray lacks = {};    ///< when it does not contain this (a field of forced or fingerprint requests)
    int delayMs = 0;
};

/// What was really done to an answer: a fault that finds nothing to change (no logprobs to lose, a single part to
/// reorder, no answer before) leaves it as it is and is not listed.
struct PlantedRecord
{
    Plant plant = Plant::ChangeToken;
    int number = 0; ///< of the generating request
    Received request;
};

/// Stands before a real server. Bytes pass as they are in both directions, one connection to the server for each of the
/// client's, so concurrency and cancellation pass through too; only an answer with a planted fault is held until it is
/// whole and written anew. Give handler() to FakeServer::setHandler; the proxy must outlive that server.
class FaultProxy
{
public:
    /// `other`: the server behind OtherQuant.
    explicit FaultProxy(const QUrl& upstream, QList<PlantedFault> plan = {}, const QUrl& other = {});
    ~FaultProxy();
    Q_DISABLE_COPY_MOVE(FaultProxy)

    [[nodiscard]] Handler handler() const;
    /// Replaces the plan; numbers start at 1 again, answers before are forgotten. Any thread.
    void setPlan(QList<PlantedFault> plan);
    /// What was done so far, in the order of the answers. Any thread.
    [[nodiscard]] QList<PlantedRecord> planted() const;

    struct State;

private:
    std::shared_ptr<State> m_state;
};

/// The plant with this name ("change-token", "other-quant", …).
[[nodiscard]] std::optional<Plant> plantByName(const QString& name);

} // namespace quantlens::test
