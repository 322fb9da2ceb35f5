// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/suiteproblems.h"

#include "core/base/text.h"
#include "core/scoring/answers.h"
#include "ui/charts/figureselection.h"
#include "ui/charts/scoretable.h"
#include "ui/models/format.h"
#include "ui/models/suitedocument.h"
#include "ui/panels/parts.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

ScoreCell coverageCount(int count)
{
    return {format::integer(count), double(count)};
}

QString percentOf(int part, qsizetype whole)
{
    return whole > 0 ? SuiteCoverage::tr("%1 %").arg(format::decimal(100.0 * part / double(whole), 0)) : format::none();
}

} // namespace

SuiteProblems::SuiteProblems(QWidget* parent)
    : QWidget(parent)
    , m_selection(new FigureSelection(this))
    , m_table(new ScoreTable(this))
    , m_view(makeScoreView(m_table, m_selection, this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("suite-problems"));
    nameControl(m_view, QStringLiteral("suite-problems-table"), tr("Problems of the suite"));
    proxyOf(m_view)->setFilterKeyColumn(-1);
    setEmptyText(m_view, tr("No problem has that in it. Clear the filter."));
    auto* page = new QWidget(m_stack);
    auto* pageColumn = new QVBoxLayout(page);
    pageColumn->setContentsMargins(0, 0, 0, 0);
    pageColumn->setSpacing(0);
    pageColumn->addWidget(
        filterField(proxyOf(m_view), QStringLiteral("suite-problems-filter"), tr("Filter problems"), page));
    pageColumn->addWidget(m_view, 1);
    m_stack->addWidget(page);
    m_stack->addWidget(emptyState(tr("Nothing is wrong or doubtful in this suite."), m_stack));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(m_selection, &FigureSelection::changed, this, [this](const QString& key) {
        const QStringList parts = key.split(u':'); // "problem:ROW:NUMBER"
        if (parts.size() == 3 && parts.at(1).toInt() >= 0)
            Q_EMIT rowChosen(parts.at(1).toInt());
    });
}

void SuiteProblems::refresh(const SuiteDocument* document)
{
    QList<ScoreRow> rows;
    int number = 0;
    if (document) {
        for (const suites::DraftProblem& problem : document->checked().problems) {
            ScoreCell what{problem.error ? tr("✗ wrong") : tr("⚠ doubtful"), problem.error ? 0.0 : 1.0};
            what.alarm = problem.error;
            const QString id = document->idOf(int(problem.row));
            const QString message = base::singleLine(problem.message, 400);
            rows.append({QStringLiteral("problem:%1:%2").arg(problem.row).arg(number++),
                         -1,
                         {what,
                          {problem.row < 0 ? tr("suite") : format::integer(problem.row + 1), double(problem.row)},
                          {base::singleLine(id, 80)},
                          {message, {}, false, message},
                          {problem.code}}});
        }
    }
    m_selection->set({});
    m_table->setContent(
        {{tr("Check"), false}, {tr("Prompt")}, {tr("Id"), false}, {tr("What"), false}, {tr("Code"), false}},
        std::move(rows));
    m_view->setColumnWidth(0, 90);
    m_view->setColumnWidth(1, 60);
    m_view->setColumnWidth(2, 110);
    m_view->horizontalHeader()->setStretchLastSection(false);
    m_view->horizontalHeader()->setSectionResizeMode(3, QHeaderView::Stretch);
    m_view->hideColumn(4);
    m_stack->setCurrentIndex(m_table->rowCount() > 0 ? 0 : 1);
}

int SuiteProblems::count() const
{
    return m_table->rowCount();
}

SuiteCoverage::SuiteCoverage(QWidget* parent)
    : QWidget(parent)
    , m_selection(new FigureSelection(this))
    , m_table(new ScoreTable(this))
    , m_view(makeScoreView(m_table, m_selection, this))
    , m_summary(plainLabel({}, this, true))
{
    setObjectName(QStringLiteral("suite-coverage"));
    nameControl(m_view, QStringLiteral("suite-coverage-table"), tr("Categories of the suite"));
    nameControl(m_summary, QStringLiteral("suite-coverage-summary"), tr("What the suite consists of"));
    m_summary->setContentsMargins(8, 6, 8, 6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    setEmptyText(m_view, tr("No category is called that, or the suite has no prompts yet."));
    column->addWidget(m_summary);
    column->addWidget(
        filterField(proxyOf(m_view), QStringLiteral("suite-coverage-filter"), tr("Filter categories"), this));
    column->addWidget(m_view, 1);
    connect(m_view, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        const QString key = index.siblingAtColumn(0).data(ScoreTable::KeyRole).toString();
        Q_EMIT categoryChosen(key.sliced(key.indexOf(u':') + 1));
    });
}

void SuiteCoverage::refresh(const SuiteDocument* document)
{
    const suites::SuiteStats stats = document ? document->checked().stats : suites::SuiteStats();
    QList<ScoreRow> rows;
    for (const auto& [category, counts] : stats.categories.asKeyValueRange()) {
        ScoreCell answers{tr("%1 (%2)").arg(format::integer(counts.answers), percentOf(counts.answers, counts.prompts)),
                          double(counts.answers)};
        ScoreCell bar{{}, double(counts.prompts)};
        bar.counts = {counts.answers, counts.prompts - counts.answers};
        bar.tip = tr("With a reference, and without one");
        rows.append({QStringLiteral("category:") + category,
                     -1,
                     {{base::singleLine(category, 60)},
                      coverageCount(counts.prompts),
                      {percentOf(counts.prompts, stats.prompts), double(counts.prompts)},
                      answers,
                      bar,
                      {scoring::name(scoring::strategyForCategory(category))}}});
    }
    m_table->setContent({{tr("Category"), false},
                         {tr("Prompts")},
                         {tr("Share")},
                         {tr("With answer")},
                         {tr("Known, unknown"), false},
                         {tr("Read as"), false}},
                        std::move(rows));
    const int widths[] = {130, 62, 56, 92, 110, 70};
    for (int column = 0; column < int(std::size(widths)); ++column)
        m_view->setColumnWidth(column, widths[column]);
    m_view->horizontalHeader()->setStretchLastSection(true);
    QStringList budgets;
    for (const auto& [budget, count] : stats.budgets.asKeyValueRange()) {
        if (budgets.size() < 8)
            budgets << tr("%1 × %2").arg(format::integer(count), format::integer(budget));
    }
    QStringList strategies;
    for (const auto& [strategy, count] : stats.strategies.asKeyValueRange())
        strategies << tr("%1 %2").arg(format::integer(count), strategy);
    m_summary->setText(stats.prompts == 0
                           ? tr("No prompt can be read yet.")
                           : tr("%n prompt(s), ", nullptr, int(stats.prompts)) +
                                 tr("%n with a reference.", nullptr, int(stats.answers)) + u'\n' +
                                 tr("Answers read as: %1").arg(strategies.join(QStringLiteral(", "))) + u'\n' +
                                 tr("Token budgets: %1").arg(budgets.join(QStringLiteral(", "))) + u'\n' +
                                 tr("Words a prompt: %1 to %2, median %3")
                                     .arg(format::integer(stats.fewestWords), format::integer(stats.mostWords),
                                          format::integer(stats.medianWords)));
}

} // namespace quantlens::ui
