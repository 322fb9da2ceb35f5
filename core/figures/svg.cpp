// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/svg.h"

#include "core/base/text.h"
#include "core/figures/svgpaths.h"

#include <QMap>
#include <QXmlStreamWriter>

#include <algorithm>
#include <cmath>
#include <set>

namespace quantlens::figures {

namespace {

/// From so many cells on, the numbers of a row become one text.
constexpr qsizetype joinFrom = 150;
constexpr qsizetype longestText = 200;
/// From so many shapes on, those of one style are written together, at the place of the first: shapes of different
/// styles that overlap may then lie the other way round.
constexpr qsizetype gatherFrom = 200;

bool sameStyle(const Shape& a, const Shape& b)
{
    if (a.kind == ShapeKind::Text && b.kind == ShapeKind::Text)
        return a.fill == b.fill && a.anchor == b.anchor && a.bold == b.bold && a.mono == b.mono && !a.turned &&
               !b.turned;
    return a.kind != ShapeKind::Text && b.kind != ShapeKind::Text && a.fill == b.fill && a.stroke == b.stroke &&
           a.width == b.width && a.dash == b.dash && a.hatched == b.hatched &&
           // Open and closed outlines differ in how they are filled.
           (a.kind == ShapeKind::Rect) == (b.kind == ShapeKind::Rect) &&
           (a.kind == ShapeKind::Mark) == (b.kind == ShapeKind::Mark);
}

class SvgWriter
{
public:
    SvgWriter(const Scene& scene, const SvgOptions& options)
        : m_scene(scene)
        , m_options(options)
        , m_hatch(options.idPrefix + QStringLiteral("hatch"))
        , m_writer(&m_bytes)
    {
    }

    QByteArray write(const Figure& figure, bool cellNumbers)
    {
        const QString size =
            QStringLiteral("0 0 %1 %2").arg(coordinate(m_scene.size.width()), coordinate(m_scene.size.height()));
        m_writer.writeStartElement(QStringLiteral("svg"));
        m_writer.writeDefaultNamespace(QStringLiteral("http://www.w3.org/2000/svg"));
        attribute("viewBox", size);
        attribute("width", coordinate(m_scene.size.width()));
        attribute("height", coordinate(m_scene.size.height()));
        attribute("class", QStringLiteral("figure"));
        attribute("role", QStringLiteral("img"));
        m_writer.writeTextElement(QStringLiteral("title"), clean(figure.title));
        m_writer.writeTextElement(QStringLiteral("desc"), clean(describe(figure, 8), 600));
        m_used = usedRoles();
        if (m_options.palette)
            m_writer.writeTextElement(QStringLiteral("style"), style());
        writeHatch();
        if (m_options.palette) {
            m_writer.writeEmptyElement(QStringLiteral("path"));
            attribute("class", QString::fromLatin1(fillClass(Role::View)));
            attribute("d", QStringLiteral("M0 0h%1v%2H0z")
                               .arg(coordinate(m_scene.size.width()), coordinate(m_scene.size.height())));
        }
        m_writer.writeStartElement(QStringLiteral("g"));
        attribute("font-family", QStringLiteral("Noto Sans,DejaVu Sans,sans-serif"));
        attribute("font-size", coordinate(m_scene.font));
        for (const Layer layer : {Layer::Band, Layer::Grid, Layer::Series, Layer::Overlay})
            writeLayer(layer, cellNumbers);
        m_writer.writeEndElement();
        m_writer.writeEndElement();
        return m_bytes;
    }

private:
    void attribute(const char* name, const QString& value) { m_writer.writeAttribute(QLatin1String(name), value); }

    /// Text of models, files and servers: one line, bounded, no invisible characters.
    static QString clean(const QString& text, qsizetype limit = longestText) { return base::singleLine(text, limit); }

    QList<bool> usedRoles() const
    {
        QList<bool> used(qsizetype(Role::Count) * 2, false);
        used[qsizetype(Role::View)] = true;
        used[qsizetype(Role::NoiseEdge) + qsizetype(Role::Count)] = true;
        for (const Shape& shape : m_scene.shapes) {
            used[qsizetype(shape.fill)] = true;
            if (shape.cell)
                used[qsizetype(Role::Count) + qsizetype(shape.fill)] = true;
            used[qsizetype(Role::Count) + qsizetype(shape.stroke)] = true;
        }
        return used;
    }

    QString style() const
    {
        QString css;
        for (int i = 1; i < int(Role::Count); ++i) {
            const QString color = u'#' + QString::number(m_options.palette->color(Role(i)), 16).rightJustified(6, u'0');
            if (m_used.at(i))
                css += QStringLiteral(".%1{fill:%2}").arg(QString::fromLatin1(fillClass(Role(i))), color);
            if (m_used.at(i + int(Role::Count)))
                css += QStringLiteral(".%1{stroke:%2}").arg(QString::fromLatin1(strokeClass(Role(i))), color);
        }
        return css;
    }

    void writeHatch()
    {
        std::set<Role> hatched;
        for (const Shape& shape : m_scene.shapes) {
            if (shape.hatched)
                hatched.insert(shape.fill);
        }
        if (hatched.empty())
            return;
        m_writer.writeStartElement(QStringLiteral("defs"));
        for (const Role role : hatched)
            writeHatch(role);
        m_writer.writeEndElement();
    }

    [[nodiscard]] QString hatchOf(Role fill) const { return QStringLiteral("url(#%1%2)").arg(m_hatch).arg(int(fill)); }

    void writeHatch(Role fill)
    {
        m_writer.writeStartElement(QStringLiteral("pattern"));
        attribute("id", m_hatch + QString::number(int(fill)));
        attribute("width", QStringLiteral("8"));
        attribute("height", QStringLiteral("8"));
        attribute("patternUnits", QStringLiteral("userSpaceOnUse"));
        if (fill != Role::None) {
            m_writer.writeEmptyElement(QStringLiteral("path"));
            attribute("class", QString::fromLatin1(fillClass(fill)));
            attribute("d", QStringLiteral("M0 0h8v8H0z"));
        }
        m_writer.writeEmptyElement(QStringLiteral("path"));
        attribute("class", QString::fromLatin1(strokeClass(Role::NoiseEdge)));
        attribute("stroke-width", QStringLiteral(".6"));
        attribute("d", QStringLiteral("M0 8L8 0"));
        m_writer.writeEndElement();
    }

    QString classes(const Shape& shape) const
    {
        QByteArray names;
        if (shape.fill != Role::None && !shape.hatched) // a class would win over the pattern
            names = fillClass(shape.fill);
        if (shape.stroke != Role::None && shape.kind != ShapeKind::Text)
            names += (names.isEmpty() ? "" : " ") + strokeClass(shape.stroke);
        return QString::fromLatin1(names);
    }

    void writeLayer(Layer layer, bool cellNumbers)
    {
        const QList<Shape>& shapes = m_scene.shapes;
        const bool joining = std::ranges::count_if(shapes, &Shape::cell) >= joinFrom * 2;
        const bool gathering = shapes.size() >= gatherFrom;
        QList<QList<const Shape*>> groups;
        for (const Shape& shape : shapes) {
            if (shape.layer != layer || (shape.kind == ShapeKind::Text && shape.cell && joining))
                continue;
            const auto fits = [&](const QList<const Shape*>& group) {
                return (gathering || shape.kind != ShapeKind::Text) && sameStyle(*group.constFirst(), shape);
            };
            // Few shapes keep their order: only neighbours go together.
            const auto from = gathering || groups.isEmpty() ? groups.begin() : groups.end() - 1;
            const auto group = std::find_if(from, groups.end(), fits);
            if (group == groups.end())
                groups.append({&shape});
            else
                group->append(&shape);
        }
        for (const QList<const Shape*>& group : std::as_const(groups)) {
            if (group.constFirst()->kind == ShapeKind::Text) {
                writeTexts(group);
                continue;
            }
            if (areCells(group)) {
                writeCells(group);
                continue;
            }
            QString path;
            for (const Shape* shape : group)
                path += pathOf(*shape);
            writePath(*group.constFirst(), path);
        }
        if (layer == Layer::Overlay && joining && cellNumbers)
            writeRows();
    }

    void writeCells(const QList<const Shape*>& group)
    {
        const Shape& shape = *group.constFirst();
        m_writer.writeEmptyElement(QStringLiteral("path"));
        if (shape.hatched)
            attribute("stroke", hatchOf(shape.fill));
        else
            attribute("class", QString::fromLatin1(strokeClass(shape.fill)));
        attribute("stroke-width", coordinate(shape.points.at(1).y() - shape.points.at(0).y()));
        attribute("d", cellsPath(group));
    }

    void writePath(const Shape& shape, const QString& path)
    {
        m_writer.writeEmptyElement(QStringLiteral("path"));
        if (const QString names = classes(shape); !names.isEmpty())
            attribute("class", names);
        if (shape.hatched)
            attribute("fill", hatchOf(shape.fill));
        else if (shape.fill == Role::None)
            attribute("fill", QStringLiteral("none"));
        if (shape.stroke != Role::None && shape.width != 1)
            attribute("stroke-width", coordinate(shape.width));
        if (shape.dash != Dash::Solid)
            attribute("stroke-dasharray", shape.dash == Dash::Dashed ? QStringLiteral("6 3") : QStringLiteral("2 3"));
        attribute("d", path);
    }

    /// Texts of one style.
    void writeTexts(const QList<const Shape*>& group)
    {
        if (group.size() > 1) {
            m_writer.writeStartElement(QStringLiteral("g"));
            writeTextStyle(*group.constFirst());
        }
        for (const Shape* shape : group) {
            m_writer.writeStartElement(QStringLiteral("text"));
            if (shape->turned) {
                attribute("transform",
                          QStringLiteral("translate(%1)rotate(-90)").arg(coordinates(shape->points.first())));
            } else {
                attribute("x", coordinate(shape->points.first().x()));
                attribute("y", coordinate(shape->points.first().y()));
            }
            if (group.size() == 1)
                writeTextStyle(*shape);
            m_writer.writeCharacters(clean(shape->text));
            m_writer.writeEndElement();
        }
        if (group.size() > 1)
            m_writer.writeEndElement();
    }

    void writeTextStyle(const Shape& shape)
    {
        attribute("class", classes(shape));
        if (shape.anchor != Anchor::Start)
            attribute("text-anchor", shape.anchor == Anchor::Middle ? QStringLiteral("middle") : QStringLiteral("end"));
        if (shape.bold)
            attribute("font-weight", QStringLiteral("bold"));
        if (shape.mono)
            attribute("font-family", QStringLiteral("DejaVu Sans Mono,monospace"));
    }

    /// The numbers of many cells: one text a row and colour, four monospaced characters a cell.
    void writeRows()
    {
        QMap<std::pair<double, int>, QMap<double, QString>> rows;
        double first = m_scene.size.width();
        for (const Shape& shape : m_scene.shapes) {
            if (shape.kind != ShapeKind::Text || !shape.cell)
                continue;
            rows[{shape.points.first().y(), int(shape.fill)}].insert(shape.points.first().x(), shape.text);
            first = std::min(first, shape.points.first().x());
        }
        const double wide = cellWidth();
        if (!(wide > 0))
            return;
        const double advance = wide / 4;
        m_writer.writeStartElement(QStringLiteral("g"));
        attribute("font-family", QStringLiteral("DejaVu Sans Mono,monospace"));
        attribute("font-size", QString::number(std::min(advance / 0.602, m_scene.font), 'f', 2));
        for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
            const double start = row->firstKey();
            QString text;
            for (auto cell = row->cbegin(); cell != row->cend(); ++cell) {
                const auto column = qsizetype(std::lround((cell.key() - start) / wide));
                text = text.leftJustified(column * 4, QChar(0xa0)) + cell->right(3).rightJustified(3, QChar(0xa0));
            }
            m_writer.writeStartElement(QStringLiteral("text"));
            attribute("class", QString::fromLatin1(fillClass(Role(row.key().second))));
            attribute("x", coordinate(start - advance * 1.5));
            attribute("y", coordinate(row.key().first));
            attribute("textLength", coordinate(double(text.size()) * advance));
            m_writer.writeCharacters(text);
            m_writer.writeEndElement();
        }
        m_writer.writeEndElement();
    }

    [[nodiscard]] double cellWidth() const
    {
        double wide = 0;
        double last = -1;
        for (const Shape& shape : m_scene.shapes) {
            if (shape.kind != ShapeKind::Text || !shape.cell)
                continue;
            const double x = shape.points.first().x();
            if (last >= 0 && x > last && (wide == 0 || x - last < wide))
                wide = x - last;
            last = x;
        }
        return wide;
    }

    const Scene& m_scene;
    const SvgOptions& m_options;
    QString m_hatch;
    QList<bool> m_used;
    QByteArray m_bytes;
    QXmlStreamWriter m_writer;
};

} // namespace

QByteArray toSvg(const Figure& figure, const SvgOptions& options)
{
    LayoutOptions layout;
    layout.size = options.size;
    layout.selected = options.selected;
    layout.trimmed = options.trimmed;
    layout.font = options.font;
    layout.textWidth = options.textWidth;
    const QByteArray svg = SvgWriter(layOut(figure, layout), options).write(figure, true);
    if (svg.size() < mostSvgBytes)
        return svg;
    Figure plain = figure;
    plain.notes.append(QStringLiteral("The numbers of the cells are in the table."));
    return SvgWriter(layOut(plain, layout), options).write(plain, false);
}

} // namespace quantlens::figures
