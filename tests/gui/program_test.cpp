// SPDX-License-Identifier: GPL-3.0-or-later
// The window's program itself, with its modules: the other tests of the window are linked from one piece. It is driven
// from inside by programdriver.cpp.
#include "core/platform/modules.h"
#include "core/store/store.h"
#include "tests/support/process.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;

class ProgramTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    test::Outcome drive(const QString& program, const QString& workspace) const
    {
        QProcessEnvironment driven;
        driven.insert(QStringLiteral("LD_PRELOAD"), platform::modulePath(QStringLiteral("quantlens-programdriver")));
        // The driver comes before the sanitizer's own library. Leaks are looked for where there is no preloading.
        driven.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("verify_asan_link_order=0:detect_leaks=0"));
        const auto process = test::startIn(m_home.path(), program, {QStringLiteral("--workspace"), workspace}, driven);
        return test::finish(*process, 240'000);
    }

    [[nodiscard]] static QList<store::RunListItem> runsOf(const QString& workspace)
    {
        const auto opened = store::Store::open(workspace);
        return opened ? (*opened)->runs().result().value_or(QList<store::RunListItem>()) : QList<store::RunListItem>();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!qEnvironmentVariableIsEmpty("QUANTLENS_LLAMA_SERVER"), "packaging/run-tests sets the engine");
        QVERIFY(m_home.isValid());
    }

    /// Started, painted, the engine's module loaded, the demo run with a real engine, closed.
    void demoWithTheModules()
    {
        const QString workspace = m_home.filePath(QStringLiteral("w.qlens"));
        const test::Outcome ended = drive(test::program(QStringLiteral("quantlens")), workspace);
        QVERIFY2(!ended.crashed && ended.exitCode == 0, qPrintable(ended.out + ended.err));
        QCOMPARE(ended.out.count(QLatin1String("errors: 0 errors")), 2);
        const QList<store::RunListItem> runs = runsOf(workspace);
        QCOMPARE(runs.size(), 1);
        QCOMPARE(runs.first().run.status, domain::RunStatus::Finished);
    }

    /// A program without its parts says so, shows the recorded run, and crashes on nothing.
    void withoutTheModules()
    {
        const QDir folder(m_home.filePath(QStringLiteral("alone")));
        QVERIFY(folder.mkpath(QStringLiteral("bin")));
        const QString program = folder.filePath(QStringLiteral("bin/quantlens"));
        QVERIFY(QFile::copy(test::program(QStringLiteral("quantlens")), program));
        const QString workspace = m_home.filePath(QStringLiteral("alone.qlens"));
        const test::Outcome ended = drive(program, workspace);
        QVERIFY2(!ended.crashed && ended.exitCode == 0, qPrintable(ended.out + ended.err));
        QVERIFY2(ended.out.contains(QStringLiteral("errors: ⚠ 1 error\n")), qPrintable(ended.out));
        QCOMPARE(runsOf(workspace).size(), 0);
    }
};

QTEST_GUILESS_MAIN(ProgramTest)
#include "program_test.moc"
