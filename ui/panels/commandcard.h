// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/icons/icons.h"

#include <QAbstractButton>

class QLabel;

namespace quantlens::ui {

/// A large button of the start page: sign, title, what it does, its shortcut and a line about its state.
class CommandCard : public QAbstractButton
{
    Q_OBJECT

public:
    CommandCard(Glyph glyph, const QString& title, const QString& what, const QString& shortcut,
                QWidget* parent = nullptr);

    void setWhat(const QString& what);
    /// A line below the explanation with its sign; good news have Glyph::Check. Empty: none.
    void setState(const QString& text, Glyph sign);
    /// The card that Return presses, marked by its frame.
    void setPrimary(bool primary);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refreshColors();

    Glyph m_glyph;
    QLabel* m_what;
    QWidget* m_stateRow;
    QLabel* m_stateSign;
    QLabel* m_state;
    Glyph m_stateGlyph = Glyph::Check;
    bool m_primary = false;
};

} // namespace quantlens::ui
