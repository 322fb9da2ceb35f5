// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "ui/models/tableproxy.h"

#include <QStringList>

#include <optional>

namespace quantlens::ui {

class RunList;

/// Which runs of a RunList are in sight, and their order.
class RunFilter : public TableProxy
{
    Q_OBJECT

public:
    /// What became of a run.
    enum Show {
        All,
        Pinned,
        Finished,
        Unfinished, ///< cancelled, could not compare, or still to be resumed
        Passed,
        Failed, ///< a threshold failed or was not decided
        Noted,
    };

    explicit RunFilter(RunList* runs, QObject* parent = nullptr);

    /// Another list takes the place of the one before.
    void setRuns(RunList* runs);
    /// Every word has to be found in the models, the suite, the note or the id.
    void setText(const QString& text);
    void setKind(std::optional<domain::RunKind> kind);
    void setShow(Show show);
    [[nodiscard]] QString runIdAt(int row) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    RunList* m_runs;
    QStringList m_words;
    std::optional<domain::RunKind> m_kind;
    Show m_show = All;
};

} // namespace quantlens::ui
