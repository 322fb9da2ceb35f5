// SPDX-License-Identifier: GPL-3.0-or-later
// The module "quantlens-charts": the only user of Qt Charts. What it needs of core and ui/print it takes from the
// program.
#include "ui/charts/chartsurface.h"

#include "core/figures/scale.h"
#include "ui/print/scenepainter.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QGraphicsItem>
#include <QGraphicsLayout>
#include <QHorizontalStackedBarSeries>
#include <QLegend>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QScatterSeries>
#include <QValueAxis>

#include <cmath>

namespace quantlens::ui {

namespace {

/// A part of the scene as an item of the chart.
class SceneLayer final : public QGraphicsItem
{
public:
    SceneLayer(QGraphicsItem* parent, print::ScenePart part, double z)
        : QGraphicsItem(parent)
        , m_part(part)
    {
        setZValue(z);
        setAcceptedMouseButtons(Qt::NoButton);
    }

    void set(const figures::Scene& scene, const figures::Palette& palette, const QFont& font)
    {
        prepareGeometryChange();
        m_scene = scene;
        m_palette = palette;
        m_font = font;
        update();
    }

    [[nodiscard]] QRectF boundingRect() const override { return QRectF(QPointF(0, 0), m_scene.size); }

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/) override
    {
        print::paintScene(*painter, m_scene, m_palette, m_font, m_part);
    }

private:
    print::ScenePart m_part;
    figures::Scene m_scene;
    figures::Palette m_palette;
    QFont m_font;
};

/// Qt Charts: background −1, plot area 0, shades 1, grid 2, axes 3, series 4 and above.
constexpr double behindTheGrid = 1;
constexpr double aboveTheSeries = 100;

QColor chartColor(const figures::Palette& palette, figures::Role role)
{
    return QColor::fromRgb(palette.color(role));
}

Qt::PenStyle penStyle(figures::Dash dash)
{
    return dash == figures::Dash::Solid ? Qt::SolidLine : dash == figures::Dash::Dashed ? Qt::DashLine : Qt::DotLine;
}

/// An axis without labels: those are texts of the scene, since Qt Charts draws its own as rich text.
QAbstractAxis* makeAxis(const figures::Axis& described, double pixels, const figures::Palette& palette, bool grid)
{
    QAbstractAxis* axis = nullptr;
    if (described.logarithmic) {
        auto* log = new QLogValueAxis;
        const std::vector<double> at = figures::ticks(described, std::max(2, int(pixels)));
        log->setBase(at.size() > 1 ? at.at(1) / at.at(0) : 10);
        log->setRange(described.minimum, described.maximum);
        axis = log;
    } else {
        auto* linear = new QValueAxis;
        linear->setRange(described.minimum, described.maximum);
        const std::vector<double> at = figures::ticks(described, std::max(2, int(pixels)));
        if (at.size() > 1) {
            linear->setTickType(QValueAxis::TicksDynamic);
            linear->setTickAnchor(at.front());
            linear->setTickInterval(at.at(1) - at.at(0));
        }
        axis = linear;
    }
    axis->setLabelsVisible(false);
    axis->setGridLineVisible(grid);
    axis->setGridLinePen(QPen(chartColor(palette, figures::Role::Grid), 1));
    axis->setLinePen(QPen(chartColor(palette, figures::Role::Border), 1));
    axis->setLineVisible(false);
    return axis;
}

class QtChartSurface final : public QChartView, public ChartSurface
{
public:
    explicit QtChartSurface(QWidget* parent);

    QWidget* widget() override { return this; }
    void show(const figures::Figure& figure, const figures::Scene& scene, const figures::Palette& palette,
              const QFont& font) override;

private:
    void addBars(const figures::Figure& figure, const figures::Palette& palette);
    void addLines(const figures::Figure& figure, const figures::Palette& palette);
    void addPoints(const figures::Figure& figure, const figures::Scene& scene, const figures::Palette& palette);

    SceneLayer* m_behind;
    SceneLayer* m_inFront;
};

QtChartSurface::QtChartSurface(QWidget* parent)
    : QChartView(parent)
    , m_behind(new SceneLayer(chart(), print::ScenePart::Behind, behindTheGrid))
    , m_inFront(new SceneLayer(chart(), print::ScenePart::InFront, aboveTheSeries))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    viewport()->setAttribute(Qt::WA_TransparentForMouseEvents);
    setRenderHint(QPainter::Antialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->legend()->hide();
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setMargins({});
    chart()->setBackgroundRoundness(0);
    chart()->setBackgroundPen(Qt::NoPen);
}

void QtChartSurface::show(const figures::Figure& figure, const figures::Scene& scene, const figures::Palette& palette,
                          const QFont& font)
{
    setBackgroundBrush(chartColor(palette, figures::Role::View));
    chart()->setBackgroundBrush(chartColor(palette, figures::Role::View));
    chart()->removeAllSeries();
    const QList<QAbstractAxis*> old = chart()->axes();
    for (QAbstractAxis* axis : old) {
        chart()->removeAxis(axis);
        delete axis;
    }
    // The same number of ticks as the scene's labels, so that lines and labels meet.
    const bool rows = figure.kind != figures::Kind::Plot;
    QAbstractAxis* x = makeAxis(figure.x, rows ? scene.plot.width() / 60 : scene.size.width() / 48, palette, rows);
    chart()->addAxis(x, Qt::AlignBottom);
    QAbstractAxis* y = nullptr;
    if (figure.kind == figures::Kind::StackedBars) {
        auto* names = new QBarCategoryAxis;
        for (qsizetype i = figure.items.size() - 1; i >= 0; --i) // the first is at the top
            names->append(QString::number(i));
        names->setLabelsVisible(false);
        names->setGridLineVisible(false);
        names->setLineVisible(false);
        y = names;
    } else {
        const figures::Axis down{{}, 0, double(figure.items.size()), false, figures::Format::Number, {}};
        y = makeAxis(rows ? down : figure.y, scene.size.height() / 36, palette, !rows);
    }
    chart()->addAxis(y, Qt::AlignLeft);
    switch (figure.kind) {
    case figures::Kind::StackedBars:
        addBars(figure, palette);
        break;
    case figures::Kind::Plot:
        addLines(figure, palette);
        break;
    default:
        addPoints(figure, scene, palette);
    }
    const QList<QAbstractSeries*> made = chart()->series();
    for (QAbstractSeries* series : made) {
        series->attachAxis(x);
        series->attachAxis(y);
    }
    chart()->setPlotArea(scene.plot);
    m_behind->set(scene, palette, font);
    m_inFront->set(scene, palette, font);
}

void QtChartSurface::addBars(const figures::Figure& figure, const figures::Palette& palette)
{
    auto* series = new QHorizontalStackedBarSeries;
    series->setBarWidth(figures::barShare);
    const qsizetype items = figure.items.size();
    for (int measure = 0; measure < figure.measures.size(); ++measure) {
        const figures::Role role = figure.measures.at(measure).role;
        auto* set = new QBarSet(QString::number(measure));
        QList<qreal> counts(items, 0.0);
        for (const figures::Value& value : figure.values) {
            if (value.measure == measure && value.value > 0)
                counts[items - 1 - value.item] = value.value;
        }
        set->append(counts);
        set->setColor(chartColor(palette, role));
        set->setBorderColor(chartColor(palette, figures::edgeOf(role)));
        series->append(set);
    }
    chart()->addSeries(series);
}

void QtChartSurface::addLines(const figures::Figure& figure, const figures::Palette& palette)
{
    for (int measure = 0; measure < figure.measures.size(); ++measure) {
        const figures::Measure& described = figure.measures.at(measure);
        QList<QPointF> points;
        for (const figures::Value& value : figure.values) {
            if (value.measure != measure || !std::isfinite(value.x) || !std::isfinite(value.value))
                continue;
            // A logarithmic axis has no place for 0: it lies on the edge, as in the scene.
            points.append({value.x, figure.y.logarithmic ? std::max(value.value, figure.y.minimum) : value.value});
        }
        auto* series = new QLineSeries;
        series->replace(points);
        QPen pen(chartColor(palette, described.own ? figures::Role::Dim : described.role), described.own ? 1.2 : 1.8,
                 penStyle(described.dash));
        series->setPen(described.joined ? pen : QPen(Qt::NoPen));
        chart()->addSeries(series);
    }
}

void QtChartSurface::addPoints(const figures::Figure& figure, const figures::Scene& scene,
                               const figures::Palette& palette)
{
    // The scene has the heights: a line with a name moves the rows below it.
    const double unit = double(figure.items.size()) / std::max(1.0, scene.plot.height());
    for (int measure = 0; measure < figure.measures.size(); ++measure) {
        auto* series = new QScatterSeries;
        QList<QPointF> points;
        for (const figures::HitArea& hit : scene.hits) {
            if (hit.value >= 0 && figure.values.at(hit.value).measure == measure)
                points.append(
                    {figure.values.at(hit.value).value, (scene.plot.bottom() - hit.area.center().y()) * unit});
        }
        series->replace(points);
        series->setMarkerSize(3);
        series->setColor(chartColor(palette, figure.measures.at(measure).role));
        series->setBorderColor(Qt::transparent);
        chart()->addSeries(series);
    }
}

} // namespace

class QtChartModule final : public QObject, public ChartModule
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QUANTLENS_CHARTS)
    Q_INTERFACES(quantlens::ui::ChartModule)

public:
    ChartSurface* makeSurface(QWidget* parent) const override { return new QtChartSurface(parent); }
};

} // namespace quantlens::ui

#include "chartsurface.moc"
