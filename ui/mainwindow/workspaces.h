// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/store.h"

#include <QObject>

#include <memory>

namespace quantlens::ui {

class RunList;

/// The workspaces a window works with: its own, where runs are written, and perhaps one that was opened to look at.
class Workspaces : public QObject
{
    Q_OBJECT

public:
    explicit Workspaces(QObject* parent = nullptr);

    /// Lists the runs of the workspace where runs are written. nullptr: runs can neither be made nor listed.
    void setOwn(std::shared_ptr<store::Store> own);
    [[nodiscard]] const std::shared_ptr<store::Store>& own() const { return m_own; }
    /// The opened one; nullptr when there is none.
    [[nodiscard]] const std::shared_ptr<store::Store>& guest() const { return m_guest; }
    /// Runs of the own workspace, newest first.
    [[nodiscard]] RunList* runs() const { return m_runs; }
    [[nodiscard]] RunList* guestRuns() const { return m_guestRuns; }

    /// True when the own workspace lists this run.
    [[nodiscard]] bool holds(const QString& runId) const;
    /// Reads the list of runs again.
    void refresh();
    /// Opens a workspace for reading, off the UI thread.
    void openGuest(const QString& path);

Q_SIGNALS:
    /// The guest is open and its newest runs are listed.
    void guestOpened();
    void failed(const quantlens::base::Error& error);

private:
    void list(const std::shared_ptr<store::Store>& store, RunList* into);

    std::shared_ptr<store::Store> m_own;
    std::shared_ptr<store::Store> m_guest;
    RunList* m_runs;
    RunList* m_guestRuns;
    quint64 m_ticket = 0;
};

} // namespace quantlens::ui
