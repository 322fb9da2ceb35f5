// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/run.h"
#include "core/runners/live.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QList>
#include <QMap>
#include <QSortFilterProxyModel>

#include <optional>

namespace quantlens::ui {

/// The requests of a running run, two rows a prompt. Fed with batches; sends changes as few row ranges.
class LiveTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        State,
        Side,
        Prompt,
        Category,
        Tokens,
        Progress,
        Rate,
        FirstToken,
        End,
        Similarity,
        Severity,
        Mark,
        ColumnCount,
    };
    enum Role {
        StateRole = Qt::UserRole, ///< int(runners::RequestState)
        ProgressRole,             ///< 0…1, tokens so far of the most that are allowed; invalid when not running
        SeverityRole,             ///< int(domain::Severity), pairs only
        SideRole,                 ///< int
        MarkRole,                 ///< int(PairMark)
    };
    enum PairMark {
        NoMark,
        SameAnswer,
        ChangedAnswer,
        RightToWrong,
        WrongToRight,
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Begins a run: every request queued.
    void setPlan(const domain::RunRecord& run);
    /// Takes a batch; rows that are not in the plan are ignored.
    void apply(const runners::LiveUpdate& update);

    [[nodiscard]] const runners::LiveRow* at(int row) const;
    /// The row of a side of a prompt, -1 when there is none.
    [[nodiscard]] int rowOf(const QString& promptId, int side) const;
    [[nodiscard]] const domain::Comparison* comparison(const QString& promptId) const;
    [[nodiscard]] const QList<domain::Comparison>& comparisons() const { return m_comparisons; }
    /// The prompt whose answer moved last, empty before the first.
    [[nodiscard]] QString newestPrompt() const { return m_newest; }
    [[nodiscard]] int sides() const { return m_sides; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] const domain::Comparison* pairOf(const runners::LiveRow& row) const;
    [[nodiscard]] QString cell(const runners::LiveRow& row, int column) const;

    int m_sides = 2;
    QList<runners::LiveRow> m_rows;
    QHash<QString, QMap<int, int>> m_rowOf; ///< prompt id → side → row of its first answer
    QList<domain::Comparison> m_comparisons;
    QHash<QString, qsizetype> m_comparisonOf;
    QString m_newest;
    QString m_suite;
};

/// The mark a pair carries in tables, from its comparison.
[[nodiscard]] LiveTable::PairMark pairMark(const domain::Comparison& comparison);
/// The mark as a word, for accessibility and tool tips; empty for NoMark.
[[nodiscard]] QString pairMarkText(LiveTable::PairMark mark);

/// Which requests the table shows.
class LiveFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum Show {
        All,
        Running,
        Differing,
        Failed,
    };

    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setShow(Show show);
    /// Prompt ids, categories, answers and errors that contain the text.
    void setText(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Show m_show = All;
    QString m_text;
};

} // namespace quantlens::ui
