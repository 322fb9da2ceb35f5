// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/startpage.h"

#include "ui/actions/actioncollection.h"
#include "ui/models/runlist.h"
#include "ui/panels/commandcard.h"
#include "ui/panels/parts.h"
#include "ui/panels/runitemdelegate.h"
#include "ui/panels/unfinishedbar.h"

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QListView>
#include <QPushButton>
#include <QStackedWidget>

namespace quantlens::ui {

StartPage::StartPage(ActionCollection* actions, RunList* recent, QWidget* parent)
    : QScrollArea(parent)
    , m_actions(actions)
    , m_runs(recent)
{
    setObjectName(QStringLiteral("start-page"));
    setAccessibleName(tr("Start page"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);

    auto* page = new QWidget(this);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* left = new QWidget(page);
    m_left = new QVBoxLayout(left);
    m_left->setContentsMargins(0, 0, 0, 0);
    m_unfinished = new UnfinishedBar(QStringLiteral("start-unfinished"), m_runs, page);
    connect(m_unfinished, &UnfinishedBar::resumeWanted, this, &StartPage::resumeWanted);
    m_left->addWidget(m_unfinished);
    m_left->addWidget(cards());
    m_left->addStretch(1);
    auto* right = new QWidget(page);
    m_right = new QVBoxLayout(right);
    m_right->setContentsMargins(0, 0, 0, 0);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(40);
    grid->setVerticalSpacing(26);
    grid->addWidget(head(), 0, 0, 1, 2);
    grid->addWidget(left, 1, 0);
    grid->addWidget(right, 1, 1);
    grid->setColumnStretch(0, 10);
    grid->setColumnStretch(1, 11);
    auto* middle = new QWidget(page);
    middle->setLayout(grid);
    middle->setMaximumWidth(1088);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(24, 40, 24, 24);
    row->addStretch(1);
    row->addWidget(middle, 100);
    row->addStretch(1);
    setWidget(page);
    refreshColors();
}

void StartPage::complete(bool shownAtStart, const QString& noRuns)
{
    auto* found = new QWidget(m_left->parentWidget());
    auto* column = new QVBoxLayout(found);
    column->setContentsMargins(0, 16, 0, 0);
    column->addWidget(headingLabel(tr("Found on this computer"), found));
    m_found = new QGridLayout;
    m_found->setContentsMargins(0, 4, 0, 0);
    m_found->setHorizontalSpacing(12);
    m_found->setVerticalSpacing(8);
    m_found->setColumnStretch(2, 1);
    column->addLayout(m_found);
    found->hide();                                    // until something is known
    m_left->insertWidget(m_left->count() - 1, found); // before the stretch

    QWidget* right = m_right->parentWidget();
    m_right->addWidget(recentRuns(noRuns));
    m_right->addSpacing(20);
    m_right->addWidget(headingLabel(tr("Keyboard"), right));
    m_right->addWidget(keyboardHints());
    m_right->addSpacing(16);
    m_right->addWidget(ruleLine(right));
    m_right->addSpacing(6);
    m_right->addWidget(dimLabel(tr("Nothing leaves this computer unless you add the address of another one."), right));
    m_right->addSpacing(10);
    auto* show = new QCheckBox(tr("&Show at start"), right);
    nameControl(show, QStringLiteral("start-show"), tr("Show the start page at start"));
    show->setToolTip(tr("Show this page when the window is opened and no other place was left open. Off: the form of a "
                        "new run stands there instead"));
    show->setChecked(shownAtStart);
    connect(show, &QCheckBox::clicked, this, &StartPage::shownAtStartChosen);
    m_right->addWidget(show);
    m_right->addStretch(1);
}

QWidget* StartPage::head()
{
    auto* widget = new QWidget(this);
    m_sign = new QLabel(widget);
    QLabel* title = plainLabel(tr("Where do two quantizations stop agreeing?"), widget);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.8);
    title->setFont(font);
    QLabel* line = plainLabel(tr("Compare answers token by token, and see what changed and where."), widget);
    line->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(title);
    column->addWidget(line);
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(14);
    row->addWidget(m_sign);
    row->addLayout(column, 1);
    return widget;
}

QWidget* StartPage::cards()
{
    auto* widget = new QWidget(this);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    const auto card = [&](const char* name, const QString& actionId, Glyph glyph, const QString& title,
                          const QString& what) {
        QAction* action = m_actions->action(actionId);
        auto* made = new CommandCard(glyph, title, what, action->shortcut().toString(QKeySequence::NativeText), widget);
        made->setObjectName(QLatin1String(name));
        made->setEnabled(action->isEnabled());
        connect(made, &CommandCard::clicked, action, &QAction::trigger);
        connect(action, &QAction::enabledChanged, made, &CommandCard::setEnabled);
        column->addWidget(made);
        return made;
    };
    m_demo = card("start-demo", QStringLiteral("start.demo"), Glyph::Flask, tr("Try the demo"),
                  tr("The bundled 2 M-parameter model answers small tasks in F16 and in Q2_K."));
    m_demo->setPrimary(true);
    card("start-compare", QStringLiteral("run.new"), Glyph::Compare, tr("Compare two models…"),
         tr("Two GGUF files, two servers, or one of each; then a suite of prompts."));
    card("start-open", QStringLiteral("file.open"), Glyph::Open, tr("Open results…"),
         tr("A workspace or an exported run: your own, or one that somebody sent you. It is only read."));
    QLabel* drop = plainLabel(tr("Or drop .gguf files, a folder, a suite or results anywhere on this window."), widget);
    drop->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(drop);
    return widget;
}

QWidget* StartPage::recentRuns(const QString& noRuns)
{
    auto* widget = new QWidget(this);
    auto* all = new QPushButton(tr("All runs…"), widget);
    nameControl(all, QStringLiteral("start-all-runs"), tr("All runs"));
    all->setFlat(true);
    connect(all, &QPushButton::clicked, this, &StartPage::allRunsWanted);

    auto* list = new QListView(widget);
    nameControl(list, QStringLiteral("start-recent"), tr("Recent runs"));
    list->setModel(m_runs);
    list->setItemDelegate(new RunItemDelegate(list));
    list->setModelColumn(RunList::What);
    list->setAlternatingRowColors(true);
    list->setUniformItemSizes(true);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    const auto choose = [this](const QModelIndex& index) {
        if (const store::RunListItem* item = m_runs->at(index.row()))
            Q_EMIT runChosen(item->run.id);
    };
    connect(list, &QListView::activated, this, choose);
    connect(list, &QListView::clicked, this, choose);

    QLabel* none = plainLabel(noRuns, widget);
    none->setForegroundRole(QPalette::PlaceholderText);
    none->setAlignment(Qt::AlignCenter);
    none->setFrameShape(QFrame::StyledPanel);
    none->setContentsMargins(20, 20, 20, 20);
    auto* stack = new QStackedWidget(widget);
    stack->addWidget(list);
    stack->addWidget(none);
    // Neither before the workspace was read: "no runs yet" would be said of one that has some.
    stack->setCurrentIndex(stack->addWidget(new QWidget(stack)));
    stack->setFixedHeight(6 * RunItemDelegate::rowHeight(list->font()) + 4);
    const auto choosePage = [this, stack] { stack->setCurrentIndex(m_runs->rowCount() > 0 ? 0 : 1); };
    connect(m_runs, &RunList::modelReset, this, choosePage);
    connect(m_runs, &RunList::rowsInserted, this, choosePage);
    connect(m_runs, &RunList::rowsRemoved, this, choosePage);

    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    auto* title = new QHBoxLayout;
    title->addWidget(headingLabel(tr("Recent"), widget), 1);
    title->addWidget(all);
    column->addLayout(title);
    column->addWidget(stack);
    return widget;
}

QWidget* StartPage::keyboardHints()
{
    auto* widget = new QWidget(this);
    m_hints = new QGridLayout(widget);
    m_hints->setContentsMargins(0, 4, 0, 0);
    m_hints->setHorizontalSpacing(12);
    m_hints->setVerticalSpacing(8);
    m_hints->setColumnStretch(1, 1);
    m_hints->setColumnStretch(3, 1);
    fillHints();
    connect(m_actions, &ActionCollection::shortcutsChanged, this, &StartPage::fillHints);
    return widget;
}

/// The keys as they are now: a person may have changed them.
void StartPage::fillHints()
{
    while (QLayoutItem* item = m_hints->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const std::pair<const char*, QString> hints[] = {
        {"help.find-action", tr("find any action")},
        {"compare.next-difference", tr("next difference")},
        {"go.models", tr("the models; the next digits: the places")},
        {"compare.next-prompt", tr("next prompt")},
        {"go.back", tr("back")},
        {"compare.fork", tr("jump to the fork")},
    };
    int i = 0;
    for (const auto& [id, what] : hints) {
        const QAction* action = m_actions->action(QLatin1String(id));
        if (!action || action->shortcut().isEmpty())
            continue;
        m_hints->addWidget(keyLabel(action->shortcut().toString(QKeySequence::NativeText), this), i / 2, i % 2 * 2);
        QLabel* text = plainLabel(what, this);
        text->setForegroundRole(QPalette::PlaceholderText);
        m_hints->addWidget(text, i / 2, i % 2 * 2 + 1);
        ++i;
    }
}

void StartPage::setDemo(const DemoState& demo)
{
    m_demo->setWhat(demo.what);
    m_demo->setState(demo.state, demo.sign);
}

void StartPage::setBusy(bool busy)
{
    m_unfinished->setBusy(busy);
}

void StartPage::setFound(const QList<Found>& found)
{
    m_foundItems = found;
    if (!m_found)
        return;
    while (QLayoutItem* item = m_found->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const Theme theme = themeFor(palette());
    int row = 0;
    for (const Found& thing : found) {
        auto* sign = new QLabel(this);
        sign->setPixmap(icon(thing.good ? Glyph::Check : Glyph::Dot, thing.good ? theme.ok : theme.dim)
                            .pixmap(QSize(14, 14), devicePixelRatioF()));
        sign->setAccessibleName(thing.good ? tr("found") : tr("not found"));
        m_found->addWidget(sign, row, 0, Qt::AlignTop);
        m_found->addWidget(headingLabel(thing.thing, this), row, 1, Qt::AlignTop);
        m_found->addWidget(dimLabel(thing.state, this), row, 2);
        if (QAction* action = m_actions->action(thing.action)) {
            auto* button = new QPushButton(thing.label, this);
            nameControl(button, QStringLiteral("start-found-") + thing.thing,
                        tr("%1: %2").arg(thing.thing, ActionCollection::plainText(action)));
            button->setFlat(true);
            button->setEnabled(action->isEnabled());
            connect(action, &QAction::enabledChanged, button, &QWidget::setEnabled);
            connect(button, &QPushButton::clicked, action, &QAction::trigger);
            m_found->addWidget(button, row, 3, Qt::AlignTop);
        }
        ++row;
    }
    m_found->parentWidget()->setVisible(!found.isEmpty());
}

void StartPage::refreshColors()
{
    const Theme theme = themeFor(palette());
    m_sign->setPixmap(icon(Glyph::Fork, theme.fork).pixmap(QSize(40, 40), devicePixelRatioF()));
    setFound(QList<Found>(m_foundItems));
}

void StartPage::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_sign)
        refreshColors();
}

} // namespace quantlens::ui
