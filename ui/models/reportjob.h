// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/reports/report.h"
#include "ui/models/shownrun.h"

#include <QObject>
#include <QString>

#include <atomic>
#include <memory>

class QTextDocument;

namespace quantlens::ui {

/// Makes reports off the UI thread: one at a time; a new one stops the one before.
class ReportJob : public QObject
{
    Q_OBJECT

public:
    explicit ReportJob(QObject* parent = nullptr);
    ~ReportJob() override;

    /// Writes a file, whole or not at all.
    void save(const ShownRunPtr& run, reports::Format format, const QSet<reports::Part>& parts, const QString& path);
    /// Gives the page as text.
    void makeHtml(const ShownRunPtr& run, const QSet<reports::Part>& parts);
    /// Gives a document to be shown, `width` pixels wide.
    void preview(const ShownRunPtr& run, const QSet<reports::Part>& parts, double width);
    /// Stops what is going on; nothing more comes of it.
    void cancel();
    [[nodiscard]] bool busy() const { return m_stop != nullptr; }

Q_SIGNALS:
    /// How much is done, 0…100.
    void progress(int percent);
    void saved(const QString& path);
    void htmlReady(const QByteArray& html);
    /// Lives in the UI thread.
    void previewReady(const std::shared_ptr<QTextDocument>& document);
    /// Errors: as print::writeReport(); "file.write".
    void failed(const quantlens::base::Error& error);
    void stopped();

private:
    using Stop = std::shared_ptr<std::atomic_bool>;

    Stop begin();
    [[nodiscard]] reports::Progress progressOf(const Stop& stop);
    template<typename Work, typename Done>
    void start(Work work, Done done);

    Stop m_stop; ///< of what is going on; nullptr: nothing is
};

} // namespace quantlens::ui
