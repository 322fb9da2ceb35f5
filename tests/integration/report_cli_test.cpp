// SPDX-License-Identifier: GPL-3.0-or-later
// quantlens-cli report: every format of a stored run, and folders of infer-check's results.
#include "tests/support/infercheckfiles.h"
#include "tests/support/process.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace quantlens::test;
using namespace Qt::StringLiterals;

namespace {

QString data(const char* path)
{
    return QStringLiteral(QUANTLENS_TEST_DATA "/") + QString::fromUtf8(path);
}

/// The result file of a recorded run of infer-check.
QString capture(const QString& name)
{
    const QDir folder(data("captures/") + name);
    return folder.filePath(folder.entryList({u"*.json"_s}).value(0));
}

} // namespace

class ReportCliTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QString m_run;

    Outcome report(const QStringList& args) const { return runCli(QStringList{u"report"_s} + args, m_home.path()); }
    [[nodiscard]] QString path(const QString& name) const { return m_home.filePath(name); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        const Outcome imported = runCli({u"import"_s, data("imports/answers-pairs.jsonl")}, m_home.path());
        QVERIFY2(imported.exitCode == 0, qPrintable(imported.err));
        m_run = imported.out.trimmed();
        QVERIFY(!m_run.isEmpty());
    }

    void everyFormat_data()
    {
        QTest::addColumn<QByteArray>("begins");
        QTest::newRow("html") << QByteArray("<!DOCTYPE html>");
        QTest::newRow("json") << QByteArray("{");
        QTest::newRow("md") << QByteArray("# ");
        QTest::newRow("csv") << QByteArray();
        QTest::newRow("pdf") << QByteArray("%PDF-");
        QTest::newRow("junit") << QByteArray("<?xml");
        QTest::newRow("issue") << QByteArray();
        QTest::newRow("llm-comparator") << QByteArray("{");
        QTest::newRow("infer-check") << QByteArray("{");
    }

    /// Into a file; and what is no page also to standard output, the same bytes.
    void everyFormat()
    {
        QFETCH(QByteArray, begins);
        const QString format = QString::fromUtf8(QTest::currentDataTag());
        const QString file = path(u"out."_s + format);
        const Outcome written = report({m_run, u"--format"_s, format, u"--output"_s, file});
        QVERIFY2(written.exitCode == 0, qPrintable(written.err));
        QVERIFY(written.out.isEmpty());
        QVERIFY(written.err.contains(file));
        const QByteArray bytes = fileContent(file);
        QVERIFY2(bytes.startsWith(begins) && bytes.size() > 100, bytes.left(60).constData());
        if (begins == "{") {
            QJsonParseError error;
            QVERIFY(QJsonDocument::fromJson(bytes, &error).isObject());
        } else if (begins == "<?xml") {
            QXmlStreamReader reader(bytes);
            while (!reader.atEnd())
                reader.readNext();
            QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        }
        if (format == "pdf"_L1)
            return;
        const Outcome printed = report({m_run, u"--format"_s, format, u"--output"_s, u"-"_s});
        QCOMPARE(printed.exitCode, 0);
        QCOMPARE(printed.out.toUtf8(), bytes);
    }

    /// Pages go into a file named after the run by themselves.
    void pagesAreNamed()
    {
        for (const QString& format : {u"html"_s, u"pdf"_s}) {
            const Outcome written = report({u"latest"_s, u"--format"_s, format});
            QVERIFY2(written.exitCode == 0, qPrintable(written.err));
            QCOMPARE(QDir(m_home.path()).entryList({u"report_F16_vs_Q4_K_M*."_s + format}).size(), 1);
        }
    }

    void whatGoesWrongIsSaid()
    {
        QCOMPARE(report({m_run, u"--format"_s, u"doc"_s}).exitCode, 2);
        QCOMPARE(report({u"0000none"_s}).exitCode, 2);
        QCOMPARE(report({m_run, u"--format"_s, u"issue"_s, u"--prompt"_s, u"none"_s}).exitCode, 2);
        QCOMPARE(report({}).exitCode, 2);
        QFile file(path(u"plain"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const Outcome nowhere = report({m_run, u"--output"_s, u"plain/report.html"_s});
        QCOMPARE(nowhere.exitCode, 3);
        QVERIFY(!nowhere.err.isEmpty());
    }

    /// --open gives the file to the desktop's program.
    void pagesAreOpened()
    {
        QVERIFY(QDir(m_home.path()).mkpath(u"bin"_s));
        const QString seen = path(u"seen"_s);
        QFile program(path(u"bin/xdg-open"_s));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write("#!/bin/sh\nprintf '%s' \"$1\" >'" + seen.toUtf8() + ".new' && mv '" + seen.toUtf8() + ".new' '" +
                      seen.toUtf8() + "'\n");
        program.close();
        QVERIFY(program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        const QByteArray usual = qgetenv("PATH");
        qputenv("PATH", path(u"bin"_s).toUtf8() + ':' + usual);
        const Outcome written = report({m_run, u"--output"_s, u"opened.html"_s, u"--open"_s});
        qputenv("PATH", usual);
        QVERIFY2(written.exitCode == 0, qPrintable(written.err));
        QTRY_VERIFY(QFile::exists(seen));
        QCOMPARE(QFileInfo(QString::fromUtf8(fileContent(seen))).canonicalFilePath(),
                 QFileInfo(path(u"opened.html"_s)).canonicalFilePath());
    }

    /// What is written for infer-check can be imported, and written again, byte by byte.
    void inferCheckComesBack()
    {
        const QString first = path(u"first.json"_s);
        QCOMPARE(report({m_run, u"--format"_s, u"infer-check"_s, u"--output"_s, first}).exitCode, 0);
        const Outcome again = runCli({u"import"_s, first}, m_home.path());
        QVERIFY2(again.exitCode == 0, qPrintable(again.err));
        const Outcome second = report({again.out.trimmed(), u"--format"_s, u"infer-check"_s, u"--output"_s, u"-"_s});
        QCOMPARE(second.out.toUtf8(), fileContent(first));
    }

    /// A folder of infer-check's results: one page, or one document, beside them; an existing folder wins over a run.
    void folders()
    {
        const QString folder = path(u"latest"_s);
        QVERIFY(QDir().mkpath(folder + u"/inner"_s));
        const QStringList names{u"compare-ollama"_s, u"sweep-openai"_s, u"determinism-flaky"_s};
        for (const QString& name : names)
            QVERIFY(QFile::copy(capture(name), u"%1/inner/%2.json"_s.arg(folder, name)));
        QFile odd(folder + u"/odd.json"_s);
        QVERIFY(odd.open(QIODevice::WriteOnly) && odd.write("{\"x\": [1,\n2") > 0);
        odd.close();

        const Outcome page = report({u"latest"_s});
        QVERIFY2(page.exitCode == 0, qPrintable(page.err));
        QVERIFY(page.err.contains(u"odd.json:2: "_s));
        const QByteArray html = fileContent(folder + u"/report.html"_s);
        QVERIFY(html.startsWith("<!DOCTYPE html>"));
        QVERIFY(html.contains("3 results"));

        for (int time = 0; time < 2; ++time) { // its own document is none of the results
            const Outcome document = report({folder, u"--format"_s, u"json"_s});
            QVERIFY2(document.exitCode == 0, qPrintable(document.err));
            const QJsonObject merged = QJsonDocument::fromJson(fileContent(folder + u"/report.json"_s)).object();
            QCOMPARE(merged["summary"_L1]["compare_count"_L1].toInt(), 1);
            QCOMPARE(merged["summary"_L1]["sweep_count"_L1].toInt(), 1);
            QVERIFY(merged["determinism"_L1].toArray().size() > 0);
        }
        QCOMPARE(report({folder, u"--format"_s, u"csv"_s}).exitCode, 2);
        QVERIFY(QDir().mkpath(path(u"empty"_s)));
        QVERIFY(report({path(u"empty"_s)}).exitCode != 0);
    }
};

QTEST_GUILESS_MAIN(ReportCliTest)
#include "report_cli_test.moc"
