// SPDX-License-Identifier: GPL-3.0-or-later
// What belongs to no place: settings, palette, shortcuts, the list of errors, undo, files, safe mode.
#include "core/store/store.h"
#include "tests/gui/samples.h"
#include "tests/gui/samplestore.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/commandpalette.h"
#include "ui/mainwindow/droppedfiles.h"
#include "ui/mainwindow/enginesdialog.h"
#include "ui/mainwindow/errorsdialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recentfiles.h"
#include "ui/mainwindow/shortcutdialog.h"
#include "ui/models/actionlist.h"
#include "ui/models/errorlog.h"
#include "ui/models/fuzzy.h"
#include "ui/models/modeltable.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/modeldialog.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/tablecolumns.h"
#include "ui/panels/tablemenu.h"
#include "ui/settings/settings.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDir>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace quantlens;
using ui::MainWindow;
using ui::Setting;
using ui::Settings;
using Tester = QAbstractItemModelTester;

namespace {

const QString demoFile = QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf");

QAction* action(const MainWindow& window, const char* id)
{
    return window.actions()->action(QLatin1String(id));
}

template<class Dialog>
Dialog* shown(const MainWindow& window)
{
    const QList<Dialog*> dialogs = window.findChildren<Dialog*>();
    return dialogs.isEmpty() ? nullptr : dialogs.last();
}

/// Shows or hides a column as a person does, by the menu of the table's head. False: there is no such column to choose.
bool toggleColumn(const QTableView* table, int column)
{
    auto* menu = table->findChild<QMenu*>(table->objectName() + QStringLiteral("-columns"));
    if (!menu)
        return false;
    Q_EMIT menu->aboutToShow();
    const QString title = ui::TableColumns::of(table)->title(column);
    for (QAction* each : menu->actions()) {
        if (each->text() == title && each->isEnabled()) {
            each->trigger();
            return true;
        }
    }
    return false;
}

} // namespace

class FrameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qunsetenv("QUANTLENS_LLAMA_SERVER");
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void settingsAreTyped()
    {
        {
            Settings settings(m_folder->path());
            QSignalSpy changed(&settings, &Settings::changed);
            QCOMPARE(settings.get<QString>(Setting::Theme), QStringLiteral("system"));
            QCOMPARE(settings.get<QByteArray>(Setting::RunPlan), QByteArray());
            settings.set(Setting::RunPlan, QByteArray("{}"));
            settings.set(Setting::Theme, QStringLiteral("dark"));
            settings.setEntry(Setting::Splitters, QStringLiteral("a/b \u00e9"), QByteArray("state"));
            settings.set(Setting::RecentFiles, QStringList{QStringLiteral("/one, two.gguf"), QStringLiteral("/b")});
            QCOMPARE(changed.size(), 4);
            settings.set(Setting::RunPlan, QByteArray("{}"));
            QCOMPARE(changed.size(), 4); // nothing new
            QVERIFY(settings.save());
        }
        Settings settings(m_folder->path());
        QCOMPARE(settings.get<QByteArray>(Setting::RunPlan), QByteArray("{}"));
        QCOMPARE(settings.get<QString>(Setting::Theme), QStringLiteral("dark"));
        QCOMPARE(settings.entry(Setting::Splitters, QStringLiteral("a/b \u00e9")).toByteArray(), QByteArray("state"));
        QCOMPARE(settings.names(Setting::Splitters), QStringList{QStringLiteral("a/b \u00e9")});
        QCOMPARE(settings.get<QStringList>(Setting::RecentFiles).size(), 2);
        settings.setEntry(Setting::Splitters, QStringLiteral("a/b \u00e9"), {});
        QVERIFY(settings.names(Setting::Splitters).isEmpty());
        settings.set(Setting::Theme, QStringLiteral("system"));
        QVERIFY(settings.save());
        // A choice of the person and what the window remembers stand in different files; standard values in none.
        QSettings person(m_folder->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        QVERIFY(person.allKeys().isEmpty());
        QSettings session(m_folder->filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
        QVERIFY(session.contains(QStringLiteral("run/plan")));
    }

    void damagedSettingsCountAsNone()
    {
        {
            QSettings file(m_folder->filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
            file.setValue(QStringLiteral("run/plan"), QStringList{QStringLiteral("a"), QStringLiteral("b")});
            file.setValue(QStringLiteral("window/place"), QStringList{QStringLiteral("go.run"), QStringLiteral("x")});
            file.setValue(QStringLiteral("window/geometry"), QStringLiteral("nonsense"));
        }
        const Settings settings(m_folder->path());
        QCOMPARE(settings.get<QByteArray>(Setting::RunPlan), QByteArray());
        MainWindow window({.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()});
        window.restoreSession();
        QCOMPARE(window.place(), MainWindow::Start);
    }

    void settingsWithoutAFolder()
    {
        Settings settings({});
        settings.set(Setting::RunPlan, QByteArray("{}"));
        settings.setEntry(Setting::Shortcuts, QStringLiteral("go.run"), QStringLiteral("Ctrl+9"));
        QCOMPARE(settings.get<QByteArray>(Setting::RunPlan), QByteArray("{}"));
        QCOMPARE(settings.names(Setting::Shortcuts), QStringList{QStringLiteral("go.run")});
        QVERIFY(settings.save());
        Settings broken(QStringLiteral("/proc/quantlens"));
        broken.set(Setting::RunPlan, QByteArray("{}"));
        const auto saved = broken.save();
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, QStringLiteral("settings.write"));
    }

    void fuzzy()
    {
        using ui::fuzzyScore;
        QCOMPARE(fuzzyScore(u"", u"anything"), std::optional(0));
        QVERIFY(fuzzyScore(u"nxdif", u"Compare: Next difference"));
        QVERIFY(fuzzyScore(u"difference next", u"Compare: Next difference")); // words in any order
        QVERIFY(!fuzzyScore(u"xyz", u"Compare: Next difference"));
        QVERIFY(!fuzzyScore(u"ffffi", u"difference"));
        QVERIFY(!fuzzyScore(u"a", u""));
        QVERIFY(*fuzzyScore(u"und", u"Edit: Undo") > *fuzzyScore(u"und", u"Run and do"));
        QVERIFY(*fuzzyScore(u"nd", u"Next difference") > *fuzzyScore(u"nd", u"Find an action"));
        QVERIFY(!fuzzyScore(QString(5000, u'a'), QString(5000, u'b')));
        QVERIFY(fuzzyScore(QString(5000, u'a'), QString(5000, u'a')));
    }

    void actionList()
    {
        MainWindow window({});
        ui::ActionList list(window.actions());
        ui::ActionFilter filter(&list);
        const Tester listTester(&list, Tester::FailureReportingMode::QtTest);
        const Tester filterTester(&filter, Tester::FailureReportingMode::QtTest);
        QCOMPARE(filter.rowCount(), int(window.actions()->all().size()));
        filter.setPattern(QStringLiteral("gotorun"));
        QCOMPARE(list.at(filter.mapToSource(filter.index(0, 0)).row()), action(window, "go.run"));
        filter.setPattern(QStringLiteral("no such action at all"));
        QCOMPARE(filter.rowCount(), 0);
        filter.setPattern({});
        for (const QAction* each : window.actions()->all()) {
            QVERIFY2(!each->statusTip().isEmpty(), qPrintable(each->objectName()));
            // Every part of the window has a name of its own.
            QVERIFY2(ui::ActionCollection::section(each) != each->objectName().section(u'.', 0, 0),
                     qPrintable(each->objectName()));
        }
    }

    void paletteFindsAndDoes()
    {
        MainWindow window({});
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        auto* palette = shown<ui::CommandPalette>(window);
        QVERIFY(palette && palette->isVisible());
        auto* field = palette->findChild<QLineEdit*>(QStringLiteral("palette-field"));
        const auto* reason = palette->findChild<QLabel*>(QStringLiteral("palette-reason"));
        QTest::keyClicks(field, QStringLiteral("undo"));
        QCOMPARE(palette->current(), action(window, "edit.undo"));
        QVERIFY2(reason->text().contains(QLatin1String("Nothing was changed")), qPrintable(reason->text()));
        QTest::keyClick(field, Qt::Key_Return); // cannot be done: stays
        QVERIFY(palette->isVisible());
        field->clear();
        QTest::keyClicks(field, QStringLiteral("go models"));
        QCOMPARE(palette->current(), action(window, "go.models"));
        field->clear();
        QTest::keyClicks(field, QStringLiteral("go m")); // Compare has an "m" too, further down
        QCOMPARE(palette->current(), action(window, "go.models"));
        QTest::keyClick(field, Qt::Key_Down);
        QVERIFY(palette->current() != action(window, "go.models"));
        QTest::keyClick(field, Qt::Key_Up);
        QCOMPARE(palette->current(), action(window, "go.models"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(window.place(), MainWindow::Models);
        QTRY_VERIFY(!shown<ui::CommandPalette>(window));
        action(window, "help.find-action")->trigger();
        palette = shown<ui::CommandPalette>(window);
        QTest::keyClick(palette, Qt::Key_Escape);
        QTRY_VERIFY(!shown<ui::CommandPalette>(window));
    }

    void shortcutsAreEditedAndKept()
    {
        const ui::WindowServices services{.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()};
        {
            MainWindow window(services);
            window.show();
            action(window, "settings.shortcuts")->trigger();
            auto* dialog = shown<ui::ShortcutDialog>(window);
            QVERIFY(dialog);
            auto* keys = dialog->findChild<QKeySequenceEdit*>(QStringLiteral("shortcut-keys"));
            auto* use = dialog->findChild<QPushButton*>(QStringLiteral("shortcut-assign"));
            const auto* says = dialog->findChild<QLabel*>(QStringLiteral("shortcut-consequence"));
            dialog->select(action(window, "go.models"));
            QCOMPARE(keys->keySequence(), QKeySequence(Qt::CTRL | Qt::Key_1));
            QVERIFY(!use->isEnabled());
            keys->setKeySequence(QKeySequence(Qt::CTRL | Qt::Key_K)); // the palette's
            QVERIFY2(says->text().contains(QLatin1String("Find an action")), qPrintable(says->text()));
            use->click();
            QCOMPARE(action(window, "go.models")->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_K));
            QVERIFY(action(window, "help.find-action")->shortcuts().isEmpty());
            QVERIFY(action(window, "go.models")->toolTip().contains(QLatin1String("Ctrl+K")));
            dialog->select(action(window, "help.find-action"));
            dialog->findChild<QPushButton*>(QStringLiteral("shortcut-standard"))->click();
            // Its keys are taken: that is said, nothing is taken back silently.
            QVERIFY(action(window, "help.find-action")->shortcuts().isEmpty());
            QVERIFY2(says->text().contains(QLatin1String("Models")), qPrintable(says->text()));
            dialog->select(action(window, "go.run"));
            dialog->findChild<QPushButton*>(QStringLiteral("shortcut-none"))->click();
        }
        MainWindow window(services);
        QCOMPARE(action(window, "go.models")->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_K));
        QVERIFY(action(window, "go.run")->shortcuts().isEmpty());
        QVERIFY(action(window, "help.find-action")->shortcuts().isEmpty());
        action(window, "settings.shortcuts")->trigger();
        shown<ui::ShortcutDialog>(window)->findChild<QPushButton*>(QStringLiteral("shortcut-reset-all"))->click();
        QCOMPARE(action(window, "help.find-action")->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_K));
        QCOMPARE(action(window, "go.run")->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_2));
        QVERIFY(window.settings()->names(Setting::Shortcuts).isEmpty());
    }

    void errorsAreListed()
    {
        ui::ErrorLog log;
        const Tester tester(&log, Tester::FailureReportingMode::QtTest);
        for (int i = 0; i < ui::ErrorLog::most + 5; ++i)
            log.add({QStringLiteral("test.code"), QStringLiteral("Error %1.").arg(i), {}, {}});
        QCOMPARE(log.rowCount(), ui::ErrorLog::most);
        QVERIFY(log.at(0)->message.contains(QString::number(ui::ErrorLog::most + 4))); // newest first
        log.clear();
        QCOMPARE(log.rowCount(), 0);

        MainWindow window({});
        window.show();
        auto* count = window.findChild<QToolButton*>(QStringLiteral("error-count"));
        QCOMPARE(count->text(), QStringLiteral("0 errors"));
        window.openFiles({m_folder->filePath(QStringLiteral("photo.png"))});
        QVERIFY(count->text().contains(u'1'));
        QTest::mouseClick(count, Qt::LeftButton);
        auto* dialog = shown<ui::ErrorsDialog>(window);
        QVERIFY(dialog && dialog->isVisible());
        const auto* table = dialog->findChild<QTableView*>(QStringLiteral("errors-table"));
        QCOMPARE(table->model()->rowCount(), 1);
        QCOMPARE(table->model()->index(0, ui::ErrorLog::Code).data().toString(), QStringLiteral("window.unknown_file"));
        QVERIFY(dialog->findChild<QPlainTextEdit*>(QStringLiteral("errors-detail"))
                    ->toPlainText()
                    .contains(QLatin1String("photo.png")));
        dialog->findChild<QPushButton*>(QStringLiteral("errors-copy"))->click();
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.contains(QLatin1String("window.unknown_file")) && copied.contains(QLatin1String(".gguf")),
                 qPrintable(copied)); // code and hint
        dialog->findChild<QPushButton*>(QStringLiteral("errors-clear"))->click();
        QCOMPARE(count->text(), QStringLiteral("0 errors"));
        QCOMPARE(window.errors()->rowCount(), 0);
    }

    void undoBelongsToThePlace()
    {
        MainWindow window({});
        window.show();
        QAction* undo = action(window, "edit.undo");
        QAction* redo = action(window, "edit.redo");
        window.go(MainWindow::Models);
        QVERIFY(!undo->isEnabled());
        window.openFiles({demoFile});
        QCOMPARE(window.models()->rowCount(), 1);
        QVERIFY(undo->isEnabled());
        QVERIFY2(undo->text().contains(QLatin1String("adding")), qPrintable(undo->text()));
        window.go(MainWindow::Start);
        QVERIFY(!undo->isEnabled());
        QVERIFY(!ui::ActionCollection::whyDisabled(undo).isEmpty());
        window.go(MainWindow::Models);
        undo->trigger();
        QCOMPARE(window.models()->rowCount(), 0);
        QVERIFY(redo->isEnabled());
        redo->trigger();
        QCOMPARE(window.models()->rowCount(), 1);
        QTRY_VERIFY(window.models()->at(0)->usable()); // looked up again
        auto* table = window.findChild<QTableView*>(QStringLiteral("models-table"));
        QCOMPARE(table->currentIndex().row(), 0);
        action(window, "models.edit")->trigger();
        auto* dialog = shown<ui::ModelDialog>(window);
        QVERIFY(dialog);
        dialog->findChild<QLineEdit*>(QStringLiteral("model-label"))->setText(QStringLiteral("baseline"));
        dialog->findChild<QLineEdit*>(QStringLiteral("model-args"))
            ->setText(QStringLiteral("--n-gpu-layers 20 --lora \"a b.gguf\""));
        dialog->accept();
        QCOMPARE(window.models()->engineArgs(demoFile),
                 QStringList({QStringLiteral("--n-gpu-layers"), QStringLiteral("20"), QStringLiteral("--lora"),
                              QStringLiteral("a b.gguf")}));
        QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("baseline"));
        undo->trigger();
        QVERIFY(window.models()->engineArgs(demoFile).isEmpty());
        redo->trigger();
        action(window, "models.remove")->trigger();
        QCOMPARE(window.models()->rowCount(), 0);
        undo->trigger();
        QCOMPARE(window.models()->at(0)->label, QStringLiteral("baseline"));
        QCOMPARE(window.models()->engineArgs(demoFile).size(), 4);
    }

    void quotedArguments_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("none") << QStringList();
        QTest::newRow("plain") << QStringList{QStringLiteral("-ngl"), QStringLiteral("20")};
        QTest::newRow("blank") << QStringList{QStringLiteral("a b"), QStringLiteral("c")};
        QTest::newRow("quote") << QStringList{QStringLiteral("say \"x\" now"), QStringLiteral("y")};
        QTest::newRow("empty") << QStringList{QStringLiteral("--grammar"), QString(), QStringLiteral("z")};
        QTest::newRow("empty ends") << QStringList{QString(), QStringLiteral("z"), QString()};
        QTest::newRow("quotes alone") << QStringList{QStringLiteral("\""), QStringLiteral("\"\""), QStringLiteral("x")};
        QTest::newRow("lines") << QStringList{QStringLiteral("a\nb"), QStringLiteral(" c ")};
    }

    void quotedArguments()
    {
        QFETCH(QStringList, words);
        QCOMPARE(ui::splitWords(ui::quotedWords(words)), words);
        QStringList filled = words; // elsewhere as Qt reads it
        filled.removeAll(QString());
        QCOMPARE(QProcess::splitCommand(ui::quotedWords(words)), filled);
    }

    void foldersGiveTheirModels()
    {
        const QString models = m_folder->filePath(QStringLiteral("models/inner"));
        QVERIFY(QDir().mkpath(models));
        for (const char* name : {"a-Q2_K.gguf", "b-F16.gguf", "c-00001-of-00002.gguf", "c-00002-of-00002.gguf"})
            QVERIFY(QFile::copy(demoFile, models + u'/' + QLatin1String(name)));
        QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("empty"))));
        MainWindow window({.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()});
        window.show();
        window.openFiles({m_folder->filePath(QStringLiteral("models"))});
        QTRY_COMPARE(window.models()->rowCount(), 3); // of the split model its first part
        QCOMPARE(window.place(), MainWindow::Models);
        action(window, "edit.undo")->trigger(); // one step
        QCOMPARE(window.models()->rowCount(), 0);
        window.openFiles({m_folder->filePath(QStringLiteral("empty"))});
        QTRY_COMPARE(window.errors()->rowCount(), 1);
        QCOMPARE(window.errors()->at(0)->code, QStringLiteral("window.no_models"));
    }

    /// An own pair dropped on the window: the form is filled, what has more bits is the baseline, Start is next.
    void twoFilesAreAPair()
    {
        const QString low = m_folder->filePath(QStringLiteral("a-Q2_K.gguf"));
        const QString high = m_folder->filePath(QStringLiteral("b-F16.gguf"));
        QVERIFY(QFile::copy(demoFile, low) && QFile::copy(demoFile, high));
        MainWindow window({.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()});
        window.show();
        window.openFiles({low, high});
        QCOMPARE(window.place(), MainWindow::Run);
        QCOMPARE(window.runPanel()->form()->request().sides.at(0).spec, high);
        QCOMPARE(window.runPanel()->form()->request().sides.at(1).spec, low);
        QCOMPARE(ui::baselineFirst({QStringLiteral("x.gguf"), QStringLiteral("y.gguf")}),
                 QStringList({QStringLiteral("x.gguf"), QStringLiteral("y.gguf")}));
        // The files are in the list of recent ones.
        QCOMPARE(window.recentFiles()->paths().size(), 2);
        auto* menu = window.findChild<QMenu*>(QStringLiteral("recent-files"));
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 4); // two files, a line, clear
        window.go(MainWindow::Start);
        menu->actions().first()->trigger();
        QCOMPARE(window.place(), MainWindow::Models);
        menu->actions().last()->trigger();
        QVERIFY(window.recentFiles()->paths().isEmpty());
    }

    void layoutComesBack()
    {
        const ui::WindowServices services{.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()};
        QList<int> sizes;
        {
            MainWindow window(services);
            window.restoreSession();
            window.resize(780, 700);
            window.show();
            window.go(MainWindow::Models);
            auto* splitter = window.findChild<QSplitter*>(QStringLiteral("models-splitter"));
            splitter->setSizes({600, 500});
            sizes = splitter->sizes();
            auto* table = window.findChild<QTableView*>(QStringLiteral("models-table"));
            QVERIFY(toggleColumn(table, ui::ModelTable::Version));
            QVERIFY(toggleColumn(table, ui::ModelTable::Quant));
            QVERIFY(!toggleColumn(table, ui::ModelTable::Name)); // what the row is stays
            window.close();
        }
        MainWindow window(services);
        window.restoreSession();
        window.show();
        QCOMPARE(window.place(), MainWindow::Models);
        const QList<int> now = window.findChild<QSplitter*>(QStringLiteral("models-splitter"))->sizes();
        QVERIFY(sizes.size() == 2 && now.size() == 2 && sizes.first() > 0 && now.first() > 0);
        QVERIFY(std::abs(double(sizes.first()) / sizes.last() - double(now.first()) / now.last()) < 0.1);
        const auto* head = window.findChild<QTableView*>(QStringLiteral("models-table"))->horizontalHeader();
        QVERIFY(!head->isSectionHidden(ui::ModelTable::Version));
        QVERIFY(head->isSectionHidden(ui::ModelTable::Quant));
        // No splitter of any place goes unnamed: the session could not keep it.
        for (const QSplitter* splitter : window.centralWidget()->findChildren<QSplitter*>())
            QVERIFY2(!splitter->objectName().isEmpty(), qPrintable(splitter->parentWidget()->objectName()));
    }

    /// The keyboard goes with the place; who goes along the rail stays on it.
    void keyboardFollowsThePlace()
    {
        const auto store = samples::storeWith(m_folder->filePath(QStringLiteral("w.qlens")), samples::run());
        MainWindow window({.store = store, .runs = nullptr, .configFolder = m_folder->path()});
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const auto rail = [&window](const char* id) {
            return window.findChild<QToolButton*>(QLatin1StringView("rail-go.") + QLatin1StringView(id));
        };
        rail("models")->setFocus(Qt::ActiveWindowFocusReason); // as Qt does when nothing else can have it
        window.go(MainWindow::Run);
        QVERIFY(window.runPanel()->isAncestorOf(window.focusWidget()));
        rail("history")->setFocus(Qt::TabFocusReason);
        QTest::keyClick(rail("history"), Qt::Key_Space);
        QCOMPARE(window.place(), MainWindow::History);
        QCOMPARE(window.focusWidget(), rail("history"));
        // While a run is read, Compare has nothing that could have it.
        window.openRun(QStringLiteral("latest"));
        QTRY_VERIFY(window.comparePanel()->run());
        QVERIFY(window.comparePanel()->isAncestorOf(window.focusWidget()));
    }

    /// Whatever the window can do stands in a menu: what is found by looking around needs no palette.
    void everyActionIsInAMenu()
    {
        MainWindow window({});
        QList<const QAction*> found;
        QStringList letters;
        const auto walk = [&found](const QMenu* menu, const auto& self) -> void {
            for (const QAction* action : menu->actions()) {
                found.append(action);
                if (action->menu())
                    self(action->menu(), self);
            }
        };
        for (const QAction* top : window.menuBar()->actions()) {
            QVERIFY2(top->menu(), qPrintable(top->text()));
            walk(top->menu(), walk);
            const qsizetype at = top->text().indexOf(u'&');
            QVERIFY2(at >= 0, qPrintable(top->text()));
            letters.append(top->text().mid(at + 1, 1).toLower());
        }
        QCOMPARE(letters.removeDuplicates(), 0); // each is reached by Alt and its letter
        for (const QAction* action : window.actions()->all())
            QVERIFY2(found.contains(action), qPrintable(action->objectName()));
        // And without a run there is nothing to open or copy.
        for (const char* id : {"sweep.open", "sweep.copy", "sweep.copy-markdown", "stability.open"}) {
            const QAction* action = window.actions()->action(QLatin1String(id));
            QVERIFY2(!action->isEnabled(), id);
            QVERIFY2(ui::ActionCollection::whyDisabled(action).contains(QLatin1String("first")), id);
        }
    }

    /// No table of the window goes without order, columns to choose and copies, nor without a name to keep them under.
    void everyTableHasItsMenus()
    {
        MainWindow window({});
        QStringList names;
        for (QTableView* table : window.findChildren<QTableView*>()) {
            const QString name = table->objectName();
            QVERIFY2(!name.isEmpty() && !names.contains(name), qPrintable(name));
            names.append(name);
            QVERIFY2(!table->accessibleName().isEmpty(), qPrintable(name));
            QVERIFY2(ui::TableColumns::of(table), qPrintable(name));
            QVERIFY2(table->findChild<QMenu*>(name + QStringLiteral("-columns")), qPrintable(name));
            QVERIFY2(table->findChild<QAction*>(QStringLiteral("table.copy")), qPrintable(name));
            QVERIFY2(table->findChild<QAction*>(QStringLiteral("table.copy-markdown")), qPrintable(name));
            // The order of these two is part of what is typed in: it says which model is the baseline.
            const bool ownOrder = name == QLatin1String("run-models") || name == QLatin1String("run-backends");
            QVERIFY2(table->isSortingEnabled() != ownOrder, qPrintable(name));
        }
        QVERIFY(names.size() > 8);
    }

    /// Only what a person changed is kept, by the columns' titles: also where other columns come.
    void columnsAreKeptByTitle()
    {
        QStandardItemModel model(2, 3);
        model.setHorizontalHeaderLabels({QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C")});
        QTableView view;
        view.setObjectName(QStringLiteral("t"));
        view.setModel(&model);
        ui::TableColumns* columns = ui::addTableMenu(&view);
        QSignalSpy changed(columns, &ui::TableColumns::changed);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QHeaderView* head = view.horizontalHeader();
        head->resizeSection(1, 77); // by the program
        columns->setUseful(2, false);
        QVERIFY(view.isColumnHidden(2));
        columns->setUseful(2, true);
        QVERIFY(!view.isColumnHidden(2));
        columns->choose(0, false);
        QVERIFY(!view.isColumnHidden(0)); // what the row is
        QVERIFY(columns->state().isEmpty() && changed.isEmpty());

        QTest::mousePress(head->viewport(), Qt::LeftButton, {}, QPoint(20, head->height() / 2));
        head->resizeSection(0, 123);
        QTest::mouseRelease(head->viewport(), Qt::LeftButton, {}, QPoint(20, head->height() / 2));
        columns->choose(1, false);
        head->moveSection(2, 1);
        QCOMPARE(changed.size(), 3);
        const QByteArray state = columns->state();

        QTableView other;
        other.setObjectName(QStringLiteral("t"));
        other.setModel(&model);
        ui::TableColumns* again = ui::addTableMenu(&other);
        again->restore(state);
        QVERIFY(other.isColumnHidden(1));
        QCOMPARE(other.columnWidth(0), 123);
        QCOMPARE(other.horizontalHeader()->visualIndex(2), 1);
        QCOMPARE(again->state(), state);
        again->restore("not JSON");
        QVERIFY(again->state().isEmpty());

        model.clear();
        model.setHorizontalHeaderLabels({QStringLiteral("A"), QStringLiteral("X"), QStringLiteral("B")});
        QTRY_VERIFY(view.isColumnHidden(2)); // B, wherever it stands
        QVERIFY(!view.isColumnHidden(1));
        QCOMPARE(columns->state(), state);
    }

    /// Of a dialog too, which closes and is made anew; at the next start as well.
    void columnsOfDialogsAreKept()
    {
        const ui::WindowServices services{.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()};
        const auto errors = [](MainWindow& window) {
            action(window, "go.errors")->trigger();
            return shown<ui::ErrorsDialog>(window)->findChild<QTableView*>(QStringLiteral("errors-table"));
        };
        {
            MainWindow window(services);
            window.restoreSession();
            window.show();
            window.openFiles({m_folder->filePath(QStringLiteral("photo.png"))});
            const QTableView* table = errors(window);
            QVERIFY(!table->isColumnHidden(ui::ErrorLog::Code));
            QVERIFY(toggleColumn(table, ui::ErrorLog::Code));
            QVERIFY(table->isColumnHidden(ui::ErrorLog::Code));
            window.close();
        }
        MainWindow window(services);
        window.restoreSession();
        window.show();
        window.openFiles({m_folder->filePath(QStringLiteral("photo.png"))});
        QVERIFY(errors(window)->isColumnHidden(ui::ErrorLog::Code));
    }

    void enginesAreChosen()
    {
        const QString program = m_folder->filePath(QStringLiteral("llama-server"));
        QFile file(program);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("#!/bin/sh\n") > 0);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        file.close();
        MainWindow window({.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()});
        window.show();
        action(window, "settings.engines")->trigger();
        auto* dialog = shown<ui::EnginesDialog>(window);
        auto* path = dialog->findChild<QLineEdit*>(QStringLiteral("engine-llama"));
        const auto* found = dialog->findChild<QLabel*>(QStringLiteral("engine-llama-found"));
        path->setText(m_folder->filePath(QStringLiteral("nothing")));
        QVERIFY2(found->text().contains(QLatin1String("no program")), qPrintable(found->text()));
        path->setText(program);
        QVERIFY2(found->text().contains(QLatin1String("would start")), qPrintable(found->text()));
        dialog->accept();
        QCOMPARE(window.settings()->get<QString>(Setting::LlamaServer), program);
        QCOMPARE(
            engines::findEngine(domain::EngineKind::LlamaServer, {.llamaServer = program, .mlxServer = {}}).value(),
            program);
    }

    /// A stranger's workspace: it is read, and everything else is off and says why.
    void safeMode()
    {
        const QString guest = m_folder->filePath(QStringLiteral("guest.qlens"));
        samples::storeWith(guest, samples::run());
        QFile file(guest);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray before = file.readAll();
        const QString config = m_folder->filePath(QStringLiteral("config"));
        {
            MainWindow window({.store = nullptr, .runs = nullptr, .configFolder = config, .safe = true});
            window.restoreSession();
            window.show();
            const auto* strip = window.findChild<QLabel*>(QStringLiteral("safe-mode-text"));
            QVERIFY(strip && strip->isVisible());
            // The start page asks for nothing that cannot be done, and has no head with nothing below.
            for (const QLabel* label : window.findChildren<QLabel*>()) {
                QVERIFY(!label->isVisible() || !label->text().startsWith(QLatin1String("No runs yet")));
                QVERIFY(!label->isVisible() || label->text() != QLatin1String("Found on this computer"));
            }
            window.openFiles({guest});
            QTRY_VERIFY(window.comparePanel()->run());
            for (const char* id : {"start.demo", "run.new", "models.test", "models.discover", "settings.engines",
                                   "history.import", "file.report"}) {
                QVERIFY2(!action(window, id)->isEnabled(), id);
                QVERIFY2(ui::ActionCollection::whyDisabled(action(window, id)).contains(QLatin1String("Safe mode")),
                         id);
                action(window, id)->setEnabled(true); // as a place might
                QVERIFY2(!action(window, id)->isEnabled(), id);
            }
            QVERIFY(window.runPanel()->form()->problem().contains(QLatin1String("Safe mode")));
            window.openFiles({demoFile});
            QTest::qWait(50);
            window.close();
        }
        QVERIFY(!QDir(config).exists()); // nothing is kept
        file.seek(0);
        QCOMPARE(file.readAll(), before);
        // A reader of a WAL database needs SQLite's index beside it and may not clear it away; data are in neither
        // file.
        for (const QFileInfo& left : QDir(m_folder->path()).entryInfoList(QDir::Files | QDir::Hidden)) {
            const bool emptyLog = left.fileName() == QLatin1String("guest.qlens-wal") && left.size() == 0;
            QVERIFY2(emptyLog || left.fileName() == QLatin1String("guest.qlens") ||
                         left.fileName() == QLatin1String("guest.qlens-shm"),
                     qPrintable(left.fileName()));
        }
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(FrameTest)
#include "frame_test.moc"
