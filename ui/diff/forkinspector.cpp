// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/forkinspector.h"

#include "core/base/text.h"
#include "ui/icons/icons.h"

#include <QEvent>
#include <QFontDatabase>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

constexpr int inspectorMargin = 10;
constexpr int forkNarrow = 560;
constexpr int forkWidestBars = 900; ///< longer bars are no easier to compare

QFont forkSmallFont(QFont font)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(std::max(8.0, font.pointSizeF() * 0.9));
    return font;
}

QString forkNumber(double value, int digits = 3)
{
    if (std::isnan(value))
        return QStringLiteral("–");
    QLocale locale;
    locale.setNumberOptions(QLocale::DefaultNumberOptions);
    const QString text = locale.toString(std::abs(value), 'f', digits);
    return value < 0 && value < -0.5 * std::pow(10, -digits) ? QChar(0x2212) + text : text;
}

QString forkProbabilityText(double p)
{
    return p > 0 && p < 0.0005 ? QLatin1Char('<') + QLocale().toString(0.001, 'f', 3) : forkNumber(p);
}

} // namespace

ForkInspector::ForkInspector(QWidget* parent)
    : QWidget(parent)
    , m_theme(themeFor(palette()))
{
    setAccessibleName(tr("Fork inspector"));
    clear();
}

void ForkInspector::setPair(const std::optional<domain::TokenInfo>& a, const std::optional<domain::TokenInfo>& b,
                            const std::optional<domain::Fork>& fork)
{
    m_a = a;
    m_b = b;
    m_fork = fork;
    m_any = true;
    rebuild();
}

void ForkInspector::setNoiseLevel(double nats)
{
    m_tieNats = std::max(nats, scoring::leastNearTie);
}

void ForkInspector::clear(const QString& advice)
{
    m_advice = advice.isEmpty() ? tr("Click a token to see what both sides thought of it.") : advice;
    m_a.reset();
    m_b.reset();
    m_fork.reset();
    m_any = false;
    rebuild();
}

void ForkInspector::setLabels(const QString& a, const QString& b)
{
    m_labels = {base::singleLine(a, 80), base::singleLine(b, 80)};
    update();
}

int ForkInspector::rowHeight() const
{
    return fontMetrics().height() + 5;
}

bool ForkInspector::sideColumnShown() const
{
    return width() >= forkNarrow;
}

int ForkInspector::sideColumnWidth() const
{
    return sideColumnShown() ? std::clamp(width() / 4, 220, 400) : 0;
}

QRect ForkInspector::barsArea() const
{
    QRect area = rect().adjusted(inspectorMargin, 6, -inspectorMargin - sideColumnWidth(), -4);
    area.setWidth(std::min(area.width(), forkWidestBars));
    return area;
}

void ForkInspector::rebuild()
{
    // The heading, the rows, the tail.
    const int fitting = barsArea().height() / rowHeight() - 2;
    m_table = m_any ? makeForkTable(m_a, m_b, m_fork, std::size_t(std::clamp(fitting, 2, 20)), m_tieNats) : ForkTable();
    setAccessibleDescription(facts().join(QStringLiteral("; ")));
    setToolTip(sideColumnShown() || !m_any
                   ? QString()
                   : QStringLiteral("<p>%1</p>").arg(base::htmlEscaped(facts().join(QStringLiteral("; ")))));
    update();
}

QSize ForkInspector::sizeHint() const
{
    return {816, 12 + 7 * rowHeight()};
}

QSize ForkInspector::minimumSizeHint() const
{
    return {320, 12 + 4 * rowHeight()};
}

QString ForkInspector::noteText() const
{
    if (!m_any)
        return {};
    if (!m_table.hasA && !m_table.hasB)
        return tr("No log-probabilities from this server.");
    if (!m_a || !m_b)
        return tr("Side %1 ended here.").arg(m_a ? tr("B") : tr("A"));
    if (!m_table.hasA || !m_table.hasB)
        return tr("No log-probabilities from side %1.").arg(m_table.hasA ? tr("B") : tr("A"));
    if (m_table.sameToken)
        return tr("Both sides chose %1.").arg(quotedToken(m_a->bytes));
    return {};
}

QList<ForkInspector::Fact> ForkInspector::factList() const
{
    QList<Fact> out;
    if (m_table.shift) {
        const QString value = tr("%1 nat", "unit of log-probability").arg(forkNumber(*m_table.shift));
        out.append({tr("Fork shift"), m_table.bounded ? QStringLiteral("> ") + value : value});
    }
    if (m_table.hasA || m_table.hasB)
        out.append(
            {tr("Gap A | B"), QStringLiteral("%1 | %2").arg(forkNumber(m_table.gapA), forkNumber(m_table.gapB))});
    const auto chosen = std::ranges::find_if(m_table.rows, &ForkRow::chosenA);
    if (chosen != m_table.rows.end() && !std::isnan(chosen->pA) && !std::isnan(chosen->pB))
        out.append({tr("Δp of %1").arg(chosen->token),
                    tr("%1 %", "percentage").arg(forkNumber(100 * (chosen->pB - chosen->pA), 1))});
    return out;
}

QStringList ForkInspector::facts() const
{
    QStringList out;
    if (m_table.nearTie)
        out.append(tr("Near tie"));
    if (const QString note = noteText(); !note.isEmpty())
        out.append(note);
    for (const Fact& fact : factList())
        out.append(QStringLiteral("%1: %2").arg(fact.name, fact.value));
    return out;
}

void ForkInspector::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.view);
    if (!m_any || (!m_table.hasA && !m_table.hasB)) {
        painter.setPen(m_theme.dim);
        painter.drawText(rect().adjusted(20, 8, -20, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         m_any ? noteText() : m_advice);
        return;
    }
    paintBars(painter, barsArea());
    if (sideColumnShown()) {
        const QRect column(barsArea().right() + inspectorMargin, 0, sideColumnWidth(), height());
        painter.fillRect(QRect(column.left(), 0, 1, height()), m_theme.border);
        paintFacts(painter, column.adjusted(12, 8, -inspectorMargin, -6));
    }
}

void ForkInspector::paintBars(QPainter& painter, const QRect& area) const
{
    const QFontMetrics mono(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    int tokenWidth = 66;
    double largest = 0.05;
    for (const ForkRow& row : m_table.rows) {
        tokenWidth = std::max(tokenWidth, mono.horizontalAdvance(row.token) + 16);
        largest = std::max({largest, std::isnan(row.pA) ? 0 : row.pA, std::isnan(row.pB) ? 0 : row.pB});
    }
    tokenWidth = std::min(tokenWidth, area.width() / 3);
    const double scale = 1 / std::min(1.0, largest * 1.08);
    QRect line(area.left(), area.top(), area.width(), rowHeight());

    const int centre = line.center().x();
    QFont small = forkSmallFont(font());
    painter.setFont(small);
    painter.setPen(m_theme.dim);
    const int edge = QFontMetrics(small).horizontalAdvance(tr("rank")) + 8;
    painter.drawText(line, Qt::AlignCenter, tr("token"));
    const int number = QFontMetrics(small).horizontalAdvance(QStringLiteral("<0.001"));
    const QRect rankA(line.left(), line.top(), edge, line.height());
    const QRect rankB(line.right() + 1 - edge, line.top(), edge, line.height());
    const QRect numberA(rankA.right() + 1, line.top(), number + 8, line.height());
    const QRect numberB(rankB.left() - 8 - number, line.top(), number, line.height());
    painter.drawText(rankA, Qt::AlignCenter | Qt::TextDontClip, tr("rank"));
    painter.drawText(rankB, Qt::AlignCenter | Qt::TextDontClip, tr("rank"));
    painter.drawText(numberA, Qt::AlignRight | Qt::AlignVCenter, tr("p", "probability"));
    painter.drawText(numberB, Qt::AlignRight | Qt::AlignVCenter, tr("p", "probability"));
    QFont bold = small;
    bold.setBold(true);
    painter.setFont(bold);
    const QFontMetrics boldMetrics(bold);
    const int room = std::max(20, line.width() / 2 - tokenWidth / 2 - edge - number - 20);
    for (int side = 0; side < 2; ++side) {
        const QString text = boldMetrics.elidedText(
            QStringLiteral("%1 %2").arg(side == 0 ? tr("A") : tr("B"), m_labels[std::size_t(side)]), Qt::ElideMiddle,
            room);
        painter.setPen(m_theme.side(side).label);
        if (side == 0)
            painter.drawText(QRect(centre - tokenWidth / 2 - room - 2, line.top(), room, line.height()),
                             Qt::AlignRight | Qt::AlignVCenter, text);
        else
            painter.drawText(QRect(centre + tokenWidth / 2 + 3, line.top(), room, line.height()),
                             Qt::AlignLeft | Qt::AlignVCenter, text);
    }

    for (const ForkRow& row : m_table.rows) {
        line.translate(0, line.height());
        paintRow(painter, line, tokenWidth, scale, row, false);
    }
    line.translate(0, line.height());
    ForkRow tail;
    tail.token = tr("tail");
    tail.pA = m_table.hasA ? m_table.tailA : ForkRow::notListed;
    tail.pB = m_table.hasB ? m_table.tailB : ForkRow::notListed;
    paintRow(painter, line, tokenWidth, scale, tail, true);
}

void ForkInspector::paintRow(QPainter& painter, const QRect& line, int tokenWidth, double scale, const ForkRow& row,
                             bool tail) const
{
    const QFont small = forkSmallFont(font());
    QFont bold = small;
    bold.setBold(true);
    const int edge = QFontMetrics(small).horizontalAdvance(tr("rank")) + 8;
    const int number = QFontMetrics(bold).horizontalAdvance(QStringLiteral("<0.001"));
    const int centre = line.center().x();
    const QRect token(centre - tokenWidth / 2, line.top(), tokenWidth, line.height());
    for (int side = 0; side < 2; ++side) {
        const bool chosen = side == 0 ? row.chosenA : row.chosenB;
        const double p = side == 0 ? row.pA : row.pB;
        const int rank = side == 0 ? row.rankA : row.rankB;
        const int direction = side == 0 ? -1 : 1;
        const int inner = side == 0 ? token.left() - 2 : token.right() + 3;
        const int outer = side == 0 ? line.left() : line.right() + 1;
        const auto span = [&](int from, int to) { // distances from the outer edge inwards
            const int one = outer - direction * from;
            const int other = outer - direction * to;
            return QRect(std::min(one, other), line.top(), std::abs(to - from), line.height());
        };
        if (chosen)
            painter.fillRect(QRect(std::min(inner, outer), line.top() + 1, std::abs(outer - inner), line.height() - 1),
                             m_theme.overView(m_theme.side(side).background, 0.45));
        painter.setFont(chosen ? bold : small);
        painter.setPen(chosen ? m_theme.text : m_theme.dim);
        painter.drawText(span(0, edge), Qt::AlignCenter, rank > 0 ? QString::number(rank) : QStringLiteral("–"));
        painter.setPen(std::isnan(p) ? m_theme.dim : m_theme.text);
        painter.drawText(side == 0 ? span(edge, edge + number + 8) : span(edge + 8, edge + number + 8),
                         Qt::AlignRight | Qt::AlignVCenter, forkProbabilityText(p));
        const int room = std::abs(outer - inner) - edge - number - 16;
        if (std::isnan(p) || p <= 0 || room <= 4)
            continue;
        const int length = std::clamp(int(std::lround(p * scale * room)), 1, room);
        const QRect bar(side == 0 ? inner - length : inner, line.top() + line.height() / 4, length,
                        line.height() * 11 / 20);
        if (!tail) {
            painter.fillRect(bar, m_theme.side(side).line);
        } else {
            painter.fillRect(bar, m_theme.noiseFill);
            painter.fillRect(bar, QBrush(m_theme.noiseEdge, Qt::BDiagPattern));
        }
    }
    QFont mono = tail ? small : QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (font().pointSizeF() > 0 && !tail)
        mono.setPointSizeF(font().pointSizeF() * 0.95);
    painter.setFont(mono);
    painter.setPen(tail ? m_theme.dim : m_theme.text);
    painter.drawText(token, Qt::AlignCenter,
                     QFontMetrics(mono).elidedText(row.token, Qt::ElideMiddle, token.width() - 6));
    painter.setBrush(Qt::NoBrush);
    const QRectF frame = QRectF(token).adjusted(1, 1.5, -1, -0.5);
    if (row.chosenA) {
        painter.setPen(QPen(m_theme.a.line, 1.5));
        painter.drawRect(frame);
    }
    if (row.chosenB) {
        QPen pen(m_theme.b.line, 1.5);
        pen.setDashPattern({3, 1.5});
        painter.setPen(pen);
        painter.drawRect(row.chosenA ? frame.adjusted(2, 2, -2, -2) : frame);
    }
}

void ForkInspector::paintFacts(QPainter& painter, const QRect& area) const
{
    QRect rest = area;
    const QFont small = forkSmallFont(font());
    QFont bold = small;
    bold.setBold(true);
    const QFontMetrics metrics(small);
    if (m_table.nearTie) {
        const QString head = tr("Near tie.");
        const QString text = tr("The decision moved by %1 nat only: noise alone could flip this token.")
                                 .arg(forkNumber(m_table.shift.value_or(0)));
        const int inside = rest.width() - 16;
        const int bodyHeight = metrics.boundingRect(QRect(0, 0, inside, 1000), Qt::TextWordWrap, text).height();
        const QRect box(rest.left(), rest.top(), rest.width(), bodyHeight + metrics.height() + 10);
        painter.fillRect(box, m_theme.tieBackground);
        painter.setPen(QPen(m_theme.tieText, 1, Qt::DotLine));
        painter.drawRect(box.adjusted(0, 0, -1, -1));
        const QRect line(box.left() + 8, box.top() + 4, inside, metrics.height());
        const QRectF sign(line.left(), line.top() + (line.height() - 13) / 2.0, 13, 13);
        paintGlyph(painter, Glyph::NearTie, sign, m_theme.tieText);
        painter.setPen(m_theme.tieText);
        painter.setFont(bold);
        painter.drawText(line.adjusted(17, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, head);
        painter.setFont(small);
        painter.drawText(QRect(line.left(), line.bottom() + 2, inside, bodyHeight), Qt::TextWordWrap, text);
        rest.setTop(box.bottom() + 8);
    }
    painter.setFont(small);
    if (const QString note = noteText(); !note.isEmpty()) {
        painter.setPen(m_theme.text);
        QRect used;
        painter.drawText(rest, Qt::TextWordWrap, note, &used);
        rest.setTop(used.bottom() + 8);
    }
    const QList<Fact> facts = factList();
    int names = 0;
    for (const Fact& fact : facts)
        names = std::max(names, metrics.horizontalAdvance(fact.name));
    names = std::min(names + 4, rest.width() * 3 / 5);
    for (const Fact& fact : facts) {
        const QRect line(rest.left(), rest.top(), rest.width(), metrics.height() + 2);
        if (line.bottom() > area.bottom() + 4)
            break;
        painter.setPen(m_theme.dim);
        painter.drawText(QRect(line.left(), line.top(), names, line.height()), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(fact.name, Qt::ElideMiddle, names));
        painter.setPen(m_theme.text);
        painter.drawText(line.adjusted(names + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(fact.value, Qt::ElideRight, line.width() - names - 8));
        rest.setTop(line.bottom() + 3);
    }
}

void ForkInspector::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    rebuild();
}

void ForkInspector::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        m_theme = themeFor(palette());
    if (event->type() == QEvent::FontChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace quantlens::ui
