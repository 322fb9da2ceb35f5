// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runeditor.h"

#include "core/store/store.h"

#include <QFuture>
#include <QtConcurrent>

namespace quantlens::ui {

/// One note, rating or answer. Notes that are written on come together as one step.
class AnnotateCommand final : public QUndoCommand
{
public:
    AnnotateCommand(RunEditor* editor, domain::Annotation annotation, QString before, const QString& what)
        : QUndoCommand(what)
        , m_editor(editor)
        , m_annotation(std::move(annotation))
        , m_before(std::move(before))
    {
    }

    void redo() override
    {
        m_editor->write(m_annotation, m_before);
        if (m_done)
            Q_EMIT m_editor->undone(m_annotation.promptId);
        m_done = true;
    }

    void undo() override
    {
        domain::Annotation before = m_annotation;
        before.value = m_before;
        m_editor->write(before, m_annotation.value);
        Q_EMIT m_editor->undone(m_annotation.promptId);
    }

    [[nodiscard]] int id() const override { return m_annotation.kind == domain::AnnotationKind::Note ? 1 : -1; }

    [[nodiscard]] bool mergeWith(const QUndoCommand* next) override
    {
        const auto* other = dynamic_cast<const AnnotateCommand*>(next);
        if (!other || other->m_annotation.promptId != m_annotation.promptId)
            return false;
        m_annotation.value = other->m_annotation.value;
        return true;
    }

private:
    RunEditor* m_editor;
    domain::Annotation m_annotation;
    QString m_before;
    bool m_done = false;
};

RunEditor::RunEditor(QObject* parent)
    : QObject(parent)
    , m_undo(new QUndoStack(this))
{
}

void RunEditor::setRun(const ShownRunPtr& run, std::shared_ptr<store::Store> store, const QString& whyReadOnly)
{
    ++m_ticket;
    m_changes.clear();
    m_working = false;
    m_undo->clear();
    m_run = run;
    m_store = std::move(store);
    m_whyReadOnly = whyReadOnly;
    if (!m_store && m_whyReadOnly.isEmpty())
        m_whyReadOnly = tr("Nothing can be written: the workspace is not open.");
    m_written = run ? run->annotations : WrittenTexts();
}

void RunEditor::choosePair(PairChoice pair)
{
    enqueue([pair](const ShownRunPtr& run) { return withPair(run, pair); });
}

QString RunEditor::written(const QString& promptId, domain::AnnotationKind kind, int side) const
{
    const auto found = m_written.find({promptId, int(kind), side});
    return found == m_written.end() ? QString() : found->second;
}

void RunEditor::annotate(const domain::Annotation& annotation, const QString& what)
{
    const QString before = written(annotation.promptId, annotation.kind, annotation.side);
    if (!m_run || !m_whyReadOnly.isEmpty() || before == annotation.value)
        return;
    m_undo->push(new AnnotateCommand(this, annotation, before, what));
}

void RunEditor::write(const domain::Annotation& annotation, const QString& before)
{
    show(annotation);
    m_store->annotate(m_run->data.run.id, annotation)
        .then(this, [this, annotation, before, ticket = m_ticket](const base::Expected<void>& done) {
            if (done)
                return;
            if (ticket == m_ticket) {
                m_undo->clear(); // what it would undo is not there
                domain::Annotation old = annotation;
                old.value = before;
                show(old);
                Q_EMIT undone(annotation.promptId);
            }
            Q_EMIT failed(done.error());
        });
}

void RunEditor::show(const domain::Annotation& annotation)
{
    const std::tuple key(annotation.promptId, int(annotation.kind), annotation.side);
    if (annotation.value.isEmpty())
        m_written.erase(key);
    else
        m_written.insert_or_assign(key, annotation.value);
    enqueue([annotation](const ShownRunPtr& run) { return withAnnotation(run, annotation); });
}

void RunEditor::enqueue(Change change)
{
    if (!m_run)
        return;
    m_changes.push_back(std::move(change));
    if (!m_working)
        work();
}

void RunEditor::work()
{
    m_working = !m_changes.empty();
    if (!m_working)
        return;
    const Change change = std::move(m_changes.front());
    m_changes.pop_front();
    QtConcurrent::run([change, run = m_run] {
        return change(run);
    }).then(this, [this, ticket = m_ticket](const ShownRunPtr& run) {
        if (ticket != m_ticket)
            return;
        m_run = run;
        Q_EMIT changed(run);
        work();
    });
}

} // namespace quantlens::ui
