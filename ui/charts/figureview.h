// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/figures/scene.h"

#include <QImage>
#include <QPointer>
#include <QWidget>

class QMenu;

namespace quantlens::ui {

class ChartSurface;
class FigureSelection;

/// One figure: lines, bars, boxes and marks on Qt Charts, heat map and fork tree painted here. Hovering shows the
/// number and n; a click or Enter on a mark opens its prompts; arrow keys go from mark to mark; the context menu
/// exports.
class FigureView : public QWidget
{
    Q_OBJECT

public:
    explicit FigureView(QWidget* parent = nullptr);

    void setFigure(const figures::Figure& figure);
    [[nodiscard]] const figures::Figure& figure() const { return m_figure; }
    /// As laid out for the size and the selection now.
    [[nodiscard]] const figures::Scene& scene() const { return m_scene; }
    void setSelection(FigureSelection* selection);

    /// The text a hit shows when hovered: the number, its interval, n; plain.
    [[nodiscard]] QString tip(const figures::HitArea& hit) const;
    /// The picture in the colours of the window, at twice the size of the screen.
    [[nodiscard]] QImage image() const;
    [[nodiscard]] QByteArray svg() const;
    /// Tab-separated, the head first.
    [[nodiscard]] QString dataText() const;
    /// Writes the picture; ".svg" or, else, PNG. Error "file.write".
    [[nodiscard]] base::Expected<void> save(const QString& path);
    /// The actions of the context menu.
    void fillMenu(QMenu* menu);
    void showData();
    void copyImage();
    void askForFile(bool svg);

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    /// A mark with prompts was clicked.
    void opened(const quantlens::figures::Hit& hit);
    /// A stretch of a fork tree was clicked: the number of the output it leads to.
    void outputChosen(int output);
    void failed(const quantlens::base::Error& error);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void layOutAgain();
    /// nullptr without the module.
    ChartSurface* surface();
    [[nodiscard]] const figures::HitArea* hitAt(QPointF point) const;
    void activate(const figures::HitArea& hit);
    void showTip(const figures::HitArea& hit);
    void step(int by);

    figures::Figure m_figure;
    figures::Scene m_scene;
    ChartSurface* m_surface = nullptr; ///< made with the first figure it draws
    QWidget* m_ring;                   ///< round the mark the keyboard is at
    QPointer<FigureSelection> m_selection;
    qsizetype m_current = -1; ///< hit the keyboard is at
};

} // namespace quantlens::ui
