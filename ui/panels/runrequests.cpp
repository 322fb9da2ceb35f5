// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runrequests.h"

#include "ui/models/format.h"
#include "ui/models/livefilter.h"
#include "ui/models/livetable.h"
#include "ui/panels/livedelegate.h"
#include "ui/panels/parts.h"
#include "ui/panels/tablecolumns.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace quantlens::ui {

RunRequests::RunRequests(LiveTable* table, QWidget* parent)
    : QWidget(parent)
    , m_table(table)
    , m_filter(new LiveFilter(table, this))
    , m_view(new QTableView(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(emptyState({}, this))
{
    m_empty->setObjectName(QStringLiteral("run-no-request"));
    makeTable();
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(filterRow());
    column->addWidget(m_stack, 1);
    for (const auto signal : {&LiveFilter::rowsInserted, &LiveFilter::rowsRemoved})
        connect(m_filter, signal, this, &RunRequests::refresh);
    connect(m_filter, &LiveFilter::modelReset, this, &RunRequests::refresh);
    refresh();
}

void RunRequests::makeTable()
{
    nameControl(m_view, QStringLiteral("run-table"), tr("Requests of the run"));
    setUpTable(m_view);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setItemDelegate(new LiveDelegate(m_view));
    m_view->setModel(m_filter);
    const int widths[] = {88, 22, 120, 90, 54, 52, 52, 78, 62, 76, 100, 56};
    for (int i = 0; i < LiveTable::ColumnCount; ++i)
        m_view->setColumnWidth(i, widths[i]);
    m_view->horizontalHeader()->setSectionResizeMode(LiveTable::Prompt, QHeaderView::Stretch);
    sortByHead(m_view); // in the order they are planned
    m_columns = addTableMenu(m_view, LiveTable::Prompt);
}

QWidget* RunRequests::filterRow()
{
    auto* row = new QWidget(this);
    m_search = new QLineEdit(row);
    nameControl(m_search, QStringLiteral("run-search"), tr("Search requests"));
    m_search->setPlaceholderText(tr("Search prompts, errors and answers"));
    m_search->setClearButtonEnabled(true);
    m_show = new QComboBox(row);
    nameControl(m_show, QStringLiteral("run-show"), tr("Requests to show"));
    m_show->addItems({tr("All requests"), tr("In flight"), tr("Different"), tr("Failed")});
    m_count = dimLabel({}, row);
    m_count->setObjectName(QStringLiteral("run-count"));
    m_count->setWordWrap(false);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(m_search, 1);
    line->addWidget(m_show);
    line->addWidget(m_count);
    connect(m_show, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_filter->setShow(LiveFilter::Show(index));
        refresh();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setText(text);
        refresh();
    });
    return row;
}

void RunRequests::fitColumns(bool severalSides, bool compares)
{
    m_columns->setUseful(LiveTable::Side, severalSides);
    m_columns->setUseful(LiveTable::Similarity, compares);
    m_columns->setUseful(LiveTable::Severity, compares);
}

void RunRequests::refresh()
{
    const int all = m_table->rowCount();
    const int shown = m_filter->rowCount();
    m_count->setText(shown == all ? tr("%n request(s)", nullptr, all)
                                  : tr("%1 of %2 requests").arg(format::integer(shown), format::integer(all)));
    m_empty->setText(all == 0 ? tr("The requests stand here as soon as the run is planned.")
                              : tr("No request is like that. Clear the search, or choose “All requests”."));
    m_stack->setCurrentIndex(shown > 0 ? 0 : 1);
}

} // namespace quantlens::ui
