// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"
#include "core/scoring/answers.h"
#include "core/scoring/statistics.h"

#include <QList>
#include <QMap>
#include <QString>

namespace quantlens::scoring {

/// The answers of n samples of one prompt on one side, at a temperature above 0. Single samples are never compared as
/// texts there: only what they answer counts.
struct SampledAnswers
{
    qint64 samples = 0; ///< successful requests
    qint64 failed = 0;
    qint64 undetermined = 0; ///< no answer found; not right
    qint64 right = 0;        ///< against the reference, when there is one
    bool hasReference = false;
    QMap<QString, qint64> answers; ///< canonical answer → how often; answers of equal value are one
};

[[nodiscard]] SampledAnswers sampleAnswers(const ResolvedStrategy& how, const QList<domain::Generation>& samples);

/// Share of right answers over prompts; prompts without a success or a reference are left out. Prompts are resampled
/// whole (BCa). `interval` is none below 20 prompts.
[[nodiscard]] MeanEstimate shareRight(const QList<SampledAnswers>& prompts);

/// Half the sum of |difference| between two prompts' answer distributions, 0…1; undetermined is an answer of its own.
/// 0 when a side has no sample.
[[nodiscard]] double answerDistance(const SampledAnswers& a, const SampledAnswers& b);

} // namespace quantlens::scoring
