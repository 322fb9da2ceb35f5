// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/promptorder.h"

#include <QAbstractProxyModel>
#include <QAbstractTableModel>

#include <atomic>

namespace quantlens::ui {

/// The prompts of a run with what became of each pair, in the suite's order.
class PromptList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Severity,
        Prompt,
        Mark,
        Similarity,
        Fork,
        Shift, ///< of the fork, nats
        Kld,   ///< geometric mean over the answer's tokens
        Rating,
        ColumnCount,
    };
    enum Role {
        SeverityRole = Qt::UserRole, ///< int(domain::Severity), scored pairs only
        MarkRole,                    ///< int(LiveTable::PairMark)
        SimilarityRole,              ///< double, scored pairs only
        TextRole,                    ///< the prompt's text, one line
        FailedRole,                  ///< bool: a side failed
        NotedRole,                   ///< bool: a person wrote something on it
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// A run with the same prompts as before keeps its rows: only what they say changes.
    void setRun(ShownRunPtr run);
    [[nodiscard]] const ShownRunPtr& run() const { return m_run; }
    [[nodiscard]] const domain::Prompt* prompt(int row) const;
    /// The pair of a row; nullptr when it is not complete.
    [[nodiscard]] const domain::Comparison* comparison(int row) const;
    [[nodiscard]] int rowOf(const QString& promptId) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ShownRunPtr m_run;
    mutable int m_found = 0; ///< row that was asked for last: the current prompt is looked up again and again
};

/// Which prompts of a PromptList are shown, and in which order. Texts are searched, and long lists sorted, off the UI
/// thread; `reordered` tells when that is done. A later wish replaces an earlier one.
class PromptFilter : public QAbstractProxyModel
{
    Q_OBJECT

public:
    explicit PromptFilter(QObject* parent = nullptr);
    ~PromptFilter() override;

    /// The source is a PromptList.
    void setSourceModel(QAbstractItemModel* source) override;
    void setShow(PromptShow show);
    [[nodiscard]] PromptShow show() const { return m_criteria.show; }
    /// Plain text, or a regular expression between slashes ("/^add/"). Searches ids, prompts, both answers and notes.
    /// An expression that is none is an error, and the filter stays as it was.
    base::Expected<void> setText(const QString& text);
    /// Only prompts of this category; empty: all.
    void setCategory(const QString& category);
    /// Exactly these prompts; nullptr: all.
    void setOnly(std::shared_ptr<const QSet<QString>> ids);
    /// How many prompts a choice would show, whatever else is filtered.
    [[nodiscard]] int count(PromptShow show) const;
    /// True until the last wish is fulfilled.
    [[nodiscard]] bool busy() const { return m_done != m_ticket->load(); }

    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    [[nodiscard]] QModelIndex mapToSource(const QModelIndex& index) const override;
    [[nodiscard]] QModelIndex mapFromSource(const QModelIndex& index) const override;
    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// The rows are those that were asked for last. `textChanged`: because another text is searched.
    void reordered(bool textChanged);
    /// What the search could not look at, one sentence; empty: everything was searched.
    void searchLimited(const QString& sentence);

private:
    void update(bool textChanged = false);
    void take(PromptOrder order);

    const PromptList* m_list = nullptr;
    PromptCriteria m_criteria;
    std::vector<int> m_rows;                        ///< proxy row → source row
    std::vector<int> m_inverse;                     ///< source row → proxy row, −1 hidden
    std::shared_ptr<std::atomic<quint64>> m_ticket; ///< shared with searches that may outlive this
    quint64 m_done = 0;
    bool m_textChanged = false;
};

} // namespace quantlens::ui
