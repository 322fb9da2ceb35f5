// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a new run: every kind with its models and options, what it asks for, what it says it would do.
#include "core/runners/planfile.h"
#include "core/runners/requestcommand.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/modeltable.h"
#include "ui/models/phaselist.h"
#include "ui/models/promptchoice.h"
#include "ui/models/runlist.h"
#include "ui/models/sidelist.h"
#include "ui/panels/estimatebar.h"
#include "ui/panels/optionfields.h"
#include "ui/panels/promptchooser.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpreview.h"
#include "ui/panels/sidefield.h"
#include "ui/panels/unfinishedbar.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace quantlens;
using domain::RunKind;

namespace {

const QString demoF16 = QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf");

using Tester = QAbstractItemModelTester;

/// A form beside its preview, as in the place of runs.
struct FormAndPreview
{
    ui::ModelTable models{QString()};
    ui::RunForm form{&models};
    ui::RunPreview preview;

    FormAndPreview()
    {
        QObject::connect(&form, &ui::RunForm::changed, &preview,
                         [this] { preview.setRequest(form.request(), form.problem(), form.estimator()->result()); });
    }

    template<class T>
    T* field(const char* name) const
    {
        return form.findChild<T*>(QLatin1String(name));
    }

    [[nodiscard]] bool estimated() const { return form.estimator()->result() && !form.estimator()->result()->error; }
};

} // namespace

class RunFormTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Fields of other kinds are neither shown nor asked for.
    void everyKindHasItsFields_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QStringList>("shown");
        QTest::addColumn<QStringList>("hidden");
        using L = QStringList;
        const L runs{QStringLiteral("run-runs"), QStringLiteral("run-repeat-mode"), QStringLiteral("run-stop-early"),
                     QStringLiteral("run-min-determinism")};
        const L levels{QStringLiteral("run-levels"), QStringLiteral("run-copies"),
                       QStringLiteral("run-min-consistency")};
        const L pairs{QStringLiteral("run-temperature"),   QStringLiteral("run-repeat"),
                      QStringLiteral("run-distributions"), QStringLiteral("run-max-flips"),
                      QStringLiteral("run-minor"),         QStringLiteral("run-timing")};
        const QString a = QStringLiteral("run-a");
        const QString one = QStringLiteral("run-model");
        const QString many = QStringLiteral("run-models");
        const QString backends = QStringLiteral("run-backends");
        QTest::newRow("compare") << int(RunKind::Compare) << (pairs + L{a, QStringLiteral("run-args-b")})
                                 << (runs + levels + L{one, many, backends});
        QTest::newRow("sweep") << int(RunKind::Sweep) << (pairs + L{many, QStringLiteral("run-self-check-auto")})
                               << (runs + levels + L{a, one, backends, QStringLiteral("run-self-check")});
        QTest::newRow("diff") << int(RunKind::Diff) << (pairs + L{one, backends, QStringLiteral("run-quant")})
                              << (runs + levels + L{a, many});
        QTest::newRow("determinism") << int(RunKind::Determinism) << (runs + L{one, QStringLiteral("run-parallel")})
                                     << (levels + pairs + L{a, many, backends});
        QTest::newRow("stress") << int(RunKind::Stress) << (levels + L{one})
                                << (runs + pairs + L{a, many, backends, QStringLiteral("run-parallel")});
    }

    void everyKindHasItsFields()
    {
        QFETCH(int, kind);
        QFETCH(QStringList, shown);
        QFETCH(QStringList, hidden);
        FormAndPreview frame;
        frame.form.resize(360, 900);
        frame.form.show();
        for (const char* part : {"run-advanced", "run-judged"})
            frame.field<QToolButton>(part)->setChecked(true);
        frame.form.setKind(RunKind(kind));
        for (const QString& name : shown) {
            const auto* widget = frame.form.findChild<QWidget*>(name);
            QVERIFY2(widget && widget->isVisible(), qPrintable(name));
        }
        for (const QString& name : hidden) {
            const auto* widget = frame.form.findChild<QWidget*>(name);
            QVERIFY2(widget && !widget->isVisible(), qPrintable(name));
        }
        // Untouched it asks for the defaults, and every option explains itself.
        const runners::RunRequest request = frame.form.request();
        QCOMPARE(int(request.kind), kind);
        QCOMPARE(request.options, domain::RunOptions());
        QCOMPARE(request.thresholds, domain::Thresholds());
        for (const ui::OptionFields* fields : frame.form.findChildren<ui::OptionFields*>()) {
            for (const QWidget* field : fields->findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
                if (qobject_cast<const QLabel*>(field))
                    continue;
                QVERIFY2(!field->toolTip().isEmpty() && field->whatsThis() == field->toolTip(),
                         qPrintable(field->objectName()));
            }
        }
    }

    void optionsReachTheRequest()
    {
        FormAndPreview frame;
        frame.form.setKind(RunKind::Determinism);
        frame.field<QSpinBox>("run-runs")->setValue(7);
        frame.field<QComboBox>("run-repeat-mode")->setCurrentIndex(2);
        frame.field<QCheckBox>("run-stop-early")->setChecked(true);
        frame.field<QDoubleSpinBox>("run-min-determinism")->setValue(0.5);
        QCOMPARE(frame.form.request().options.runs, 7);
        QCOMPARE(frame.form.request().options.mode, domain::RepeatMode::Concurrent);
        QVERIFY(frame.form.request().options.stopEarly);
        QCOMPARE(frame.form.request().thresholds.minDeterminism, std::optional(0.5));
        QVERIFY(frame.field<QToolButton>("run-judged")->text().contains(QLatin1String("1 ")));
        frame.form.setKind(RunKind::Stress);
        QCOMPARE(frame.form.request().options.runs, domain::RunOptions().runs); // no field of a stress run
        QVERIFY(!frame.form.request().thresholds.minDeterminism);
        frame.field<QLineEdit>("run-levels")->setText(QStringLiteral("1, 3,9"));
        QCOMPARE(frame.form.request().options.levels, QList<int>({1, 3, 9}));
        frame.field<QLineEdit>("run-levels")->setText(QStringLiteral("1,1,x"));
        QVERIFY(frame.form.request().options.levels.isEmpty());
    }

    /// What setRequest takes in, request gives back: for each kind with everything set.
    void requestsComeBack_data()
    {
        QTest::addColumn<QByteArray>("plan");
        QTest::newRow("compare") << QByteArray(
            "{\"kind\": \"compare\", \"models\": [{\"spec\": \"/m/a.gguf\", \"label\": \"left\", \"args\": [\"-fa\"]}, "
            "{\"spec\": \"http://127.0.0.1:1#b\", \"backend\": \"llama-server\"}], \"prompts\": \"reasoning\", "
            "\"num_prompts\": 3, \"sample\": 9, \"categories\": [\"x\"], \"ids\": [\"i\"], \"options\": {\"seed\": "
            "4000000000, \"temperature\": 0.5, \"repeat\": 3, \"timing\": true, \"stream\": false, \"deadline\": 2.5, "
            "\"severity\": [0.9, 0.2], \"system\": \"S\"}, \"thresholds\": {\"max_flip_rate\": 0, \"max_errors\": 2, "
            "\"judging\": \"strict\", \"undecidable\": \"fail\"}}");
        QTest::newRow("sweep") << QByteArray(
            "{\"kind\": \"sweep\", \"models\": [{\"spec\": \"/m/q8.gguf\", \"label\": \"q8\"}, \"/m/f16.gguf\", "
            "{\"spec\": \"/m/f16.gguf\", \"args\": [\"-ctk\", \"q8_0\"]}], \"baseline\": 1, \"prompts\": "
            "\"reasoning\", "
            "\"options\": {\"self_check\": \"full\", \"distributions\": \"off\"}}");
        QTest::newRow("diff") << QByteArray(
            "{\"kind\": \"diff\", \"models\": [{\"spec\": \"m\", \"backend\": \"ollama\", \"label\": \"ollama\", "
            "\"quant\": \"Q4\"}, {\"spec\": \"m\", \"backend\": \"llama-server\", \"label\": \"llama-server\", "
            "\"base_url\": \"http://127.0.0.1:8080\", \"quant\": \"Q4\"}], \"prompts\": \"reasoning\"}");
        QTest::newRow("determinism") << QByteArray(
            "{\"kind\": \"determinism\", \"models\": [\"/m/a.gguf\"], \"prompts\": \"reasoning\", \"options\": "
            "{\"runs\": 5, \"mode\": \"warm\", \"stop_early\": true}}");
        QTest::newRow("stress") << QByteArray(
            "{\"kind\": \"stress\", \"models\": [{\"spec\": \"/m/a.gguf\", \"args\": [\"-np\", \"4\"]}], \"prompts\": "
            "\"reasoning\", \"options\": {\"concurrency\": [2, 4], \"repeat\": 3}, \"thresholds\": "
            "{\"min_consistency\": 0.9}}");
    }

    void requestsComeBack()
    {
        QFETCH(QByteArray, plan);
        const auto read = runners::parsePlan(plan, QStringLiteral("/m"));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        FormAndPreview frame;
        frame.form.setRequest(read->request);
        QCOMPARE(QJsonDocument(runners::planOf(frame.form.request())).toJson(),
                 QJsonDocument(runners::planOf(read->request)).toJson());
    }

    /// What an estimate of the time says and what it rests on; late answers count for nothing.
    void saysHowLongItTakes()
    {
        ui::EstimateBar bar;
        bar.show();
        const auto* text = bar.findChild<QLabel*>(QStringLiteral("preview-time-text"));
        auto* button = bar.findChild<QPushButton*>(QStringLiteral("preview-estimate"));
        QSignalSpy wanted(&bar, &ui::EstimateBar::wanted);
        QSignalSpy cancelled(&bar, &ui::EstimateBar::cancelled);
        bar.setBlocked(QStringLiteral("A run is going."));
        QVERIFY(!button->isEnabled() && button->toolTip().contains(QLatin1String("A run is going.")));
        bar.setBlocked({});
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        runners::RunRequest other;
        other.numPrompts = 7;
        bar.setRequest(other); // what goes on is about something else now
        QCOMPARE(cancelled.size(), 1);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 2);
        QCOMPARE(wanted.last().first().value<runners::RunRequest>(), other);

        runners::RunProbe probe;
        probe.ticket = wanted.first().last().value<quint64>();
        probe.labels = {QStringLiteral("F16"), QStringLiteral("Q2_K")};
        probe.answers = {{.asked = true, .error = {}, .totalMs = 2000, .tokens = 41},
                         {.asked = true, .error = {}, .totalMs = 900, .tokens = 40}};
        probe.time = runners::TimeEstimate{.likelyMs = 120'000, .mostMs = 600'000};
        bar.take(probe); // the answer to the first
        QVERIFY(!text->text().contains(QLatin1String("F16")));
        probe.ticket = wanted.last().last().value<quint64>();
        bar.take(probe);
        for (const char* part : {"about", "at most", "F16: 41 tokens", "Q2_K: 40 tokens", "one request to each model"})
            QVERIFY2(text->text().contains(QLatin1String(part)), qPrintable(text->text()));
        probe.time.reset();
        probe.answers[1].error =
            base::Error{QStringLiteral("network.refused"), QStringLiteral("Nobody is there."), {}, {}};
        QVERIFY(ui::probeText(probe).contains(QLatin1String("unknown")));
        QVERIFY(ui::probeText(probe).contains(QLatin1String("Nobody is there.")));
        bar.cancel(); // nothing goes on
        QCOMPARE(cancelled.size(), 1);
    }

    /// Requests, tokens and memory are counted, and the command line says the same run.
    void saysWhatItWouldDo()
    {
        FormAndPreview frame;
        frame.preview.resize(800, 700);
        frame.preview.show();
        const Tester tester(frame.preview.phases()->model(), Tester::FailureReportingMode::QtTest);
        frame.form.setModel(0, demoF16);
        frame.form.setModel(1, demoF16);
        frame.form.setSuite(QStringLiteral("demo"));
        QTRY_VERIFY_WITH_TIMEOUT(frame.estimated(), 20'000);
        QCOMPARE(frame.form.estimator()->result()->estimate.requests, 240);
        auto* figures = frame.preview.findChild<QLabel*>(QStringLiteral("preview-figures"));
        QVERIFY2(figures->text().contains(QLatin1String("240 requests over 120 prompts")), qPrintable(figures->text()));
        QVERIFY(frame.preview.findChild<QLabel*>(QStringLiteral("preview-memory"))
                    ->text()
                    .contains(QLatin1String("memory")));
        QCOMPARE(frame.preview.phases()->model()->rowCount(), 2);
        QCOMPARE(frame.preview.command(),
                 QStringLiteral("quantlens-cli compare %1 %1 --prompts demo").arg(runners::shellLine({demoF16})));
        QTest::mouseClick(frame.preview.findChild<QPushButton*>(QStringLiteral("preview-copy")), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), frame.preview.command());

        frame.field<QSpinBox>("run-prompts")->setValue(10);
        frame.field<QComboBox>("run-self-check")->setCurrentIndex(1);
        QVERIFY(!frame.estimated()); // the old figures are gone at once
        QTRY_VERIFY_WITH_TIMEOUT(frame.estimated(), 20'000);
        QCOMPARE(frame.form.estimator()->result()->estimate.requests, 30);
        QVERIFY(frame.preview.command().contains(QLatin1String("--num-prompts 10")));
        QVERIFY(frame.preview.command().contains(QLatin1String("--self-check repeat")));

        // What cannot be is said before anything starts.
        frame.field<QDoubleSpinBox>("run-minor")->setValue(0.1);
        QTRY_VERIFY_WITH_TIMEOUT(frame.form.problem().contains(QLatin1String("Severity")), 20'000);
        QVERIFY(!frame.field<QPushButton>("run-start")->isEnabled());
        QVERIFY(figures->text().contains(QLatin1String("Severity")));
    }

    void sweepOfSeveral()
    {
        FormAndPreview frame;
        frame.form.setSuite(QStringLiteral("demo"));
        frame.form.setKind(RunKind::Sweep);
        QVERIFY(frame.form.problem().contains(QLatin1String("at least two models")));
        auto* field = frame.form.findChild<ui::SideField*>();
        QVERIFY(field);
        const Tester tester(field->list(), Tester::FailureReportingMode::QtTest);
        // Several at once from one's models.
        frame.models.add(demoF16);
        frame.models.add(QStringLiteral("http://127.0.0.1:1#served"));
        QTest::mouseClick(frame.field<QToolButton>("run-add-known"), Qt::LeftButton);
        auto* dialog = frame.form.findChild<QDialog*>(QStringLiteral("run-known-dialog"));
        QVERIFY(dialog);
        dialog->findChild<QListView*>(QStringLiteral("run-known-models"))->selectAll();
        dialog->accept();
        QCOMPARE(field->list()->rowCount(), 2);
        QTRY_VERIFY2(frame.form.problem().isEmpty(), qPrintable(frame.form.problem()));

        // Baseline, label and arguments; the same file once more with others.
        QVERIFY(field->list()->setData(field->list()->index(1, ui::SideList::Spec), Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(frame.form.request().baseline, 1);
        QVERIFY(!field->list()->setData(field->list()->index(1, 0), Qt::Unchecked, Qt::CheckStateRole));
        field->list()->add({{.spec = demoF16, .engineArgs = {QStringLiteral("-fa")}}, {.spec = demoF16}});
        QCOMPARE(field->list()->rowCount(), 3); // what is there already is not added again
        QVERIFY(field->list()->setData(field->list()->index(2, ui::SideList::Label), QStringLiteral("fa")));
        QVERIFY(!field->list()->setData(field->list()->index(2, ui::SideList::Arguments), QStringLiteral("a \"b")));
        QCOMPARE(frame.form.request().sides.at(2).label, QStringLiteral("fa"));
        // Options cannot say arguments of one model.
        QVERIFY(!runners::commandOf(frame.form.request()));
        QTRY_COMPARE(frame.preview.command(), QStringLiteral("quantlens-cli ci PLAN"));
        QVERIFY(field->list()->move(1, -1));
        QCOMPARE(frame.form.request().baseline, 0); // the baseline is the model, not the row
        QVERIFY(!field->list()->move(0, -1));
        field->list()->removeAt(0);
        QCOMPARE(field->list()->rowCount(), 2);
        QCOMPARE(frame.form.request().baseline, 0);
    }

    void backendsOfADiff()
    {
        FormAndPreview frame;
        frame.form.setKind(RunKind::Diff);
        frame.form.setSuite(QStringLiteral("demo"));
        auto* fields = frame.form.findChild<QTableView*>(QStringLiteral("run-backends"));
        auto* list = qobject_cast<ui::SideList*>(fields->model());
        QVERIFY(list);
        const Tester tester(list, Tester::FailureReportingMode::QtTest);
        frame.field<QComboBox>("run-model")->setEditText(QStringLiteral("llama3:8b"));
        list->add({{.spec = {}, .backend = QStringLiteral("ollama")}});
        list->add({{.spec = {}, .backend = QStringLiteral("ollama")}});
        QVERIFY(list->setData(list->index(1, ui::SideList::Address), QStringLiteral("nonsense://")));
        QVERIFY2(frame.form.problem().contains(QLatin1String("cannot be used")), qPrintable(frame.form.problem()));
        QVERIFY(list->setData(list->index(1, ui::SideList::Address), QStringLiteral("http://127.0.0.1:9")));
        const runners::RunRequest request = frame.form.request();
        QCOMPARE(request.sides.at(0).spec, QStringLiteral("llama3:8b"));
        QVERIFY(request.sides.at(0).label != request.sides.at(1).label);
        QCOMPARE(runners::commandOf(request).value_or(QStringList()).join(u' '),
                 QStringLiteral("diff --model llama3:8b --backends ollama,ollama --base-urls ,http://127.0.0.1:9 "
                                "--prompts demo"));
    }

    /// Count, categories, single prompts, sample seed.
    void partOfASuite()
    {
        FormAndPreview frame;
        frame.form.setSuite(QStringLiteral("demo"));
        auto* choose = frame.field<QPushButton>("run-choose-prompts");
        QTRY_VERIFY(choose->isEnabled());
        QTest::mouseClick(choose, Qt::LeftButton);
        auto* dialog = frame.form.findChild<ui::PromptChooser*>();
        QVERIFY(dialog);
        auto* view = dialog->findChild<QTableView*>(QStringLiteral("chooser-prompts"));
        const Tester tester(view->model(), Tester::FailureReportingMode::QtTest);
        QCOMPARE(view->model()->rowCount(), 120);
        auto* categories = dialog->findChild<QListWidget*>(QStringLiteral("chooser-categories"));
        QVERIFY(categories->count() > 1);
        categories->item(0)->setCheckState(Qt::Checked);
        const QString category = categories->item(0)->data(Qt::UserRole).toString();
        dialog->accept();
        QCOMPARE(frame.form.request().categories, QStringList{category});
        QVERIFY(choose->text().contains(QLatin1String("1 ")));
        frame.field<QSpinBox>("run-prompts")->setValue(4);
        QVERIFY(!frame.form.request().sampleSeed);
        frame.field<QCheckBox>("run-sample")->setChecked(true);
        frame.field<QSpinBox>("run-sample-seed")->setValue(11);
        QCOMPARE(frame.form.request().sampleSeed, std::optional<quint64>(11));

        QTest::mouseClick(choose, Qt::LeftButton);
        auto* again = frame.form.findChildren<ui::PromptChooser*>().last();
        auto* rows = again->findChild<QTableView*>(QStringLiteral("chooser-prompts"))->model();
        QVERIFY(rows->setData(rows->index(3, ui::PromptChoice::Id), Qt::Checked, Qt::CheckStateRole));
        again->accept();
        QCOMPARE(frame.form.request().ids.size(), 1);
        frame.form.setSuite(QStringLiteral("reasoning")); // they are no prompts of another suite
        QVERIFY(frame.form.request().ids.isEmpty() && frame.form.request().categories.isEmpty());
    }

    void droppedModels()
    {
        FormAndPreview frame;
        frame.form.setModels({demoF16, QStringLiteral("/x/b.gguf")});
        QCOMPARE(frame.form.kind(), RunKind::Compare);
        frame.form.setModels({demoF16, QStringLiteral("/x/b.gguf"), QStringLiteral("/x/c.gguf")});
        QCOMPARE(frame.form.kind(), RunKind::Sweep);
        QCOMPARE(frame.form.request().sides.size(), 3);
    }

    void wheelDoesNotChangeWhatIsUnderIt()
    {
        FormAndPreview frame;
        frame.form.resize(360, 700);
        frame.form.show();
        auto* tokens = frame.field<QSpinBox>("run-max-tokens");
        QWheelEvent wheel(QPointF(5, 5), tokens->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(tokens, &wheel);
        QCOMPARE(tokens->value(), 0);
    }

    void unfinishedRuns()
    {
        ui::RunList runs;
        ui::UnfinishedBar bar(QStringLiteral("bar"), &runs);
        QVERIFY(bar.isHidden());
        store::RunListItem item{.run = {}, .prompts = 40, .planned = 80, .answers = 61, .failures = 1};
        item.run.id = QStringLiteral("one");
        item.run.suiteName = QStringLiteral("demo");
        item.run.status = domain::RunStatus::Cancelled;
        store::RunListItem done = item;
        done.run.status = domain::RunStatus::Finished;
        store::RunListItem crashed = item;
        crashed.run.id = QStringLiteral("two");
        crashed.run.status = domain::RunStatus::Running;
        runs.setRuns({done});
        QVERIFY(bar.isHidden());
        runs.setRuns({done, item});
        QVERIFY(!bar.isHidden());
        QVERIFY(bar.findChild<QLabel*>(QStringLiteral("bar-text"))->text().startsWith(QLatin1String("1 unfinished")));
        runs.setRuns({crashed, item});
        QSignalSpy wanted(&bar, &ui::UnfinishedBar::resumeWanted);
        bar.findChild<QPushButton*>(QStringLiteral("bar-resume"))->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().toString(), QStringLiteral("two")); // the newest
        bar.setBusy(true);
        QVERIFY(bar.isHidden());
        bar.setBusy(false);
        QVERIFY(!bar.isHidden());
        bar.findChild<QToolButton*>(QStringLiteral("bar-close"))->click();
        QVERIFY(bar.isHidden());
    }
};

QTEST_MAIN(RunFormTest)
#include "runform_test.moc"
