// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QPushButton;

namespace quantlens::ui {

class RunList;

/// Says that runs were left unfinished and offers to go on with the newest. Not there when there is none.
class UnfinishedBar : public QFrame
{
    Q_OBJECT

public:
    /// `runs` outlives it.
    UnfinishedBar(const QString& objectName, RunList* runs, QWidget* parent = nullptr);

    /// While a run is going nothing can be resumed, and it is not unfinished itself.
    void setBusy(bool busy);

Q_SIGNALS:
    void resumeWanted(const QString& runId);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    RunList* m_runs;
    QLabel* m_sign;
    QLabel* m_text;
    QPushButton* m_resume = nullptr;
    QString m_run;
    bool m_busy = false;
    bool m_dismissed = false;
};

} // namespace quantlens::ui
