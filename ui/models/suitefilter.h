// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace quantlens::ui {

/// Which prompts of a SuiteDocument are in sight.
class SuiteFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit SuiteFilter(QObject* parent = nullptr);

    /// Every word has to be found in the id, the texts, the answer or the reason.
    void setText(const QString& text);
    /// Empty: all.
    void setCategory(const QString& category);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
    QString m_category;
};

} // namespace quantlens::ui
