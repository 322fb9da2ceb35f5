// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"
#include "ui/panels/downwardsarea.h"

class QLabel;
class QPlainTextEdit;

namespace quantlens::ui {

class FactGrid;
class PairFacts;
class PairNotes;
class RunEditor;

/// Everything about one pair beside its texts: prompt, answers, timings, the request as sent, the servers.
class CompareDetails : public DownwardsArea
{
    Q_OBJECT

public:
    explicit CompareDetails(RunEditor* editor, QWidget* parent = nullptr);

    /// `run` may be nullptr: nothing is shown.
    void showPair(const ShownRunPtr& run, const QString& promptId);
    /// Takes over what is being typed.
    void finishEditing();
    /// Shows what is written again: something was undone.
    void readAgain();

private:
    void showTimings(const domain::Generation* a, const domain::Generation* b);
    void showRequest(const domain::Generation* a, const domain::Generation* b);
    void showServers(const domain::Generation* a, const domain::Generation* b);
    void showErrors(const domain::Generation* a, const domain::Generation* b);

    ShownRunPtr m_run;
    QString m_promptId;
    QLabel* m_promptHead;
    QPlainTextEdit* m_prompt;
    PairNotes* m_notes;
    PairFacts* m_timings;
    FactGrid* m_request;
    FactGrid* m_servers;
    QLabel* m_errorHead;
    QLabel* m_errors;
};

} // namespace quantlens::ui
