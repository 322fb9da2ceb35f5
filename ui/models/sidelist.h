// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/request.h"
#include "ui/models/knownmodel.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QList>

namespace quantlens::ui {

/// The models of a sweep, one of them the baseline, or the backends of a diff, the first the baseline. Editable; looks
/// every spec up off the UI thread.
class SideList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Mode {
        Models,
        Backends,
    };
    enum ModelColumn {
        Spec, ///< checked: the baseline
        Label,
        Arguments,
    };
    enum BackendColumn {
        Backend,
        Address,
    };

    explicit SideList(Mode mode, QObject* parent = nullptr);

    [[nodiscard]] const QList<runners::SideRequest>& sides() const { return m_sides; }
    void setSides(QList<runners::SideRequest> sides, int baseline);
    [[nodiscard]] int baseline() const { return m_baseline; }
    void setBaseline(int row);
    /// Adds sides at the end; specs that are there already are left out. Returns how many were added.
    int add(const QList<runners::SideRequest>& sides);
    void removeAt(int row);
    /// Moves a row by one; false at the ends.
    bool move(int row, int by);
    /// One sentence about the first thing that is missing or wrong; empty: none.
    [[nodiscard]] QString problem() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    /// Something a run would ask differently, or a spec is understood now.
    void changed();

private:
    void look(const QString& spec);
    [[nodiscard]] QString text(const runners::SideRequest& side, int column) const;
    [[nodiscard]] QVariant toolTip(int row, int column) const;

    Mode m_mode;
    QList<runners::SideRequest> m_sides;
    int m_baseline = 0;
    QHash<QString, KnownModel> m_known; ///< by spec
};

} // namespace quantlens::ui
