// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diffview.h"

#include "core/base/text.h"
#include "ui/diff/diffaccessible.h"
#include "ui/diff/diffheader.h"
#include "ui/diff/diffoverview.h"

#include <QFontDatabase>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

DiffView::DiffView(QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_header(new DiffHeader(this))
    , m_overview(new DiffOverview(this))
{
    installDiffAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Differences"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    m_advice = tr("Select a prompt");
    connect(m_overview, &DiffOverview::pointed, this, [this](double fraction) {
        jumpTo(qint64(fraction * overviewHeight()) - viewport()->height() / 2);
        viewport()->update();
    });
    connect(verticalScrollBar(), &QScrollBar::sliderReleased, this, &DiffView::syncScrollBar);
    rebuildLooks();
}

DiffView::~DiffView() = default;

void DiffView::setDocument(std::shared_ptr<const DiffDocument> document, bool keepPosition)
{
    m_document = std::move(document);
    setOrder();
    m_layouts.setDocument(m_document);
    m_code = {};
    m_token = nullptr;
    m_difference = -1;
    m_selecting = false;
    const bool wasSelected = m_selectionAnchor != m_selectionEnd;
    m_selectionAnchor = m_selectionEnd = 0;
    if (!keepPosition)
        m_topRow = m_topOffset = 0;
    rebuildLooks();
    requestCode();
    if (wasSelected)
        Q_EMIT
    selectionChanged(false);
    Q_EMIT
    differenceChanged(m_difference, differenceCount());
}

void DiffView::setOrder()
{
    if (!m_document)
        m_order = RowOrder();
    else
        m_order = m_unified ? RowOrder::unified(*m_document) : RowOrder::sideBySide(*m_document);
}

void DiffView::setUnified(bool unified)
{
    if (m_unified == unified)
        return;
    const ViewRow top = m_document && m_order.size() > 0 ? m_order.at(m_topRow) : ViewRow();
    m_unified = unified;
    setOrder();
    m_topRow = m_document && m_order.size() > 0 ? m_order.indexOf(top.row, std::max(0, top.side)) : 0;
    m_topOffset = 0;
    rebuildLooks();
}

void DiffView::clear(const QString& advice)
{
    m_advice = advice.isEmpty() ? tr("Select a prompt") : advice;
    setDocument(nullptr);
}

void DiffView::setTitle(int side, const QString& label, const QString& details)
{
    m_header->setTitle(side, label, details);
}

void DiffView::setPaintMode(PaintMode mode)
{
    m_mode = mode;
    m_layouts.setMode(mode);
    refresh();
}

void DiffView::setCodeShown(bool shown)
{
    if (m_codeShown == shown)
        return;
    m_codeShown = shown;
    requestCode();
}

void DiffView::requestCode()
{
    if (m_highlighter)
        m_highlighter->cancel();
    m_code = {};
    m_layouts.setCode(0, {});
    m_layouts.setCode(1, {});
    refresh();
    if (!m_codeShown || !m_document)
        return;
    if (!m_highlighter) {
        m_highlighter = std::make_unique<CodeHighlighter>();
        connect(m_highlighter.get(), &CodeHighlighter::blockHighlighted, this, &DiffView::takeCode);
        connect(m_highlighter.get(), &CodeHighlighter::finished, this, &DiffView::codeHighlighted);
    }
    m_highlighter->highlight(m_document->text(0), m_document->text(1));
}

void DiffView::takeCode(int side, const QList<CodeRange>& ranges)
{
    std::vector<CodeRange>& all = m_code[std::size_t(side)];
    all.insert(all.end(), ranges.begin(), ranges.end());
    m_layouts.setCode(side, all);
    refresh();
}

// --- looks and heights

void DiffView::rebuildLooks()
{
    m_theme = themeFor(palette());
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (font().pointSizeF() > 0)
        fixed.setPointSizeF(font().pointSizeF() * 0.95);
    m_layouts.setFont(fixed);
    m_layouts.setTheme(m_theme);
    m_layouts.setMode(m_mode);
    placeFrame();
    resetHeights();
}

void DiffView::placeFrame()
{
    const int headerHeight = m_header->sizeHint().height();
    const int overviewWidth = m_overview->sizeHint().width();
    setViewportMargins(0, headerHeight, overviewWidth, 0);
    const QRect view = viewport()->geometry();
    m_header->setGeometry(view.left(), view.top() - headerHeight, view.width() + overviewWidth, headerHeight);
    m_overview->setGeometry(view.right() + 1, view.top(), overviewWidth, view.height());
    const int lines = m_document ? std::max(m_document->lineCount(0), m_document->lineCount(1)) : 1;
    const int digits = std::max(2, int(QString::number(lines).size()));
    const int numberWidth = digits * QFontMetrics(m_layouts.numberFont()).horizontalAdvance(u'0');
    m_geometry = DiffGeometry::of(view.size(), numberWidth, m_unified);
    m_layouts.setTextWidth(m_geometry.textWidth);
    m_header->setSplit(view.width() / 2);
}

void DiffView::resetHeights()
{
    std::vector<int> heights;
    if (m_document) {
        heights.reserve(std::size_t(m_order.size()));
        for (qsizetype row = 0; row < m_order.size(); ++row)
            heights.push_back(m_layouts.estimatedHeight(m_order.at(row)));
    }
    m_heights.assign(heights);
    m_measured.assign(heights.size(), false);
    refresh();
    updateOverview();
}

void DiffView::refresh()
{
    layoutVisible();
    viewport()->update();
}

void DiffView::measure(qsizetype row)
{
    if (m_measured[std::size_t(row)])
        return;
    m_measured[std::size_t(row)] = true;
    m_heights.setHeight(row, m_layouts.rowHeight(m_order.at(row)));
}

int DiffView::heightOf(qsizetype row)
{
    measure(row);
    return m_heights.height(row);
}

void DiffView::layoutVisible()
{
    m_visible.clear();
    const qsizetype rows = m_heights.size();
    if (rows > 0) {
        const int viewHeight = viewport()->height();
        m_topRow = std::clamp<qsizetype>(m_topRow, 0, rows - 1);
        m_topOffset = std::clamp(m_topOffset, 0, std::max(0, heightOf(m_topRow) - 1));
        int y = -m_topOffset;
        for (qsizetype row = m_topRow; row < rows && y < viewHeight; ++row) {
            m_visible.push_back({row, y, heightOf(row)});
            y += m_visible.back().height;
        }
        if (y < viewHeight && (m_topRow > 0 || m_topOffset > 0)) {
            // Beyond the end: pull the last row down to the bottom.
            int missing = viewHeight - y - m_topOffset;
            m_topOffset = 0;
            while (missing > 0 && m_topRow > 0)
                missing -= heightOf(--m_topRow);
            m_topOffset = std::max(0, -missing);
            m_visible.clear();
            y = -m_topOffset;
            for (qsizetype row = m_topRow; row < rows && y < viewHeight; ++row) {
                m_visible.push_back({row, y, heightOf(row)});
                y += m_visible.back().height;
            }
        }
    }
    syncScrollBar();
}

void DiffView::syncScrollBar()
{
    QScrollBar* bar = verticalScrollBar();
    const int viewHeight = viewport()->height();
    const qint64 total = m_heights.total();
    const qint64 top = m_heights.size() > 0 ? m_heights.top(m_topRow) + m_topOffset : 0;
    if (!bar->isSliderDown()) {
        // The value follows from the top row, it does not lead; so nobody has to hear of it.
        const QSignalBlocker quiet(bar);
        constexpr qint64 most = std::numeric_limits<int>::max();
        bar->setRange(0, int(std::clamp<qint64>(total - viewHeight, 0, most)));
        bar->setPageStep(std::max(1, viewHeight - m_layouts.lineHeight()));
        bar->setSingleStep(m_layouts.lineHeight());
        bar->setValue(int(std::min(top, most)));
    }
    const double all = overviewHeight();
    m_overview->setVisiblePart(double(top) / all, std::min(1.0, double(top + viewHeight) / all));
}

int DiffView::moveBy(int dy)
{
    if (m_heights.size() == 0)
        return 0;
    const qsizetype oldRow = m_topRow;
    const int oldOffset = m_topOffset;
    m_topOffset += dy;
    while (m_topOffset < 0 && m_topRow > 0)
        m_topOffset += heightOf(--m_topRow);
    m_topOffset = std::max(0, m_topOffset);
    while (m_topRow + 1 < m_heights.size() && m_topOffset >= heightOf(m_topRow))
        m_topOffset -= heightOf(m_topRow++);
    layoutVisible();
    // All rows passed are measured now, so this is exactly how far the picture moved.
    return int(m_heights.top(m_topRow) + m_topOffset - m_heights.top(oldRow) - oldOffset);
}

void DiffView::jumpTo(qint64 y)
{
    if (m_heights.size() == 0)
        return;
    y = std::clamp<qint64>(y, 0, m_heights.total());
    m_topRow = m_heights.rowAt(y);
    m_topOffset = int(y - m_heights.top(m_topRow));
    layoutVisible();
}

void DiffView::scrollContentsBy(int, int)
{
    const qint64 value = verticalScrollBar()->value();
    if (m_heights.size() == 0)
        return;
    const qint64 distance = value - m_heights.top(m_topRow) - m_topOffset;
    const int viewHeight = viewport()->height();
    if (verticalScrollBar()->isSliderDown() || std::abs(distance) > 3 * viewHeight) {
        jumpTo(value == verticalScrollBar()->maximum() ? m_heights.total() : value);
        viewport()->update();
        return;
    }
    const int moved = moveBy(int(distance));
    if (std::abs(moved) < viewHeight)
        viewport()->scroll(0, -moved); // only the new strip is painted
    else
        viewport()->update();
}

void DiffView::scrollTo(int side, qsizetype position, double fraction)
{
    const qsizetype documentRow = m_document->rowAt(side, position);
    const qsizetype row = m_order.indexOf(documentRow, side);
    int within = 0;
    if (const CellLayout* cell = m_layouts.cell(documentRow, side)) {
        const DiffCell& data = m_document->rows()[std::size_t(documentRow)][std::size_t(side)];
        const QTextLine line =
            cell->layout.lineForTextPosition(int(std::clamp<qsizetype>(position - data.start, 0, data.length)));
        within = line.isValid() ? cell->tops[std::size_t(line.lineNumber())] : 0;
    }
    const int lineHeight = m_layouts.lineHeight();
    for (const VisibleRow& visible : m_visible) {
        const int y = visible.y + within;
        if (visible.row == row && y >= lineHeight && y + 2 * lineHeight <= viewport()->height())
            return viewport()->update(); // in sight already: nothing moves
    }
    m_topRow = row;
    m_topOffset = 0;
    layoutVisible();
    if (m_topRow == row) // else the end pulled it down, and it is in sight
        moveBy(within - int(fraction * viewport()->height()));
    viewport()->update();
}

double DiffView::overviewHeight() const
{
    // Of a text shorter than the window, marks stand beside their rows.
    return double(std::max<qint64>({1, m_heights.total(), viewport()->height()}));
}

void DiffView::updateOverview()
{
    std::vector<DiffOverview::Mark> marks;
    if (m_document && m_heights.total() > 0) {
        const double total = overviewHeight();
        marks.reserve(m_document->differences().size());
        for (const Difference& difference : m_document->differences()) {
            const qsizetype first =
                std::min(m_order.indexOf(difference.firstRow, 0), m_order.indexOf(difference.firstRow, 1));
            const qsizetype last =
                std::max(m_order.indexOf(difference.lastRow, 0), m_order.indexOf(difference.lastRow, 1));
            const double top = double(m_heights.top(first)) / total;
            const double bottom = double(m_heights.top(last + 1)) / total;
            marks.push_back({top, bottom, difference.length[0] > 0, difference.length[1] > 0, difference.fork});
        }
    }
    m_overview->setMarks(std::move(marks));
}

// --- painting

void DiffView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    const QRect area = event->rect();
    if (!m_document) {
        painter.fillRect(area, m_theme.view);
        painter.setPen(m_theme.dim);
        painter.drawText(viewport()->rect().adjusted(20, 20, -20, -20), Qt::AlignCenter | Qt::TextWordWrap, m_advice);
        return;
    }
    DiffMarks marks;
    marks.selectionSide = m_selectionSide;
    std::tie(marks.selectionStart, marks.selectionEnd) = selectionRange();
    marks.selection = m_theme.highlight;
    marks.selection.setAlpha(hasFocus() ? 120 : 80);
    marks.tokenSide = m_tokenSide;
    marks.token = m_token;
    if (m_difference >= 0)
        marks.difference = &m_document->differences()[std::size_t(m_difference)];
    const DiffPainter rows(*m_document, m_layouts, m_heights, m_theme, m_geometry, m_mode, marks);
    rows.paintGround(painter, area);
    for (const VisibleRow& visible : m_visible) {
        if (visible.y < area.bottom() + 1 && visible.y + visible.height > area.top())
            rows.paintRow(painter, m_order.at(visible.row), visible.y, visible.height);
    }
}

void DiffView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    const int width = m_layouts.textWidth();
    placeFrame();
    if (m_layouts.textWidth() != width)
        resetHeights();
    else
        refresh();
    updateOverview();
}

void DiffView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        rebuildLooks();
    QAbstractScrollArea::changeEvent(event);
}

bool DiffView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = toolTipAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else // escaped, and rich by its first tag: tool tips otherwise guess from the text
            QToolTip::showText(help->globalPos(), QStringLiteral("<p>%1</p>").arg(base::htmlEscaped(text)), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QString DiffView::toolTipAt(QPoint point) const
{
    const auto [side, position] = positionAt(point);
    if (position < 0)
        return {};
    if (const Substitution* glyph = m_document->displayText(side).substitutionAt(position)) {
        if (glyph->original.isEmpty())
            return tr("line feed, U+000A");
        const auto codePoints = glyph->original.toUcs4();
        return QStringLiteral("U+%1").arg(QString::number(codePoints.at(0), 16).toUpper(), 4, u'0');
    }
    const DiffSpan* span = m_document->spanAt(side, position);
    if (span && m_mode == PaintMode::Divergence && !std::isnan(span->kld))
        return tr("KLD(A‖B) ≥ %1 nats").arg(QLocale().toString(double(span->kld), 'g', 3));
    if (!span || std::isnan(span->probability))
        return {};
    return tr("probability %1").arg(QLocale().toString(double(span->probability), 'f', 3));
}

// --- differences and tokens

int DiffView::differenceCount() const
{
    return m_document ? int(m_document->differences().size()) : 0;
}

void DiffView::setDifference(int index)
{
    if (m_difference == index)
        return;
    m_difference = index;
    viewport()->update();
    Q_EMIT
    differenceChanged(m_difference, differenceCount());
}

void DiffView::goToDifference(int index)
{
    if (index < 0 || index >= differenceCount())
        return;
    const Difference& difference = m_document->differences()[std::size_t(index)];
    const int side = difference.length[0] > 0 || difference.length[1] == 0 ? 0 : 1;
    scrollTo(side, difference.start[std::size_t(side)], 0.3);
    setDifference(index);
    if (difference.length[std::size_t(side)] > 0)
        setToken(side, m_document->spanAt(side, difference.start[std::size_t(side)]), true);
}

void DiffView::nextDifference()
{
    goToDifference(std::min(m_difference + 1, differenceCount() - 1));
}

void DiffView::previousDifference()
{
    goToDifference(std::max(m_difference - 1, 0));
}

void DiffView::jumpToFork()
{
    if (m_document)
        goToDifference(m_document->forkDifference());
}

bool DiffView::setCurrentToken(int side, qsizetype entry)
{
    const DiffSpan* span = m_document ? m_document->spanOfEntry(side, entry) : nullptr;
    if (!span)
        return false;
    scrollTo(side, span->start, 0.3);
    setToken(side, span, false);
    return true;
}

void DiffView::setToken(int side, const DiffSpan* span, bool announce)
{
    m_token = span;
    m_tokenSide = side;
    viewport()->update();
    if (span && announce)
        Q_EMIT
    tokenActivated(side, span->entry);
}

void DiffView::moveToken(int step)
{
    if (!m_document || m_document->spans(m_tokenSide).empty())
        return;
    const std::vector<DiffSpan>& spans = m_document->spans(m_tokenSide);
    const qsizetype last = qsizetype(spans.size()) - 1;
    const qsizetype now = m_token ? m_token - spans.data() : -std::min(0, step) - 1;
    const DiffSpan& next = spans[std::size_t(std::clamp<qsizetype>(now + step, 0, last))];
    scrollTo(m_tokenSide, next.start, 0.5);
    setToken(m_tokenSide, &next, true);
    const int difference = m_document->differenceAt(m_tokenSide, next.start);
    if (difference >= 0)
        setDifference(difference);
}

} // namespace quantlens::ui
