// SPDX-License-Identifier: GPL-3.0-or-later
// How every place looks: pictures with QUANTLENS_SCREENSHOTS=DIR, nothing cut off in longer languages, and what an
// empty workspace says. Everything shown is made up or the recorded demo: no path of this computer is in a picture.
#include "core/engines/locate.h"
#include "core/runners/services.h"
#include "core/scoring/compare.h"
#include "core/scoring/headline.h"
#include "core/store/store.h"
#include "tests/gui/lookruns.h"
#include "tests/gui/looks.h"
#include "tests/gui/samplestore.h"
#include "ui/actions/actioncollection.h"
#include "ui/diff/diffview.h"
#include "ui/mainwindow/demo.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/errorlog.h"
#include "ui/models/modeltable.h"
#include "ui/models/suitedocument.h"
#include "ui/panels/comparecentre.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/discoverdialog.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/reportdialog.h"
#include "ui/panels/rundiffview.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/startpage.h"
#include "ui/panels/suitespanel.h"
#include "ui/panels/sweeppanel.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QToolButton>

#include <algorithm>
#include <iterator>
#include <utility>

using namespace quantlens;
using ui::MainWindow;

namespace {

constexpr int smallRuns = 26;
constexpr QSize usual(1280, 800);
constexpr QSize large(2560, 1440);
constexpr int patience = 60'000;

/// What a scene has to do with.
struct Stage
{
    MainWindow& window;
    runners::RunService& runs;
    int runsStored = 0;
    QString recorded; ///< id of the recorded demo

    template<class T>
    T* find(const char* name) const
    {
        return window.findChild<T*>(QLatin1String(name));
    }
    void trigger(const char* id) const { window.actions()->action(QLatin1String(id))->trigger(); }
};

void showStart(const Stage& stage)
{
    stage.window.go(MainWindow::Start);
    QTRY_VERIFY_WITH_TIMEOUT(stage.window.actions()->action(QStringLiteral("start.demo"))->isEnabled(), patience);
    QTRY_COMPARE(stage.find<QListView>("start-recent")->model()->rowCount(), stage.runsStored);
    auto* page = stage.window.findChild<ui::StartPage*>();
    const ui::DemoOffer offer{.server = QStringLiteral("/usr/bin/llama-server"), .why = {}};
    page->setDemo(ui::demoState(offer));
    page->setFound(ui::foundOnThisComputer(offer, samples::servers()));
}

void showModels(const Stage& stage)
{
    for (const ui::KnownModel& model : samples::models())
        stage.window.models()->add(model);
    stage.window.go(MainWindow::Models);
    stage.window.findChild<ui::ModelsPanel*>()->select(0);
}

void showBrokenModel(const Stage& stage)
{
    showModels(stage);
    stage.window.findChild<ui::ModelsPanel*>()->select(int(samples::models().size()) - 2);
}

/// Addresses, since what is said of a file has to be read from it.
void showForm(const Stage& stage, domain::RunKind kind, int models, const QString& suite)
{
    runners::RunRequest request;
    request.kind = kind;
    request.suite = suite;
    for (int i = 0; i < models; ++i) {
        const samples::Quant& quant = samples::quants().at(i);
        request.sides.append({.spec = QStringLiteral("http://127.0.0.1:%1#llama-3.1-8b-instruct-%2")
                                          .arg(8080 + i)
                                          .arg(QLatin1String(quant.name)),
                              .label = QLatin1String(quant.name)});
    }
    stage.window.go(MainWindow::Run);
    ui::RunPanel* panel = stage.window.runPanel();
    panel->showForm();
    panel->form()->setRequest(request);
    QTRY_VERIFY2_WITH_TIMEOUT(panel->form()->problem().isEmpty(), qPrintable(panel->form()->problem()), patience);
    QTest::qWait(500); // the plan is worked out beside the window's thread
}

void showCompareForm(const Stage& stage)
{
    showForm(stage, domain::RunKind::Compare, 2, QStringLiteral("reasoning"));
}

void showSweepForm(const Stage& stage)
{
    showForm(stage, domain::RunKind::Sweep, 4, QStringLiteral("quant-sensitive"));
}

void showStressForm(const Stage& stage)
{
    showForm(stage, domain::RunKind::Stress, 1, QStringLiteral("smoke"));
}

void showOptions(const Stage& stage)
{
    showCompareForm(stage);
    for (const char* part : {"run-advanced", "run-judged"})
        stage.find<QToolButton>(part)->setChecked(true);
    QTest::qWait(100);
    stage.find<QScrollArea>("run-form-area")->ensureWidgetVisible(stage.find<QToolButton>("run-advanced"), 0, 400);
}

void showLive(const Stage& stage)
{
    const domain::RunData data = samples::pairRun();
    domain::RunRecord record = data.run;
    record.status = domain::RunStatus::Running;
    stage.window.go(MainWindow::Run);
    stage.window.runPanel()->setStarting();
    Q_EMIT stage.runs.started(record);
    Q_EMIT stage.runs.updated(samples::liveUpdate(data, scoring::compareAll(data)));
    QTRY_COMPARE(stage.window.runPanel()->runId(), record.id);
    auto* table = stage.find<QTableView>("run-table");
    QTRY_VERIFY(table->model()->rowCount() > 0);
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::qWait(500); // the summary comes a little later
}

void showFinished(const Stage& stage)
{
    const domain::RunData data = samples::pairRun();
    showLive(stage);
    Q_EMIT stage.runs.updated(samples::finishedUpdate(data, scoring::compareAll(data)));
    Q_EMIT stage.runs.finished(data.run);
    QTRY_VERIFY(!stage.window.runPanel()->running());
    QTest::qWait(500);
}

void showPair(const Stage& stage, const QString& runId)
{
    stage.window.openRun(runId);
    ui::ComparePanel* panel = stage.window.comparePanel();
    QTRY_VERIFY_WITH_TIMEOUT(panel->run() && panel->run()->data.run.id == runId, patience);
    QCOMPARE(stage.window.place(), MainWindow::Compare);
    const QList<domain::Comparison>& pairs = panel->run()->comparisons;
    const auto worst = std::ranges::max_element(
        pairs, {}, [](const domain::Comparison& pair) { return pair.fork ? int(pair.severity) : -1; });
    QVERIFY(worst != pairs.end());
    panel->selectPrompt(worst->promptId);
    QTRY_COMPARE(panel->promptId(), worst->promptId);
    QTRY_VERIFY_WITH_TIMEOUT(panel->centre()->diff()->document(), patience);
    stage.trigger("compare.fork");
}

void showCompare(const Stage& stage)
{
    showPair(stage, stage.recorded);
}

void showCode(const Stage& stage)
{
    const QString id = samples::pairRun().run.id;
    showPair(stage, id);
    if (QTest::currentTestFailed())
        return;
    stage.window.comparePanel()->selectPrompt(QStringLiteral("add-017"));
    QTRY_COMPARE(stage.window.comparePanel()->promptId(), QStringLiteral("add-017"));
    QTRY_VERIFY_WITH_TIMEOUT(stage.window.comparePanel()->centre()->diff()->document(), patience);
    stage.trigger("compare.mode-confidence");
}

void showSweep(const Stage& stage)
{
    stage.window.openRun(samples::sweepRun().run.id);
    QTRY_COMPARE_WITH_TIMEOUT(stage.window.place(), MainWindow::Sweep, patience);
    QVERIFY(stage.window.sweepPanel()->run());
}

void showStability(const Stage& stage)
{
    ui::StabilityPanel* panel = stage.window.stabilityPanel();
    stage.window.openRun(samples::determinismRun().run.id);
    QTRY_VERIFY_WITH_TIMEOUT(panel->determinism(), patience);
    stage.window.openRun(samples::stressRun().run.id);
    QTRY_VERIFY_WITH_TIMEOUT(panel->stress(), patience);
    QTRY_COMPARE(stage.window.place(), MainWindow::Stability);
    QTRY_VERIFY_WITH_TIMEOUT(panel->variants()->document(), patience);
}

void showHistory(const Stage& stage)
{
    stage.window.go(MainWindow::History);
    QTRY_COMPARE(stage.window.historyPanel()->table()->model()->rowCount(), stage.runsStored);
    stage.window.historyPanel()->selectRuns({samples::smallRun(6).run.id});
}

void showTwoRuns(const Stage& stage)
{
    showHistory(stage);
    ui::HistoryPanel* panel = stage.window.historyPanel();
    panel->selectRuns({samples::smallRun(3).run.id, samples::smallRun(5).run.id});
    stage.trigger("history.compare");
    QTRY_VERIFY_WITH_TIMEOUT(panel->diffView()->diff(), patience);
}

void showTrend(const Stage& stage)
{
    showHistory(stage);
    stage.window.historyPanel()->selectRuns({samples::smallRun(6).run.id});
    stage.trigger("history.trend");
    QTest::qWait(300);
}

void showSuites(const Stage& stage)
{
    stage.window.go(MainWindow::Suites);
    ui::SuitesPanel* panel = stage.window.suitesPanel();
    panel->openSuite(QStringLiteral("reasoning"));
    QTRY_VERIFY_WITH_TIMEOUT(panel->document() && !panel->document()->checking(), patience);
    panel->selectRow(3);
    stage.find<QPlainTextEdit>("suite-reply")->setPlainText(QStringLiteral("So the answer is 12."));
}

void showCoverage(const Stage& stage)
{
    showSuites(stage);
    stage.find<QTabWidget>("suites-tabs")->setCurrentIndex(2);
}

void showReport(const Stage& stage)
{
    showPair(stage, stage.recorded);
    stage.trigger("file.report");
    auto* dialog = stage.window.findChild<ui::ReportDialog*>();
    QVERIFY(dialog);
    QSignalSpy previewed(dialog, &ui::ReportDialog::previewed);
    QVERIFY(previewed.wait(patience));
}

void showPalette(const Stage& stage)
{
    stage.trigger("help.find-action");
    auto* field = stage.find<QLineEdit>("palette-field");
    QVERIFY(field);
    QTest::keyClicks(field, QStringLiteral("co"));
}

void showShortcuts(const Stage& stage)
{
    stage.trigger("settings.shortcuts");
}

void showEngines(const Stage& stage)
{
    stage.trigger("settings.engines");
}

void showErrors(const Stage& stage)
{
    const base::Error errors[] = {
        {QStringLiteral("gguf.truncated"),
         QStringLiteral("/models/mistral-7b-Q4_K_M.gguf is not whole: 1.2 of 4.1 GiB."),
         QStringLiteral("Download it again."),
         {}},
        {QStringLiteral("engine.exited"), QStringLiteral("llama-server ended with code 1 while it loaded the model."),
         QStringLiteral("Look at its last lines."),
         QStringLiteral("llama_model_load: error loading model: unable to allocate CUDA0 buffer")},
        {QStringLiteral("network.refused"),
         QStringLiteral("127.0.0.1:11434 refused the connection."),
         QStringLiteral("Start the server, or look at the address."),
         {}},
    };
    int minute = 20;
    for (const base::Error& error : errors)
        stage.window.errors()->add(error, QDateTime(QDate(2026, 10, 30), QTime(10, ++minute)));
    stage.trigger("go.errors");
}

void showDiscover(const Stage& stage)
{
    showModels(stage);
    stage.trigger("models.discover");
    auto* dialog = stage.window.findChild<ui::DiscoverDialog*>();
    QVERIFY(dialog);
    dialog->setServers({}, samples::servers(), std::nullopt, {QStringLiteral("http://127.0.0.1:11434#qwen3:8b")});
}

struct Scene
{
    const char* name;
    void (*show)(const Stage& stage);
};

constexpr Scene scenes[] = {
    {"start", showStart},
    {"models", showModels},
    {"models-failed", showBrokenModel},
    {"run-form", showCompareForm},
    {"run-form-sweep", showSweepForm},
    {"run-form-stress", showStressForm},
    {"run-form-options", showOptions},
    {"run-live", showLive},
    {"run-finished", showFinished},
    {"compare", showCompare},
    {"compare-code", showCode},
    {"sweep", showSweep},
    {"stability", showStability},
    {"history", showHistory},
    {"history-two-runs", showTwoRuns},
    {"history-trend", showTrend},
    {"suites", showSuites},
    {"suites-coverage", showCoverage},
    {"dialog-report", showReport},
    {"dialog-palette", showPalette},
    {"dialog-shortcuts", showShortcuts},
    {"dialog-engines", showEngines},
    {"dialog-errors", showErrors},
    {"dialog-discover", showDiscover},
};

void sceneRows()
{
    QTest::addColumn<int>("scene");
    for (int i = 0; i < int(std::size(scenes)); ++i)
        QTest::newRow(scenes[i].name) << i;
}

/// The dialog that is open, else the window.
QWidget* shownBy(const Stage& stage)
{
    for (QDialog* dialog : stage.window.findChildren<QDialog*>()) {
        if (dialog->isVisible())
            return dialog;
    }
    return &stage.window;
}

void put(store::Store& store, const domain::RunData& data)
{
    samples::put(store, data);
    QVERIFY(store.setHeadline(data.run.id, scoring::headlineOf(scoring::scoreRun(data))).result());
}

} // namespace

class LooksTest : public QObject
{
    Q_OBJECT

    QTranslator m_english;
    QTemporaryDir m_home;
    std::shared_ptr<store::Store> m_store;
    QThread m_still; ///< never started: what the window asks of its services stays unanswered
    std::unique_ptr<runners::RunService> m_runs;
    std::unique_ptr<runners::ModelService> m_models;
    QString m_recorded;
    int m_runsStored = 0;

public:
    /// Before the application is made: times are shown as they are here.
    static void initMain() { qputenv("TZ", "UTC"); }

private:
    [[nodiscard]] std::unique_ptr<MainWindow> makeWindow() const
    {
        ui::WindowServices services;
        services.store = m_store;
        services.runs = m_runs.get();
        services.models = m_models.get();
        auto window = std::make_unique<MainWindow>(services);
        window->resize(usual);
        window->show();
        return window;
    }

    [[nodiscard]] Stage stageOf(MainWindow* window) const
    {
        return {.window = *window, .runs = *m_runs, .runsStored = m_runsStored, .recorded = m_recorded};
    }

    void keep(const domain::RunData& data)
    {
        put(*m_store, data);
        ++m_runsStored;
    }

    static void save(QWidget* shown, const QString& name)
    {
        QTest::qWait(150);
        const QDir folder(qEnvironmentVariable("QUANTLENS_SCREENSHOTS"));
        QVERIFY(shown->grab().save(folder.filePath(name + QStringLiteral(".png"))));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        // Nothing of this computer is found or shown.
        qunsetenv("QUANTLENS_LLAMA_SERVER");
        qunsetenv("QUANTLENS_MLX_SERVER");
        qputenv("PATH", QFile::encodeName(m_home.path()));
        qputenv("XDG_CACHE_HOME", QFile::encodeName(m_home.filePath(QStringLiteral("cache"))));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        // As the program does: the plural forms.
        QVERIFY(m_english.load(qEnvironmentVariable("QUANTLENS_BIN") + QStringLiteral("/../app/quantlens_en.qm")));
        QCoreApplication::installTranslator(&m_english);
        QApplication::setCursorFlashTime(0);

        auto opened = store::Store::open(m_home.filePath(QStringLiteral("w.qlens")));
        QVERIFY(opened);
        m_store = std::move(*opened);
        const auto unpacked = engines::unpackRecordedRun();
        QVERIFY(unpacked);
        auto recorded = store::Store::open(*unpacked, store::Mode::ReadOnly);
        QVERIFY(recorded);
        const auto data = (*recorded)->load(QStringLiteral("latest")).result();
        QVERIFY(data);
        m_recorded = data->run.id;
        keep(*data);
        for (int day = 1; day <= smallRuns; ++day) {
            const domain::RunData small = samples::smallRun(day);
            keep(small);
            if (day % 4 != 0)
                QVERIFY(m_store->mark({.id = small.run.id, .pinned = true}).result());
        }
        const QString note = QStringLiteral("With the repaired chat template");
        QVERIFY(m_store->mark({.id = samples::smallRun(6).run.id, .note = note}).result());
        keep(samples::sweepRun());
        keep(samples::determinismRun());
        keep(samples::stressRun());
        keep(samples::pairRun());

        m_runs = runners::makeRunService(m_store);
        m_models = runners::makeModelService();
        m_runs->moveToThread(&m_still);
        m_models->moveToThread(&m_still);
    }

    void cleanupTestCase()
    {
        m_runs.reset();
        m_models.reset();
        m_store.reset();
    }

    void pictures_data() { sceneRows(); }
    void pictures()
    {
        const QString target = qEnvironmentVariable("QUANTLENS_SCREENSHOTS");
        if (target.isEmpty())
            QSKIP("QUANTLENS_SCREENSHOTS is not set");
        QVERIFY(QDir().mkpath(target));
        QFETCH(int, scene);
        const QString name = QLatin1String(scenes[scene].name);
        const auto window = makeWindow();
        const Stage stage = stageOf(window.get());
        scenes[scene].show(stage);
        if (QTest::currentTestFailed())
            return;
        QWidget* shown = shownBy(stage);
        const auto schemes = {std::pair(ui::ColorScheme::Light, QStringLiteral("light")),
                              std::pair(ui::ColorScheme::Dark, QStringLiteral("dark"))};
        for (const auto& [scheme, suffix] : schemes) {
            window->setScheme(scheme);
            save(shown, name + u'-' + suffix);
        }
        // A dialog has a size of its own.
        if (shown == window.get()) {
            window->resize(large);
            for (const auto& [scheme, suffix] : schemes) {
                window->setScheme(scheme);
                save(shown, name + QStringLiteral("-large-") + suffix);
            }
        }
        window->setScheme(ui::ColorScheme::Light);
    }

    void nothingIsCutInLongerLanguages_data() { sceneRows(); }
    void nothingIsCutInLongerLanguages()
    {
        QFETCH(int, scene);
        looks::LongWords longer;
        QVERIFY(QCoreApplication::installTranslator(&longer));
        QStringList cut;
        QSize size;
        {
            const auto window = makeWindow();
            const Stage stage = stageOf(window.get());
            scenes[scene].show(stage);
            QTest::qWait(150);
            QWidget* shown = shownBy(stage);
            cut = looks::clipped(shown);
            size = window->size();
            if (const QString target = qEnvironmentVariable("QUANTLENS_LONG_WORDS");
                !target.isEmpty() && QDir().mkpath(target))
                shown->grab().save(QDir(target).filePath(QLatin1String(scenes[scene].name) + QStringLiteral(".png")));
        }
        QCoreApplication::removeTranslator(&longer);
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
        QCOMPARE(size, usual); // nothing forces the window wider
    }

    void emptyPlacesSayWhatToDo_data()
    {
        QTest::addColumn<int>("place");
        QTest::addColumn<QStringList>("texts");
        const auto row = [](const char* name, MainWindow::Place place, const QStringList& texts) {
            QTest::newRow(name) << int(place) << texts;
        };
        row("start", MainWindow::Start, {QStringLiteral("No runs yet.")});
        row("models", MainWindow::Models, {QStringLiteral("No models yet.")});
        row("run", MainWindow::Run, {QStringLiteral("No run yet")});
        row("compare", MainWindow::Compare, {QStringLiteral("No run is open.")});
        row("sweep", MainWindow::Sweep, {QStringLiteral("No sweep is shown.")});
        row("stability", MainWindow::Stability,
            {QStringLiteral("No determinism run is shown."), QStringLiteral("No stress run is shown.")});
        row("history", MainWindow::History, {QStringLiteral("No runs yet.")});
        row("suites", MainWindow::Suites, {QStringLiteral("No prompts yet.")});
    }
    void emptyPlacesSayWhatToDo()
    {
        QFETCH(int, place);
        QFETCH(QStringList, texts);
        auto opened = store::Store::open(m_home.filePath(QStringLiteral("empty.qlens")));
        QVERIFY(opened);
        ui::WindowServices services;
        services.store = std::move(*opened);
        services.runs = m_runs.get();
        MainWindow window(services);
        window.resize(usual);
        window.show();
        window.go(MainWindow::Place(place));
        if (place == MainWindow::Suites) {
            // Bundled ones are always there, and a new one begins with a prompt.
            window.suitesPanel()->newSuite();
            QVERIFY(window.suitesPanel()->document());
            window.suitesPanel()->document()->removePrompts({0});
        }
        for (const QString& text : std::as_const(texts)) {
            const auto said = [&window, &text] {
                const QList<QLabel*> labels = window.findChildren<QLabel*>();
                return std::ranges::any_of(labels, [&text](const QLabel* label) {
                    return label->isVisible() && label->text().startsWith(text);
                });
            };
            QTRY_VERIFY2(said(), qPrintable(text));
        }
        // Texts that came last are laid out a moment later.
        QTRY_VERIFY2(looks::clipped(&window).isEmpty(), qPrintable(looks::clipped(&window).join(u'\n')));
    }
};

QTEST_MAIN(LooksTest)
#include "looks_test.moc"
