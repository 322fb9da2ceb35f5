// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/runsdialog.h"

#include "ui/models/runlist.h"
#include "ui/panels/parts.h"
#include "ui/panels/tables.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace quantlens::ui {

RunsDialog::RunsDialog(const QString& workspace, RunList* runs, QWidget* parent)
    : QDialog(parent)
    , m_runs(runs)
    , m_proxy(new QSortFilterProxyModel(this))
    , m_view(new QTableView(this))
{
    setObjectName(QStringLiteral("runs-dialog"));
    setWindowTitle(tr("Runs"));
    resize(760, 460);
    m_proxy->setSourceModel(runs);
    m_proxy->setSortRole(Qt::UserRole);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto* search = new QLineEdit(this);
    nameControl(search, QStringLiteral("runs-search"), tr("Search runs"));
    search->setPlaceholderText(tr("Model, suite or status"));
    search->setClearButtonEnabled(true);
    connect(search, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    nameControl(m_view, QStringLiteral("runs-table"), tr("Runs"));
    setUpTable(m_view);
    m_view->setModel(m_proxy);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(RunList::Started, Qt::DescendingOrder);
    m_view->setColumnWidth(RunList::Started, 110);
    m_view->setColumnWidth(RunList::What, 280);
    m_view->setColumnWidth(RunList::Suite, 120);
    m_view->setColumnWidth(RunList::Prompts, 70);
    m_view->horizontalHeader()->setStretchLastSection(true);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_open = buttons->addButton(tr("&Open"), QDialogButtonBox::AcceptRole);
    nameControl(m_open, QStringLiteral("runs-open"), tr("Open the chosen run"));
    m_open->setDefault(true);
    m_open->setEnabled(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &RunsDialog::openChosen);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_view, &QTableView::activated, this, &RunsDialog::openChosen);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { m_open->setEnabled(m_view->currentIndex().isValid()); });

    auto* column = new QVBoxLayout(this);
    column->addWidget(dimLabel(workspace, this));
    column->addWidget(search);
    column->addWidget(m_view, 1);
    column->addWidget(buttons);
    if (m_proxy->rowCount() > 0)
        m_view->setCurrentIndex(m_proxy->index(0, 0));
}

void RunsDialog::openChosen()
{
    if (const store::RunListItem* item = m_runs->at(m_proxy->mapToSource(m_view->currentIndex()).row())) {
        Q_EMIT runChosen(item->run.id);
        accept();
    }
}

} // namespace quantlens::ui
