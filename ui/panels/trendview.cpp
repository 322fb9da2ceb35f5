// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/trendview.h"

#include "core/base/text.h"
#include "core/figures/runfigures.h"
#include "ui/charts/figurecard.h"
#include "ui/charts/figureselection.h"
#include "ui/charts/figureview.h"
#include "ui/models/runlist.h"
#include "ui/models/runtext.h"
#include "ui/panels/parts.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>

#include <algorithm>
#include <functional>

namespace quantlens::ui {

using scoring::HeadlineMeasure;

namespace {

figures::Format formatOf(HeadlineMeasure measure)
{
    if (scoring::isRate(measure) || measure == HeadlineMeasure::Determinism)
        return figures::Format::Percent;
    return measure == HeadlineMeasure::Similarity ? figures::Format::Fraction : figures::Format::Nats;
}

QString runKey(const QString& runId)
{
    return QStringLiteral("run:") + runId;
}

} // namespace

QString seriesKey(const domain::RunRecord& run)
{
    QStringList parts{domain::name(run.kind), run.suiteName};
    for (int side = 0; side < run.sides.size(); ++side)
        parts << run.label(side);
    return parts.join(u'\n');
}

QList<RunSeries> pinnedSeries(const RunList& runs)
{
    QList<RunSeries> all;
    for (int row = runs.rowCount() - 1; row >= 0; --row) {
        const store::RunListItem& item = *runs.at(row);
        if (!item.pinned)
            continue;
        const QString key = seriesKey(item.run);
        auto series = std::ranges::find(all, key, &RunSeries::key);
        if (series == all.end()) {
            all.append(
                {key,
                 QStringLiteral("%1 · %2 · %3")
                     .arg(runKindText(item.run.kind), runTitle(item.run), base::singleLine(item.run.suiteName, 60)),
                 {}});
            series = all.end() - 1;
        }
        series->runs.append(item);
    }
    std::ranges::stable_sort(all, std::ranges::greater(), [](const RunSeries& each) { return each.runs.size(); });
    return all;
}

figures::Figure seriesFigure(const RunSeries& series, HeadlineMeasure measure)
{
    QList<figures::TrendPoint> points;
    for (const store::RunListItem& item : series.runs) {
        const auto number = item.headline ? (*item.headline)[measure] : std::nullopt;
        if (!number)
            continue;
        figures::TrendPoint point;
        point.label = QLocale().toString(item.run.started.toLocalTime().date(), QStringLiteral("d MMM"));
        point.runId = item.run.id;
        point.value = number->value;
        if (number->interval) {
            point.low = number->interval->low;
            point.high = number->interval->high;
        }
        point.n = number->n;
        points.append(point);
    }
    return figures::trendFigure(measureText(measure), points, formatOf(measure));
}

TrendView::TrendView(QWidget* parent)
    : QWidget(parent)
    , m_which(new QComboBox(this))
    , m_measure(new QComboBox(this))
    , m_selection(new FigureSelection(this))
    , m_card(new FigureCard(m_selection, this))
{
    setObjectName(QStringLiteral("history-trend"));
    nameControl(m_which, QStringLiteral("trend-series"), tr("Series of pinned runs"));
    nameControl(m_measure, QStringLiteral("trend-measure"), tr("Measure of the trend"));
    m_which->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_which->setMinimumContentsLength(40);
    tellWholeText(m_which);
    for (std::size_t i = 0; i < scoring::headlineMeasures; ++i)
        m_measure->addItem(measureText(HeadlineMeasure(i)), int(i));
    auto* series = plainLabel(tr("&Series:"), this);
    series->setBuddy(m_which);
    series->setWordWrap(false);
    auto* measure = plainLabel(tr("&Measure:"), this);
    measure->setBuddy(m_measure);
    measure->setWordWrap(false);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 2);
    row->addWidget(series);
    row->addWidget(m_which);
    row->addSpacing(12);
    row->addWidget(measure);
    row->addWidget(m_measure);
    row->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_card, 1);
    connect(m_which, &QComboBox::currentIndexChanged, this, &TrendView::showFigure);
    connect(m_measure, &QComboBox::currentIndexChanged, this, &TrendView::showFigure);
    connect(m_card->view(), &FigureView::failed, this, &TrendView::failed);
    connect(m_selection, &FigureSelection::changed, this, [this](const QString& key) {
        if (key.startsWith(QLatin1String("run:")))
            Q_EMIT runChosen(key.sliced(4));
    });
    showFigure();
}

void TrendView::refresh(const RunList& runs)
{
    const QString shown = m_which->currentData().toString();
    m_series = pinnedSeries(runs);
    const QSignalBlocker quiet(m_which);
    m_which->clear();
    for (const RunSeries& series : std::as_const(m_series))
        m_which->addItem(tr("%1 (%n run(s))", nullptr, int(series.runs.size())).arg(series.title), series.key);
    if (const int index = m_which->findData(shown); index >= 0)
        m_which->setCurrentIndex(index);
    m_which->setEnabled(!m_series.isEmpty());
    showFigure();
}

void TrendView::showSeriesOf(const domain::RunRecord& run)
{
    if (const int index = m_which->findData(seriesKey(run)); index >= 0)
        m_which->setCurrentIndex(index);
    m_selection->set(runKey(run.id));
}

void TrendView::showFigure()
{
    const auto measure = HeadlineMeasure(m_measure->currentData().toInt());
    const int index = m_which->currentIndex();
    if (index < 0 || index >= m_series.size()) {
        m_card->setFigure(figures::missingFigure(
            QStringLiteral("trend"), measureText(measure),
            tr("Pin runs of the same models with the same suite: here they stand beside each other")));
        return;
    }
    m_card->setFigure(seriesFigure(m_series.at(index), measure));
}

} // namespace quantlens::ui
