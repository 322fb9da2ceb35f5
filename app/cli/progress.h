// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/runners/live.h"

namespace quantlens::cli {

/// Shows how far a run is on standard error: a bar with the time left on a terminal, plain lines otherwise.
class Progress
{
public:
    explicit Progress(const Global& global);

    void update(const runners::LiveUpdate& update);
    /// Removes the bar.
    void end();

private:
    void warnFailures(const runners::LiveUpdate& update);

    Global m_global;
    bool m_terminal;
    bool m_barShown = false;
    QString m_phase;
    int m_tenth = 0; ///< tenths reported so far, without a terminal
};

} // namespace quantlens::cli
