// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace quantlens::ui {

/// Scrolls downwards only, without a frame: never narrower than its contents and the scroll bar beside them.
class DownwardsArea : public QScrollArea
{
public:
    DownwardsArea(const QString& objectName, const QString& accessibleName, QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    /// Other contents may need another width.
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace quantlens::ui
