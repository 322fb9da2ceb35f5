// SPDX-License-Identifier: GPL-3.0-or-later
// The place Suites on the real main window, offscreen.
#include "core/suites/suites.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/suiteanswer.h"
#include "ui/models/suitedocument.h"
#include "ui/models/suitefilter.h"
#include "ui/models/suiteshelf.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"
#include "ui/panels/suiteform.h"
#include "ui/panels/suitespanel.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace quantlens;
using Tester = QAbstractItemModelTester;
using ui::MainWindow;
using ui::SuiteDocument;

namespace {

const QByteArray ownSuite =
    "{\"id\": \"own/1\", \"category\": \"arithmetic\", \"text\": \"What is 6 times 7?\", \"max_tokens\": 32, "
    "\"answer\": {\"type\": \"number\", \"value\": 42}, \"check\": {\"python\": \"6 * 7\"}}\n"
    "{\"id\": \"own/2\", \"category\": \"logic\", \"text\": \"Is 3 less than 2?\", \"answer\": {\"value\": \"no\"}}\n"
    "{\"id\": \"own/3\", \"text\": \"Tell a story.\"}\n";

QByteArray bytesAt(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

template<class T>
T* child(const QWidget& window, const char* name)
{
    return window.findChild<T*>(QLatin1String(name));
}

} // namespace

class SuiteEditorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qunsetenv("QUANTLENS_LLAMA_SERVER");
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("own.jsonl"));
        writeFile(m_path, ownSuite);
    }

    void documentAndModel()
    {
        const auto loaded = ui::loadForEditing(m_path);
        QVERIFY(loaded);
        SuiteDocument document;
        const Tester tester(&document, Tester::FailureReportingMode::QtTest);
        document.setSuite(*loaded);
        ui::SuiteFilter filter;
        filter.setSourceModel(&document);
        const Tester filterTester(&filter, Tester::FailureReportingMode::QtTest);
        QCOMPARE(document.rowCount(), 3);
        QVERIFY(!document.modified());
        QTRY_COMPARE(document.checked().ids,
                     (QStringList{QStringLiteral("own/1"), QStringLiteral("own/2"), QStringLiteral("own/3")}));

        domain::Prompt prompt = document.prompt(2);
        for (const char16_t letter : std::u16string_view(u"abc")) { // one step, as typed
            prompt.messages.first().content += QChar(letter);
            document.setPrompt(2, prompt, QStringLiteral("message 0"), QStringLiteral("Edit the prompt"));
        }
        QCOMPARE(document.undoStack()->count(), 1);
        document.move(0, 2);
        document.removePrompts({0, 1});
        QCOMPARE(document.rowCount(), 1);
        QCOMPARE(document.prompt(0).id, QStringLiteral("own/1"));
        QCOMPARE(document.duplicate(0), 1);
        while (document.undoStack()->canUndo())
            document.undoStack()->undo();
        QCOMPARE(suites::bytesOf(document.draft()), ownSuite);
        QVERIFY(!document.modified());
        while (document.undoStack()->canRedo())
            document.undoStack()->redo();
        QCOMPARE(document.rowCount(), 2);
        filter.setText(QStringLiteral("times 7"));
        QCOMPARE(filter.rowCount(), 2);
        filter.setCategory(QStringLiteral("logic"));
        QCOMPARE(filter.rowCount(), 0);
        // The second one has to have another id.
        QTRY_VERIFY(!document.checking());
        QVERIFY(document.problems(0).isEmpty());
        QCOMPARE(document.prompt(1).id, QStringLiteral("own/1-2"));

        ui::SuiteShelf shelf({});
        const Tester shelfTester(&shelf, Tester::FailureReportingMode::QtTest);
        QCOMPARE(shelf.rowCount(), suites::bundledSuites().size());
        QCOMPARE(shelf.addFile(m_path), 0);
        QCOMPARE(shelf.addFile(m_path), 0);
        shelf.removeAt(shelf.rowCount() - 1); // bundled ones stay
        QCOMPARE(shelf.rowCount(), suites::bundledSuites().size() + 1);
        shelf.removeAt(0);
        QCOMPARE(shelf.rowCount(), suites::bundledSuites().size());
    }

    void editUndoSave()
    {
        MainWindow window(services());
        SuiteDocument* document = openOwn(window);
        QVERIFY(document);
        auto* table = child<QTableView>(window, "suites-table");
        QCOMPARE(table->model()->rowCount(), 3);

        // A form for one: typed text is in the suite at once, what is doubtful is said as one types.
        window.suitesPanel()->selectRow(0);
        auto* value = child<QPlainTextEdit>(window, "suite-value");
        QCOMPARE(value->toPlainText(), QStringLiteral("42"));
        auto* tokens = child<QSpinBox>(window, "suite-tokens");
        QCOMPARE(tokens->value(), 32);
        tokens->setValue(64);
        QCOMPARE(document->prompt(0).maxTokens, 64);
        QVERIFY(document->modified());
        QVERIFY(window.windowTitle().contains(QLatin1String("own *")));
        auto* text = child<QPlainTextEdit>(window, "suite-text-0");
        text->setFocus();
        text->moveCursor(QTextCursor::End);
        QTest::keyClicks(text, QStringLiteral(" Digits only."));
        QCOMPARE(document->prompt(0).text(), QStringLiteral("What is 6 times 7? Digits only."));
        QCOMPARE(document->undoStack()->count(), 2);

        // Undo in a field is the suite's.
        QTest::keyClick(text, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document->prompt(0).text(), QStringLiteral("What is 6 times 7?"));
        QCOMPARE(text->toPlainText(), QStringLiteral("What is 6 times 7?"));
        window.actions()->action(QStringLiteral("edit.undo"))->trigger();
        QVERIFY(!document->modified());
        QCOMPARE(tokens->value(), 32);
        window.actions()->action(QStringLiteral("edit.redo"))->trigger();

        QTest::keyClick(&window, Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!document->modified());
        QByteArray expected = ownSuite;
        expected.replace("\"max_tokens\": 32", "\"max_tokens\": 64");
        QCOMPARE(bytesAt(m_path), expected); // nothing else is touched, "check" stays
        QVERIFY(suites::loadSuite(m_path));
    }

    void repliesAreTriedLive()
    {
        MainWindow window(services());
        SuiteDocument* document = openOwn(window);
        QVERIFY(document);
        window.suitesPanel()->selectRow(0);
        auto* tried = child<QLabel>(window, "suite-tried");
        auto* reply = child<QPlainTextEdit>(window, "suite-reply");
        reply->setPlainText(QStringLiteral("6 times 7 makes 42, I think."));
        QVERIFY2(tried->text().contains(QLatin1String("Reads 42: right")), qPrintable(tried->text()));
        reply->setPlainText(QStringLiteral("The answer is 41."));
        QVERIFY2(tried->text().contains(QLatin1String("Reads 41: wrong")), qPrintable(tried->text()));
        reply->setPlainText(QStringLiteral("No idea."));
        QVERIFY2(tried->text().contains(QLatin1String("No answer is found")), qPrintable(tried->text()));
        // Another strategy reads another answer, at once.
        reply->setPlainText(QStringLiteral("The answer is 41."));
        auto* strategy = child<QComboBox>(window, "suite-strategy");
        strategy->setCurrentIndex(strategy->findData(QStringLiteral("none")));
        QVERIFY2(tried->text().contains(QLatin1String("Nothing is read")), qPrintable(tried->text()));
        QVERIFY(!document->prompt(0).answer->value.size());
        document->undoStack()->undo();
        QCOMPARE(document->prompt(0).answer->value, QStringLiteral("42"));
        // By category: the second prompt says nothing itself.
        window.suitesPanel()->selectRow(1);
        QVERIFY(reply->toPlainText().isEmpty());
        auto* reading = child<QLabel>(window, "suite-reading");
        QVERIFY2(reading->text().contains(QLatin1String("yes or no")), qPrintable(reading->text()));
        reply->setPlainText(QStringLiteral("No, 3 is larger."));
        QVERIFY2(tried->text().contains(QLatin1String("right")), qPrintable(tried->text()));
    }

    void problemsDuplicatesCoverage()
    {
        writeFile(m_path, ownSuite + "{\"id\": \"own/2\", \"text\": \"twice\"}\nbroken {\n"
                                     "{\"id\": \"own/6\", \"category\": \"arithmetic\", \"text\": \"What is 6 times 7 "
                                     "then?\", \"answer\": {\"type\": \"number\", \"value\": \"42\"}}\n");
        MainWindow window(services());
        SuiteDocument* document = openOwn(window);
        QVERIFY(document);
        QTRY_VERIFY(!document->checking());
        auto* problems = child<QTableView>(window, "suite-problems-table");
        QStringList codes;
        for (int row = 0; row < problems->model()->rowCount(); ++row)
            codes << problems->model()->index(row, 4).data().toString();
        QVERIFY2(codes.contains(QLatin1String("suite.duplicate_id")), qPrintable(codes.join(u' ')));
        QVERIFY(codes.contains(QLatin1String("suite.syntax")));
        QVERIFY(codes.contains(QLatin1String("check.similar")));
        QVERIFY(child<QTabWidget>(window, "suites-tabs")->tabText(1).contains(QString::number(codes.size())));
        // A problem leads to its prompt.
        problems->setCurrentIndex(problems->model()->index(int(codes.indexOf(QLatin1String("suite.syntax"))), 0));
        QCOMPARE(window.suitesPanel()->currentRow(), 4);
        // What is no object is edited as it is written.
        auto* raw = child<QPlainTextEdit>(window, "suite-raw");
        QCOMPARE(raw->toPlainText(), QStringLiteral("broken {"));
        raw->setPlainText(QStringLiteral("{\"id\": \"own/5\",\n \"text\": \"mended\"}"));
        QTest::mouseClick(child<QPushButton>(window, "suite-raw-apply"), Qt::LeftButton);
        QCOMPARE(document->prompt(4).text(), QStringLiteral("mended"));
        // A wrong id is mended in the form.
        window.suitesPanel()->selectRow(3);
        auto* id = child<QLineEdit>(window, "suite-id");
        QVERIFY(child<QLabel>(window, "suite-problems-of-prompt")->text().contains(QLatin1String("already used")));
        id->setFocus();
        id->selectAll();
        QTest::keyClicks(id, QStringLiteral("own/4"));
        QTRY_VERIFY(document->problems(3).isEmpty() || !document->problems(3).first().error);
        QTRY_VERIFY(!document->checking());
        const auto coverage = child<QTableView>(window, "suite-coverage-table")->model();
        QCOMPARE(coverage->rowCount(), 3);
        QCOMPARE(coverage->index(0, 0).data().toString(), QStringLiteral("arithmetic"));
        QCOMPARE(coverage->index(0, 1).data().toString(), QStringLiteral("2"));
        auto* category = child<QComboBox>(window, "suites-category");
        category->setCurrentIndex(category->findData(QStringLiteral("arithmetic")));
        QCOMPARE(child<QTableView>(window, "suites-table")->model()->rowCount(), 2);
    }

    void aFileChangedElsewhereIsNotOverwritten()
    {
        MainWindow window(services());
        SuiteDocument* document = openOwn(window);
        QVERIFY(document);
        window.suitesPanel()->selectRow(2);
        domain::Prompt prompt = document->prompt(2);
        prompt.why = QStringLiteral("mine");
        document->setPrompt(2, prompt, QStringLiteral("why"), QStringLiteral("Edit"));
        const QByteArray theirs = ownSuite + "{\"id\": \"own/4\", \"text\": \"theirs\"}\n";
        writeFile(m_path, theirs);
        window.actions()->action(QStringLiteral("suites.save"))->trigger();
        auto* box = child<QMessageBox>(window, "suites-changed");
        QVERIFY(box && box->isVisible());
        QCOMPARE(bytesAt(m_path), theirs);
        QVERIFY(document->modified());
        QTest::mouseClick(child<QPushButton>(*box, "suites-changed-reload"), Qt::LeftButton);
        QTRY_COMPARE(document->rowCount(), 4);
        QVERIFY(!document->modified());
        // What was one's own comes back by undo, and can be saved over what was read.
        document->undoStack()->undo();
        QCOMPARE(document->rowCount(), 3);
        QCOMPARE(document->prompt(2).why, QStringLiteral("mine"));
        QVERIFY(document->modified());
        window.actions()->action(QStringLiteral("suites.save"))->trigger();
        QVERIFY(bytesAt(m_path).contains("mine"));
        QVERIFY(!bytesAt(m_path).contains("theirs"));
    }

    void bundledSuitesAreReadOnly()
    {
        MainWindow window(services());
        showPlace(window);
        window.suitesPanel()->openSuite(QStringLiteral("smoke"));
        QTRY_VERIFY(window.suitesPanel()->document());
        SuiteDocument* document = window.suitesPanel()->document();
        QVERIFY(document->readOnly());
        QCOMPARE(document->rowCount(), 12);
        QVERIFY(child<QLineEdit>(window, "suite-id")->isReadOnly());
        for (const char* id : {"suites.add-prompt", "suites.remove", "suites.duplicate", "suites.save"})
            QVERIFY2(!window.actions()->action(QLatin1String(id))->isEnabled(), id);
        QCOMPARE(document->insertPrompt(0, {}), -1);
        document->removePrompts({0});
        QCOMPARE(document->rowCount(), 12);
        window.actions()->action(QStringLiteral("suites.use"))->trigger();
        QCOMPARE(window.place(), MainWindow::Run);
        QCOMPARE(window.runPanel()->form()->request().suite, QStringLiteral("smoke"));
        // A copy is one's own.
        const QString copy = m_folder->filePath(QStringLiteral("copy.jsonl"));
        QVERIFY(document->saveAs(copy));
        QVERIFY(!document->readOnly());
        QCOMPARE(bytesAt(copy), *suites::bundledBytes(QStringLiteral("smoke")));
        QCOMPARE(window.suitesPanel()->shelf()->keyAt(0), copy);
        QVERIFY(window.suitesPanel()->shelf()->find(QStringLiteral("smoke")) > 0);
    }

    void aNewSuite()
    {
        MainWindow window(services());
        showPlace(window);
        window.actions()->action(QStringLiteral("suites.new"))->trigger();
        SuiteDocument* document = window.suitesPanel()->document();
        QVERIFY(document && !document->readOnly());
        QCOMPARE(document->rowCount(), 1);
        auto* text = child<QPlainTextEdit>(window, "suite-text-0");
        text->setFocus();
        QTest::keyClicks(text, QStringLiteral("What is 1 + 1?"));
        auto* value = child<QPlainTextEdit>(window, "suite-value");
        value->setFocus();
        QTest::keyClicks(value, QStringLiteral("2"));
        auto* strategy = child<QComboBox>(window, "suite-strategy");
        strategy->setCurrentIndex(strategy->findData(QStringLiteral("number")));
        QTest::mouseClick(child<QPushButton>(window, "suite-message-add"), Qt::LeftButton);
        QTest::keyClicks(child<QPlainTextEdit>(window, "suite-text-0"), QStringLiteral("Be brief."));
        QCOMPARE(document->prompt(0).messages.size(), 2);
        QCOMPARE(document->prompt(0).messages.first().role, QStringLiteral("system"));
        QCOMPARE(document->prompt(0).messages.last().content, QStringLiteral("What is 1 + 1?"));
        window.actions()->action(QStringLiteral("suites.add-prompt"))->trigger();
        QCOMPARE(document->rowCount(), 2);
        QCOMPARE(window.suitesPanel()->currentRow(), 1);
        QCOMPARE(window.suitesPanel()->unsaved().size(), 1);
        const QString path = m_folder->filePath(QStringLiteral("fresh.jsonl"));
        QVERIFY(document->saveAs(path));
        const auto suite = suites::loadSuite(path);
        QVERIFY(suite);
        QCOMPARE(suite->prompts.size(), 2);
        QCOMPARE(suite->prompts.first().answer->value, QStringLiteral("2"));
        QCOMPARE(suite->prompts.first().messages.size(), 2);
        QVERIFY(window.suitesPanel()->unsaved().isEmpty());
    }

    void nothingIsLostOnClosing()
    {
        {
            MainWindow window(services());
            SuiteDocument* document = openOwn(window);
            QVERIFY(document);
            document->removePrompts({1});
            QVERIFY(!window.close());
            auto* box = child<QMessageBox>(window, "unsaved-suites");
            QVERIFY(box && box->isVisible());
            QTest::mouseClick(child<QPushButton>(*box, "unsaved-suites-save"), Qt::LeftButton);
            QTRY_VERIFY(!window.isVisible());
            QVERIFY(!bytesAt(m_path).contains("own/2"));
        }
        MainWindow window(services()); // the list of one's own suites comes back
        showPlace(window);
        QVERIFY(window.suitesPanel()->shelf()->find(m_path) >= 0);
        SuiteDocument* document = openOwn(window);
        QVERIFY(document);
        document->removePrompts({0});
        QVERIFY(!window.close());
        QTest::mouseClick(child<QPushButton>(window, "unsaved-suites-discard"), Qt::LeftButton);
        QTRY_VERIFY(!window.isVisible());
        QVERIFY(bytesAt(m_path).contains("own/1"));
    }

private:
    [[nodiscard]] ui::WindowServices services() const
    {
        return {.store = nullptr, .runs = nullptr, .configFolder = m_folder->path()};
    }

    static void showPlace(MainWindow& window)
    {
        window.resize(1280, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.activateWindow();
        QTest::keyClick(&window, Qt::Key_7, Qt::ControlModifier);
        QCOMPARE(window.place(), MainWindow::Suites);
    }

    /// Shows the file at m_path; nullptr when it does not come.
    SuiteDocument* openOwn(MainWindow& window) const
    {
        showPlace(window);
        window.suitesPanel()->openSuite(m_path);
        if (!QTest::qWaitFor(
                [&] { return window.suitesPanel()->document() && window.suitesPanel()->document()->path() == m_path; }))
            return nullptr;
        return window.suitesPanel()->document();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_MAIN(SuiteEditorTest)
#include "suiteeditor_test.moc"
