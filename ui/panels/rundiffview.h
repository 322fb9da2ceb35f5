// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rundiffloader.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace quantlens::ui {

class FigureSelection;
class ScoreTable;

/// Two runs on the prompts both have: every measure before and after, what became better and worse, whether that is
/// more than chance, and the prompts themselves.
class RunDiffView : public QWidget
{
    Q_OBJECT

public:
    explicit RunDiffView(QWidget* parent = nullptr);

    /// Loads and compares; the older run should stand first.
    void compare(const std::shared_ptr<store::Store>& store, const QString& before, const QString& after);
    void setDiff(const ShownDiffPtr& diff);
    [[nodiscard]] const ShownDiffPtr& diff() const { return m_diff; }

Q_SIGNALS:
    /// A prompt was chosen; the run is the one to open it in.
    void promptWanted(const QString& runId, const QString& promptId);
    void failed(const quantlens::base::Error& error);

private:
    void showMeasure();
    void openPrompt();
    void swap();

    std::shared_ptr<store::Store> m_store;
    QString m_before;
    QString m_after;
    ShownDiffPtr m_diff;
    RunDiffLoader* m_loader;
    FigureSelection* m_measure;
    FigureSelection* m_prompt;
    ScoreTable* m_measures;
    ScoreTable* m_prompts;
    QStackedWidget* m_stack;
    QLabel* m_empty;
    QLabel* m_title;
    QLabel* m_notes;
    QLabel* m_promptsTitle;
    QToolButton* m_swap;
    QTableView* m_measureView;
    QTableView* m_promptView;
    QSplitter* m_splitter;
};

/// One row a model and measure.
void fillDiffTable(ScoreTable& table, const scoring::RunDiff& diff);

} // namespace quantlens::ui
