// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/discovered.h"
#include "core/runners/modelreport.h"
#include "core/runners/request.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace quantlens::ui {

class ActionCollection;
class DiscoverDialog;
class KeyKeeper;
class ModelEditor;
class ModelFacts;
class ModelTable;
class SpecField;

/// The place of models: the list, a field to add to it, and what is known about the chosen one: its file's header, what
/// a test found, the key of its server.
class ModelsPanel : public QWidget
{
    Q_OBJECT

public:
    ModelsPanel(ActionCollection* actions, ModelTable* models, QWidget* parent = nullptr);

    /// Registers "models.…": add files and folders, discover, edit, test, remove, look again, use as A and B.
    static void registerActions(ActionCollection* actions);

    /// Makes the row current and visible.
    void select(int row);
    /// Adds files to the list as one step and chooses the last.
    void addFiles(const QStringList& files);
    /// Where API keys go; nullptr: nowhere, because of `why`. Called once.
    void setKeys(KeyKeeper* keys, const QString& why);
    /// Why nothing can be tested now, or empty.
    void setTestsBlocked(const QString& why);
    /// A test begins; it ends with takeReport().
    void setTesting(const QString& spec);
    void takeReport(const runners::ModelReport& report);
    /// The end of a search that discoverWanted() asked for.
    void takeServers(const QString& host, const QList<backends::Discovered>& servers,
                     const std::optional<base::Error>& error);
    [[nodiscard]] ModelEditor* editor() const { return m_editor; }

Q_SIGNALS:
    /// "Use as A" (side 0) or "Use as B" (side 1).
    void useWanted(const QString& spec, int side);
    void foldersChosen(const QStringList& folders);
    /// Look for servers: on this computer for an empty text.
    void discoverWanted(const QString& host);
    void testWanted(const quantlens::runners::SideRequest& side);
    /// End the search and all tests.
    void cancelWanted();

private:
    QWidget* table();
    QWidget* addRow();
    QWidget* testStrip();
    void connectActions();
    void addTyped();
    void chooseFiles();
    void chooseFolder();
    void discover();
    void editChosen();
    void testChosen();
    [[nodiscard]] QList<int> chosenRows() const;
    [[nodiscard]] int currentRow() const;
    void currentChanged();
    void chooseStack();

    ActionCollection* m_actions;
    ModelTable* m_models;
    ModelEditor* m_editor;
    QSortFilterProxyModel* m_proxy;
    QTableView* m_view = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_empty = nullptr;
    SpecField* m_field = nullptr;
    QLineEdit* m_search = nullptr;
    QSplitter* m_splitter;
    ModelFacts* m_facts;
    QWidget* m_testStrip = nullptr;
    QLabel* m_testing = nullptr;
    QPointer<DiscoverDialog> m_discover;
    QStringList m_waiting; ///< specs whose tests have not ended
    QString m_whyNoTests;
    bool m_addWhenKnown = false;
};

} // namespace quantlens::ui
