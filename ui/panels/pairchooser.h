// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QToolButton;

namespace quantlens::ui {

/// "A [F16] ⇄ B [Q2_K]": which of a run's answers stand against each other. With two sides only the arrows are there.
class PairChooser : public QWidget
{
    Q_OBJECT

public:
    /// `swap` exchanges A and B.
    explicit PairChooser(QAction* swap, QWidget* parent = nullptr);

    void setRun(const ShownRunPtr& run);

Q_SIGNALS:
    void chosen(const quantlens::ui::PairChoice& pair);

private:
    void choose(bool first, int index);

    PairChoice m_shown;
    QLabel* m_letterA;
    QLabel* m_letterB;
    QComboBox* m_a;
    QComboBox* m_b;
};

} // namespace quantlens::ui
