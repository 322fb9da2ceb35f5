// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/backend.h"
#include "core/domain/endpoint.h"

#include <QDate>
#include <QHash>
#include <QMap>

namespace quantlens::backends {

/// Looks, before the first answer, how the prompts of a run reach the models: different rendering is the commonest
/// cause of "this quant is broken". One for a whole run; sides are looked at one after the other. docs/identity.md.
class PromptChecker
{
public:
    /// `baseline`: the side the others are compared with; it has to be looked at first.
    explicit PromptChecker(int baseline);

    /// Renders every request on a side. Where the server cannot render, nothing is found. `contextPerSlot`: tokens, 0:
    /// unknown. Errors: "prompt.too_long" naming the prompts whose tokens and budget do not fit, those of render.
    [[nodiscard]] QCoro::Task<base::Expected<void>> look(Backend* backend, int side, QString label, int contextPerSlot,
                                                         QList<domain::GenerationRequest> requests,
                                                         net::Cancel* cancel);

    /// The number of prompt tokens a server without rendering reports with an answer. Counts of servers with the same
    /// tokenizer must agree.
    void count(int side, const QString& promptId, int promptTokens, bool sameTokenizer);

    [[nodiscard]] const domain::PromptCheck& result() const { return m_result; }
    /// SHA-256 of a prompt's ids on a side; empty where it is not known.
    [[nodiscard]] QString hashOf(int side, const QString& promptId) const;

private:
    void compare(int side, const QString& promptId, const QList<int>& ids);
    void warn(const QString& sentence);

    int m_baseline;
    domain::PromptCheck m_result;
    QHash<QString, QList<int>> m_baselineIds;
    QHash<QString, int> m_baselineCounts;
    QMap<int, QHash<QString, QString>> m_hashes;
};

/// True when a rendered prompt holds the date, in one of the forms templates write it in.
[[nodiscard]] bool mentionsDate(const QString& rendered, const QDate& date);

} // namespace quantlens::backends
