// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/scoring/findings.h"

#include <QHash>
#include <QMultiHash>

#include <optional>

namespace quantlens::scoring {

/// Whether any token of an answer came with log-probabilities.
[[nodiscard]] bool hasLogprobs(const domain::Generation& answer);

/// Under which conditions an answer was given.
enum class Circumstance {
    AtRest, ///< one at a time, no prompt cache
    Cache,
    Load,
};

/// How one answer departs from another to the same request.
struct AnswerFault
{
    FindingKind kind = FindingKind::NotRepeatable;
    QString detail;     ///< "got the answer to p7", "ends after 12 of 24 tokens"; may be empty
    bool usual = false; ///< it is the usual answer that has the fault: it came only once, too
};

/// The usual answers of one side: to each prompt the text that came most often at rest.
class UsualAnswers
{
public:
    /// `candidates`: successful answers at rest to one prompt, in the order they were given.
    void add(const QString& promptId, const QList<const domain::Generation*>& candidates);

    [[nodiscard]] const domain::Generation* of(const QString& promptId) const { return m_usual.value(promptId).answer; }
    /// Whether several answers at rest stand behind it.
    [[nodiscard]] bool isBacked(const QString& promptId) const { return m_usual.value(promptId).count > 1; }
    /// Another prompt whose usual answer is exactly this; empty: none, or the text is too short to tell.
    [[nodiscard]] QString ownerOf(const domain::Generation& answer) const;

private:
    struct Usual
    {
        const domain::Generation* answer = nullptr;
        qint64 count = 0;
    };
    QHash<QString, Usual> m_usual;
    QMultiHash<QString, QString> m_owners; ///< prompts by text
};

/// What an answer is judged under: how it was asked, and what batching or the cache moves there.
struct Conditions
{
    Circumstance circumstance = Circumstance::AtRest;
    domain::Unit unit = domain::Unit::Words;
    double shift = 0; ///< batchShift() of the answers given so (batchvariance.h), nats
};

/// Nothing when the answer is the usual one, or no answer is known to be.
[[nodiscard]] std::optional<AnswerFault> faultOf(const domain::Generation& answer, const UsualAnswers& usual,
                                                 const Conditions& conditions);

} // namespace quantlens::scoring
