// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diffaccessible.h"

#include "ui/diff/diffview.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include <algorithm>

namespace quantlens::ui {

namespace {

/// The displayed texts of both sides as one: invisible characters that were made visible are read, too.
class AccessibleDiffView final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit AccessibleDiffView(DiffView* view)
        : QAccessibleWidget(view, QAccessible::Document)
    {
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        state.selectableText = true;
        return state;
    }

    int characterCount() const override { return int(whole(0) + 1 + whole(1)); }

    QString text(int start, int end) const override
    {
        if (!document())
            return {};
        start = std::clamp(start, 0, characterCount());
        end = std::clamp(end, start, characterCount());
        QString out =
            document()->text(0).mid(start, std::max<qsizetype>(0, std::min<qsizetype>(end, whole(0)) - start));
        if (start <= whole(0) && end > whole(0))
            out += u'\n';
        const qsizetype from = std::max<qsizetype>(0, start - whole(0) - 1);
        const qsizetype to = end - whole(0) - 1;
        if (to > from)
            out += QStringView(document()->text(1)).sliced(from, to - from);
        return out;
    }

    QString text(QAccessible::Text t) const override
    {
        if (t == QAccessible::Description && document()) {
            return DiffView::tr("%n difference(s)", nullptr, view()->differenceCount());
        }
        return QAccessibleWidget::text(t);
    }

    void selection(int index, int* start, int* end) const override
    {
        *start = *end = 0;
        if (index != 0 || selectionCount() == 0)
            return;
        const auto [from, to] = view()->selectionRange();
        *start = int(toWhole(view()->selectionSide(), from));
        *end = int(toWhole(view()->selectionSide(), to));
    }

    int selectionCount() const override
    {
        const auto [from, to] = view()->selectionRange();
        return from < to ? 1 : 0;
    }

    void addSelection(int start, int end) override { setSelection(0, start, end); }
    void removeSelection(int) override { view()->clearSelection(); }

    void setSelection(int, int start, int end) override
    {
        if (!document())
            return;
        const auto [side, from] = fromWhole(start);
        const auto [otherSide, to] = fromWhole(end);
        view()->setSelection(side, from, otherSide == side ? to : document()->text(side).size());
    }

    int cursorPosition() const override
    {
        const auto [from, to] = view()->selectionRange();
        return int(toWhole(view()->selectionSide(), to));
    }

    void setCursorPosition(int position) override
    {
        const auto [side, at] = fromWhole(position);
        view()->setSelection(side, at, at);
    }

    QRect characterRect(int offset) const override
    {
        if (!document())
            return {};
        const auto [side, at] = fromWhole(offset);
        const QRect rect = view()->rectOf(side, at);
        return rect.isEmpty() ? QRect() : rect.translated(view()->viewport()->mapToGlobal(QPoint()));
    }

    int offsetAtPoint(const QPoint& point) const override
    {
        const auto [side, at] = view()->positionAt(view()->viewport()->mapFromGlobal(point));
        return at < 0 ? -1 : int(toWhole(side, at));
    }

    void scrollToSubstring(int start, int) override
    {
        const auto [side, at] = fromWhole(start);
        if (const DiffSpan* span = document() ? document()->spanAt(side, at) : nullptr)
            view()->setCurrentToken(side, span->entry);
    }

    /// One run a token; its attributes say whether it differs.
    QString attributes(int offset, int* start, int* end) const override
    {
        *start = offset;
        *end = std::min(offset + 1, characterCount());
        if (!document())
            return {};
        const auto [side, at] = fromWhole(offset);
        const DiffSpan* span = document()->spanAt(side, at);
        if (!span)
            return {};
        *start = int(toWhole(side, span->start));
        *end = int(toWhole(side, span->start + span->length));
        return span->only ? QStringLiteral("mark:true") : QString();
    }

private:
    DiffView* view() const { return static_cast<DiffView*>(object()); }
    const DiffDocument* document() const { return view()->document().get(); }
    qsizetype whole(int side) const { return document() ? document()->text(side).size() : 0; }
    qsizetype toWhole(int side, qsizetype position) const { return side == 0 ? position : whole(0) + 1 + position; }

    std::pair<int, qsizetype> fromWhole(qsizetype position) const
    {
        position = std::clamp<qsizetype>(position, 0, characterCount());
        return position <= whole(0) ? std::pair(0, position) : std::pair(1, position - whole(0) - 1);
    }
};

QAccessibleInterface* makeDiffAccessible(const QString&, QObject* object)
{
    auto* view = qobject_cast<DiffView*>(object);
    return view ? new AccessibleDiffView(view) : nullptr;
}

} // namespace

void installDiffAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeDiffAccessible);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace quantlens::ui
