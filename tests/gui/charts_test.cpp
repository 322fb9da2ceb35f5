// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as widgets: hover, click, keyboard, selection, export; and both places on made-up runs.
#include "core/figures/runfigures.h"
#include "core/figures/svg.h"
#include "tests/support/syntheticrun.h"
#include "ui/actions/actioncollection.h"
#include "ui/charts/figurecard.h"
#include "ui/charts/figureselection.h"
#include "ui/charts/figuretable.h"
#include "ui/charts/figureview.h"
#include "ui/charts/scoretable.h"
#include "ui/charts/sparkline.h"
#include "ui/diff/diffview.h"
#include "ui/models/runcategory.h"
#include "ui/models/runlist.h"
#include "ui/models/runtext.h"
#include "ui/models/shownrun.h"
#include "ui/panels/elidedlabel.h"
#include "ui/panels/outputpair.h"
#include "ui/panels/runpicker.h"
#include "ui/panels/stabilitypanel.h"
#include "ui/panels/stabilitytable.h"
#include "ui/panels/sweeppanel.h"
#include "ui/panels/sweeptable.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>
#include <QWidget>
#include <QXmlStreamReader>

using namespace quantlens;
using domain::Pass;
using domain::RunKind;
using quantlens::testing::SyntheticRun;
using ui::FigureView;

namespace {

ui::ShownRunPtr sweepRun(int sides, int categories, int each)
{
    SyntheticRun run(RunKind::Sweep, {});
    for (int side = 0; side < sides; ++side) {
        domain::RunSide made;
        made.model.label = QStringLiteral("<b>quant</b>-%1").arg(side);
        made.model.bitsPerWeight = 16.0 - 0.3 * side;
        made.fileSize = qint64(1e9 * (16.0 - 0.3 * side));
        run.data().run.sides.append(made);
    }
    for (int category = 0; category < categories; ++category) {
        for (int i = 0; i < each; ++i) {
            const QByteArray name = "category-" + QByteArray::number(category);
            const QString id = run.addPrompt(name.constData(), "7");
            run.data().run.prompts.last().answer->strategy = QStringLiteral("number");
            run.answer(0, id, "the sum of both numbers is 7", 0);
            run.answer(0, id, "the sum of both numbers is 7", 0.0001, Pass::RepeatCheck);
            for (int side = 1; side < sides; ++side) {
                const bool wrong = (i + category) % sides < side / 2;
                run.answer(side, id, wrong ? "well I think that the answer is 8" : "the sum of both numbers is 7",
                           0.01 * side);
                run.answer(side, id, "the sum of both numbers is 7", 0.01 * side * (1 + 0.1 * (i % 5)), Pass::Forced);
            }
        }
    }
    return ui::scoreRun(run.data());
}

ui::ShownRunPtr stressRun()
{
    SyntheticRun run(RunKind::Stress, {"A"});
    run.data().run.options.levels = {1, 2, 4, 8};
    for (int i = 0; i < 30; ++i) {
        const QString id = run.addPrompt("arithmetic", "7");
        run.answer(0, id, "it is 7", 0, Pass::Reference, 0);
        run.answer(0, id, "it is 7", 0, Pass::Reference, 1);
        for (const int level : {1, 2, 4, 8})
            run.answer(0, id, i < level * 3 - 6 ? "it is 8" : "it is 7", 0, Pass::Answer, 0, level);
    }
    return ui::scoreRun(run.data());
}

ui::ShownRunPtr determinismRun()
{
    SyntheticRun run(RunKind::Determinism, {"A"});
    const char* outputs[] = {"the sum is 824 now", "the sum is 824 now", "the sum is 834 now", "the answer is 824"};
    const QString differs = run.addPrompt("arithmetic", "824");
    const QString same = run.addPrompt("arithmetic", "1");
    for (int i = 0; i < 8; ++i) {
        run.answer(0, differs, outputs[i % 4], 0, Pass::Answer, i);
        run.answer(0, same, "it is 1", 0, Pass::Answer, i);
    }
    return ui::scoreRun(run.data());
}

/// The area of the mark of a side and measure.
QPoint markOf(const FigureView& view, const QString& key, int measure)
{
    for (const figures::HitArea& hit : view.scene().hits) {
        if (hit.value < 0)
            continue;
        const figures::Value& value = view.figure().values.at(hit.value);
        const figures::Item& item = view.figure().items.at(value.item);
        if (item.key == key && !item.baseline && value.measure == measure)
            return hit.area.center().toPoint();
    }
    return {-1, -1};
}

} // namespace

class ChartsTest : public QObject
{
    Q_OBJECT

    QWidget m_window;
    std::unique_ptr<ui::ActionCollection> m_actions;
    QTemporaryDir m_folder;

    void checkExports(FigureView* view)
    {
        for (const QString& suffix : {QStringLiteral("svg"), QStringLiteral("png")}) {
            const QString path = m_folder.filePath(view->figure().id + u'.' + suffix);
            QVERIFY(view->save(path));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            if (suffix == QLatin1String("svg")) {
                QVERIFY2(bytes.size() < figures::mostSvgBytes, qPrintable(path));
                QXmlStreamReader reader(bytes);
                while (!reader.atEnd())
                    reader.readNext();
                QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
            } else {
                const QImage picture = QImage::fromData(bytes);
                QCOMPARE(picture.size(), view->size() * 2);
                QImage blank(picture.size(), picture.format());
                blank.fill(picture.pixelColor(0, 0));
                QVERIFY(picture != blank);
            }
        }
        view->copyImage();
        const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
        QVERIFY(copied && copied->hasImage());
        QCOMPARE(qvariant_cast<QImage>(copied->imageData()).size(), view->size() * 2);
        QVERIFY(copied->data(QStringLiteral("image/svg+xml")).contains("<svg"));
        QVERIFY(!view->dataText().isEmpty());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_actions = std::make_unique<ui::ActionCollection>(&m_window);
        ui::SweepPanel::registerActions(m_actions.get());
        ui::StabilityPanel::registerActions(m_actions.get());
    }

    void clickOpensExactlyThosePrompts()
    {
        ui::SweepPanel panel(m_actions.get());
        panel.resize(1280, 800);
        panel.show();
        const ui::ShownRunPtr run = sweepRun(8, 4, 12);
        panel.setRun(run);
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QSignalSpy opened(&panel, &ui::SweepPanel::openPrompts);
        FigureView* bars = panel.cards().first()->view();
        const scoring::PairScores* worst = run->scores.pair(7);
        QStringList expected;
        int severity = -1;
        for (const domain::Comparison& each : worst->comparisons) {
            if (each.severity != domain::Severity::Identical && severity < 0)
                severity = int(each.severity);
        }
        QVERIFY(severity > 0);
        for (const domain::Comparison& each : worst->comparisons) {
            if (int(each.severity) == severity)
                expected << each.promptId;
        }
        const QPoint at = markOf(*bars, QStringLiteral("side:7"), severity);
        QVERIFY(at.x() > 0);
        QTest::mouseClick(bars, Qt::LeftButton, {}, at);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().at(0).toInt(), 7);
        QCOMPARE(opened.first().at(1).toStringList(), expected);
        QVERIFY(!opened.first().at(2).toString().isEmpty());

        // The same mark by keyboard.
        bars->setFocus();
        QTest::keyClick(bars, Qt::Key_Right);
        const QString first = bars->accessibleDescription();
        QTest::keyClick(bars, Qt::Key_Right);
        QVERIFY(bars->accessibleDescription() != first);
        QTest::keyClick(bars, Qt::Key_Left);
        QCOMPARE(bars->accessibleDescription(), first);

        // Marked in one chart, marked everywhere.
        QCOMPARE(panel.selection()->key(), QStringLiteral("side:7"));
        auto* view = panel.findChild<QTableView*>(QStringLiteral("sweep-table"));
        QCOMPARE(view->currentIndex().data(ui::ScoreTable::KeyRole).toString(), QStringLiteral("side:7"));
        view->selectRow(2);
        const QString key = view->currentIndex().data(ui::ScoreTable::KeyRole).toString();
        QCOMPARE(panel.selection()->key(), key);
        for (const ui::FigureCard* card : panel.cards()) {
            const auto& shapes = card->view()->scene().shapes;
            QVERIFY2(std::ranges::any_of(shapes,
                                         [](const figures::Shape& shape) {
                                             return shape.fill == figures::Role::Selection ||
                                                    shape.stroke == figures::Role::Highlight;
                                         }),
                     qPrintable(card->view()->figure().id));
        }
    }

    /// The pointer over a mark says what it is, its number, its interval and what it rests on.
    void hoverShowsNumbers()
    {
        ui::SweepPanel panel(m_actions.get());
        panel.resize(1280, 800);
        panel.show();
        const ui::ShownRunPtr run = sweepRun(8, 4, 12);
        panel.setRun(run);
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        FigureView* rates = panel.cards().at(1)->view();
        QCOMPARE(rates->figure().id, QStringLiteral("sweep.rates"));
        const QPoint at = markOf(*rates, QStringLiteral("side:7"), 0);
        QVERIFY(at.x() > 0);
        QMouseEvent move(QEvent::MouseMove, QPointF(at), rates->mapToGlobal(QPointF(at)), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        QApplication::sendEvent(rates, &move);
        const domain::Rate& changed = run->scores.pair(7)->summary.changed;
        QVERIFY(changed.count > 0);
        const QString tip = QToolTip::text();
        for (const QString& part :
             {QStringLiteral("&lt;b&gt;quant"), figures::numberText(changed.value(), figures::Format::Percent),
              QStringLiteral("n = %1").arg(changed.n)})
            QVERIFY2(tip.contains(part), qPrintable(part + QStringLiteral(" in ") + tip));
        QToolTip::hideText();
    }

    void tableAndChartsSayTheSame()
    {
        ui::SweepPanel panel(m_actions.get());
        const ui::ShownRunPtr run = sweepRun(8, 4, 12);
        panel.setRun(run);
        const QAbstractItemModelTester tester(panel.table());
        const auto column = [&](const char* title) {
            for (int i = 0; i < panel.table()->columnCount(); ++i) {
                if (panel.table()->headerData(i, Qt::Horizontal, Qt::DisplayRole).toString() == QLatin1String(title))
                    return i;
            }
            return -1;
        };
        const char* titles[] = {"Identical", "Minor", "Moderate", "Severe"};
        QMap<QString, int> compared;
        for (int row = 0; row < panel.table()->rowCount(); ++row) {
            const QString key = panel.table()->index(row, 0).data(ui::ScoreTable::KeyRole).toString();
            const bool check = panel.table()->rows().at(row).series == 0;
            const auto sort = [&](const char* title) {
                return panel.table()->index(row, column(title)).data(ui::ScoreTable::SortRole).toDouble();
            };
            for (const ui::FigureCard* card : panel.cards()) {
                const figures::Figure& figure = card->view()->figure();
                for (const figures::Value& value : figure.values) {
                    const figures::Item& item = figure.items.at(value.item);
                    if (item.key != key || item.baseline != check)
                        continue;
                    ++compared[figure.id];
                    if (figure.id == QLatin1String("sweep.severity") && value.measure < 4)
                        QCOMPARE(value.value, sort(titles[value.measure]));
                    else if (figure.id == QLatin1String("sweep.rates"))
                        QCOMPARE(value.value, sort(value.measure == 0 ? "Changed, 95 %" : "Flips, 95 %"));
                    else if (figure.id == QLatin1String("sweep.kld"))
                        QCOMPARE(value.value, sort(value.measure == 0 ? "KLD geo. mean" : "KLD 99 %"));
                    else if (figure.id == QLatin1String("sweep.similarity"))
                        QCOMPARE(value.value, sort("Median sim."));
                }
            }
        }
        // Seven quants and the baseline against itself, in every chart that the table has the numbers of.
        for (const char* id : {"sweep.severity", "sweep.rates", "sweep.kld", "sweep.similarity"})
            QVERIFY2(compared.value(QLatin1String(id)) >= 7, id);
    }

    void everyChartIsExported()
    {
        ui::SweepPanel sweep(m_actions.get());
        sweep.resize(1280, 800);
        sweep.show();
        sweep.setRun(sweepRun(8, 4, 12));
        for (const ui::FigureCard* card : sweep.cards())
            checkExports(card->view());
        ui::StabilityPanel stability(m_actions.get());
        stability.resize(1280, 800);
        stability.show();
        stability.setRun(stressRun());
        stability.setRun(determinismRun());
        for (const ui::FigureCard* card : stability.cards())
            checkExports(card->view());
        checkExports(stability.tree()->view());
        const auto failed = sweep.cards().first()->view()->save(QStringLiteral("/nonexistent/chart.png"));
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, QStringLiteral("file.write"));
    }

    void fortyQuantsStayReadable()
    {
        ui::SweepPanel panel(m_actions.get());
        panel.resize(1280, 800);
        panel.show();
        panel.setRun(sweepRun(44, 24, 1));
        for (const ui::FigureCard* card : panel.cards()) {
            const FigureView* view = card->view();
            QVERIFY(view->figure().items.size() <= figures::mostItems);
            // Never squeezed below what can be read: the card scrolls instead.
            QVERIFY(view->height() >= int(figures::minimumSize(view->figure(), view->scene().font).height()) - 1);
        }
        QCOMPARE(panel.table()->rowCount(), 44);
    }

    void whatIsMissingIsSaid()
    {
        ui::SweepPanel sweep(m_actions.get());
        QVERIFY(!sweep.findChildren<QLabel*>().isEmpty());
        sweep.setRun(sweepRun(1, 2, 3));
        for (const ui::FigureCard* card : sweep.cards())
            QVERIFY(card->view()->figure().missing.contains(QLatin1String("Only one model")));
        SyntheticRun failed(RunKind::Sweep, {"A", "B"});
        SyntheticRun down(RunKind::Stress, {"A"});
        down.data().run.options.levels = {1};
        SyntheticRun silent(RunKind::Determinism, {"A"});
        for (int i = 0; i < 3; ++i) {
            failed.fail(0, failed.addPrompt("c", "1"));
            failed.fail(1, QStringLiteral("p00%1").arg(i));
            down.fail(0, down.addPrompt("c", "1"));
            silent.fail(0, silent.addPrompt("c", "1"));
        }
        sweep.setRun(ui::scoreRun(failed.data()));
        for (const ui::FigureCard* card : sweep.cards())
            QVERIFY(card->view()->figure().missing.contains(QLatin1String("requests failed")));
        ui::StabilityPanel stability(m_actions.get());
        stability.setRun(ui::scoreRun(down.data()));
        for (const ui::FigureCard* card : stability.cards())
            QVERIFY(!card->view()->figure().missing.isEmpty());
        stability.setRun(ui::scoreRun(silent.data()));
        QVERIFY(stability.tree()->view()->figure().missing.contains(QLatin1String("failed")));
        sweep.setRun(ui::scoreRun(SyntheticRun(RunKind::Sweep, {}).data()));
    }

    void stabilityIsLinked()
    {
        ui::StabilityPanel panel(m_actions.get());
        panel.resize(1280, 800);
        panel.show();
        panel.setRun(stressRun());
        panel.setRun(determinismRun());
        const QAbstractItemModelTester prompts(panel.promptTable());
        const QAbstractItemModelTester levels(panel.levelTable());
        QCOMPARE(panel.promptId(), QStringLiteral("p000")); // the one with the lowest score
        QVERIFY(!panel.tree()->view()->figure().empty());
        QTRY_VERIFY(panel.variants()->document() != nullptr);
        const auto before = panel.variants()->document();
        Q_EMIT panel.tree()->view()->outputChosen(2);
        QTRY_VERIFY(panel.variants()->document() != before);
        panel.selectPrompt(QStringLiteral("p001"));
        QVERIFY(panel.tree()->view()->figure().missing.contains(QLatin1String("no difference in 8")));
        // One output: no empty diff, but what was seen.
        QVERIFY(panel.onlyOutputText().contains(QLatin1String("at most 3/8 = 37.5 %")));
        QVERIFY(!panel.variants()->isVisible());
        QCOMPARE(panel.findChild<QPlainTextEdit*>(QStringLiteral("only-output"))->toPlainText(),
                 QStringLiteral("it is 1"));
        panel.selectPrompt(QStringLiteral("p000"));
        QVERIFY(panel.onlyOutputText().isEmpty() && panel.variants()->isVisible());

        QSignalSpy opened(&panel, &ui::StabilityPanel::openPrompts);
        FigureView* consistency = panel.cards().first()->view();
        QTest::mouseClick(consistency, Qt::LeftButton, {}, markOf(*consistency, QStringLiteral("level:8"), 0));
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().at(1).toStringList().size(),
                 panel.stress()->scores.stress->levels.last().differentText);
        QCOMPARE(panel.levelSelection()->key(), QStringLiteral("level:8"));
    }

    /// Stress, prompt by prompt: how many texts at which level, and two of them side by side.
    void promptsUnderLoad()
    {
        ui::StabilityPanel panel(m_actions.get());
        panel.resize(1280, 800);
        panel.show();
        panel.setRun(stressRun());
        const QAbstractItemModelTester tester(panel.loadPromptTable());
        const ui::ScoreTable& table = *panel.loadPromptTable();
        QCOMPARE(table.rowCount(), 30);
        QCOMPARE(table.columnCount(), 5 + 4); // a column for every level
        const auto text = [&table](const QString& id, int column) {
            for (int row = 0; row < table.rowCount(); ++row) {
                if (table.index(row, 0).data(ui::ScoreTable::KeyRole).toString() == QLatin1String("prompt:") + id)
                    return table.index(row, column).data().toString();
            }
            return QString();
        };
        // i < 3 · level − 6: p000 differs from level 4 on, p006 at level 8 only, p020 never.
        QCOMPARE(text(QStringLiteral("p000"), 1), QStringLiteral("2"));
        QCOMPARE(text(QStringLiteral("p000"), 2), QStringLiteral("4"));
        QCOMPARE(text(QStringLiteral("p000"), 6), QStringLiteral("1"));
        QCOMPARE(text(QStringLiteral("p000"), 7), QStringLiteral("1 ≠"));
        QCOMPARE(text(QStringLiteral("p006"), 2), QStringLiteral("8"));
        QCOMPARE(text(QStringLiteral("p020"), 1), QStringLiteral("1"));
        QCOMPARE(text(QStringLiteral("p020"), 4), QStringLiteral("0"));
        // What differs stands first, and is shown.
        QCOMPARE(panel.loadPromptId(), QStringLiteral("p000"));
        QVERIFY(panel.loadOutputs()->onlyText().isEmpty());
        QTRY_VERIFY(panel.loadOutputs()->diff()->document() != nullptr);
        panel.loadPromptSelection()->set(QStringLiteral("prompt:p020"));
        QVERIFY(panel.loadOutputs()->onlyText().contains(QLatin1String("same text")));

        panel.loadPromptSelection()->set(QStringLiteral("prompt:p006"));
        QSignalSpy opened(&panel, &ui::StabilityPanel::openPrompts);
        m_actions->action(QStringLiteral("stability.open"))->trigger();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().at(1).toStringList(), QStringList{QStringLiteral("p006")});
        QCOMPARE(opened.first().at(3).toInt(), 8);
        auto* tabs = panel.findChild<QTabWidget*>(QStringLiteral("stress-tabs"));
        tabs->setCurrentIndex(1);
        auto* view = panel.findChild<QTableView*>(QStringLiteral("stress-prompts-table"));
        QVERIFY(view->isVisible());
        panel.activateWindow(); // Return is a shortcut of the table: it needs the focus
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(opened.size(), 2);
        auto* filter = panel.findChild<QLineEdit*>(QStringLiteral("stress-prompts-filter"));
        filter->setText(QStringLiteral("p02"));
        QCOMPARE(view->model()->rowCount(), 10);
        // The action goes by what was marked last.
        panel.setRun(determinismRun());
        m_actions->action(QStringLiteral("stability.open"))->trigger();
        QCOMPARE(opened.last().at(1).toStringList(), QStringList{QStringLiteral("p000")});
        QCOMPARE(opened.last().at(3).toInt(), 0);
    }

    void labelsAreNeverRichText()
    {
        ui::SweepPanel panel(m_actions.get());
        panel.resize(1280, 800);
        panel.show();
        panel.setRun(sweepRun(3, 2, 6));
        const FigureView* view = panel.cards().first()->view();
        bool plain = false;
        for (const figures::Shape& shape : view->scene().shapes)
            plain = plain || shape.text.contains(QLatin1String("<b>quant"));
        QVERIFY2(plain, "the label stands as it is");
        QVERIFY(view->tip(view->scene().hits.first()).contains(QLatin1String("<b>quant</b>")));
        QVERIFY(!view->svg().contains("<b>quant"));
    }

    void oneCategoryAtATime()
    {
        ui::SweepPanel panel(m_actions.get());
        panel.resize(1280, 800);
        panel.show();
        const ui::ShownRunPtr run = sweepRun(6, 4, 12);
        panel.setRun(run);
        auto* category = panel.findChild<QComboBox*>(QStringLiteral("sweep-category"));
        QCOMPARE(category->count(), 5);
        QCOMPARE(panel.shown(), run);
        category->setCurrentIndex(2);
        Q_EMIT category->activated(2);
        QTRY_VERIFY(panel.shown() != run);
        QCOMPARE(panel.shown()->data.run.prompts.size(), 12);
        for (const domain::Prompt& prompt : panel.shown()->data.run.prompts)
            QCOMPARE(prompt.category, QStringLiteral("category-1"));
        const figures::Figure& severity = panel.cards().first()->view()->figure();
        double drawn = 0;
        for (const figures::Value& value : severity.values)
            drawn += severity.items.at(value.item).key == QLatin1String("side:5") ? value.value : 0;
        QCOMPARE(drawn, 12.0);
        // A claim needs more than a look at one category.
        const QString said = panel.findChild<QLabel*>(QStringLiteral("sweep-findings"))->text();
        QVERIFY2(said.contains(QLatin1String("exploratory")) && !said.contains(QLatin1String("smallest")),
                 qPrintable(said));
        QVERIFY(!panel.shown()->scores.sweep->cliff);
        // What is marked stays marked, and opens the prompts of the category only.
        panel.selection()->set(QStringLiteral("side:3"));
        QSignalSpy opened(&panel, &ui::SweepPanel::openPrompts);
        m_actions->action(QStringLiteral("sweep.open"))->trigger();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().at(0).toInt(), 3);
        QCOMPARE(opened.first().at(1).toStringList().size(), 12);
        category->setCurrentIndex(0);
        Q_EMIT category->activated(0);
        QCOMPARE(panel.shown(), run);
        QCOMPARE(panel.selection()->key(), QStringLiteral("side:3"));
    }

    void storedRunsToChooseFrom()
    {
        ui::RunList list;
        QList<store::RunListItem> items;
        for (const RunKind kind : {RunKind::Sweep, RunKind::Stress, RunKind::Sweep, RunKind::Compare}) {
            store::RunListItem item;
            item.run = SyntheticRun(kind, {"<b>A</b>", "B", "C"}).data().run;
            item.run.id = QStringLiteral("run-%1").arg(items.size());
            item.prompts = 12;
            items.append(item);
        }
        ui::SweepPanel panel(m_actions.get());
        panel.setRuns(&list);
        QVERIFY(!panel.picker()->isEnabled());
        list.setRuns(items);
        QCOMPARE(panel.picker()->count(), 2);
        QCOMPARE(panel.picker()->currentIndex(), -1); // none is shown
        QVERIFY(panel.picker()->itemText(0).startsWith(QLatin1String("Sweep of 2 model")));
        QSignalSpy wanted(&panel, &ui::SweepPanel::runWanted);
        Q_EMIT panel.picker()->activated(1);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().toString(), QStringLiteral("run-2"));
        // A run of another file stands above the listed ones.
        panel.setRun(sweepRun(3, 2, 6));
        QCOMPARE(panel.picker()->count(), 3);
        QCOMPARE(panel.picker()->currentIndex(), 0);
        QCOMPARE(panel.picker()->currentData().toString(), panel.run()->data.run.id);
        Q_EMIT panel.picker()->activated(0);
        QCOMPARE(wanted.size(), 1); // it is shown already
        // One that does not come is not shown.
        panel.picker()->setCurrentIndex(2);
        panel.keepRun();
        QCOMPARE(panel.picker()->currentData().toString(), panel.run()->data.run.id);
        ui::StabilityPanel stability(m_actions.get());
        stability.setRuns(&list);
        QCOMPARE(stability.stressPicker()->count(), 1);
        QCOMPARE(stability.determinismPicker()->count(), 0);
        stability.stressPicker()->setCurrentIndex(0);
        stability.keepRuns();
        QCOMPARE(stability.stressPicker()->currentIndex(), -1);
    }

    void titlesByKind()
    {
        domain::RunRecord run = SyntheticRun(RunKind::Sweep, {"F16", "Q8_0", "Q2_K"}).data().run;
        QVERIFY(ui::runTitle(run).startsWith(QLatin1String("Sweep of 2 model")));
        QVERIFY(ui::runTitle(run).endsWith(QLatin1String("against F16")));
        run.baseline = 2;
        QVERIFY(ui::runTitle(run).endsWith(QLatin1String("against Q2_K")));
        QCOMPARE(ui::runTitle(SyntheticRun(RunKind::Stress, {"Q4_0"}).data().run), QStringLiteral("Stress of Q4_0"));
        QCOMPARE(ui::runTitle(SyntheticRun(RunKind::Determinism, {"Q4_0"}).data().run),
                 QStringLiteral("Determinism of Q4_0"));
        QCOMPARE(ui::runTitle(SyntheticRun(RunKind::Compare, {"A", "B"}).data().run), QStringLiteral("A ↔ B"));
        QCOMPARE(ui::runTitle(SyntheticRun(RunKind::Diff, {"A", "B"}).data().run), QStringLiteral("A ↔ B"));
    }

    /// A small run claims nothing that its intervals do not say.
    void fewPromptsClaimNothing()
    {
        const QString few = ui::sweepFindings(*sweepRun(3, 1, 7)).join(u'\n');
        QVERIFY2(!few.contains(QLatin1String("smallest shown")), qPrintable(few));
        QVERIFY2(few.contains(QLatin1String("0 of 7 (at most 42.9")), qPrintable(few));
        QVERIFY2(few.contains(QLatin1String("n = 7 is too few")), qPrintable(few));
        const QString many = ui::sweepFindings(*sweepRun(3, 4, 40)).join(u'\n');
        QVERIFY2(many.contains(QLatin1String("smallest shown to flip at most 5 %")), qPrintable(many));
    }

    void nothingIsCutWithoutASign()
    {
        ui::SweepPanel panel(m_actions.get());
        panel.resize(1000, 700);
        panel.show();
        const ui::ShownRunPtr run = sweepRun(8, 4, 12);
        panel.setRun(run);
        // Names of models have room for their mark, too.
        auto* view = panel.findChild<QTableView*>(QStringLiteral("sweep-table"));
        for (int row = 0; row < panel.table()->rowCount(); ++row) {
            const QString name = panel.table()->index(row, 0).data().toString();
            QVERIFY(view->columnWidth(0) >= view->fontMetrics().horizontalAdvance(name) + 30);
        }
        // Subtitles end in "…" and say all in their tip.
        for (const ui::FigureCard* card : panel.cards()) {
            const auto* subtitle = card->findChild<ui::ElidedLabel*>(QStringLiteral("figure-subtitle"));
            QVERIFY(subtitle);
            QCOMPARE(subtitle->text(), card->view()->figure().subtitle);
        }
    }

    void trendOfASeries()
    {
        QList<figures::TrendPoint> points;
        for (int i = 0; i < 12; ++i)
            points.append(
                {QStringLiteral("%1 Nov").arg(i + 1), QStringLiteral("run-%1").arg(i), 0.02 * (i % 4), 0.0, 0.1, 120});
        ui::FigureSelection selection;
        ui::FigureCard card(&selection);
        card.resize(700, 200);
        card.show();
        card.setFigure(figures::trendFigure(QStringLiteral("flips"), points, figures::Format::Percent));
        FigureView* view = card.view();
        QVERIFY(!view->figure().empty());
        const QPoint at = markOf(*view, QStringLiteral("run:run-7"), 0);
        QVERIFY(at.x() > 0);
        QTest::mouseClick(view, Qt::LeftButton, {}, at);
        QCOMPARE(selection.key(), QStringLiteral("run:run-7")); // the list of runs marks it
        checkExports(view);
    }

    void dataTableAndTexts()
    {
        ui::FigureTable table;
        const QAbstractItemModelTester tester(&table);
        const ui::ShownRunPtr run = sweepRun(4, 2, 6);
        table.setFigure(figures::severityFigure(run->data, run->scores));
        QCOMPARE(table.rowCount(), figures::severityFigure(run->data, run->scores).values.size());
        QCOMPARE(ui::tabSeparated({{QStringLiteral("a\tb"), QStringLiteral("c\nd")}}), QStringLiteral("a b\tc d\n"));
        QVERIFY(ui::markdownTable({{QStringLiteral("h")}, {QStringLiteral("a|b<i>")}})
                    .contains(QLatin1String("a\\|b&lt;i>")));
    }

    void sparkline()
    {
        ui::Sparkline line(QStringLiteral("requests in flight"));
        line.resize(120, 28);
        line.show();
        for (int i = 0; i < 1000; ++i)
            line.append(i % 9);
        QCOMPARE(line.values().size(), ui::Sparkline::most);
        line.append(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(line.values().back(), 0.0);
        QVERIFY(line.accessibleName().contains(QLatin1String("at most 8")));
        QVERIFY(!line.grab().isNull());
    }
};

QTEST_MAIN(ChartsTest)
#include "charts_test.moc"
