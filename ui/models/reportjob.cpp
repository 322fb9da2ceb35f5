// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/reportjob.h"

#include "core/base/text.h"
#include "ui/print/pdf.h"
#include "ui/print/textdocument.h"

#include <QCoreApplication>
#include <QPointer>
#include <QSaveFile>
#include <QTextDocument>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

/// A preview shows the beginning of an index.
constexpr qsizetype previewRows = 200;

base::Expected<QString> writeWhole(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return path;
    return std::unexpected(
        base::Error{.code = QStringLiteral("file.write"),
                    .message = ReportJob::tr("The report could not be saved to %1.").arg(base::singleLine(path, 200)),
                    .hint = ReportJob::tr("Choose another folder."),
                    .detail = file.errorString()});
}

} // namespace

ReportJob::ReportJob(QObject* parent)
    : QObject(parent)
{
}

ReportJob::~ReportJob()
{
    if (m_stop)
        *m_stop = true;
}

ReportJob::Stop ReportJob::begin()
{
    if (m_stop)
        *m_stop = true;
    m_stop = std::make_shared<std::atomic_bool>(false);
    return m_stop;
}

void ReportJob::cancel()
{
    if (!m_stop)
        return;
    *m_stop = true;
    m_stop.reset();
    Q_EMIT stopped();
}

reports::Progress ReportJob::progressOf(const Stop& stop)
{
    // Told by queued calls: this object may be gone before the work is.
    return [stop, last = std::make_shared<int>(-1), job = QPointer<ReportJob>(this)](qsizetype done, qsizetype all) {
        const int percent = all > 0 ? int(100 * done / all) : 0;
        if (percent != *last) {
            *last = percent;
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [stop, job, percent] {
                    if (job && !*stop)
                        Q_EMIT job->progress(percent);
                },
                Qt::QueuedConnection);
        }
        return !*stop;
    };
}

template<typename Work, typename Done>
void ReportJob::start(Work work, Done done)
{
    using Result = std::invoke_result_t<Work, reports::Progress>;
    const Stop stop = begin();
    QtConcurrent::run([work, progress = progressOf(stop)] {
        return work(progress);
    }).then(this, [this, stop, done](const Result& result) {
        if (m_stop != stop)
            return;
        m_stop.reset();
        if (result)
            done(*result);
        else
            Q_EMIT failed(result.error());
    });
}

void ReportJob::save(const ShownRunPtr& run, reports::Format format, const QSet<reports::Part>& parts,
                     const QString& path)
{
    start(
        [run, format, parts, path](const reports::Progress& progress) {
            return print::writeReport(format, {run->data, run->scores}, {.parts = parts, .progress = progress})
                .and_then([&path](const QByteArray& bytes) { return writeWhole(path, bytes); });
        },
        [this](const QString& path) { Q_EMIT saved(path); });
}

void ReportJob::makeHtml(const ShownRunPtr& run, const QSet<reports::Part>& parts)
{
    start(
        [run, parts](const reports::Progress& progress) {
            return reports::writeReport(reports::Format::Html, {run->data, run->scores},
                                        {.parts = parts, .progress = progress});
        },
        [this](const QByteArray& html) { Q_EMIT htmlReady(html); });
}

void ReportJob::preview(const ShownRunPtr& run, const QSet<reports::Part>& parts, double width)
{
    using Shared = std::shared_ptr<QTextDocument>;
    const QFont font = print::reportFont();
    start(
        [run, parts, width, font](const reports::Progress& progress) -> base::Expected<Shared> {
            const reports::ReportOptions options{.parts = parts, .indexRows = previewRows};
            const reports::Document document = reports::makeDocument({run->data, run->scores}, options);
            auto text = print::makeTextDocument(document, {.width = width, .font = font, .progress = progress});
            if (!text)
                return base::failure(QStringLiteral("report.cancelled"), ReportJob::tr("The report was not made."));
            text->moveToThread(QCoreApplication::instance()->thread());
            return Shared(text.release(), [](QTextDocument* old) { old->deleteLater(); });
        },
        [this](const Shared& document) { Q_EMIT previewReady(document); });
}

} // namespace quantlens::ui
