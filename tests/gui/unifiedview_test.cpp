// SPDX-License-Identifier: GPL-3.0-or-later
// The diff view with both answers in one column.
#include "ui/diff/diffbuild.h"
#include "ui/diff/diffview.h"

#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

using namespace quantlens;
using ui::DiffView;
using ui::RowOrder;
using ui::ViewRow;

namespace {

std::shared_ptr<const ui::DiffDocument> documentOf(const QString& a, const QString& b)
{
    domain::Generation one;
    domain::Generation other;
    one.text = a;
    other.text = b;
    return ui::makeDiffDocument(one, other, domain::Unit::Words, domain::Divergence{});
}

const QString textA = QStringLiteral("first line\nsecond line\nthird one\nonly in A\nlast line");
const QString textB = QStringLiteral("first line\nsecond row\nthird two\nlast line");

} // namespace

class UnifiedViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changedRowsStandBelowEachOther()
    {
        const auto document = documentOf(textA, textB);
        const RowOrder order = RowOrder::unified(*document);
        QStringList shown;
        for (qsizetype i = 0; i < order.size(); ++i) {
            const ViewRow row = order.at(i);
            const int side = std::max(0, row.side);
            const ui::DiffCell& cell = document->rows()[std::size_t(row.row)][std::size_t(side)];
            QVERIFY(!cell.isFiller());
            shown << (row.side == ViewRow::both ? QStringLiteral("  ")
                      : row.side == 0           ? QStringLiteral("- ")
                                                : QStringLiteral("+ ")) +
                         document->cellText(cell, side).toString();
        }
        QCOMPARE(shown, (QStringList{QStringLiteral("  first line"), QStringLiteral("- second line"),
                                     QStringLiteral("- third one"), QStringLiteral("- only in A"),
                                     QStringLiteral("+ second row"), QStringLiteral("+ third two"),
                                     QStringLiteral("  last line")}));
    }

    void everyCellHasItsPlace()
    {
        const auto document = documentOf(textA, textB);
        const RowOrder order = RowOrder::unified(*document);
        for (qsizetype row = 0; row < qsizetype(document->rows().size()); ++row) {
            for (int side = 0; side < 2; ++side) {
                const qsizetype index = order.indexOf(row, side);
                QVERIFY(index >= 0 && index < order.size());
                if (!document->rows()[std::size_t(row)][std::size_t(side)].isFiller())
                    QVERIFY(order.at(index).row == row &&
                            (order.at(index).side == side || order.at(index).side == ViewRow::both));
            }
        }
        QCOMPARE(RowOrder::unified(*documentOf({}, {})).size(), RowOrder::sideBySide(*documentOf({}, {})).size());
    }

    void differencesAreWalkedAndTokensClicked()
    {
        DiffView view;
        view.resize(500, 200);
        view.setUnified(true);
        view.setDocument(documentOf(textA, textB));
        view.show();
        QSignalSpy moved(&view, &DiffView::differenceChanged);
        for (int i = 0; i < view.differenceCount(); ++i) {
            view.nextDifference();
            QCOMPARE(view.currentDifference(), i);
        }
        // B's changed line stands below A's.
        const QRect inA = view.rectOf(0, textA.indexOf(QLatin1String("second")) + 8);
        const QRect inB = view.rectOf(1, textB.indexOf(QLatin1String("second")) + 8);
        QVERIFY(inA.isValid() && inB.isValid());
        QVERIFY(inB.top() > inA.bottom());
        const auto [side, position] = view.positionAt(inB.center());
        QCOMPARE(side, 1);
        QVERIFY(std::abs(position - (textB.indexOf(QLatin1String("second")) + 8)) <= 1);
    }

    void theSelectionIsOneSidesText()
    {
        DiffView view;
        view.resize(500, 300);
        view.setUnified(true);
        view.setDocument(documentOf(textA, textB));
        view.show();
        const QPoint from = view.rectOf(0, 0).center();
        const QPoint to = view.rectOf(0, textA.size() - 2).center();
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view.viewport(), to);
        QMouseEvent move(QEvent::MouseMove, to, view.viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view.viewport(), &move);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
        QVERIFY(view.selectedText().contains(QLatin1String("only in A")));
        QVERIFY(!view.selectedText().contains(QLatin1String("second row")));
    }

    void theModeIsSwitchedInPlace()
    {
        QString a;
        QString b;
        for (int i = 0; i < 400; ++i) {
            a += QStringLiteral("line %1 of both\n").arg(i);
            b += i % 9 == 4 ? QStringLiteral("line %1 of B\n").arg(i) : QStringLiteral("line %1 of both\n").arg(i);
        }
        DiffView view;
        view.resize(600, 300);
        view.setDocument(documentOf(a, b));
        view.show();
        view.goToDifference(20);
        const qsizetype row = view.firstVisibleRow();
        QVERIFY(row > 100);
        view.setUnified(true);
        QCOMPARE(view.firstVisibleRow(), row);
        QVERIFY(!view.grab().isNull());
        view.setUnified(false);
        QCOMPARE(view.firstVisibleRow(), row);
    }

    void picture()
    {
        const QString folder = qEnvironmentVariable("QUANTLENS_SCREENSHOTS");
        if (folder.isEmpty())
            QSKIP("QUANTLENS_SCREENSHOTS is not set");
        DiffView view;
        view.resize(816, 300);
        view.setTitle(0, QStringLiteral("F16"), QStringLiteral("16.0 bpw"));
        view.setTitle(1, QStringLiteral("Q2_K"), QStringLiteral("3.35 bpw"));
        view.setUnified(true);
        view.setDocument(documentOf(textA, textB));
        view.show();
        view.jumpToFork();
        QVERIFY(view.grab().save(folder + QStringLiteral("/diff-unified.png")));
    }
};

QTEST_MAIN(UnifiedViewTest)
#include "unifiedview_test.moc"
