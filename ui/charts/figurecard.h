// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/figure.h"

#include <QWidget>

class QLabel;

namespace quantlens::ui {

class ElidedLabel;
class FigureSelection;
class FigureView;

/// A figure below its title, with buttons to copy, save and show its data. Scrolls where the figure needs more room
/// than there is.
class FigureCard : public QWidget
{
    Q_OBJECT

public:
    explicit FigureCard(FigureSelection* selection, QWidget* parent = nullptr);

    void setFigure(const figures::Figure& figure);
    [[nodiscard]] FigureView* view() const { return m_view; }

private:
    QLabel* m_title;
    ElidedLabel* m_subtitle;
    FigureView* m_view;
};

} // namespace quantlens::ui
