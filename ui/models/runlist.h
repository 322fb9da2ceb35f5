// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QAbstractTableModel>
#include <QList>

namespace quantlens::ui {

/// The runs of a workspace, newest first.
class RunList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Pinned,
        Started,
        Kind,
        What,
        Suite,
        Status, ///< the verdict where the run has one
        Prompts,
        Flips,
        Kld,
        ForkShift,
        SameText,
        Changed,
        Similarity,
        Stable, ///< determinism or consistency
        Duration,
        Note,
        ColumnCount,
    };

    enum Role {
        SortRole = Qt::UserRole,
        AlarmRole,  ///< bool: the text is bad news
        SearchRole, ///< what a search looks in: models, suite, note, id
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// `complete` false: the newest ones; continueWith() brings the others.
    void setRuns(QList<store::RunListItem> runs, bool complete = true);
    /// All runs, of which the newest stand here already: those stay as they are, with what is selected of them.
    void continueWith(QList<store::RunListItem> all);
    /// False while older runs are still being read.
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] const store::RunListItem* at(int row) const;
    [[nodiscard]] int find(const QString& runId) const;

    void setHeadline(const QString& runId, const scoring::Headline& headline);
    void setPinned(const QString& runId, bool pinned);
    void setNote(const QString& runId, const QString& note);
    /// Takes a run out of the list; nothing happens for one that is not there.
    void remove(const QString& runId);
    /// Puts a run at its place by its start; one that is there already stays.
    void insert(const store::RunListItem& item);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// Sorting and searching look at every run again and again: what they look at is put together once, when they do.
    struct Row
    {
        store::RunListItem item;
        mutable QString title = {};  ///< empty: not put together yet
        mutable QString search = {}; ///< as title
    };

    void rowChanged(int row);
    [[nodiscard]] QString text(const QModelIndex& index) const;

    QList<Row> m_rows;
    bool m_complete = true;
};

} // namespace quantlens::ui
