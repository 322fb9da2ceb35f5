// SPDX-License-Identifier: GPL-3.0-or-later
// Stress levels, and runs in a row.
#include "core/base/text.h"
#include "core/figures/runfigures.h"
#include "core/figures/scale.h"
#include "core/scoring/runindex.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

namespace {

struct StressText
{
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

/// A line over the levels.
struct LevelLine
{
    Measure measure;
    double (*value)(const scoring::StressLevel&);
    qint64 (*n)(const scoring::StressLevel&);
};

QString stressMissing(const scoring::RunScores& scores)
{
    if (!scores.stress)
        return StressText::tr("No stress run is shown: choose one, or start one in Run");
    if (scores.stress->levels.isEmpty())
        return StressText::tr("No level has been asked yet");
    const bool answered = std::ranges::any_of(scores.stress->levels, [](const scoring::StressLevel& level) {
        qint64 failed = 0;
        for (const qint64 count : level.errors)
            failed += count;
        return failed < level.requests;
    });
    return answered ? QString() : StressText::tr("Every request failed: there is nothing to measure");
}

Figure levelFigure(const QString& id, const QString& title, const scoring::RunScores& scores)
{
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.kind = Kind::Plot;
    QStringList names;
    for (const scoring::StressLevel& level : scores.stress->levels) {
        names << QString::number(level.asked);
        figure.items.append({names.constLast(), QStringLiteral("level:%1").arg(level.asked), 0, false});
        if (names.size() == mostItems)
            break;
    }
    if (scores.stress->levels.size() > mostItems)
        figure.notes << StressText::tr("%1 more levels are not drawn").arg(scores.stress->levels.size() - mostItems);
    figure.x = namedAxis(StressText::tr("requests at once (level)"), names);
    return figure;
}

void addLines(Figure& figure, const scoring::RunScores& scores, std::initializer_list<LevelLine> lines)
{
    double top = 0;
    for (const LevelLine& line : lines) {
        const int measure = int(figure.measures.size());
        figure.measures.append(line.measure);
        for (int i = 0; i < figure.items.size(); ++i) {
            const scoring::StressLevel& level = scores.stress->levels.at(i);
            Value value{.item = i, .measure = measure, .x = double(i), .n = line.n(level)};
            if (value.n > 0) {
                value.value = line.value(level);
                top = std::max(top, value.value);
            }
            if (level.queued) {
                value.faint = true;
                value.note = StressText::tr("queued, not more load");
            }
            figure.values.append(value);
        }
    }
    figure.y = linearAxis(figure.y.title, 0, top, figure.format);
}

qint64 answeredRequests(const scoring::StressLevel& level)
{
    return level.latency.n;
}

/// The prompts of a level with another text than at rest.
QStringList differingPrompts(const scoring::RunIndex& index, const QSet<QString>& leftOut, int level)
{
    QStringList ids;
    QSet<QString> seen;
    for (const domain::Generation* generation : index.all(0, domain::Pass::Answer)) {
        if (generation->level != level || generation->failed() || seen.contains(generation->promptId) ||
            leftOut.contains(generation->promptId))
            continue;
        const domain::Generation* rest = index.one(0, domain::Pass::Reference, generation->promptId);
        if (rest && !rest->failed() && (rest->text != generation->text || rest->reasoning != generation->reasoning)) {
            seen.insert(generation->promptId);
            ids.append(generation->promptId);
        }
    }
    return ids;
}

} // namespace

Figure consistencyFigure(const domain::RunData& data, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("stress.consistency");
    const QString title = StressText::tr("Same output as at rest");
    if (const QString why = stressMissing(scores); !why.isEmpty())
        return missingFigure(id, title, why);
    const scoring::StressScore& stress = *scores.stress;
    Figure figure = levelFigure(id, title, scores);
    figure.subtitle = StressText::tr("Wilson 95 %; hatched: at rest, twice");
    figure.format = Format::Percent;
    figure.measures = {{StressText::tr("equal outputs"), Role::Accent, Marker::Circle, Dash::Solid, true}};
    const scoring::RunIndex index(data);
    const QSet<QString> leftOut(stress.notRepeatable.cbegin(), stress.notRepeatable.cend());
    // The reference that `breaks` goes by: prompts that repeat at rest are all equal there, as sure as their number.
    const domain::Rate rest = scoring::wilson(stress.atRest.count, stress.atRest.count);
    double bottom = rest.n > 0 ? rest.low : 1;
    for (int i = 0; i < figure.items.size(); ++i) {
        const scoring::StressLevel& level = stress.levels.at(i);
        Value value{.item = i, .x = double(i), .n = level.equal.n};
        if (level.equal.n > 0) {
            value.value = level.equal.value();
            value.low = level.equal.low;
            value.high = level.equal.high;
            bottom = std::min(bottom, level.equal.low);
        }
        if (level.queued) {
            value.faint = true;
            value.note = StressText::tr("queued, not more load");
        }
        value.hit = {0, differingPrompts(index, leftOut, level.asked),
                     StressText::tr("another text at %1 requests at once").arg(level.asked)};
        figure.values.append(value);
        if (level.asked == stress.firstDifference)
            figure.rules.append(
                {true, double(i), Role::Dim, Dash::Dotted, StressText::tr("first difference: %1").arg(level.asked)});
        if (level.asked == stress.breaksAt)
            figure.rules.append(
                {true, double(i), Role::Error, Dash::Dashed, StressText::tr("breaks: %1").arg(level.asked)});
    }
    figure.y = linearAxis({}, std::max(0.0, bottom - 0.01), 1, Format::Percent);
    if (rest.n > 0)
        figure.bands.append({false, rest.low, 1, {}});
    if (!stress.notRepeatable.isEmpty())
        figure.notes << StressText::tr("left out, not repeatable at rest: %1").arg(stress.notRepeatable.size());
    return figure;
}

Figure latencyFigure(const domain::RunData& /*data*/, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("stress.latency");
    const QString title = StressText::tr("Latency");
    if (const QString why = stressMissing(scores); !why.isEmpty())
        return missingFigure(id, title, why);
    Figure figure = levelFigure(id, title, scores);
    figure.subtitle = StressText::tr("whole request");
    figure.format = Format::Seconds;
    figure.y.title = StressText::tr("seconds");
    using Level = scoring::StressLevel;
    addLines(figure, scores,
             {{{QStringLiteral("p50"), Role::Series, Marker::Plus, Dash::Solid, true},
               [](const Level& level) { return level.latency.p50 / 1000; },
               answeredRequests},
              {{QStringLiteral("p90"), shifted(Role::Series, 2), Marker::Square, Dash::Solid, true},
               [](const Level& level) { return level.latency.p90 / 1000; },
               answeredRequests},
              {{QStringLiteral("p95"), shifted(Role::Series, 6), Marker::Hexagon, Dash::Dashed, true},
               [](const Level& level) { return level.latency.p95 / 1000; },
               answeredRequests},
              {{QStringLiteral("p99"), shifted(Role::Series, 7), Marker::Star, Dash::Dotted, true},
               [](const Level& level) { return level.latency.p99 / 1000; },
               answeredRequests}});
    return figure;
}

Figure throughputFigure(const domain::RunData& /*data*/, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("stress.throughput");
    const QString title = StressText::tr("Throughput");
    if (const QString why = stressMissing(scores); !why.isEmpty())
        return missingFigure(id, title, why);
    Figure figure = levelFigure(id, title, scores);
    figure.subtitle = StressText::tr("generated tokens/s");
    figure.format = Format::Number;
    figure.y.title = StressText::tr("tokens/s");
    using Level = scoring::StressLevel;
    addLines(figure, scores,
             {{{StressText::tr("in total"), Role::Accent, Marker::Circle, Dash::Solid, true},
               [](const Level& level) { return level.tokensPerSecondTotal; },
               answeredRequests},
              {{StressText::tr("per stream"), shifted(Role::Series, 6), Marker::Hexagon, Dash::Dashed, true},
               [](const Level& level) { return level.tokensPerSecondStream; },
               answeredRequests}});
    return figure;
}

Figure concurrencyFigure(const domain::RunData& /*data*/, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("stress.concurrency");
    const QString title = StressText::tr("In flight and decoding");
    if (const QString why = stressMissing(scores); !why.isEmpty())
        return missingFigure(id, title, why);
    Figure figure = levelFigure(id, title, scores);
    figure.subtitle = StressText::tr("reached, by time; hollow: queued");
    figure.format = Format::Number;
    figure.y.title = StressText::tr("requests");
    using Level = scoring::StressLevel;
    const auto requests = [](const Level& level) { return level.requests; };
    const auto decoded = [](const Level& level) { return level.decoding.maximum > 0 ? level.latency.n : 0; };
    addLines(figure, scores,
             {{{StressText::tr("asked"), Role::Dim, Marker::Plus, Dash::Dotted, true},
               [](const Level& level) { return double(level.asked); },
               requests},
              {{StressText::tr("in flight"), Role::Accent, Marker::Circle, Dash::Solid, true},
               [](const Level& level) { return level.inFlight.mean; },
               requests},
              {{StressText::tr("decoding"), shifted(Role::Series, 6), Marker::Hexagon, Dash::Dashed, true},
               [](const Level& level) { return level.decoding.mean; },
               decoded}});
    return figure;
}

QList<Figure> stressFigures(const domain::RunData& data, const scoring::RunScores& scores)
{
    return {consistencyFigure(data, scores), latencyFigure(data, scores), throughputFigure(data, scores),
            concurrencyFigure(data, scores)};
}

Figure trendFigure(const QString& title, const QList<TrendPoint>& points, Format format)
{
    const QString id = QStringLiteral("trend");
    if (points.size() < 2)
        return missingFigure(id, title, StressText::tr("A trend needs two runs of the series"));
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.kind = Kind::Plot;
    figure.format = format;
    figure.subtitle = StressText::tr("95 % intervals, %1 runs").arg(points.size());
    figure.measures = {{title, Role::Accent, Marker::Circle, Dash::Solid, true}};
    const qsizetype first = std::max<qsizetype>(0, points.size() - mostItems);
    if (first > 0)
        figure.notes << StressText::tr("%1 older runs are not drawn").arg(first);
    QStringList names;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (qsizetype i = first; i < points.size(); ++i) {
        const TrendPoint& point = points.at(i);
        names << base::singleLine(point.label, 24);
        const int item = int(figure.items.size());
        figure.items.append({names.constLast(), QStringLiteral("run:") + point.runId, 0, false});
        Value value{
            .item = item, .x = double(item), .value = point.value, .low = point.low, .high = point.high, .n = point.n};
        figure.values.append(value);
        if (!std::isfinite(point.value))
            continue;
        low = std::min({low, point.value, point.low.value_or(point.value)});
        high = std::max({high, point.value, point.high.value_or(point.value)});
    }
    if (!(high >= low))
        return missingFigure(id, title, StressText::tr("No run of the series has this number"));
    figure.x = namedAxis({}, names);
    figure.y = linearAxis({}, low >= 0 && low < high * 0.7 ? 0 : low, high, format);
    return figure;
}

} // namespace quantlens::figures
