// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/domain/run.h"
#include "core/runners/live.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QList>
#include <QMap>
#include <QSet>

#include <map>
#include <unordered_map>

namespace quantlens::ui {

/// How many outputs of a determinism or stress run are what they should be, counted as they end.
struct LiveTally
{
    struct Level
    {
        qint64 same = 0; ///< the same text as the reference
        qint64 n = 0;
    };

    qint64 answered = 0;         ///< determinism: prompts with two answers and more
    qint64 varying = 0;          ///< of those: prompts with more than one output
    qint64 outputs = 0;          ///< distinct outputs of all prompts
    std::map<int, Level> levels; ///< stress
};

/// The requests of a running run of any kind, in the order of its plan. Fed with batches; sends changes as few row
/// ranges. While answers grow it knows where each parts from the one it is compared with.
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
        SideRole,                 ///< int, a colour of the theme: 0 for the baseline, 1 for the others
        MarkRole,                 ///< int(PairMark)
        ForkRole, ///< where the text parts from its partner's, in characters from 0; invalid: nowhere yet
        SortRole, ///< invalid or NaN: nothing to sort by yet
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
    /// Takes a batch. Rows are known by their keys; one that is not in the plan is added at the end.
    void apply(const runners::LiveUpdate& update);

    [[nodiscard]] const runners::LiveRow* at(int row) const;
    /// The row of a key, -1 when there is none.
    [[nodiscard]] int rowOf(const domain::GenerationKey& key) const;
    /// The row of a side's first answer to a prompt, -1 when there is none.
    [[nodiscard]] int rowOf(const QString& promptId, int side) const;
    /// The row a row's text is compared with: the baseline's answer, the first run, the reference; for those the first
    /// that is compared with them. -1: none.
    [[nodiscard]] int partnerOf(int row) const;
    /// True when the row is one that others are compared with.
    [[nodiscard]] bool isReference(int row) const;
    /// Of a side with the baseline; nullptr until both are complete.
    [[nodiscard]] const domain::Comparison* comparison(const QString& promptId, int side) const;
    [[nodiscard]] QList<domain::Comparison> comparisons(int side) const;
    /// Pairs complete so far, of all sides.
    [[nodiscard]] qsizetype pairs() const;
    [[nodiscard]] const LiveTally& tally() const { return m_tally; }
    [[nodiscard]] QList<domain::GenerationKey> failedKeys() const;
    /// The row whose answer moved last, -1 before the first.
    [[nodiscard]] int newestRow() const { return m_newest; }
    [[nodiscard]] int sides() const { return m_sides; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// Where a row's text parts from its partner's.
    struct Parting
    {
        qsizetype same = 0; ///< characters known to be equal
        qsizetype fork = -1;
    };
    struct KeyHash
    {
        std::size_t operator()(const domain::GenerationKey& key) const;
    };

    [[nodiscard]] domain::GenerationKey partnerKey(const domain::GenerationKey& key) const;
    void insertRow(const domain::GenerationKey& key);
    /// Whose text this row's is compared with, where that is known by now.
    void findPartner(int row);
    void take(int row, const runners::LiveRow& news, QList<int>& changed);
    void takeComparison(const domain::Comparison& comparison, int side, QList<int>& changed);
    void count(const runners::LiveRow& row);
    void part(int row);
    [[nodiscard]] const domain::Comparison* pairOf(const runners::LiveRow& row) const;
    [[nodiscard]] QString cell(const runners::LiveRow& row, int column) const;
    [[nodiscard]] QVariant sortKey(const runners::LiveRow& row, int column) const;
    [[nodiscard]] QVariant toolTip(const runners::LiveRow& row, int index, int column) const;

    domain::RunKind m_kind = domain::RunKind::Compare;
    int m_baseline = 0;
    int m_firstLevel = 0;
    int m_sides = 2;
    QList<runners::LiveRow> m_rows;
    QList<Parting> m_partings;
    QList<int> m_partners; ///< row → the row it is compared with, -1
    QHash<int, QList<int>> m_followers;
    std::unordered_map<domain::GenerationKey, int, KeyHash> m_rowOf;
    QHash<QString, QString> m_categories;
    QMap<int, QList<domain::Comparison>> m_comparisons;      ///< by side
    QMap<int, QHash<QString, qsizetype>> m_comparisonOf;     ///< by side and prompt
    QHash<QString, QPair<int, QSet<std::size_t>>> m_outputs; ///< by prompt: answers, and the hashes of their texts
    LiveTally m_tally;
    int m_newest = -1;
    QString m_suite;
};

/// True while a request waits for its answer or gets it.
[[nodiscard]] bool isMoving(runners::RequestState state);
/// The mark a pair carries in tables, from its comparison.
[[nodiscard]] LiveTable::PairMark pairMark(const domain::Comparison& comparison);
/// The mark as a word, for accessibility and tool tips; empty for NoMark.
[[nodiscard]] QString pairMarkText(LiveTable::PairMark mark);
/// What sets a request apart from others of its prompt and side: "run 3", "level 4", "self-check"; empty: nothing.
[[nodiscard]] QString requestText(const domain::GenerationKey& key);

} // namespace quantlens::ui
