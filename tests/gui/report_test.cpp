// SPDX-License-Identifier: GPL-3.0-or-later
// The report on paper and its dialog.
#include "samples.h"

#include "tests/support/reportsample.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/reportjob.h"
#include "ui/panels/comparepanel.h"
#include "ui/panels/reportdialog.h"
#include "ui/print/drawings.h"
#include "ui/print/pdf.h"
#include "ui/print/textdocument.h"
#include "ui/print/textsheet.h"

#include <QAbstractTextDocumentLayout>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

using namespace quantlens;
using reports::Format;
using reports::Part;
using testing::ReportSample;

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class ReportTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void paperTakesNoMarkup_data()
    {
        QTest::addColumn<QString>("word");
        for (const auto& [name, word] : testing::hostileWords())
            QTest::newRow(name) << word;
        QTest::newRow("document's own signs")
            << (QStringLiteral("a\uFDD0b\uFDD1c\uFFFCd\u2029e\u2028f") + QChar(0xfdef));
    }
    void paperTakesNoMarkup()
    {
        QFETCH(QString, word);
        const ReportSample sample(word);
        const scoring::RunScores scores = sample.scores();
        const reports::Document document = reports::makeDocument({sample.data, scores});
        const auto text = print::makeTextDocument(document, {.font = print::reportFont()});
        QVERIFY(text);
        const ReportSample harmless(QString(word.size(), u'w'));
        const scoring::RunScores same = harmless.scores();
        const auto plain =
            print::makeTextDocument(reports::makeDocument({harmless.data, same}), {.font = print::reportFont()});
        QCOMPARE(text->blockCount(), plain->blockCount()); // no paragraph, no table is of the word's making
        int drawings = 0;
        for (QTextBlock block = text->begin(); block.isValid(); block = block.next()) {
            for (auto piece = block.begin(); !piece.atEnd(); ++piece) {
                const QTextCharFormat format = piece.fragment().charFormat();
                QVERIFY(!format.isImageFormat() && !format.isAnchor() && format.anchorHref().isEmpty());
                QVERIFY(format.objectType() == QTextFormat::NoObject ||
                        format.objectType() == print::Drawings::objectType ||
                        format.objectType() == QTextFormat::TableCellObject);
                drawings += format.objectType() == print::Drawings::objectType ? int(piece.fragment().length()) : 0;
            }
        }
        QVERIFY(drawings > 3);
    }

    void pdfIsVector()
    {
        const domain::RunData data = samples::run();
        const scoring::RunScores scores = scoring::scoreRun(data);
        const auto pdf = print::pdfReport({data, scores}, {.parts = reports::usualParts(Format::Pdf)});
        QVERIFY(pdf);
        QVERIFY(pdf->startsWith("%PDF-") && pdf->contains("%%EOF"));
        QVERIFY(pdf->count("/Type /Page\n") + pdf->count("/Type /Page ") >= 2);
        QVERIFY2(!pdf->contains("/Subtype /Image"), "no pixels");
        QVERIFY(pdf->contains("/FontFile2") || pdf->contains("/FontFile"));
        for (const char* forbidden : {"/URI", "/JavaScript", "/Launch", "/EmbeddedFile"})
            QVERIFY2(!pdf->contains(forbidden), forbidden);
        const QString target = qEnvironmentVariable("QUANTLENS_SCREENSHOTS");
        if (!target.isEmpty() && QDir().mkpath(target)) {
            QFile file(target + QStringLiteral("/report.pdf"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(*pdf);
        }
        QCOMPARE(
            print::pdfReport({data, scores}, {.progress = [](qsizetype, qsizetype) { return false; }}).error().code,
            QStringLiteral("report.cancelled"));
    }

    /// Sections of every length: wherever a page ends, no heading is the last thing on it.
    void headingsStayWithWhatFollows()
    {
        const domain::RunData data = samples::run();
        const scoring::RunScores scores = scoring::scoreRun(data);
        const reports::Document report = reports::makeDocument({data, scores});
        reports::Document document;
        for (int lines = 0; lines < 40; ++lines) {
            reports::Section section{.title = QStringLiteral("Section %1").arg(lines)};
            for (int i = 0; i < lines; ++i)
                section.blocks.append(reports::Words{reports::say(QStringLiteral("A line of text."))});
            for (const reports::Section& real : report.sections) {
                for (const reports::Block& block : real.blocks) {
                    if ((lines % 3 == 0 && std::holds_alternative<reports::Picture>(block)) ||
                        (lines % 5 == 0 && std::holds_alternative<reports::Table>(block)))
                        section.blocks.append(block);
                }
            }
            document.sections.append(section);
        }
        const auto text = print::makeTextDocument(document, {.font = print::reportFont()});
        QVERIFY(text);
        constexpr double height = 900;
        const auto pageOf = [&](const QTextBlock& block) {
            const double top = text->documentLayout()->blockBoundingRect(block).top(); // lays it out
            const QTextLayout* lines = block.layout();
            return int((lines->lineCount() > 0 ? top + lines->lineAt(0).y() : top) / height);
        };
        const auto lastOnPage = [&] {
            int alone = 0;
            for (QTextBlock block = text->begin(); block.next().isValid(); block = block.next())
                alone += block.blockFormat().hasProperty(print::TextSheet::keepProperty) &&
                         pageOf(block) != pageOf(block.next());
            return alone;
        };
        text->setPageSize(QSizeF(680, height));
        QVERIFY(lastOnPage() > 0);
        print::layOutPages(*text, QSizeF(680, height));
        QVERIFY(text->pageCount() > 5);
        QCOMPARE(lastOnPage(), 0);
        // Nothing stands elsewhere than where a layout of the whole puts it.
        const auto tops = [&] {
            QList<double> all;
            for (QTextBlock block = text->begin(); block.isValid(); block = block.next())
                all.append(text->documentLayout()->blockBoundingRect(block).top());
            return all;
        };
        const QList<double> shown = tops();
        text->setPageSize(QSizeF(600, height));
        text->setPageSize(QSizeF(680, height));
        QCOMPARE(tops(), shown);
    }

    void dialogExports()
    {
        const ui::ShownRunPtr run = ui::scoreRun(samples::run());
        ui::ReportDialog dialog(run);
        QSignalSpy previewed(&dialog, &ui::ReportDialog::previewed);
        dialog.show();
        QVERIFY(previewed.wait(60'000));
        auto* preview = dialog.findChild<ui::ReportPreview*>();
        QVERIFY(preview);
        QVERIFY(preview->toPlainText().contains(QLatin1String("sums-F16")));
        QVERIFY(preview->toPlainText().contains(QLatin1String("How the numbers were made")));
        QVERIFY(
            !preview->loadResource(QTextDocument::ImageResource, QUrl(QStringLiteral("file:///etc/passwd"))).isValid());

        // A part that is left out leaves the preview and the file.
        auto* method = dialog.findChild<QCheckBox*>(QStringLiteral("report-part-method"));
        QVERIFY(method && method->isChecked());
        method->click();
        QVERIFY(previewed.wait(60'000));
        QVERIFY(!preview->toPlainText().contains(QLatin1String("How the numbers were made")));

        QSignalSpy exported(&dialog, &ui::ReportDialog::exported);
        const std::pair<Format, const char*> files[] = {{Format::Html, "r.html"},   {Format::Pdf, "r.pdf"},
                                                        {Format::Markdown, "r.md"}, {Format::Csv, "r.csv"},
                                                        {Format::Json, "r.json"},   {Format::JUnit, "r.xml"}};
        for (const auto& [format, name] : files) {
            dialog.setFormat(format);
            dialog.exportTo(path(name));
            QVERIFY2(exported.wait(60'000), name);
            QVERIFY2(!contents(path(name)).isEmpty(), name);
        }
        QVERIFY(contents(path("r.html")).startsWith("<!DOCTYPE html>"));
        QVERIFY(!contents(path("r.html")).contains("How the numbers were made"));
        QVERIFY(contents(path("r.pdf")).startsWith("%PDF-"));
        QVERIFY(contents(path("r.json")).startsWith("{\"annotations\"") ||
                contents(path("r.json")).contains("quantlens-run"));

        dialog.findChild<QPushButton*>(QStringLiteral("report-copy"))->click();
        // The page is made in the background, and a clipboard that was never set holds no data at all.
        QTRY_VERIFY(QGuiApplication::clipboard()->mimeData() && QGuiApplication::clipboard()->mimeData()->hasHtml());
        QVERIFY(QGuiApplication::clipboard()->mimeData()->html().contains(QLatin1String("sums-F16")));
    }

    void dialogSaysWhatWentWrong()
    {
        ui::ReportDialog dialog(ui::scoreRun(samples::run()));
        dialog.show();
        auto* status = dialog.findChild<QLabel*>(QStringLiteral("report-status"));
        QSignalSpy exported(&dialog, &ui::ReportDialog::exported);
        dialog.setFormat(Format::Csv);
        dialog.exportTo(path("no/such/folder/r.csv"));
        QTRY_VERIFY(status->text().contains(QLatin1String("could not be saved")));
        QCOMPARE(exported.size(), 0);
        QVERIFY(dialog.findChild<QPushButton*>(QStringLiteral("report-export"))->isEnabled());
        // Closed while it is at work: nothing is left behind, nothing falls over.
        auto* gone = new ui::ReportDialog(ui::scoreRun(samples::run()));
        gone->exportTo(path("late.html"));
        delete gone;
        QTest::qWait(200);
        QVERIFY(!QFile::exists(path("late.html")) || contents(path("late.html")).endsWith("</html>\n"));
    }

    void windowHasTheAction()
    {
        ui::MainWindow window({});
        window.resize(1280, 800);
        window.show();
        QAction* action = window.actions()->action(QStringLiteral("file.report"));
        QVERIFY(action && !action->isEnabled());
        QCOMPARE(action->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_E));
        window.comparePanel()->setRun(ui::scoreRun(samples::run()));
        window.go(ui::MainWindow::Compare);
        QVERIFY(action->isEnabled());
        action->trigger();
        auto* dialog = window.findChild<ui::ReportDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        dialog->close();
        window.go(ui::MainWindow::Models);
        QVERIFY(!action->isEnabled());
    }
};

QTEST_MAIN(ReportTest)
#include "report_test.moc"
