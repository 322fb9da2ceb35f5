// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/comparepanel.h"

#include "core/base/text.h"
#include "core/scoring/compare.h"
#include "ui/actions/actioncollection.h"
#include "ui/diff/severity.h"
#include "ui/models/format.h"
#include "ui/models/promptlist.h"
#include "ui/models/runlist.h"
#include "ui/panels/comparecentre.h"
#include "ui/panels/comparedetails.h"
#include "ui/panels/livedelegate.h"
#include "ui/panels/parts.h"
#include "ui/panels/promptdelegate.h"

#include <QActionGroup>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

constexpr int railRoom = 76;
constexpr int detailsBorder = 1200 - railRoom; ///< below this the details collapse
constexpr int promptsBorder = 960 - railRoom;  ///< below this the prompts do

} // namespace

void ComparePanel::registerActions(ActionCollection* actions)
{
    const auto add = [actions](const char* id, const QString& text, std::optional<Glyph> glyph,
                               const QList<QKeySequence>& keys, const QString& tip) {
        return actions->add({.id = QLatin1String(id), .text = text, .icon = glyph, .shortcuts = keys, .tip = tip});
    };
    const auto addChoice = [&](const char* id, const QString& text, std::optional<Glyph> glyph, const QString& tip) {
        QAction* action = add(id, text, glyph, {}, tip);
        action->setCheckable(true);
        return action;
    };
    auto* modes = new QActionGroup(actions);
    modes->addAction(addChoice("compare.mode-diff", tr("&Diff"), {}, tr("Mark the tokens that differ")))
        ->setChecked(true);
    modes->addAction(addChoice("compare.mode-confidence", tr("&Confidence"), {},
                               tr("Tint every token by the probability its model gave it")));
    modes->addAction(addChoice("compare.mode-kl", tr("&KL"), {},
                               tr("Tint A's tokens by how far B's distribution is from A's there")));
    modes->addAction(addChoice("compare.mode-plain", tr("&Plain"), {}, tr("The texts as they are")));
    addChoice("compare.unified", tr("&Unified"), {}, tr("Both answers in one column, changed lines below each other"));
    addChoice("compare.code", tr("Co&de"), Glyph::Code, tr("Set fenced code with keywords, strings and comments"));
    add("compare.next-difference", tr("&Next difference"), Glyph::Down, {QKeySequence(Qt::Key_F8)},
        tr("Go to the next place where the answers differ"));
    add("compare.previous-difference", tr("&Previous difference"), Glyph::Up, {QKeySequence(Qt::SHIFT | Qt::Key_F8)},
        tr("Go to the place before where the answers differ"));
    add("compare.fork", tr("Jump to the &fork"), Glyph::Fork, {QKeySequence(Qt::ALT | Qt::Key_Home)},
        tr("Go to the token where the answers part"));
    add("compare.next-prompt", tr("Next p&rompt"), {}, {QKeySequence(Qt::CTRL | Qt::Key_PageDown)},
        tr("Show the next prompt of the list"));
    add("compare.previous-prompt", tr("Previous pr&ompt"), {}, {QKeySequence(Qt::CTRL | Qt::Key_PageUp)},
        tr("Show the prompt before in the list"));
    add("compare.copy-markdown", tr("Copy as &Markdown"), Glyph::Copy, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)},
        tr("Copy prompt, answers and fork for an issue or a note"));
}

void ComparePanel::fillMenu(QMenu* menu, ActionCollection* actions)
{
    for (const char* id :
         {"compare.mode-diff", "compare.mode-confidence", "compare.mode-kl", "compare.mode-plain", "compare.code",
          "compare.unified", "", "compare.previous-difference", "compare.next-difference", "compare.fork", "",
          "compare.previous-prompt", "compare.next-prompt", "", "compare.copy-markdown"}) {
        if (*id == '\0')
            menu->addSeparator();
        else
            menu->addAction(actions->action(QLatin1String(id)));
    }
}

ComparePanel::ComparePanel(ActionCollection* actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_list(new PromptList(this))
    , m_filter(new PromptFilter(this))
{
    setObjectName(QStringLiteral("compare-panel"));
    m_filter->setSourceModel(m_list);
    m_across = new QSplitter(this);
    m_across->setObjectName(QStringLiteral("compare-splitter"));
    m_centre = new CompareCentre(m_across);
    auto* right = new QWidget(m_across);
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    m_details = new CompareDetails(right);
    rightColumn->addWidget(titleStrip(headingLabel(tr("Details"), right), right));
    rightColumn->addWidget(m_details, 1);
    m_prompts = promptsPane();
    m_across->addWidget(m_prompts);
    m_across->addWidget(m_centre);
    m_across->addWidget(right);
    m_across->setStretchFactor(1, 1);
    m_across->setCollapsible(1, false);
    m_prompts->setMinimumWidth(280);
    right->setMinimumWidth(240);
    m_across->setSizes({300, 804, 250});

    m_empty = emptyState({}, this);
    m_empty->setObjectName(QStringLiteral("compare-empty"));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_across);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(toolBar());
    column->addWidget(m_stack, 1);
    connectActions();
    setLoading(false);
    updateActions();
}

QWidget* ComparePanel::toolBar()
{
    QToolBar* bar = panelToolBar(tr("Compare"), this);
    const auto action = [this](const char* id) { return m_actions->action(QLatin1String(id)); };
    for (const char* id : {"go.back", "go.forward"})
        addIconOnly(bar, action(id));
    bar->addSeparator();
    for (const char* id : {"compare.mode-diff", "compare.mode-confidence", "compare.mode-kl", "compare.mode-plain",
                           "compare.code", "compare.unified"})
        bar->addAction(action(id));
    bar->addSeparator();
    for (const char* id : {"compare.previous-difference", "compare.next-difference"})
        addIconOnly(bar, action(id));
    m_difference = dimLabel({}, bar);
    m_difference->setObjectName(QStringLiteral("compare-difference"));
    m_difference->setWordWrap(false);
    m_difference->setContentsMargins(6, 0, 6, 0);
    bar->addWidget(m_difference);
    bar->addAction(action("compare.fork"));
    bar->addSeparator();
    bar->addAction(action("compare.copy-markdown"));
    return bar;
}

QWidget* ComparePanel::promptsPane()
{
    auto* pane = new QWidget(this);
    m_show = new QComboBox(pane);
    nameControl(m_show, QStringLiteral("compare-show"), tr("Prompts to show"));
    m_category = new QComboBox(pane);
    nameControl(m_category, QStringLiteral("compare-category"), tr("Category"));
    m_category->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_category->setMinimumContentsLength(8);
    m_search = new QLineEdit(pane);
    nameControl(m_search, QStringLiteral("compare-search"), tr("Search prompts and answers"));
    m_search->setPlaceholderText(tr("Text or /regex/"));
    m_search->setClearButtonEnabled(true);
    m_view = new QTableView(pane);
    nameControl(m_view, QStringLiteral("compare-prompts"), tr("Prompts"));
    setUpTable(m_view, 7);
    m_view->setModel(m_filter);
    m_view->setItemDelegateForColumn(PromptList::Severity, new SeverityDelegate(PromptList::SeverityRole, m_view));
    m_view->setItemDelegateForColumn(PromptList::Prompt, new PromptDelegate(m_view));
    m_view->setItemDelegateForColumn(PromptList::Mark, new MarkDelegate(PromptList::MarkRole, m_view));
    m_view->setItemDelegateForColumn(PromptList::Similarity,
                                     new SimilarityDelegate(PromptList::SimilarityRole, m_view));
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(PromptList::Prompt, Qt::AscendingOrder);
    QHeaderView* header = m_view->horizontalHeader();
    header->setSectionResizeMode(PromptList::Prompt, QHeaderView::Stretch);
    header->setMinimumSectionSize(24);
    m_view->setColumnWidth(PromptList::Severity, 32);
    m_view->setColumnWidth(PromptList::Mark, 24);
    m_view->setColumnWidth(PromptList::Similarity, 48);
    m_view->setColumnWidth(PromptList::Fork, 38);

    auto* filters = new QGridLayout;
    filters->setContentsMargins(6, 2, 6, 4);
    filters->setSpacing(4);
    filters->addWidget(m_show, 0, 0, 1, 2);
    filters->addWidget(m_search, 1, 0);
    filters->addWidget(m_category, 1, 1);
    filters->setColumnStretch(0, 3);
    filters->setColumnStretch(1, 2);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(titleStrip(headingLabel(tr("Prompts"), pane), pane));
    column->addLayout(filters);
    column->addWidget(m_view, 1);
    column->addWidget(ruleLine(pane));
    column->addWidget(summaryPane());

    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ComparePanel::showCurrent);
    connect(m_show, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index >= 0)
            m_filter->setShow(PromptFilter::Show(index));
    });
    connect(m_category, &QComboBox::currentIndexChanged, this,
            [this] { m_filter->setCategory(m_category->currentData().toString()); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        const bool good = m_filter->setText(text);
        setTextColor(m_search, good ? themeFor(palette()).text : themeFor(palette()).error);
        m_search->setToolTip(good ? QString() : tr("This is not a regular expression yet"));
    });
    return pane;
}

QWidget* ComparePanel::summaryPane()
{
    auto* pane = new QWidget(this);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(8, 6, 8, 8);
    column->setSpacing(4);
    m_all = plainLabel({}, pane);
    m_all->setWordWrap(false);
    m_flips = dimLabel({}, pane);
    m_flips->setObjectName(QStringLiteral("compare-flips"));
    m_flips->setWordWrap(false);
    m_flips->setAlignment(Qt::AlignRight);
    auto* head = new QHBoxLayout;
    head->addWidget(m_all);
    head->addWidget(m_flips, 1);
    m_severity = new SeverityBar(pane);
    m_severity->setObjectName(QStringLiteral("compare-severity"));
    m_legend = dimLabel({}, pane);
    m_rates = dimLabel({}, pane);
    column->addLayout(head);
    column->addWidget(m_severity);
    column->addWidget(m_legend);
    column->addWidget(m_rates);
    return pane;
}

void ComparePanel::connectActions()
{
    const auto on = [this](const char* id, auto&& slot) {
        connect(m_actions->action(QLatin1String(id)), &QAction::triggered, this, slot);
    };
    DiffView* diff = m_centre->diff();
    on("compare.next-difference", [diff] { diff->nextDifference(); });
    on("compare.previous-difference", [diff] { diff->previousDifference(); });
    on("compare.fork", [diff] { diff->jumpToFork(); });
    on("compare.mode-diff", [diff] { diff->setPaintMode(PaintMode::Diff); });
    on("compare.mode-confidence", [diff] { diff->setPaintMode(PaintMode::Confidence); });
    on("compare.mode-kl", [diff] { diff->setPaintMode(PaintMode::Divergence); });
    on("compare.mode-plain", [diff] { diff->setPaintMode(PaintMode::Plain); });
    connect(m_actions->action(QStringLiteral("compare.code")), &QAction::toggled, diff, &DiffView::setCodeShown);
    m_actions->action(QStringLiteral("compare.code"))->setChecked(true);
    connect(m_actions->action(QStringLiteral("compare.unified")), &QAction::toggled, diff, &DiffView::setUnified);
    connect(diff, &DiffView::differenceChanged, this, &ComparePanel::showDifference);
    on("compare.next-prompt", [this] { movePrompt(1); });
    on("compare.previous-prompt", [this] { movePrompt(-1); });
    on("compare.copy-markdown", [this] { copyMarkdown(); });
}

void ComparePanel::showDifference(int index, int count)
{
    if (m_promptId.isEmpty() || !m_centre->diff()->document())
        m_difference->clear();
    else if (count == 0)
        m_difference->setText(tr("no difference"));
    else if (index < 0)
        m_difference->setText(tr("%n difference(s)", nullptr, count));
    else
        m_difference->setText(tr("difference %1 of %2").arg(format::integer(index + 1), format::integer(count)));
}

QList<QSplitter*> ComparePanel::splitters() const
{
    return {m_across, m_centre->splitter()};
}

void ComparePanel::setLoading(bool loading)
{
    m_empty->setText(loading ? tr("Loading and scoring the run…")
                             : tr("No run is open.\nTry the demo (Ctrl+D), start a comparison (Ctrl+N) or open results "
                                  "(Ctrl+O)."));
    m_stack->setCurrentIndex(loading || !m_run ? 0 : 1);
}

void ComparePanel::setRun(const ShownRunPtr& run)
{
    m_run = run;
    m_promptId.clear();
    m_list->setRun(run);
    m_search->clear();
    m_category->clear();
    m_category->addItem(tr("all"), QString());
    if (run) {
        QStringList categories;
        for (const domain::Prompt& prompt : run->data.run.prompts) {
            if (!categories.contains(prompt.category))
                categories << prompt.category;
        }
        categories.sort();
        for (const QString& category : std::as_const(categories))
            m_category->addItem(base::singleLine(category, 40), category);
    }
    refreshCounts();
    refreshSummary();
    setLoading(false);
    showCurrent();
}

void ComparePanel::selectPrompt(const QString& promptId)
{
    if (!m_run)
        return;
    int row = promptId.isEmpty() ? -1 : m_list->rowOf(promptId);
    if (row < 0) {
        const QList<qsizetype> best = scoring::mostInteresting(m_run->comparisons, 1);
        row = best.isEmpty() ? 0 : m_list->rowOf(m_run->comparisons.at(best.first()).promptId);
    }
    QModelIndex index = m_filter->mapFromSource(m_list->index(row, 0));
    if (!index.isValid()) { // hidden by the filter
        m_show->setCurrentIndex(PromptFilter::All);
        m_category->setCurrentIndex(0);
        m_search->clear();
        index = m_filter->mapFromSource(m_list->index(row, 0));
    }
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void ComparePanel::showCurrent()
{
    const QModelIndex current = m_filter->mapToSource(m_view->currentIndex());
    const domain::Prompt* prompt = m_list->prompt(current.row());
    if (prompt && prompt->id == m_promptId)
        return;
    m_promptId = prompt ? prompt->id : QString();
    m_centre->showPair(m_run, m_promptId);
    m_details->showPair(m_run, m_promptId);
    updateActions();
    Q_EMIT promptShown();
}

void ComparePanel::movePrompt(int step)
{
    const int row = m_view->currentIndex().row() + step;
    if (row >= 0 && row < m_filter->rowCount())
        m_view->setCurrentIndex(m_filter->index(row, 0));
}

QString ComparePanel::title() const
{
    if (!m_run)
        return tr("Compare");
    const QString models = runTitle(m_run->data.run);
    return m_promptId.isEmpty() ? models : tr("%1: %2").arg(base::singleLine(m_promptId, 60), models);
}

void ComparePanel::refreshCounts()
{
    const QSignalBlocker quiet(m_show);
    const int chosen = std::max(0, m_show->currentIndex());
    const QString names[] = {tr("All"), tr("Different"), tr("Changed answer"), tr("Flips"), tr("Severe"), tr("Errors")};
    m_show->clear();
    for (int i = 0; i < PromptFilter::ShowCount; ++i)
        m_show->addItem(tr("%1  ·  %2 of %3")
                            .arg(names[i], format::integer(m_filter->count(PromptFilter::Show(i))),
                                 format::integer(m_list->rowCount())));
    m_show->setCurrentIndex(chosen);
}

void ComparePanel::refreshSummary()
{
    const domain::Summary s = m_run ? m_run->summary : domain::Summary();
    m_all->setText(tr("All %1 prompts").arg(format::integer(s.prompts)));
    m_flips->setText(s.flips.n > 0 ? tr("flips %1: %2").arg(format::integer(s.flips.count), format::rateShort(s.flips))
                                   : QString());
    m_flips->setToolTip(
        tr("right → wrong and wrong → right, of %1 prompts with a known answer").arg(format::integer(s.flips.n)));
    m_severity->setCounts(s.identical, s.minor, s.moderate, s.severe);
    m_legend->setText(tr("identical %1 · minor %2 · moderate %3 · severe %4")
                          .arg(format::integer(s.identical), format::integer(s.minor), format::integer(s.moderate),
                               format::integer(s.severe)));
    QStringList lines;
    lines << tr("changed answers %1").arg(format::rate(s.changed));
    if (s.undetermined > 0)
        lines << tr("%n undetermined", nullptr, int(s.undetermined));
    if (s.failedA + s.failedB + s.missing > 0)
        lines << tr("failed: A %1, B %2; not finished: %3")
                     .arg(format::integer(s.failedA), format::integer(s.failedB), format::integer(s.missing));
    m_rates->setText(lines.join(u'\n'));
}

void ComparePanel::updateActions()
{
    const bool shown = !m_promptId.isEmpty();
    for (const char* id : {"compare.next-difference", "compare.previous-difference", "compare.fork",
                           "compare.next-prompt", "compare.previous-prompt", "compare.copy-markdown"})
        m_actions->action(QLatin1String(id))->setEnabled(shown);
}

void ComparePanel::copyMarkdown()
{
    if (m_run && !m_promptId.isEmpty())
        QGuiApplication::clipboard()->setText(pairAsMarkdown(*m_run, m_promptId));
}

void ComparePanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Only when a border is crossed: whoever opens a side in a narrow window keeps it.
    const bool narrow = event->size().width() < detailsBorder;
    const bool slim = event->size().width() < promptsBorder;
    if (narrow != m_wasNarrow)
        m_across->widget(2)->setVisible(!narrow);
    if (slim != m_wasSlim)
        m_prompts->setVisible(!slim);
    m_wasNarrow = narrow;
    m_wasSlim = slim;
}

} // namespace quantlens::ui
