// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class FigureSelection;
class ScoreTable;
class SuiteDocument;

/// Everything wrong or doubtful about a suite, to go to.
class SuiteProblems : public QWidget
{
    Q_OBJECT

public:
    explicit SuiteProblems(QWidget* parent = nullptr);

    void refresh(const SuiteDocument* document);
    [[nodiscard]] int count() const;

Q_SIGNALS:
    void rowChosen(int row);

private:
    FigureSelection* m_selection;
    ScoreTable* m_table;
    QTableView* m_view;
    QStackedWidget* m_stack;
};

/// What a suite consists of: categories with how many prompts and references they have, how answers are read, budgets.
class SuiteCoverage : public QWidget
{
    Q_OBJECT

public:
    explicit SuiteCoverage(QWidget* parent = nullptr);

    void refresh(const SuiteDocument* document);

Q_SIGNALS:
    /// A category was chosen to be looked at.
    void categoryChosen(const QString& category);

private:
    FigureSelection* m_selection;
    ScoreTable* m_table;
    QTableView* m_view;
    QLabel* m_summary;
};

} // namespace quantlens::ui
