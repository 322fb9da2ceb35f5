// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tablecolumns.h"

#include <QEvent>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QTableView>

#include <utility>

namespace quantlens::ui {

namespace {

constexpr int widestKept = 10'000; ///< pixels; what is stored beyond was not written by us
constexpr qsizetype mostKept = 200;

} // namespace

TableColumns::TableColumns(QTableView* view, int always)
    : QObject(view)
    , m_view(view)
    , m_head(view->horizontalHeader())
    , m_always(always)
{
    m_head->setSectionsMovable(true);
    m_head->setFirstSectionMovable(false);
    m_head->viewport()->installEventFilter(this);
    connect(m_head, &QHeaderView::sectionMoved, this, [this] {
        if (m_applying)
            return;
        m_order = titlesInOrder();
        Q_EMIT changed();
    });
    connect(view->model(), &QAbstractItemModel::modelReset, this, &TableColumns::applyLater);
}

TableColumns* TableColumns::of(const QTableView* view)
{
    return view->findChild<TableColumns*>(Qt::FindDirectChildrenOnly);
}

QString TableColumns::title(int column) const
{
    const QAbstractItemModel* model = m_view->model();
    for (const int role : {int(Qt::AccessibleTextRole), int(Qt::DisplayRole)}) {
        const QString title = model->headerData(column, Qt::Horizontal, role).toString();
        if (!title.isEmpty())
            return title;
    }
    return QStringLiteral("#%1").arg(column + 1);
}

void TableColumns::fillMenu(QMenu* menu)
{
    menu->clear();
    for (int visual = 0; visual < m_head->count(); ++visual) {
        const int column = m_head->logicalIndex(visual);
        const QString name = title(column);
        QAction* action = menu->addAction(QString(name).replace(u'&', QLatin1StringView("&&")));
        action->setCheckable(true);
        action->setChecked(!m_head->isSectionHidden(column));
        action->setEnabled(column != m_always && !m_useless.contains(name));
        connect(action, &QAction::toggled, this, [this, column](bool shown) { choose(column, shown); });
    }
}

void TableColumns::choose(int column, bool shown)
{
    const QString name = title(column);
    if (column == m_always || m_shown.value(name, !m_head->isSectionHidden(column)) == shown)
        return;
    m_shown.insert(name, shown);
    m_head->setSectionHidden(column, !shown || m_useless.contains(name));
    Q_EMIT changed();
}

void TableColumns::setUseful(int column, bool useful)
{
    const QString name = title(column);
    if (useful)
        m_useless.remove(name);
    else
        m_useless.insert(name);
    m_head->setSectionHidden(column, !useful || !m_shown.value(name, true));
}

QStringList TableColumns::titlesInOrder() const
{
    QStringList titles;
    for (int visual = 0; visual < m_head->count(); ++visual)
        titles.append(title(m_head->logicalIndex(visual)));
    return titles;
}

QList<int> TableColumns::sizes() const
{
    QList<int> sizes;
    for (int column = 0; column < m_head->count(); ++column)
        sizes.append(m_head->sectionSize(column));
    return sizes;
}

/// Which columns were dragged wider or narrower since the mouse was pressed.
void TableColumns::takeSizes()
{
    const QList<int> before = std::exchange(m_sizes, {});
    if (before.size() != m_head->count())
        return;
    int last = -1; // in sight: it may be as wide as what is left over
    for (int visual = m_head->count() - 1; visual >= 0 && last < 0; --visual) {
        if (!m_head->isSectionHidden(m_head->logicalIndex(visual)))
            last = m_head->logicalIndex(visual);
    }
    bool any = false;
    for (int column = 0; column < m_head->count(); ++column) {
        const bool fits = m_head->sectionResizeMode(column) != QHeaderView::Interactive ||
                          (column == last && m_head->stretchLastSection());
        if (fits || m_head->isSectionHidden(column) || m_head->sectionSize(column) == before.at(column) ||
            before.at(column) == 0)
            continue;
        m_widths.insert(title(column), m_head->sectionSize(column));
        any = true;
    }
    if (any)
        Q_EMIT changed();
}

QByteArray TableColumns::state() const
{
    QJsonObject shown;
    for (const auto& [name, isShown] : m_shown.asKeyValueRange())
        shown.insert(name, isShown);
    QJsonObject widths;
    for (const auto& [name, width] : m_widths.asKeyValueRange())
        widths.insert(name, width);
    QJsonObject state;
    if (!shown.isEmpty())
        state.insert(QLatin1StringView("shown"), shown);
    if (!widths.isEmpty())
        state.insert(QLatin1StringView("widths"), widths);
    if (!m_order.isEmpty())
        state.insert(QLatin1StringView("order"), QJsonArray::fromStringList(m_order));
    return state.isEmpty() ? QByteArray() : QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void TableColumns::restore(const QByteArray& state)
{
    const QJsonObject read = QJsonDocument::fromJson(state).object();
    m_shown.clear();
    m_widths.clear();
    m_order.clear();
    const QJsonObject shown = read.value(QLatin1StringView("shown")).toObject();
    for (auto entry = shown.begin(); entry != shown.end() && m_shown.size() < mostKept; ++entry)
        m_shown.insert(entry.key(), entry.value().toBool(true));
    const QJsonObject widths = read.value(QLatin1StringView("widths")).toObject();
    for (auto entry = widths.begin(); entry != widths.end() && m_widths.size() < mostKept; ++entry) {
        if (const int width = entry.value().toInt(); width > 0 && width <= widestKept)
            m_widths.insert(entry.key(), width);
    }
    const QJsonArray order = read.value(QLatin1StringView("order")).toArray();
    for (qsizetype i = 0; i < order.size() && i < mostKept; ++i)
        m_order.append(order.at(i).toString());
    apply();
}

void TableColumns::apply()
{
    m_applying = true;
    QHash<QString, int> columns;
    for (int column = 0; column < m_head->count(); ++column)
        columns.insert(title(column), column);
    for (const auto& [name, column] : columns.asKeyValueRange()) {
        if (const auto shown = m_shown.constFind(name); shown != m_shown.cend() && column != m_always)
            m_head->setSectionHidden(column, !*shown || m_useless.contains(name));
        const auto width = m_widths.constFind(name);
        if (width != m_widths.cend() && m_head->sectionResizeMode(column) == QHeaderView::Interactive)
            m_head->resizeSection(column, *width);
    }
    int place = 0;
    for (const QString& name : std::as_const(m_order)) {
        if (const int column = columns.value(name, -1); column >= 0)
            m_head->moveSection(m_head->visualIndex(column), place++);
    }
    m_applying = false;
}

/// After what filled the table has laid its columns out.
void TableColumns::applyLater()
{
    if (m_waiting || (m_shown.isEmpty() && m_widths.isEmpty() && m_order.isEmpty()))
        return;
    m_waiting = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_waiting = false;
            apply();
        },
        Qt::QueuedConnection);
}

bool TableColumns::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick:
        m_sizes = sizes();
        break;
    case QEvent::MouseButtonRelease:
        takeSizes();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace quantlens::ui
