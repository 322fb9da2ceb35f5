// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QWidget>

class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;
class QUndoStack;

namespace quantlens::ui {

class ActionCollection;
class CompareCentre;
class CompareDetails;
class PairChooser;
class PromptFilter;
class PromptPane;
class RunEditor;

/// The place where two answers are read side by side: prompts at the left, the difference and the fork inspector in
/// the middle, details at the right.
class ComparePanel : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePanel(ActionCollection* actions, QWidget* parent = nullptr);

    /// Registers "compare.…": modes, next and previous difference and prompt, fork, swap, copy.
    static void registerActions(ActionCollection* actions);
    static void fillMenu(QMenu* menu, ActionCollection* actions);

    /// A run is being loaded and scored.
    void setLoading(bool loading);
    /// `store` is where notes and answers set by hand go; `whyReadOnly` says why they cannot be written, empty: they
    /// can.
    void setRun(const ShownRunPtr& run, const std::shared_ptr<store::Store>& store = {},
                const QString& whyReadOnly = {});
    /// The run with the pair shown now and everything written so far.
    [[nodiscard]] const ShownRunPtr& run() const;
    /// Shows a prompt; an empty or unknown id chooses the most interesting one.
    void selectPrompt(const QString& promptId);
    /// Lists exactly these prompts, with a removable sign that says why ("Q4_K_M, severe"). Other filters are taken
    /// away. Goes to the first of them. An empty list shows all again.
    void showOnly(const QStringList& promptIds, const QString& why);
    /// Puts side `side` of the run opposite its baseline, where the run has such a pair.
    void showSide(int side);
    /// Puts the answers at `level` requests in flight opposite those asked alone, where the run has such a pair.
    void showLevel(int level);
    /// The prompt shown, empty when there is none.
    [[nodiscard]] QString promptId() const;
    /// "add-017: F16 ↔ Q2_K" for the window's title.
    [[nodiscard]] QString title() const;
    /// How the texts are painted, as the name of its action ("compare.mode-kl").
    [[nodiscard]] QString mode() const;
    /// A name that is none of a mode changes nothing.
    void setMode(const QString& name);
    [[nodiscard]] PromptFilter* filter() const;
    [[nodiscard]] CompareCentre* centre() const { return m_centre; }
    [[nodiscard]] RunEditor* editor() const { return m_editor; }
    /// Notes, ratings and answers of the run shown.
    [[nodiscard]] QUndoStack* undoStack() const;

Q_SIGNALS:
    void promptShown();
    /// Another pair is shown, or something was written: scores rest on answers set by hand.
    void runChanged(const quantlens::ui::ShownRunPtr& run);
    void failed(const quantlens::base::Error& error);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* toolBar();
    void connectActions();
    void connectEditor();
    void showDifference(int index, int count);
    void showCurrent();
    void takeChanged(const ShownRunPtr& run);
    void updateActions();
    void copyMarkdown();
    void copyIssue();

    ActionCollection* m_actions;
    RunEditor* m_editor;
    PairChoice m_pair; ///< that the centre shows

    QStackedWidget* m_stack = nullptr;
    QLabel* m_empty = nullptr;
    QSplitter* m_across = nullptr;
    PairChooser* m_chooser = nullptr;
    QLabel* m_difference = nullptr;
    PromptPane* m_prompts = nullptr;
    CompareCentre* m_centre = nullptr;
    CompareDetails* m_details = nullptr;
    bool m_wasNarrow = false;
    bool m_wasSlim = false;
};

/// One pair as Markdown: what was asked, both answers in fences, where they part. For notes and chats.
[[nodiscard]] QString pairAsMarkdown(const ShownRun& run, const QString& promptId);

} // namespace quantlens::ui
