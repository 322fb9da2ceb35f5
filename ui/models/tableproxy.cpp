// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tableproxy.h"

#include <cmath>

namespace quantlens::ui {

namespace {

bool hasSortKey(const QVariant& key)
{
    return key.isValid() && !(key.typeId() == QMetaType::Double && std::isnan(key.toDouble()));
}

} // namespace

TableProxy::TableProxy(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setFilterKeyColumn(-1);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

bool TableProxy::lessThan(const QModelIndex& a, const QModelIndex& b) const
{
    const QVariant left = a.data(sortRole());
    const QVariant right = b.data(sortRole());
    const bool hasLeft = hasSortKey(left);
    const bool hasRight = hasSortKey(right);
    if (hasLeft && hasRight)
        return QSortFilterProxyModel::lessThan(a, b);
    return hasLeft != hasRight && hasLeft == (sortOrder() == Qt::AscendingOrder);
}

} // namespace quantlens::ui
