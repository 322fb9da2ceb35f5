// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"
#include "ui/models/promptlist.h"

#include <QtConcurrent>

#include <algorithm>

namespace quantlens::ui {

namespace {

/// Lists up to this length are filtered and sorted at once: that takes less time than telling another thread.
constexpr int atOnce = 10'000;

} // namespace

static_assert(int(PromptColumn::Rating) + 1 == PromptList::ColumnCount);

PromptFilter::PromptFilter(QObject* parent)
    : QAbstractProxyModel(parent)
    , m_ticket(std::make_shared<std::atomic<quint64>>(0))
{
}

PromptFilter::~PromptFilter()
{
    ++*m_ticket; // a search that still runs ends soon
}

void PromptFilter::setSourceModel(QAbstractItemModel* source)
{
    if (sourceModel())
        sourceModel()->disconnect(this);
    m_list = qobject_cast<PromptList*>(source);
    QAbstractProxyModel::setSourceModel(source);
    if (!m_list)
        return;
    connect(source, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        beginResetModel();
        ++*m_ticket;
        m_rows.clear();
        m_inverse.clear();
    });
    connect(source, &QAbstractItemModel::modelReset, this, [this] {
        endResetModel();
        update();
    });
    connect(source, &QAbstractItemModel::dataChanged, this, [this] {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        update();
    });
    update();
}

void PromptFilter::setShow(PromptShow show)
{
    m_criteria.show = show;
    update();
}

void PromptFilter::setCategory(const QString& category)
{
    m_criteria.category = category;
    update();
}

void PromptFilter::setOnly(std::shared_ptr<const QSet<QString>> ids)
{
    m_criteria.ids = std::move(ids);
    update();
}

base::Expected<void> PromptFilter::setText(const QString& text)
{
    auto criteria = searchFor(text, m_criteria);
    if (!criteria)
        return std::unexpected(criteria.error());
    m_criteria = std::move(*criteria);
    update(true);
    return {};
}

void PromptFilter::sort(int column, Qt::SortOrder order)
{
    m_criteria.column = column >= 0 && column < PromptList::ColumnCount ? PromptColumn(column) : PromptColumn::Prompt;
    m_criteria.descending = order == Qt::DescendingOrder;
    update();
}

int PromptFilter::count(PromptShow show) const
{
    if (!m_list || !m_list->run())
        return 0;
    return int(
        std::ranges::count_if(m_list->run()->rows, [show](const PromptRow& row) { return promptShown(row, show); }));
}

void PromptFilter::update(bool textChanged)
{
    const quint64 ticket = ++*m_ticket;
    m_textChanged |= textChanged;
    const ShownRunPtr run = m_list ? m_list->run() : nullptr;
    if (!run) {
        take({});
        return;
    }
    const bool searches = !m_criteria.text.isEmpty() || !m_criteria.expression.pattern().isEmpty();
    if (!searches && run->rows.size() <= atOnce) {
        take(orderPrompts(*run, m_criteria));
        return;
    }
    QtConcurrent::run([run, criteria = m_criteria, current = m_ticket, ticket] {
        return orderPrompts(*run, criteria, current.get(), ticket);
    }).then(this, [this, ticket](const PromptOrder& order) {
        if (ticket == m_ticket->load())
            take(order);
    });
}

void PromptFilter::take(PromptOrder order)
{
    m_done = m_ticket->load();
    if (order.rows != m_rows) {
        beginResetModel();
        m_rows = std::move(order.rows);
        m_inverse.assign(m_list && m_list->run() ? m_list->run()->rows.size() : 0, -1);
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            m_inverse[std::size_t(m_rows[row])] = int(row);
        endResetModel();
    }
    QString sentence;
    if (order.notSearched > 0)
        sentence = tr("The search took too long: the last %1 prompts were not searched.")
                       .arg(format::integer(order.notSearched));
    else if (order.gaveUp > 0)
        sentence = tr("The expression takes too many steps in %n text(s), which are left out.", nullptr,
                      int(std::min<qint64>(order.gaveUp, std::numeric_limits<int>::max())));
    Q_EMIT searchLimited(sentence);
    Q_EMIT reordered(std::exchange(m_textChanged, false));
}

QModelIndex PromptFilter::mapToSource(const QModelIndex& index) const
{
    return index.isValid() && index.row() < rowCount() ? m_list->index(m_rows[std::size_t(index.row())], index.column())
                                                       : QModelIndex();
}

QModelIndex PromptFilter::mapFromSource(const QModelIndex& index) const
{
    if (!index.isValid() || std::size_t(index.row()) >= m_inverse.size() || m_inverse[std::size_t(index.row())] < 0)
        return {};
    return this->index(m_inverse[std::size_t(index.row())], index.column());
}

QModelIndex PromptFilter::index(int row, int column, const QModelIndex& parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex PromptFilter::parent(const QModelIndex& /*child*/) const
{
    return {};
}

int PromptFilter::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PromptFilter::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_list ? 0 : int(PromptList::ColumnCount);
}

QVariant PromptFilter::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_list && orientation == Qt::Horizontal ? m_list->headerData(section, orientation, role) : QVariant();
}

} // namespace quantlens::ui
