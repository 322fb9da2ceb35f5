// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/figures/scene.h"

#include <QFont>
#include <QList>
#include <QObject>
#include <QTextCharFormat>
#include <QTextObjectInterface>

#include <array>
#include <optional>

class QTextCursor;

namespace quantlens::print {

/// A point with its interval on an axis from 0 to `scale`, noise hatched behind it.
struct IntervalDrawing
{
    domain::Rate rate;
    std::optional<domain::Rate> noise;
    double scale = 1;
};

/// Pairs by severity as one bar.
struct SeverityDrawing
{
    std::array<qint64, 4> counts{};
};

/// What is drawn inside the text of a document, as shapes and never as pixels. Lives as long as the document does.
class Drawings : public QObject, public QTextObjectInterface
{
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    /// `font` is that of the labels.
    explicit Drawings(QFont font, QObject* parent = nullptr);

    /// As wide as `size` and at most as high, or, where the figure needs more, in its proportions.
    void insert(QTextCursor& cursor, const figures::Figure& figure, QSizeF size);
    void insert(QTextCursor& cursor, const IntervalDrawing& interval);
    void insert(QTextCursor& cursor, const SeverityDrawing& severities, double width);

    [[nodiscard]] QSizeF intrinsicSize(QTextDocument* document, int position, const QTextFormat& format) override;
    void drawObject(QPainter* painter, const QRectF& rect, QTextDocument* document, int position,
                    const QTextFormat& format) override;

    /// The type of these objects in a document.
    static constexpr int objectType = QTextFormat::UserObject + 1;

private:
    struct Item
    {
        QSizeF size;
        std::optional<figures::Scene> scene = {};
        std::optional<IntervalDrawing> interval = {};
        std::optional<SeverityDrawing> severities = {};
    };

    void insert(QTextCursor& cursor, const Item& item);
    [[nodiscard]] const Item* item(const QTextFormat& format) const;

    QFont m_font;
    QList<Item> m_items;
};

} // namespace quantlens::print
