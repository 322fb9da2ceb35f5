// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/print/pdf.h"

#include "core/base/text.h"
#include "ui/print/textdocument.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QFontDatabase>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTextDocument>

namespace quantlens::print {

namespace {

/// Millimetres round the text.
constexpr double pageMargin = 15;
/// Points of the writer are those of the layout.
constexpr int dotsPerInch = 96;
constexpr double footerHeight = 26;

void drawPage(QPainter& painter, QTextDocument& text, int page, QSizeF body, const QString& footer)
{
    painter.save();
    const QRectF part(0, page * body.height(), body.width(), body.height());
    painter.translate(0, -part.top());
    painter.setClipRect(part);
    QAbstractTextDocumentLayout::PaintContext context;
    context.clip = part;
    context.palette.setColor(QPalette::Text, Qt::black);
    text.documentLayout()->draw(&painter, context);
    painter.restore();
    QFont small = text.defaultFont();
    small.setPointSizeF(7.5);
    painter.setFont(small);
    painter.setPen(QColor(0x5b, 0x61, 0x67));
    const QRectF line(0, body.height(), body.width(), footerHeight);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(footer, Qt::ElideRight, int(body.width() * 0.8)));
    painter.drawText(line, Qt::AlignRight | Qt::AlignBottom,
                     QStringLiteral("%1 / %2").arg(page + 1).arg(text.pageCount()));
}

} // namespace

base::Expected<QByteArray> pdfReport(const reports::ScoredRun& run, const reports::ReportOptions& options)
{
    if (QFontDatabase::families().isEmpty())
        return base::failure(QStringLiteral("report.fonts"),
                             QStringLiteral("There is no font on this system to set a PDF with."),
                             QStringLiteral("Install one (fonts-dejavu-core), or write the report as HTML."));
    const auto cancelled = [] {
        return base::failure(QStringLiteral("report.cancelled"), QStringLiteral("The report was not written."));
    };
    const reports::Document document = reports::makeDocument(run, options);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(dotsPerInch);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(pageMargin, pageMargin, pageMargin, pageMargin), QPageLayout::Millimeter);
    writer.setTitle(base::singleLine(reports::plainText(document.title), 200));
    writer.setCreator(QStringLiteral("Quantlens"));
    const QSizeF page = writer.pageLayout().paintRectPixels(dotsPerInch).size();
    const QSizeF body(page.width(), page.height() - footerHeight);

    const auto text =
        makeTextDocument(document, {.width = body.width(), .font = reportFont(), .progress = options.progress});
    if (!text)
        return cancelled();
    text->documentLayout()->setPaintDevice(&writer);
    layOutPages(*text, body);
    QPainter painter;
    if (!painter.begin(&writer))
        return base::failure(QStringLiteral("report.pdf"), QStringLiteral("The PDF could not be made."));
    const QString footer = base::singleLine(
        reports::plainText(document.title) + QStringLiteral(" · ") + document.about.join(QStringLiteral(", ")), 200);
    for (int i = 0; i < text->pageCount(); ++i) {
        if (options.progress && !options.progress(i, text->pageCount()))
            return cancelled();
        if (i > 0)
            writer.newPage();
        drawPage(painter, *text, i, body, footer);
    }
    painter.end();
    return bytes;
}

base::Expected<QByteArray> writeReport(reports::Format format, const reports::ScoredRun& run,
                                       const reports::ReportOptions& options)
{
    return format == reports::Format::Pdf ? pdfReport(run, options) : reports::writeReport(format, run, options);
}

} // namespace quantlens::print
