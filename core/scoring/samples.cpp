// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/samples.h"

#include <cmath>
#include <set>

namespace quantlens::scoring {

SampledAnswers sampleAnswers(const ResolvedStrategy& how, const QList<domain::Generation>& samples)
{
    SampledAnswers result;
    result.hasReference = how.reference.has_value();
    for (const domain::Generation& sample : samples) {
        if (sample.failed()) {
            ++result.failed;
            continue;
        }
        ++result.samples;
        const domain::Answer answer = answerOf(how, sample.text);
        result.right += answer.right.value_or(false);
        if (!answer.found) {
            ++result.undetermined;
            continue;
        }
        QString key = answer.value;
        for (auto known = result.answers.cbegin(); known != result.answers.cend(); ++known) {
            if (sameAnswer(how.strategy, known.key(), key, 0)) {
                key = known.key();
                break;
            }
        }
        ++result.answers[key];
    }
    return result;
}

MeanEstimate shareRight(const QList<SampledAnswers>& prompts)
{
    std::vector<Cluster> clusters;
    for (const SampledAnswers& prompt : prompts) {
        if (prompt.hasReference && prompt.samples > 0)
            clusters.push_back({double(prompt.right), double(prompt.samples)});
    }
    return estimateMean(clusters, qint64(clusters.size()), MeanKind::Other);
}

double answerDistance(const SampledAnswers& a, const SampledAnswers& b)
{
    if (!a.samples || !b.samples)
        return 0;
    std::set<QString> keys;
    for (const SampledAnswers* side : {&a, &b}) {
        for (auto answer = side->answers.cbegin(); answer != side->answers.cend(); ++answer)
            keys.insert(answer.key());
    }
    const auto share = [](const SampledAnswers& side, qint64 count) { return double(count) / double(side.samples); };
    double sum = std::abs(share(a, a.undetermined) - share(b, b.undetermined));
    for (const QString& key : keys)
        sum += std::abs(share(a, a.answers.value(key)) - share(b, b.answers.value(key)));
    return sum / 2;
}

} // namespace quantlens::scoring
