// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/runners/live.h"
#include "ui/models/livesummary.h"
#include "ui/panels/downwardsarea.h"

#include <QTimer>

#include <map>

class QGridLayout;
class QLabel;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace quantlens::ui {

class FactGrid;
class RateBar;
class SeverityBar;
class Sparkline;

/// The running summary beside a run: severities, rates with intervals, means, requests in flight, errors with retry.
class RunSoFar : public DownwardsArea
{
    Q_OBJECT

public:
    explicit RunSoFar(QWidget* parent = nullptr);

    void clear();
    void setSummary(const LiveSummary& summary);
    /// Takes what an update says of requests in flight and of rows that failed, or did not in the end.
    void apply(const runners::LiveUpdate& update);
    /// The run is over: nothing is in flight any more, and everything that failed can be tried again.
    void setRunning(bool running);
    /// A message about the run itself, above the rows' errors.
    void addError(const base::Error& error);
    [[nodiscard]] int errors() const;
    /// Brings the errors into view and gives them the keyboard.
    void showErrors();

Q_SIGNALS:
    /// An error row was chosen.
    void errorChosen(const quantlens::domain::GenerationKey& key);
    /// These failed requests once more.
    void retryWanted(const QList<quantlens::domain::GenerationKey>& keys);

private:
    struct RateRow
    {
        QLabel* name = nullptr;
        RateBar* bar = nullptr;
        QLabel* value = nullptr;
    };

    [[nodiscard]] QWidget* flightPart();
    [[nodiscard]] QWidget* errorPart();
    void placeRates(const QList<LiveRate>& rates);
    void addError(const runners::LiveRow& row);
    void sample();
    void retryChosen();
    void refreshHead();

    QLabel* m_n;
    QLabel* m_severityHead;
    SeverityBar* m_severity;
    QLabel* m_legend;
    QGridLayout* m_rates;
    QList<RateRow> m_rateRows;
    QStringList m_rateIds;
    QLabel* m_undetermined;
    QLabel* m_meansHead;
    FactGrid* m_means;
    QLabel* m_flight;
    Sparkline* m_sparkline;
    QTimer m_sampling;
    int m_inFlight = 0;
    QLabel* m_errorHead;
    QPushButton* m_retry;
    QLabel* m_noErrors;
    QListWidget* m_errors = nullptr;
    std::map<domain::GenerationKey, QListWidgetItem*> m_errorOf;
};

} // namespace quantlens::ui
