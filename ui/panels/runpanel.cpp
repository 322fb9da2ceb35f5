// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runpanel.h"

#include "core/base/text.h"
#include "core/scoring/compare.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/format.h"
#include "ui/models/livetable.h"
#include "ui/models/runlist.h"
#include "ui/panels/livedelegate.h"
#include "ui/panels/livepair.h"
#include "ui/panels/parts.h"
#include "ui/panels/runform.h"
#include "ui/panels/runsofar.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

constexpr int narrowRunPanel = 1200 - 76; ///< window width below which "so far" hides, less the rail

} // namespace

void RunPanel::registerActions(ActionCollection* actions)
{
    actions->add({.id = QStringLiteral("run.new"),
                  .text = tr("&New comparison…"),
                  .icon = Glyph::Add,
                  .shortcuts = {QKeySequence::New},
                  .tip = tr("Choose two models and a suite")});
    actions->add({.id = QStringLiteral("run.cancel"),
                  .text = tr("&Cancel"),
                  .icon = Glyph::Stop,
                  .shortcuts = {},
                  .tip = tr("Finish what is in flight and keep it; again: stop at once")});
    actions->add({.id = QStringLiteral("run.open"),
                  .text = tr("&Show in Compare"),
                  .icon = Glyph::Compare,
                  .shortcuts = {},
                  .tip = tr("Look at the answers of this run side by side")});
    actions
        ->add({.id = QStringLiteral("run.follow"),
               .text = tr("&Follow newest"),
               .icon = Glyph::Pin,
               .shortcuts = {},
               .tip = tr("Show the pair that is being answered"),
               .checkable = true})
        ->setChecked(true);
}

RunPanel::RunPanel(ActionCollection* actions, ModelTable* models, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_table(new LiveTable(this))
    , m_filter(new LiveFilter(this))
    , m_form(new RunForm(models, this))
{
    setObjectName(QStringLiteral("run-panel"));
    m_filter->setSourceModel(m_table);
    m_across = new QSplitter(this);
    m_across->setObjectName(QStringLiteral("run-splitter"));
    m_across->addWidget(planPane());
    m_across->addWidget(middlePane());
    m_across->addWidget(soFarPane());
    m_across->setStretchFactor(1, 1);
    m_across->setCollapsible(1, false);
    m_across->setSizes({300, 800, 260});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(toolBar());
    column->addWidget(progressStrip());
    column->addWidget(ruleLine(this));
    column->addWidget(m_across, 1);

    m_summaryTimer.setSingleShot(true);
    m_summaryTimer.setInterval(250);
    connect(&m_summaryTimer, &QTimer::timeout, this, &RunPanel::summarize);
    connect(m_form, &RunForm::startWanted, this, &RunPanel::startWanted);
    connect(m_actions->action(QStringLiteral("run.cancel")), &QAction::triggered, this, &RunPanel::cancelWanted);
    connect(m_actions->action(QStringLiteral("run.open")), &QAction::triggered, this,
            [this] { Q_EMIT openWanted(m_run.id, m_shownPrompt); });
    connect(m_actions->action(QStringLiteral("run.follow")), &QAction::toggled, this, &RunPanel::showPair);
    updateActions();
}

QWidget* RunPanel::toolBar()
{
    QToolBar* bar = panelToolBar(tr("Run"), this);
    for (const char* id : {"go.back", "go.forward"})
        addIconOnly(bar, m_actions->action(QLatin1String(id)));
    bar->addSeparator();
    for (const char* id : {"run.new", "run.cancel", "run.open"})
        bar->addAction(m_actions->action(QLatin1String(id)));
    bar->addSeparator();
    bar->addWidget(dimLabel(tr("Show"), bar));
    m_show = new QComboBox(bar);
    nameControl(m_show, QStringLiteral("run-show"), tr("Requests to show"));
    m_show->addItems({tr("All requests"), tr("In flight"), tr("Different"), tr("Failed")});
    bar->addWidget(m_show);
    m_search = new QLineEdit(bar);
    nameControl(m_search, QStringLiteral("run-search"), tr("Search requests"));
    m_search->setPlaceholderText(tr("Prompt, error, text"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(220);
    bar->addWidget(m_search);
    bar->addAction(m_actions->action(QStringLiteral("run.follow")));
    connect(m_show, &QComboBox::currentIndexChanged, m_filter,
            [this](int index) { m_filter->setShow(LiveFilter::Show(index)); });
    connect(m_search, &QLineEdit::textChanged, m_filter, &LiveFilter::setText);
    return bar;
}

QWidget* RunPanel::progressStrip()
{
    auto* strip = new QWidget(this);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(10, 8, 10, 8);
    row->setSpacing(14);
    m_progress = new QProgressBar(strip);
    nameControl(m_progress, QStringLiteral("run-progress"), tr("Progress of the run"));
    m_progress->setTextVisible(false);
    m_progress->setMinimumWidth(120);
    m_progress->setMaximumWidth(380);
    row->addWidget(m_progress, 3);
    m_requests = plainLabel(tr("No run yet"), strip);
    m_pairs = plainLabel({}, strip);
    m_rate = plainLabel({}, strip);
    m_time = plainLabel({}, strip);
    m_requests->setObjectName(QStringLiteral("run-requests"));
    for (QLabel* label : {m_requests, m_pairs, m_rate, m_time}) {
        label->setWordWrap(false);
        row->addWidget(label);
    }
    row->addStretch(2);
    return strip;
}

QWidget* RunPanel::planPane()
{
    m_left = new QStackedWidget(this);
    auto* formPage = new QWidget(m_left);
    auto* formColumn = new QVBoxLayout(formPage);
    formColumn->setContentsMargins(0, 0, 0, 0);
    formColumn->setSpacing(0);
    formColumn->addWidget(titleStrip(headingLabel(tr("New comparison"), formPage), formPage));
    formColumn->addWidget(m_form, 1);

    auto* area = new QScrollArea(m_left);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* plan = new QWidget(area);
    auto* column = new QVBoxLayout(plan);
    column->setContentsMargins(10, 2, 10, 10);
    m_plan = new FactGrid(plan);
    m_options = new FactGrid(plan);
    m_planNotes = dimLabel({}, plan);
    column->addWidget(m_plan);
    column->addWidget(ruleLine(plan));
    column->addWidget(m_options);
    column->addWidget(ruleLine(plan));
    column->addWidget(m_planNotes);
    column->addStretch(1);
    area->setWidget(plan);
    auto* planPage = new QWidget(m_left);
    auto* planColumn = new QVBoxLayout(planPage);
    planColumn->setContentsMargins(0, 0, 0, 0);
    planColumn->setSpacing(0);
    planColumn->addWidget(titleStrip(headingLabel(tr("Plan"), planPage), planPage));
    planColumn->addWidget(area, 1);
    m_left->addWidget(formPage);
    m_left->addWidget(planPage);
    m_left->setMinimumWidth(300); // the form in full: it scrolls downwards only
    return m_left;
}

QWidget* RunPanel::middlePane()
{
    m_view = new QTableView(this);
    nameControl(m_view, QStringLiteral("run-table"), tr("Requests of the run"));
    setUpTable(m_view);
    m_view->setItemDelegate(new LiveDelegate(m_view));
    m_view->setModel(m_filter);
    const int widths[] = {88, 22, 120, 90, 54, 52, 52, 78, 62, 76, 100, 42};
    for (int i = 0; i < LiveTable::ColumnCount; ++i)
        m_view->setColumnWidth(i, widths[i]);
    m_view->horizontalHeader()->setSectionResizeMode(LiveTable::Category, QHeaderView::Stretch);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RunPanel::rowChosen);
    connect(m_view, &QTableView::activated, this, [this] {
        if (!m_running && !m_run.id.isEmpty())
            Q_EMIT openWanted(m_run.id, m_shownPrompt);
    });
    m_tableStack = new QStackedWidget(this);
    m_tableStack->addWidget(m_view);
    m_tableStack->addWidget(emptyState(tr("Choose two models and a suite at the left, then press Start.\nEvery request "
                                          "appears here while it is answered."),
                                       m_tableStack));
    m_tableStack->setCurrentIndex(1);
    m_pair = new LivePair(this);
    m_down = new QSplitter(Qt::Vertical, this);
    m_down->setObjectName(QStringLiteral("run-down-splitter"));
    m_down->addWidget(m_tableStack);
    m_down->addWidget(m_pair);
    m_down->setStretchFactor(0, 3);
    m_down->setStretchFactor(1, 2);
    m_down->setCollapsible(0, false);
    return m_down;
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
    connect(m_soFar, &RunSoFar::errorChosen, this, [this](const QString& promptId, int side) {
        const QModelIndex index = m_filter->mapFromSource(m_table->index(m_table->rowOf(promptId, side), 0));
        if (index.isValid())
            m_view->setCurrentIndex(index);
    });
    return m_soFarSide;
}

void RunPanel::showForm()
{
    m_left->setCurrentIndex(0);
    m_form->setFocus();
}

void RunPanel::setStarting()
{
    m_running = true;
    m_run = {};
    m_last = {};
    m_progress->setRange(0, 0);
    m_requests->setText(tr("Starting…"));
    for (QLabel* label : {m_pairs, m_rate, m_time})
        label->clear();
    m_table->setPlan({});
    m_pair->clear();
    m_soFar->clear();
    m_shownPrompt.clear();
    m_form->setEnabled(false);
    ++m_summaryTicket;
    Q_EMIT errorsChanged(0);
    updateActions();
}

void RunPanel::setRun(const domain::RunRecord& run)
{
    m_running = true;
    m_run = run;
    m_table->setPlan(run);
    m_tableStack->setCurrentIndex(0);
    m_pair->setLabels(run.label(0), run.label(1));
    m_left->setCurrentIndex(1);
    showPlan();
    updateActions();
}

void RunPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_run.id.isEmpty())
        showPlan();
}

void RunPanel::showPlan()
{
    const auto yesNo = [](bool on) { return on ? tr("on") : tr("off"); };
    m_plan->clear();
    m_plan->add(tr("Kind"), tr("Compare"), true);
    const Theme theme = themeFor(palette());
    for (int side = 0; side < m_run.sides.size(); ++side) {
        const domain::ResolvedModel& model = m_run.sides.at(side).model;
        QLabel* label = m_plan->add(QString(QChar(u'A' + side)), base::singleLine(m_run.label(side), 80), true);
        setTextColor(label, theme.side(side).label);
        m_plan->add(QString(), base::singleLine(model.modelPath.isEmpty() ? model.spec : model.modelPath, 200));
    }
    m_plan->add(tr("Suite"), base::singleLine(m_run.suiteName, 80));
    m_plan->add(tr("Prompts"), format::integer(m_run.prompts.size()));
    const domain::RunOptions& o = m_run.options;
    m_options->clear();
    m_options->add(tr("Mode"), o.chat ? tr("chat") : tr("raw"));
    m_options->add(tr("Temperature"), format::decimal(o.temperature, 2));
    m_options->add(tr("Seed"), QString::number(o.seed));
    m_options->add(tr("Max tokens"), o.maxTokens > 0 ? format::integer(o.maxTokens) : tr("as the suite says"));
    m_options->add(tr("Top logprobs"), QString::number(o.topLogprobs));
    m_options->add(tr("Thinking"), yesNo(o.thinking));
    m_options->add(tr("Retries"), QString::number(o.retries));
    m_options->add(tr("In flight"), tr("1 per server"));
    QStringList notes;
    for (const QString& note : m_run.notes)
        notes << base::singleLine(note, 300);
    notes << tr("Finished answers are stored at once: nothing is lost when the window is closed.");
    m_planNotes->setText(notes.join(QStringLiteral("\n\n")));
}

void RunPanel::apply(const runners::LiveUpdate& update)
{
    if (update.runId != m_run.id)
        return;
    m_last = update;
    const int before = m_soFar->errors();
    m_table->apply(update);
    for (const runners::LiveRow& row : update.rows) {
        if (row.state == runners::RequestState::Failed)
            m_soFar->addError(row);
    }
    if (m_soFar->errors() != before)
        Q_EMIT errorsChanged(m_soFar->errors());
    m_progress->setRange(0, std::max(1, update.total));
    m_progress->setValue(update.done);
    m_requests->setText(update.done == 0 && !update.phase.isEmpty()
                            ? base::singleLine(update.phase, 80)
                            : tr("%1 of %2 requests").arg(format::integer(update.done), format::integer(update.total)));
    m_pairs->setText(tr("%1 of %2 pairs")
                         .arg(format::integer(m_table->comparisons().size()), format::integer(m_run.prompts.size())));
    if (update.elapsedMs > 0 && update.done > 0)
        m_rate->setText(tr("%1 requests/s").arg(format::decimal(update.done * 1000.0 / update.elapsedMs, 2)));
    QString time = tr("%1 gone").arg(format::duration(update.elapsedMs));
    if (update.leftMs >= 0 && m_running)
        time += tr(", about %1 left").arg(format::duration(update.leftMs));
    m_time->setText(time);
    if (!update.comparisons.isEmpty() && !m_summaryTimer.isActive())
        m_summaryTimer.start();
    showPair();
}

void RunPanel::setFinished(const domain::RunRecord& run)
{
    m_running = false;
    m_form->setEnabled(true);
    if (!run.id.isEmpty())
        m_run = run;
    m_progress->setRange(0, std::max(1, m_last.total));
    m_progress->setValue(m_last.done);
    QString text;
    switch (run.status) {
    case domain::RunStatus::Cancelled:
        text = tr("Cancelled: %1 of %2 requests are kept")
                   .arg(format::integer(m_last.done), format::integer(m_last.total));
        break;
    case domain::RunStatus::Failed:
        text = tr("Could not compare");
        break;
    default:
        text = tr("Finished: %1 of %2 requests").arg(format::integer(m_last.done), format::integer(m_last.total));
    }
    m_requests->setText(text);
    if (m_last.elapsedMs > 0)
        m_time->setText(tr("%1 gone").arg(format::duration(m_last.elapsedMs)));
    if (run.error) {
        m_soFar->addError(*run.error);
        Q_EMIT errorsChanged(m_soFar->errors());
    }
    if (m_run.id.isEmpty())
        showForm();
    else
        showPlan();
    summarize();
    updateActions();
    showPair();
}

void RunPanel::showPair()
{
    const bool follow = m_actions->action(QStringLiteral("run.follow"))->isChecked();
    if (follow && m_running && !m_table->newestPrompt().isEmpty() && m_table->newestPrompt() != m_shownPrompt) {
        m_shownPrompt = m_table->newestPrompt();
        const QModelIndex index = m_filter->mapFromSource(m_table->index(m_table->rowOf(m_shownPrompt, 0), 0));
        m_moving = true; // moving the cursor ourselves is not a choice of the person's
        if (index.isValid()) {
            m_view->setCurrentIndex(index);
            m_view->scrollTo(index.siblingAtRow(std::min(index.row() + 3, m_filter->rowCount() - 1)));
        } else {
            m_view->setCurrentIndex({});
        }
        m_moving = false;
    }
    if (m_shownPrompt.isEmpty())
        return;
    m_pair->showPair(m_shownPrompt, m_table->at(m_table->rowOf(m_shownPrompt, 0)),
                     m_table->at(m_table->rowOf(m_shownPrompt, 1)), m_table->comparison(m_shownPrompt));
}

void RunPanel::rowChosen()
{
    const runners::LiveRow* row = m_table->at(m_filter->mapToSource(m_view->currentIndex()).row());
    if (!row || m_moving)
        return;
    m_shownPrompt = row->promptId;
    if (m_running)
        m_actions->action(QStringLiteral("run.follow"))->setChecked(false);
    showPair();
}

void RunPanel::summarize()
{
    if (m_summarizing) {
        m_summaryStale = true;
        return;
    }
    m_summarizing = true;
    const quint64 ticket = m_summaryTicket;
    QtConcurrent::run([run = m_run, comparisons = m_table->comparisons()] {
        return scoring::summarize(run, comparisons);
    }).then(this, [this, ticket](const domain::Summary& summary) {
        m_summarizing = false;
        if (ticket == m_summaryTicket)
            m_soFar->setSummary(summary);
        if (std::exchange(m_summaryStale, false))
            summarize();
    });
}

int RunPanel::errors() const
{
    return m_soFar->errors();
}

void RunPanel::showErrors()
{
    m_soFarSide->show();
    m_soFar->showErrors();
}

void RunPanel::updateActions()
{
    m_actions->action(QStringLiteral("run.cancel"))->setEnabled(m_running);
    m_actions->action(QStringLiteral("run.new"))->setEnabled(!m_running);
    m_actions->action(QStringLiteral("run.open"))->setEnabled(!m_run.id.isEmpty());
}

void RunPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Only at the border: whoever opens it in a narrow window keeps it.
    const bool narrow = event->size().width() < narrowRunPanel;
    if (narrow != m_narrow) {
        m_narrow = narrow;
        m_soFarSide->setVisible(!narrow);
    }
}

} // namespace quantlens::ui
