// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/jobstatus.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/panels/elidedlabel.h"
#include "ui/panels/parts.h"

#include <QAction>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

namespace quantlens::ui {

JobStatus::JobStatus(QAction* pause, QAction* cancel, QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel(this))
    , m_bar(new QProgressBar(this))
    , m_percent(plainLabel({}, this))
    , m_rate(dimLine({}, this))
{
    setObjectName(QStringLiteral("job-status"));
    m_name->setText(tr("Ready"));
    m_name->setObjectName(QStringLiteral("job-name"));
    nameControl(m_bar, QStringLiteral("job-progress"), tr("Progress of the running job"));
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(140);
    m_bar->setMaximumHeight(fontMetrics().height());
    const auto buttonOf = [this](QAction* action, const char* name, const QString& says) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setAutoRaise(true);
        nameControl(button, QLatin1String(name), says);
        return button;
    };
    m_pause = buttonOf(pause, "job-pause", tr("Pause or resume the running job"));
    m_cancel = buttonOf(cancel, "job-cancel", tr("Cancel the running job"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 0, 4, 0);
    row->setSpacing(8);
    m_percent->setWordWrap(false);
    row->addWidget(m_name);
    row->addWidget(m_bar);
    row->addWidget(m_percent);
    row->addWidget(m_rate);
    row->addWidget(m_pause);
    row->addWidget(m_cancel);
    setBusy(false);
}

void JobStatus::setBusy(bool busy)
{
    for (QWidget* part : {static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_percent), static_cast<QWidget*>(m_rate),
                          m_pause, m_cancel})
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
    QStringList parts;
    if (update.paused)
        parts << tr("paused");
    if (update.elapsedMs > 0 && update.done > update.stored)
        parts << tr("%1 requests/s").arg(format::decimal((update.done - update.stored) * 1000.0 / update.elapsedMs, 2));
    if (update.leftMs >= 0)
        parts << tr("%1 left").arg(format::duration(update.leftMs));
    m_rate->setText(parts.join(QStringLiteral(" · ")));
}

void JobStatus::finished(const QString& line)
{
    m_name->setText(base::singleLine(line, 200));
    setBusy(false);
}

} // namespace quantlens::ui
