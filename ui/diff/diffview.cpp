// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diffview.h"

#include "core/base/text.h"
#include "ui/diff/diffaccessible.h"
#include "ui/diff/diffheader.h"
#include "ui/diff/diffoverview.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
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
