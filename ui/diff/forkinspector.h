// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/divergence.h"
#include "ui/diff/forktable.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <array>
#include <optional>

namespace quantlens::ui {

/// What both sides thought at one position: their likeliest tokens as paired bars, and how far the decision moved.
class ForkInspector final : public QWidget
{
    Q_OBJECT

public:
    explicit ForkInspector(QWidget* parent = nullptr);

    /// Shows two positions; either may be missing (that side ended). `fork` as scored, where this is the fork.
    void setPair(const std::optional<domain::TokenInfo>& a, const std::optional<domain::TokenInfo>& b,
                 const std::optional<domain::Fork>& fork = std::nullopt);
    /// Shows a line of advice instead.
    void clear(const QString& advice = {});
    /// The run's noise, nats: what a near tie is where nothing was scored.
    void setNoiseLevel(double nats);
    /// The models' labels, as plain text.
    void setLabels(const QString& a, const QString& b);

    /// What is shown now, as many rows as fit.
    [[nodiscard]] const ForkTable& table() const { return m_table; }
    /// The facts beside the bars as "name: value" lines, for copying and tests.
    [[nodiscard]] QStringList facts() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Fact
    {
        QString name;
        QString value;
    };

    void rebuild();
    [[nodiscard]] QList<Fact> factList() const;
    [[nodiscard]] QString noteText() const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] bool sideColumnShown() const;
    [[nodiscard]] int sideColumnWidth() const;
    [[nodiscard]] QRect barsArea() const;
    void paintBars(QPainter& painter, const QRect& area) const;
    void paintRow(QPainter& painter, const QRect& line, int tokenWidth, double scale, const ForkRow& row,
                  bool tail) const;
    void paintFacts(QPainter& painter, const QRect& area) const;

    Theme m_theme;
    std::array<QString, 2> m_labels;
    std::optional<domain::TokenInfo> m_a;
    std::optional<domain::TokenInfo> m_b;
    std::optional<domain::Fork> m_fork;
    double m_tieNats = scoring::leastNearTie;
    bool m_any = false;
    QString m_advice;
    ForkTable m_table;
};

} // namespace quantlens::ui
