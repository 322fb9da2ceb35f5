// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/runfigures.h"
#include "core/figures/scale.h"
#include "core/figures/svg.h"
#include "tests/support/syntheticrun.h"

#include <QTest>
#include <QXmlStreamReader>

#include <cmath>

using namespace quantlens;
using namespace quantlens::figures;
using domain::Pass;
using domain::RunKind;
using quantlens::testing::SyntheticRun;

namespace {

/// `sides` quants (the first is the baseline) that change more and more of the answers of `categories` × `each`
/// prompts.
SyntheticRun sweep(int sides, int categories, int each, bool forced = true)
{
    SyntheticRun run(RunKind::Sweep, {});
    domain::RunData& data = run.data();
    for (int side = 0; side < sides; ++side) {
        domain::RunSide made;
        made.model.label = QStringLiteral("quant-%1").arg(side);
        made.model.bitsPerWeight = 16.0 - 0.33 * side;
        made.fileSize = qint64(1e9 * (16.0 - 0.33 * side));
        data.run.sides.append(made);
    }
    for (int category = 0; category < categories; ++category) {
        for (int i = 0; i < each; ++i) {
            const QByteArray name = "category-" + QByteArray::number(category);
            const QString id = run.addPrompt(name.constData(), "7");
            data.run.prompts.last().answer->strategy = QStringLiteral("number");
            run.answer(0, id, "the sum of both numbers is 7", 0);
            run.answer(0, id, "the sum of both numbers is 7", 0.0001, Pass::RepeatCheck);
            for (int side = 1; side < sides; ++side) {
                const bool wrong = (i * 7 + category * 3) % sides < side / 2;
                run.answer(side, id, wrong ? "well I think that the answer is 8" : "the sum of both numbers is 7",
                           0.01 * side);
                if (forced)
                    run.answer(side, id, "the sum of both numbers is 7", 0.01 * side * (1 + 0.1 * (i % 5)),
                               Pass::Forced);
            }
        }
    }
    return run;
}

void checkSvg(const Figure& figure, QSizeF size = {454, 228})
{
    for (const Palette* palette : {&lightPalette(), &darkPalette(), static_cast<const Palette*>(nullptr)}) {
        const QByteArray svg = toSvg(figure, {.size = size, .palette = palette});
        QVERIFY2(svg.size() < mostSvgBytes, qPrintable(figure.id + QStringLiteral(" %1").arg(svg.size())));
        QXmlStreamReader reader(svg);
        QString first;
        while (!reader.atEnd()) {
            if (reader.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (first.isEmpty())
                first = reader.name().toString();
            QVERIFY(reader.name() != QLatin1String("script"));
            for (const QXmlStreamAttribute& attribute : reader.attributes()) {
                QVERIFY2(!attribute.value().contains(QLatin1String("http")), qPrintable(attribute.value().toString()));
                QVERIFY(!attribute.name().startsWith(QLatin1String("on")));
                QVERIFY(attribute.name() != QLatin1String("href"));
                QVERIFY(attribute.name() != QLatin1String("style"));
                QVERIFY2(!attribute.value().contains(QLatin1String("nan")), qPrintable(figure.id));
            }
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(first, QStringLiteral("svg"));
    }
}

const Value* valueOf(const Figure& figure, const QString& key, int measure, int row = 0)
{
    for (const Value& value : figure.values) {
        if (figure.items.at(value.item).key == key && !figure.items.at(value.item).baseline &&
            value.measure == measure && value.row == row)
            return &value;
    }
    return nullptr;
}

} // namespace

class FiguresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sweepNumbersAreTheScores()
    {
        const SyntheticRun run = sweep(8, 4, 10);
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QVERIFY(scores.sweep);
        for (const scoring::PairScores& pair : scores.pairs) {
            const QString key = QStringLiteral("side:%1").arg(pair.side);
            const Figure severity = severityFigure(run.data(), scores);
            const qint64 counts[] = {pair.summary.identical, pair.summary.minor, pair.summary.moderate,
                                     pair.summary.severe};
            for (int i = 0; i < 4; ++i) {
                const Value* value = valueOf(severity, key, i);
                QVERIFY(value);
                QCOMPARE(qint64(value->value), counts[i]);
                QCOMPARE(value->hit.prompts.size(), counts[i]);
                QCOMPARE(value->hit.side, pair.side);
            }
            const Figure rates = ratesFigure(run.data(), scores);
            const domain::Rate expected[] = {pair.summary.changed, pair.summary.flips};
            for (int i = 0; i < 2; ++i) {
                const Value* value = valueOf(rates, key, i);
                QVERIFY(value);
                QCOMPARE(value->value, expected[i].value());
                QCOMPARE(*value->low, expected[i].low);
                QCOMPARE(*value->high, expected[i].high);
                QCOMPARE(value->n, expected[i].n);
                QCOMPARE(value->hit.prompts.size(), expected[i].count);
            }
            const Figure kld = kldFigure(run.data(), scores);
            QCOMPARE(valueOf(kld, key, 0)->value, pair.kld.value());
            QCOMPARE(valueOf(kld, key, 1)->value, pair.kld.summary->forward.p99);
            QCOMPARE(valueOf(kld, key, 0)->x, *scores.sides.at(pair.side).bitsPerWeight);
            QCOMPARE(valueOf(kld, key, 0)->hit.prompts.size(), pair.kld.differing.count);
            const Figure pareto = paretoFigure(run.data(), scores);
            QCOMPARE(valueOf(pareto, key, 0)->value, *scores.sweep->losses.at(pair.side));
            const Figure heat = categoryFigure(run.data(), scores);
            int row = 0;
            for (const QString& category : heat.rows) {
                const domain::CategorySummary& known = pair.summary.categories.at(category);
                QVERIFY(std::abs(valueOf(heat, key, 0, row)->value - (1 - known.meanSimilarity)) < 1e-9);
                QCOMPARE(valueOf(heat, key, 0, row)->n, known.pairs);
                ++row;
            }
        }
    }

    void everySvgIsWellFormedAndSmall()
    {
        const SyntheticRun run = sweep(8, 8, 15);
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        for (const Figure& figure : sweepFigures(run.data(), scores)) {
            QVERIFY2(!figure.empty(), qPrintable(figure.id + figure.missing));
            checkSvg(figure);
            QVERIFY(dataRows(figure).size() == figure.values.size() + 1);
            QVERIFY(!describe(figure).isEmpty());
        }
    }

    void fortyQuantsAndTwentyFourCategories()
    {
        const SyntheticRun run = sweep(48, 30, 2, false);
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        for (const Figure& figure : sweepFigures(run.data(), scores)) {
            QVERIFY2(figure.items.size() <= mostItems, qPrintable(figure.id));
            QVERIFY2(std::ranges::any_of(figure.notes,
                                         [](const QString& note) { return note.contains(QLatin1String("not drawn")); }),
                     qPrintable(figure.id));
            checkSvg(figure);
            // Rows and cells keep the least size at which they can be read.
            const Scene scene = layOut(figure);
            QVERIFY(scene.size.height() >= minimumSize(figure).height());
            for (const Shape& shape : scene.shapes) {
                for (const QPointF& point : shape.points) {
                    QVERIFY2(point.x() > -20 && point.x() < scene.size.width() + 20, qPrintable(figure.id));
                    QVERIFY2(point.y() > -20 && point.y() < scene.size.height() + 20, qPrintable(figure.id));
                }
            }
        }
        const Figure heat = categoryFigure(run.data(), scores);
        QCOMPARE(heat.rows.size(), mostCategories);
        QCOMPARE(heat.items.size(), mostItems);
        qint64 prompts = 0;
        for (const Value& value : heat.values)
            prompts += value.item == 0 ? value.n : 0;
        QCOMPARE(prompts, qint64(60)); // nothing fell out when rows were joined
        QVERIFY(toSvg(heat, {.palette = &lightPalette()}).contains(" 0 "));
    }

    void labelsAreEscaped()
    {
        SyntheticRun run = sweep(2, 2, 3);
        const QString hostile = QStringLiteral("<script>&\"'\u202Eevil]]>\u0007\n");
        run.data().run.sides[1].model.label = hostile;
        for (domain::Prompt& prompt : run.data().run.prompts)
            prompt.category = hostile;
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        for (const Figure& figure : sweepFigures(run.data(), scores)) {
            checkSvg(figure);
            const QByteArray svg = toSvg(figure);
            QVERIFY(!svg.contains("<script"));
            QVERIFY(!svg.contains("\u202E"));
        }
    }

    void whatIsMissingIsSaid()
    {
        const domain::RunData nothing;
        for (const Figure& figure : sweepFigures(nothing, scoring::scoreRun(nothing)))
            QVERIFY2(figure.missing.contains(QLatin1String("Only one model")), qPrintable(figure.missing));
        const SyntheticRun one = sweep(1, 2, 3);
        for (const Figure& figure : sweepFigures(one.data(), scoring::scoreRun(one.data()))) {
            QVERIFY2(figure.missing.contains(QLatin1String("Only one model")), qPrintable(figure.missing));
            checkSvg(figure);
        }
        SyntheticRun failed(RunKind::Sweep, {"A", "B", "C"});
        for (int i = 0; i < 4; ++i) {
            const QString id = failed.addPrompt("arithmetic", "7");
            for (int side = 0; side < 3; ++side)
                failed.fail(side, id);
        }
        for (const Figure& figure : sweepFigures(failed.data(), scoring::scoreRun(failed.data())))
            QVERIFY2(figure.missing.contains(QLatin1String("12 requests failed")), qPrintable(figure.missing));
        for (const Figure& figure : stressFigures(nothing, scoring::scoreRun(nothing)))
            QVERIFY(figure.empty());
        SyntheticRun plain = sweep(3, 2, 12, false); // without log-probabilities there is no divergence
        for (domain::Generation& generation : plain.data().generations)
            generation.entries.clear();
        const scoring::RunScores scores = scoring::scoreRun(plain.data());
        QVERIFY(kldFigure(plain.data(), scores).missing.contains(QLatin1String("log-prob")));
        QVERIFY(!severityFigure(plain.data(), scores).empty());
    }

    void failuresStayInTheBars()
    {
        SyntheticRun run(RunKind::Sweep, {"A", "B"});
        for (int i = 0; i < 5; ++i) {
            const QString id = run.addPrompt("arithmetic", "7");
            run.answer(0, id, "it is 7", 0);
            if (i < 2)
                run.fail(1, id);
            else
                run.answer(1, id, "it is 7", 0);
        }
        const Figure figure = severityFigure(run.data(), scoring::scoreRun(run.data()));
        const Value* none = valueOf(figure, QStringLiteral("side:1"), 4);
        QVERIFY(none);
        QCOMPARE(none->value, 2.0);
        QCOMPARE(none->hit.prompts, (QStringList{QStringLiteral("p000"), QStringLiteral("p001")}));
    }

    /// Points at the bottom, where the label of a band that has no height begins.
    void bandLabelsCoverNoMark()
    {
        for (const int first : {0, 3, 6}) {
            Figure figure;
            figure.kind = Kind::Plot;
            figure.format = Format::Nats;
            figure.x = linearAxis(QStringLiteral("bits per weight"), 2, 16, Format::Bits);
            figure.y = logarithmicAxis({}, {1e-6, 1.0}, Format::Nats);
            figure.measures = {{QStringLiteral("mean"), Role::Dim, Marker::Circle, Dash::Solid, true, true}};
            for (int i = 0; i < 8; ++i) {
                figure.items.append({QStringLiteral("Q%1").arg(i), QStringLiteral("side:%1").arg(i), i + 1, false});
                figure.values.append(
                    {.item = i, .x = 2.2 + 1.9 * i, .value = i >= first && i < first + 4 ? 0.0 : 0.01 * i});
            }
            figure.bands = {{false, figure.y.minimum, figure.y.minimum, QStringLiteral("noise, geo. mean: 0.0000002")}};
            for (const QSizeF& size : {QSizeF(454, 228), QSizeF(260, 150), QSizeF(900, 500)}) {
                const Scene scene = layOut(figure, {.size = size});
                const auto label = std::ranges::find_if(scene.shapes, [](const Shape& shape) {
                    return shape.kind == ShapeKind::Text && shape.text.startsWith(QLatin1String("noise"));
                });
                QVERIFY(label != scene.shapes.end());
                const QPointF at = label->points.first();
                const QRectF area(at.x(), at.y() - scene.font, scene.font * 0.57 * double(label->text.size()),
                                  scene.font + 2);
                QVERIFY(scene.plot.contains(area.center()));
                int marks = 0;
                for (const Shape& shape : scene.shapes) {
                    if (shape.kind != ShapeKind::Mark)
                        continue;
                    ++marks;
                    const QPointF centre = shape.points.first();
                    QVERIFY(!area.intersects(QRectF(centre.x() - 4, centre.y() - 4, 8, 8)));
                }
                QCOMPARE(marks, 8);
            }
        }
    }

    void stressNumbersAreTheScores()
    {
        SyntheticRun run(RunKind::Stress, {"A"});
        run.data().run.options.levels = {1, 2, 4};
        for (int i = 0; i < 30; ++i) {
            const QString id = run.addPrompt("arithmetic", "7");
            run.answer(0, id, "it is 7", 0, Pass::Reference, 0);
            run.answer(0, id, "it is 7", 0, Pass::Reference, 1);
            for (const int level : {1, 2, 4})
                run.answer(0, id, i < level * 5 - 5 ? "it is 8" : "it is 7", 0, Pass::Answer, 0, level);
        }
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QVERIFY(scores.stress);
        const QList<Figure> all = stressFigures(run.data(), scores);
        for (const Figure& figure : all)
            checkSvg(figure);
        for (int i = 0; i < scores.stress->levels.size(); ++i) {
            const scoring::StressLevel& level = scores.stress->levels.at(i);
            const QString key = QStringLiteral("level:%1").arg(level.asked);
            QCOMPARE(valueOf(all.at(0), key, 0)->value, level.equal.value());
            QCOMPARE(*valueOf(all.at(0), key, 0)->low, level.equal.low);
            QCOMPARE(valueOf(all.at(0), key, 0)->hit.prompts.size(), level.differentText);
            QCOMPARE(valueOf(all.at(1), key, 3)->value, level.latency.p99 / 1000);
            QCOMPARE(valueOf(all.at(2), key, 0)->value, level.tokensPerSecondTotal);
            QCOMPARE(valueOf(all.at(3), key, 2)->value, level.decoding.mean);
        }
        QVERIFY(std::ranges::any_of(all.at(0).rules, [](const Rule& rule) {
            return rule.label.contains(QLatin1String("first difference: 2"));
        }));
    }

    void forkTree()
    {
        SyntheticRun run(RunKind::Determinism, {"A"});
        const QString id = run.addPrompt("arithmetic", "824");
        const char* outputs[] = {"the sum is 824 now", "the sum is 824 now", "the sum is 834 now", "the answer is 824"};
        for (int i = 0; i < 8; ++i)
            run.answer(0, id, outputs[i % 4], 0, Pass::Answer, i);
        const QString same = run.addPrompt("arithmetic", "1");
        for (int i = 0; i < 8; ++i)
            run.answer(0, same, "it is 1", 0, Pass::Answer, i);
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        const Figure tree = forkTreeFigure(run.data(), scores, id);
        QVERIFY2(!tree.empty(), qPrintable(tree.missing));
        checkSvg(tree, {892, 226});
        QList<qint64> ends;
        for (const Branch& branch : tree.branches) {
            if (branch.variant >= 0)
                ends.append(branch.runs);
            else
                QVERIFY(branch.forks);
        }
        std::ranges::sort(ends);
        QCOMPARE(ends, (QList<qint64>{2, 2, 4}));
        QCOMPARE(tree.branches.first().runs, 8);
        QCOMPARE(tree.branches.first().to, 1.0); // "the" is common to all
        QVERIFY(forkTreeFigure(run.data(), scores, same)
                    .missing.contains(QLatin1String("no difference in 8 (at most 3/8 = 37.5 %)")));
        const Figure bars = outputsFigure(run.data(), scores);
        checkSvg(bars);
        QCOMPARE(bars.items.first().key, QStringLiteral("prompt:") + id);
    }

    /// The name of the cliff has room of its own: no interval runs through it.
    void namesOfLinesAreNotStruckThrough()
    {
        Figure figure;
        figure.kind = Kind::Intervals;
        figure.format = Format::Percent;
        figure.measures = {{QStringLiteral("changed"), Role::Accent}, {QStringLiteral("flip"), Role::Text}};
        for (int i = 0; i < 4; ++i) {
            figure.items.append({QStringLiteral("Q%1").arg(i), QStringLiteral("side:%1").arg(i), i, false});
            for (int measure = 0; measure < 2; ++measure)
                figure.values.append({.item = i, .measure = measure, .value = 0.4, .low = 0.01, .high = 0.99, .n = 7});
        }
        figure.x = linearAxis({}, 0, 1, Format::Percent);
        const QString name = QStringLiteral("cliff: Q3 worse than Q2");
        figure.rules = {{false, 3, Role::Error, Dash::Dashed, name}};
        for (const QSizeF size : {QSizeF(300, 120), QSizeF(454, 228), QSizeF(820, 420)}) {
            const Scene scene = layOut(figure, {.size = size});
            const auto text = std::ranges::find(scene.shapes, name, &Shape::text);
            QVERIFY(text != scene.shapes.end());
            const double right = text->points.first().x();
            const QRectF area(right - 100, text->points.first().y() - scene.font * 0.75, 100, scene.font * 0.8);
            int intervals = 0;
            for (const Shape& shape : scene.shapes) {
                if (shape.kind != ShapeKind::Line || shape.layer != Layer::Overlay || shape.points.size() != 2)
                    continue;
                ++intervals;
                const QRectF line = QRectF(shape.points.at(0), shape.points.at(1)).normalized();
                QVERIFY2(line.bottom() < area.top() || line.top() > area.bottom(),
                         qPrintable(QString::number(line.y())));
            }
            QVERIFY(intervals > 8);
        }
    }

    /// Names of points keep off the lines between them.
    void namesOfPointsKeepOffTheLines()
    {
        const SyntheticRun run = sweep(8, 4, 10);
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        int names = 0;
        for (const Figure& figure : {kldFigure(run.data(), scores), paretoFigure(run.data(), scores)}) {
            const Scene scene = layOut(figure, {.size = {454, 228}});
            for (qsizetype i = 0; i < scene.shapes.size(); ++i) {
                const Shape& text = scene.shapes.at(i);
                if (text.kind != ShapeKind::Text || !text.text.startsWith(QLatin1String("quant-")))
                    continue;
                ++names;
                const bool plate =
                    scene.shapes.at(i - 1).kind == ShapeKind::Rect && scene.shapes.at(i - 1).fill == Role::View;
                const QRectF area(text.points.first().x(), text.points.first().y() - scene.font * 0.8,
                                  double(text.text.size()) * scene.font * 0.5, scene.font);
                for (const Shape& line : scene.shapes) {
                    if (line.kind != ShapeKind::Line || (line.layer != Layer::Series && line.layer != Layer::Overlay))
                        continue;
                    for (qsizetype p = 1; p < line.points.size() && !plate; ++p) {
                        for (double t = 0; t <= 1; t += 0.01) {
                            const QPointF at = line.points.at(p - 1) * (1 - t) + line.points.at(p) * t;
                            QVERIFY2(!area.contains(at), qPrintable(figure.id + u' ' + text.text));
                        }
                    }
                }
            }
        }
        QVERIFY(names > 8);
    }

    void rowsFillTheRoom()
    {
        const SyntheticRun run = sweep(8, 4, 10);
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        for (const Figure& figure : {severityFigure(run.data(), scores), ratesFigure(run.data(), scores),
                                     similarityFigure(run.data(), scores), categoryFigure(run.data(), scores)}) {
            const Scene scene = layOut(figure, {.size = {820, 440}});
            const double least = figure.kind == Kind::Grid ? 0.45 : 0.8; // four categories
            QVERIFY2(scene.plot.height() > 440 * least, qPrintable(figure.id));
        }
    }

    /// A cell's colour is always in the legend, however narrow the card.
    void legendHasEveryColour()
    {
        const SyntheticRun run = sweep(2, 4, 10);
        const Figure figure = categoryFigure(run.data(), scoring::scoreRun(run.data()));
        for (const double width : {100.0, 240.0, 454.0, 900.0}) {
            const Scene scene = layOut(figure, {.size = {width, 228}});
            for (const char* edge : {".00", ".02", ".06", ".12", ".24", ".45"}) {
                const auto found = std::ranges::find(scene.shapes, QLatin1String(edge), &Shape::text);
                QVERIFY2(found != scene.shapes.end(), edge);
                QVERIFY(found->points.first().x() < scene.size.width() - 10);
                QVERIFY(found->points.first().y() < scene.size.height());
            }
        }
    }

    void baselineAgainstItselfReadsZero()
    {
        SyntheticRun run(RunKind::Sweep, {"A", "B"});
        for (int i = 0; i < 30; ++i) {
            const QString id = run.addPrompt("c", "7");
            run.answer(0, id, "the sum of both numbers is 7", 0);
            run.answer(0, id, "the sum of both numbers is 7", 0, Pass::RepeatCheck);
            run.answer(1, id, "the sum of both numbers is 7", 0.1);
            run.answer(1, id, "the sum of both numbers is 7", 0.1, Pass::Forced);
        }
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        QVERIFY(!scores.noise.kinds.isEmpty() && scores.noise.kinds.first().kld);
        QCOMPARE(scores.noise.kinds.first().kld->forward.geometricMean, 0.0);
        const Figure figure = kldFigure(run.data(), scores);
        QVERIFY(std::ranges::any_of(figure.bands,
                                    [](const Band& band) { return band.label.contains(QLatin1String("none seen")); }));
        QVERIFY(figure.subtitle.contains(QLatin1String("geo. mean")));
        QVERIFY(figure.measures.first().name.contains(QLatin1String("geometric mean")));
    }

    void trends()
    {
        QList<TrendPoint> points;
        QVERIFY(trendFigure(QStringLiteral("flips"), points, Format::Percent).empty());
        for (int i = 0; i < 60; ++i)
            points.append({QStringLiteral("run %1").arg(i), QString::number(i), 0.01 * (i % 7), 0.0, 0.1, 120});
        const Figure figure = trendFigure(QStringLiteral("flips"), points, Format::Percent);
        QCOMPARE(figure.items.size(), mostItems);
        QCOMPARE(figure.values.last().value, points.last().value);
        checkSvg(figure, {600, 160});
    }

    void scales()
    {
        const Axis log = logarithmicAxis({}, {0, 0.003, 0.7}, Format::Nats);
        QVERIFY(log.minimum <= 0.003 && log.maximum >= 0.7);
        QCOMPARE(position(log, 0, 10, 110), 10.0);
        QCOMPARE(position(log, log.maximum * 10, 10, 110), 110.0);
        QCOMPARE(ticks(linearAxis({}, 0, 0.43, Format::Percent), 5).back(), 0.5);
        QCOMPARE(tickText(linearAxis({}, 0, 1, Format::Percent), 0.5), QStringLiteral("50 %"));
        QVERIFY(ticks(linearAxis({}, 0, 0, Format::Count), 5).size() >= 2);
        QCOMPARE(numberText(std::numeric_limits<double>::quiet_NaN(), Format::Percent), QStringLiteral("–"));
    }
};

QTEST_GUILESS_MAIN(FiguresTest)
#include "figures_test.moc"
