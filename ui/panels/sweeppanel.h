// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/figures/figure.h"
#include "ui/models/shownrun.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class ActionCollection;
class FigureCard;
class FigureSelection;
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
    [[nodiscard]] const ShownRunPtr& run() const { return m_run; }
    [[nodiscard]] FigureSelection* selection() const { return m_selection; }
    [[nodiscard]] ScoreTable* table() const { return m_table; }
    [[nodiscard]] const QList<FigureCard*>& cards() const { return m_cards; }
    [[nodiscard]] QSplitter* splitter() const { return m_splitter; }
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    /// Show exactly these prompts of this side in Compare; `why` heads the list. No ids: all of the side's.
    void openPrompts(int side, const QStringList& ids, const QString& why);
    void failed(const quantlens::base::Error& error);

private:
    void showFigures();
    void openSelected();

    ActionCollection* m_actions;
    FigureSelection* m_selection;
    ScoreTable* m_table;
    QStackedWidget* m_stack;
    QSplitter* m_splitter;
    QLabel* m_empty;
    QLabel* m_runTitle;
    QLabel* m_findings;
    QTableView* m_view;
    QList<FigureCard*> m_cards;
    ShownRunPtr m_run;
};

} // namespace quantlens::ui
