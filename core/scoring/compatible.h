// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <vector>

// infer-check 0.2.6's numbers, kept beside ours and never used for a verdict. Where infer-check is wrong these are
// wrong in the same way; docs/scoring.md says where.

namespace quantlens::scoring::compatible {

/// Python's difflib.SequenceMatcher(None, a, b).ratio() over code points. With the popularity rule (its default),
/// elements that make up more than 1 % of a `b` of at least 200 code points do not start a match.
[[nodiscard]] double ratio(const QString& a, const QString& b, bool popularityRule = true);

/// "identical" (1.0), "minor" (≥ 0.8), "moderate" (≥ 0.5), "severe".
[[nodiscard]] QString severity(double similarity);

/// Why a pair is a failure, none when it is not: similarity below the threshold.
[[nodiscard]] std::optional<QString> failureReason(double similarity, double threshold = 0.5);

/// The first position with different tokens, else the shorter length, else none.
[[nodiscard]] std::optional<qsizetype> tokenDivergence(const QStringList& a, const QStringList& b);

/// Where no logprobs came: the words between blank space, as Python's str.split().
[[nodiscard]] QStringList splitWords(const QString& text);

/// `text` without thinking tags, as infer-check cleans its prompts.
[[nodiscard]] QString stripThinking(const QString& text);

/// An answer as infer-check extracts it.
struct Extraction
{
    QString strategy; ///< "numeric", "boolean", "code", "json", "raw"
    QString value;    ///< empty: none
    double confidence = 0;
};

[[nodiscard]] Extraction extract(const QString& category, const QString& text);

/// The flip of a pair of texts: whether the extracted answers do not match, by infer-check's rule.
struct Flip
{
    bool flipped = false;
    Extraction a;
    Extraction b;
    double confidence = 0; ///< the smaller of the two
};

[[nodiscard]] Flip flipOf(const QString& category, const QString& textA, const QString& textB);

/// An id in a top list: infer-check never matches a number with a text.
struct TokenId
{
    bool isText = true;
    QString text;

    auto operator<=>(const TokenId&) const = default;
};

/// One position's top list: values (logprobs or probabilities) and the id of each rank.
struct DistributionStep
{
    std::vector<double> values;
    std::map<int, TokenId> ids;
    bool isAligned = false; ///< values are by index over the whole vocabulary
};

/// Mean over the positions paired by index; none when none could be paired. May be NaN as infer-check's is.
[[nodiscard]] std::optional<double> klDivergence(const std::vector<DistributionStep>& baseline,
                                                 const std::vector<DistributionStep>& test);

/// infer-check's helper over the chosen tokens' logprobs, to the shorter end; 0 for none.
[[nodiscard]] double chosenTokenKl(const std::vector<double>& baseline, const std::vector<double>& test);

} // namespace quantlens::scoring::compatible
