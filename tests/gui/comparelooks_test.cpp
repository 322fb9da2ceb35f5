// SPDX-License-Identifier: GPL-3.0-or-later
// What models write is shown as text, whatever it is; and nothing is cut off in languages with longer words.
#include "looks.h"
#include "samples.h"

#include "core/store/store.h"
#include "ui/actions/actioncollection.h"
#include "ui/diff/diffview.h"
#include "ui/diff/forkinspector.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/promptlist.h"
#include "ui/panels/comparecentre.h"
#include "ui/panels/comparepanel.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace quantlens;

namespace {

struct Hostile
{
    const char* id;
    QString text;
};

QList<Hostile> hostileTexts()
{
    return {
        {"html",
         QStringLiteral("<b>bold</b><img src='file:///etc/passwd'><a href='http://x/'>x</a><script>1</script>\n")},
        {"long-line", QString(1'000'000, u'x')},
        {"bidi", QStringLiteral("\u202Eabc\u2066def\u2069\u202D\n").repeated(300)},
        {"zero-width", QStringLiteral("a\u200B\u200C\u200D\uFEFF").repeated(2000)},
        {"nul-ansi", QString(500, QChar(0)) + QStringLiteral("\x1B[2J\x1B[31mred\x1B]0;title\x07\r\b\v\f")},
        {"combining", QStringLiteral("a") + QString(10'000, QChar(0x0301))},
        {"broken", QString::fromUtf8(QByteArray("\xff\xc3\x28\xe2\x82\xf0\x9f").repeated(500))},
        {"emoji", QStringLiteral("👨‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏽").repeated(200)},
        {"rtl", QStringLiteral("مرحبا بالعالم hello שלום 123 ").repeated(200)},
        {"jcl", QStringLiteral("```jcl\n//") + QString(2000, u'\'') + QStringLiteral("\n```\n")},
        {"markdown", QStringLiteral("````\n# no heading\n![x](http://127.0.0.1:1/x.png)\n````")},
    };
}

/// A run in which ids, categories, prompts, labels and answers are hostile.
domain::RunData hostileRun()
{
    domain::RunData data = samples::run();
    data.run.prompts.clear();
    data.generations.clear();
    data.run.sides[0].model.label = QStringLiteral("<i>A</i>\u202E");
    data.run.sides[1].model.label = QStringLiteral("<img src=x>\nB");
    for (const Hostile& hostile : hostileTexts()) {
        const QString id = QLatin1String(hostile.id) + QStringLiteral("<b>") + hostile.text.left(40);
        domain::Prompt prompt =
            samples::prompt(id, hostile.text.left(60), hostile.text.left(5000), hostile.text.left(200));
        prompt.answer->strategy = QStringLiteral("exact");
        data.run.prompts.append(prompt);
        for (const int side : {0, 1}) {
            domain::Generation g = samples::generation(side, id, QStringLiteral("start 1"), QStringLiteral("<u>"));
            domain::TokenInfo token;
            token.bytes = (side == 0 ? hostile.text : hostile.text.left(3000) + u'!').toUtf8();
            token.logprob = -0.5F;
            token.top = {{-1, token.bytes, -0.5F}, {-1, "<script>", -2.F}};
            g.entries.append(token);
            g.text += QString::fromUtf8(token.bytes);
            g.request.insert(QStringLiteral("stop<b>"), hostile.text.left(300));
            data.generations.append(g);
        }
    }
    return data;
}

} // namespace

class CompareLooksTest : public QObject
{
    Q_OBJECT

    static void check(ui::MainWindow& window)
    {
        const QTemporaryDir folder;
        auto opened = store::Store::open(folder.filePath(QStringLiteral("w.qlens")));
        QVERIFY(opened);
        window.comparePanel()->setRun(ui::scoreRun(samples::run()), std::shared_ptr<store::Store>(std::move(*opened)));
        window.comparePanel()->selectPrompt(QStringLiteral("add-017"));
        window.go(ui::MainWindow::Compare);
        window.show();
        QTRY_VERIFY(window.comparePanel()->centre()->diff()->document());
        QTest::mouseClick(window.findChild<QToolButton*>(QStringLiteral("answer-edit-b")), Qt::LeftButton);
        window.comparePanel()->showOnly({QStringLiteral("add-017")},
                                        QStringLiteral("a reason that takes a good deal of "
                                                       "room in a narrow list"));
        QTest::qWait(50);
        const QStringList cut = looks::clipped(window.comparePanel());
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
    }

private Q_SLOTS:
    void nothingIsCutInEnglish()
    {
        ui::MainWindow window({});
        window.resize(1280, 800);
        check(window);
    }

    void nothingIsCutInLongerLanguages()
    {
        looks::LongWords longer;
        QVERIFY(QCoreApplication::installTranslator(&longer));
        {
            ui::MainWindow window({});
            window.resize(1280, 800);
            QCOMPARE(window.width(), 1280); // nothing forces the window wider
            check(window);
            QCOMPARE(window.width(), 1280);
        }
        QCoreApplication::removeTranslator(&longer);
    }

    void hostileAnswersAreText()
    {
        ui::MainWindow window({});
        window.resize(1280, 800);
        window.show();
        window.go(ui::MainWindow::Compare);
        ui::ComparePanel* panel = window.comparePanel();
        const ui::ShownRunPtr run = ui::scoreRun(hostileRun());
        panel->setRun(run);
        QElapsedTimer clock;
        clock.start();
        for (const domain::Prompt& prompt : run->data.run.prompts) {
            panel->selectPrompt(prompt.id);
            QCOMPARE(panel->promptId(), prompt.id);
            ui::DiffView* view = panel->centre()->diff();
            const QString& text = run->answer(0, prompt.id)->text;
            // What is displayed names dangerous characters; what was written stands behind it.
            const auto shows = [view, &text] {
                const auto document = view->document();
                return document && document->displayText(0).original(0, document->text(0).size()) == text;
            };
            QTRY_VERIFY2_WITH_TIMEOUT(shows(), qPrintable(prompt.id.left(12)), 20'000);
            for (const char* mode : {"compare.mode-confidence", "compare.mode-kl", "compare.mode-plain",
                                     "compare.mode-diff", "compare.unified", "compare.unified", "compare.fork"}) {
                window.actions()->action(QLatin1String(mode))->trigger();
                window.grab();
            }
            view->selectAll();
            QCOMPARE(view->selectedText(), run->answer(view->selectionSide(), prompt.id)->text);
            for (const char* copy : {"compare.copy-markdown", "compare.copy-issue"}) {
                window.actions()->action(QLatin1String(copy))->trigger();
                QVERIFY(!QGuiApplication::clipboard()->text().isEmpty());
            }
            // No label reads markup, and no tool tip holds any of the model's.
            for (const QLabel* label : window.findChildren<QLabel*>())
                QVERIFY2(label->textFormat() == Qt::PlainText || !Qt::mightBeRichText(label->text()),
                         qPrintable(label->objectName() + label->text()));
            for (const QWidget* widget : window.findChildren<QWidget*>()) {
                const QString tip = widget->toolTip();
                QVERIFY2(!tip.contains(QLatin1String("<img")) && !tip.contains(QLatin1String("<script")) &&
                             !tip.contains(QLatin1String("<b>")),
                         qPrintable(widget->objectName()));
            }
        }
        QVERIFY2(clock.elapsed() < 180'000, "far from it: only what hangs takes so long");
        const auto* prompts = window.findChild<QTableView*>(QStringLiteral("compare-prompts"));
        for (int row = 0; row < prompts->model()->rowCount(); ++row) {
            for (int column = 0; column < prompts->model()->columnCount(); ++column) {
                const QModelIndex index = prompts->model()->index(row, column);
                QVERIFY(!index.data(Qt::ToolTipRole).toString().contains(QLatin1String("<img")));
                QVERIFY(!index.data().toString().contains(QChar(0x202E)) && !index.data().toString().contains(u'\n'));
            }
        }
    }
};

QTEST_MAIN(CompareLooksTest)
#include "comparelooks_test.moc"
