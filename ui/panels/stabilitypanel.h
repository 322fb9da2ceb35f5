// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/models/shownrun.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;

namespace quantlens::ui {

class ActionCollection;
class DiffView;
class FigureCard;
class FigureSelection;
class OutputPair;
class RunList;
class RunPicker;
class ScoreTable;

/// The place for one model asked again: determinism above (prompts, where their outputs part, two outputs side by
/// side), stress below (consistency, latency, throughput, concurrency by level; the prompts and what each answered
/// under load). Each half says what to do while it has no run.
class StabilityPanel : public QWidget
{
    Q_OBJECT

public:
    explicit StabilityPanel(ActionCollection* actions, QWidget* parent = nullptr);

    /// Registers "stability.open": the outputs of the prompt that was marked last in Compare.
    static void registerActions(ActionCollection* actions);

    /// True for determinism and stress.
    [[nodiscard]] static bool shows(const domain::RunRecord& run);
    /// Takes the half that the run's kind belongs to; the other keeps its run.
    void setRun(const ShownRunPtr& run);
    /// The same for a run of the session before, unless its half has a run by now. run() stays what it was.
    void restoreRun(const ShownRunPtr& run);
    /// The stored runs to choose from.
    void setRuns(RunList* runs);
    /// A run that was wanted does not come: the lists of runs go back to those shown.
    void keepRuns();
    /// The run set last.
    [[nodiscard]] const ShownRunPtr& run() const { return m_latest; }
    [[nodiscard]] const ShownRunPtr& determinism() const { return m_determinism; }
    [[nodiscard]] const ShownRunPtr& stress() const { return m_stress; }
    [[nodiscard]] QString promptId() const;
    void selectPrompt(const QString& promptId);
    [[nodiscard]] FigureSelection* promptSelection() const { return m_prompts; }
    [[nodiscard]] FigureSelection* levelSelection() const { return m_levels; }
    [[nodiscard]] ScoreTable* promptTable() const { return m_promptTable; }
    [[nodiscard]] ScoreTable* levelTable() const { return m_levelTable; }
    /// The prompt of the stress run that is marked; empty: none.
    [[nodiscard]] QString loadPromptId() const;
    [[nodiscard]] FigureSelection* loadPromptSelection() const { return m_loadPrompts; }
    [[nodiscard]] ScoreTable* loadPromptTable() const { return m_loadTable; }
    /// The marked prompt's output at rest and the first one that differs under load.
    [[nodiscard]] OutputPair* loadOutputs() const { return m_loadOutputs; }
    [[nodiscard]] FigureCard* tree() const { return m_tree; }
    [[nodiscard]] const QList<FigureCard*>& cards() const { return m_cards; }
    [[nodiscard]] DiffView* variants() const;
    /// What stands in place of two outputs where there is only one; empty while two are shown.
    [[nodiscard]] QString onlyOutputText() const;
    [[nodiscard]] RunPicker* determinismPicker() const { return m_determinismPicker; }
    [[nodiscard]] RunPicker* stressPicker() const { return m_stressPicker; }
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    /// Show exactly these prompts of `run` in Compare; `level` above 0: the answers at that load against those at rest.
    void openPrompts(const quantlens::ui::ShownRunPtr& run, const QStringList& ids, const QString& why, int level = 0);
    /// Another stored run was chosen.
    void runWanted(const QString& runId);
    void failed(const quantlens::base::Error& error);

private:
    QWidget* determinismPage();
    QWidget* stressPage();
    QWidget* loadPromptsPage();
    void showPrompt();
    void showVariant(int output);
    void showLoadPrompt();
    void openPrompt();
    void openLoadPrompt();
    [[nodiscard]] const scoring::StressPrompt* loadPrompt() const;

    ActionCollection* m_actions;
    FigureSelection* m_prompts;
    FigureSelection* m_levels;
    FigureSelection* m_loadPrompts;
    ScoreTable* m_promptTable;
    ScoreTable* m_levelTable;
    ScoreTable* m_loadTable;
    QSplitter* m_down;
    QSplitter* m_across = nullptr;
    QStackedWidget* m_upper;
    QStackedWidget* m_lower;
    RunPicker* m_determinismPicker;
    RunPicker* m_stressPicker;
    QLabel* m_repeatFinding = nullptr;
    QLabel* m_stressFinding = nullptr;
    QLineEdit* m_filter = nullptr;
    QTableView* m_promptView = nullptr;
    QTableView* m_levelView = nullptr;
    QTableView* m_loadView = nullptr;
    QTabWidget* m_loadTabs = nullptr;
    FigureCard* m_tree = nullptr;
    OutputPair* m_outputs = nullptr;
    OutputPair* m_loadOutputs = nullptr;
    QList<FigureCard*> m_cards;
    ShownRunPtr m_determinism;
    ShownRunPtr m_stress;
    ShownRunPtr m_latest;
    bool m_loadMarkedLast = false; ///< a prompt of the stress run, not of the determinism run
};

} // namespace quantlens::ui
