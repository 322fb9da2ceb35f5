// SPDX-License-Identifier: GPL-3.0-or-later
// What the place of runs is made of: actions, tool bar, panes.
#include "ui/actions/actioncollection.h"
#include "ui/models/livetable.h"
#include "ui/panels/estimatebar.h"
#include "ui/panels/livepair.h"
#include "ui/panels/parts.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/runplan.h"
#include "ui/panels/runpreview.h"
#include "ui/panels/runprogress.h"
#include "ui/panels/runrequests.h"
#include "ui/panels/runsofar.h"
#include "ui/panels/unfinishedbar.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

constexpr int soFarWidth = 260;

} // namespace

void RunPanel::registerActions(ActionCollection* actions)
{
    actions->add({.id = QStringLiteral("run.new"),
                  .text = tr("&New run…"),
                  .icon = Glyph::Add,
                  .shortcuts = {QKeySequence::New},
                  .tip = tr("Choose a kind of run, models and a suite")});
    actions->add({.id = QStringLiteral("run.pause"),
                  .text = tr("&Pause"),
                  .icon = Glyph::Pause,
                  .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)},
                  .tip = tr("Ask nothing new until it is resumed; a run that was ended is gone on with")});
    actions->add({.id = QStringLiteral("run.cancel"),
                  .text = tr("&Cancel"),
                  .icon = Glyph::Stop,
                  .shortcuts = {},
                  .tip = tr("Finish what is in flight and keep it; again: stop at once")});
    actions->add({.id = QStringLiteral("run.retry"),
                  .text = tr("Retry &failed"),
                  .icon = Glyph::Retry,
                  .shortcuts = {},
                  .tip = tr("Ask what failed again: at the end of its turn while the run is going, else at once")});
    actions->add({.id = QStringLiteral("run.open"),
                  .text = tr("&Show results"),
                  .icon = Glyph::Compare,
                  .shortcuts = {},
                  .tip = tr("Look at the answers of this run in Compare, Sweep or Stability")});
    actions
        ->add({.id = QStringLiteral("run.follow"),
               .text = tr("&Follow newest"),
               .icon = Glyph::Pin,
               .shortcuts = {},
               .tip = tr("Show the pair that is being answered"),
               .checkable = true})
        ->setChecked(true);
}

RunPanel::RunPanel(ActionCollection* actions, ModelTable* models, RunList* runs, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_table(new LiveTable(this))
    , m_form(new RunForm(models, this))
{
    setObjectName(QStringLiteral("run-panel"));
    m_across = new QSplitter(this);
    m_across->setObjectName(QStringLiteral("run-splitter"));
    m_across->addWidget(planPane(runs));
    m_across->addWidget(middlePane());
    m_across->addWidget(soFarPane());
    m_across->setStretchFactor(1, 1);
    m_across->setCollapsible(1, false);
    m_across->setSizes({m_leftWidths[0], 800, soFarWidth});
    m_progress = new RunProgress(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(toolBar());
    column->addWidget(m_progress);
    column->addWidget(ruleLine(this));
    column->addWidget(m_across, 1);

    m_summaryTimer.setSingleShot(true);
    m_summaryTimer.setInterval(250);
    connect(&m_summaryTimer, &QTimer::timeout, this, &RunPanel::summarize);
    connect(m_form, &RunForm::startWanted, this, &RunPanel::startWanted);
    connect(m_form, &RunForm::changed, this, [this] {
        if (m_left->currentIndex() == 0)
            m_preview->setRequest(m_form->request(), m_form->problem(), m_form->estimator()->result());
    });
    connect(m_progress, &RunProgress::errorsWanted, this, &RunPanel::showErrors);
    connectActions();
    showPreview();
    updateActions();
}

void RunPanel::connectActions()
{
    const auto on = [this](const char* id, auto&& slot) {
        connect(m_actions->action(QLatin1String(id)), &QAction::triggered, this, slot);
    };
    on("run.pause", [this] {
        if (resumable())
            Q_EMIT resumeWanted(m_run.id);
        else
            Q_EMIT pauseWanted(!m_paused);
    });
    on("run.cancel", [this] {
        m_cancelling = true;
        updateActions();
        Q_EMIT cancelWanted();
    });
    on("run.retry", [this] {
        // While it is going only what is named can be asked again.
        Q_EMIT retryWanted(m_run.id, m_running ? m_table->failedKeys() : QList<domain::GenerationKey>());
    });
    on("run.open", [this] { Q_EMIT openWanted(m_run.id, m_running ? shownPrompt() : QString()); });
    connect(m_actions->action(QStringLiteral("run.follow")), &QAction::toggled, this, &RunPanel::showPair);
}

QWidget* RunPanel::toolBar()
{
    QToolBar* bar = panelToolBar(tr("Run"), this);
    for (const char* id : {"go.back", "go.forward"})
        addIconOnly(bar, m_actions->action(QLatin1String(id)));
    bar->addSeparator();
    for (const char* id : {"run.new", "run.pause", "run.cancel", "run.retry", "run.open"})
        bar->addAction(m_actions->action(QLatin1String(id)));
    bar->addSeparator();
    bar->addAction(m_actions->action(QStringLiteral("run.follow")));
    return bar;
}

QWidget* RunPanel::planPane(RunList* runs)
{
    m_left = new QStackedWidget(this);
    auto* formPage = new QWidget(m_left);
    auto* formColumn = new QVBoxLayout(formPage);
    formColumn->setContentsMargins(0, 0, 0, 0);
    formColumn->setSpacing(0);
    formColumn->addWidget(titleStrip(headingLabel(tr("New run"), formPage), formPage));
    if (runs) {
        m_unfinished = new UnfinishedBar(QStringLiteral("run-unfinished"), runs, formPage);
        formColumn->addWidget(m_unfinished);
        connect(m_unfinished, &UnfinishedBar::resumeWanted, this, &RunPanel::resumeWanted);
    }
    formColumn->addWidget(m_form, 1);

    auto* planPage = new QWidget(m_left);
    auto* planColumn = new QVBoxLayout(planPage);
    planColumn->setContentsMargins(0, 0, 0, 0);
    planColumn->setSpacing(0);
    planColumn->addWidget(titleStrip(headingLabel(tr("Plan"), planPage), planPage));
    m_plan = new RunPlanView(planPage);
    planColumn->addWidget(m_plan, 1);
    m_left->addWidget(formPage);
    m_left->addWidget(planPage);
    // A plan is narrower than the form, and each keeps the width it was given.
    connect(m_left, &QStackedWidget::currentChanged, this, [this](int shown) {
        QList<int> sizes = m_across->sizes();
        m_leftWidths[1 - shown] = sizes.first();
        for (int page = 0; page < m_left->count(); ++page)
            m_left->widget(page)->setSizePolicy(page == shown ? QSizePolicy::Preferred : QSizePolicy::Ignored,
                                                QSizePolicy::Preferred);
        sizes[1] += sizes.first() - m_leftWidths[shown];
        sizes[0] = m_leftWidths[shown];
        if (sizes[2] == 0) // it was hidden
            sizes[2] = soFarWidth;
        m_across->setSizes(sizes);
    });
    return m_left;
}

QWidget* RunPanel::middlePane()
{
    m_requests = new RunRequests(m_table, this);
    m_view = m_requests->view();
    m_filter = m_requests->filter();
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RunPanel::rowChosen);
    connect(m_view, &QTableView::activated, this, [this] {
        if (!m_running && !m_run.id.isEmpty())
            Q_EMIT openWanted(m_run.id, shownPrompt());
    });
    m_preview = new RunPreview(this);
    connect(m_preview->time(), &EstimateBar::wanted, this, &RunPanel::estimateWanted);
    connect(m_preview->time(), &EstimateBar::cancelled, this, &RunPanel::estimateCancelled);
    m_tableStack = new QStackedWidget(this);
    m_tableStack->addWidget(m_requests);
    m_tableStack->addWidget(m_preview);
    m_pair = new LivePair(this);
    auto* down = new QSplitter(Qt::Vertical, this);
    down->setObjectName(QStringLiteral("run-down-splitter"));
    down->addWidget(m_tableStack);
    down->addWidget(m_pair);
    down->setStretchFactor(0, 3);
    down->setStretchFactor(1, 2);
    down->setCollapsible(0, false);
    return down;
}

QWidget* RunPanel::soFarPane()
{
    m_soFarSide = new QWidget(this);
    auto* column = new QVBoxLayout(m_soFarSide);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(titleStrip(headingLabel(tr("So far"), m_soFarSide), m_soFarSide));
    m_soFar = new RunSoFar(m_soFarSide);
    column->addWidget(m_soFar, 1);
    connect(m_soFar, &RunSoFar::errorChosen, this, &RunPanel::choose);
    connect(m_soFar, &RunSoFar::retryWanted, this,
            [this](const QList<domain::GenerationKey>& keys) { Q_EMIT retryWanted(m_run.id, keys); });
    return m_soFarSide;
}

} // namespace quantlens::ui
