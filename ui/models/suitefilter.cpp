// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/suitefilter.h"

#include "ui/models/suitedocument.h"

#include <algorithm>

namespace quantlens::ui {

SuiteFilter::SuiteFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(SuiteDocument::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

void SuiteFilter::setText(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateRowsFilter();
}

void SuiteFilter::setCategory(const QString& category)
{
    m_category = category;
    invalidateRowsFilter();
}

bool SuiteFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const auto* document = qobject_cast<const SuiteDocument*>(sourceModel());
    if (!document || parent.isValid())
        return false;
    if (!m_category.isEmpty() && document->prompt(row).category != m_category)
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = document->index(row, 0).data(SuiteDocument::SearchRole).toString();
    return std::ranges::all_of(m_words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace quantlens::ui
