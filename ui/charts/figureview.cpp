// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figureview.h"

#include "core/base/text.h"
#include "core/figures/svg.h"
#include "core/platform/modules.h"
#include "ui/charts/chartsurface.h"
#include "ui/charts/figurepalette.h"
#include "ui/charts/figureselection.h"
#include "ui/charts/figuretable.h"
#include "ui/print/scenepainter.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QSaveFile>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

namespace {

/// The ring round the mark that the keyboard is at.
class FocusRing final : public QWidget
{
public:
    explicit FocusRing(QWidget* parent)
        : QWidget(parent)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(themeFor(palette()).highlight, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
    }
};

/// True for figures that Qt Charts has series for.
bool hasSeries(const figures::Figure& figure)
{
    return !figure.empty() && figure.kind != figures::Kind::Grid && figure.kind != figures::Kind::Tree;
}

bool stands(const figures::HitArea& hit)
{
    return hit.value >= 0 || hit.branch >= 0;
}

} // namespace

FigureView::FigureView(QWidget* parent)
    : QWidget(parent)
    , m_ring(new FocusRing(this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Chart")); // until it has a figure
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void FigureView::setFigure(const figures::Figure& figure)
{
    m_figure = figure;
    m_current = -1;
    m_ring->hide();
    setAccessibleName(figure.title.isEmpty() ? tr("Chart") : figure.title);
    setAccessibleDescription(figures::describe(figure));
    updateGeometry();
    setMinimumSize(minimumSizeHint());
    layOutAgain();
}

void FigureView::setSelection(FigureSelection* selection)
{
    m_selection = selection;
    connect(selection, &FigureSelection::changed, this, &FigureView::layOutAgain);
    layOutAgain();
}

QSize FigureView::minimumSizeHint() const
{
    if (m_figure.empty())
        return {120, 80};
    return figures::minimumSize(m_figure, QFontInfo(print::figureFont(font())).pixelSize()).toSize();
}

QSize FigureView::sizeHint() const
{
    return minimumSizeHint().expandedTo({400, 200});
}

void FigureView::layOutAgain()
{
    const QFont chartFont = print::figureFont(font());
    m_scene = figures::layOut(m_figure,
                              print::layoutOptions(chartFont, size(), m_selection ? m_selection->key() : QString()));
    const bool charts = hasSeries(m_figure) && surface();
    if (charts) {
        m_surface->widget()->setGeometry(rect());
        m_surface->show(m_figure, m_scene, figurePalette(themeFor(palette())), chartFont);
    }
    if (m_surface)
        m_surface->widget()->setVisible(charts);
    m_ring->raise();
    update();
}

ChartSurface* FigureView::surface()
{
    if (m_surface)
        return m_surface;
    if (const auto* charts = platform::optionalModule<ChartModule>(QStringLiteral("quantlens-charts")))
        m_surface = charts->makeSurface(this);
    return m_surface;
}

bool FigureView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) // shown while the pointer moves
        return true;
    return QWidget::event(event);
}

void FigureView::paintEvent(QPaintEvent* /*event*/)
{
    if (m_surface && hasSeries(m_figure))
        return;
    QPainter painter(this);
    print::paintScene(painter, m_scene, figurePalette(themeFor(palette())), print::figureFont(font()),
                      print::ScenePart::All);
}

void FigureView::resizeEvent(QResizeEvent* /*event*/)
{
    layOutAgain();
}

void FigureView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        setMinimumSize(minimumSizeHint());
        layOutAgain();
    }
}

const figures::HitArea* FigureView::hitAt(QPointF point) const
{
    // Marks first, and of those that overlap the nearest.
    const figures::HitArea* best = nullptr;
    double distance = 0;
    for (const figures::HitArea& hit : m_scene.hits) {
        if (!hit.area.contains(point))
            continue;
        const QPointF away = hit.area.center() - point;
        const double own = away.x() * away.x() + away.y() * away.y();
        if (!best || (stands(hit) && (!stands(*best) || own < distance))) {
            best = &hit;
            distance = own;
        }
    }
    return best;
}

QString FigureView::tip(const figures::HitArea& hit) const
{
    QStringList lines;
    if (hit.value >= 0 && hit.value < m_figure.values.size()) {
        const figures::Value& value = m_figure.values.at(hit.value);
        const figures::Item item = m_figure.items.value(value.item);
        QString head = item.baseline ? tr("%1 against itself").arg(item.label) : item.label;
        if (m_figure.kind == figures::Kind::Grid)
            head += QStringLiteral(", ") + m_figure.rows.value(value.row);
        lines << head;
        if (m_figure.kind == figures::Kind::Plot && m_figure.x.names.isEmpty())
            lines << QStringLiteral("%1: %2").arg(m_figure.x.title, figures::numberText(value.x, m_figure.x.format));
        lines << QStringLiteral("%1: %2").arg(m_figure.measures.value(value.measure).name,
                                              figures::valueText(value, m_figure.format));
        if (value.quartiles)
            lines << tr("quartiles %1 and %2, lowest %3")
                         .arg(figures::numberText(value.quartiles->at(1), m_figure.format),
                              figures::numberText(value.quartiles->at(3), m_figure.format),
                              figures::numberText(value.quartiles->at(0), m_figure.format));
        if (value.withinNoise)
            lines << tr("similarity: no more than noise");
        if (!value.note.isEmpty() && std::isfinite(value.value))
            lines << value.note;
        if (!value.hit.prompts.isEmpty())
            lines << tr("Click: open %n prompt(s)", nullptr, int(value.hit.prompts.size()));
    } else if (hit.branch >= 0 && hit.branch < m_figure.branches.size()) {
        const figures::Branch& branch = m_figure.branches.at(hit.branch);
        lines << (branch.label.isEmpty() ? tr("%n run(s)", nullptr, int(branch.runs))
                                         : tr("%1, %n run(s)", nullptr, int(branch.runs)).arg(branch.label));
        if (branch.probability)
            lines << tr("probability %1").arg(QString::number(*branch.probability, 'f', 3));
        if (branch.variant >= 0)
            lines << tr("output %1: %2").arg(QString::number(branch.variant + 1), branch.ending);
    } else if (hit.item >= 0) {
        lines << m_figure.items.value(hit.item).label;
    }
    return lines.join(u'\n');
}

void FigureView::showTip(const figures::HitArea& hit)
{
    const QString text = tip(hit);
    // Escaped as a whole: labels come from files and servers, and tool tips read rich text.
    QStringList lines = text.split(u'\n');
    for (QString& line : lines)
        line = base::htmlEscaped(line);
    const QPoint at = mapToGlobal(QPointF(hit.area.right(), hit.area.center().y()).toPoint());
    QToolTip::showText(at,
                       QStringLiteral("<qt><b>%1</b>%2</qt>")
                           .arg(lines.takeFirst(), lines.isEmpty()
                                                       ? QString()
                                                       : QStringLiteral("<br>") + lines.join(QStringLiteral("<br>"))),
                       this);
}

void FigureView::mouseMoveEvent(QMouseEvent* event)
{
    const figures::HitArea* hit = hitAt(event->position());
    if (hit && stands(*hit)) {
        showTip(*hit);
        setCursor(Qt::PointingHandCursor);
    } else {
        QToolTip::hideText();
        unsetCursor();
    }
}

void FigureView::leaveEvent(QEvent* /*event*/)
{
    QToolTip::hideText();
}

void FigureView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const figures::HitArea* hit = hitAt(event->position()))
        activate(figures::HitArea(*hit));
}

void FigureView::activate(const figures::HitArea& hit)
{
    if (hit.branch >= 0) {
        if (m_figure.branches.at(hit.branch).variant >= 0)
            Q_EMIT outputChosen(m_figure.branches.at(hit.branch).variant);
        return;
    }
    const figures::Hit opens = hit.value >= 0 ? m_figure.values.at(hit.value).hit : figures::Hit();
    if (m_selection && hit.item >= 0)
        m_selection->set(m_figure.items.at(hit.item).key);
    if (!opens.prompts.isEmpty())
        Q_EMIT opened(opens);
}

void FigureView::step(int by)
{
    const qsizetype count = m_scene.hits.size();
    if (std::ranges::none_of(m_scene.hits, stands))
        return;
    qsizetype at = m_current < 0 && by < 0 ? 0 : m_current;
    do
        at = (at + by + count) % count;
    while (!stands(m_scene.hits.at(at)));
    m_current = at;
    const figures::HitArea& hit = m_scene.hits.at(at);
    m_ring->setGeometry(hit.area.adjusted(-3, -3, 3, 3).toAlignedRect());
    m_ring->show();
    setAccessibleDescription(tip(hit));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    showTip(hit);
}

void FigureView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
        step(1);
        break;
    case Qt::Key_Left:
    case Qt::Key_Up:
        step(-1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current >= 0 && m_current < m_scene.hits.size())
            activate(figures::HitArea(m_scene.hits.at(m_current)));
        break;
    case Qt::Key_Escape:
        m_current = -1;
        m_ring->hide();
        QToolTip::hideText();
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    event->accept();
}

void FigureView::focusOutEvent(QFocusEvent* event)
{
    m_ring->hide();
    QWidget::focusOutEvent(event);
}

void FigureView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu);
    menu->popup(event->globalPos());
}

void FigureView::fillMenu(QMenu* menu)
{
    menu->addAction(tr("&Copy picture"), this, &FigureView::copyImage);
    menu->addAction(tr("Copy &data"), this, [this] { QGuiApplication::clipboard()->setText(dataText()); });
    menu->addSeparator();
    menu->addAction(tr("Save as &PNG…"), this, [this] { askForFile(false); });
    menu->addAction(tr("Save as &SVG…"), this, [this] { askForFile(true); });
    menu->addSeparator();
    menu->addAction(tr("S&how data"), this, &FigureView::showData);
}

QImage FigureView::image() const
{
    return print::sceneImage(m_scene, figurePalette(themeFor(palette())), print::figureFont(font()));
}

QByteArray FigureView::svg() const
{
    const figures::Palette colors = figurePalette(themeFor(palette()));
    // The same measures as the window's, so that the file shows the same picture.
    const figures::LayoutOptions shown =
        print::layoutOptions(print::figureFont(font()), size(), m_selection ? m_selection->key() : QString());
    return figures::toSvg(m_figure, {.size = shown.size,
                                     .palette = &colors,
                                     .selected = shown.selected,
                                     .font = shown.font,
                                     .textWidth = shown.textWidth});
}

QString FigureView::dataText() const
{
    return tabSeparated(figures::dataRows(m_figure));
}

base::Expected<void> FigureView::save(const QString& path)
{
    QSaveFile file(path);
    bool written = file.open(QIODevice::WriteOnly);
    if (written && path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
        const QByteArray bytes = svg();
        written = file.write(bytes) == bytes.size();
    } else if (written) {
        written = image().save(&file, "PNG");
    }
    if (written && file.commit())
        return {};
    return std::unexpected(
        base::Error{.code = QStringLiteral("file.write"),
                    .message = tr("The chart could not be saved to %1.").arg(base::singleLine(path, 200)),
                    .hint = tr("Choose another folder."),
                    .detail = file.errorString()});
}

void FigureView::copyImage()
{
    auto* data = new QMimeData;
    data->setImageData(image());
    data->setData(QStringLiteral("image/svg+xml"), svg());
    QGuiApplication::clipboard()->setMimeData(data);
}

void FigureView::askForFile(bool svg)
{
    auto* dialog = new QFileDialog(this, svg ? tr("Save as SVG") : tr("Save as PNG"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(svg ? QStringLiteral("svg") : QStringLiteral("png"));
    dialog->setNameFilter(svg ? tr("Vector graphics (*.svg)") : tr("Pictures (*.png)"));
    dialog->selectFile(m_figure.id);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (const auto saved = save(path); !saved)
            Q_EMIT failed(saved.error());
    });
    dialog->open();
}

void FigureView::showData()
{
    showFigureData(m_figure, this);
}

} // namespace quantlens::ui
