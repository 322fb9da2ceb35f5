// SPDX-License-Identifier: GPL-3.0-or-later
// The place of runs in the real main window: every kind against fake servers, pause, close, resume, retry; once with
// the real engine. With QUANTLENS_SCREENSHOTS=DIR it saves what it sees, light and dark, small and large.
#include "core/base/error.h"
#include "core/runners/enginethread.h"
#include "core/runners/schedule.h"
#include "core/runners/services.h"
#include "core/store/store.h"
#include "tests/support/dialects.h"
#include "tests/support/fakeserver.h"
#include "tests/support/misbehaviour.h"
#include "tests/support/process.h"
#include "ui/actions/actioncollection.h"
#include "ui/charts/sparkline.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/errorlog.h"
#include "ui/models/livetable.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/suitespanel.h"
#include "ui/panels/sweeppanel.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAction>
#include <QDir>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace quantlens;
using domain::RunKind;
using runners::RequestState;
using ui::LiveTable;
using ui::MainWindow;

namespace {

const QString demoF16 = QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf");

/// The program from its start to its end: workspace, engine thread, window.
struct Program
{
    explicit Program(const QString& folder)
    {
        auto opened = store::Store::open(QDir(folder).filePath(QStringLiteral("w.qlens")));
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        services.store = std::move(*opened);
        services.configFolder = folder;
        services.open = [this](ui::WindowServices& opened) {
            engine.start(nullptr, runners::makeRunService(opened.store));
            opened.runs = engine.runs();
        };
        window = std::make_unique<MainWindow>(services);
        window->restoreSession();
        window->resize(1280, 800);
        window->show();
        if (!QTest::qWaitFor([this] { return window->findChild<ui::SuitesPanel*>() != nullptr; }))
            qFatal("the place that comes last did not come");
    }

    ~Program()
    {
        window->close();
        window.reset();
        if (!engine.stop(30'000))
            qFatal("the engine thread did not end");
    }
    Q_DISABLE_COPY_MOVE(Program)

    template<class T>
    T* find(const char* name) const
    {
        return window->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] QAction* action(const char* id) const { return window->actions()->action(QLatin1String(id)); }
    [[nodiscard]] ui::RunPanel* panel() const { return window->runPanel(); }
    [[nodiscard]] LiveTable* table() const { return window->runPanel()->table(); }

    [[nodiscard]] int count(RequestState state) const
    {
        int rows = 0;
        for (int row = 0; row < table()->rowCount(); ++row)
            rows += table()->at(row)->state == state ? 1 : 0;
        return rows;
    }
    /// The newest error the window knows, for a failing test.
    [[nodiscard]] QByteArray why() const
    {
        const ui::ErrorLog* log = window->errors();
        return log->rowCount() > 0 ? base::oneLine(*log->at(0)).toUtf8() : QByteArray("no error");
    }
    [[nodiscard]] bool ended() const { return !panel()->running() && !panel()->runId().isEmpty(); }
    [[nodiscard]] domain::RunData stored() const
    {
        const auto data = services.store->load(panel()->runId()).result();
        return data.value_or(domain::RunData());
    }

    ui::WindowServices services;
    runners::EngineThread engine;
    std::unique_ptr<MainWindow> window;
};

/// A fake llama-server whose answers are those of `flavour`: prompts with a 3 in them are answered otherwise by "b".
std::unique_ptr<test::FakeServer> fakeModel(const QString& flavour, int tokenDelayMs, int slots = 1)
{
    test::DialectOptions options;
    options.model.name = QStringLiteral("fake-") + flavour;
    options.marker = "<__media_" + flavour.toUtf8() + "__>"; // another process
    options.model.shift = flavour == QLatin1String("a") ? 0 : 0.3;
    options.slots = slots;
    options.tokenDelayMs = tokenDelayMs;
    options.model.text = [flavour](const QString& prompt) {
        const bool other = flavour == QLatin1String("b") && prompt.contains(u'3');
        return QStringLiteral("We count the words of this: %1. So the answer is %2 and nothing else at all.")
            .arg(prompt.left(60), other ? QStringLiteral("seven") : QStringLiteral("twelve"));
    };
    auto server = std::make_unique<test::FakeServer>(test::FakeServer::Where::OwnThread);
    server->play(test::llamaServer(options));
    return server;
}

QString specOf(const test::FakeServer& server, const QString& flavour)
{
    return server.url().toString() + QStringLiteral("#fake-") + flavour;
}

/// Whole answers to prompts that a server was asked for, by prompt.
QMap<QByteArray, int> askedOf(const test::FakeServer& server)
{
    QMap<QByteArray, int> asked;
    for (const test::Received& request : server.received()) {
        if (request.path.startsWith("/v1/chat") && request.body.contains("Trial "))
            ++asked[request.body];
    }
    return asked;
}

} // namespace

class RunPlaceTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString suiteOf(int prompts) const
    {
        const QString path = m_folder->filePath(QStringLiteral("trials.jsonl"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no suite");
        for (int i = 1; i <= prompts; ++i)
            file.write(QStringLiteral("{\"id\": \"t-%1\", \"category\": \"%2\", \"text\": \"Trial %1: how many?\"}\n")
                           .arg(i, 2, 10, QLatin1Char('0'))
                           .arg(i % 2 ? QStringLiteral("odd") : QStringLiteral("even"))
                           .toUtf8());
        return path;
    }

    static void start(const Program& program, const runners::RunRequest& request)
    {
        program.window->go(MainWindow::Run);
        program.panel()->showForm();
        program.panel()->form()->setRequest(request);
        QTRY_VERIFY2_WITH_TIMEOUT(program.panel()->form()->problem().isEmpty(),
                                  qPrintable(program.panel()->form()->problem()), 20'000);
        QTest::mouseClick(program.find<QPushButton>("run-start"), Qt::LeftButton);
        QVERIFY(program.panel()->running());
    }

    static void shoot(const Program& program, const QString& name)
    {
        const QString folder = qEnvironmentVariable("QUANTLENS_SCREENSHOTS");
        if (folder.isEmpty())
            return;
        QVERIFY(QDir().mkpath(folder));
        for (const auto& [scheme, look] : {std::pair(ui::ColorScheme::Light, QStringLiteral("light")),
                                           std::pair(ui::ColorScheme::Dark, QStringLiteral("dark"))}) {
            program.window->setScheme(scheme);
            for (const QSize size : {QSize(1280, 800), QSize(2560, 1440)}) {
                program.window->resize(size);
                QTest::qWait(60);
                QVERIFY(program.window->grab().save(
                    QStringLiteral("%1/%2-%3-%4.png").arg(folder, name, look).arg(size.width())));
            }
        }
        program.window->resize(1280, 800);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void everyKindRuns_data()
    {
        QTest::addColumn<int>("kind");
        for (const RunKind kind :
             {RunKind::Compare, RunKind::Sweep, RunKind::Diff, RunKind::Determinism, RunKind::Stress})
            QTest::newRow(qPrintable(domain::name(kind))) << int(kind);
    }

    /// From the form to the stored record: everything planned is answered, and the place shows it.
    void everyKindRuns()
    {
        QFETCH(int, kind);
        const auto a = fakeModel(QStringLiteral("a"), 2, 4);
        const auto b = fakeModel(QStringLiteral("b"), 2, 4);
        runners::RunRequest request;
        request.kind = RunKind(kind);
        request.suite = suiteOf(8);
        switch (request.kind) {
        case RunKind::Compare:
            request.sides = {{.spec = specOf(*a, QStringLiteral("a"))}, {.spec = specOf(*b, QStringLiteral("b"))}};
            break;
        case RunKind::Sweep:
            request.sides = {{.spec = specOf(*b, QStringLiteral("b")), .label = QStringLiteral("q4")},
                             {.spec = specOf(*a, QStringLiteral("a")), .label = QStringLiteral("f16")}};
            request.baseline = 1;
            break;
        case RunKind::Diff:
            request.sides = {{.spec = QStringLiteral("fake-a"),
                              .baseUrl = a->url().toString(),
                              .backend = QStringLiteral("llama-server")},
                             {.spec = QStringLiteral("fake-b"),
                              .baseUrl = b->url().toString(),
                              .backend = QStringLiteral("llama-server")}};
            request.sides[1].spec = request.sides[0].spec;
            break;
        case RunKind::Determinism:
            request.sides = {{.spec = specOf(*a, QStringLiteral("a"))}};
            request.options.runs = 4;
            break;
        case RunKind::Stress:
            request.sides = {{.spec = specOf(*a, QStringLiteral("a"))}};
            request.options.levels = {1, 4};
            break;
        }
        Program program(m_folder->path());
        const QAbstractItemModelTester tester(program.table(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        start(program, request);
        QTRY_VERIFY2_WITH_TIMEOUT(program.ended(), program.why().constData(), 60'000);
        const domain::RunData stored = program.stored();
        QVERIFY2(!stored.run.error, stored.run.error ? qPrintable(stored.run.error->message) : "");
        QCOMPARE(stored.run.status, domain::RunStatus::Finished);
        QCOMPARE(stored.run.kind, request.kind);
        QCOMPARE(qint64(stored.generations.size()), stored.run.planned);
        QCOMPARE(stored.generations.size(), runners::plannedKeys(stored.run).size());
        QCOMPARE(program.table()->rowCount(), int(stored.generations.size()));
        QCOMPARE(program.count(RequestState::Done), program.table()->rowCount());
        for (const domain::Generation& generation : stored.generations) {
            const runners::LiveRow* row = program.table()->at(program.table()->rowOf(generation.key()));
            QVERIFY(row);
            QCOMPARE(row->text, generation.text); // each in its own row
        }
        const auto summary = [&](const char* name) {
            const auto* label = program.find<QLabel>(name);
            return label ? label->text() : QString();
        };
        if (request.kind == RunKind::Determinism) {
            QCOMPARE(program.table()->tally().answered, 8);
            QCOMPARE(program.table()->tally().varying, 0);
            QTRY_VERIFY(summary("run-varying").contains(QLatin1String("0 of 8")));
        } else if (request.kind == RunKind::Stress) {
            QCOMPARE(program.table()->tally().levels.size(), std::size_t(2));
            QCOMPARE(program.table()->tally().levels.at(4).same, 8);
            QTRY_VERIFY(summary("run-level-4").contains(QLatin1String("100")));
        } else {
            QCOMPARE(program.table()->pairs(), 8);
            const int side = request.kind == RunKind::Sweep ? 0 : 1;
            int differing = 0;
            for (const domain::Comparison& pair : program.table()->comparisons(side)) {
                const bool differs = pair.severity != domain::Severity::Identical;
                const int row = program.table()->rowOf(pair.promptId, side);
                QCOMPARE(program.table()->index(row, 0).data(LiveTable::ForkRole).isValid(), differs);
                differing += differs ? 1 : 0;
            }
            QCOMPARE(differing, 1); // Trial 3
        }
        shoot(program, QStringLiteral("ended-%1").arg(domain::name(request.kind)));
        QVERIFY(program.window->windowTitle().contains(QLatin1Char(':')));
        // And from here to its results.
        program.action("run.open")->trigger();
        const auto wanted = request.kind == RunKind::Sweep         ? MainWindow::Sweep
                            : request.kind == RunKind::Determinism ? MainWindow::Stability
                            : request.kind == RunKind::Stress      ? MainWindow::Stability
                                                                   : program.window->place();
        QTRY_COMPARE_WITH_TIMEOUT(program.window->place(), wanted, 20'000);
        QVERIFY(program.window->place() != MainWindow::Run);
    }

    /// The fork is marked while both sides still write.
    void divergenceIsMarkedAsItHappens()
    {
        const auto a = fakeModel(QStringLiteral("a"), 40);
        const auto b = fakeModel(QStringLiteral("b"), 40);
        runners::RunRequest request;
        request.suite = suiteOf(3);
        request.ids = {QStringLiteral("t-03")};
        request.sides = {{.spec = specOf(*a, QStringLiteral("a"))}, {.spec = specOf(*b, QStringLiteral("b"))}};
        Program program(m_folder->path());
        start(program, request);
        const auto forkedLive = [&program] {
            const int row = program.table()->rowOf(QStringLiteral("t-03"), 1);
            return row >= 0 && program.table()->at(row)->state == RequestState::Answering &&
                   program.table()->index(row, 0).data(LiveTable::ForkRole).isValid();
        };
        QTRY_VERIFY_WITH_TIMEOUT(forkedLive(), 30'000);
        QVERIFY(!program.table()->comparison(QStringLiteral("t-03"), 1));
        auto* fork = program.find<QLabel>("live-fork");
        QVERIFY(fork->isVisible());
        QVERIFY2(fork->text().contains(QLatin1String("twelve")) && fork->text().contains(QLatin1String("seven")),
                 qPrintable(fork->text()));
        shoot(program, QStringLiteral("live-fork"));
        QTRY_VERIFY_WITH_TIMEOUT(program.ended(), 30'000);
        QTRY_VERIFY(program.table()->comparison(QStringLiteral("t-03"), 1));
    }

    /// Run, pause, close the window, start again, resume from the start page: nothing is asked twice, the record is
    /// complete.
    void pausedClosedAndResumed()
    {
        const auto a = fakeModel(QStringLiteral("a"), 5);
        const auto b = fakeModel(QStringLiteral("b"), 5);
        runners::RunRequest request;
        request.suite = suiteOf(24);
        request.sides = {{.spec = specOf(*a, QStringLiteral("a"))}, {.spec = specOf(*b, QStringLiteral("b"))}};
        int kept = 0;
        {
            Program program(m_folder->path());
            start(program, request);
            QTRY_VERIFY_WITH_TIMEOUT(program.count(RequestState::Done) >= 6, 30'000);
            auto* pause = program.find<QToolButton>("job-pause");
            QVERIFY(pause->isVisible());
            QTest::mouseClick(pause, Qt::LeftButton);
            const auto moving = [&program] {
                return program.count(RequestState::Waiting) + program.count(RequestState::Answering);
            };
            QTRY_COMPARE_WITH_TIMEOUT(moving(), 0, 10'000);
            QTRY_COMPARE(program.action("run.pause")->text().remove(u'&'), QStringLiteral("Resume"));
            kept = program.count(RequestState::Done);
            QTest::qWait(400);
            QCOMPARE(program.count(RequestState::Done), kept); // nothing new is asked
            QVERIFY(program.find<QLabel>("run-time")->text().contains(QLatin1String("paused")));
            shoot(program, QStringLiteral("paused"));
            // On and off again without an end.
            QTest::mouseClick(pause, Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(program.count(RequestState::Done) > kept, 10'000);
            QTest::mouseClick(pause, Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(moving(), 0, 10'000);
            kept = program.count(RequestState::Done);
        }
        QVERIFY(kept < 72);
        Program program(m_folder->path());
        program.window->go(MainWindow::Start);
        auto* resume = program.find<QPushButton>("start-unfinished-resume");
        QTRY_VERIFY(resume->isVisible());
        QVERIFY(program.find<QLabel>("start-unfinished-text")->text().contains(QLatin1String("1 unfinished run")));
        shoot(program, QStringLiteral("start-unfinished"));
        QTest::mouseClick(resume, Qt::LeftButton);
        QCOMPARE(program.window->place(), MainWindow::Run);
        QVERIFY(!resume->isVisible());
        // What is stored stands in the table as done, with its text.
        QTRY_VERIFY_WITH_TIMEOUT(program.count(RequestState::Done) >= kept, 30'000);
        QTRY_VERIFY2_WITH_TIMEOUT(program.ended(), program.why().constData(), 60'000);
        const domain::RunData stored = program.stored();
        QCOMPARE(stored.run.status, domain::RunStatus::Finished);
        QCOMPARE(stored.generations.size(), runners::plannedKeys(stored.run).size());
        QCOMPARE(program.count(RequestState::Done), int(stored.generations.size()));
        QCOMPARE(program.table()->pairs(), 24);
        for (const auto& server : {a.get(), b.get()}) {
            const QMap<QByteArray, int> asked = askedOf(*server);
            QCOMPARE(asked.size(), 24);
            for (const int times : asked)
                QCOMPARE(times, 1);
        }
        QTRY_VERIFY(!program.find<QWidget>("start-unfinished")->isVisibleTo(program.window.get()));
    }

    /// A cancelled run is resumed where it is shown; what failed is asked again by one button.
    void cancelledResumedAndRetried()
    {
        const auto a = fakeModel(QStringLiteral("a"), 4);
        const auto b = fakeModel(QStringLiteral("b"), 4);
        b->misbehave({.fault = test::Fault::ServerError, .path = "/v1/chat/completions", .contains = "Trial 02:"});
        runners::RunRequest request;
        request.suite = suiteOf(16);
        request.options.retries = 0;
        request.options.distributions = domain::Distributions::Off;
        request.sides = {{.spec = specOf(*a, QStringLiteral("a"))}, {.spec = specOf(*b, QStringLiteral("b"))}};
        Program program(m_folder->path());
        start(program, request);
        QTRY_VERIFY_WITH_TIMEOUT(program.count(RequestState::Done) >= 8, 30'000);
        program.action("run.cancel")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(program.ended(), 30'000);
        QCOMPARE(program.stored().run.status, domain::RunStatus::Cancelled);
        QCOMPARE(program.action("run.pause")->text().remove(u'&'), QStringLiteral("Resume"));
        program.action("run.pause")->trigger();
        QTRY_VERIFY2_WITH_TIMEOUT(program.ended(), program.why().constData(), 60'000);
        QCOMPARE(program.panel()->errors(), 1);
        QCOMPARE(program.count(RequestState::Failed), 1);
        QVERIFY(program.find<QToolButton>("run-error-count")->isVisible());
        QVERIFY(program.action("run.retry")->text().contains(QLatin1String("(1)")));
        shoot(program, QStringLiteral("failed"));
        b->clearMisbehaviours();
        program.action("run.retry")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(program.ended() && program.panel()->errors() == 0, 60'000);
        const domain::RunData stored = program.stored();
        QCOMPARE(stored.run.status, domain::RunStatus::Finished);
        QCOMPARE(stored.generations.size(), 32);
        for (const domain::Generation& generation : stored.generations)
            QVERIFY(!generation.failed());
        QVERIFY(!program.action("run.retry")->isEnabled());
    }

    /// While the run is going an error row is asked again at the end of its turn.
    void oneErrorIsRetriedInTheRun()
    {
        const auto a = fakeModel(QStringLiteral("a"), 6);
        const auto b = fakeModel(QStringLiteral("b"), 6);
        a->misbehave({.fault = test::Fault::ServerError, .path = "/v1/chat/completions", .contains = "Trial 01:"});
        runners::RunRequest request;
        request.suite = suiteOf(12);
        request.options.retries = 0;
        request.options.distributions = domain::Distributions::Off;
        request.sides = {{.spec = specOf(*a, QStringLiteral("a"))}, {.spec = specOf(*b, QStringLiteral("b"))}};
        Program program(m_folder->path());
        start(program, request);
        QTRY_COMPARE_WITH_TIMEOUT(program.panel()->errors(), 1, 30'000);
        a->clearMisbehaviours();
        QVERIFY(program.panel()->running());
        auto* retry = program.find<QPushButton>("run-retry-chosen");
        QVERIFY(retry->isEnabled());
        QTest::mouseClick(retry, Qt::LeftButton);
        QTRY_COMPARE(program.panel()->errors(), 0); // queued again
        QTRY_VERIFY2_WITH_TIMEOUT(program.ended(), program.why().constData(), 60'000);
        const domain::RunData stored = program.stored();
        QCOMPARE(stored.run.status, domain::RunStatus::Finished);
        QCOMPARE(stored.generations.size(), 24);
        for (const domain::Generation& generation : stored.generations)
            QVERIFY(!generation.failed());
        QCOMPARE(program.count(RequestState::Done), 24);
        QTRY_COMPARE(program.table()->pairs(), 12);
    }

    /// Requests in flight are drawn once a second.
    void inFlightIsDrawn()
    {
        const auto a = fakeModel(QStringLiteral("a"), 30, 4);
        runners::RunRequest request;
        request.kind = RunKind::Determinism;
        request.suite = suiteOf(6);
        request.options.runs = 2;
        request.options.mode = domain::RepeatMode::Concurrent;
        request.options.parallel = 4;
        request.sides = {{.spec = specOf(*a, QStringLiteral("a"))}};
        Program program(m_folder->path());
        start(program, request);
        auto* line = program.window->findChild<ui::Sparkline*>(QStringLiteral("run-sparkline"));
        QTRY_VERIFY_WITH_TIMEOUT(!line->values().empty() && line->values().back() == 4, 30'000);
        QVERIFY(program.find<QLabel>("run-in-flight")->text().contains(QLatin1String("now 4")));
        shoot(program, QStringLiteral("live-determinism"));
        // One run at a time: asked to resume another one meanwhile, the window says so.
        Q_EMIT program.window->historyPanel()->resumeWanted(QStringLiteral("another"));
        QVERIFY(program.window->errors()->rowCount() > 0);
        QCOMPARE(program.window->errors()->at(0)->code, QStringLiteral("run.busy"));
        QVERIFY(program.panel()->running());
        program.action("run.cancel")->trigger();
        QCOMPARE(program.action("run.cancel")->text().remove(u'&'), QStringLiteral("Stop at once"));
        program.action("run.cancel")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(program.ended(), 30'000);
    }

    /// The form comes back as it was left.
    void formIsRemembered()
    {
        {
            Program program(m_folder->path());
            program.panel()->form()->setKind(RunKind::Sweep);
            program.panel()->form()->setModels({demoF16, QStringLiteral("/x/a.gguf"), QStringLiteral("/x/b.gguf")});
        }
        Program program(m_folder->path());
        QCOMPARE(program.panel()->form()->kind(), RunKind::Sweep);
        QCOMPARE(program.panel()->form()->request().sides.size(), 3);
    }

    void forms()
    {
        if (qEnvironmentVariableIsEmpty("QUANTLENS_SCREENSHOTS"))
            QSKIP("QUANTLENS_SCREENSHOTS is not set");
        Program program(m_folder->path());
        program.window->go(MainWindow::Run);
        program.panel()->showForm();
        const QList<runners::SideRequest> three{{.spec = demoF16, .label = QStringLiteral("f16")},
                                                {.spec = demoF16, .engineArgs = {QStringLiteral("-fa")}},
                                                {.spec = QStringLiteral("/models/gone-Q4_K_M.gguf")}};
        for (const RunKind kind :
             {RunKind::Compare, RunKind::Sweep, RunKind::Diff, RunKind::Determinism, RunKind::Stress}) {
            runners::RunRequest request;
            request.kind = kind;
            request.suite = QStringLiteral("demo");
            if (kind == RunKind::Sweep)
                request.sides = three;
            else if (kind == RunKind::Compare)
                request.sides = {{.spec = demoF16}, {.spec = QStringLiteral("http://127.0.0.1:8080#llama-3-8b")}};
            else if (kind == RunKind::Diff)
                request.sides = {{.spec = QStringLiteral("llama3:8b"), .backend = QStringLiteral("ollama")},
                                 {.spec = QStringLiteral("llama3:8b"),
                                  .baseUrl = QStringLiteral("http://127.0.0.1:8080"),
                                  .backend = QStringLiteral("llama-server")}};
            else
                request.sides = {{.spec = demoF16}};
            program.panel()->form()->setRequest(request);
            QTest::qWait(900);
            shoot(program, QStringLiteral("form-%1").arg(domain::name(kind)));
        }
        for (const char* part : {"run-advanced", "run-judged"})
            program.find<QToolButton>(part)->setChecked(true);
        QTest::qWait(100);
        auto* area = program.panel()->form()->findChild<QScrollArea*>();
        area->ensureWidgetVisible(program.find<QToolButton>("run-advanced"), 0, 500);
        shoot(program, QStringLiteral("form-advanced"));
    }

    /// An own pair dropped on the window is compared after one press: nothing else has to be chosen.
    void droppedPairIsCompared()
    {
        const QString low = test::demoModel(QStringLiteral("Q4_K_M"));
        const QString high = test::demoModel(QStringLiteral("F16"));
        QVERIFY2(!low.isEmpty() && !high.isEmpty(), "packaging/run-tests makes the quants");
        Program program(m_folder->path());
        program.window->openFiles({low, high}); // what a drop does
        QCOMPARE(program.window->place(), MainWindow::Run);
        QVERIFY(!program.panel()->form()->request().suite.isEmpty()); // one is chosen already;
        program.panel()->form()->setSuite(QStringLiteral("demo"));    // this model holds 256 tokens only
        auto* start = program.find<QPushButton>("run-start");
        QTRY_VERIFY2_WITH_TIMEOUT(start->isEnabled(), qPrintable(program.panel()->form()->problem()), 20'000);
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_VERIFY2_WITH_TIMEOUT(program.table()->pairs() > 0, program.why().constData(), 120'000);
        const domain::RunData stored = program.stored();
        QCOMPARE(stored.run.kind, RunKind::Compare);
        QCOMPARE(stored.run.sides.size(), 2);
        QVERIFY(stored.run.sides.at(0).model.modelPath.endsWith(QLatin1String("F16.gguf"))); // more bits: the baseline
        program.action("run.cancel")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(program.ended(), 60'000);
    }

    /// The demo's two quants on the real engine.
    void realEngine()
    {
        QVERIFY2(!qEnvironmentVariableIsEmpty("QUANTLENS_LLAMA_SERVER"), "packaging/run-tests sets the engine");
        int kept = 0;
        {
            Program program(m_folder->path());
            auto* demo = program.find<QAbstractButton>("start-demo");
            QTRY_VERIFY_WITH_TIMEOUT(demo->isEnabled(), 10'000);
            QTest::mouseClick(demo, Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(program.count(RequestState::Done) >= 20, 120'000);
            program.action("run.pause")->trigger();
            QTRY_COMPARE_WITH_TIMEOUT(program.count(RequestState::Waiting) + program.count(RequestState::Answering), 0,
                                      30'000);
            kept = program.count(RequestState::Done);
            shoot(program, QStringLiteral("paused-engine"));
        }
        Program program(m_folder->path());
        program.window->go(MainWindow::Start);
        auto* resume = program.find<QPushButton>("start-unfinished-resume");
        QTRY_VERIFY(resume->isVisible());
        QTest::mouseClick(resume, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(program.count(RequestState::Done) > kept + 20, 120'000);
        shoot(program, QStringLiteral("live-engine"));
        QTRY_VERIFY_WITH_TIMEOUT(program.ended(), 300'000);
        const domain::RunData stored = program.stored();
        QVERIFY2(!stored.run.error, stored.run.error ? qPrintable(stored.run.error->message) : "");
        QCOMPARE(stored.run.status, domain::RunStatus::Finished);
        QCOMPARE(stored.generations.size(), runners::plannedKeys(stored.run).size());
        for (const domain::Generation& generation : stored.generations)
            QVERIFY(!generation.failed());
        QCOMPARE(program.count(RequestState::Done), int(stored.generations.size()));
        QTRY_COMPARE(program.table()->pairs(), 120);
    }
};

QTEST_MAIN(RunPlaceTest)
#include "runplace_test.moc"
