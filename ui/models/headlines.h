// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QObject>
#include <QSet>

#include <memory>

namespace quantlens::ui {

class RunList;

/// Scores the runs of a list that have no headline, one after the other off the UI thread, and keeps what it found in
/// the workspace where that can be written.
class HeadlineFiller : public QObject
{
    Q_OBJECT

public:
    /// `runs` outlives this.
    HeadlineFiller(RunList* runs, std::shared_ptr<store::Store> store, QObject* parent = nullptr);

    /// Goes on while it is active; a run that is being scored is finished.
    void setActive(bool active);

private:
    void next();

    RunList* m_runs;
    std::shared_ptr<store::Store> m_store;
    QSet<QString> m_tried; ///< what cannot be loaded is not tried again
    bool m_active = false;
    bool m_working = false;
};

} // namespace quantlens::ui
