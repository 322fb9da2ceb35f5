// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/stabilitypanel.h"

#include "core/base/text.h"
#include "core/figures/runfigures.h"
#include "core/scoring/runindex.h"
#include "ui/actions/actioncollection.h"
#include "ui/charts/figurecard.h"
#include "ui/charts/figureselection.h"
#include "ui/charts/figureview.h"
#include "ui/diff/diffview.h"
#include "ui/panels/elidedlabel.h"
#include "ui/panels/outputpair.h"
#include "ui/panels/parts.h"
#include "ui/panels/reportdialog.h"
#include "ui/panels/runpicker.h"
#include "ui/panels/stabilitytable.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace quantlens::ui {

namespace {

QWidget* headed(QLabel* title, QLabel* finding, QWidget* parent)
{
    auto* strip = new QWidget(parent);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(10);
    row->addWidget(title);
    finding->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(finding, 1);
    return strip;
}

QString idOf(const FigureSelection& selection)
{
    const QString& key = selection.key();
    return key.startsWith(QLatin1String("prompt:")) ? key.sliced(7) : QString();
}

/// What a prompt answered at rest, else first; and the first other answer, at `level` where that is not 0.
OutputPair::TwoOutputs restAndOther(const domain::RunRecord& run, const scoring::RunIndex& index, const QString& id,
                                    int level)
{
    QList<const domain::Generation*> answers = index.of(0, domain::Pass::Answer, id);
    answers.removeIf([](const domain::Generation* each) { return each->failed(); });
    std::ranges::stable_sort(
        answers, {}, [&run](const domain::Generation* each) { return run.options.levels.indexOf(each->level); });
    QList<const domain::Generation*> all = index.of(0, domain::Pass::Reference, id);
    all.removeIf([](const domain::Generation* each) { return each->failed(); });
    all += answers;
    if (all.isEmpty())
        return {};
    const domain::Generation* rest = all.first();
    for (const domain::Generation* each : std::as_const(all)) {
        const bool wanted = level == 0 || (each->pass == domain::Pass::Answer && each->level == level);
        if (wanted && (each->text != rest->text || each->reasoning != rest->reasoning))
            return {rest, each};
    }
    return {rest, nullptr};
}

} // namespace

StabilityPanel::StabilityPanel(ActionCollection* actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_prompts(new FigureSelection(this))
    , m_levels(new FigureSelection(this))
    , m_loadPrompts(new FigureSelection(this))
    , m_promptTable(new ScoreTable(this))
    , m_levelTable(new ScoreTable(this))
    , m_loadTable(new ScoreTable(this))
    , m_down(new QSplitter(Qt::Vertical, this))
    , m_upper(new QStackedWidget(this))
    , m_lower(new QStackedWidget(this))
    , m_determinismPicker(new RunPicker(domain::RunKind::Determinism, QStringLiteral("determinism-run"),
                                        tr("Determinism run that is shown"), this))
    , m_stressPicker(
          new RunPicker(domain::RunKind::Stress, QStringLiteral("stress-run"), tr("Stress run that is shown"), this))
{
    setObjectName(QStringLiteral("stability-panel"));
    m_down->setObjectName(QStringLiteral("stability-down"));
    m_upper->addWidget(emptyState(tr("No determinism run is shown. In Run, choose Determinism (every prompt is asked "
                                     "many times), or choose a run "
                                     "above."),
                                  this));
    m_upper->addWidget(determinismPage());
    m_lower->addWidget(emptyState(tr("No stress run is shown. In Run, choose Stress (the prompts are asked at rising "
                                     "load), or choose a run above."),
                                  this));
    m_lower->addWidget(stressPage());
    m_down->addWidget(m_upper);
    m_down->addWidget(m_lower);
    m_down->setChildrenCollapsible(false);
    m_down->setStretchFactor(0, 1);
    m_down->setStretchFactor(1, 1);
    m_down->setSizes({320, 400});
    QToolBar* bar = panelToolBar(tr("Stability"), this);
    for (const auto& [name, picker] :
         {std::pair(tr("Determinism"), m_determinismPicker), std::pair(tr("Stress"), m_stressPicker)}) {
        QLabel* label = plainLabel(name, this);
        label->setBuddy(picker);
        label->setWordWrap(false);
        label->setContentsMargins(8, 0, 4, 0);
        bar->addWidget(label);
        bar->addWidget(picker);
        connect(picker, &RunPicker::runWanted, this, &StabilityPanel::runWanted);
    }
    bar->addAction(m_actions->action(QStringLiteral("stability.open")));
    bar->addAction(m_actions->action(QStringLiteral("file.report")));
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(bar);
    whole->addWidget(m_down, 1);
    connect(m_actions->action(QStringLiteral("stability.open")), &QAction::triggered, this, [this] {
        if (m_loadMarkedLast)
            openLoadPrompt();
        else
            openPrompt();
    });
    m_actions->action(QStringLiteral("stability.open"))->setEnabled(false); // until there is a run
}

QWidget* StabilityPanel::determinismPage()
{
    auto* page = new QWidget(this);
    m_across = new QSplitter(Qt::Horizontal, page);
    m_across->setObjectName(QStringLiteral("stability-across"));
    m_across->setChildrenCollapsible(false);
    m_repeatFinding = dimLine({}, page);
    m_repeatFinding->setObjectName(QStringLiteral("determinism-finding"));

    auto* left = new QWidget(page);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_promptView = makeScoreView(m_promptTable, m_prompts, left);
    nameControl(m_promptView, QStringLiteral("determinism-table"), tr("Prompts and their outputs"));
    m_filter = filterField(proxyOf(m_promptView), QStringLiteral("determinism-filter"), tr("Filter prompts"), left);
    onRowOpened(m_promptView, this, [this] { openPrompt(); });
    auto* filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(6, 2, 6, 4);
    filterRow->addWidget(m_filter);
    column->addLayout(filterRow);
    column->addWidget(m_promptView, 1);

    auto* right = new QSplitter(Qt::Vertical, page);
    right->setObjectName(QStringLiteral("stability-outputs"));
    right->setChildrenCollapsible(false);
    m_tree = new FigureCard(m_prompts, right);
    right->addWidget(m_tree);
    m_outputs = new OutputPair({}, right);
    right->addWidget(m_outputs);
    right->setStretchFactor(0, 3);
    right->setStretchFactor(1, 2);
    m_across->addWidget(left);
    m_across->addWidget(right);
    m_across->setStretchFactor(0, 2);
    m_across->setStretchFactor(1, 5);
    m_across->setSizes({380, 800});

    auto* whole = new QVBoxLayout(page);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(headed(headingLabel(tr("Determinism"), page), m_repeatFinding, page));
    whole->addWidget(m_across, 1);
    connect(m_prompts, &FigureSelection::changed, this, &StabilityPanel::showPrompt);
    connect(m_tree->view(), &FigureView::outputChosen, this, &StabilityPanel::showVariant);
    connect(m_tree->view(), &FigureView::failed, this, &StabilityPanel::failed);
    return page;
}

QWidget* StabilityPanel::loadPromptsPage()
{
    auto* page = new QSplitter(Qt::Horizontal, this);
    page->setObjectName(QStringLiteral("stability-load-prompts"));
    page->setChildrenCollapsible(false);
    auto* left = new QWidget(page);
    m_loadView = makeScoreView(m_loadTable, m_loadPrompts, left);
    nameControl(m_loadView, QStringLiteral("stress-prompts-table"), tr("Prompts of the stress run"));
    QLineEdit* filter =
        filterField(proxyOf(m_loadView), QStringLiteral("stress-prompts-filter"), tr("Filter prompts"), left);
    onRowOpened(m_loadView, this, [this] { openLoadPrompt(); });
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(6, 4, 6, 4);
    filterRow->addWidget(filter);
    column->addLayout(filterRow);
    column->addWidget(m_loadView, 1);
    m_loadOutputs = new OutputPair(QStringLiteral("load-"), page);
    page->addWidget(left);
    page->addWidget(m_loadOutputs);
    page->setStretchFactor(0, 1);
    page->setStretchFactor(1, 1);
    page->setSizes({600, 600});
    connect(m_loadPrompts, &FigureSelection::changed, this, &StabilityPanel::showLoadPrompt);
    return page;
}

QWidget* StabilityPanel::stressPage()
{
    auto* page = new QWidget(this);
    m_stressFinding = new ElidedLabel(page);
    m_stressFinding->setObjectName(QStringLiteral("stress-finding"));
    auto* charts = new QWidget(page);
    auto* row = new QHBoxLayout(charts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    for (int i = 0; i < 4; ++i) {
        auto* card = new FigureCard(m_levels, charts);
        m_cards.append(card);
        row->addWidget(card, 1);
        connect(card->view(), &FigureView::opened, this,
                [this](const figures::Hit& hit) { Q_EMIT openPrompts(m_stress, hit.prompts, hit.why); });
        connect(card->view(), &FigureView::failed, this, &StabilityPanel::failed);
    }
    m_levelView = makeScoreView(m_levelTable, m_levels, page);
    nameControl(m_levelView, QStringLiteral("stress-table"), tr("Levels of the stress run"));
    auto* down = new QSplitter(Qt::Vertical, page);
    down->setObjectName(QStringLiteral("stability-stress"));
    down->setChildrenCollapsible(false);
    m_loadTabs = new QTabWidget(down);
    m_loadTabs->setDocumentMode(true);
    nameControl(m_loadTabs, QStringLiteral("stress-tabs"), tr("Levels or prompts"));
    m_loadTabs->tabBar()->setAccessibleName(tr("Levels or prompts"));
    m_loadTabs->addTab(m_levelView, tr("Levels"));
    m_loadTabs->addTab(loadPromptsPage(), tr("Prompts"));
    down->addWidget(charts);
    down->addWidget(m_loadTabs);
    down->setStretchFactor(0, 3);
    down->setStretchFactor(1, 2);
    down->setSizes({220, 160});
    auto* whole = new QVBoxLayout(page);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(headed(headingLabel(tr("Stress"), page), m_stressFinding, page));
    whole->addWidget(down, 1);
    return page;
}

void StabilityPanel::registerActions(ActionCollection* actions)
{
    actions->add({.id = QStringLiteral("stability.open"),
                  .text = tr("&Open in Compare"),
                  .icon = Glyph::Compare,
                  .shortcuts = {},
                  .tip = tr("Read the outputs of the marked prompt side by side"),
                  .needs = tr("Mark a prompt of a run first.")});
    registerReportAction(actions);
}

bool StabilityPanel::shows(const domain::RunRecord& run)
{
    return run.kind == domain::RunKind::Determinism || run.kind == domain::RunKind::Stress;
}

QString StabilityPanel::title() const
{
    return m_latest ? tr("Stability of %1").arg(base::singleLine(m_latest->data.run.label(0), 60)) : tr("Stability");
}

void StabilityPanel::setRun(const ShownRunPtr& run)
{
    if (!run)
        return;
    m_latest = run;
    if (run->data.run.kind == domain::RunKind::Determinism) {
        m_determinism = run;
        m_determinismPicker->setShown(run->data.run);
        m_upper->setCurrentIndex(1);
        fillRepeatTable(*m_promptTable, *run);
        fitScoreColumns(m_promptView, 240);
        m_promptView->setColumnWidth(2, 118);
        m_repeatFinding->setText(repeatFinding(*run));
        m_prompts->set({});
        m_prompts->set(m_promptTable->rows().isEmpty() ? QString() : m_promptTable->rows().first().key);
        showPrompt();
    } else if (run->data.run.kind == domain::RunKind::Stress) {
        m_stress = run;
        m_stressPicker->setShown(run->data.run);
        m_lower->setCurrentIndex(1);
        fillStressTable(*m_levelTable, *run);
        fitScoreColumns(m_levelView, 240);
        m_stressFinding->setText(stressFindings(*run).join(QStringLiteral("  ·  ")));
        const QList<figures::Figure> all = figures::stressFigures(run->data, run->scores);
        for (qsizetype i = 0; i < all.size() && i < m_cards.size(); ++i)
            m_cards.at(i)->setFigure(all.at(i));
        fillLoadTable(*m_loadTable, *run);
        fitScoreColumns(m_loadView, 240);
        m_loadPrompts->set({});
        m_loadPrompts->set(m_loadTable->rows().isEmpty() ? QString() : m_loadTable->rows().first().key);
        showLoadPrompt();
        m_levels->set({});
        if (run->scores.stress && run->scores.stress->breaksAt > 0)
            m_levels->set(QStringLiteral("level:%1").arg(run->scores.stress->breaksAt));
    }
}

void StabilityPanel::restoreRun(const ShownRunPtr& run)
{
    if (!run || (run->data.run.kind == domain::RunKind::Determinism ? m_determinism : m_stress))
        return;
    const ShownRunPtr latest = m_latest;
    const bool loadMarkedLast = m_loadMarkedLast;
    setRun(run);
    if (!latest)
        return;
    m_latest = latest;
    m_loadMarkedLast = loadMarkedLast;
}

QString StabilityPanel::promptId() const
{
    return idOf(*m_prompts);
}

QString StabilityPanel::loadPromptId() const
{
    return idOf(*m_loadPrompts);
}

DiffView* StabilityPanel::variants() const
{
    return m_outputs->diff();
}

void StabilityPanel::selectPrompt(const QString& promptId)
{
    m_prompts->set(QStringLiteral("prompt:") + promptId);
}

void StabilityPanel::openPrompt()
{
    if (m_determinism && !promptId().isEmpty())
        Q_EMIT openPrompts(m_determinism, {promptId()}, tr("outputs of %1").arg(base::singleLine(promptId(), 80)));
}

void StabilityPanel::openLoadPrompt()
{
    if (const scoring::StressPrompt* prompt = loadPrompt())
        Q_EMIT openPrompts(m_stress, {prompt->promptId},
                           tr("%1 under load").arg(base::singleLine(prompt->promptId, 80)), prompt->firstDifference);
}

const scoring::StressPrompt* StabilityPanel::loadPrompt() const
{
    if (!m_stress || !m_stress->scores.stress)
        return nullptr;
    const QList<scoring::StressPrompt>& prompts = m_stress->scores.stress->prompts;
    const auto found = std::ranges::find(prompts, loadPromptId(), &scoring::StressPrompt::promptId);
    return found == prompts.end() ? nullptr : &*found;
}

void StabilityPanel::showPrompt()
{
    m_loadMarkedLast = false;
    m_actions->action(QStringLiteral("stability.open"))->setEnabled(m_determinism && !promptId().isEmpty());
    if (!m_determinism)
        return;
    m_tree->setFigure(figures::forkTreeFigure(m_determinism->data, m_determinism->scores, promptId()));
    showVariant(1);
}

void StabilityPanel::showVariant(int output)
{
    const auto& prompts = m_determinism->scores.determinism->prompts;
    const auto repeats = std::ranges::find(prompts, promptId(), &scoring::PromptRepeats::promptId);
    if (repeats == prompts.end() || repeats->variants.isEmpty()) {
        m_outputs->showOnly(repeats == prompts.end() ? tr("Select a prompt") : tr("Every run of this prompt failed"),
                            {});
        return;
    }
    if (repeats->countsOnly) {
        m_outputs->showOnly(tr("The file this run was imported from has no outputs, only how many there were"), {});
        return;
    }
    if (repeats->variants.size() < 2) {
        m_outputs->showOnly(figures::sameOutputText(repeats->succeeded), repeats->variants.first().text);
        return;
    }
    const qsizetype other = std::clamp<qsizetype>(output, 1, repeats->variants.size() - 1);
    const scoring::Variant& first = repeats->variants.first();
    const scoring::Variant& second = repeats->variants.at(other);
    variants()->setTitle(0, tr("Output 1"), tr("%n run(s), the most frequent", nullptr, int(first.count)));
    variants()->setTitle(1, tr("Output %1").arg(other + 1), tr("%n run(s)", nullptr, int(second.count)));
    m_outputs->showTwo(m_determinism,
                       [id = promptId(), a = first.first, b = second.first](
                           const domain::RunData& /*data*/, const scoring::RunIndex& index) -> OutputPair::TwoOutputs {
                           const QList<const domain::Generation*> runs = index.of(0, domain::Pass::Answer, id);
                           return {runs.value(a), runs.value(b)};
                       });
}

void StabilityPanel::showLoadPrompt()
{
    const scoring::StressPrompt* prompt = loadPrompt();
    m_loadMarkedLast = prompt != nullptr;
    m_actions->action(QStringLiteral("stability.open"))
        ->setEnabled(prompt != nullptr || (m_determinism && !promptId().isEmpty()));
    if (!m_stress)
        return;
    if (!prompt) {
        m_loadOutputs->showOnly(tr("Select a prompt"), {});
        return;
    }
    if (prompt->distinct < 2) {
        const auto good = std::ranges::find_if(m_stress->data.generations, [prompt](const domain::Generation& each) {
            return each.promptId == prompt->promptId && !each.failed();
        });
        const bool any = good != m_stress->data.generations.end();
        m_loadOutputs->showOnly(any ? tr("The same text in every answer") : tr("Every request of this prompt failed"),
                                any ? good->text : QString());
        return;
    }
    const QList<int>& levels = m_stress->data.run.options.levels;
    // A run of another program was not asked at rest: its first level stands for that.
    const bool foreign = m_stress->data.run.origin.contains(QLatin1String("levels"));
    DiffView* diff = m_loadOutputs->diff();
    diff->setTitle(0, foreign ? tr("%1 at once").arg(levels.value(0)) : tr("At rest"), {});
    diff->setTitle(1,
                   prompt->firstDifference > 0 ? tr("%1 at once").arg(prompt->firstDifference) : tr("Another output"),
                   prompt->compared ? QString() : tr("not repeatable at rest"));
    m_loadOutputs->showTwo(m_stress, [id = prompt->promptId, level = prompt->firstDifference](
                                         const domain::RunData& data, const scoring::RunIndex& index) {
        return restAndOther(data.run, index, id, level);
    });
}

QString StabilityPanel::onlyOutputText() const
{
    return m_outputs->onlyText();
}

void StabilityPanel::keepRuns()
{
    m_determinismPicker->goBack();
    m_stressPicker->goBack();
}

void StabilityPanel::setRuns(RunList* runs)
{
    m_determinismPicker->setRuns(runs);
    m_stressPicker->setRuns(runs);
}

} // namespace quantlens::ui
