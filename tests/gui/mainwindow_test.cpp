// SPDX-License-Identifier: GPL-3.0-or-later
// The real main window, offscreen.
#include "core/exchange/storeimport.h"
#include "core/scoring/compare.h"
#include "core/store/store.h"
#include "tests/gui/samples.h"
#include "tests/gui/samplestore.h"
#include "tests/support/syntheticrun.h"
#include "ui/actions/actioncollection.h"
#include "ui/diff/diffview.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recentfiles.h"
#include "ui/models/modeltable.h"
#include "ui/models/runlist.h"
#include "ui/models/suiteshelf.h"
#include "ui/panels/comparecentre.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/suitespanel.h"
#include "ui/settings/settings.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStackedWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUuid>

using namespace quantlens;
using ui::MainWindow;

namespace {

const QString demoModel = QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf");

/// Lets a test call what only Qt's drag manager calls.
class DropWindow final : public MainWindow
{
public:
    using MainWindow::dropEvent;
    using MainWindow::MainWindow;
};

void drop(DropWindow& window, const QStringList& files)
{
    QMimeData mime;
    QList<QUrl> urls;
    for (const QString& file : files)
        urls << QUrl::fromLocalFile(file);
    mime.setUrls(urls);
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    window.dropEvent(&event);
}

QString notice(const MainWindow& window)
{
    const auto* label = window.findChild<QLabel*>(QStringLiteral("notice-text"));
    return label->isVisible() ? label->text() : QString();
}

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qunsetenv("QUANTLENS_LLAMA_SERVER");
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void startPageLeadsToTheForm()
    {
        MainWindow window({});
        window.show();
        QCOMPARE(window.place(), MainWindow::Start);
        QTest::mouseClick(window.findChild<QAbstractButton*>(QStringLiteral("start-compare")), Qt::LeftButton);
        QCOMPARE(window.place(), MainWindow::Run);
        QVERIFY(window.windowTitle().contains(QLatin1String("Quantlens")));
        window.actions()->action(QStringLiteral("go.back"))->trigger();
        QCOMPARE(window.place(), MainWindow::Start);
        window.actions()->action(QStringLiteral("go.forward"))->trigger();
        QCOMPARE(window.place(), MainWindow::Run);
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(window.place(), MainWindow::Models);
        QVERIFY(window.findChild<QToolButton*>(QStringLiteral("rail-go.models"))->isChecked());
    }

    void aWorkspaceThatCannotOpenIsSaid()
    {
        const base::Error error{QStringLiteral("store.open"),
                                QStringLiteral("The workspace /x cannot be opened."),
                                QStringLiteral("Check its folder."),
                                {}};
        MainWindow window({.store = nullptr, .errors = {error}, .runs = nullptr, .configFolder = {}});
        window.show();
        QVERIFY(notice(window).contains(QLatin1String("cannot be opened")));
        QVERIFY(notice(window).contains(QLatin1String("Check its folder")));
        QVERIFY(!window.runPanel()->form()->problem().isEmpty());
        QTest::mouseClick(window.findChild<QAbstractButton*>(QStringLiteral("notice-close")), Qt::LeftButton);
        QVERIFY(notice(window).isEmpty());
        window.openRun(QStringLiteral("latest")); // nothing to open it from: no crash
    }

    void modelsByPathAndDrop()
    {
        DropWindow window({.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()});
        window.show();
        window.go(MainWindow::Models);
        auto* field = window.findChild<QComboBox*>(QStringLiteral("models-add-spec"));
        QTest::keyClicks(field->lineEdit(), demoModel);
        QTest::keyClick(field->lineEdit(), Qt::Key_Return); // before it is understood: added when it is
        QTRY_COMPARE(window.models()->rowCount(), 1);
        QVERIFY(field->currentText().isEmpty());
        QVERIFY(window.findChild<QLabel*>(QStringLiteral("model-message"))->isHidden());

        const QString bad = m_folder->filePath(QStringLiteral("bad.gguf"));
        QFile file(bad);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("GGUF") > 0);
        file.close();
        QTest::keyClicks(field->lineEdit(), bad);
        QTest::keyClick(field->lineEdit(), Qt::Key_Return);
        auto* message = window.findChild<QLabel*>(QStringLiteral("models-add-spec-message"));
        QTRY_VERIFY2(message->text().contains(QLatin1String("bad.gguf")), qPrintable(message->text()));
        QCOMPARE(window.models()->rowCount(), 1); // a broken file is explained, not added

        drop(window, {bad, demoModel});
        QCOMPARE(window.place(), MainWindow::Run); // two at once are a pair
        QCOMPARE(window.models()->rowCount(), 2);
        drop(window, {m_folder->filePath(QStringLiteral("photo.png"))});
        QVERIFY(notice(window).contains(QLatin1String("photo.png")));
    }

    void runsOfTheWorkspace()
    {
        const auto store = samples::storeWith(m_folder->filePath(QStringLiteral("w.qlens")), samples::run());
        MainWindow window({.store = store, .runs = nullptr, .configFolder = m_folder->path()});
        window.resize(1440, 900);
        window.show();
        auto* recent = window.findChild<QListView*>(QStringLiteral("start-recent"));
        QTRY_COMPARE(recent->model()->rowCount(), 1);
        QTest::mouseClick(recent->viewport(), Qt::LeftButton, {},
                          recent->visualRect(recent->model()->index(0, ui::RunList::What)).center());
        QCOMPARE(window.place(), MainWindow::Compare);
        QTRY_VERIFY(window.comparePanel()->run());
        QTRY_VERIFY(window.comparePanel()->centre()->diff()->document());
        QVERIFY(window.windowTitle().contains(QStringLiteral("sums-F16 ↔ sums-Q2_K")));
    }

    void runsOfTheWorkspaceFromHistory()
    {
        const auto store = samples::storeWith(m_folder->filePath(QStringLiteral("w.qlens")), samples::run());
        MainWindow window({.store = store, .runs = nullptr, .configFolder = m_folder->path()});
        window.resize(1440, 900);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.actions()->action(QStringLiteral("file.runs"))->trigger(); // all runs are the place History
        QCOMPARE(window.place(), MainWindow::History);
        QTableView* table = window.historyPanel()->table();
        QTRY_COMPARE(table->model()->rowCount(), 1);
        window.historyPanel()->selectRuns({samples::run().run.id});
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(window.place(), MainWindow::Compare);
        QTRY_VERIFY(window.comparePanel()->run());
        QCOMPARE(window.comparePanel()->run()->data.run.id, samples::run().run.id);
        QTRY_VERIFY(window.windowTitle().contains(QStringLiteral("sums-F16 ↔ sums-Q2_K")));
        window.openRun(QStringLiteral("nope"));
        QTRY_VERIFY(!notice(window).isEmpty());
    }

    void aRunThatCannotBeLoadedIsNotShown()
    {
        const QString path = m_folder->filePath(QStringLiteral("w.qlens"));
        const auto store = samples::storeWith(path, samples::run());
        for (const char* id : {"sweep-1", "sweep-2"}) {
            domain::RunData data = samples::run();
            data.run.id = QLatin1String(id);
            data.run.kind = domain::RunKind::Sweep;
            samples::put(*store, data);
        }
        MainWindow window({.store = store, .runs = nullptr, .configFolder = m_folder->path()});
        window.show();
        window.openRun(QStringLiteral("sweep-1"));
        QTRY_COMPARE(window.place(), MainWindow::Sweep);
        auto* picker = window.findChild<QComboBox*>(QStringLiteral("sweep-run"));
        QTRY_COMPARE(picker->count(), 2);
        QCOMPARE(picker->currentData().toString(), QStringLiteral("sweep-1"));
        {
            // Another program takes a run away that the list still has.
            QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            other.setDatabaseName(path);
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec(QStringLiteral("DELETE FROM run WHERE id = 'sweep-2'")));
            other.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
        const int gone = picker->findData(QStringLiteral("sweep-2"));
        QVERIFY(gone >= 0);
        picker->setCurrentIndex(gone);
        Q_EMIT picker->activated(gone);
        QTRY_VERIFY(notice(window).contains(QLatin1String("sweep-2")));
        QTRY_COMPARE(picker->currentData().toString(), QStringLiteral("sweep-1"));
        QCOMPARE(window.place(), MainWindow::Sweep);
    }

    void openedWorkspacesAreReadOnly()
    {
        const QString guest = m_folder->filePath(QStringLiteral("guest.qlens"));
        samples::storeWith(guest, samples::run());
        MainWindow window({});
        window.show();
        window.openFiles({guest});
        QTRY_VERIFY(window.comparePanel()->run()); // its only run is shown at once
        QFile text(m_folder->filePath(QStringLiteral("text.qlens")));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("not a database, by far not one") > 0);
        text.close();
        window.openFiles({text.fileName()});
        QTRY_VERIFY(notice(window).contains(QLatin1String("text.qlens")));
    }

    /// In Suites to be edited, elsewhere for a run; several at once are all there.
    void droppedSuites()
    {
        QStringList files;
        for (const char* name : {"first.jsonl", "second.jsonl"}) {
            QFile file(m_folder->filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly) &&
                    file.write("{\"id\": \"a\", \"text\": \"What is 1 + 1?\"}\n") > 0);
            files << file.fileName();
        }
        DropWindow window({.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()});
        window.show();
        drop(window, files);
        QCOMPARE(window.place(), MainWindow::Run);
        QCOMPARE(window.runPanel()->form()->request().suite, files.last());
        for (const QString& file : files)
            QVERIFY(window.findChild<QComboBox*>(QStringLiteral("run-suite"))->findData(file) >= 0);
        QCOMPARE(window.recentFiles()->paths().size(), 2);
        window.go(MainWindow::Suites);
        drop(window, files);
        QCOMPARE(window.place(), MainWindow::Suites);
        QTRY_VERIFY2(window.windowTitle().contains(QLatin1String("second")), qPrintable(window.windowTitle()));
        const QAbstractItemModel* shelf = window.findChild<QListView*>(QStringLiteral("suites-list"))->model();
        for (const QString& name : {QStringLiteral("first"), QStringLiteral("second")})
            QVERIFY(!shelf->match(shelf->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchContains).isEmpty());
    }

    void startPageIsAChoice()
    {
        const ui::WindowServices services{.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()};
        {
            MainWindow window(services);
            window.restoreSession();
            window.show();
            QCOMPARE(window.place(), MainWindow::Start);
            auto* box = window.findChild<QCheckBox*>(QStringLiteral("start-show"));
            QVERIFY(box->isChecked());
            box->click();
            window.close();
        }
        {
            MainWindow window(services);
            window.restoreSession();
            window.show();
            QCOMPARE(window.place(), MainWindow::Run);
            window.go(MainWindow::Models);
            window.close();
        }
        MainWindow window(services);
        window.restoreSession();
        QCOMPARE(window.place(), MainWindow::Models); // what was left open comes before both
        window.go(MainWindow::Start);
        QVERIFY(!window.findChild<QCheckBox*>(QStringLiteral("start-show"))->isChecked());
    }

    /// Also where the desktop has no key for it.
    void quitHasAKey()
    {
        const MainWindow window({});
        const QList<QKeySequence> keys = window.actions()->action(QStringLiteral("file.quit"))->shortcuts();
        const QList<QKeySequence> desktop = QKeySequence::keyBindings(QKeySequence::Quit);
        QCOMPARE(keys, desktop.isEmpty() ? QList<QKeySequence>{QKeySequence(Qt::CTRL | Qt::Key_Q)} : desktop);
        QVERIFY(!keys.isEmpty() && !keys.first().isEmpty());
    }

    void theSessionComesBack()
    {
        {
            MainWindow window({.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()});
            window.restoreSession();
            window.show();
            window.go(MainWindow::Models);
            window.runPanel()->form()->setModel(1, demoModel);
            window.findChild<QSpinBox*>(QStringLiteral("run-prompts"))->setValue(12);
            window.close();
        }
        MainWindow window({.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()});
        window.restoreSession();
        QCOMPARE(window.place(), MainWindow::Models);
        QCOMPARE(window.runPanel()->form()->request().sides.at(1).spec, demoModel);
        QCOMPARE(window.runPanel()->form()->request().numPrompts, 12);
    }

    void theShownRunComesBack()
    {
        const auto store = samples::storeWith(m_folder->filePath(QStringLiteral("w.qlens")), samples::run());
        const ui::WindowServices services{.store = store, .runs = nullptr, .configFolder = m_folder->path()};
        {
            MainWindow window(services);
            window.show();
            window.openRun(samples::run().run.id, QStringLiteral("add-019"));
            QTRY_COMPARE(window.comparePanel()->promptId(), QStringLiteral("add-019"));
            QTRY_COMPARE(window.findChild<QListView*>(QStringLiteral("start-recent"))->model()->rowCount(), 1);
            window.close();
        }
        {
            MainWindow window(services);
            window.restoreSession();
            QCOMPARE(window.place(), MainWindow::Compare);
            QTRY_COMPARE(window.comparePanel()->promptId(), QStringLiteral("add-019"));
        }
        // In a workspace that does not hold it, nobody asked for it; a run that was asked for is an error.
        std::shared_ptr<store::Store> other = store::Store::open(m_folder->filePath(QStringLiteral("x.qlens"))).value();
        MainWindow window({.store = other, .runs = nullptr, .configFolder = m_folder->path()});
        window.restoreSession();
        window.show();
        QTRY_COMPARE(window.place(), MainWindow::Start);
        QVERIFY(notice(window).isEmpty());
        window.openRun(samples::run().run.id);
        QTRY_VERIFY(notice(window).contains(samples::run().run.id));
    }

    void howComparePaintsComesBack()
    {
        const ui::WindowServices services{.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()};
        {
            MainWindow window(services);
            window.restoreSession();
            QCOMPARE(window.comparePanel()->mode(), QStringLiteral("compare.mode-diff"));
            QVERIFY(window.actions()->action(QStringLiteral("compare.code"))->isChecked());
            window.actions()->action(QStringLiteral("compare.mode-confidence"))->trigger();
            window.actions()->action(QStringLiteral("compare.code"))->trigger();
            window.actions()->action(QStringLiteral("compare.unified"))->trigger();
            window.close();
        }
        {
            MainWindow window(services);
            window.restoreSession();
            QCOMPARE(window.comparePanel()->mode(), QStringLiteral("compare.mode-confidence"));
            QVERIFY(window.actions()->action(QStringLiteral("compare.mode-confidence"))->isChecked());
            QVERIFY(!window.actions()->action(QStringLiteral("compare.code"))->isChecked());
            const ui::DiffView* diff = window.comparePanel()->centre()->diff();
            QVERIFY(!diff->isCodeShown() && diff->isUnified());
            window.settings()->set(ui::Setting::CompareMode, QStringLiteral("file.quit")); // damaged
            QVERIFY(window.settings()->save());
        }
        MainWindow window(services);
        window.restoreSession();
        QCOMPARE(window.comparePanel()->mode(), QStringLiteral("compare.mode-diff"));
    }

    /// As the program starts: the other places come once the window is painted, or when something asks for one.
    void placesComeWhenTheyAreNeeded()
    {
        const auto store = samples::storeWith(m_folder->filePath(QStringLiteral("w.qlens")), samples::run());
        int opened = 0;
        const ui::WindowServices services{.store = nullptr,
                                          .runs = nullptr,
                                          .configFolder = m_folder->path(),
                                          .open = [&opened, store](ui::WindowServices& services) {
                                              ++opened;
                                              services.store = store;
                                          }};
        {
            MainWindow window(services);
            window.restoreSession();
            QVERIFY(!window.findChild<ui::RunPanel*>());
            QVERIFY(!window.findChild<ui::ComparePanel*>());
            QCOMPARE(opened, 0);
            // What runs there are is not known yet, and nothing is said of them.
            QVERIFY(!window.findChild<QListView*>(QStringLiteral("start-recent")));
            for (const QLabel* label : window.findChildren<QLabel*>())
                QVERIFY(!label->text().startsWith(QLatin1String("No runs yet")) || !label->isVisibleTo(&window));
            window.resize(1280, 800);
            window.show();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest); // painted after these
            // What can be done is there from the first picture on, where it will stay.
            const auto cards = [&window] {
                QList<QRect> places;
                for (const char* name : {"start-demo", "start-compare", "start-open"}) {
                    const auto* card = window.findChild<QAbstractButton*>(QLatin1String(name));
                    if (card && card->isVisible())
                        places << QRect(card->mapTo(&window, QPoint()), card->size());
                }
                return places;
            };
            const QList<QRect> atFirst = cards();
            QCOMPARE(atFirst.size(), 3);
            QTRY_VERIFY(window.findChild<ui::SuitesPanel*>()); // the last one
            QCOMPARE(opened, 1);
            const auto* recent = window.findChild<QListView*>(QStringLiteral("start-recent"));
            QTRY_COMPARE(recent->model()->rowCount(), 1);
            QVERIFY(recent->isVisible());
            QCOMPARE(cards(), atFirst);
            QCOMPARE(window.findChildren<ui::RunPanel*>().size(), 1);
            QCOMPARE(window.place(), MainWindow::Start);
            window.runPanel()->form()->setModel(1, demoModel);
            window.actions()->action(QStringLiteral("compare.mode-confidence"))->trigger();
            window.close();
        }
        {
            // A session in which nothing needed them forgets nothing of the one before.
            MainWindow window(services);
            window.restoreSession();
            window.close();
            QCOMPARE(opened, 1);
        }
        {
            MainWindow window(services);
            window.restoreSession();
            for (const auto place : {MainWindow::Suites, MainWindow::Stability, MainWindow::History, MainWindow::Sweep,
                                     MainWindow::Models, MainWindow::Run}) {
                window.go(place);
                QCOMPARE(window.place(), place);
                QVERIFY(!window.findChild<QStackedWidget*>()->currentWidget()->children().isEmpty());
            }
            QCOMPARE(window.runPanel()->form()->request().sides.at(1).spec, demoModel);
            QVERIFY(!window.findChild<ui::ComparePanel*>());
            QCOMPARE(window.comparePanel()->mode(), QStringLiteral("compare.mode-confidence"));
            QCOMPARE(window.place(), MainWindow::Run);
        }
        // A run named on the command line, before there is a window to see.
        MainWindow window(services);
        window.openRun(samples::run().run.id, QStringLiteral("add-019"));
        QCOMPARE(window.place(), MainWindow::Compare);
        window.show();
        QTRY_COMPARE(window.comparePanel()->promptId(), QStringLiteral("add-019"));
        QTRY_VERIFY(window.findChild<ui::SuitesPanel*>());
        QCOMPARE(window.place(), MainWindow::Compare);
        QTRY_COMPARE(window.findChild<QListView*>(QStringLiteral("start-recent"))->model()->rowCount(), 1);
    }

    void bothRunsOfStabilityComeBack()
    {
        auto opened = store::Store::open(m_folder->filePath(QStringLiteral("w.qlens")));
        QVERIFY(opened);
        const std::shared_ptr<store::Store> store(std::move(*opened));
        QStringList ids;
        for (const domain::RunKind kind : {domain::RunKind::Determinism, domain::RunKind::Stress}) {
            testing::SyntheticRun run(kind, {"A"});
            run.data().run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
            run.data().run.options.levels = {1, 2};
            const QString prompt = run.addPrompt("c", "1");
            for (int i = 0; i < 2; ++i) {
                run.answer(0, prompt, "it is 1", 0, domain::Pass::Reference, i);
                run.answer(0, prompt, "it is 1", 0, domain::Pass::Answer, kind == domain::RunKind::Stress ? 0 : i,
                           kind == domain::RunKind::Stress ? i + 1 : 0);
            }
            QVERIFY(exchange::storeImported(*store, run.data()));
            ids << run.data().run.id;
        }
        const ui::WindowServices services{.store = store, .runs = nullptr, .configFolder = m_folder->path()};
        {
            MainWindow window(services);
            window.restoreSession();
            window.show();
            QTRY_COMPARE(window.findChild<QListView*>(QStringLiteral("start-recent"))->model()->rowCount(), 2);
            window.openRun(ids.at(0));
            QTRY_VERIFY(window.stabilityPanel()->determinism());
            window.openRun(ids.at(1));
            QTRY_VERIFY(window.stabilityPanel()->stress());
            QCOMPARE(window.place(), MainWindow::Stability);
            window.close();
        }
        {
            MainWindow window(services);
            window.restoreSession();
            QTRY_VERIFY(window.stabilityPanel()->determinism() && window.stabilityPanel()->stress());
            QTRY_COMPARE(window.place(), MainWindow::Stability);
            QCOMPARE(window.stabilityPanel()->determinism()->data.run.id, ids.at(0));
            QTRY_COMPARE(window.stabilityPanel()->run()->data.run.id, ids.at(1)); // as it was: the stress run came last
            QTRY_VERIFY(window.findChild<QListView*>(QStringLiteral("start-recent"))->model()->rowCount() == 2);
            window.go(MainWindow::Models);
            window.close();
        }
        {
            // Elsewhere nothing is loaded before the place is shown.
            MainWindow window(services);
            window.restoreSession();
            QCOMPARE(window.place(), MainWindow::Models);
            QVERIFY(!window.stabilityPanel()->determinism());
            window.go(MainWindow::Stability);
            QTRY_VERIFY(window.stabilityPanel()->determinism() && window.stabilityPanel()->stress());
            QTRY_VERIFY(window.findChild<QListView*>(QStringLiteral("start-recent"))->model()->rowCount() == 2);
            window.settings()->set(ui::Setting::StressRun, QStringLiteral("gone"));
            QVERIFY(window.settings()->save());
        }
        // A run that was deleted meanwhile is not missed.
        MainWindow window(services);
        window.restoreSession();
        window.show();
        window.go(MainWindow::Stability);
        QTRY_VERIFY(window.stabilityPanel()->determinism());
        QTRY_VERIFY(window.settings()->get<QString>(ui::Setting::StressRun).isEmpty());
        QVERIFY(notice(window).isEmpty());
    }

    void theOpenSuiteComesBack()
    {
        const ui::WindowServices services{.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()};
        QString chosen;
        {
            MainWindow window(services);
            window.restoreSession();
            window.show();
            window.go(MainWindow::Suites);
            const QString first = window.suitesPanel()->chosenSuite();
            const auto* list = window.findChild<QListView*>(QStringLiteral("suites-list"));
            QVERIFY(list->model()->rowCount() > 2);
            chosen = list->model()->index(2, 0).data(ui::SuiteShelf::KeyRole).toString();
            QVERIFY(chosen != first);
            window.suitesPanel()->openSuite(chosen);
            QCOMPARE(window.suitesPanel()->chosenSuite(), chosen);
            window.go(MainWindow::Models);
            window.close();
        }
        {
            MainWindow window(services); // the place is not shown, and what was open is not lost by that
            window.restoreSession();
            window.show();
            window.close();
        }
        MainWindow window(services);
        window.restoreSession();
        window.show();
        window.go(MainWindow::Suites);
        QCOMPARE(window.suitesPanel()->chosenSuite(), chosen);
        QTRY_VERIFY(window.suitesPanel()->document());
    }

    void controlsHaveNames()
    {
        MainWindow window({});
        window.show();
        QStringList nameless;
        const auto check = [&](const QWidget* widget) {
            const bool inner = widget->objectName().startsWith(QLatin1String("qt_")) ||
                               qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) ||
                               widget->parentWidget()->inherits("QLineEdit") ||
                               widget->parentWidget()->inherits("QToolBar") ||
                               widget->parentWidget()->inherits("QTabBar") || widget->inherits("QTableCornerButton") ||
                               widget->parentWidget()->inherits("QTableView");
            if (!inner && (widget->objectName().isEmpty() || widget->accessibleName().isEmpty()))
                nameless << QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName();
        };
        for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
            check(button);
        for (const QComboBox* box : window.findChildren<QComboBox*>())
            check(box);
        for (const QAbstractSpinBox* box : window.findChildren<QAbstractSpinBox*>())
            check(box);
        for (const QAbstractItemView* view : window.findChildren<QTableView*>())
            check(view);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("; "))));
        for (const QAction* action : window.actions()->all())
            QVERIFY(!action->objectName().isEmpty() && !action->text().isEmpty());
    }

    void shortcutsAreUnique()
    {
        MainWindow window({});
        QHash<QKeySequence, QString> seen;
        for (const QAction* action : window.actions()->all()) {
            for (const QKeySequence& keys : action->shortcuts()) {
                QVERIFY2(!seen.contains(keys), qPrintable(action->objectName() + u' ' + seen.value(keys)));
                seen.insert(keys, action->objectName());
            }
        }
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(MainWindowTest)
#include "mainwindow_test.moc"
