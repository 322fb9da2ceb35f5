// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/discoverdialog.h"

#include "core/base/text.h"
#include "ui/icons/icons.h"
#include "ui/models/discoveredtable.h"
#include "ui/models/tableproxy.h"
#include "ui/panels/parts.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

namespace quantlens::ui {

DiscoverDialog::DiscoverDialog(QWidget* parent)
    : QDialog(parent)
    , m_table(new DiscoveredTable(this))
    , m_host(new QLineEdit(this))
    , m_search(new QPushButton(icon(Glyph::Search), tr("&Look"), this))
    , m_bar(new QProgressBar(this))
    , m_view(new QTableView(this))
    , m_stack(new QStackedWidget(this))
    , m_message(emptyState({}, this))
{
    setObjectName(QStringLiteral("discover-dialog"));
    setWindowTitle(tr("Discover servers"));
    resize(780, 420);
    nameControl(m_host, QStringLiteral("discover-host"), tr("Computer to look at"));
    m_host->setPlaceholderText(tr("this computer; or a name, or http://host:port"));
    m_host->setClearButtonEnabled(true);
    m_host->setMaxLength(500);
    nameControl(m_search, QStringLiteral("discover-search"), tr("Look for servers"));
    m_search->setAutoDefault(false);
    nameControl(m_bar, QStringLiteral("discover-progress"), tr("Looking for servers"));
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(6);
    QSizePolicy keeps = m_bar->sizePolicy();
    keeps.setRetainSizeWhenHidden(true);
    m_bar->setSizePolicy(keeps);
    nameControl(m_view, QStringLiteral("discover-table"), tr("Models of the servers that were found"));
    setUpTable(m_view);
    m_view->setItemDelegate(new QStyledItemDelegate(m_view)); // check marks
    auto* proxy = new TableProxy(this);
    proxy->setSourceModel(m_table);
    proxy->setSortRole(DiscoveredTable::SortRole);
    m_view->setModel(proxy);
    sortByHead(m_view);
    const int widths[] = {260, 140, 100, 100, 80, 70};
    for (int column = 0; column < DiscoveredTable::ColumnCount; ++column)
        m_view->setColumnWidth(column, widths[column]);
    m_view->horizontalHeader()->setSectionResizeMode(DiscoveredTable::Model, QHeaderView::Stretch);
    addTableMenu(m_view);
    setEmptyText(m_view, tr("No model that was found has that in it. Clear the filter."));
    m_filter = filterField(proxy, QStringLiteral("discover-filter"), tr("Filter what was found"), this);
    m_message->setObjectName(QStringLiteral("discover-message"));
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_message);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_add = buttons->addButton(tr("&Add the checked ones"), QDialogButtonBox::AcceptRole);
    nameControl(m_add, QStringLiteral("discover-add"), tr("Add the checked models to the list"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT modelsChosen(m_table->chosen());
        accept();
    });
    connect(m_search, &QPushButton::clicked, this, &DiscoverDialog::search);
    connect(m_host, &QLineEdit::returnPressed, this, &DiscoverDialog::search);
    connect(m_table, &DiscoveredTable::dataChanged, this, &DiscoverDialog::refresh);

    auto* row = new QHBoxLayout;
    QLabel* label = plainLabel(tr("&Where:"), this);
    label->setBuddy(m_host);
    label->setWordWrap(false);
    row->addWidget(label);
    row->addWidget(m_host, 1);
    row->addWidget(m_search);
    auto* column = new QVBoxLayout(this);
    column->addLayout(row);
    column->addWidget(dimLabel(tr("Asks the usual ports of llama-server, Ollama, vLLM, SGLang, LM Studio and "
                                  "mlx_lm.server who is there. Nothing but these questions is sent."),
                               this));
    column->addWidget(m_bar);
    column->addWidget(m_filter);
    column->addWidget(m_stack, 1);
    column->addWidget(buttons);
    refresh();
}

void DiscoverDialog::search()
{
    if (m_searching)
        return;
    m_searching = true;
    m_message->setText(tr("Looking…"));
    m_filter->clear();
    m_table->setServers({}, {});
    refresh();
    m_wanted = m_host->text().trimmed();
    Q_EMIT searchWanted(m_wanted);
}

void DiscoverDialog::setServers(const QString& host, const QList<backends::Discovered>& servers,
                                const std::optional<base::Error>& error, const QStringList& known)
{
    if (!m_searching || host != m_wanted)
        return; // somebody else's search
    m_searching = false;
    m_table->setServers(servers, known);
    if (error)
        m_message->setText(base::singleLine(base::oneLine(*error), 500));
    else
        m_message->setText(m_host->text().trimmed().isEmpty()
                               ? tr("No server answers on this computer. Start one, or choose .gguf files: Quantlens "
                                    "starts llama-server for them.")
                               : tr("No server answers there. Is its port another one? Then type http://host:port."));
    refresh();
}

void DiscoverDialog::refresh()
{
    m_stack->setCurrentIndex(m_table->rowCount() > 0 ? 0 : 1);
    m_bar->setVisible(m_searching);
    m_filter->setEnabled(m_table->rowCount() > 0);
    m_search->setEnabled(!m_searching);
    m_add->setEnabled(!m_table->chosen().isEmpty());
}

} // namespace quantlens::ui
