// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class ActionCollection;
class CompareCentre;
class CompareDetails;
class PromptFilter;
class PromptList;
class SeverityBar;

/// The place where two answers are read side by side: prompts at the left, the difference and the fork inspector in
/// the middle, details at the right.
class ComparePanel : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePanel(ActionCollection* actions, QWidget* parent = nullptr);

    /// Registers "compare.…": modes, next and previous difference and prompt, fork, copy.
    static void registerActions(ActionCollection* actions);
    static void fillMenu(QMenu* menu, ActionCollection* actions);

    /// A run is being loaded and scored.
    void setLoading(bool loading);
    void setRun(const ShownRunPtr& run);
    [[nodiscard]] const ShownRunPtr& run() const { return m_run; }
    /// Shows a prompt; an empty or unknown id chooses the most interesting one.
    void selectPrompt(const QString& promptId);
    /// The prompt shown, empty when there is none.
    [[nodiscard]] QString promptId() const { return m_promptId; }
    /// "add-017: F16 ↔ Q2_K" for the window's title.
    [[nodiscard]] QString title() const;
    [[nodiscard]] QList<QSplitter*> splitters() const;
    [[nodiscard]] PromptFilter* filter() const { return m_filter; }
    [[nodiscard]] CompareCentre* centre() const { return m_centre; }

Q_SIGNALS:
    void promptShown();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* toolBar();
    QWidget* promptsPane();
    QWidget* summaryPane();
    void connectActions();
    void showDifference(int index, int count);
    void showCurrent();
    void movePrompt(int step);
    void refreshCounts();
    void refreshSummary();
    void updateActions();
    void copyMarkdown();

    ActionCollection* m_actions;
    PromptList* m_list;
    PromptFilter* m_filter;
    ShownRunPtr m_run;
    QString m_promptId;

    QStackedWidget* m_stack = nullptr;
    QLabel* m_empty = nullptr;
    QSplitter* m_across = nullptr;
    QWidget* m_prompts = nullptr;
    QComboBox* m_show = nullptr;
    QComboBox* m_category = nullptr;
    QLineEdit* m_search = nullptr;
    QTableView* m_view = nullptr;
    QLabel* m_all = nullptr;
    QLabel* m_flips = nullptr;
    SeverityBar* m_severity = nullptr;
    QLabel* m_legend = nullptr;
    QLabel* m_rates = nullptr;
    QLabel* m_difference = nullptr;
    CompareCentre* m_centre = nullptr;
    CompareDetails* m_details = nullptr;
    bool m_wasNarrow = false;
    bool m_wasSlim = false;
};

/// One pair as Markdown: what was asked, both answers in fences, where they part. For issues and notes.
[[nodiscard]] QString pairAsMarkdown(const ShownRun& run, const QString& promptId);

} // namespace quantlens::ui
