// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/comparepanel.h"

#include "core/base/text.h"
#include "core/reports/issuetext.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/format.h"
#include "ui/models/promptlist.h"
#include "ui/models/runeditor.h"
#include "ui/models/runtext.h"
#include "ui/panels/comparecentre.h"
#include "ui/panels/comparedetails.h"
#include "ui/panels/pairchooser.h"
#include "ui/panels/parts.h"
#include "ui/panels/promptpane.h"
#include "ui/panels/tables.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

constexpr int railRoom = 76;
constexpr int detailsBorder = 1200 - railRoom; ///< below this the details collapse
constexpr int promptsBorder = 960 - railRoom;  ///< below this the prompts do

constexpr std::pair<QLatin1StringView, PaintMode> paintModes[] = {
    {QLatin1StringView("compare.mode-diff"), PaintMode::Diff},
    {QLatin1StringView("compare.mode-confidence"), PaintMode::Confidence},
    {QLatin1StringView("compare.mode-kl"), PaintMode::Divergence},
    {QLatin1StringView("compare.mode-plain"), PaintMode::Plain},
};

} // namespace

ComparePanel::ComparePanel(ActionCollection* actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_editor(new RunEditor(this))
{
    setObjectName(QStringLiteral("compare-panel"));
    m_across = new QSplitter(this);
    m_across->setObjectName(QStringLiteral("compare-splitter"));
    m_prompts = new PromptPane(m_across);
    m_centre = new CompareCentre(m_across);
    auto* right = new QWidget(m_across);
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    m_details = new CompareDetails(m_editor, right);
    rightColumn->addWidget(titleStrip(headingLabel(tr("Details"), right), right));
    rightColumn->addWidget(m_details, 1);
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
    connect(m_prompts, &PromptPane::promptChanged, this, &ComparePanel::showCurrent);
    connectActions();
    connectEditor();
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
    m_chooser = new PairChooser(action("compare.swap"), bar);
    bar->addWidget(m_chooser);
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
    addIconOnly(bar, action("compare.fork"));
    bar->addSeparator();
    auto* copy = new QToolButton(bar);
    nameControl(copy, QStringLiteral("compare-copy"), tr("Copy the pair"));
    copy->setText(tr("Copy as"));
    copy->setIcon(icon(Glyph::Copy));
    copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copy->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(copy);
    menu->addActions({action("compare.copy-markdown"), action("compare.copy-issue")});
    menu->addSeparator();
    menu->addAction(action("file.report"));
    copy->setMenu(menu);
    bar->addWidget(copy);
    return bar;
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
    for (const auto& [id, mode] : paintModes)
        connect(m_actions->action(id), &QAction::toggled, diff, [diff, mode](bool checked) {
            if (checked)
                diff->setPaintMode(mode);
        });
    connect(m_actions->action(QStringLiteral("compare.code")), &QAction::toggled, diff, &DiffView::setCodeShown);
    m_actions->action(QStringLiteral("compare.code"))->setChecked(true);
    connect(m_actions->action(QStringLiteral("compare.unified")), &QAction::toggled, diff, &DiffView::setUnified);
    connect(diff, &DiffView::differenceChanged, this, &ComparePanel::showDifference);
    on("compare.next-prompt", [this] { m_prompts->move(1); });
    on("compare.previous-prompt", [this] { m_prompts->move(-1); });
    on("compare.copy-markdown", [this] { copyMarkdown(); });
    on("compare.copy-issue", [this] { copyIssue(); });
    on("compare.swap", [this] {
        if (run())
            m_editor->choosePair({run()->shown.b, run()->shown.a});
    });
    connect(m_chooser, &PairChooser::chosen, m_editor, &RunEditor::choosePair);
}

void ComparePanel::connectEditor()
{
    connect(m_editor, &RunEditor::changed, this, &ComparePanel::takeChanged);
    connect(m_editor, &RunEditor::failed, this, &ComparePanel::failed);
    connect(m_editor, &RunEditor::undone, this, [this](const QString& promptId) {
        m_prompts->selectPrompt(promptId); // what is undone is seen
        m_details->readAgain();
    });
}

void ComparePanel::showDifference(int index, int count)
{
    if (promptId().isEmpty() || !m_centre->diff()->document())
        m_difference->clear();
    else if (count == 0)
        m_difference->setText(tr("no difference"));
    else if (index < 0)
        m_difference->setText(tr("%n difference(s)", nullptr, count));
    else
        m_difference->setText(tr("difference %1 of %2").arg(format::integer(index + 1), format::integer(count)));
}

void ComparePanel::setLoading(bool loading)
{
    m_empty->setText(loading ? tr("Loading and scoring the run…")
                             : tr("No run is open.\nTry the demo (Ctrl+D), start a comparison (Ctrl+N) or open results "
                                  "(Ctrl+O)."));
    m_stack->setCurrentIndex(loading || !run() ? 0 : 1);
}

void ComparePanel::setRun(const ShownRunPtr& run, const std::shared_ptr<store::Store>& store,
                          const QString& whyReadOnly)
{
    m_details->finishEditing(); // what was typed belongs to the run before
    m_editor->setRun(run, store, whyReadOnly);
    m_pair = run ? run->shown : PairChoice();
    m_prompts->setRun(run);
    m_chooser->setRun(run);
    setLoading(false);
    showCurrent();
}

/// The same run with another pair, or with something written.
void ComparePanel::takeChanged(const ShownRunPtr& run)
{
    const bool otherPair = run->shown != m_pair;
    m_pair = run->shown;
    m_prompts->updateRun(run);
    m_chooser->setRun(run);
    if (otherPair)
        m_centre->showPair(run, promptId());
    else
        m_centre->updateRun(run);
    m_details->showPair(run, promptId());
    if (otherPair)
        Q_EMIT promptShown();
    Q_EMIT runChanged(run);
}

const ShownRunPtr& ComparePanel::run() const
{
    return m_editor->run();
}

QString ComparePanel::promptId() const
{
    return m_prompts->promptId();
}

QString ComparePanel::mode() const
{
    for (const auto& [id, mode] : paintModes) {
        if (m_centre->diff()->paintMode() == mode)
            return id;
    }
    return {};
}

void ComparePanel::setMode(const QString& name)
{
    for (const auto& [id, mode] : paintModes) {
        if (name == id)
            m_actions->action(id)->setChecked(true);
    }
}

PromptFilter* ComparePanel::filter() const
{
    return m_prompts->filter();
}

QUndoStack* ComparePanel::undoStack() const
{
    return m_editor->undoStack();
}

void ComparePanel::selectPrompt(const QString& promptId)
{
    m_prompts->selectPrompt(promptId);
}

void ComparePanel::showOnly(const QStringList& promptIds, const QString& why)
{
    m_prompts->showOnly(promptIds, why);
}

void ComparePanel::showSide(int side)
{
    if (!run())
        return;
    const qsizetype choice = run()->choices.indexOf(AnswerChoice{AnswerChoice::Side, side});
    if (choice > 0)
        m_editor->choosePair({0, choice});
}

void ComparePanel::showLevel(int level)
{
    if (!run())
        return;
    const qsizetype choice = run()->choices.indexOf(AnswerChoice{AnswerChoice::Level, level});
    if (choice > 0)
        m_editor->choosePair({0, choice});
}

void ComparePanel::showCurrent()
{
    m_centre->showPair(run(), promptId());
    m_details->showPair(run(), promptId());
    updateActions();
    Q_EMIT promptShown();
}

QString ComparePanel::title() const
{
    if (!run())
        return tr("Compare");
    const QString models = run()->choices.size() < 2
                               ? runTitle(run()->data.run)
                               : QStringLiteral("%1 ↔ %2").arg(base::singleLine(run()->label(0), 60),
                                                               base::singleLine(run()->label(1), 60));
    return promptId().isEmpty() ? models : tr("%1: %2").arg(base::singleLine(promptId(), 60), models);
}

void ComparePanel::updateActions()
{
    const bool shown = !promptId().isEmpty();
    for (const char* id :
         {"compare.next-difference", "compare.previous-difference", "compare.fork", "compare.next-prompt",
          "compare.previous-prompt", "compare.copy-markdown", "compare.copy-issue"})
        m_actions->action(QLatin1String(id))->setEnabled(shown);
    m_actions->action(QStringLiteral("compare.swap"))->setEnabled(run() && run()->choices.size() > 1);
}

void ComparePanel::copyMarkdown()
{
    if (run() && !promptId().isEmpty())
        QGuiApplication::clipboard()->setText(pairAsMarkdown(*run(), promptId()));
}

void ComparePanel::copyIssue()
{
    if (!run() || promptId().isEmpty())
        return;
    const auto answerOf = [this](int which) {
        return reports::IssueAnswer{run()->label(which), run()->sideOf(which), run()->answer(which, promptId())};
    };
    QGuiApplication::clipboard()->setText(
        reports::issueText(run()->data.run, promptId(), {answerOf(0), answerOf(1)}, run()->comparison(promptId())));
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
