// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"
#include "ui/icons/icons.h"

#include <QHash>
#include <QScrollArea>

class QAction;
class QGridLayout;
class QLabel;
class QVBoxLayout;

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
    QString what;              ///< what the demo does here
    QString state;             ///< what was found, or what is missing
    Glyph sign = Glyph::Check; ///< of the state
};

/// The page of a first start: the demo, two models of one's own, results of before.
class StartPage : public QScrollArea
{
    Q_OBJECT

public:
    /// The cards trigger the actions "start.demo", "run.new" and "file.open".
    StartPage(ActionCollection* actions, RunList* recent, QWidget* parent = nullptr);

    /// Adds what only a read workspace can fill (recent runs, what was found here) and what can wait for it (keys). The
    /// page is first shown without, so that the window is there sooner; nothing that stands there already moves.
    /// `shownAtStart`: whether this page is what a start shows that has no place to go back to. `noRuns` stands
    /// where the workspace holds none. Called once.
    void complete(bool shownAtStart, const QString& noRuns);
    void setDemo(const DemoState& demo);
    /// Seen once the page is complete.
    void setFound(const QList<Found>& found);
    [[nodiscard]] const QList<Found>& found() const { return m_foundItems; }
    /// While a run is going no other can be resumed.
    void setBusy(bool busy);

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
    QWidget* cards();
    QWidget* recentRuns(const QString& noRuns);
    QWidget* keyboardHints();
    void fillHints();
    void refreshColors();

    ActionCollection* m_actions;
    RunList* m_runs;
    QVBoxLayout* m_left = nullptr;
    QVBoxLayout* m_right = nullptr;
    CommandCard* m_demo = nullptr;
    UnfinishedBar* m_unfinished = nullptr;
    QLabel* m_sign = nullptr;
    QGridLayout* m_found = nullptr;
    QGridLayout* m_hints = nullptr;
    QList<Found> m_foundItems;
};

} // namespace quantlens::ui
