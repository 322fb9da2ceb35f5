// SPDX-License-Identifier: GPL-3.0-or-later
// Results dropped on the window become runs and are shown. With QUANTLENS_SCREENSHOTS=DIR it saves what is shown.
#include "core/store/store.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/droppedfiles.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recentfiles.h"
#include "ui/models/shownrun.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/sweeppanel.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QProgressBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace quantlens;
using ui::MainWindow;

namespace {

QString data(const char* path)
{
    return QStringLiteral(QUANTLENS_SOURCE_DIR "/tests/data/") + QLatin1String(path);
}

QString capture(const char* name)
{
    const QDir folder(data("captures/") + QLatin1String(name));
    return folder.filePath(folder.entryList({QStringLiteral("*.json")}).value(0));
}

QString notice(const MainWindow& window)
{
    const auto* label = window.findChild<QLabel*>(QStringLiteral("notice-text"));
    return label->isVisible() ? label->text() : QString();
}

void save(MainWindow& window, const char* name)
{
    const QString folder = qEnvironmentVariable("QUANTLENS_SCREENSHOTS");
    if (folder.isEmpty())
        return;
    for (const auto& [scheme, suffix] :
         {std::pair(ui::ColorScheme::Light, "light"), std::pair(ui::ColorScheme::Dark, "dark")}) {
        window.setScheme(scheme);
        window.resize(1280, 800);
        QTest::qWait(400);
        window.grab().save(
            QDir(folder).filePath(QStringLiteral("%1-%2.png").arg(QLatin1String(name), QLatin1String(suffix))));
    }
    window.setScheme(ui::ColorScheme::Light);
}

} // namespace

class ImportingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qunsetenv("QUANTLENS_LLAMA_SERVER");
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = store::Store::open(m_folder->filePath(QStringLiteral("w.qlens")));
        QVERIFY(opened);
        m_store = std::shared_ptr<store::Store>(std::move(*opened));
        m_window =
            std::make_unique<MainWindow>(ui::WindowServices{.store = m_store, .runs = nullptr, .configFolder = {}});
        m_window->show();
    }

    void cleanup()
    {
        m_window.reset();
        m_store.reset();
    }

    void filesAreSorted()
    {
        const ui::DroppedFiles files = ui::sortFiles(
            {capture("compare-ollama"), data("imports/answers-pairs.jsonl"),
             data("captures/compare-ollama/suite.jsonl"), data("imports/kld-Q2_K.log"), data("imports/README.md"),
             data("imports/harness/q4/samples_gsm8k_2026-11-23T10-00-00.123456.jsonl")});
        QCOMPARE(files.results.size(), 4);
        QCOMPARE(files.suites.size(), 1);
        QCOMPARE(files.unknown.size(), 1);
    }

    void compareIsShown()
    {
        m_window->openFiles({capture("compare-ollama")});
        QTRY_VERIFY(m_window->comparePanel()->run());
        QCOMPARE(m_window->place(), MainWindow::Compare);
        QCOMPARE(m_window->comparePanel()->run()->data.run.label(1), QStringLiteral("q4"));
        QVERIFY(notice(*m_window).isEmpty());
        QTRY_VERIFY(m_window->actions()->action(QStringLiteral("history.import"))->isEnabled());
        save(*m_window, "import-compare");
    }

    void sweepIsShown()
    {
        m_window->openFiles({capture("sweep-openai")});
        QTRY_VERIFY(m_window->sweepPanel()->run());
        QCOMPARE(m_window->place(), MainWindow::Sweep);
        save(*m_window, "import-sweep");
    }

    void corpusWindowsAreShown()
    {
        m_window->openFiles({data("imports/kld-Q2_K.log"), data("imports/kld-Q4_K_M.log")});
        QTRY_VERIFY(m_window->sweepPanel()->run());
        QCOMPARE(m_window->sweepPanel()->run()->data.run.sides.size(), 3);
        QCOMPARE(m_window->place(), MainWindow::Sweep);
        save(*m_window, "import-corpus");
    }

    void countsAreShown()
    {
        m_window->openFiles({capture("determinism-flaky")});
        QTRY_COMPARE(m_window->place(), MainWindow::Stability);
        QTRY_VERIFY(!m_window->stabilityPanel()->promptId().isEmpty());
        save(*m_window, "import-determinism");
        // Every prompt can be chosen without an output to show.
        for (const domain::Prompt& prompt : m_window->stabilityPanel()->run()->data.run.prompts)
            m_window->stabilityPanel()->selectPrompt(prompt.id);
    }

    void stressIsShown()
    {
        m_window->openFiles({capture("stress-concur")});
        QTRY_COMPARE(m_window->place(), MainWindow::Stability);
        save(*m_window, "import-stress");
    }

    void flipsOfTheHarness()
    {
        m_window->openFiles({data("imports/harness/base/samples_gsm8k_2026-11-23T10-00-00.123456.jsonl"),
                             data("imports/harness/q4/samples_gsm8k_2026-11-23T10-00-00.123456.jsonl")});
        QTRY_VERIFY(m_window->comparePanel()->run());
        QCOMPARE(m_window->comparePanel()->run()->summary.rightToWrong, 2);
        save(*m_window, "import-harness");
    }

    /// Of a folder without models the results are read, whatever else lies beside them.
    void foldersOfResultsAreRead()
    {
        const QString folder = m_folder->filePath(QStringLiteral("results/inner"));
        QVERIFY(QDir().mkpath(folder));
        for (const char* name : {"compare-ollama", "sweep-openai", "stress-concur"})
            QVERIFY(QFile::copy(capture(name), folder + u'/' + QLatin1String(name) + QStringLiteral(".json")));
        QVERIFY(QFile::copy(data("imports/answers-pairs.jsonl"), folder + QStringLiteral("/pairs.jsonl")));
        QVERIFY(QFile::copy(data("captures/compare-ollama/suite.jsonl"), folder + QStringLiteral("/suite.jsonl")));
        for (const auto& [name, text] :
             {std::pair("config.json", "{\"hidden_size\": 64}"), std::pair("a.txt", "note")}) {
            QFile other(folder + u'/' + QLatin1String(name));
            QVERIFY(other.open(QIODevice::WriteOnly) && other.write(text) > 0);
        }
        QCOMPARE(ui::resultFilesIn(m_folder->filePath(QStringLiteral("results")), 100).size(), 4);
        QCOMPARE(ui::resultFilesIn(m_folder->filePath(QStringLiteral("results")), 2).size(), 2);
        m_window->openFiles({m_folder->filePath(QStringLiteral("results"))});
        const auto stored = [this] {
            const auto runs = m_store->runs().result();
            return runs ? runs->size() : 0;
        };
        QTRY_COMPARE_WITH_TIMEOUT(stored(), 4, 30'000);
        QTRY_VERIFY(m_window->place() != MainWindow::Start);
        QVERIFY(notice(*m_window).isEmpty());
        QCOMPARE(m_window->recentFiles()->paths().size(), 1); // the folder
    }

    /// The import has a cancel of its own, and leaves the workspace as it was.
    void importsAreCancelled()
    {
        const QString path = bigFile("many-pairs.jsonl", 8'000);
        QVERIFY(!path.isEmpty());
        const auto* status = m_window->findChild<QWidget*>(QStringLiteral("import-status"));
        const auto* name = m_window->findChild<QLabel*>(QStringLiteral("import-name"));
        auto* button = m_window->findChild<QToolButton*>(QStringLiteral("import-cancel"));
        const auto* job = m_window->findChild<QLabel*>(QStringLiteral("job-name"));
        QAction* import = m_window->actions()->action(QStringLiteral("history.import"));
        const QAction* cancel = m_window->actions()->action(QStringLiteral("history.cancel-import"));
        QVERIFY(!status->isVisible() && !cancel->isEnabled());
        m_window->openFiles({path});
        QVERIFY(status->isVisible() && cancel->isEnabled() && !import->isEnabled());
        QVERIFY2(name->text().contains(QLatin1String("many-pairs.jsonl")), qPrintable(name->text()));
        // Nothing of it is the run's: that has no buttons now.
        QVERIFY(!m_window->findChild<QToolButton*>(QStringLiteral("job-cancel"))->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!cancel->isEnabled());
        QVERIFY2(name->text().startsWith(QLatin1String("Cancelling")), qPrintable(name->text()));
        QTRY_VERIFY_WITH_TIMEOUT(import->isEnabled(), 30'000);
        QVERIFY(!status->isVisible());
        QVERIFY2(job->text().contains(QLatin1String("cancelled")), qPrintable(job->text()));
        for (const store::Listed which : {store::Listed::Kept, store::Listed::Deleted}) {
            const auto runs = m_store->runs(which).result();
            QVERIFY(runs && runs->isEmpty());
        }
        QCOMPARE(m_window->place(), MainWindow::Start);
        QVERIFY(notice(*m_window).isEmpty());

        // And comes in whole when it is let.
        m_window->openFiles({path});
        QVERIFY(m_window->findChild<QProgressBar*>(QStringLiteral("import-progress"))->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(import->isEnabled(), 60'000);
        const auto runs = m_store->runs().result();
        QCOMPARE(runs ? runs->size() : 0, 1);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->comparePanel()->run(), 60'000);
    }

    void severalFilesAreCounted()
    {
        QStringList paths;
        for (const char* name : {"a.jsonl", "b.jsonl", "c.jsonl"})
            paths << bigFile(name, 2'000);
        m_window->openFiles(paths);
        const auto* name = m_window->findChild<QLabel*>(QStringLiteral("import-name"));
        QVERIFY2(name->text().contains(QLatin1String("of 3")), qPrintable(name->text()));
        QVERIFY(name->text().contains(QLatin1String(".jsonl")));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->actions()->action(QStringLiteral("history.import"))->isEnabled(), 30'000);
        const auto runs = m_store->runs().result();
        QCOMPARE(runs ? runs->size() : 0, 3);
    }

    void errorsAreSaid()
    {
        QFile odd(m_folder->filePath(QStringLiteral("odd.json")));
        QVERIFY(odd.open(QIODevice::WriteOnly) && odd.write("{\n\"a\": [1,\n") > 0);
        odd.close();
        m_window->openFiles({odd.fileName()});
        QTRY_VERIFY(notice(*m_window).contains(QStringLiteral("odd.json:3: ")));
        QCOMPARE(m_window->place(), MainWindow::Start);
        QVERIFY(m_window->actions()->action(QStringLiteral("history.import"))->isEnabled());
    }

private:
    /// Many pairs in one file: takes a while to be read and stored.
    QString bigFile(const char* name, int lines)
    {
        QFile file(m_folder->filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        for (int i = 0; i < lines; ++i)
            file.write("{\"prompt\": \"What is " + QByteArray::number(i) + " and 1?\", \"a\": \"It is " +
                       QByteArray::number(i + 1) + ".\", \"b\": \"I think it is " + QByteArray::number(i % 7) +
                       ".\"}\n");
        return file.fileName();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(ImportingTest)
#include "importing_test.moc"
