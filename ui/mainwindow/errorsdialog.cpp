// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/errorsdialog.h"

#include "ui/models/errorlog.h"
#include "ui/models/tableproxy.h"
#include "ui/panels/parts.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>

namespace quantlens::ui {

ErrorsDialog::ErrorsDialog(ErrorLog* log, QWidget* parent)
    : QDialog(parent)
    , m_log(log)
    , m_proxy(new TableProxy(this))
    , m_view(new QTableView(this))
    , m_stack(new QStackedWidget(this))
    , m_detail(new QPlainTextEdit(this))
    , m_requests(plainLabel({}, this))
    , m_showRequests(new QPushButton(tr("&Show them"), this))
{
    setObjectName(QStringLiteral("errors-dialog"));
    setWindowTitle(tr("Errors"));
    resize(860, 480);
    m_proxy->setSourceModel(log);
    m_proxy->setSortRole(Qt::UserRole);
    QLineEdit* search = filterField(m_proxy, QStringLiteral("errors-search"), tr("Search errors"), this);
    nameControl(m_view, QStringLiteral("errors-table"), tr("Errors"));
    setUpTable(m_view);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setModel(m_proxy);
    sortByHead(m_view);
    m_view->setColumnWidth(ErrorLog::Time, 76);
    m_view->setColumnWidth(ErrorLog::Code, 150);
    m_view->setColumnWidth(ErrorLog::What, 340);
    m_view->horizontalHeader()->setStretchLastSection(true);
    addTableMenu(m_view, ErrorLog::What);
    setEmptyText(m_view, tr("No error has that in it. Clear the search."));
    m_stack->addWidget(m_view);
    m_stack->addWidget(emptyState(tr("Nothing went wrong so far."), m_stack));
    nameControl(m_detail, QStringLiteral("errors-detail"), tr("The chosen error in full"));
    m_detail->setReadOnly(true);
    m_detail->setTabChangesFocus(true);
    m_detail->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_detail->setMaximumHeight(150);
    m_detail->setPlaceholderText(tr("Choose an error above to read all of it."));
    nameControl(m_showRequests, QStringLiteral("errors-requests"), tr("Show the failed requests in Run"));
    m_showRequests->setAutoDefault(false);
    connect(m_showRequests, &QPushButton::clicked, this, &ErrorsDialog::failedRequestsWanted);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    nameControl(m_copy, QStringLiteral("errors-copy"), tr("Copy the chosen errors, or all"));
    m_clear = buttons->addButton(tr("C&lear"), QDialogButtonBox::ResetRole);
    nameControl(m_clear, QStringLiteral("errors-clear"), tr("Clear the list"));
    connect(m_copy, &QPushButton::clicked, this, &ErrorsDialog::copy);
    connect(m_clear, &QPushButton::clicked, m_log, &ErrorLog::clear);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ErrorsDialog::showCurrent);
    connect(m_log, &ErrorLog::countChanged, this, &ErrorsDialog::showCurrent);

    auto* requestRow = new QHBoxLayout;
    requestRow->addWidget(m_requests, 1);
    requestRow->addWidget(m_showRequests);
    auto* column = new QVBoxLayout(this);
    column->addLayout(requestRow);
    column->addWidget(search);
    column->addWidget(m_stack, 1);
    column->addWidget(m_detail);
    column->addWidget(buttons);
    setFailedRequests(0);
    m_view->setCurrentIndex(m_proxy->index(0, 0));
    showCurrent();
}

void ErrorsDialog::setFailedRequests(int count)
{
    m_requests->setText(tr("⚠ %n request(s) of the run in Run failed.", nullptr, count));
    m_requests->setVisible(count > 0);
    m_showRequests->setVisible(count > 0);
}

QList<int> ErrorsDialog::chosenRows() const
{
    QList<int> rows;
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        if (m_view->selectionModel()->isRowSelected(row))
            rows.append(m_proxy->mapToSource(m_proxy->index(row, 0)).row());
    }
    if (rows.isEmpty()) {
        for (int row = 0; row < m_proxy->rowCount(); ++row)
            rows.append(m_proxy->mapToSource(m_proxy->index(row, 0)).row());
    }
    return rows;
}

void ErrorsDialog::showCurrent()
{
    const bool any = m_log->rowCount() > 0;
    m_stack->setCurrentIndex(any ? 0 : 1);
    m_copy->setEnabled(any);
    m_clear->setEnabled(any);
    showPlainText(m_detail, m_log->text(m_proxy->mapToSource(m_view->currentIndex()).row()));
}

void ErrorsDialog::copy()
{
    QStringList texts;
    for (const int row : chosenRows())
        texts.append(m_log->text(row));
    QGuiApplication::clipboard()->setText(texts.join(QStringLiteral("\n\n")));
}

} // namespace quantlens::ui
