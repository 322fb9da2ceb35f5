// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QHash>
#include <QScrollArea>

class QAction;
class QCheckBox;
class QGridLayout;
class QLabel;
class QListView;
class QStackedWidget;

namespace quantlens::ui {

class ActionCollection;
class CommandCard;
class RunList;
class UnfinishedBar;

/// What was found on this computer, for the start page.
struct Found
{
    QString thing; ///< "llama-server"
    QString state; ///< one line
    bool good = false;
    QString action = {}; ///< id of what can be done about it; empty: nothing
    QString label = {};  ///< of the button that does it
};

/// What "Try the demo" would do.
struct DemoState
{
    QString what;  ///< what the demo does here
    QString state; ///< what was found, or what is missing
    bool live = false;
    bool possible = true;
};

/// The page of a first start: the demo, two models of one's own, results of before.
class StartPage : public QScrollArea
{
    Q_OBJECT

public:
    /// The cards trigger the actions "start.demo", "run.new" and "file.open".
    StartPage(ActionCollection* actions, RunList* recent, QWidget* parent = nullptr);

    void setDemo(const DemoState& demo);
    void setFound(const QList<Found>& found);
    [[nodiscard]] const QList<Found>& found() const { return m_foundItems; }
    /// While a run is going no other can be resumed.
    void setBusy(bool busy);
    /// Whether this page is what a start shows that has no place to go back to.
    void setShownAtStart(bool shown);

Q_SIGNALS:
    /// A run of the list was chosen.
    void runChosen(const QString& runId);
    void allRunsWanted();
    /// Go on with an unfinished run.
    void resumeWanted(const QString& runId);
    /// A person checked or unchecked it.
    void shownAtStartChosen(bool shown);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* head();
    QWidget* cards(ActionCollection* actions);
    QWidget* recentRuns(RunList* recent);
    QWidget* keyboardHints();
    void fillHints();
    void refreshColors();

    ActionCollection* m_actions;
    CommandCard* m_demo = nullptr;
    UnfinishedBar* m_unfinished = nullptr;
    QLabel* m_sign = nullptr;
    QCheckBox* m_shownAtStart = nullptr;
    QListView* m_recent = nullptr;
    QStackedWidget* m_recentStack = nullptr;
    QGridLayout* m_found = nullptr;
    QGridLayout* m_hints = nullptr;
    QList<Found> m_foundItems;
};

} // namespace quantlens::ui
