// SPDX-License-Identifier: GPL-3.0-or-later
// The demo on a machine without an engine: the recorded run opens, and the start page says so beforehand.
#include "core/store/store.h"
#include "ui/diff/diffview.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/panels/comparepanel.h"

#include <QAbstractButton>
#include <QFileInfo>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using ui::MainWindow;

class RecordedDemoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAnEngine()
    {
        QTemporaryDir home;
        QVERIFY(home.isValid());
        qunsetenv("QUANTLENS_LLAMA_SERVER");
        qputenv("PATH", QFile::encodeName(home.path()));
        qputenv("XDG_CACHE_HOME", QFile::encodeName(home.filePath(QStringLiteral("cache"))));
        auto store = store::Store::open(home.filePath(QStringLiteral("w.qlens")));
        QVERIFY(store);
        ui::WindowServices services;
        services.store = std::move(*store);
        services.configFolder = home.path();
        MainWindow window(services);
        window.resize(1280, 800);
        window.show();
        auto* demo = window.findChild<QAbstractButton*>(QStringLiteral("start-demo"));
        QVERIFY(demo);
        QTRY_VERIFY_WITH_TIMEOUT(demo->isEnabled(), 10'000);
        bool said = false;
        for (const QLabel* label : window.findChildren<QLabel*>())
            said |= label->text().contains(QLatin1String("recorded"));
        QVERIFY2(said, "the start page says that the run is a recorded one");

        QTest::mouseClick(demo, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(window.place(), MainWindow::Compare, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(window.comparePanel()->run(), 30'000);
        QCOMPARE(window.comparePanel()->run()->summary.pairs, 120);
        QVERIFY(window.comparePanel()->run()->summary.changed.count > 0);
        QTRY_VERIFY_WITH_TIMEOUT(window.comparePanel()->findChild<ui::DiffView*>()->document(), 10'000);
    }

    /// Small enough for the repository.
    void isUnderAMegabyte()
    {
        const QFileInfo file(QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/recorded-run.qlens"));
        QVERIFY(file.size() > 0);
        QVERIFY(file.size() < 1'000'000);
    }
};

QTEST_MAIN(RecordedDemoTest)
#include "recorded_demo_test.moc"
