// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>
#include <QString>

class QPainter;

namespace quantlens::ui {

/// One-colour line icons on a 16 px grid.
enum class Glyph {
    Models,
    Run,
    Compare,
    Sweep,
    Stability,
    History,
    Suites,
    Fork,
    NearTie,
    NotEqual,
    Cross,
    Check,
    Equal,
    Back,
    Forward,
    Up,
    Down,
    Swap,
    Copy,
    Report,
    Search,
    Filter,
    Pause,
    Stop,
    Cancel,
    Save,
    Table,
    Unified,
    Note,
    Float,
    Retry,
    Open,
    Warning,
    Dot,
    Clock,
    Pin,
    Flask,
    Columns,
    Code,
    Settings,
    Wrap,
    Link,
    Eye,
    Add,
    Remove,
    Pencil,
};

/// Paints a glyph into a square `rect`, in `color`; sharp at every device pixel ratio. `strokeFactor` widens the line.
void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& rect, const QColor& color, double strokeFactor = 1.0);

/// An icon that takes the application's text colour when it is painted, so it follows the theme (dimmed when disabled).
[[nodiscard]] QIcon icon(Glyph glyph);

/// An icon in a fixed colour, for marks whose colour means something.
[[nodiscard]] QIcon icon(Glyph glyph, const QColor& color);

/// The desktop's icon of that name where its theme has one, else ours.
[[nodiscard]] QIcon themedIcon(const QString& name, Glyph fallback);

/// What a screen reader says for a mark: "fork", "near tie", "changed", …
[[nodiscard]] QString glyphName(Glyph glyph);

} // namespace quantlens::ui
