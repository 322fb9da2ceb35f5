// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons/icons.h"

#include "ui/icons/svgpath.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>

#include <map>

namespace quantlens::ui {

namespace {

QLatin1StringView glyphPathData(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Models:
        return QLatin1StringView("M2.5 4.5 8 2l5.5 2.5L8 7zM2.5 8 8 10.5 13.5 8M2.5 11.5 8 14l5.5-2.5");
    case Glyph::Run:
        return QLatin1StringView("M4 2.5v11l9-5.5z");
    case Glyph::Compare:
        return QLatin1StringView("M1.5 2.5h5v11h-5zM9.5 2.5h5v11h-5zM3 5.5h2M3 8h2M11 5.5h2M11 10.5h2");
    case Glyph::Sweep:
        return QLatin1StringView("M2 14V9h2.5v5zM6.7 14V6h2.5v8zM11.5 14V2H14v12z");
    case Glyph::Stability:
        return QLatin1StringView("M2 8h3.5M5.5 8c2 0 2-5 4-5H14M5.5 8H14M5.5 8c2 0 2 5 4 5H14");
    case Glyph::History:
        return QLatin1StringView("M8 2a6 6 0 1 1-5.2 3M2.5 2v3.3h3.3M8 5v3.5l2.5 1.5");
    case Glyph::Suites:
        return QLatin1StringView("M3 1.5h7l3 3v10H3zM5.5 6.5h5M5.5 9h5M5.5 11.5h3");
    case Glyph::Fork:
        return QLatin1StringView("M8 14.5V9.5M8 9.5 3.5 5V1.8M8 9.5 12.5 5V1.8");
    case Glyph::NearTie:
        return QLatin1StringView(
            "M2.5 6.8c1.8-2.4 3.6-2.2 5.5-1c1.9 1.2 3.7 1.4 5.5-1M2.5 11.3c1.8-2.4 3.6-2.2 5.5-1c1.9 1.2 "
            "3.7 1.4 5.5-1");
    case Glyph::NotEqual:
        return QLatin1StringView("M2.5 6h11M2.5 10.5h11M11 2.5 5 14");
    case Glyph::Cross:
    case Glyph::Cancel:
        return QLatin1StringView("M3.5 3.5l9 9M12.5 3.5l-9 9");
    case Glyph::Check:
        return QLatin1StringView("M2.5 8.5 6 12l7.5-8");
    case Glyph::Equal:
        return QLatin1StringView("M2.5 6h11M2.5 10.5h11");
    case Glyph::Back:
        return QLatin1StringView("M10.5 3 5.5 8l5 5");
    case Glyph::Forward:
        return QLatin1StringView("M5.5 3l5 5-5 5");
    case Glyph::Up:
        return QLatin1StringView("M3 10.5l5-5 5 5");
    case Glyph::Down:
        return QLatin1StringView("M3 5.5l5 5 5-5");
    case Glyph::Swap:
        return QLatin1StringView("M2 5.5h11l-3-3M14 10.5H3l3 3");
    case Glyph::Copy:
        return QLatin1StringView("M5.5 4.5v-3h8v10h-3M2.5 4.5h8v10h-8z");
    case Glyph::Report:
        return QLatin1StringView("M3 1.5h7l3 3v10H3zM5 12V9M7.5 12V7M10 12v-2");
    case Glyph::Search:
        return QLatin1StringView("M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3 14 14");
    case Glyph::Filter:
        return QLatin1StringView("M2 3h12L9.5 8.5v5l-3-1.5V8.5z");
    case Glyph::Pause:
        return QLatin1StringView("M4.5 3v10M11.5 3v10");
    case Glyph::Stop:
        return QLatin1StringView("M3.5 3.5h9v9h-9z");
    case Glyph::Save:
        return QLatin1StringView("M2.5 2.5h9l2 2v9h-11zM5 2.5v4h5v-4M4.5 13.5v-4h7v4");
    case Glyph::Table:
        return QLatin1StringView("M2 3h12v10H2zM2 6.3h12M2 9.7h12M6 3v10");
    case Glyph::Unified:
        return QLatin1StringView("M2.5 2.5h11v11h-11zM4.5 5.5h7M4.5 8h4M4.5 10.5h7");
    case Glyph::Note:
    case Glyph::Pencil:
        return QLatin1StringView("M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z");
    case Glyph::Float:
        return QLatin1StringView("M5.5 2.5h8v8h-8zM2.5 5.5v8h8");
    case Glyph::Retry:
        return QLatin1StringView("M13 8a5 5 0 1 1-1.5-3.6M13 1.8v3.4H9.6");
    case Glyph::Open:
        return QLatin1StringView("M2 13V3h4l1.5 2H14v8z");
    case Glyph::Warning:
        return QLatin1StringView("M8 2 14.5 13.5h-13zM8 6v4M8 11.5v.8");
    case Glyph::Dot:
        return QLatin1StringView("M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6");
    case Glyph::Clock:
        return QLatin1StringView("M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 4.8V8l2.4 1.6");
    case Glyph::Pin:
        return QLatin1StringView("M6 2h4l-.5 5L12 9.5H4L6.5 7zM8 9.5V14");
    case Glyph::Flask:
        return QLatin1StringView("M6 2v4.5L2.5 13.5h11L10 6.5V2M5 2h6M4.6 10h6.8");
    case Glyph::Columns:
        return QLatin1StringView("M2.5 3h11v10h-11zM6 3v10M10 3v10");
    case Glyph::Code:
        return QLatin1StringView("M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4");
    case Glyph::Settings:
        return QLatin1StringView(
            "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 "
            "1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4");
    case Glyph::Wrap:
        return QLatin1StringView("M2 4h12M2 8h9.5a2.3 2.3 0 0 1 0 4.6H8l1.8-1.8M8 12.6l1.8 1.8M2 12.6h3");
    case Glyph::Link:
        return QLatin1StringView(
            "M6.5 9.5l3-3M7 4.8l1.5-1.5a2.9 2.9 0 0 1 4.2 4.2L11.2 9M4.8 7 3.3 8.5a2.9 2.9 0 0 0 4.2 "
            "4.2L9 11.2");
    case Glyph::Eye:
        return QLatin1StringView("M1.5 8C4 3.5 12 3.5 14.5 8 12 12.5 4 12.5 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4");
    case Glyph::Add:
        return QLatin1StringView("M8 2.5v11M2.5 8h11");
    case Glyph::Remove:
        return QLatin1StringView("M2.5 8h11");
    }
    return {};
}

const QPainterPath& glyphPath(Glyph glyph)
{
    static std::map<Glyph, QPainterPath> paths; // painting happens on the UI thread only
    auto it = paths.find(glyph);
    if (it == paths.end())
        it = paths.emplace(glyph, svgPath(glyphPathData(glyph))).first;
    return it->second;
}

double glyphStroke(Glyph glyph, double size)
{
    switch (glyph) {
    case Glyph::Fork:
        return 2.0; // the program's own sign, bolder than the rest
    case Glyph::NotEqual:
    case Glyph::Cross:
    case Glyph::Check:
    case Glyph::Equal:
    case Glyph::NearTie:
        return 1.6; // marks stand in for bold characters
    default:
        return size > 18 ? 1.0 : 1.2;
    }
}

/// Paints at any size and ratio, in the colour of the moment.
class GlyphEngine final : public QIconEngine
{
public:
    explicit GlyphEngine(Glyph glyph, QColor color = {})
        : m_glyph(glyph)
        , m_color(std::move(color))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        QColor color = m_color.isValid() ? m_color : palette.color(QPalette::Active, QPalette::ButtonText);
        if (mode == QIcon::Disabled)
            color = palette.color(QPalette::Disabled, QPalette::ButtonText);
        const int side = std::min(rect.width(), rect.height());
        const QRectF square(rect.x() + (rect.width() - side) / 2.0, rect.y() + (rect.height() - side) / 2.0, side,
                            side);
        paintGlyph(*painter, m_glyph, square, color);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        QPixmap pixmap(size); // `size` is in device pixels
        pixmap.fill(Qt::transparent);
        pixmap.setDevicePixelRatio(scale);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), (QSizeF(size) / scale).toSize()), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new GlyphEngine(*this); }
    bool isNull() override { return false; }

private:
    Glyph m_glyph;
    QColor m_color;
};

} // namespace

void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& rect, const QColor& color, double strokeFactor)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / 16, rect.height() / 16);
    painter.setPen(
        QPen(color, strokeFactor * glyphStroke(glyph, rect.width()), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(glyphPath(glyph));
    painter.restore();
}

QIcon icon(Glyph glyph)
{
    return QIcon(new GlyphEngine(glyph));
}

QIcon icon(Glyph glyph, const QColor& color)
{
    return QIcon(new GlyphEngine(glyph, color));
}

QIcon themedIcon(const QString& name, Glyph fallback)
{
    return QIcon::hasThemeIcon(name) ? QIcon::fromTheme(name) : icon(fallback);
}

QString glyphName(Glyph glyph)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("quantlens::ui::Glyph", text); };
    switch (glyph) {
    case Glyph::Fork:
        return tr("fork");
    case Glyph::NearTie:
        return tr("near tie");
    case Glyph::NotEqual:
        return tr("changed");
    case Glyph::Cross:
        return tr("right to wrong");
    case Glyph::Check:
        return tr("wrong to right");
    case Glyph::Equal:
        return tr("identical");
    case Glyph::Warning:
        return tr("warning");
    default:
        return {};
    }
}

} // namespace quantlens::ui
