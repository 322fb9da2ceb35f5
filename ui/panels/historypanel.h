// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/store/store.h"
#include "ui/models/runlist.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QComboBox;
class QFrame;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QUndoStack;

namespace quantlens::ui {

class ActionCollection;
class HeadlineFiller;
class RunDetails;
class RunDiffView;
class RunFilter;
class RunMarks;
class TrendView;

/// The place of all runs: a table with their numbers, to search, filter and sort; notes, pins, deletion with undo; two
/// runs against each other; how a pinned series moved.
class HistoryPanel : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPanel(ActionCollection* actions, QWidget* parent = nullptr);

    /// Registers "history.…".
    static void registerActions(ActionCollection* actions);

    /// Which runs are shown. `runs` outlives this or the next call. `whyReadOnly` says why nothing can be changed,
    /// empty: it can. `name` stands above the table where the runs are not one's own. Forgets what could be undone.
    void setWorkspace(RunList* runs, const std::shared_ptr<store::Store>& store, const QString& whyReadOnly = {},
                      const QString& name = {});
    /// "Resume" is offered.
    void setCanResume(bool can);

    [[nodiscard]] QUndoStack* undoStack() const;
    [[nodiscard]] QStringList selectedRuns() const;
    void selectRuns(const QStringList& ids);
    [[nodiscard]] RunDiffView* diffView() const { return m_diff; }
    [[nodiscard]] TrendView* trendView() const { return m_trend; }
    [[nodiscard]] QTableView* table() const { return m_view; }
    [[nodiscard]] bool showsDeleted() const { return m_showsDeleted; }

Q_SIGNALS:
    /// Show the run where its kind is shown; `promptId` may be empty.
    void openWanted(const QString& runId, const QString& promptId);
    void resumeWanted(const QString& runId);
    void reportWanted(const QString& runId);
    /// From somebody else's runs back to one's own.
    void ownWanted();
    void undoStackChanged();
    void selectionChanged();
    void failed(const quantlens::base::Error& error);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeTable();
    QWidget* filterRow();
    QWidget* noticeRow();
    void connectActions();
    void connectMarks();

    void keepSelection();
    void restoreSelection();
    void takeSelection();
    void showCurrent();
    void updateCount();
    void showDeleted(bool deleted);
    void loadDeleted();

    void openCurrent();
    void resumeCurrent();
    void togglePin();
    void removeSelected();
    void restoreSelected();
    void undoRemoval();
    void compareSelected();
    void showTrend();
    [[nodiscard]] const store::RunListItem* current() const;

    ActionCollection* m_actions;
    std::shared_ptr<store::Store> m_store;
    QString m_whyReadOnly;
    RunList* m_nothing; ///< before a workspace is set
    RunList* m_deleted;
    QPointer<RunList> m_runs;
    RunMarks* m_marks = nullptr;
    HeadlineFiller* m_filler = nullptr;
    RunFilter* m_filter;
    bool m_showsDeleted = false;
    bool m_canResume = false;
    quint64 m_ticket = 0; ///< of the list of deleted runs
    QStringList m_kept;   ///< selected before the list was read again
    QString m_keptCurrent;

    QList<store::RunListItem> m_removed; ///< what the notice speaks of
    int m_removedAt = -1;                ///< index of the undo stack behind that deletion

    QLabel* m_where;
    QWidget* m_whereRow = nullptr;
    QFrame* m_notice = nullptr;
    QLabel* m_noticeText = nullptr;
    QLineEdit* m_search = nullptr;
    QComboBox* m_kind = nullptr;
    QComboBox* m_show = nullptr;
    QLabel* m_count = nullptr;
    QTableView* m_view;
    QStackedWidget* m_stack;
    QLabel* m_empty;
    QSplitter* m_splitter;
    QTabWidget* m_tabs;
    RunDetails* m_details;
    RunDiffView* m_diff;
    TrendView* m_trend;
};

} // namespace quantlens::ui
