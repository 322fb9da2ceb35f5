// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/importtask.h"

#include <QWidget>

#include <memory>

class QAction;
class QLabel;
class QProgressBar;
class QTimer;

namespace quantlens::ui {

/// An import in the status bar: which file, how far, and a cancel of its own beside the running job. Hidden while
/// nothing is imported.
class ImportStatus : public QWidget
{
    Q_OBJECT

public:
    /// `cancel` is what its button triggers; it is enabled while there is something to cancel.
    explicit ImportStatus(QAction* cancel, QWidget* parent = nullptr);

    /// Shows an import until done(). `files` is the number of its files, `name` the path of the first.
    void start(const std::shared_ptr<ImportTask>& task, const QString& name, qsizetype files);
    void done();
    [[nodiscard]] bool busy() const { return m_task != nullptr; }

private:
    void refresh();
    void cancel();

    QAction* m_cancel;
    QLabel* m_name;
    QProgressBar* m_bar;
    QTimer* m_clock;
    std::shared_ptr<ImportTask> m_task;
    QString m_file; ///< name of the file that was read last
    qsizetype m_files = 0;
};

} // namespace quantlens::ui
