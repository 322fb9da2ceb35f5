// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

#include <array>

namespace quantlens::ui {

/// The names above the two panes: letter, model, facts.
class DiffHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit DiffHeader(QWidget* parent = nullptr);

    /// Both are shown as plain text on one line.
    void setTitle(int side, const QString& label, const QString& details);
    /// Where side B begins.
    void setSplit(int x);
    [[nodiscard]] QString label(int side) const { return m_labels[std::size_t(side)]; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    Theme m_theme;
    std::array<QString, 2> m_labels;
    std::array<QString, 2> m_details;
    int m_split = 0;
};

} // namespace quantlens::ui
