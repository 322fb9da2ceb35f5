// SPDX-License-Identifier: GPL-3.0-or-later
// The fork tree: where the outputs of one prompt part. Lines are as wide as the number of runs.
#include "core/figures/scale.h"
#include "core/figures/scenemaker.h"

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

namespace {

constexpr double endWidth = 178;
constexpr double widestBranch = 22;

Role branchRole(const Figure& figure, int index)
{
    // A stretch leads to its most frequent output.
    const Branch& branch = figure.branches.at(index);
    if (branch.variant < 0)
        return Role::Dim;
    return branch.variant == 0 ? Role::A : branch.variant == 1 ? Role::B : Role::Fork;
}

Dash branchDash(const Branch& branch)
{
    return branch.variant <= 0 ? Dash::Solid : branch.variant == 1 ? Dash::Dashed : Dash::Dotted;
}

} // namespace

void layOutTree(const Figure& figure, SceneMaker& maker)
{
    const QSizeF size = maker.scene.size;
    const double font = maker.font();
    qint64 runs = 1;
    for (const Branch& branch : figure.branches)
        runs = std::max(runs, branch.runs);
    const QString all = QStringLiteral("%1 runs").arg(runs);
    const double left = maker.width(all, true) + 20;
    const QRectF plot(QPointF(left, font + 12), QPointF(size.width() - endWidth - 24,
                                                        size.height() - font - 12 - maker.notesHeight(figure.notes)));
    maker.scene.plot = plot;
    const auto x = [&](double at) { return position(figure.x, at, plot.left(), plot.right()); };
    const double inset = font + 6;
    const auto y = [&](double lane) { return plot.top() + inset + (plot.height() - 2 * inset) * lane; };
    const auto wide = [&](qint64 count) { return std::max(2.0, widestBranch * double(count) / double(runs)); };
    for (const double tick : ticks(figure.x, std::max(2, int(plot.width() / 80)))) {
        maker.line(Layer::Grid, {{x(tick), plot.top()}, {x(tick), plot.bottom()}}, Role::Grid);
        maker.text({x(tick), plot.bottom() + font + 3}, tickText(figure.x, tick), Anchor::Middle, Role::Dim);
    }
    maker.text({plot.right() + 12, plot.bottom() + font + 3}, figure.x.title, Anchor::Start, Role::Dim);
    maker.text({left - 8, maker.centred(y(figure.branches.isEmpty() ? 0.5 : figure.branches.first().lane))}, all,
               Anchor::End, Role::Text, true);

    for (int i = 0; i < figure.branches.size(); ++i) {
        const Branch& branch = figure.branches.at(i);
        const double from = x(branch.from);
        const double to = std::max(x(branch.to), from + 2);
        const double end = branch.variant >= 0 ? plot.right() : to;
        const double lane = y(branch.lane);
        Shape shape;
        shape.stroke = branchRole(figure, i);
        shape.dash = branchDash(branch);
        shape.width = wide(branch.runs);
        if (branch.parent >= 0) {
            const double before = y(figure.branches.at(branch.parent).lane);
            const double bend = std::max(4.0, std::min(44.0, end - from));
            shape.kind = ShapeKind::Curve;
            shape.points = {{from, before},      {from + bend * 0.6, before}, {from + bend * 0.4, lane},
                            {from + bend, lane}, {from + bend, lane},         {end, lane},
                            {end, lane}};
            QString label = maker.fitted(branch.label, 110);
            label += branch.probability ? QStringLiteral("  p %1").arg(*branch.probability, 0, 'f', 3) : QString();
            if (branch.runs > 0 && branch.variant < 0)
                label += QStringLiteral("  %1 runs").arg(branch.runs);
            const double room = end - from - bend - 4;
            maker.text({from + bend + 4, lane - shape.width / 2 - 5}, maker.fitted(label, std::max(40.0, room)));
        } else {
            shape.kind = ShapeKind::Line;
            shape.points = {{from, lane}, {end, lane}};
        }
        maker.scene.shapes.append(shape);
        maker.hit(QRectF(from, lane - 9, std::max(6.0, end - from), 18), -1, -1, i);
        if (branch.variant >= 0) {
            const QRectF box(plot.right() + 6, lane - 12, endWidth, 24);
            Shape& frame = maker.rect(Layer::Overlay, box, Role::View, branchRole(figure, i));
            frame.dash = branchDash(branch);
            frame.width = 1.5;
            const double base = maker.centred(lane);
            const QString number = QStringLiteral("%1").arg(branch.variant + 1);
            maker.text({box.left() + 8, base}, number, Anchor::Start, branchRole(figure, i), true);
            maker.text({box.left() + 24, base}, maker.fitted(branch.ending, endWidth - 90), Anchor::Start);
            if (!branch.answer.isEmpty()) {
                const QString sign = !branch.right   ? QString()
                                     : *branch.right ? QStringLiteral(" ✓")
                                                     : QStringLiteral(" ✗");
                maker.text({box.right() - 8, base}, maker.fitted(branch.answer, 60) + sign, Anchor::End,
                           !branch.right   ? Role::Text
                           : *branch.right ? Role::Ok
                                           : Role::Error,
                           true);
            }
            maker.hit(box, -1, -1, i);
        }
    }
    for (int i = 0; i < figure.branches.size(); ++i) {
        const Branch& branch = figure.branches.at(i);
        if (!branch.forks)
            continue;
        const QPointF at(x(branch.to), y(branch.lane));
        maker.mark(at, Marker::Circle, Role::Fork, 7, true).width = 2;
        maker.line(Layer::Overlay, {at + QPointF(0, 4), at, at + QPointF(-3, -3)}, Role::Fork, 1.5);
        maker.line(Layer::Overlay, {at, at + QPointF(3, -3)}, Role::Fork, 1.5);
        const QString name = QStringLiteral("%1 %2").arg(figure.x.title, tickText(figure.x, branch.to));
        maker.text(at + QPointF(0, -wide(branch.runs) / 2 - 10), name, Anchor::Middle, Role::Fork, true);
        if (!branch.tie.isEmpty()) {
            const QString text = u'≈' + QStringLiteral(" %1").arg(branch.tie);
            const double width = maker.width(text) + 12;
            const double top = at.y() + wide(branch.runs) / 2 + 10;
            const double start = std::clamp(at.x() - width / 2, 2.0, std::max(2.0, plot.right() - width));
            Shape& frame =
                maker.rect(Layer::Overlay, QRectF(start, top, width, font + 7), Role::TieBack, Role::TieText);
            frame.dash = Dash::Dotted;
            maker.text({start + 6, maker.centred(top + (font + 7) / 2)}, text, Anchor::Start, Role::TieText);
        }
    }
    maker.notesBelow(figure.notes, plot.bottom() + font + 6);
}

} // namespace quantlens::figures
