// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/jobstatus.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"

#include <QAction>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

namespace quantlens::ui {

JobStatus::JobStatus(QAction* cancel, QWidget* parent)
    : QWidget(parent)
    , m_name(plainLabel(tr("Ready"), this))
    , m_bar(new QProgressBar(this))
    , m_percent(plainLabel({}, this))
    , m_rate(dimLabel({}, this))
{
    setObjectName(QStringLiteral("job-status"));
    m_name->setObjectName(QStringLiteral("job-name"));
    nameControl(m_bar, QStringLiteral("job-progress"), tr("Progress of the running job"));
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(140);
    m_bar->setMaximumHeight(fontMetrics().height());
    auto* button = new QToolButton(this);
    button->setDefaultAction(cancel);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAutoRaise(true);
    nameControl(button, QStringLiteral("job-cancel"), tr("Cancel the running job"));
    m_cancel = button;
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 0, 4, 0);
    row->setSpacing(8);
    for (QLabel* label : {m_name, m_percent, m_rate})
        label->setWordWrap(false);
    row->addWidget(m_name);
    row->addWidget(m_bar);
    row->addWidget(m_percent);
    row->addWidget(m_rate);
    row->addWidget(m_cancel);
    setBusy(false);
}

void JobStatus::setBusy(bool busy)
{
    for (QWidget* part :
         {static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_percent), static_cast<QWidget*>(m_rate), m_cancel})
        part->setVisible(busy);
}

void JobStatus::starting(const QString& what)
{
    m_name->setText(base::singleLine(what, 80));
    m_bar->setRange(0, 0);
    m_percent->clear();
    m_rate->setText(tr("starting"));
    setBusy(true);
}

void JobStatus::setProgress(const runners::LiveUpdate& update)
{
    if (update.done == 0) {
        m_rate->setText(base::singleLine(update.phase, 60));
        return;
    }
    m_bar->setRange(0, std::max(1, update.total));
    m_bar->setValue(update.done);
    m_percent->setText(tr("%1 %").arg(100 * update.done / std::max(1, update.total)));
    QString text = update.elapsedMs > 0
                       ? tr("%1 requests/s").arg(format::decimal(update.done * 1000.0 / update.elapsedMs, 2))
                       : QString();
    if (update.leftMs >= 0)
        text += tr(" · %1 left").arg(format::duration(update.leftMs));
    m_rate->setText(text);
}

void JobStatus::finished(const QString& line)
{
    m_name->setText(base::singleLine(line, 200));
    setBusy(false);
}

} // namespace quantlens::ui
