// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <array>
#include <vector>

class QGridLayout;
class QLabel;

namespace quantlens::ui {

/// Rows of "dim key: value of A, value of B", the figures right-aligned below each other.
class PairFacts : public QWidget
{
    Q_OBJECT

public:
    explicit PairFacts(QWidget* parent = nullptr);

    void clear();
    void add(const QString& key, const QString& a, const QString& b);

private:
    using Row = std::array<QLabel*, 3>;

    QGridLayout* m_grid;
    std::array<QLabel*, 2> m_letters;
    std::vector<Row> m_rows;
    std::size_t m_used = 0;
};

} // namespace quantlens::ui
