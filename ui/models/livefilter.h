// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/livetable.h"
#include "ui/models/tableproxy.h"

namespace quantlens::ui {

/// Which requests of a LiveTable are in sight, and their order.
class LiveFilter : public TableProxy
{
    Q_OBJECT

public:
    enum Show {
        All,
        Running,
        Differing,
        Failed,
    };

    /// `table` outlives this.
    explicit LiveFilter(LiveTable* table, QObject* parent = nullptr);

    void setShow(Show show);
    [[nodiscard]] bool filters() const { return m_show != All || !m_text.isEmpty(); }
    /// Prompt ids, categories, answers and errors that contain the text.
    void setText(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    LiveTable* m_table;
    Show m_show = All;
    QString m_text;
};

} // namespace quantlens::ui
