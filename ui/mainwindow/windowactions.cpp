// SPDX-License-Identifier: GPL-3.0-or-later
// The window's actions and menus.
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recentfiles.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/reportdialog.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/suitespanel.h"
#include "ui/panels/sweeppanel.h"

#include <QActionGroup>
#include <QApplication>
#include <QMenuBar>
#include <QMessageBox>

namespace quantlens::ui {

namespace {

struct SchemeChoice
{
    ColorScheme scheme;
    const char* id;
};

constexpr SchemeChoice schemeChoices[] = {
    {ColorScheme::System, "settings.theme-system"},
    {ColorScheme::Light, "settings.theme-light"},
    {ColorScheme::Dark, "settings.theme-dark"},
};

/// A standard key, or `otherwise` on desktops where Qt knows none.
QList<QKeySequence> keysOr(QKeySequence::StandardKey key, QKeyCombination otherwise)
{
    const QList<QKeySequence> keys = QKeySequence::keyBindings(key);
    return keys.isEmpty() ? QList<QKeySequence>{QKeySequence(otherwise)} : keys;
}

} // namespace

void MainWindow::registerActions()
{
    const auto add = [this](const char* id, const QString& text, std::optional<Glyph> glyph,
                            const QList<QKeySequence>& keys, const QString& tip, bool checkable = false,
                            const QString& needs = {}) {
        return m_actions->add({.id = QLatin1String(id),
                               .text = text,
                               .icon = glyph,
                               .shortcuts = keys,
                               .tip = tip,
                               .checkable = checkable,
                               .needs = needs});
    };
    add("go.back", tr("&Back"), Glyph::Back, {QKeySequence::Back}, tr("The place before"), false,
        tr("No other place was shown before this one."));
    add("go.forward", tr("&Forward"), Glyph::Forward, {QKeySequence::Forward}, tr("The place after"), false,
        tr("Go back first."));
    add("go.start", tr("&Start page"), Glyph::Fork, {QKeySequence(Qt::CTRL | Qt::Key_0)},
        tr("Demo, new comparison, recent runs"));
    add("go.models", tr("&Models"), Glyph::Models, {QKeySequence(Qt::CTRL | Qt::Key_1)}, tr("The models you compare"),
        true);
    add("go.run", tr("&Run"), Glyph::Run, {QKeySequence(Qt::CTRL | Qt::Key_2)}, tr("Start a run and watch it"), true);
    add("go.compare", tr("&Compare"), Glyph::Compare, {QKeySequence(Qt::CTRL | Qt::Key_3)},
        tr("Two answers side by side"), true);
    add("go.sweep", tr("&Sweep"), Glyph::Sweep, {QKeySequence(Qt::CTRL | Qt::Key_4)},
        tr("Many models against one baseline"), true);
    add("go.stability", tr("S&tability"), Glyph::Stability, {QKeySequence(Qt::CTRL | Qt::Key_5)},
        tr("One model asked again, and under load"), true);
    add("go.history", tr("&History"), Glyph::History, {QKeySequence(Qt::CTRL | Qt::Key_6)},
        tr("All runs: search, notes, two runs against each other"), true);
    add("go.suites", tr("S&uites"), Glyph::Suites, {QKeySequence(Qt::CTRL | Qt::Key_7)},
        tr("Read, edit and check suites of prompts"), true);
    add("start.demo", tr("Try the &demo"), Glyph::Flask, {QKeySequence(Qt::CTRL | Qt::Key_D)},
        tr("Compare two quants of the bundled model"), false, tr("The demo is being prepared."));
    add("file.open", tr("&Open results…"), Glyph::Open, {QKeySequence::Open}, tr("Open a workspace file to read it"));
    add("history.import", tr("&Import results…"), {}, {QKeySequence(Qt::CTRL | Qt::Key_I)},
        tr("Read results of Quantlens, infer-check, lm-evaluation-harness, llama-perplexity or JSON Lines as runs"),
        false, tr("An import is going on already."));
    add("history.cancel-import", tr("Cance&l the import"), Glyph::Stop, {},
        tr("End the import that is going on; nothing of it stays"), false, tr("Nothing is being imported."));
    add("file.runs", tr("&All runs…"), Glyph::History, {QKeySequence(Qt::CTRL | Qt::Key_H)},
        tr("The runs of this workspace"));
    registerReportAction(m_actions);
    add("file.quit", tr("&Quit"), {}, keysOr(QKeySequence::Quit, Qt::CTRL | Qt::Key_Q),
        tr("Close the window; a run is stopped, its answers are kept"));
    const QString themes[] = {tr("As the &desktop"), tr("&Light"), tr("&Dark")};
    for (std::size_t i = 0; i < std::size(schemeChoices); ++i) {
        QAction* action = add(schemeChoices[i].id, themes[i], {}, {}, {}, true);
        connect(action, &QAction::triggered, this, [this, scheme = schemeChoices[i].scheme] { setScheme(scheme); });
    }
    add("edit.undo", tr("&Undo"), {}, {QKeySequence::Undo}, tr("Take back the last change of this place"), false,
        tr("Nothing was changed in this place."));
    add("edit.redo", tr("&Redo"), {}, {QKeySequence::Redo}, tr("Do again what was taken back"), false,
        tr("Nothing was taken back in this place."));
    add("help.find-action", tr("&Find an action…"), Glyph::Search, {QKeySequence(Qt::CTRL | Qt::Key_K)},
        tr("Everything the window can do, by its name"));
    add("settings.shortcuts", tr("&Shortcuts…"), {}, {}, tr("Look at the keys of all actions, and change them"));
    add("settings.engines", tr("&Engines…"), {}, {}, tr("Where llama-server is, and what Quantlens would start"));
    add("go.errors", tr("&Errors…"), Glyph::Warning, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)},
        tr("The list of what went wrong"));
    add("help.about", tr("&About Quantlens"), {}, {}, tr("Version and licence"));
    ModelsPanel::registerActions(m_actions);
    RunPanel::registerActions(m_actions);
    ComparePanel::registerActions(m_actions);
    SweepPanel::registerActions(m_actions);
    StabilityPanel::registerActions(m_actions);
    HistoryPanel::registerActions(m_actions);
    SuitesPanel::registerActions(m_actions);
}

void MainWindow::makeMenus()
{
    const auto menu = [this](const QString& title, std::initializer_list<const char*> ids) {
        QMenu* made = menuBar()->addMenu(title);
        for (const char* id : ids) {
            if (*id == '\0')
                made->addSeparator();
            else
                made->addAction(m_actions->action(QLatin1String(id)));
        }
        return made;
    };
    QMenu* file = menu(tr("&File"), {"run.new", "start.demo", "", "file.open", "history.import",
                                     "history.cancel-import", "file.runs", "", "file.report", "", "file.quit"});
    auto* recent = new QMenu(tr("Open &recent"), file);
    recent->setObjectName(QStringLiteral("recent-files"));
    file->insertMenu(m_actions->action(QStringLiteral("file.runs")), recent);
    m_recent->showIn(recent);
    menu(tr("&Edit"), {"edit.undo", "edit.redo"});
    menu(tr("&Models"), {"models.add-files", "models.add-folder", "models.discover", "", "models.test", "models.edit",
                         "models.remove", "models.refresh", "", "models.use-a", "models.use-b"});
    menu(tr("&Go"), {"go.back", "go.forward", "", "go.start", "go.models", "go.run", "go.compare", "go.sweep",
                     "go.stability", "go.history", "go.suites", "", "go.errors"});
    menu(tr("&Run"), {"run.new", "run.pause", "run.cancel", "run.retry", "", "run.open", "run.follow"});
    QMenu* compare = menu(tr("&Compare"), {});
    ComparePanel::fillMenu(compare, m_actions);
    menu(tr("S&weep"), {"sweep.open", "", "sweep.noise", "", "sweep.copy", "sweep.copy-markdown", "", "file.report"});
    menu(tr("S&tability"), {"stability.open", "", "file.report"});
    menu(tr("H&istory"),
         {"history.open", "history.report", "history.resume", "", "history.pin", "history.note", "history.delete",
          "history.restore", "", "history.compare", "history.trend", "", "history.import", "history.cancel-import"});
    menu(tr("S&uites"),
         {"suites.new", "suites.open", "suites.save", "suites.save-as", "suites.forget", "", "suites.add-prompt",
          "suites.duplicate", "suites.remove", "suites.up", "suites.down", "", "suites.use"});
    QMenu* settings = menuBar()->addMenu(tr("&Settings"));
    QMenu* theme = settings->addMenu(tr("&Theme"));
    auto* group = new QActionGroup(this);
    for (const SchemeChoice& choice : schemeChoices) {
        QAction* action = m_actions->action(QLatin1String(choice.id));
        group->addAction(action);
        theme->addAction(action);
        action->setChecked(choice.scheme == m_scheme);
    }
    for (const char* id : {"settings.shortcuts", "settings.engines"})
        settings->addAction(m_actions->action(QLatin1String(id)));
    menu(tr("&Help"), {"help.find-action", "", "help.about"});
}

void MainWindow::setScheme(ColorScheme scheme)
{
    m_scheme = scheme;
    applyPalette(*qobject_cast<QApplication*>(QCoreApplication::instance()), scheme);
    for (const SchemeChoice& choice : schemeChoices)
        m_actions->action(QLatin1String(choice.id))->setChecked(choice.scheme == scheme);
}

void MainWindow::showAbout()
{
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Quantlens"),
                        tr("Quantlens %1").arg(QCoreApplication::applicationVersion()), QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("Shows where two language models stop agreeing.\n\nFree software under the GNU General Public "
           "License, version 3 or later. It comes without any warranty."));
    box->open();
}

} // namespace quantlens::ui
