// SPDX-License-Identifier: GPL-3.0-or-later
// Sweep and Stability in the real main window with the real engine: what the charts show is what the store has.
// With QUANTLENS_SCREENSHOTS=DIR each chart is saved as the window paints it and as its SVG, to be looked at side by
// side.
#include "core/figures/runfigures.h"
#include "core/figures/svg.h"
#include "core/runners/enginethread.h"
#include "core/runners/services.h"
#include "core/store/store.h"
#include "tests/support/plantedrun.h"
#include "ui/charts/figurecard.h"
#include "ui/charts/figureview.h"
#include "ui/charts/scoretable.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/promptlist.h"
#include "ui/models/shownrun.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/runpicker.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/suitespanel.h"
#include "ui/panels/sweeppanel.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace quantlens;
using ui::MainWindow;

class PlacesChartsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    runners::EngineThread m_engine;
    ui::WindowServices m_services;
    std::unique_ptr<MainWindow> m_window;

    static runners::SideRequest quant(const char* name)
    {
        return {.spec = QStringLiteral("gguf:%1/sums-%2.gguf")
                            .arg(qEnvironmentVariable("QUANTLENS_DEMO_QUANTS"), QLatin1String(name))};
    }

    /// Runs to the end; the record's id, empty when it did not finish.
    QString run(const runners::RunRequest& request, int minutes)
    {
        runners::RunService* runs = m_engine.runs();
        QSignalSpy finished(runs, &runners::RunService::finished);
        QMetaObject::invokeMethod(runs, [runs, request] { runs->start(request); }, Qt::QueuedConnection);
        if (!QTest::qWaitFor([&] { return finished.size() > 0; }, minutes * 60'000))
            return {};
        const auto record = finished.first().first().value<domain::RunRecord>();
        if (record.error)
            qWarning("%s", qPrintable(record.error->message));
        return record.status == domain::RunStatus::Finished ? record.id : QString();
    }

    /// Every chart of a place in both themes: NAME-THEME.png as the window paints it, NAME-THEME.svg as it is exported.
    void saveCharts(const QList<ui::FigureCard*>& cards)
    {
        const QDir folder(qEnvironmentVariable("QUANTLENS_SCREENSHOTS"));
        if (folder.path() == QLatin1String("."))
            return;
        for (const auto& [scheme, theme] : {std::pair(ui::ColorScheme::Light, QStringLiteral("light")),
                                            std::pair(ui::ColorScheme::Dark, QStringLiteral("dark"))}) {
            m_window->setScheme(scheme);
            QCoreApplication::processEvents();
            for (const ui::FigureCard* card : cards) {
                ui::FigureView* view = card->view();
                const QString path = folder.filePath(view->figure().id + u'-' + theme);
                QVERIFY(view->grab().save(path + QStringLiteral(".png")));
                QVERIFY(view->save(path + QStringLiteral(".svg")));
            }
        }
        m_window->setScheme(ui::ColorScheme::Light);
    }

    /// Numbers of the charts of Stability as the store has them, and as the table has them.
    void checkStress(const QString& id, scoring::RunScores* scores)
    {
        ui::StabilityPanel* panel = m_window->stabilityPanel();
        m_window->openRun(id);
        QTRY_VERIFY_WITH_TIMEOUT(panel->run() && panel->run()->data.run.id == id, 30'000);
        QTRY_COMPARE(m_window->place(), MainWindow::Stability);
        const auto stored = m_services.store->load(id).result();
        QVERIFY(stored);
        *scores = scoring::scoreRun(*stored);
        const QList<figures::Figure> expected = figures::stressFigures(*stored, *scores);
        for (qsizetype i = 0; i < expected.size(); ++i) {
            QVERIFY2(!expected.at(i).empty(), qPrintable(expected.at(i).missing));
            QCOMPARE(figures::dataRows(panel->cards().at(i)->view()->figure()), figures::dataRows(expected.at(i)));
        }
        QCOMPARE(panel->levelTable()->rowCount(), int(scores->stress->levels.size()));
        for (int row = 0; row < panel->levelTable()->rowCount(); ++row) {
            const scoring::StressLevel& level = scores->stress->levels.at(row);
            QCOMPARE(panel->levelTable()->index(row, 3).data(ui::ScoreTable::SortRole).toDouble(), level.equal.value());
            QCOMPARE(panel->levelTable()->index(row, 6).data(ui::ScoreTable::SortRole).toDouble(),
                     double(level.differentText));
            QCOMPARE(panel->levelTable()->index(row, 10).data(ui::ScoreTable::SortRole).toDouble(),
                     level.latency.p50 / 1000);
            QCOMPARE(panel->levelTable()->index(row, 16).data(ui::ScoreTable::SortRole).toDouble(),
                     level.tokensPerSecondTotal);
        }
    }

    /// The table's numbers are those of the scores.
    static void checkSweepTable(const ui::ScoreTable& table, const scoring::RunScores& scores)
    {
        const auto cell = [&table](int row, const char* title) {
            for (int column = 0; column < table.columnCount(); ++column) {
                if (table.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() == QLatin1String(title))
                    return table.index(row, column).data(ui::ScoreTable::SortRole).toDouble();
            }
            return -1.0;
        };
        int quants = 0;
        for (int row = 0; row < table.rowCount(); ++row) {
            if (table.rows().at(row).series == 0)
                continue; // the baseline against itself
            ++quants;
            const QString key = table.index(row, 0).data(ui::ScoreTable::KeyRole).toString();
            const scoring::PairScores* pair = scores.pair(key.section(u':', 1).toInt());
            QVERIFY2(pair, qPrintable(key));
            const domain::Summary& summary = pair->summary;
            QCOMPARE(cell(row, "Identical"), double(summary.identical));
            QCOMPARE(cell(row, "Minor"), double(summary.minor));
            QCOMPARE(cell(row, "Moderate"), double(summary.moderate));
            QCOMPARE(cell(row, "Severe"), double(summary.severe));
            QCOMPARE(cell(row, "No answer"), double(summary.prompts - summary.pairs));
            QVERIFY(summary.flips.n > 0 && summary.changed.n > 0 && pair->kld.summary);
            QCOMPARE(cell(row, "Flips, 95 %"), summary.flips.value());
            QCOMPARE(cell(row, "Changed, 95 %"), summary.changed.value());
            QCOMPARE(cell(row, "KLD geo. mean"), pair->kld.value());
            QCOMPARE(cell(row, "KLD 99 %"), pair->kld.summary->forward.p99);
        }
        QCOMPARE(quants, 6);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!qEnvironmentVariableIsEmpty("QUANTLENS_LLAMA_SERVER"), "packaging/run-tests sets the engine");
        QVERIFY2(!qEnvironmentVariableIsEmpty("QUANTLENS_DEMO_QUANTS"), "packaging/run-tests makes the quants");
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

    void sweepOfSevenQuants()
    {
        runners::RunRequest request;
        request.kind = domain::RunKind::Sweep;
        for (const char* name : {"F16", "Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "Q3_K_M", "Q2_K"})
            request.sides.append(quant(name));
        request.suite = QStringLiteral("demo");
        request.numPrompts = 8;
        request.options.selfCheck = domain::SelfCheck::Repeat;
        const QString id = run(request, 8);
        QVERIFY(!id.isEmpty());
        m_window->openRun(id);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->place(), MainWindow::Sweep, 30'000);

        // Scored anew from the store, number for number.
        const auto stored = m_services.store->load(id).result();
        QVERIFY(stored);
        const scoring::RunScores scores = scoring::scoreRun(*stored);
        QCOMPARE(scores.pairs.size(), 6);
        const QList<figures::Figure> expected = figures::sweepFigures(*stored, scores);
        ui::SweepPanel* panel = m_window->sweepPanel();
        const QAbstractItemModelTester tester(panel->table());
        qsizetype numbers = 0;
        for (qsizetype i = 0; i < expected.size(); ++i) {
            const figures::Figure& shown = panel->cards().at(i)->view()->figure();
            QVERIFY2(!shown.empty(), qPrintable(shown.id + shown.missing));
            QCOMPARE(figures::dataRows(shown), figures::dataRows(expected.at(i)));
            numbers += shown.values.size();
            const QByteArray svg = panel->cards().at(i)->view()->svg();
            QVERIFY2(svg.size() < figures::mostSvgBytes, qPrintable(shown.id));
            QXmlStreamReader reader(svg);
            while (!reader.atEnd())
                reader.readNext();
            QVERIFY2(!reader.hasError(), qPrintable(shown.id + reader.errorString()));
        }
        QVERIFY(numbers > 80);
        saveCharts(panel->cards());
        QCOMPARE(panel->table()->rowCount(), 7); // six quants and the baseline against itself
        checkSweepTable(*panel->table(), scores);

        // A bar of the worst quant opens exactly its prompts in Compare.
        ui::FigureView* bars = panel->cards().first()->view();
        for (const figures::HitArea& hit : bars->scene().hits) {
            if (hit.value < 0 || bars->figure().values.at(hit.value).hit.side != 6)
                continue;
            const figures::Hit wanted = bars->figure().values.at(hit.value).hit;
            QTest::mouseClick(bars, Qt::LeftButton, {}, hit.area.center().toPoint());
            QTRY_COMPARE(m_window->place(), MainWindow::Compare);
            QTRY_COMPARE(m_window->comparePanel()->filter()->rowCount(), int(wanted.prompts.size()));
            QTRY_COMPARE(m_window->comparePanel()->run()->sideOf(1), 6);
            QVERIFY(wanted.prompts.contains(m_window->comparePanel()->promptId()));
            return;
        }
        QFAIL("the worst quant has no bar");
    }

    void stressAndDeterminism()
    {
        runners::RunRequest stress;
        stress.kind = domain::RunKind::Stress;
        stress.sides = {quant("Q4_K_M")};
        stress.suite = QStringLiteral("demo");
        stress.numPrompts = 6;
        stress.options.levels = {1, 2, 4};
        const QString stressed = run(stress, 5);
        QVERIFY(!stressed.isEmpty());
        runners::RunRequest repeats;
        repeats.kind = domain::RunKind::Determinism;
        repeats.sides = {quant("Q3_K_M")};
        repeats.suite = QStringLiteral("demo");
        repeats.numPrompts = 4;
        repeats.options.runs = 4;
        const QString repeated = run(repeats, 5);
        QVERIFY(!repeated.isEmpty());
        scoring::RunScores scores;
        checkStress(stressed, &scores);
        QCOMPARE(scores.stress->levels.size(), 3);
        ui::StabilityPanel* panel = m_window->stabilityPanel();
        m_window->openRun(repeated);
        QTRY_VERIFY_WITH_TIMEOUT(panel->run() && panel->run()->data.run.id == repeated, 30'000);
        QCOMPARE(panel->promptTable()->rowCount(), 4);
        // Both runs stand in their pickers, and the other half kept its run.
        QCOMPARE(panel->stressPicker()->currentData().toString(), stressed);
        QCOMPARE(panel->determinismPicker()->currentData().toString(), repeated);
        saveCharts(panel->cards());
    }

    /// The same through a server that mixes up answers under load: the charts show at which level.
    void stressThroughTheFaultServer()
    {
        test::PlantedServer server;
        const QString why = server.start();
        if (why.startsWith(QLatin1String("skip: ")))
            QSKIP(qPrintable(why));
        QVERIFY2(why.isEmpty(), qPrintable(why));
        server.setPlan({{.plant = test::Plant::OtherPrompt, .inFlight = 3}});
        runners::RunRequest stress;
        stress.kind = domain::RunKind::Stress;
        stress.sides = {{.spec = server.url().toString()}};
        stress.suite = server.suite();
        stress.options.levels = {1, 4};
        const QString id = run(stress, 5);
        QVERIFY(!id.isEmpty());
        QVERIFY(!server.planted().isEmpty());
        scoring::RunScores scores;
        checkStress(id, &scores);
        QCOMPARE(scores.stress->levels.first().differentText, 0);
        QVERIFY(scores.stress->levels.last().differentText > 0);
        // The mark of that level opens exactly the prompts whose answers were mixed up.
        const figures::Figure& shown = m_window->stabilityPanel()->cards().first()->view()->figure();
        QStringList planted;
        for (const test::PlantedRecord& record : server.planted()) {
            if (const QString prompt = test::PlantedServer::promptId(record.request.body); !prompt.isEmpty())
                planted.append(prompt);
        }
        planted.removeDuplicates();
        planted.sort();
        QStringList opened = shown.values.last().hit.prompts;
        opened.sort();
        QCOMPARE(opened, planted);
        server.stop();
    }
};

QTEST_MAIN(PlacesChartsTest)
#include "places_charts_test.moc"
