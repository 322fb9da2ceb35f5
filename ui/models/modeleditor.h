// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/knownmodel.h"

#include <QList>
#include <QObject>

class QUndoStack;

namespace quantlens::ui {

class ModelTable;

/// What a person changes about the list of models, each change with a way back. The list itself is saved by the table.
class ModelEditor : public QObject
{
    Q_OBJECT

public:
    /// `models` outlives it.
    explicit ModelEditor(ModelTable* models, QObject* parent = nullptr);

    /// Adds what is not in the list yet, as one step. Returns the row of the last one, also of a known one; −1 for
    /// nothing.
    int add(const QStringList& specs);
    /// Adds what was looked up already; what the list has is replaced by it without a step.
    int add(const KnownModel& known);
    /// Takes rows off the list, as one step.
    void remove(QList<int> rows);
    /// Gives a row another spec, label or engine arguments. A spec that another row has is refused: false.
    [[nodiscard]] bool edit(int row, const ModelEntry& entry);

    [[nodiscard]] QUndoStack* undoStack() const { return m_undo; }

Q_SIGNALS:
    /// A step was undone or done again; `row` is where (may be the row after the last).
    void touched(int row);

private:
    friend class ModelListCommand;

    ModelTable* m_models;
    QUndoStack* m_undo;
};

} // namespace quantlens::ui
