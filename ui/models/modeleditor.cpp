// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modeleditor.h"

#include "core/base/text.h"
#include "ui/models/modeltable.h"

#include <QUndoStack>

#include <algorithm>

namespace quantlens::ui {

/// One row before and after a change; no row on one side: it was added or removed.
class ModelListCommand final : public QUndoCommand
{
public:
    ModelListCommand(ModelEditor* editor, int row, std::optional<KnownModel> before, std::optional<KnownModel> after,
                     const QString& text, QUndoCommand* parent = nullptr)
        : QUndoCommand(text, parent)
        , m_editor(editor)
        , m_row(row)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
    }

    void redo() override { put(m_before, m_after); }
    void undo() override { put(m_after, m_before); }

private:
    void put(const std::optional<KnownModel>& from, const std::optional<KnownModel>& to)
    {
        if (from && to)
            m_editor->m_models->replaceAt(m_row, *to);
        else if (to)
            m_editor->m_models->insertAt(m_row, *to);
        else
            m_editor->m_models->removeAt(m_row);
        Q_EMIT m_editor->touched(m_row);
    }

    ModelEditor* m_editor;
    int m_row;
    std::optional<KnownModel> m_before;
    std::optional<KnownModel> m_after;
};

namespace {

QString shortName(const KnownModel& known)
{
    return base::singleLine(displayName(known), 40);
}

} // namespace

ModelEditor::ModelEditor(ModelTable* models, QObject* parent)
    : QObject(parent)
    , m_models(models)
    , m_undo(new QUndoStack(this))
{
    // Steps name rows: another list is another story.
    connect(models, &ModelTable::modelReset, m_undo, &QUndoStack::clear);
}

int ModelEditor::add(const QStringList& specs)
{
    QList<KnownModel> fresh;
    int row = -1;
    for (const QString& spec : specs) {
        const KnownModel known(ModelEntry{.spec = spec});
        if (known.spec.isEmpty())
            continue;
        row = m_models->find(known.spec);
        const auto same = std::ranges::find(fresh, known.spec, &KnownModel::spec);
        if (row >= 0)
            m_models->look(row);
        else if (same == fresh.end())
            fresh.append(known);
    }
    if (fresh.isEmpty())
        return row;
    auto* all = new QUndoCommand(fresh.size() == 1 ? tr("adding of %1").arg(shortName(fresh.first()))
                                                   : tr("adding of %n model(s)", nullptr, int(fresh.size())));
    int at = m_models->rowCount();
    for (const KnownModel& known : std::as_const(fresh))
        new ModelListCommand(this, at++, std::nullopt, known, {}, all);
    m_undo->push(all);
    return m_models->rowCount() - 1;
}

int ModelEditor::add(const KnownModel& known)
{
    if (const int row = m_models->find(known.spec); row >= 0)
        return m_models->add(known);
    const int row = m_models->rowCount();
    m_undo->push(new ModelListCommand(this, row, std::nullopt, known, tr("adding of %1").arg(shortName(known))));
    return row;
}

void ModelEditor::remove(QList<int> rows)
{
    rows.removeIf([this](int row) { return !m_models->at(row); });
    if (rows.isEmpty())
        return;
    // From below, so that the rows above keep their numbers; undo goes the other way round.
    std::ranges::sort(rows, std::greater());
    auto* all = new QUndoCommand(rows.size() == 1 ? tr("removal of %1").arg(shortName(*m_models->at(rows.first())))
                                                  : tr("removal of %n model(s)", nullptr, int(rows.size())));
    for (const int row : std::as_const(rows))
        new ModelListCommand(this, row, *m_models->at(row), std::nullopt, {}, all);
    m_undo->push(all);
}

bool ModelEditor::edit(int row, const ModelEntry& entry)
{
    const KnownModel* known = m_models->at(row);
    if (!known || entry.spec.trimmed().isEmpty())
        return false;
    const int other = m_models->find(entry.spec);
    if (other >= 0 && other != row)
        return false;
    if (known->entry() == entry)
        return true;
    m_undo->push(new ModelListCommand(this, row, *known, KnownModel(entry), tr("change of %1").arg(shortName(*known))));
    return true;
}

} // namespace quantlens::ui
