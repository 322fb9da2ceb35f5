// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace quantlens::domain {

enum class Verdict {
    Pass,
    Fail,
    Undecidable,   ///< above the threshold, but the data cannot tell it from the threshold
    NotComparable, ///< more failed requests than allowed, or no common prompts
};

/// "pass", "fail", "undecidable", "not comparable".
[[nodiscard]] QString name(Verdict verdict);
[[nodiscard]] std::optional<Verdict> verdictFromName(const QString& text);

enum class Judging {
    Normal,
    Strict, ///< the point value decides
    Prove,  ///< pass only when the whole interval is at or below the threshold
};

/// "normal", "strict", "prove".
[[nodiscard]] QString name(Judging judging);
[[nodiscard]] std::optional<Judging> judgingFromName(const QString& text);

/// What a run is judged by; each only where it is given. Rates are fractions of 1.
struct Thresholds
{
    std::optional<double> maxFlipRate;
    std::optional<double> maxChangedRate;
    std::optional<double> minSimilarity;
    std::optional<double> maxSevere; ///< a rate
    std::optional<double> maxKld;    ///< geometric mean of KLD(A‖B), nats
    std::optional<double> minDeterminism;
    std::optional<double> minConsistency;
    qint64 maxErrors = 0; ///< a count of failed requests
    Judging judging = Judging::Normal;
    std::optional<Verdict> undecidable; ///< Pass or Fail: what an undecidable verdict is mapped to

    bool operator==(const Thresholds&) const = default;
};

/// One threshold, what was measured against it, and how it went.
struct Judgement
{
    QString rule;  ///< as the option: "max-flip-rate"
    QString about; ///< the side's label in runs with more than one comparison, else empty
    double threshold = 0;
    double value = 0;
    std::optional<double> low; ///< 95 % interval
    std::optional<double> high;
    qint64 n = 0;
    Verdict verdict = Verdict::Pass;
    QString sentence; ///< for a person
};

/// The worst of all judgements. A run without thresholds has none.
struct RunVerdict
{
    Verdict verdict = Verdict::Pass;
    QList<Judgement> judgements;
};

[[nodiscard]] QJsonObject toJson(const Thresholds& thresholds);
[[nodiscard]] Thresholds thresholdsFromJson(const QJsonObject& object);
[[nodiscard]] QJsonObject toJson(const RunVerdict& verdict);
[[nodiscard]] RunVerdict verdictFromJson(const QJsonObject& object);

} // namespace quantlens::domain
