// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class ActionCollection;
class ModelEditor;
class ModelFacts;
class ModelTable;
class SpecField;

/// The place of models: the list, a field to add to it, and what the header of the chosen file says.
class ModelsPanel : public QWidget
{
    Q_OBJECT

public:
    ModelsPanel(ActionCollection* actions, ModelTable* models, QWidget* parent = nullptr);

    /// Makes the row current and visible.
    void select(int row);
    /// Adds files to the list as one step and chooses the last.
    void addFiles(const QStringList& files);
    [[nodiscard]] ModelEditor* editor() const { return m_editor; }
    [[nodiscard]] QSplitter* splitter() const { return m_splitter; }

    /// Registers "models.add-files", "models.remove", "models.refresh", "models.use-a" and "models.use-b".
    static void registerActions(ActionCollection* actions);

Q_SIGNALS:
    /// "Use as A" (side 0) or "Use as B" (side 1).
    void useWanted(const QString& spec, int side);

private:
    QWidget* table();
    QWidget* addRow();
    void addTyped();
    void chooseFiles();
    void removeChosen();
    [[nodiscard]] int currentRow() const;
    void currentChanged();

    ActionCollection* m_actions;
    ModelTable* m_models;
    ModelEditor* m_editor;
    QSortFilterProxyModel* m_proxy;
    QTableView* m_view = nullptr;
    QStackedWidget* m_stack = nullptr;
    SpecField* m_field = nullptr;
    QSplitter* m_splitter;
    ModelFacts* m_facts;
    bool m_addWhenKnown = false;
};

} // namespace quantlens::ui
