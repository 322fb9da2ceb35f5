// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/importstatus.h"

#include "core/base/text.h"
#include "ui/panels/parts.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace quantlens::ui {

namespace {

/// How often the window looks where the import stands.
constexpr int refreshMs = 100;

QString shortName(const QString& path)
{
    return base::singleLine(QFileInfo(path).fileName(), 60);
}

} // namespace

ImportStatus::ImportStatus(QAction* cancel, QWidget* parent)
    : QWidget(parent)
    , m_cancel(cancel)
    , m_name(plainLabel({}, this))
    , m_bar(new QProgressBar(this))
    , m_clock(new QTimer(this))
{
    setObjectName(QStringLiteral("import-status"));
    m_name->setObjectName(QStringLiteral("import-name"));
    m_name->setWordWrap(false);
    nameControl(m_bar, QStringLiteral("import-progress"), tr("Progress of the import"));
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(100);
    m_bar->setMaximumHeight(fontMetrics().height());
    auto* button = new QToolButton(this);
    button->setDefaultAction(cancel);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAutoRaise(true);
    nameControl(button, QStringLiteral("import-cancel"), tr("Cancel the import"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 0, 4, 0);
    row->setSpacing(8);
    row->addWidget(m_name);
    row->addWidget(m_bar);
    row->addWidget(button);
    m_clock->setInterval(refreshMs);
    connect(m_clock, &QTimer::timeout, this, &ImportStatus::refresh);
    connect(cancel, &QAction::triggered, this, &ImportStatus::cancel);
    cancel->setEnabled(false);
    hide();
}

void ImportStatus::start(const std::shared_ptr<ImportTask>& task, const QString& name, qsizetype files)
{
    m_task = task;
    m_file = shortName(name);
    m_files = files;
    m_cancel->setEnabled(true);
    m_clock->start();
    refresh();
    show();
}

void ImportStatus::done()
{
    m_task.reset();
    m_clock->stop();
    m_cancel->setEnabled(false);
    hide();
}

void ImportStatus::cancel()
{
    if (!m_task)
        return;
    m_task->cancel();
    m_cancel->setEnabled(false);
    refresh();
}

void ImportStatus::refresh()
{
    if (!m_task)
        return;
    const exchange::ImportStep step = m_task->step();
    const bool storing = step.phase == exchange::ImportStep::Storing;
    if (!storing && !step.name.isEmpty())
        m_file = shortName(step.name);
    if (m_task->cancelled())
        m_name->setText(tr("Cancelling the import of %1").arg(m_file));
    else if (storing)
        m_name->setText(m_files > 1 ? tr("Storing what was read: %1").arg(base::singleLine(step.name, 60))
                                    : tr("Storing %1").arg(m_file));
    else if (m_files > 1)
        m_name->setText(tr("Importing %1, file %2 of %3").arg(m_file).arg(step.done + 1).arg(m_files));
    else
        m_name->setText(tr("Importing %1").arg(m_file));
    // How far one file is read is not known: the bar is busy then.
    const bool known = !m_task->cancelled() && step.total > 0 && (storing || m_files > 1);
    m_bar->setRange(0, known ? 1000 : 0);
    if (known)
        m_bar->setValue(int(1000 * std::clamp<qint64>(step.done, 0, step.total) / step.total));
}

} // namespace quantlens::ui
