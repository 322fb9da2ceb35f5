// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/severity.h"
#include "ui/icons/icons.h"
#include "ui/icons/svgpath.h"
#include "ui/theme/appstyle.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QPainter>
#include <QRadioButton>
#include <QStyle>
#include <QTest>

#include <algorithm>

using namespace quantlens::ui;

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrasts_data();
    void contrasts();
    void boxesAreSeen_data() { contrasts_data(); }
    void boxesAreSeen();
    void switchesSchemes();
    void tints();
    void readsPathData();
    void glyphsPaintInTheirColour();
    void severitySignsDifferWithoutColour();
    void screenshot_data() { contrasts_data(); }
    void screenshot();
};

void ThemeTest::contrasts_data()
{
    QTest::addColumn<ColorScheme>("scheme");
    QTest::newRow("light") << ColorScheme::Light;
    QTest::newRow("dark") << ColorScheme::Dark;
}

/// Text at least 4.5:1 on what it stands on, lines and marks at least 3:1 on the view.
void ThemeTest::contrasts()
{
    QFETCH(ColorScheme, scheme);
    const Theme t = themeFor(paletteFor(scheme));
    QCOMPARE(t.dark, scheme == ColorScheme::Dark);
    const auto text = [](const char* what, const QColor& ink, const QColor& paper) {
        QVERIFY2(contrast(ink, paper) >= 4.5,
                 qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(what)).arg(contrast(ink, paper))));
    };
    for (const QColor& paper : {t.view, t.window, t.alternate, t.selection, t.confidence.back(), t.kl.back()})
        text("text", t.text, paper);
    for (const QColor& paper : {t.view, t.window, t.selection})
        text("dim", t.dim, paper);
    for (const SideColors& side : {t.a, t.b}) {
        text("side text", side.text, side.background);
        text("side label", side.label, t.window);
        QVERIFY(contrast(side.line, t.view) >= 3);
    }
    text("fork", t.forkText, t.forkBackground);
    text("near tie", t.tieText, t.tieBackground);
    text("link", t.link, t.view);
    text("error", t.error, t.view);
    text("ok", t.ok, t.view);
    for (const SeverityColors& severity : t.severities) {
        text("severity", severity.text, severity.fill);
        QVERIFY(contrast(severity.edge, t.view) >= 3);
    }
    for (std::size_t i = 0; i < t.heat.size(); ++i)
        text("heat", t.heatText[i], t.heat[i]);
    for (const QColor& series : t.series)
        QVERIFY(contrast(series, t.view) >= 3);
}

/// An unchecked box stands out from its background by 3:1, on every background.
void ThemeTest::boxesAreSeen()
{
    QFETCH(ColorScheme, scheme);
    applyPalette(*qApp, scheme);
    for (const QPalette::ColorRole role : {QPalette::Base, QPalette::Window}) {
        QWidget background;
        background.setBackgroundRole(role);
        background.setAutoFillBackground(true);
        for (QAbstractButton* button : {static_cast<QAbstractButton*>(new QCheckBox(&background)),
                                        static_cast<QAbstractButton*>(new QRadioButton(&background))}) {
            button->resize(button->sizeHint());
            const QImage image = background.grab(button->geometry()).toImage();
            double best = 0;
            for (int x = 0; x < image.width() / 2; ++x)
                best =
                    std::max(best, contrast(image.pixelColor(x, image.height() / 2), background.palette().color(role)));
            QVERIFY2(best >= 3, qPrintable(QString::number(best)));
            button->hide();
        }
    }
    applyPalette(*qApp, ColorScheme::System);
}

void ThemeTest::switchesSchemes()
{
    const QPalette before = QApplication::palette();
    const QString style = AppStyle::shownName();
    applyPalette(*qApp, ColorScheme::Dark);
    QVERIFY(themeFor(QApplication::palette()).dark);
    QCOMPARE(AppStyle::shownName(), QStringLiteral("fusion"));
    applyPalette(*qApp, ColorScheme::Light);
    QVERIFY(!themeFor(QApplication::palette()).dark);
    applyPalette(*qApp, ColorScheme::System);
    QCOMPARE(AppStyle::shownName(), style);
    QCOMPARE(QApplication::palette().color(QPalette::Base), before.color(QPalette::Base));
}

void ThemeTest::tints()
{
    const Theme t = themeFor(paletteFor(ColorScheme::Light));
    QCOMPARE(t.confidenceTint(1.0), t.view);
    QCOMPARE(t.confidenceTint(0.9), t.view);
    QCOMPARE(t.confidenceTint(0.3), t.confidence[3]);
    QCOMPARE(t.confidenceTint(0.0), t.confidence[4]);
    QCOMPARE(t.confidenceTint(std::nan("")), t.view);
    QCOMPARE(t.klTint(0), t.view);
    QCOMPARE(t.klTint(0.05), t.kl[2]);
    QCOMPARE(t.klTint(50), t.kl[4]);
    QCOMPARE(t.klTint(std::nan("")), t.view);
}

void ThemeTest::readsPathData()
{
    const QPainterPath square = svgPath(QLatin1StringView("M2 2h4v4H2z"));
    QCOMPARE(square.boundingRect(), QRectF(2, 2, 4, 4));
    const QPainterPath arc = svgPath(QLatin1StringView("M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9"));
    QVERIFY(arc.boundingRect().adjusted(-.1, -.1, .1, .1).contains(QRectF(2.5, 2.5, 9, 9)));
    QVERIFY(QRectF(2.4, 2.4, 9.2, 9.2).contains(arc.boundingRect()));
    QVERIFY(svgPath(QLatin1StringView("")).isEmpty());
    QCOMPARE(svgPath(QLatin1StringView("M1 1L4 4 rubbish")).elementCount(), 2);
    QCOMPARE(svgPath(QLatin1StringView("M1 1L4 4z9")).currentPosition(), QPointF(1, 1));
}

void ThemeTest::glyphsPaintInTheirColour()
{
    for (int i = 0; i <= int(Glyph::Pencil); ++i) {
        const QImage image = icon(Glyph(i), Qt::red).pixmap(QSize(32, 32), 2.0).toImage();
        int inked = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                inked += pixel.alpha() > 100;
                QVERIFY(pixel.alpha() < 100 || (pixel.red() > 200 && pixel.green() < 60));
            }
        }
        QVERIFY2(inked > 20, qPrintable(QString::number(i)));
    }
}

void ThemeTest::severitySignsDifferWithoutColour()
{
    QList<QImage> images;
    for (int i = 0; i < 4; ++i) {
        QImage image(12, 12, QImage::Format_ARGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintSeveritySign(painter, QRectF(0, 0, 12, 12), quantlens::domain::Severity(i), Qt::black);
        painter.end();
        QVERIFY(!images.contains(image));
        images.append(image);
    }
}

/// Every glyph and chip on one sheet, for looking at: written where QUANTLENS_SCREENSHOTS says.
void ThemeTest::screenshot()
{
    QFETCH(ColorScheme, scheme);
    const QString folder = qEnvironmentVariable("QUANTLENS_SCREENSHOTS");
    if (folder.isEmpty())
        QSKIP("QUANTLENS_SCREENSHOTS is not set");
    const Theme theme = themeFor(paletteFor(scheme));
    QImage image(960, 400, QImage::Format_ARGB32);
    image.setDevicePixelRatio(2);
    image.fill(theme.view);
    QPainter painter(&image);
    for (int i = 0; i <= int(Glyph::Pencil); ++i) {
        paintGlyph(painter, Glyph(i), QRectF(10 + i % 16 * 28, 10 + i / 16 * 28, 16, 16), theme.text);
        if (i < 8)
            paintGlyph(painter, Glyph(i), QRectF(10 + i * 34, 100, 22, 22), i == 7 ? theme.fork : theme.text);
    }
    for (int i = 0; i < 4; ++i) {
        paintSeverityChip(painter, QRectF(10 + i * 90, 135, 85, 20), quantlens::domain::Severity(i), theme);
        paintSeverityIcon(painter, QRectF(10 + i * 30, 165, 20, 20), quantlens::domain::Severity(i), theme);
        paintSimilarityBar(painter, QRectF(160 + i * 60, 172, 46, 3), i * 0.33, theme);
    }
    painter.end();
    QVERIFY(image.save(QStringLiteral("%1/glyphs-%2.png").arg(folder, theme.dark ? u"dark" : u"light")));
}

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
