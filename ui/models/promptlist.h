// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QAbstractTableModel>
#include <QRegularExpression>
#include <QSortFilterProxyModel>

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
        ColumnCount,
    };
    enum Role {
        SortRole = Qt::UserRole,
        SeverityRole,   ///< int(domain::Severity), scored pairs only
        MarkRole,       ///< int(LiveTable::PairMark)
        SimilarityRole, ///< double, scored pairs only
        TextRole,       ///< the prompt's text, one line
        FailedRole,     ///< bool: a side failed
    };

    using QAbstractTableModel::QAbstractTableModel;

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
};

/// Which prompts the list shows.
class PromptFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum Show {
        All,
        Different,
        Changed,
        Flips,
        Severe,
        Errors,
        ShowCount,
    };

    explicit PromptFilter(QObject* parent = nullptr);

    void setShow(Show show);
    [[nodiscard]] Show show() const { return m_show; }
    /// Plain text, or a regular expression between slashes ("/^add/"). Searches ids, prompts and both answers.
    /// False when the expression is not valid; the filter stays as it was then.
    bool setText(const QString& text);
    /// Only prompts of this category; empty: all.
    void setCategory(const QString& category);
    /// How many prompts a choice would show, whatever the text says.
    [[nodiscard]] int count(Show show) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Show m_show = All;
    QString m_text;
    QString m_category;
    QRegularExpression m_expression;
};

} // namespace quantlens::ui
