// SPDX-License-Identifier: GPL-3.0-or-later
// The panels, each alone.
#include "core/scoring/compare.h"
#include "tests/gui/samples.h"
#include "ui/actions/actioncollection.h"
#include "ui/diff/diffview.h"
#include "ui/diff/forkinspector.h"
#include "ui/models/livetable.h"
#include "ui/models/modeltable.h"
#include "ui/models/promptlist.h"
#include "ui/panels/comparecentre.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/livepair.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/runsofar.h"
#include "ui/panels/tablecolumns.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;

namespace {

const QString demoModel = QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf");

/// A window with the actions that panels expect.
struct Frame
{
    QMainWindow window;
    ui::ActionCollection actions{&window};

    Frame()
    {
        for (const char* id : {"go.back", "go.forward"})
            actions.add({.id = QLatin1String(id), .text = QStringLiteral("x"), .icon = {}, .shortcuts = {}, .tip = {}});
        ui::RunPanel::registerActions(&actions);
        ui::ComparePanel::registerActions(&actions);
    }
};

} // namespace

class PanelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runFormSaysWhatIsMissing()
    {
        ui::ModelTable models{QString()};
        ui::RunForm form(&models);
        auto* start = form.findChild<QPushButton*>(QStringLiteral("run-start"));
        auto* a = form.findChild<QComboBox*>(QStringLiteral("run-a"));
        auto* b = form.findChild<QComboBox*>(QStringLiteral("run-b"));
        auto* message = form.findChild<QLabel*>(QStringLiteral("run-a-message"));
        QVERIFY(start && a && b && message);
        QVERIFY(!start->isEnabled());
        QVERIFY(form.problem().contains(QLatin1String("model A")));

        QTest::keyClicks(a->lineEdit(), QStringLiteral("/nowhere/model.gguf"));
        QTRY_VERIFY(form.problem().startsWith(QLatin1String("Model A cannot be used")));
        QVERIFY(message->text().contains(QLatin1String("/nowhere/model.gguf")));
        QVERIFY(!start->isEnabled());

        form.setModel(0, demoModel);
        QTRY_VERIFY(form.problem().contains(QLatin1String("model B")));
        QVERIFY(message->text().contains(QLatin1String("F16")));
        form.setModel(1, demoModel);
        QTRY_VERIFY2(form.problem().isEmpty(), qPrintable(form.problem()));
        QVERIFY(start->isEnabled());
        QVERIFY(form.findChild<QLabel*>(QStringLiteral("run-note"))->text().contains(QLatin1String("self-check")));

        QSignalSpy started(&form, &ui::RunForm::startWanted);
        form.findChild<QSpinBox*>(QStringLiteral("run-prompts"))->setValue(12);
        QTest::mouseClick(start, Qt::LeftButton);
        QCOMPARE(started.size(), 1);
        const auto request = started.first().first().value<runners::RunRequest>();
        QCOMPARE(request.sides.at(0).spec, demoModel);
        QCOMPARE(request.numPrompts, 12);
        QCOMPARE(request.suite, QStringLiteral("adversarial-numerics"));
        QCOMPARE(request.options, domain::RunOptions()); // the fields begin with the defaults

        form.setBlocked(QStringLiteral("No workspace."));
        QVERIFY(!start->isEnabled());
    }

    void runFormRefusesBadSuites()
    {
        QTemporaryDir folder;
        QFile suite(folder.filePath(QStringLiteral("bad.jsonl")));
        QVERIFY(suite.open(QIODevice::WriteOnly) && suite.write("{\"text\": \"one\"}\nnot json\n{]\n") > 0);
        suite.close();
        ui::ModelTable models{QString()};
        ui::RunForm form(&models);
        form.setModel(0, demoModel);
        form.setModel(1, demoModel);
        form.setSuite(suite.fileName());
        QTRY_VERIFY2(form.problem().startsWith(QLatin1String("The suite cannot be used")), qPrintable(form.problem()));
        QVERIFY(form.problem().contains(QLatin1String("bad.jsonl:")));
    }

    void liveFork_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("ended");
        QTest::addColumn<qsizetype>("at");
        QTest::newRow("growing") << QStringLiteral("abc") << QStringLiteral("ab") << false << qsizetype(-1);
        QTest::newRow("ended shorter") << QStringLiteral("abc") << QStringLiteral("ab") << true << qsizetype(2);
        QTest::newRow("equal") << QStringLiteral("abc") << QStringLiteral("abc") << true << qsizetype(-1);
        QTest::newRow("empty") << QString() << QString() << true << qsizetype(-1);
        QTest::newRow("parted") << QStringLiteral("abX") << QStringLiteral("abY and more") << false << qsizetype(2);
        QTest::newRow("in a surrogate pair") << QStringLiteral("a😀") << QStringLiteral("a😁") << false << qsizetype(1);
    }

    void liveFork()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, ended);
        QFETCH(qsizetype, at);
        const ui::LiveFork fork = ui::liveFork(a, b, ended);
        QCOMPARE(fork.at, at);
        QVERIFY(fork.at < 0 || (fork.from + fork.lengthA <= a.size() && fork.from + fork.lengthB <= b.size()));
    }

    void liveTextIsPlain()
    {
        ui::LivePair pair;
        runners::LiveRow a;
        a.text = QStringLiteral("<img src=\"file:///etc/passwd\"><b>x</b>\r\n\u202Etxt");
        a.state = runners::RequestState::Answering;
        runners::LiveRow b = a;
        b.text += QStringLiteral(" 2");
        pair.showPair(QStringLiteral("<b>id</b>"), &a, &b, nullptr);
        QCOMPARE(pair.text(0)->toPlainText().left(4), QStringLiteral("<img"));
        QVERIFY(pair.text(0)->toPlainText().contains(QLatin1String("<b>x</b>")));
        a.text += QStringLiteral(" more");
        pair.showPair(QStringLiteral("<b>id</b>"), &a, &b, nullptr);
        QVERIFY(pair.text(0)->toPlainText().endsWith(QLatin1String(" more"))); // appended, not set anew
        for (const QLabel* label : pair.findChildren<QLabel*>())
            QVERIFY(label->pixmap().isNull() ? label->textFormat() == Qt::PlainText : true);
    }

    /// A word without end would be measured anew for every line of it: 1.2 s for 100,000 characters.
    void liveTextsHaveAnEnd()
    {
        ui::LivePair pair;
        runners::LiveRow a;
        a.state = runners::RequestState::Answering;
        runners::LiveRow b = a;
        a.text = QStringLiteral("a ") + QString(60'000, u'x');
        b.text = QStringLiteral("word ").repeated(20'000);
        pair.showPair(QStringLiteral("id"), &a, &b, nullptr);
        QCOMPARE(pair.text(0)->toPlainText(), a.text.left(10'000) + u'…');
        QCOMPARE(pair.text(0)->wordWrapMode(), QTextOption::WrapAnywhere);
        QCOMPARE(pair.text(1)->toPlainText(), b.text.left(50'000) + u'…');
        // Where one of them is cut is no difference: only one has a long word so far.
        const auto* fork = pair.findChild<QLabel*>(QStringLiteral("live-fork"));
        a.text = QStringLiteral("word ").repeated(2'200) + QString(1'001, u'x');
        b.text = a.text.left(a.text.size() - 500);
        pair.showPair(QStringLiteral("other"), &a, &b, nullptr);
        QVERIFY(pair.text(0)->toPlainText().endsWith(u'…') && !pair.text(1)->toPlainText().endsWith(u'…'));
        QVERIFY(fork->isHidden());
        // One that is beyond what is shown is said, and nothing is marked.
        b.text += QStringLiteral("y");
        pair.showPair(QStringLiteral("other"), &a, &b, nullptr);
        QVERIFY(!fork->isHidden());
        QVERIFY(pair.text(0)->extraSelections().isEmpty());
    }

    /// The requests are a table like any other: order, filter, columns, copies, and a word where it is empty.
    void requestsAreATable()
    {
        Frame frame;
        ui::ModelTable models{QString()};
        ui::RunPanel panel(&frame.actions, &models);
        panel.resize(1364, 800);
        panel.show();
        const domain::RunData data = samples::run();
        const QList<domain::Comparison> comparisons = scoring::compareAll(data);
        auto* view = panel.findChild<QTableView*>(QStringLiteral("run-table"));
        const auto* empty = panel.findChild<QLabel*>(QStringLiteral("run-no-request"));
        const auto* count = panel.findChild<QLabel*>(QStringLiteral("run-count"));
        const QAbstractItemModelTester tester(view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        domain::RunRecord record = data.run;
        record.status = domain::RunStatus::Running;
        panel.setStarting();
        panel.setRun(record);
        panel.apply(samples::liveUpdate(data, comparisons));
        QVERIFY(view->isVisible() && !empty->isVisible());
        QCOMPARE(view->model()->rowCount(), 80);

        QHeaderView* head = view->horizontalHeader();
        const auto press = [head](int column) {
            QTest::mouseClick(
                head->viewport(), Qt::LeftButton, {},
                QPoint(head->sectionViewportPosition(column) + head->sectionSize(column) / 2, head->height() / 2));
        };
        const auto state = [view](int row) {
            return view->model()->index(row, 0).data(ui::LiveTable::StateRole).toInt();
        };
        press(ui::LiveTable::State);
        for (int row = 1; row < 80; ++row)
            QVERIFY(state(row - 1) <= state(row));
        press(ui::LiveTable::State);
        QCOMPARE(state(0), int(runners::RequestState::Failed));
        panel.apply(samples::liveUpdate(data, comparisons)); // goes on while it is sorted
        QCOMPARE(state(0), int(runners::RequestState::Failed));
        press(ui::LiveTable::State); // as planned again
        QCOMPARE(head->sortIndicatorSection(), -1);
        QCOMPARE(view->model()->index(0, ui::LiveTable::Prompt).data().toString(), QStringLiteral("add-017"));

        // Selected by keyboard, copied by keyboard.
        view->setCurrentIndex(view->model()->index(0, 0));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
        view->findChild<QAction*>(QStringLiteral("table.copy"))->trigger();
        QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 4);
        QVERIFY2(lines.first().startsWith(QLatin1String("State\tSide\tPrompt")), qPrintable(lines.first()));
        QVERIFY2(lines.at(1).contains(QLatin1String("add-017")), qPrintable(lines.at(1)));
        view->findChild<QAction*>(QStringLiteral("table.copy-markdown"))->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QLatin1String("| State | Side | Prompt")));

        auto* search = panel.findChild<QLineEdit*>(QStringLiteral("run-search"));
        search->setText(QStringLiteral("no request says this"));
        QVERIFY(!view->isVisible() && empty->isVisible());
        QVERIFY2(empty->text().contains(QLatin1String("Clear the search")), qPrintable(empty->text()));
        QVERIFY2(count->text().contains(QLatin1String("0 of 80")), qPrintable(count->text()));
        search->clear();
        panel.findChild<QComboBox*>(QStringLiteral("run-show"))->setCurrentIndex(3);
        QCOMPARE(view->model()->rowCount(), 1);

        // A kind that compares nothing has no scores; what was chosen is there again with the next kind.
        ui::TableColumns* columns = ui::TableColumns::of(view);
        columns->choose(ui::LiveTable::Similarity, false);
        const QByteArray chosen = columns->state();
        record.kind = domain::RunKind::Determinism;
        record.sides.resize(1);
        panel.setFinished(record);
        panel.setStarting();
        panel.setRun(record);
        QVERIFY(view->isColumnHidden(ui::LiveTable::Severity) && view->isColumnHidden(ui::LiveTable::Side));
        panel.setFinished(record);
        panel.setStarting();
        panel.setRun(data.run);
        QVERIFY(!view->isColumnHidden(ui::LiveTable::Severity) && !view->isColumnHidden(ui::LiveTable::Side));
        QVERIFY(view->isColumnHidden(ui::LiveTable::Similarity));
        QCOMPARE(columns->state(), chosen);
    }

    void runPanelFollowsARun()
    {
        Frame frame;
        ui::ModelTable models{QString()};
        ui::RunPanel panel(&frame.actions, &models);
        panel.resize(1364, 800);
        panel.show();
        const domain::RunData data = samples::run();
        const QList<domain::Comparison> comparisons = scoring::compareAll(data);
        QSignalSpy errors(&panel, &ui::RunPanel::errorsChanged);
        panel.setStarting();
        QVERIFY(panel.running());
        QVERIFY(!frame.actions.action(QStringLiteral("run.new"))->isEnabled());
        domain::RunRecord record = data.run;
        record.status = domain::RunStatus::Running;
        panel.setRun(record);
        panel.apply(samples::liveUpdate(data, comparisons));
        QCOMPARE(panel.errors(), 1);
        QCOMPARE(errors.last().first().toInt(), 1);
        auto* text = panel.findChild<QPlainTextEdit*>(QStringLiteral("live-text-a"));
        QCOMPARE(text->toPlainText(), data.find(0, data.run.prompts.at(24).id)->text); // the newest pair

        // Choosing a row stays there.
        auto* view = panel.findChild<QTableView*>(QStringLiteral("run-table"));
        view->setCurrentIndex(view->model()->index(0, 0));
        QVERIFY(!frame.actions.action(QStringLiteral("run.follow"))->isChecked());
        QVERIFY(text->toPlainText().startsWith(QLatin1String("8+6=14")));
        QCOMPARE(text->extraSelections().size(), 1);
        QCOMPARE(text->extraSelections().first().cursor.selectedText(), QStringLiteral("13,"));
        panel.apply(samples::liveUpdate(data, comparisons));
        QVERIFY(text->toPlainText().startsWith(QLatin1String("8+6=14")));

        runners::LiveUpdate other = samples::liveUpdate(data, comparisons);
        other.runId = QStringLiteral("an older run");
        other.done = 1;
        panel.apply(other); // a late batch of another run changes nothing
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("run-requests"))->text().contains(QLatin1String("of 80")));
        QVERIFY(!panel.findChild<QLabel*>(QStringLiteral("run-requests"))->text().startsWith(QLatin1String("1 ")));

        // The rates are counted elsewhere and come a moment later.
        const auto flips = [&panel] {
            const auto* label = panel.findChild<QLabel*>(QStringLiteral("run-flips"));
            return label ? label->text() : QString();
        };
        QTRY_VERIFY(flips().contains(QLatin1String("%")));
        panel.setFinished(data.run);
        QVERIFY(!panel.running());
        QVERIFY(frame.actions.action(QStringLiteral("run.open"))->isEnabled());
    }

    void runThatCouldNotStart()
    {
        Frame frame;
        ui::ModelTable models{QString()};
        ui::RunPanel panel(&frame.actions, &models);
        panel.setStarting();
        domain::RunRecord failed;
        failed.status = domain::RunStatus::Failed;
        failed.error =
            base::Error{QStringLiteral("engine.missing"), QStringLiteral("No llama-server was found."), {}, {}};
        panel.setFinished(failed);
        QVERIFY(!panel.running());
        QCOMPARE(panel.errors(), 1);
        QVERIFY(panel.form()->isEnabled());
        QVERIFY(!frame.actions.action(QStringLiteral("run.open"))->isEnabled());
    }

    void comparePanel()
    {
        Frame frame;
        ui::ComparePanel panel(&frame.actions);
        panel.resize(1364, 820);
        panel.show();
        auto* empty = panel.findChild<QLabel*>(QStringLiteral("compare-empty"));
        QVERIFY(empty->isVisible());
        panel.setRun(ui::scoreRun(samples::run()));
        panel.selectPrompt(QStringLiteral("add-017"));
        QVERIFY(!empty->isVisible());
        QCOMPARE(panel.promptId(), QStringLiteral("add-017"));
        QCOMPARE(panel.title(), QStringLiteral("add-017: sums-F16 ↔ sums-Q2_K"));
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("pair-flip"))->text(), QStringLiteral("right → wrong"));
        QTRY_VERIFY(panel.centre()->diff()->document());
        QVERIFY(panel.centre()->diff()->differenceCount() >= 3);
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("inspector-title"))->text().contains(QLatin1String("line 1")));
        const auto& rows = panel.centre()->inspector()->table().rows;
        QVERIFY(!rows.empty());

        auto* difference = panel.findChild<QLabel*>(QStringLiteral("compare-difference"));
        frame.actions.action(QStringLiteral("compare.next-difference"))->trigger();
        const QString first = difference->text();
        frame.actions.action(QStringLiteral("compare.next-difference"))->trigger();
        QVERIFY(difference->text() != first);

        frame.actions.action(QStringLiteral("compare.next-prompt"))->trigger();
        QCOMPARE(panel.promptId(), QStringLiteral("add-018"));
        frame.actions.action(QStringLiteral("compare.previous-prompt"))->trigger();
        QCOMPARE(panel.promptId(), QStringLiteral("add-017"));

        auto* show = panel.findChild<QComboBox*>(QStringLiteral("compare-show"));
        show->setCurrentIndex(int(ui::PromptShow::Errors));
        QCOMPARE(panel.filter()->rowCount(), 1);
        panel.selectPrompt(QStringLiteral("add-019")); // hidden by the filter: the filter gives way
        QCOMPARE(panel.promptId(), QStringLiteral("add-019"));
        panel.selectPrompt(QStringLiteral("word-009"));
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("compare-errors"))->text().contains(QLatin1String("busy")));

        panel.selectPrompt(QStringLiteral("add-017"));
        frame.actions.action(QStringLiteral("compare.copy-markdown"))->trigger();
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY(copied.contains(QLatin1String("````text\n8+6=14"))); // the answer holds a fence of three
        QVERIFY(copied.contains(QStringLiteral("right → wrong")));
        panel.setRun(nullptr);
        QVERIFY(panel.promptId().isEmpty());
    }

    void narrowWindowsHideTheSides()
    {
        Frame frame;
        ui::ComparePanel panel(&frame.actions);
        panel.setRun(ui::scoreRun(samples::run()));
        panel.resize(1364, 700);
        panel.show();
        auto* prompts = panel.findChild<QTableView*>(QStringLiteral("compare-prompts"));
        auto* details = panel.findChild<QWidget*>(QStringLiteral("compare-details"));
        QVERIFY(prompts->isVisible() && details->isVisible());
        panel.resize(1000, 700);
        QVERIFY(prompts->isVisible() && !details->isVisible());
        panel.resize(800, 700);
        QVERIFY(!prompts->isVisible() && !details->isVisible());
        panel.resize(1364, 700);
        QVERIFY(prompts->isVisible() && details->isVisible());
    }
};

QTEST_MAIN(PanelsTest)
#include "panels_test.moc"
