// SPDX-License-Identifier: GPL-3.0-or-later
// quantlens-cli import: files of other programs become runs that every other command knows.
#include "tests/support/infercheckfiles.h"
#include "tests/support/process.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens::test;

namespace {

QString u(const char* text)
{
    return QString::fromUtf8(text);
}

QString data(const char* path)
{
    return QStringLiteral(QUANTLENS_TEST_DATA "/") + u(path);
}

} // namespace

class ImportCliTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    Outcome run(const QStringList& args) const { return runCli(args, m_home.path()); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.isValid()); }

    void captures()
    {
        QStringList files;
        const QDir captures(data("captures"));
        for (const QString& name : captures.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QDir folder(captures.filePath(name));
            files << folder.filePath(folder.entryList({u("*.json")}).first());
        }
        const Outcome imported = run(QStringList{u("import")} + files);
        QVERIFY2(imported.exitCode == 0, qPrintable(imported.err));
        const QStringList ids = imported.out.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(ids.size(), files.size());
        QVERIFY(imported.err.contains(u("infer-check")));

        const Outcome listed = run({u("runs"), u("--format"), u("json")});
        QCOMPARE(QJsonDocument::fromJson(listed.out.toUtf8()).array().size(), files.size());
        for (const QString& id : ids) {
            const Outcome shown = run({u("show"), id});
            QVERIFY2(shown.exitCode == 0, qPrintable(shown.err));
            QVERIFY(!shown.out.isEmpty());
        }
    }

    /// Export, import into another workspace, export: the same bytes.
    void ownRuns()
    {
        const Outcome imported = run({u("import"), data("imports/answers-pairs.jsonl")});
        QCOMPARE(imported.exitCode, 0);
        const QString id = imported.out.trimmed();
        const QString fresh = m_home.filePath(u("fresh.qlens"));
        const QString second = m_home.filePath(u("second.qlens"));
        QFile file(m_home.filePath(u("run.json")));
        const Outcome first = run({u("show"), id, u("--format"), u("json")});
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(first.out.toUtf8()) > 0);
        file.close();
        QCOMPARE(run({u("import"), u("--workspace"), fresh, file.fileName()}).out.trimmed(), id);
        const Outcome one = run({u("show"), u("--workspace"), fresh, id, u("--format"), u("json")});
        QCOMPARE(one.out, first.out);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(one.out.toUtf8()) > 0);
        file.close();
        QCOMPARE(run({u("import"), u("--workspace"), second, file.fileName()}).exitCode, 0);
        QCOMPARE(run({u("show"), u("--workspace"), second, id, u("--format"), u("json")}).out, one.out);

        // Not twice.
        const Outcome again = run({u("import"), u("--workspace"), second, file.fileName()});
        QCOMPARE(again.exitCode, 0);
        QVERIFY(again.err.contains(u("already")));
        const Outcome listed = run({u("runs"), u("--workspace"), second, u("--format"), u("json")});
        QCOMPARE(QJsonDocument::fromJson(listed.out.toUtf8()).array().size(), 1);
    }

    void badFiles()
    {
        QFile odd(m_home.filePath(u("odd.json")));
        QVERIFY(odd.open(QIODevice::WriteOnly) && odd.write("{\n\"a\": [1,\n") > 0);
        odd.close();
        const Outcome bad = run({u("import"), odd.fileName(), data("imports/answers-long.jsonl")});
        QCOMPARE(bad.exitCode, 2);
        QVERIFY(bad.err.contains(u("odd.json:3: ")));
        QCOMPARE(bad.out.split(u'\n', Qt::SkipEmptyParts).size(), 1); // the good one is imported
        QCOMPARE(run({u("import"), u("/no/such/file.json")}).exitCode, 2);
        QCOMPARE(run({u("import")}).exitCode, 2);
        QVERIFY(run({u("import"), u("--help")}).out.contains(u("lm-evaluation-harness")));
    }

    void json()
    {
        const Outcome imported =
            run({u("import"), u("--format"), u("json"), data("imports/kld-Q2_K.log"), data("imports/kld-Q4_K_M.log")});
        QCOMPARE(imported.exitCode, 0);
        const QJsonObject object = QJsonDocument::fromJson(imported.out.toUtf8()).object();
        QCOMPARE(object.value(u("kind")).toString(), u("sweep"));
        QCOMPARE(object.value(u("models")).toArray().size(), 3);
        const Outcome shown = run({u("show"), object.value(u("id")).toString()});
        QCOMPARE(shown.exitCode, 0);
        QVERIFY2(shown.out.contains(u("corpus")), qPrintable(shown.out));
    }
};

QTEST_GUILESS_MAIN(ImportCliTest)
#include "import_cli_test.moc"
