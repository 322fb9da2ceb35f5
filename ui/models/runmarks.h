// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QObject>
#include <QStringList>

#include <memory>

class QUndoStack;

namespace quantlens::ui {

class RunList;

/// What a person changes about whole runs: pins, notes, deletes, brings back. The list shows it at once, the workspace
/// is written, and every change can be undone.
class RunMarks : public QObject
{
    Q_OBJECT

public:
    /// `runs` outlives this. `store` nullptr: nothing can be written.
    RunMarks(RunList* runs, std::shared_ptr<store::Store> store, QObject* parent = nullptr);

    [[nodiscard]] QUndoStack* undoStack() const { return m_undo; }
    [[nodiscard]] bool canWrite() const { return m_store != nullptr; }

    void setPinned(const QStringList& ids, bool pinned);
    /// Notes written on one run right after each other are one step.
    void setNote(const QString& id, const QString& note);
    void remove(const QStringList& ids);
    /// Brings back deleted runs.
    void restore(const QList<store::RunListItem>& items);

Q_SIGNALS:
    /// Runs were deleted, and can be brought back by undoing: their ids.
    void removed(const QStringList& ids);
    /// Runs came back, by undo or by restore().
    void cameBack(const QStringList& ids);
    void noteChanged(const QString& id);
    /// The workspace could not be written: what the list shows is not what is stored.
    void failed(const quantlens::base::Error& error);

private:
    friend class MarkCommand;

    void apply(const store::RunMark& mark, const store::RunListItem& item);

    RunList* m_runs;
    std::shared_ptr<store::Store> m_store;
    QUndoStack* m_undo;
};

} // namespace quantlens::ui
