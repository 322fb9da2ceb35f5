// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace quantlens::scoring {

namespace {

constexpr double normal975 = 1.959963984540054;
constexpr quint64 bootstrapSeed = 0x5175616E746C656EULL;
constexpr qint64 fewestPairs = 20;
constexpr qint64 fewestDiffering = 10;
constexpr qint64 fewestForArithmeticKld = 100;

double normalCdf(double z)
{
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

/// Inverse of the normal distribution function (Acklam's approximation, one Halley step: about 1e-15).
double normalQuantile(double p)
{
    constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                            1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
    constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                            6.680131188771972e+01, -1.328068155288572e+01};
    constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                            -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
    constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
    p = std::clamp(p, 1e-300, 1 - 1e-16);
    double x = 0;
    if (p < 0.02425 || p > 1 - 0.02425) {
        const double q = std::sqrt(-2 * std::log(std::min(p, 1 - p)));
        x = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
            ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
        if (p > 0.5)
            x = -x;
    } else {
        const double q = p - 0.5;
        const double r = q * q;
        x = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
            (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
    }
    const double e = normalCdf(x) - p;
    const double u = e * std::sqrt(2 * M_PI) * std::exp(x * x / 2);
    return x - u / (1 + x * u / 2);
}

/// The pooled mean and its standard error, the ratio of two sums linearised.
struct Pooled
{
    double mean = 0;
    double error = 0;
};

struct Sums
{
    double sum = 0, n = 0, ss = 0, sn = 0, nn = 0;

    void add(const Cluster& cluster)
    {
        sum += cluster.sum;
        n += cluster.n;
        ss += cluster.sum * cluster.sum;
        sn += cluster.sum * cluster.n;
        nn += cluster.n * cluster.n;
    }

    Pooled pooled(std::size_t clusters) const
    {
        const double mean = sum / n;
        const double squares = std::max(0.0, ss - 2 * mean * sn + mean * mean * nn); // Σ (sumᵢ − mean·nᵢ)²
        const double count = double(clusters);
        return {mean, std::sqrt(squares * count / (count - 1)) / n};
    }
};

Pooled pooledOf(const std::vector<Cluster>& clusters)
{
    Sums sums;
    for (const Cluster& cluster : clusters)
        sums.add(cluster);
    return sums.pooled(clusters.size());
}

/// Calls `take` with the pooled mean of each resample. Everything about the draw is fixed: results repeat anywhere.
template<class Take>
void resample(const std::vector<Cluster>& clusters, int resamples, Take take)
{
    std::mt19937_64 random(bootstrapSeed);
    const quint64 n = clusters.size();
    for (int i = 0; i < resamples; ++i) {
        Sums sums;
        for (quint64 k = 0; k < n; k += 2) {
            const quint64 bits = random();
            sums.add(clusters[std::size_t(((bits >> 32) * n) >> 32)]);
            if (k + 1 < n)
                sums.add(clusters[std::size_t(((bits & 0xFFFFFFFFU) * n) >> 32)]);
        }
        take(sums.pooled(clusters.size()));
    }
}

double at(const std::vector<double>& sorted, double f)
{
    const double place = std::clamp(f, 0.0, 1.0) * double(sorted.size() - 1);
    const std::size_t below = std::size_t(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - double(below));
}

/// The studentised deviations of the resamples, sorted.
std::vector<double> studentised(const std::vector<Cluster>& clusters, const Pooled& observed, int resamples)
{
    std::vector<double> t;
    t.reserve(std::size_t(resamples));
    resample(clusters, resamples, [&](const Pooled& pooled) {
        if (pooled.error > 0)
            t.push_back((pooled.mean - observed.mean) / pooled.error);
    });
    std::ranges::sort(t);
    return t;
}

} // namespace

domain::Rate wilson(qint64 count, qint64 n)
{
    domain::Rate rate{count, n, 0, 1};
    if (n <= 0)
        return rate;
    constexpr double z = normal975;
    const double share = double(count) / double(n);
    const double size = double(n);
    const double centre = share + z * z / (2 * size);
    const double spread = z * std::sqrt(share * (1 - share) / size + z * z / (4 * size * size));
    const double scale = 1 + z * z / size;
    // At the ends the bound is exactly 0 or 1; rounding must not leave 1e-17 there.
    rate.low = count == 0 ? 0.0 : std::clamp((centre - spread) / scale, 0.0, share);
    rate.high = count == n ? 1.0 : std::clamp((centre + spread) / scale, share, 1.0);
    return rate;
}

double atMostWithoutEvent(qint64 n)
{
    return n > 0 ? std::min(1.0, 3.0 / double(n)) : 1.0;
}

double mcnemar(qint64 onlyFirst, qint64 onlySecond)
{
    const qint64 n = onlyFirst + onlySecond;
    if (n <= 0)
        return 1.0;
    const qint64 fewer = std::min(onlyFirst, onlySecond);
    double tail = 0;
    for (qint64 k = 0; k <= fewer; ++k)
        tail += std::exp(std::lgamma(double(n + 1)) - std::lgamma(double(k + 1)) - std::lgamma(double(n - k + 1)) -
                         double(n) * std::log(2.0));
    return std::min(1.0, 2 * tail);
}

QString chanceText(double p)
{
    return p < 0.001 ? QStringLiteral("p < 0.001") : QStringLiteral("p = %1").arg(p, 0, 'f', p < 0.1 ? 3 : 2);
}

std::vector<double> holm(const std::vector<double>& p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, {}, [&p](std::size_t i) { return p[i]; });
    std::vector<double> adjusted(p.size());
    double highest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        highest = std::max(highest, std::min(1.0, p[order[rank]] * double(p.size() - rank)));
        adjusted[order[rank]] = highest;
    }
    return adjusted;
}

std::vector<Cluster> singletons(const std::vector<double>& values)
{
    std::vector<Cluster> clusters;
    clusters.reserve(values.size());
    for (const double value : values)
        clusters.push_back({value, 1});
    return clusters;
}

std::optional<Interval> bootstrapT(const std::vector<Cluster>& clusters, int resamples)
{
    if (clusters.size() < 2 || resamples < 1)
        return std::nullopt;
    const Pooled observed = pooledOf(clusters);
    const std::vector<double> t = studentised(clusters, observed, resamples);
    if (t.empty())
        return Interval{observed.mean, observed.mean};
    return Interval{observed.mean - at(t, 0.975) * observed.error, observed.mean - at(t, 0.025) * observed.error};
}

std::optional<Interval> bootstrapBca(const std::vector<Cluster>& clusters, int resamples)
{
    if (clusters.size() < 2 || resamples < 1)
        return std::nullopt;
    const Pooled observed = pooledOf(clusters);
    std::vector<double> means;
    means.reserve(std::size_t(resamples));
    double below = 0;
    resample(clusters, resamples, [&](const Pooled& pooled) {
        means.push_back(pooled.mean);
        below += pooled.mean < observed.mean ? 1.0 : pooled.mean == observed.mean ? 0.5 : 0.0;
    });
    std::ranges::sort(means);
    if (means.front() == means.back())
        return Interval{observed.mean, observed.mean};
    Sums all;
    for (const Cluster& cluster : clusters)
        all.add(cluster);
    std::vector<double> left; // the mean without each cluster
    double centre = 0;
    for (const Cluster& cluster : clusters) {
        left.push_back((all.sum - cluster.sum) / (all.n - cluster.n));
        centre += left.back() / double(clusters.size());
    }
    double squares = 0;
    double cubes = 0;
    for (const double mean : left) {
        squares += std::pow(centre - mean, 2);
        cubes += std::pow(centre - mean, 3);
    }
    const double acceleration = squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0.0;
    const double edge = 1.0 / resamples;
    const double bias = normalQuantile(std::clamp(below / resamples, edge, 1 - edge));
    const auto place = [&](double z) { return normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z))); };
    return Interval{at(means, place(-normal975)), at(means, place(normal975))};
}

double bootstrapPValue(const std::vector<Cluster>& clusters)
{
    if (clusters.size() < 2)
        return 1.0;
    const Pooled observed = pooledOf(clusters);
    if (!(observed.error > 0))
        return observed.mean == 0 ? 1.0 : 1.0 / (bootstrapResamples + 1);
    const std::vector<double> t = studentised(clusters, observed, bootstrapResamples);
    const double own = std::abs(observed.mean / observed.error);
    const auto beyond = std::ranges::count_if(t, [own](double value) { return std::abs(value) >= own; });
    return double(beyond + 1) / double(t.size() + 1);
}

MeanEstimate estimateMean(const std::vector<Cluster>& clusters, qint64 differing, MeanKind kind)
{
    MeanEstimate estimate;
    estimate.prompts = qint64(clusters.size());
    if (clusters.empty()) {
        estimate.silence = Silence::FewPairs;
        return estimate;
    }
    double sum = 0;
    double n = 0;
    for (const Cluster& cluster : clusters) {
        sum += cluster.sum;
        n += cluster.n;
    }
    estimate.mean = n > 0 ? sum / n : 0.0;
    if (estimate.prompts < fewestPairs)
        estimate.silence = Silence::FewPairs;
    else if (differing < fewestDiffering)
        estimate.silence = Silence::FewDiffer;
    else if (kind == MeanKind::ArithmeticKld && estimate.prompts < fewestForArithmeticKld)
        estimate.silence = Silence::FewForArithmetic;
    else
        estimate.interval = kind == MeanKind::LogKld ? bootstrapT(clusters) : bootstrapBca(clusters);
    return estimate;
}

} // namespace quantlens::scoring
