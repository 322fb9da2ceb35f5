// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QList>

namespace quantlens::ui {

/// What went wrong since the window was opened, newest first; the oldest go when there are 1,000.
class ErrorLog : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Time,
        Code,
        What,
        Hint,
        ColumnCount,
    };

    static constexpr int most = 1000;

    using QAbstractTableModel::QAbstractTableModel;

    void add(const base::Error& error, const QDateTime& when = QDateTime::currentDateTime());
    void clear();
    /// nullptr for a row that is not there.
    [[nodiscard]] const base::Error* at(int row) const;
    /// Everything about one row, to be copied: time, code, sentence, hint and detail.
    [[nodiscard]] QString text(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void countChanged(int count);

private:
    struct Entry
    {
        QDateTime when;
        base::Error error;
    };

    QList<Entry> m_entries;
};

} // namespace quantlens::ui
