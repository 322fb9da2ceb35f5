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

    void setRuns(QList<store::RunListItem> runs);
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
    void rowChanged(int row);

    QList<store::RunListItem> m_runs;
};

/// "F16 ↔ Q2_K", "Sweep of 6 models against F16", "Stress of Q4_K_M": by the kind of the run, one line.
[[nodiscard]] QString runTitle(const domain::RunRecord& run);
/// "demo, n = 120", with the number of failures when there are any.
[[nodiscard]] QString runSubtitle(const store::RunListItem& item);
/// True for a run that was ended before everything was asked, by a person or by the end of the program: it can be
/// resumed.
[[nodiscard]] bool isUnfinished(const store::RunListItem& item);
/// "finished", "cancelled at 61 of 120", …
[[nodiscard]] QString runStatusText(const store::RunListItem& item);
/// "compare", "determinism", … in the person's language.
[[nodiscard]] QString runKindText(domain::RunKind kind);
[[nodiscard]] QString verdictText(domain::Verdict verdict);
/// Names of measures: "Flips", "KLD", …
[[nodiscard]] QString measureText(scoring::HeadlineMeasure measure);
/// The number as in a table: "7.5 % [4.0, 13.6]", "0.0123", "98.2 %". "–" for none.
[[nodiscard]] QString headlineText(scoring::HeadlineMeasure measure,
                                   const std::optional<scoring::HeadlineNumber>& number);
/// Milliseconds from start to end; NaN while it is not over.
[[nodiscard]] double runDuration(const domain::RunRecord& run);

} // namespace quantlens::ui
