// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of Compare and its menu.
#include "ui/actions/actioncollection.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/reportdialog.h"

#include <QActionGroup>
#include <QMenu>

namespace quantlens::ui {

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
    addChoice("compare.unified", tr("&Unified"), Glyph::Unified,
              tr("Both answers in one column, changed lines below each other"));
    addChoice("compare.code", tr("Co&de"), Glyph::Code, tr("Set fenced code with keywords, strings and comments"));
    add("compare.swap", tr("&Swap A and B"), Glyph::Swap, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_X)},
        tr("What is A becomes B: figures are then read from the other side"));
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
        tr("Copy prompt, answers and fork for a note or a chat"));
    add("compare.copy-issue", tr("Copy as &issue text"), Glyph::Report,
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I)},
        tr("Copy everything a bug report needs: command, prompt, both answers, fork, versions"));
    registerReportAction(actions);
}

void ComparePanel::fillMenu(QMenu* menu, ActionCollection* actions)
{
    for (const char* id : {"compare.mode-diff", "compare.mode-confidence", "compare.mode-kl", "compare.mode-plain",
                           "compare.code", "compare.unified", "", "compare.swap", "", "compare.previous-difference",
                           "compare.next-difference", "compare.fork", "", "compare.previous-prompt",
                           "compare.next-prompt", "", "compare.copy-markdown", "compare.copy-issue", "file.report"}) {
        if (*id == '\0')
            menu->addSeparator();
        else
            menu->addAction(actions->action(QLatin1String(id)));
    }
}

} // namespace quantlens::ui
