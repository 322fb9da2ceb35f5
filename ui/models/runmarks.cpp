// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runmarks.h"

#include "ui/models/runlist.h"

#include <QFuture>
#include <QUndoStack>

namespace quantlens::ui {

/// One change of some runs.
class MarkCommand final : public QUndoCommand
{
public:
    struct Change
    {
        store::RunListItem item; ///< before a deletion: what comes back
        store::RunMark after;
        store::RunMark before;
    };

    MarkCommand(RunMarks* marks, QList<Change> changes, const QString& text)
        : QUndoCommand(text)
        , m_marks(marks)
        , m_changes(std::move(changes))
    {
    }

    void redo() override
    {
        for (const Change& change : std::as_const(m_changes))
            m_marks->apply(change.after, change.item);
        tell(true);
    }

    void undo() override
    {
        for (const Change& change : std::as_const(m_changes))
            m_marks->apply(change.before, change.item);
        tell(false);
    }

    [[nodiscard]] int id() const override { return m_changes.first().after.note ? 1 : -1; }

    [[nodiscard]] bool mergeWith(const QUndoCommand* next) override
    {
        const auto* other = dynamic_cast<const MarkCommand*>(next);
        if (!other || m_changes.size() != 1 || other->m_changes.first().item.run.id != m_changes.first().item.run.id)
            return false;
        m_changes.first().after.note = other->m_changes.first().after.note;
        return true;
    }

private:
    void tell(bool forward)
    {
        const store::RunMark& mark = forward ? m_changes.first().after : m_changes.first().before;
        if (!mark.deleted)
            return;
        QStringList ids;
        for (const Change& change : std::as_const(m_changes))
            ids << change.item.run.id;
        if (*mark.deleted)
            Q_EMIT m_marks->removed(ids);
        else
            Q_EMIT m_marks->cameBack(ids);
    }

    RunMarks* m_marks;
    QList<Change> m_changes;
};

namespace {

template<typename Make>
QList<MarkCommand::Change> changesOf(const RunList& runs, const QStringList& ids, Make make)
{
    QList<MarkCommand::Change> changes;
    for (const QString& id : ids) {
        if (const store::RunListItem* item = runs.at(runs.find(id)))
            make(changes, *item);
    }
    return changes;
}

} // namespace

RunMarks::RunMarks(RunList* runs, std::shared_ptr<store::Store> store, QObject* parent)
    : QObject(parent)
    , m_runs(runs)
    , m_store(std::move(store))
    , m_undo(new QUndoStack(this))
{
}

void RunMarks::setPinned(const QStringList& ids, bool pinned)
{
    const auto changes = changesOf(*m_runs, ids, [pinned](auto& list, const store::RunListItem& item) {
        if (item.pinned != pinned)
            list.append({item, {.id = item.run.id, .pinned = pinned}, {.id = item.run.id, .pinned = !pinned}});
    });
    if (m_store && !changes.isEmpty())
        m_undo->push(new MarkCommand(this, changes, pinned ? tr("Pin") : tr("Unpin")));
}

void RunMarks::setNote(const QString& id, const QString& note)
{
    const auto changes = changesOf(*m_runs, {id}, [&note](auto& list, const store::RunListItem& item) {
        if (item.note != note)
            list.append({item, {.id = item.run.id, .note = note}, {.id = item.run.id, .note = item.note}});
    });
    if (m_store && !changes.isEmpty())
        m_undo->push(new MarkCommand(this, changes, tr("Write a note")));
}

void RunMarks::remove(const QStringList& ids)
{
    const auto changes = changesOf(*m_runs, ids, [](auto& list, const store::RunListItem& item) {
        list.append({item, {.id = item.run.id, .deleted = true}, {.id = item.run.id, .deleted = false}});
    });
    if (m_store && !changes.isEmpty())
        m_undo->push(new MarkCommand(this, changes, tr("Delete %n run(s)", nullptr, int(changes.size()))));
}

void RunMarks::restore(const QList<store::RunListItem>& items)
{
    QList<MarkCommand::Change> changes;
    for (store::RunListItem item : items) {
        item.deleted = {};
        const QString id = item.run.id;
        changes.append({std::move(item), {.id = id, .deleted = false}, {.id = id, .deleted = true}});
    }
    if (m_store && !changes.isEmpty())
        m_undo->push(new MarkCommand(this, changes, tr("Bring back %n run(s)", nullptr, int(changes.size()))));
}

void RunMarks::apply(const store::RunMark& mark, const store::RunListItem& item)
{
    if (mark.pinned)
        m_runs->setPinned(mark.id, *mark.pinned);
    if (mark.note) {
        m_runs->setNote(mark.id, *mark.note);
        Q_EMIT noteChanged(mark.id);
    }
    if (mark.deleted && *mark.deleted)
        m_runs->remove(mark.id);
    else if (mark.deleted)
        m_runs->insert(item);
    m_store->mark(mark).then(this, [this](const base::Expected<void>& done) {
        if (done)
            return;
        m_undo->clear(); // what it would undo is not there
        Q_EMIT failed(done.error());
    });
}

} // namespace quantlens::ui
