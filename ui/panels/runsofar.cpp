// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runsofar.h"

#include "core/base/text.h"
#include "ui/charts/sparkline.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"

#include <QGridLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace quantlens::ui {

namespace {

constexpr std::size_t mostErrorsListed = 1000;
constexpr qsizetype shortRateName = 12; ///< characters that fit beside the bar

} // namespace

RunSoFar::RunSoFar(QWidget* parent)
    : DownwardsArea(QStringLiteral("run-so-far"), tr("Summary so far"), parent)
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(10, 2, 10, 10);
    column->setSpacing(6);

    m_n = dimLabel({}, page);
    m_n->setAlignment(Qt::AlignRight);
    auto* severityHead = new QHBoxLayout;
    m_severityHead = headingLabel(tr("Severity"), page);
    severityHead->addWidget(m_severityHead);
    severityHead->addWidget(m_n, 1);
    m_severity = new SeverityBar(page);
    m_severity->setObjectName(QStringLiteral("run-severity"));
    m_legend = dimLabel({}, page);
    column->addLayout(severityHead);
    column->addWidget(m_severity);
    column->addWidget(m_legend);
    column->addWidget(ruleLine(page));

    QLabel* interval = dimLabel(tr("Wilson 95 %"), page);
    interval->setAlignment(Qt::AlignRight);
    interval->setToolTip(tr("The true rate lies in the interval in 95 of 100 such runs"));
    auto* ratesHead = new QHBoxLayout;
    ratesHead->addWidget(headingLabel(tr("Rates"), page));
    ratesHead->addWidget(interval, 1);
    m_rates = new QGridLayout;
    m_rates->setHorizontalSpacing(6);
    m_rates->setVerticalSpacing(3);
    m_rates->setColumnStretch(1, 1);
    m_undetermined = dimLabel({}, page);
    column->addLayout(ratesHead);
    column->addLayout(m_rates);
    column->addWidget(m_undetermined);
    column->addWidget(ruleLine(page));

    m_meansHead = headingLabel(tr("Means"), page);
    column->addWidget(m_meansHead);
    m_means = new FactGrid(page);
    column->addWidget(m_means);
    column->addWidget(ruleLine(page));
    column->addWidget(flightPart());
    column->addWidget(ruleLine(page));
    column->addWidget(errorPart(), 1);
    setWidget(page);

    m_sampling.setInterval(1000);
    connect(&m_sampling, &QTimer::timeout, this, &RunSoFar::sample);
    clear();
}

QWidget* RunSoFar::flightPart()
{
    auto* part = new QWidget(this);
    m_flight = dimLabel({}, part);
    m_flight->setObjectName(QStringLiteral("run-in-flight"));
    m_flight->setAlignment(Qt::AlignRight);
    m_sparkline = new Sparkline(tr("Requests in flight"), part);
    m_sparkline->setObjectName(QStringLiteral("run-sparkline"));
    m_sparkline->setToolTip(tr("Requests in flight over the last five minutes"));
    auto* head = new QHBoxLayout;
    head->addWidget(headingLabel(tr("In flight"), part));
    head->addWidget(m_flight, 1);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_sparkline);
    return part;
}

QWidget* RunSoFar::errorPart()
{
    auto* part = new QWidget(this);
    m_errorHead = headingLabel({}, part);
    m_retry = new QPushButton(icon(Glyph::Retry), tr("Retry"), part);
    nameControl(m_retry, QStringLiteral("run-retry-chosen"), tr("Ask the chosen failed request again"));
    m_retry->setToolTip(
        tr("Ask the chosen request again: at the end of its turn while the run is going, else at once"));
    m_noErrors = dimLabel(tr("No request has failed."), part);
    m_errors = new QListWidget(part);
    nameControl(m_errors, QStringLiteral("run-errors"), tr("Errors"));
    m_errors->setWordWrap(true);
    m_errors->setTextElideMode(Qt::ElideNone);
    m_errors->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_errors->setMinimumHeight(120);
    connect(m_errors, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        for (const auto& [key, known] : m_errorOf) {
            if (known == item) {
                Q_EMIT errorChosen(key);
                return;
            }
        }
    });
    connect(m_errors, &QListWidget::itemSelectionChanged, this, &RunSoFar::refreshHead);
    connect(m_retry, &QPushButton::clicked, this, &RunSoFar::retryChosen);
    auto* head = new QHBoxLayout;
    head->addWidget(m_errorHead, 1);
    head->addWidget(m_retry);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_noErrors);
    column->addWidget(m_errors, 1);
    column->addStretch(0);
    return part;
}

void RunSoFar::clear()
{
    m_errors->clear();
    m_errorOf.clear();
    m_inFlight = 0;
    m_sparkline->clear();
    m_flight->clear();
    setSummary({});
    refreshHead();
}

void RunSoFar::setSummary(const LiveSummary& s)
{
    m_severityHead->setText(s.compares ? tr("Severity") : tr("Answers"));
    m_n->setText(s.compares ? tr("n = %1 pairs").arg(format::integer(s.n)) : tr("n = %1").arg(format::integer(s.n)));
    m_severity->setVisible(s.compares);
    m_legend->setVisible(s.compares);
    m_severity->setCounts(s.severities[0], s.severities[1], s.severities[2], s.severities[3]);
    m_legend->setText(tr("identical %1 · minor %2 · moderate %3 · severe %4")
                          .arg(format::integer(s.severities[0]), format::integer(s.severities[1]),
                               format::integer(s.severities[2]), format::integer(s.severities[3])));
    placeRates(s.rates);
    for (qsizetype i = 0; i < s.rates.size(); ++i) {
        const LiveRate& rate = s.rates.at(i);
        const RateRow& row = m_rateRows.at(i);
        row.value->setText(format::rateShort(rate.rate));
        row.bar->setRate(rate.rate);
        for (QWidget* part :
             {static_cast<QWidget*>(row.name), static_cast<QWidget*>(row.bar), static_cast<QWidget*>(row.value)})
            part->setToolTip(base::htmlEscaped(rate.tip + u'\n' + format::rate(rate.rate)));
    }
    m_undetermined->setText(tr("%n undetermined answer(s) kept apart", nullptr, int(s.undetermined)));
    m_undetermined->setVisible(s.undetermined > 0);
    m_means->clear();
    for (const auto& [name, value] : s.means)
        m_means->add(name, value);
    m_meansHead->setVisible(!s.means.isEmpty());
}

/// Only when the set of rates is another one: their labels change many times a second and must not flicker.
void RunSoFar::placeRates(const QList<LiveRate>& rates)
{
    QStringList ids;
    for (const LiveRate& rate : rates)
        ids.append(rate.id);
    if (ids == m_rateIds)
        return;
    m_rateIds = ids;
    QWidget* page = widget() ? widget() : m_n->parentWidget();
    while (m_rateRows.size() < rates.size()) {
        RateRow row{dimLabel({}, page), new RateBar(page), plainLabel({}, page, true)};
        row.name->setWordWrap(false);
        row.value->setWordWrap(false);
        row.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        row.value->setFont(m_n->font());
        m_rateRows.append(row);
    }
    int line = 0;
    for (qsizetype i = 0; i < m_rateRows.size(); ++i) {
        const RateRow& row = m_rateRows.at(i);
        const bool used = i < rates.size();
        for (QWidget* part :
             {static_cast<QWidget*>(row.name), static_cast<QWidget*>(row.bar), static_cast<QWidget*>(row.value)}) {
            m_rates->removeWidget(part);
            part->setVisible(used);
        }
        if (!used)
            continue;
        const LiveRate& rate = rates.at(i);
        nameControl(row.value, QStringLiteral("run-") + rate.id, rate.name);
        row.name->setText(rate.name);
        const bool wide = rate.name.size() > shortRateName;
        m_rates->addWidget(row.name, line, 0, 1, wide ? 3 : 1);
        line += wide ? 1 : 0;
        m_rates->addWidget(row.bar, line, wide ? 0 : 1, 1, wide ? 2 : 1);
        m_rates->addWidget(row.value, line, 2);
        ++line;
    }
}

void RunSoFar::apply(const runners::LiveUpdate& update)
{
    m_inFlight = update.inFlight;
    bool changed = false;
    for (const runners::LiveRow& row : update.rows) {
        if (row.state == runners::RequestState::Failed) {
            addError(row);
            changed = true;
        } else if (const auto known = m_errorOf.find(row.key); known != m_errorOf.end()) {
            // Out of the map first: deleting it changes the selection, which is looked at there.
            const QListWidgetItem* item = known->second;
            m_errorOf.erase(known);
            delete item;
            changed = true;
        }
    }
    if (changed)
        refreshHead();
}

void RunSoFar::setRunning(bool running)
{
    if (running)
        m_sampling.start();
    else
        m_sampling.stop();
    m_inFlight = running ? m_inFlight : 0;
}

void RunSoFar::sample()
{
    m_sparkline->append(m_inFlight);
    const std::vector<double>& values = m_sparkline->values();
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
    m_flight->setText(tr("now %1, mean %2").arg(format::integer(m_inFlight), format::decimal(mean, 2)));
}

void RunSoFar::addError(const runners::LiveRow& row)
{
    QString what = base::singleLine(row.promptId, 60);
    if (const QString request = requestText(row.key); !request.isEmpty())
        what += QStringLiteral(" · ") + request;
    const QString text = tr("%1 %2  %3\n%4")
                             .arg(domain::sideLetter(std::clamp(row.side, 0, 25)), what, base::singleLine(row.end, 40),
                                  base::singleLine(row.errorText, 400));
    if (const auto known = m_errorOf.find(row.key); known != m_errorOf.end()) {
        known->second->setText(text);
        return;
    }
    if (m_errorOf.size() >= mostErrorsListed)
        return;
    m_errorOf.emplace(row.key, new QListWidgetItem(text, m_errors));
}

void RunSoFar::addError(const base::Error& error)
{
    QString text = base::singleLine(base::oneLine(error), 600);
    if (!error.detail.isEmpty())
        text += u'\n' + base::terminalSafe(error.detail.right(2000));
    m_errors->insertItem(0, text);
    refreshHead();
}

int RunSoFar::errors() const
{
    return m_errors->count();
}

void RunSoFar::showErrors()
{
    ensureWidgetVisible(m_errors);
    m_errors->setFocus();
}

void RunSoFar::retryChosen()
{
    QList<domain::GenerationKey> keys;
    for (const auto& [key, item] : m_errorOf) {
        if (item->isSelected() || m_errorOf.size() == 1)
            keys.append(key);
    }
    if (!keys.isEmpty())
        Q_EMIT retryWanted(keys);
}

void RunSoFar::refreshHead()
{
    const bool any = m_errors->count() > 0;
    m_errorHead->setText(any ? tr("⚠ Errors (%1)").arg(m_errors->count()) : tr("Errors"));
    setTextColor(m_errorHead, any ? &Theme::error : &Theme::text);
    m_errors->setVisible(any);
    m_noErrors->setVisible(!any);
    m_retry->setVisible(!m_errorOf.empty());
    const bool chosen = std::ranges::any_of(m_errorOf, [](const auto& error) { return error.second->isSelected(); });
    m_retry->setEnabled(chosen || m_errorOf.size() == 1);
}

} // namespace quantlens::ui
