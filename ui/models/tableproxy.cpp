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
    if (hasLeft && hasRight) {
        // The usual keys are compared here: the base class would fetch both once more.
        if (left.typeId() == QMetaType::Double && right.typeId() == QMetaType::Double)
            return left.toDouble() < right.toDouble();
        if (left.typeId() == QMetaType::QString && right.typeId() == QMetaType::QString && !isSortLocaleAware())
            return left.toString().compare(right.toString(), sortCaseSensitivity()) < 0;
        return QSortFilterProxyModel::lessThan(a, b);
    }
    return hasLeft != hasRight && hasLeft == (sortOrder() == Qt::AscendingOrder);
}

} // namespace quantlens::ui
