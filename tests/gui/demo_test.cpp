// SPDX-License-Identifier: GPL-3.0-or-later
// The whole demo in the real main window with the real engine: from the start page to the first fork.
#include "core/runners/enginethread.h"
#include "core/runners/services.h"
#include "core/store/store.h"
#include "ui/actions/actioncollection.h"
#include "ui/diff/diffview.h"
#include "ui/diff/forkinspector.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/modeltable.h"
#include "ui/models/promptlist.h"
#include "ui/models/shownrun.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/suitespanel.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace quantlens;
using ui::MainWindow;

class DemoTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    runners::EngineThread m_engine;
    std::unique_ptr<MainWindow> m_window;
    ui::WindowServices m_services;
    QString m_notedId;

    template<class T>
    T* find(const char* name) const
    {
        return m_window->findChild<T*>(QLatin1String(name));
    }

    void trigger(const char* action) const { m_window->actions()->action(QLatin1String(action))->trigger(); }

    /// Saves what the window shows, in both themes, where screenshots are wanted.
    void shoot(const QString& name) const
    {
        const QString folder = qEnvironmentVariable("QUANTLENS_SCREENSHOTS", m_home.filePath(QStringLiteral("shots")));
        QVERIFY(QDir().mkpath(folder));
        for (const auto& [scheme, suffix] : {std::pair(ui::ColorScheme::Light, QStringLiteral("light")),
                                             std::pair(ui::ColorScheme::Dark, QStringLiteral("dark"))}) {
            m_window->setScheme(scheme);
            QTest::qWait(50);
            const QString path = QStringLiteral("%1/%2-%3.png").arg(folder, name, suffix);
            QVERIFY(m_window->grab().save(path));
            QVERIFY(QFileInfo(path).size() > 1000);
        }
    }

    /// Tokens of one side that the view highlights as different, joined per difference.
    static QString differingText(const ui::DiffDocument& document, int side)
    {
        QString text;
        for (const ui::DiffSpan& span : document.spans(side)) {
            if (span.only)
                text += document.text(side).sliced(span.start, span.length);
        }
        return text;
    }

    /// The fork inspector against the generations read from the workspace anew.
    void inspectorSaysWhatIsStored(const QString& id) const
    {
        auto* panel = m_window->comparePanel();
        auto* inspector = panel->findChild<ui::ForkInspector*>();
        const domain::Comparison* pair = panel->run()->comparison(id);
        QVERIFY(pair);
        if (!pair->fork)
            return;
        trigger("compare.fork");
        const auto stored = m_services.store->load(panel->run()->data.run.id).result();
        QVERIFY(stored);
        for (const int side : {0, 1}) {
            const domain::Generation* answer = stored->find(side, id);
            QVERIFY(answer);
            const domain::TokenInfo& token = answer->entries.at(side == 0 ? pair->fork->entryA : pair->fork->entryB);
            bool shown = false;
            for (const ui::ForkRow& row : inspector->table().rows) {
                if (side == 0 ? !row.chosenA : !row.chosenB)
                    continue;
                shown = true;
                QVERIFY(std::abs((side == 0 ? row.pA : row.pB) - std::exp(double(token.logprob))) < 1e-6);
            }
            QVERIFY(shown);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!qEnvironmentVariableIsEmpty("QUANTLENS_LLAMA_SERVER"), "packaging/run-tests sets the engine");
        QVERIFY(m_home.isValid());
        auto store = store::Store::open(m_home.filePath(QStringLiteral("w.qlens")));
        QVERIFY(store);
        m_services.store = std::move(*store);
        m_services.configFolder = m_home.path();
        m_services.open = [this](ui::WindowServices& services) { // as the program
            m_engine.start(nullptr, runners::makeRunService(services.store));
            services.runs = m_engine.runs();
        };
        m_window = std::make_unique<MainWindow>(m_services);
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_VERIFY(m_window->findChild<ui::SuitesPanel*>()); // the place that comes last
    }

    void cleanupTestCase()
    {
        m_window.reset();
        QVERIFY(m_engine.stop(20'000));
    }

    void startsOnTheStartPage()
    {
        QCOMPARE(m_window->place(), MainWindow::Start);
        auto* demo = find<QAbstractButton>("start-demo");
        QVERIFY(demo);
        QTRY_VERIFY_WITH_TIMEOUT(demo->isEnabled(), 10'000);
        shoot(QStringLiteral("start"));
    }

    /// One click runs the demo live and ends in Compare.
    void demoRunsLive()
    {
        QTest::mouseClick(find<QAbstractButton>("start-demo"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->place(), MainWindow::Run, 20'000);
        auto* table = find<QTableView>("run-table");
        QVERIFY(table);
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 0, 60'000);
        const QAbstractItemModelTester tester(table->model());
        QTest::qWait(1500);
        if (m_window->place() == MainWindow::Run)
            shoot(QStringLiteral("run"));
        QTRY_COMPARE_WITH_TIMEOUT(m_window->place(), MainWindow::Compare, 240'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->comparePanel()->run(), 30'000);
        const ui::ShownRunPtr run = m_window->comparePanel()->run();
        QCOMPARE(run->data.run.status, domain::RunStatus::Finished);
        QCOMPARE(run->summary.pairs, 120);
        QVERIFY(run->summary.changed.count > 0);
        m_window->go(MainWindow::Run);
        shoot(QStringLiteral("run-finished"));
        m_window->go(MainWindow::Compare);
    }

    /// The panel opens on the most interesting pair; Alt+Home goes to its fork, and what is highlighted there is
    /// what the store says.
    void firstForkIsHighlighted()
    {
        auto* panel = m_window->comparePanel();
        const ui::ShownRunPtr run = panel->run();
        QVERIFY(run);
        QTRY_VERIFY(!panel->promptId().isEmpty());
        const domain::Comparison* comparison = run->comparison(panel->promptId());
        QVERIFY(comparison);
        QVERIFY2(domain::isFlip(comparison->flip) || comparison->answers == domain::AnswerState::Changed,
                 "the first pair shown is a flip or a changed answer");
        QVERIFY(comparison->fork);

        auto* view = panel->findChild<ui::DiffView*>();
        QVERIFY(view);
        QTRY_VERIFY_WITH_TIMEOUT(view->document() != nullptr, 10'000);
        trigger("compare.fork");
        const ui::DiffDocument& document = *view->document();
        const int fork = document.forkDifference();
        QVERIFY(fork >= 0);
        QCOMPARE(view->currentDifference(), fork);
        const domain::Generation* a = run->answer(0, panel->promptId());
        const domain::Generation* b = run->answer(1, panel->promptId());
        for (const int side : {0, 1}) {
            const qsizetype entry = side == 0 ? comparison->fork->entryA : comparison->fork->entryB;
            const ui::DiffSpan* span = document.spanOfEntry(side, entry);
            QVERIFY(span);
            QVERIFY(span->fork);
            QVERIFY(span->only);
            const domain::Generation* generation = side == 0 ? a : b;
            QCOMPARE(document.text(side).sliced(span->start, span->length),
                     QString::fromUtf8(generation->entries.at(entry).bytes));
            QVERIFY2(!view->rectOf(side, span->start).isEmpty(), "the fork is in sight");
            // Everything before the fork is equal, so nothing there is highlighted.
            for (const ui::DiffSpan& other : document.spans(side)) {
                if (other.start < span->start)
                    QVERIFY(!other.only);
            }
        }
        QVERIFY(differingText(document, 0) != differingText(document, 1));

        auto* inspector = panel->findChild<ui::ForkInspector*>();
        QVERIFY(inspector);
        bool chosenA = false;
        bool chosenB = false;
        for (const ui::ForkRow& row : inspector->table().rows) {
            if (row.chosenA) {
                chosenA = true;
                QVERIFY(std::abs(row.pA - comparison->fork->probabilityAOfA) < 1e-6);
            }
            if (row.chosenB) {
                chosenB = true;
                QVERIFY(std::abs(row.pB - comparison->fork->probabilityBOfB) < 1e-6);
            }
        }
        QVERIFY(chosenA && chosenB);
        QVERIFY(inspector->table().shift);
        QVERIFY(std::abs(*inspector->table().shift - comparison->fork->shift) < 1e-6);
        shoot(QStringLiteral("compare"));
    }

    /// F8 walks every difference of the pair, Shift+F8 back.
    void differencesAreWalked()
    {
        auto* view = m_window->comparePanel()->findChild<ui::DiffView*>();
        const int count = view->differenceCount();
        QVERIFY(count > 0);
        view->goToDifference(0);
        for (int i = 1; i < count; ++i) {
            trigger("compare.next-difference");
            QCOMPARE(view->currentDifference(), i);
        }
        for (int i = count - 2; i >= 0; --i) {
            trigger("compare.previous-difference");
            QCOMPARE(view->currentDifference(), i);
        }
    }

    void filterShowsChangedAnswers()
    {
        auto* panel = m_window->comparePanel();
        auto* prompts = find<QTableView>("compare-prompts");
        QVERIFY(prompts);
        const QAbstractItemModelTester tester(prompts->model());
        QCOMPARE(prompts->model()->rowCount(), 120);
        auto* show = find<QComboBox>("compare-show");
        QVERIFY(show);
        int changed = 0;
        for (const domain::Comparison& comparison : panel->run()->comparisons)
            changed += comparison.answers == domain::AnswerState::Changed;
        int index = -1;
        for (int i = 0; i < show->count(); ++i) {
            if (show->itemText(i).startsWith(QLatin1String("Changed answer")))
                index = i;
        }
        QVERIFY(index >= 0);
        show->setCurrentIndex(index);
        QCOMPARE(prompts->model()->rowCount(), changed);
        shoot(QStringLiteral("compare-changed"));
        // Every difference of every one of them, and back to the fork.
        auto* view = panel->findChild<ui::DiffView*>();
        QStringList seen;
        for (int row = 0; row < changed; ++row) {
            prompts->setCurrentIndex(prompts->model()->index(row, 0));
            const QString id = panel->promptId();
            QVERIFY(!seen.contains(id));
            seen << id;
            QTRY_VERIFY(view->document() && view->document()->text(0) == panel->run()->answer(0, id)->text);
            trigger("compare.fork");
            QCOMPARE(view->currentDifference(), view->document()->forkDifference());
            const int count = view->differenceCount();
            QVERIFY(count > 0);
            while (view->currentDifference() > 0)
                trigger("compare.previous-difference");
            for (int i = 1; i < count; ++i) {
                trigger("compare.next-difference");
                QCOMPARE(view->currentDifference(), i);
            }
            inspectorSaysWhatIsStored(id);
        }
        show->setCurrentIndex(0);
        QCOMPARE(prompts->model()->rowCount(), 120);
    }

    /// A person's word changes the headline, and is undone with Ctrl+Z.
    void answersAreSetByHand()
    {
        auto* panel = m_window->comparePanel();
        const ui::ShownRunPtr run = panel->run();
        QString flip;
        for (const domain::Comparison& comparison : run->comparisons) {
            if (comparison.flip == domain::FlipState::RightToWrong)
                flip = comparison.promptId;
        }
        QVERIFY(!flip.isEmpty());
        panel->selectPrompt(flip);
        const qint64 flips = run->summary.flips.count;
        const QString headline = find<QLabel>("compare-flips")->text();
        QTest::mouseClick(find<QToolButton>("answer-edit-b"), Qt::LeftButton);
        auto* field = find<QLineEdit>("answer-text-b");
        QTest::keyClicks(field, run->comparison(flip)->answerA.value);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(panel->run()->summary.flips.count, flips - 1);
        QVERIFY(find<QLabel>("compare-flips")->text() != headline);
        QVERIFY(find<QLabel>("compare-rates")->text().contains(QLatin1String("by hand")));
        shoot(QStringLiteral("compare-by-hand"));
        find<QTableView>("compare-prompts")->setFocus();
        trigger("edit.undo");
        QTRY_COMPARE(panel->run()->summary.flips.count, flips);
        QCOMPARE(find<QLabel>("compare-flips")->text(), headline);
        QTest::mouseClick(find<QToolButton>("answer-edit-b"), Qt::LeftButton);
        m_notedId = flip;
    }

    /// A note is there again after the program was ended.
    void notesSurviveARestart()
    {
        auto* panel = m_window->comparePanel();
        panel->selectPrompt(m_notedId);
        auto* note = find<QPlainTextEdit>("compare-note");
        note->setFocus();
        QTest::keyClicks(note, QStringLiteral("Lost the carry."));
        m_window->close();
        m_window = std::make_unique<MainWindow>(m_services);
        m_window->resize(1280, 800);
        m_window->restoreSession();
        m_window->resize(1280, 800);
        m_window->show();
        QCOMPARE(m_window->place(), MainWindow::Compare); // where the session ended
        QTRY_VERIFY_WITH_TIMEOUT(m_window->comparePanel()->run(), 30'000);
        m_window->comparePanel()->selectPrompt(QStringLiteral("demo/python-001"));
        find<QComboBox>("compare-show")->setCurrentIndex(int(ui::PromptShow::Noted));
        QTRY_COMPARE(m_window->comparePanel()->promptId(), m_notedId);
        QCOMPARE(find<QTableView>("compare-prompts")->model()->rowCount(), 1);
        QCOMPARE(find<QPlainTextEdit>("compare-note")->toPlainText(), QStringLiteral("Lost the carry."));
        QTRY_VERIFY(m_window->comparePanel()->findChild<ui::DiffView*>()->document());
        shoot(QStringLiteral("compare-noted"));
        find<QComboBox>("compare-show")->setCurrentIndex(0);
    }

    /// Code is set apart in a fenced block once it is asked for.
    void codeIsHighlighted()
    {
        auto* panel = m_window->comparePanel();
        auto* view = panel->findChild<ui::DiffView*>();
        panel->selectPrompt(QStringLiteral("demo/python-001"));
        QTRY_COMPARE(panel->promptId(), QStringLiteral("demo/python-001"));
        view->setCodeShown(false);
        QSignalSpy done(view, &ui::DiffView::codeHighlighted);
        view->setCodeShown(true);
        QTRY_VERIFY_WITH_TIMEOUT(done.count() > 0, 20'000);
        shoot(QStringLiteral("compare-code"));
    }

    /// The demo's models are known afterwards, and the other panels have something to show.
    void otherPlaces()
    {
        const QAbstractItemModelTester tester(m_window->models());
        const domain::RunRecord& run = m_window->comparePanel()->run()->data.run;
        m_window->openFiles({run.sides.at(0).model.modelPath, run.sides.at(1).model.modelPath});
        m_window->go(MainWindow::Models);
        auto* models = find<QTableView>("models-table");
        QVERIFY(models);
        QTRY_COMPARE(models->model()->rowCount(), 2);
        models->selectRow(1);
        QTest::qWait(300); // the header is read off the UI thread
        shoot(QStringLiteral("models"));
        m_window->resize(2560, 1440);
        m_window->go(MainWindow::Compare);
        trigger("compare.fork");
        shoot(QStringLiteral("compare-large"));
        m_window->go(MainWindow::Start);
        shoot(QStringLiteral("start-large"));
        m_window->resize(1280, 800);
        QTest::qWait(20);
        shoot(QStringLiteral("start-with-runs"));
    }
};

QTEST_MAIN(DemoTest)
#include "demo_test.moc"
