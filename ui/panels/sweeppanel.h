// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/figures/figure.h"
#include "ui/models/shownrun.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class ActionCollection;
class FigureCard;
class FigureSelection;
class RunList;
class RunPicker;
class ScoreTable;

/// The place where many models are weighed against one baseline: six linked charts, what they say, and the table.
class SweepPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SweepPanel(ActionCollection* actions, QWidget* parent = nullptr);

    /// Registers "sweep.…": noise on and off, open the marked model in Compare, copy the table.
    static void registerActions(ActionCollection* actions);

    /// True for runs that this place shows: those that compare models.
    [[nodiscard]] static bool shows(const domain::RunRecord& run);
    void setRun(const ShownRunPtr& run);
    /// The stored runs to choose from.
    void setRuns(RunList* runs);
    [[nodiscard]] const ShownRunPtr& run() const { return m_run; }
    /// A run that was wanted does not come: the list of runs goes back to the one shown.
    void keepRun();
    /// What charts and table show: the run, or its part of one category.
    [[nodiscard]] const ShownRunPtr& shown() const { return m_shown; }
    [[nodiscard]] RunPicker* picker() const { return m_picker; }
    [[nodiscard]] FigureSelection* selection() const { return m_selection; }
    [[nodiscard]] ScoreTable* table() const { return m_table; }
    [[nodiscard]] const QList<FigureCard*>& cards() const { return m_cards; }
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    /// Show exactly these prompts of this side in Compare; `why` heads the list. No ids: all of the side's.
    void openPrompts(int side, const QStringList& ids, const QString& why);
    /// Another stored run was chosen.
    void runWanted(const QString& runId);
    void failed(const quantlens::base::Error& error);

private:
    void setCanCopy(bool can);
    [[nodiscard]] QWidget* chartsPage();
    [[nodiscard]] QWidget* tablePage();
    void fillCategories();
    void chooseCategory();
    void showScores();
    void showFigures();
    void openSelected();

    ActionCollection* m_actions;
    FigureSelection* m_selection;
    ScoreTable* m_table;
    QStackedWidget* m_stack;
    QSplitter* m_splitter;
    QLabel* m_empty;
    RunPicker* m_picker;
    QComboBox* m_category;
    QLabel* m_findings;
    QTableView* m_view;
    QList<FigureCard*> m_cards;
    ShownRunPtr m_run;
    ShownRunPtr m_shown;
    quint64 m_ticket = 0; ///< of the category being scored
};

} // namespace quantlens::ui
