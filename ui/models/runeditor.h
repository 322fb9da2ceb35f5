// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QUndoStack>

#include <deque>
#include <functional>

namespace quantlens::ui {

/// The run that is looked at, and what a person changes about it: the pair shown, notes, ratings, answers set by hand.
/// Each change makes another ShownRun off the UI thread, in the order the changes came; what is written goes to the
/// workspace at once and can be undone.
class RunEditor : public QObject
{
    Q_OBJECT

public:
    explicit RunEditor(QObject* parent = nullptr);

    /// `store` nullptr or `whyReadOnly` not empty: nothing can be written. Forgets what could be undone.
    void setRun(const ShownRunPtr& run, std::shared_ptr<store::Store> store, const QString& whyReadOnly);
    [[nodiscard]] const ShownRunPtr& run() const { return m_run; }
    /// Why nothing can be written, one sentence; empty: it can.
    [[nodiscard]] QString whyReadOnly() const { return m_whyReadOnly; }
    [[nodiscard]] QUndoStack* undoStack() const { return m_undo; }
    /// True while changes wait to be shown.
    [[nodiscard]] bool busy() const { return m_working; }

    void choosePair(PairChoice pair);
    /// Writes; an empty value takes away. Nothing happens where that is written already or nothing can be.
    void annotate(const domain::Annotation& annotation, const QString& what);
    /// What is written, also what does not show yet.
    [[nodiscard]] QString written(const QString& promptId, domain::AnnotationKind kind, int side) const;

Q_SIGNALS:
    /// The same run, changed.
    void changed(const quantlens::ui::ShownRunPtr& run);
    /// Something on this prompt was undone or done again.
    void undone(const QString& promptId);
    /// The workspace could not be written; what was shown before is shown again.
    void failed(const quantlens::base::Error& error);

private:
    friend class AnnotateCommand;
    using Change = std::function<ShownRunPtr(const ShownRunPtr&)>;

    void write(const domain::Annotation& annotation, const QString& before);
    void show(const domain::Annotation& annotation);
    void enqueue(Change change);
    void work();

    ShownRunPtr m_run;
    std::shared_ptr<store::Store> m_store;
    QString m_whyReadOnly;
    QUndoStack* m_undo;
    WrittenTexts m_written;
    std::deque<Change> m_changes;
    bool m_working = false;
    quint64 m_ticket = 0; ///< changes when another run is shown
};

} // namespace quantlens::ui
