// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/figures/figure.h"
#include "core/scoring/headline.h"
#include "core/store/store.h"

#include <QWidget>

class QComboBox;

namespace quantlens::ui {

class FigureCard;
class FigureSelection;
class RunList;

/// Pinned runs of one series: the same kind, suite and models.
struct RunSeries
{
    QString key;
    QString title;                  ///< "compare · F16 ↔ Q2_K · demo"
    QList<store::RunListItem> runs; ///< oldest first
};

/// The series of a list's pinned runs, the longest first.
[[nodiscard]] QList<RunSeries> pinnedSeries(const RunList& runs);
/// What makes runs one series.
[[nodiscard]] QString seriesKey(const domain::RunRecord& run);
/// One measure of a series over time.
[[nodiscard]] figures::Figure seriesFigure(const RunSeries& series, scoring::HeadlineMeasure measure);

/// How a measure of the pinned runs of a series moved.
class TrendView : public QWidget
{
    Q_OBJECT

public:
    explicit TrendView(QWidget* parent = nullptr);

    /// Reads the pinned runs again; keeps the series and the measure that are shown.
    void refresh(const RunList& runs);
    /// Shows the series a run belongs to, if it has one, and marks the run.
    void showSeriesOf(const domain::RunRecord& run);
    [[nodiscard]] FigureCard* card() const { return m_card; }

Q_SIGNALS:
    /// A mark was pressed.
    void runChosen(const QString& runId);
    void failed(const quantlens::base::Error& error);

private:
    void showFigure();

    QList<RunSeries> m_series;
    QComboBox* m_which;
    QComboBox* m_measure;
    FigureSelection* m_selection;
    FigureCard* m_card;
};

} // namespace quantlens::ui
