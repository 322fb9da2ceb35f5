// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace quantlens::ui {

/// Five stars to click, or to set with the keys 0 to 5 and the arrows. Clicking the last star again takes all away.
class RatingBar : public QWidget
{
    Q_OBJECT

public:
    explicit RatingBar(QWidget* parent = nullptr);

    /// 0 to 5; 0: not rated.
    void setRating(int rating);
    [[nodiscard]] int rating() const { return m_rating; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void rated(int rating);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void rate(int rating);
    [[nodiscard]] int starWidth() const;

    int m_rating = 0;
};

} // namespace quantlens::ui
