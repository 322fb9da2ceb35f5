// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;
class QToolButton;

namespace quantlens::ui {

class PromptFilter;
class PromptList;
class RunSummary;

/// The prompts of a run with their filters above and the run's headline below.
class PromptPane : public QWidget
{
    Q_OBJECT

public:
    explicit PromptPane(QWidget* parent = nullptr);

    /// Another run: the filters are taken away.
    void setRun(const ShownRunPtr& run);
    /// The same run, changed: filters, order and current prompt stay.
    void updateRun(const ShownRunPtr& run);
    /// Makes a prompt current; an empty or unknown id chooses the most interesting one. A filter that hides it gives
    /// way.
    void selectPrompt(const QString& promptId);
    /// The prompt that is current, or was before a search hid it.
    [[nodiscard]] QString promptId() const { return m_promptId; }
    /// Goes on in the list by `step` rows.
    void move(int step);
    /// Only these prompts, with a removable sign that says why. An empty list takes the sign away.
    void showOnly(const QStringList& promptIds, const QString& why);
    [[nodiscard]] PromptFilter* filter() const { return m_filter; }

Q_SIGNALS:
    void promptChanged(const QString& promptId);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* filterRows();
    void setUpView();
    void setCurrent(const QString& promptId);
    void takeCurrent();
    void restoreCurrent(bool textChanged);
    void search(const QString& text);
    void showHint(const QString& text, bool error);
    void clearFilters();
    void refreshCounts();
    void elideChip();

    PromptList* m_list;
    PromptFilter* m_filter;
    QString m_promptId;
    QString m_wanted; ///< to be made current when the list is ready
    QString m_why;
    QComboBox* m_show = nullptr;
    QComboBox* m_category = nullptr;
    QLineEdit* m_search = nullptr;
    QLabel* m_hint = nullptr;
    bool m_hintIsError = false;
    QToolButton* m_only = nullptr;
    QTableView* m_view = nullptr;
    QLabel* m_empty = nullptr;
    RunSummary* m_summary = nullptr;
};

} // namespace quantlens::ui
