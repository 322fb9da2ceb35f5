// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runsofar.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"

#include <QEvent>
#include <QGridLayout>
#include <QListWidget>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

constexpr int errorPromptRole = Qt::UserRole;
constexpr int errorSideRole = Qt::UserRole + 1;
constexpr int mostErrorsListed = 1000;

} // namespace

RunSoFar::RunSoFar(QWidget* parent)
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("run-so-far"));
    setAccessibleName(tr("Summary so far"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(10, 2, 10, 10);
    column->setSpacing(6);

    m_n = dimLabel({}, page);
    m_n->setAlignment(Qt::AlignRight);
    auto* severityHead = new QHBoxLayout;
    severityHead->addWidget(headingLabel(tr("Severity"), page));
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
    auto* rates = new QGridLayout;
    rates->setHorizontalSpacing(6);
    rates->addWidget(headingLabel(tr("Rates"), page), 0, 0);
    rates->addWidget(interval, 0, 1, 1, 2);
    const auto rate = [&](int row, const QString& name, const char* objectName, RateBar*& bar, QLabel*& value) {
        bar = new RateBar(page);
        value = plainLabel({}, page, true);
        nameControl(value, QLatin1String(objectName), name);
        value->setWordWrap(false);
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        value->setFont(m_n->font());
        rates->addWidget(dimLabel(name, page), row, 0);
        rates->addWidget(bar, row, 1);
        rates->addWidget(value, row, 2);
    };
    rate(1, tr("Changed"), "run-changed", m_changedBar, m_changed);
    rate(2, tr("Flips"), "run-flips", m_flipsBar, m_flips);
    rates->setColumnStretch(1, 1);
    m_undetermined = dimLabel({}, page);
    column->addLayout(rates);
    column->addWidget(m_undetermined);
    column->addWidget(ruleLine(page));

    column->addWidget(headingLabel(tr("Means"), page));
    m_means = new FactGrid(page);
    column->addWidget(m_means);
    column->addWidget(ruleLine(page));

    m_errorHead = headingLabel({}, page);
    m_noErrors = dimLabel(tr("No request has failed."), page);
    m_errors = new QListWidget(page);
    nameControl(m_errors, QStringLiteral("run-errors"), tr("Errors"));
    m_errors->setWordWrap(true);
    m_errors->setTextElideMode(Qt::ElideNone);
    m_errors->setMinimumHeight(120);
    connect(m_errors, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        if (const QString prompt = item->data(errorPromptRole).toString(); !prompt.isEmpty())
            Q_EMIT errorChosen(prompt, item->data(errorSideRole).toInt());
    });
    column->addWidget(m_errorHead);
    column->addWidget(m_noErrors);
    column->addWidget(m_errors, 1);
    column->addStretch(0);
    setWidget(page);
    clear();
}

void RunSoFar::clear()
{
    m_errors->clear();
    setSummary({});
    refreshHead();
}

void RunSoFar::setSummary(const domain::Summary& s)
{
    m_n->setText(tr("n = %1 pairs").arg(format::integer(s.pairs)));
    m_severity->setCounts(s.identical, s.minor, s.moderate, s.severe);
    m_legend->setText(tr("identical %1 · minor %2 · moderate %3 · severe %4")
                          .arg(format::integer(s.identical), format::integer(s.minor), format::integer(s.moderate),
                               format::integer(s.severe)));
    const auto setRate = [](QLabel* label, RateBar* bar, const domain::Rate& rate) {
        label->setText(format::rateShort(rate));
        label->setToolTip(format::rate(rate));
        bar->setRate(rate);
        bar->setToolTip(format::rate(rate));
    };
    setRate(m_changed, m_changedBar, s.changed);
    setRate(m_flips, m_flipsBar, s.flips);
    m_undetermined->setText(tr("%n undetermined answer(s) kept apart", nullptr, int(s.undetermined)));
    m_undetermined->setVisible(s.undetermined > 0);
    m_means->clear();
    m_means->add(tr("Similarity"), s.pairs ? format::decimal(s.meanSimilarity, 3) : QString());
    if (s.rightA.n > 0) {
        m_means->add(tr("A right"), format::rateShort(s.rightA));
        m_means->add(tr("B right"), format::rateShort(s.rightB));
    }
    m_means->add(tr("Near-tie forks"),
                 s.forks ? tr("%1 of %2").arg(format::integer(s.nearTies), format::integer(s.forks)) : QString());
}

void RunSoFar::addError(const runners::LiveRow& row)
{
    const QString side(QChar(u'A' + std::clamp(row.side, 0, 25)));
    const QString text = tr("%1 %2  %3\n%4")
                             .arg(side, base::singleLine(row.promptId, 60), base::singleLine(row.end, 40),
                                  base::singleLine(row.errorText, 400));
    for (int i = 0; i < m_errors->count(); ++i) {
        QListWidgetItem* item = m_errors->item(i);
        if (item->data(errorPromptRole) == row.promptId && item->data(errorSideRole) == row.side) {
            item->setText(text);
            return;
        }
    }
    if (m_errors->count() >= mostErrorsListed)
        return;
    auto* item = new QListWidgetItem(text, m_errors);
    item->setData(errorPromptRole, row.promptId);
    item->setData(errorSideRole, row.side);
    refreshHead();
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

void RunSoFar::refreshHead()
{
    const Theme theme = themeFor(palette());
    const bool any = m_errors->count() > 0;
    m_errorHead->setText(any ? tr("⚠ Errors (%1)").arg(m_errors->count()) : tr("Errors"));
    setTextColor(m_errorHead, any ? theme.error : theme.text);
    m_errors->setVisible(any);
    m_noErrors->setVisible(!any);
}

void RunSoFar::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_errors)
        refreshHead();
}

} // namespace quantlens::ui
