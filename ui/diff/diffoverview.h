// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

namespace quantlens::ui {

/// All differences of a document on a narrow strip, with a frame round what is visible. Click or drag to go there.
class DiffOverview final : public QWidget
{
    Q_OBJECT

public:
    /// A stretch of the document, as fractions 0…1 of its height.
    struct Mark
    {
        double top = 0;
        double bottom = 0;
        bool a = false;
        bool b = false;
        bool fork = false;
    };

    explicit DiffOverview(QWidget* parent = nullptr);

    void setMarks(std::vector<Mark> marks);
    /// The visible part, as fractions 0…1.
    void setVisiblePart(double top, double bottom);
    [[nodiscard]] const std::vector<Mark>& marks() const { return m_marks; }
    [[nodiscard]] QSize sizeHint() const override { return {34, 100}; }

Q_SIGNALS:
    /// The person points at this fraction of the document.
    void pointed(double fraction);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRect strip() const;
    void point(int y);

    Theme m_theme;
    std::vector<Mark> m_marks;
    double m_top = 0;
    double m_bottom = 1;
};

} // namespace quantlens::ui
