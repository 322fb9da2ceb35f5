// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/unfinishedbar.h"

#include "core/base/text.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/models/runlist.h"
#include "ui/models/runtext.h"
#include "ui/panels/parts.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

namespace quantlens::ui {

UnfinishedBar::UnfinishedBar(const QString& objectName, RunList* runs, QWidget* parent)
    : QFrame(parent)
    , m_runs(runs)
    , m_sign(new QLabel(this))
    , m_text(plainLabel({}, this))
    , m_resume(new QPushButton(icon(Glyph::Run), tr("&Resume"), this))
{
    setObjectName(objectName);
    setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName(objectName + QStringLiteral("-text"));
    nameControl(m_resume, objectName + QStringLiteral("-resume"), tr("Resume the unfinished run"));
    m_resume->setToolTip(tr("Ask what is missing; what is stored is not asked again"));
    auto* close = new QToolButton(this);
    nameControl(close, objectName + QStringLiteral("-close"), tr("Not now"));
    close->setIcon(icon(Glyph::Cancel));
    close->setToolTip(tr("Not now: the run stays among the recent runs"));
    close->setAutoRaise(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 5, 6, 5);
    row->addWidget(m_sign);
    row->addWidget(m_text, 1);
    row->addWidget(m_resume);
    row->addWidget(close);
    connect(m_resume, &QPushButton::clicked, this, [this] { Q_EMIT resumeWanted(m_run); });
    connect(close, &QToolButton::clicked, this, [this] {
        m_dismissed = true;
        refresh();
    });
    connect(runs, &RunList::modelReset, this, &UnfinishedBar::refresh);
    // Runs are deleted and brought back in History.
    connect(runs, &RunList::rowsInserted, this, &UnfinishedBar::refresh);
    connect(runs, &RunList::rowsRemoved, this, &UnfinishedBar::refresh);
    refresh();
}

void UnfinishedBar::setBusy(bool busy)
{
    m_busy = busy;
    refresh();
}

void UnfinishedBar::refresh()
{
    int count = 0;
    const store::RunListItem* newest = nullptr;
    for (int row = 0; row < m_runs->rowCount(); ++row) {
        const store::RunListItem* item = m_runs->at(row);
        if (!isUnfinished(*item))
            continue;
        newest = newest ? newest : item;
        ++count;
    }
    setVisible(newest && !m_busy && !m_dismissed);
    if (!newest)
        return;
    m_run = newest->run.id;
    const QString which = tr("%1 over %2, %3 of %4 answered")
                              .arg(runTitle(newest->run), base::singleLine(newest->run.suiteName, 60),
                                   format::integer(newest->answers), format::integer(newest->planned));
    m_text->setText(count == 1 ? tr("1 unfinished run: %1").arg(which)
                               : tr("%n unfinished runs, the newest: %1", nullptr, count).arg(which));
    m_sign->setPixmap(icon(Glyph::Clock, themeFor(palette()).link).pixmap(QSize(14, 14), devicePixelRatioF()));
}

void UnfinishedBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_resume)
        refresh();
}

} // namespace quantlens::ui
