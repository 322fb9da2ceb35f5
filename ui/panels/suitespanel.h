// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/models/suitedocument.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QUndoStack;

namespace quantlens::ui {

class ActionCollection;
class SuiteCoverage;
class SuiteForm;
class SuiteProblems;
class SuiteShelf;

/// The place of suites: the bundled ones and one's own files; the prompts of the chosen one as a table, one as a form,
/// what is wrong with it and what it covers.
class SuitesPanel : public QWidget
{
    Q_OBJECT

public:
    /// `file` keeps the list of one's own suites; empty: it is not kept.
    SuitesPanel(ActionCollection* actions, const QString& file, QWidget* parent = nullptr);

    /// Registers "suites.…".
    static void registerActions(ActionCollection* actions);

    /// Shows a suite by path or bundled name; a file is added to the list.
    void openSuite(const QString& nameOrPath);
    void newSuite();
    /// Path or bundled name of the suite that is chosen; empty: none is, or it was never saved.
    [[nodiscard]] QString chosenSuite() const;
    /// The suite to begin with when the place is shown for the first time, where the list still has it.
    void setFirstSuite(const QString& nameOrPath) { m_first = nameOrPath; }
    /// Makes a prompt current and visible, also when a filter hides it.
    void selectRow(int row);
    /// The suite shown; nullptr while there is none, or it is still being read.
    [[nodiscard]] SuiteDocument* document() const { return m_document; }
    [[nodiscard]] int currentRow() const;
    /// Of the suite shown; nullptr when there is none.
    [[nodiscard]] QUndoStack* undoStack() const;
    [[nodiscard]] SuiteShelf* shelf() const { return m_shelf; }
    [[nodiscard]] QString title() const;

    /// Names of suites with changes that are not saved.
    [[nodiscard]] QStringList unsaved() const;
    /// Saves them all; false when one could not be saved (what failed is shown or reported).
    bool saveAll();

Q_SIGNALS:
    /// Ask these prompts in the next run.
    void useWanted(const QString& nameOrPath);
    void undoStackChanged();
    void titleChanged();
    void failed(const quantlens::base::Error& error);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* suiteList();
    QWidget* promptTable();
    void connectActions();

    void showShelfRow(int row);
    void read(int row);
    void setDocument(SuiteDocument* document);
    void refreshForm();
    void refreshChecks();
    void refreshCategories();
    void refreshActions();
    void applyFilter();

    void save();
    void saveAs();
    void saveCopy(SuiteDocument* document, const QString& path);
    void askWhereChanged(const base::Error& error);
    void reload();
    void chooseFile();
    void addPrompt();
    void movePrompt(int by);
    [[nodiscard]] QList<int> selectedRows() const;

    ActionCollection* m_actions;
    SuiteShelf* m_shelf;
    QPointer<SuiteDocument> m_document;
    SuiteDocument* m_nothing;
    QSortFilterProxyModel* m_proxy;
    QListView* m_list = nullptr;
    QTableView* m_view = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_empty = nullptr;
    QLineEdit* m_search = nullptr;
    QComboBox* m_category = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_title = nullptr;
    QSplitter* m_splitter;
    QTabWidget* m_tabs;
    SuiteForm* m_form;
    SuiteProblems* m_problems;
    SuiteCoverage* m_coverage;
    QString m_first;       ///< to be shown at first
    quint64 m_ticket = 0;  ///< of the suite being read
    bool m_loaded = false; ///< the list of one's own files
};

} // namespace quantlens::ui
