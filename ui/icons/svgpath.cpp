// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons/svgpath.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>
#include <optional>

namespace quantlens::ui {

namespace {

/// Reads commands and numbers of path data.
class PathReader
{
public:
    explicit PathReader(QLatin1StringView data)
        : m_data(data)
    {
    }

    std::optional<char> command()
    {
        skip();
        if (m_at < m_data.size() && std::isalpha(static_cast<unsigned char>(m_data[m_at].toLatin1())))
            return m_data[m_at++].toLatin1();
        return std::nullopt;
    }

    bool number(double& out)
    {
        skip();
        const qsizetype start = m_at;
        bool dot = false;
        while (m_at < m_data.size()) {
            const char c = m_data[m_at].toLatin1();
            if ((c == '.' && dot) || ((c == '-' || c == '+') && m_at > start))
                break;
            if (c != '.' && c != '-' && c != '+' && !std::isdigit(static_cast<unsigned char>(c)))
                break;
            dot = dot || c == '.';
            ++m_at;
        }
        bool ok = false;
        out = m_data.sliced(start, m_at - start).toDouble(&ok);
        return ok;
    }

    template<typename... Out>
    bool numbers(Out&... out)
    {
        return (number(out) && ...);
    }

private:
    void skip()
    {
        while (m_at < m_data.size() && (m_data[m_at] == QLatin1Char(' ') || m_data[m_at] == QLatin1Char(',')))
            ++m_at;
    }

    QLatin1StringView m_data;
    qsizetype m_at = 0;
};

/// A circular arc to `end`, after the endpoint form of SVG 1.1, F.6.5 (radii equal, no rotation: all our icons).
void arcTo(QPainterPath& path, double radius, bool large, bool sweep, QPointF end)
{
    const QPointF start = path.currentPosition();
    const QPointF half = (start - end) / 2;
    const double chord = std::hypot(half.x(), half.y());
    if (chord == 0 || radius == 0)
        return path.lineTo(end);
    radius = std::max(radius, chord);
    double along = std::sqrt(radius * radius - chord * chord) / chord;
    along = large == sweep ? -along : along;
    const QPointF centre = (start + end) / 2 + QPointF(along * half.y(), -along * half.x());
    const auto angle = [centre](QPointF p) {
        return std::atan2(centre.y() - p.y(), p.x() - centre.x()) * 180 / std::numbers::pi;
    };
    double span = angle(end) - angle(start); // Qt counts against the clock, SVG's sweep goes with it
    if (sweep && span > 0)
        span -= 360;
    if (!sweep && span < 0)
        span += 360;
    path.arcTo(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), angle(start), span);
}

} // namespace

QPainterPath svgPath(QLatin1StringView data)
{
    QPainterPath path;
    PathReader reader(data);
    char command = 0;
    for (;;) {
        if (const auto next = reader.command())
            command = *next;
        else if (command == 'M' || command == 'm')
            command = command == 'M' ? 'L' : 'l';
        else if (command == 'Z' || command == 'z')
            return path;
        const bool relative = std::islower(static_cast<unsigned char>(command)) != 0;
        const QPointF at = path.currentPosition();
        const QPointF base = relative ? at : QPointF();
        double x = 0;
        double y = 0;
        double x1 = 0;
        double y1 = 0;
        double x2 = 0;
        double y2 = 0;
        double large = 0;
        double sweep = 0;
        switch (std::toupper(static_cast<unsigned char>(command))) {
        case 'M':
            if (!reader.numbers(x, y))
                return path;
            path.moveTo(base + QPointF(x, y));
            break;
        case 'L':
            if (!reader.numbers(x, y))
                return path;
            path.lineTo(base + QPointF(x, y));
            break;
        case 'H':
            if (!reader.numbers(x))
                return path;
            path.lineTo(base.x() + x, at.y());
            break;
        case 'V':
            if (!reader.numbers(y))
                return path;
            path.lineTo(at.x(), base.y() + y);
            break;
        case 'C':
            if (!reader.numbers(x1, y1, x2, y2, x, y))
                return path;
            path.cubicTo(base + QPointF(x1, y1), base + QPointF(x2, y2), base + QPointF(x, y));
            break;
        case 'A':
            if (!reader.numbers(x1, y1, x2, large, sweep, x, y))
                return path;
            arcTo(path, x1, large != 0, sweep != 0, base + QPointF(x, y));
            break;
        case 'Z':
            path.closeSubpath();
            break;
        default:
            return path;
        }
    }
}

} // namespace quantlens::ui
