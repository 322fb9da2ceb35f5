// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace quantlens::ui {

class RunList;

/// All runs of a workspace in a table; one is opened by Return, double click or the button.
class RunsDialog : public QDialog
{
    Q_OBJECT

public:
    /// `runs` must outlive the dialog.
    RunsDialog(const QString& workspace, RunList* runs, QWidget* parent = nullptr);

Q_SIGNALS:
    void runChosen(const QString& runId);

private:
    void openChosen();

    RunList* m_runs;
    QSortFilterProxyModel* m_proxy;
    QTableView* m_view;
    QPushButton* m_open;
};

} // namespace quantlens::ui
