// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/tokenstrip.h"

#include "core/base/text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

constexpr int stripLeft = 52;  ///< axis labels
constexpr int stripRight = 12; ///< room for the last label
constexpr int stripTop = 8;
constexpr double stripTick = 6;    ///< of the marks that show where the answers differ
constexpr double leastDepth = 1;   ///< nats the log-probability axis spans at least
constexpr double leastPeak = 0.01; ///< nats the divergence axis spans at least

/// 1, 2 or 5 times a power of ten, at most `steps` of them up to `span`.
double niceStep(double span, int steps)
{
    const double raw = std::max(span, 1e-12) / std::max(1, steps);
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= raw)
            return factor * power;
    }
    return 10 * power;
}

QString stripNumber(double value)
{
    const QLocale locale;
    QString text = locale.toString(std::abs(value), 'g', 3);
    return value < 0 && std::abs(value) > 0 ? QString(QChar(0x2212)) + text : text;
}

} // namespace

TokenStrip::TokenStrip(QWidget* parent)
    : QWidget(parent)
    , m_theme(themeFor(palette()))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(false);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

QSize TokenStrip::sizeHint() const
{
    return {600, 120};
}

QSize TokenStrip::minimumSizeHint() const
{
    return {200, fontMetrics().height() * 4 + stripTop};
}

void TokenStrip::setScores(std::shared_ptr<const scoring::TokenScores> scores, std::array<qsizetype, 2> fork,
                           std::vector<qsizetype> differences)
{
    m_scores = std::move(scores);
    m_fork = fork;
    m_differences = std::move(differences);
    m_current = -1;
    m_advice.clear();
    update();
}

void TokenStrip::clear(const QString& advice)
{
    m_scores = nullptr;
    m_advice = advice;
    m_current = -1;
    update();
}

void TokenStrip::setCurve(Curve curve)
{
    m_curve = curve;
    update();
}

void TokenStrip::setCurrentToken(int side, qsizetype entry)
{
    m_side = side;
    m_current = entry;
    update();
}

QRectF TokenStrip::plot() const
{
    const int below = fontMetrics().height() + int(stripTick) + 8;
    return {double(stripLeft), double(stripTop), std::max(1.0, double(width() - stripLeft - stripRight)),
            std::max(1.0, double(height() - stripTop - below))};
}

qsizetype TokenStrip::entryCount() const
{
    if (!m_scores)
        return 0;
    return qsizetype(std::max(m_scores->logprob[0].size(), m_scores->logprob[1].size()));
}

double TokenStrip::xOf(qsizetype entry) const
{
    const QRectF area = plot();
    return area.left() + area.width() * (double(entry) + 0.5) / double(std::max<qsizetype>(1, entryCount()));
}

qsizetype TokenStrip::entryAt(QPointF point) const
{
    const QRectF area = plot();
    const qsizetype count = entryCount();
    if (count == 0 || point.x() < area.left() || point.x() > area.right())
        return -1;
    return std::clamp<qsizetype>(qsizetype((point.x() - area.left()) / area.width() * double(count)), 0, count - 1);
}

std::vector<float> TokenStrip::columnsOf(const std::vector<float>& values, bool lowest) const
{
    const qsizetype count = entryCount();
    const auto columns = std::size_t(std::clamp<double>(plot().width(), 1, double(count)));
    std::vector<float> worst(columns, domain::noLogprob);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i]))
            continue;
        float& column = worst[i * columns / std::size_t(count)];
        if (std::isnan(column) || (lowest ? values[i] < column : values[i] > column))
            column = values[i];
    }
    return worst;
}

void TokenStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.view);
    if (!m_scores || entryCount() == 0) {
        painter.setPen(m_theme.dim);
        painter.drawText(rect().adjusted(12, 4, -12, -4), Qt::AlignCenter | Qt::TextWordWrap, m_advice);
        return;
    }
    QFont small = font();
    small.setPointSizeF(std::max(8.0, small.pointSizeF() * 0.85));
    painter.setFont(small);
    const QRectF area = plot();
    painter.setRenderHint(QPainter::Antialiasing);
    paintHatch(painter, area);
    if (m_curve == Curve::Logprob)
        paintLogprobs(painter, area);
    else
        paintDivergence(painter, area);
    paintTicks(painter, area);
}

void TokenStrip::paintAxes(QPainter& painter, const QRectF& area, double low, double high) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const int line = painter.fontMetrics().height();
    const double step = niceStep(high - low, std::max(1, int(area.height() / (line * 1.6))));
    for (double value = std::ceil(low / step - 1e-9) * step; value <= high + step * 1e-6; value += step) {
        const double y = area.bottom() - (value - low) / (high - low) * area.height();
        painter.setPen(m_theme.grid);
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(m_theme.dim);
        painter.drawText(QRectF(0, y - line / 2.0, area.left() - 6, line), Qt::AlignRight | Qt::AlignVCenter,
                         stripNumber(std::abs(value) < step * 1e-6 ? 0 : value));
    }
    const qsizetype count = entryCount();
    const int widest = painter.fontMetrics().horizontalAdvance(QLocale().toString(count)) + 24;
    const qsizetype stride =
        std::max<qsizetype>(1, qsizetype(std::ceil(niceStep(double(count), std::max(1, int(area.width()) / widest)))));
    for (qsizetype entry = 0; entry < count; entry += stride) {
        const QRectF label(xOf(entry) - widest / 2.0, area.bottom() + stripTick + 4, widest, line);
        painter.setPen(m_theme.dim);
        painter.drawText(label, Qt::AlignCenter, QLocale().toString(entry));
    }
    painter.restore();
}

/// Behind the fork each side goes on with its own text: nothing there is a comparison.
void TokenStrip::paintHatch(QPainter& painter, const QRectF& area) const
{
    const bool forced = m_curve == Curve::Divergence && m_scores->source == scoring::PositionSource::TeacherForced;
    const qsizetype fork = std::max(m_fork[0], m_fork[1]);
    if (fork < 0 || forced)
        return;
    const double left = std::min(area.right(), xOf(fork));
    painter.save();
    painter.setClipRect(QRectF(left, area.top(), area.right() - left, area.height()));
    painter.setPen(QPen(m_theme.grid, 1));
    for (double x = left - area.height(); x < area.right(); x += 7)
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()));
    painter.restore();
}

void TokenStrip::paintLogprobs(QPainter& painter, const QRectF& area) const
{
    std::array<std::vector<float>, 2> columns;
    double low = -leastDepth;
    for (const std::size_t s : {0U, 1U}) {
        columns[s] = columnsOf(m_scores->logprob[s], true);
        for (const float value : columns[s]) {
            if (!std::isnan(value))
                low = std::min(low, double(value));
        }
    }
    paintAxes(painter, area, low, 0);
    for (const std::size_t s : {0U, 1U}) {
        QPen pen(m_theme.side(int(s)).line, 1.5);
        if (s == 1)
            pen.setDashPattern({3, 2}); // as everywhere: A is solid, B dashed
        painter.setPen(pen);
        QPainterPath path;
        bool open = false;
        const auto& values = columns[s];
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (std::isnan(values[i])) {
                open = false;
                continue;
            }
            const QPointF point(area.left() + area.width() * (double(i) + 0.5) / double(values.size()),
                                area.top() + double(values[i]) / low * area.height());
            if (open)
                path.lineTo(point);
            else
                path.moveTo(point);
            open = true;
        }
        painter.drawPath(path);
    }
}

void TokenStrip::paintDivergence(QPainter& painter, const QRectF& area) const
{
    const std::vector<float> columns = columnsOf(m_scores->kld, false);
    double high = leastPeak;
    for (const float value : columns) {
        if (!std::isnan(value))
            high = std::max(high, double(value));
    }
    paintAxes(painter, area, 0, high);
    painter.setPen(Qt::NoPen);
    const double width = area.width() / double(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (std::isnan(columns[i]))
            continue;
        const double height = std::max(1.0, double(columns[i]) / high * area.height());
        painter.fillRect(QRectF(area.left() + double(i) * width, area.bottom() - height,
                                std::max(1.0, width - (width > 4 ? 1 : 0)), height),
                         m_theme.link);
    }
}

void TokenStrip::paintTicks(QPainter& painter, const QRectF& area) const
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    double painted = -10;
    for (const qsizetype entry : m_differences) {
        const double x = std::round(xOf(entry));
        if (x - painted < 2)
            continue; // as many as can be told apart
        painted = x;
        painter.fillRect(QRectF(x - 1, area.bottom() + 2, 3, stripTick - 1), m_theme.dim);
    }
    if (m_fork[0] >= 0)
        painter.fillRect(QRectF(std::round(xOf(m_fork[0])) - 1, area.top(), 2, area.height() + stripTick + 1),
                         m_theme.fork);
    if (m_current >= 0) {
        const double x = std::round(xOf(m_current));
        painter.setPen(QPen(m_theme.highlight, 1));
        painter.drawRect(QRectF(x - 3, area.top(), 6, area.height()));
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.highlight, 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

QString TokenStrip::toolTipAt(QPointF point) const
{
    const qsizetype entry = entryAt(point);
    if (entry < 0)
        return {};
    const auto at = [entry](const std::vector<float>& values) {
        return std::size_t(entry) < values.size() && !std::isnan(values[std::size_t(entry)])
                   ? stripNumber(double(values[std::size_t(entry)]))
                   : QStringLiteral("–");
    };
    if (m_curve == Curve::Divergence)
        return tr("token %1: KLD(A‖B) ≥ %2 nats").arg(QLocale().toString(entry), at(m_scores->kld));
    return tr("token %1: log-probability A %2, B %3")
        .arg(QLocale().toString(entry), at(m_scores->logprob[0]), at(m_scores->logprob[1]));
}

void TokenStrip::choose(qsizetype entry)
{
    if (entry < 0)
        return;
    // Tokens only one side has belong to that side.
    const bool onA = std::size_t(entry) < m_scores->logprob[0].size();
    const bool onB = std::size_t(entry) < m_scores->logprob[1].size();
    m_side = m_side == 0 ? (onA ? 0 : 1) : (onB ? 1 : 0);
    m_current = entry;
    update();
    Q_EMIT tokenActivated(m_side, entry);
}

void TokenStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        choose(entryAt(event->position()));
}

void TokenStrip::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        choose(entryAt(event->position()));
}

void TokenStrip::keyPressEvent(QKeyEvent* event)
{
    const qsizetype last = entryCount() - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return choose(std::clamp<qsizetype>(m_current - 1, -1, last));
    case Qt::Key_Right:
        return choose(std::min(m_current + 1, last));
    case Qt::Key_Home:
        return choose(std::min<qsizetype>(0, last));
    case Qt::Key_End:
        return choose(last);
    default:
        QWidget::keyPressEvent(event);
    }
}

void TokenStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_theme = themeFor(palette());
        update();
    }
    QWidget::changeEvent(event);
}

bool TokenStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && m_scores) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = toolTipAt(QPointF(help->pos()));
        if (text.isEmpty())
            QToolTip::hideText();
        else // escaped, and rich by its first tag: tool tips otherwise guess from the text
            QToolTip::showText(help->globalPos(), QStringLiteral("<p>%1</p>").arg(base::htmlEscaped(text)), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace quantlens::ui
