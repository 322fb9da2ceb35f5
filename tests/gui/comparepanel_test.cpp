// SPDX-License-Identifier: GPL-3.0-or-later
// The Compare place on made-up runs: answers set by hand, notes, which answers stand against each other, which prompts
// are listed.
#include "samples.h"

#include "core/store/store.h"
#include "tests/gui/samplestore.h"
#include "tests/support/syntheticrun.h"
#include "ui/actions/actioncollection.h"
#include "ui/diff/diffview.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/promptlist.h"
#include "ui/models/runeditor.h"
#include "ui/panels/comparecentre.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/sweeppanel.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace quantlens;
using ui::MainWindow;

namespace {

const QString flipId = QStringLiteral("add-017");

} // namespace

class ComparePanelTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) const
    {
        T* found = m_window->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }

    ui::ComparePanel* panel() const { return m_window->comparePanel(); }
    void trigger(const char* action) const { m_window->actions()->action(QLatin1String(action))->trigger(); }
    QString headline() const { return find<QLabel>("compare-flips")->text(); }
    QString rates() const { return find<QLabel>("compare-rates")->text(); }

    void open(const std::shared_ptr<store::Store>& store)
    {
        m_window = std::make_unique<MainWindow>(
            ui::WindowServices{.store = store, .runs = nullptr, .configFolder = m_folder->path()});
        m_window->resize(1280, 800);
        m_window->show();
    }

    void openRun(const domain::RunData& data, const QString& promptId = {})
    {
        open(samples::storeWith(m_folder->filePath(QStringLiteral("w.qlens")), data));
        m_window->openRun(data.run.id, promptId);
        QTRY_VERIFY(panel()->run());
        QTRY_VERIFY(!panel()->promptId().isEmpty());
        m_window->go(ui::MainWindow::Compare); // other kinds of run open in their own places
    }

    /// What the workspace holds, read anew.
    QList<domain::Annotation> stored() const
    {
        auto store = store::Store::open(m_folder->filePath(QStringLiteral("w.qlens")), store::Mode::ReadOnly);
        return store ? (*store)->load(QStringLiteral("latest")).result().value().annotations
                     : QList<domain::Annotation>();
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void cleanup()
    {
        m_window.reset();
        m_folder.reset();
    }

    void answersAreSetByHand()
    {
        openRun(samples::run(), flipId);
        const QString before = headline();
        const qint64 flips = panel()->run()->summary.flips.count;
        QCOMPARE(panel()->run()->comparison(flipId)->flip, domain::FlipState::RightToWrong);
        auto* pencil = find<QToolButton>("answer-edit-b");
        auto* text = find<QLineEdit>("answer-text-b");
        QVERIFY(!text->isVisible());
        QTest::mouseClick(pencil, Qt::LeftButton);
        QVERIFY(text->isVisible());
        QTest::keyClicks(text, QStringLiteral("834."));
        QTest::keyClick(text, Qt::Key_Return);
        QTRY_COMPARE(panel()->run()->summary.flips.count, flips - 1);
        QVERIFY2(headline() != before, qPrintable(headline()));
        QVERIFY2(rates().contains(QLatin1String("1 pair")), qPrintable(rates())); // said beside the headline
        QCOMPARE(find<QLabel>("answer-value-b")->text(), QStringLiteral("834"));
        QTRY_COMPARE(stored().size(), 1);
        QCOMPARE(stored().first().value, QStringLiteral("834."));
        QCOMPARE(stored().first().side, 1);
        QCOMPARE(panel()->promptId(), flipId);

        trigger("edit.undo");
        QTRY_COMPARE(panel()->run()->summary.flips.count, flips);
        QCOMPARE(headline(), before);
        QVERIFY(!rates().contains(QLatin1String("by hand")));
        QTRY_VERIFY(stored().isEmpty());
        trigger("edit.redo");
        QTRY_COMPARE(panel()->run()->summary.flips.count, flips - 1);

        // A verdict stands above what was typed.
        auto* verdict = find<QComboBox>("answer-verdict-b");
        verdict->setCurrentIndex(verdict->findData(QStringLiteral("wrong")));
        Q_EMIT verdict->activated(verdict->currentIndex());
        QTRY_COMPARE(panel()->run()->summary.flips.count, flips);
        QCOMPARE(panel()->run()->summary.byHand, 1);
    }

    void notesAndRatingsAreKept()
    {
        const domain::RunData data = samples::run();
        openRun(data, flipId);
        auto* note = find<QPlainTextEdit>("compare-note");
        auto* rating = find<QWidget>("compare-rating");
        note->setFocus();
        QTest::keyClicks(note, QStringLiteral("Lost the carry"));
        QTest::keyClick(rating, Qt::Key_4);
        // Going on writes what was typed.
        trigger("compare.next-prompt");
        QVERIFY(panel()->promptId() != flipId);
        QVERIFY(note->toPlainText().isEmpty());
        QTRY_COMPARE(stored().size(), 2);
        m_window->close();

        open(samples::storeAt(m_folder->filePath(QStringLiteral("w.qlens"))));
        m_window->openRun(data.run.id);
        QTRY_VERIFY(panel()->run());
        auto* show = find<QComboBox>("compare-show");
        show->setCurrentIndex(int(ui::PromptShow::Noted));
        QTRY_COMPARE(panel()->filter()->rowCount(), 1);
        QTRY_COMPARE(panel()->promptId(), flipId);
        QCOMPARE(find<QPlainTextEdit>("compare-note")->toPlainText(), QStringLiteral("Lost the carry"));
        QCOMPARE(find<QWidget>("compare-rating")->accessibleName(), QStringLiteral("Rating: 4 of 5"));
        find<QLineEdit>("compare-search")->setText(QStringLiteral("lost the CARRY")); // notes are searched too
        QTRY_VERIFY(!panel()->filter()->busy());
        QCOMPARE(panel()->filter()->rowCount(), 1);
        // A cleared note is gone, and with the rating taken away the prompt is no longer among the noted.
        find<QLineEdit>("compare-search")->clear();
        find<QPlainTextEdit>("compare-note")->selectAll();
        QTest::keyClick(find<QPlainTextEdit>("compare-note"), Qt::Key_Delete);
        QTest::keyClick(find<QWidget>("compare-rating"), Qt::Key_0);
        QTRY_VERIFY(stored().isEmpty());
        QTRY_COMPARE(panel()->filter()->rowCount(), 0);
        QVERIFY(find<QLabel>("compare-no-prompt")->isVisible());
    }

    /// What is undone is shown, also where another prompt is in sight by then.
    void undoGoesToItsPrompt()
    {
        openRun(samples::run(), flipId);
        auto* note = find<QPlainTextEdit>("compare-note");
        note->setFocus();
        QTest::keyClicks(note, QStringLiteral("odd"));
        trigger("compare.next-prompt");
        QCOMPARE(panel()->undoStack()->count(), 1);
        trigger("edit.undo");
        QCOMPARE(panel()->promptId(), flipId);
        QVERIFY(note->toPlainText().isEmpty());
        trigger("edit.redo");
        QCOMPARE(note->toPlainText(), QStringLiteral("odd"));
    }

    void openedFilesSayWhyTheyAreFixed()
    {
        const QString guest = m_folder->filePath(QStringLiteral("guest.qlens"));
        samples::storeWith(guest, samples::run());
        open(nullptr);
        m_window->openFiles({guest});
        QTRY_VERIFY(panel()->run());
        QTRY_VERIFY(find<QLabel>("compare-read-only")->isVisible());
        QVERIFY(find<QPlainTextEdit>("compare-note")->isReadOnly());
        QVERIFY(!find<QWidget>("compare-rating")->isEnabled());
        QVERIFY(!find<QToolButton>("answer-edit-a")->isEnabled());
        QVERIFY(find<QToolButton>("answer-edit-a")->toolTip().contains(QLatin1String("read")));
    }

    /// A run of an opened file is only read, also where one of its charts leads back to it.
    void chartsOfOpenedFilesLeadToFixedRuns()
    {
        testing::SyntheticRun sweep(domain::RunKind::Sweep, {"F16", "Q8_0", "Q2_K"});
        for (int i = 0; i < 3; ++i) {
            const QString id = sweep.addPrompt("arithmetic", "12");
            for (const int side : {0, 1, 2})
                sweep.answer(side, id, side == 2 ? "the answer is 13" : "the answer is 12", 0);
        }
        const QString guest = m_folder->filePath(QStringLiteral("guest.qlens"));
        samples::storeWith(guest, sweep.data());
        openRun(samples::run(), flipId);
        QVERIFY(panel()->editor()->whyReadOnly().isEmpty());
        m_window->openFiles({guest});
        QTRY_VERIFY(m_window->sweepPanel()->run());
        QTRY_VERIFY(!panel()->editor()->whyReadOnly().isEmpty());
        m_window->openRun(samples::run().run.id, flipId);
        QTRY_COMPARE(panel()->run()->data.run.id, samples::run().run.id);
        QVERIFY(panel()->editor()->whyReadOnly().isEmpty());
        Q_EMIT m_window->sweepPanel()->openPrompts(2, {}, {});
        QCOMPARE(panel()->run()->data.run.id, sweep.data().run.id);
        QVERIFY(!panel()->editor()->whyReadOnly().isEmpty());
    }

    void sidesAreSwapped()
    {
        openRun(samples::run(), flipId);
        const ui::ShownRunPtr first = panel()->run();
        QVERIFY(!find<QComboBox>("compare-choose-b")->isVisible()); // two sides: nothing to choose
        QSignalSpy changed(panel(), &ui::ComparePanel::runChanged);
        trigger("compare.swap");
        QVERIFY(!changed.isEmpty() || changed.wait(30'000)); // scored in the thread pool: long on a busy machine
        const ui::ShownRunPtr swapped = panel()->run();
        QVERIFY(swapped->swapped());
        QCOMPARE(swapped->label(0), first->label(1));
        QCOMPARE(swapped->answer(0, flipId)->text, first->answer(1, flipId)->text);
        QCOMPARE(swapped->comparison(flipId)->flip, domain::FlipState::WrongToRight);
        QCOMPARE(swapped->summary.rightToWrong, first->summary.wrongToRight);
        QCOMPARE(swapped->summary.failedB, first->summary.failedA);
        QCOMPARE(swapped->comparison(flipId)->fork->shift, first->comparison(flipId)->fork->shift);
        QCOMPARE(panel()->promptId(), flipId);
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("sums-Q2_K ↔ sums-F16")));
        const ui::DiffView* view = panel()->centre()->diff();
        QTRY_VERIFY(view->document() && view->document()->text(0) == first->answer(1, flipId)->text);
        // What is said about A now concerns the side that was asked second.
        QTest::mouseClick(find<QToolButton>("answer-edit-a"), Qt::LeftButton);
        QTest::keyClicks(find<QLineEdit>("answer-text-a"), QStringLiteral("834"));
        QTest::keyClick(find<QLineEdit>("answer-text-a"), Qt::Key_Return);
        QTRY_COMPARE(stored().size(), 1);
        QCOMPARE(stored().first().kind, domain::AnnotationKind::AnswerB);
        QCOMPARE(stored().first().side, 1);
        QTRY_COMPARE(panel()->run()->comparison(flipId)->flip, domain::FlipState::BothRight);
        trigger("edit.undo");
        trigger("compare.swap");
        QTRY_COMPARE(panel()->run()->comparison(flipId)->flip, domain::FlipState::RightToWrong);
    }

    void anyTwoSidesOfASweep()
    {
        testing::SyntheticRun sweep(domain::RunKind::Sweep, {"F16", "Q8_0", "Q2_K"});
        for (int i = 0; i < 30; ++i) {
            const QString id = sweep.addPrompt("arithmetic", "12");
            sweep.answer(0, id, "the answer is 12", 0);
            sweep.answer(1, id, "the answer is 12", 0);
            sweep.answer(2, id, i % 2 ? "the answer is 13" : "the answer is 12", 0.1);
        }
        openRun(sweep.data());
        auto* a = find<QComboBox>("compare-choose-a");
        auto* b = find<QComboBox>("compare-choose-b");
        QVERIFY(a->isVisible() && b->isVisible());
        QCOMPARE(b->count(), 3);
        QCOMPARE(panel()->run()->summary.changed.count, 0);
        const auto choose = [](QComboBox* box, int index) {
            box->setCurrentIndex(index);
            Q_EMIT box->activated(index);
        };
        choose(b, 2);
        QTRY_COMPARE(panel()->run()->label(1), QStringLiteral("Q2_K"));
        QCOMPARE(panel()->run()->summary.changed.count, 15);
        QVERIFY(panel()->run()->pairScores());
        QCOMPARE(panel()->run()->pairScores()->side, 2);
        choose(a, 1); // neither is the baseline
        QTRY_COMPARE(panel()->run()->label(0), QStringLiteral("Q8_0"));
        QCOMPARE(panel()->run()->summary.changed.count, 15);
        QVERIFY(!panel()->run()->pairScores());
        choose(a, 2); // the one that stands as B: they change places
        QTRY_COMPARE(panel()->run()->label(0), QStringLiteral("Q2_K"));
        QCOMPARE(panel()->run()->label(1), QStringLiteral("Q8_0"));
        panel()->showSide(1);
        QTRY_COMPARE(panel()->run()->label(0), QStringLiteral("F16"));
        QCOMPARE(panel()->run()->label(1), QStringLiteral("Q8_0"));
    }

    void outputsOfADeterminismRun()
    {
        testing::SyntheticRun runs(domain::RunKind::Determinism, {"F16"});
        const QString same = runs.addPrompt("story");
        const QString other = runs.addPrompt("story");
        for (int i = 0; i < 5; ++i) {
            runs.answer(0, same, "a cat sat", 0, domain::Pass::Answer, i);
            runs.answer(0, other,
                        i == 1   ? "a dog sat"
                        : i == 3 ? "a cow sat"
                                 : "a cat sat",
                        0, domain::Pass::Answer, i);
        }
        openRun(runs.data(), other);
        const ui::ShownRunPtr run = panel()->run();
        QCOMPARE(run->choices.size(), 3);
        QCOMPARE(run->answer(0, other)->text, QStringLiteral("a cat sat"));
        QCOMPARE(run->answer(1, other)->text, QStringLiteral("a dog sat"));
        QVERIFY(run->answer(0, same) != run->answer(1, same)); // another run of the same output
        QCOMPARE(run->comparison(same)->severity, domain::Severity::Identical);
        QVERIFY(run->comparison(other)->severity != domain::Severity::Identical);
        QVERIFY(rates().contains(QLatin1String("determinism")));
        QTRY_VERIFY(panel()->centre()->diff()->document());
        QVERIFY(!find<QToolButton>("answer-edit-a")->isEnabled());
        panel()->editor()->choosePair({1, 2});
        QTRY_COMPARE(panel()->run()->answer(1, other)->text, QStringLiteral("a cow sat"));
    }

    void levelsOfAStressRun()
    {
        testing::SyntheticRun runs(domain::RunKind::Stress, {"F16"});
        runs.data().run.options.levels = {1, 4};
        const QString id = runs.addPrompt("story");
        for (const int repeat : {0, 1})
            runs.answer(0, id, "a cat sat", 0, domain::Pass::Reference, repeat);
        runs.answer(0, id, "a cat sat", 0, domain::Pass::Answer, 0, 1);
        runs.answer(0, id, "a cat sat", 0, domain::Pass::Answer, 0, 4);
        runs.answer(0, id, "a dog sat", 0, domain::Pass::Answer, 1, 4);
        openRun(runs.data(), id);
        QCOMPARE(panel()->run()->choices.size(), 3);
        QCOMPARE(panel()->run()->comparison(id)->severity, domain::Severity::Identical);
        panel()->editor()->choosePair({0, 2});
        QTRY_COMPARE(panel()->run()->answer(1, id)->text,
                     QStringLiteral("a dog sat")); // a differing one where there is one
        QVERIFY(panel()->run()->label(1).contains(u'4'));
        QVERIFY(rates().contains(QLatin1String("4 in flight")));
    }

    void exactlyThesePrompts()
    {
        openRun(samples::run(), flipId);
        auto* chip = find<QToolButton>("compare-only");
        QVERIFY(!chip->isVisible());
        find<QComboBox>("compare-show")->setCurrentIndex(int(ui::PromptShow::Flips));
        panel()->showOnly({QStringLiteral("add-018"), QStringLiteral("add-019"), QStringLiteral("nobody")},
                          QStringLiteral("Q2_K, severe <b>"));
        QCOMPARE(panel()->filter()->rowCount(), 2);
        QVERIFY(chip->isVisible());
        QVERIFY(chip->text().startsWith(QLatin1String("Q2_K, severe")));
        QCOMPARE(panel()->promptId(), QStringLiteral("add-018")); // the first of them
        QTest::mouseClick(chip, Qt::LeftButton);
        QVERIFY(!chip->isVisible());
        QCOMPARE(panel()->filter()->rowCount(), 40);
        QCOMPARE(panel()->promptId(), QStringLiteral("add-018"));
    }

    void searchesExplainThemselves()
    {
        openRun(samples::run(), flipId);
        auto* search = find<QLineEdit>("compare-search");
        auto* hint = find<QLabel>("compare-search-hint");
        QVERIFY(!hint->isVisible());
        search->setText(QStringLiteral("/(add|/"));
        QVERIFY(hint->isVisible());
        QVERIFY2(hint->text().contains(QLatin1String("character")), qPrintable(hint->text()));
        search->setText(QStringLiteral("/zzz+/"));
        QVERIFY(!hint->isVisible());
        QTRY_COMPARE(panel()->filter()->rowCount(), 0);
        QCOMPARE(panel()->promptId(), flipId); // the pair stays in sight while one types
        search->clear();
        QTRY_COMPARE(panel()->filter()->rowCount(), 40);
        QTRY_VERIFY(find<QTableView>("compare-prompts")->currentIndex().isValid());
    }

    void everyColumnCanBeShown()
    {
        openRun(samples::run(), flipId);
        auto* view = find<QTableView>("compare-prompts");
        const QAbstractItemModelTester tester(view->model());
        for (int column = 0; column < view->model()->columnCount(); ++column) {
            view->showColumn(column);
            view->sortByColumn(column, Qt::DescendingOrder);
            QCOMPARE(view->model()->rowCount(), 40);
            QCOMPARE(panel()->promptId(), flipId);
            QCOMPARE(view->currentIndex().siblingAtColumn(ui::PromptList::Prompt).data().toString(), flipId);
        }
        view->grab();
    }

    void copiesAnIssue()
    {
        openRun(samples::run(), flipId);
        trigger("compare.copy-issue");
        const QString text = QGuiApplication::clipboard()->text();
        for (const char* part : {"quantlens-cli compare sums-F16.gguf sums-Q2_K.gguf", "--ids add-017", "b11669",
                                 "````text\n8+6=14", "Fork shift"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(QLatin1String(part) + u'\n' + text));
    }
};

QTEST_MAIN(ComparePanelTest)
#include "comparepanel_test.moc"
