// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/report.h"
#include "ui/models/shownrun.h"

#include <QDialog>
#include <QTextBrowser>

#include <memory>

class QCheckBox;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTimer;

namespace quantlens::ui {

class ActionCollection;
class ReportJob;

/// Registers "file.report" (Ctrl+E), which every place that shows a run has; the window opens the dialog.
void registerReportAction(ActionCollection* actions);

/// Shows a document on white and loads nothing, whatever the document says.
class ReportPreview : public QTextBrowser
{
    Q_OBJECT

public:
    explicit ReportPreview(QWidget* parent = nullptr);

    void showDocument(const std::shared_ptr<QTextDocument>& document);
    [[nodiscard]] QVariant loadResource(int type, const QUrl& name) override;

private:
    std::shared_ptr<QTextDocument> m_document;
};

/// The report of a run: its parts, a preview, and where it goes.
class ReportDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ReportDialog(ShownRunPtr run, QWidget* parent = nullptr);
    ~ReportDialog() override;

    [[nodiscard]] QSet<reports::Part> parts() const;
    void setFormat(reports::Format format);
    [[nodiscard]] reports::Format format() const;
    /// Writes the report into a file, off the UI thread.
    void exportTo(const QString& path);

Q_SIGNALS:
    void exported(const QString& path);
    /// The preview shows what was last chosen.
    void previewed();

private:
    QWidget* choices();
    void connectJobs();
    void schedulePreview();
    void askForFile();
    void copyHtml();
    void setBusy(bool busy);
    void say(const QString& text, bool wrong = false);

    ShownRunPtr m_run;
    ReportJob* m_job;        ///< files and copies
    ReportJob* m_previewJob; ///< the preview
    QTimer* m_later;
    ReportPreview* m_preview;
    QList<QCheckBox*> m_parts;
    QComboBox* m_format = nullptr;
    QCheckBox* m_open = nullptr;
    QProgressBar* m_progress;
    QLabel* m_status;
    QPushButton* m_export;
    QPushButton* m_copy;
    QPushButton* m_close;
};

} // namespace quantlens::ui
