// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class ErrorLog;

/// The list of errors: when, which, what happened, what to do; the chosen one in full below. Stays open beside the
/// window.
class ErrorsDialog : public QDialog
{
    Q_OBJECT

public:
    /// `log` outlives the dialog.
    explicit ErrorsDialog(ErrorLog* log, QWidget* parent = nullptr);

    /// How many requests of the run in Run have failed: those are listed there.
    void setFailedRequests(int count);

Q_SIGNALS:
    /// Show the failed requests in Run.
    void failedRequestsWanted();

private:
    void showCurrent();
    void copy();
    [[nodiscard]] QList<int> chosenRows() const;

    ErrorLog* m_log;
    QSortFilterProxyModel* m_proxy;
    QTableView* m_view;
    QStackedWidget* m_stack;
    QPlainTextEdit* m_detail;
    QLabel* m_requests;
    QPushButton* m_showRequests;
    QPushButton* m_copy;
    QPushButton* m_clear;
};

} // namespace quantlens::ui
