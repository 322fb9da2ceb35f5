// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;

namespace quantlens::ui {

/// The places at the window's left: a sign over a name, one of them checked.
class Rail : public QWidget
{
    Q_OBJECT

public:
    /// `places` are checkable actions of one exclusive group.
    explicit Rail(const QList<QAction*>& places, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace quantlens::ui
