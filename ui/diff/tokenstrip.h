// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/tokenscores.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>

namespace quantlens::ui {

/// Log-probabilities of both answers, or the divergence of their distributions, along the tokens. Painted in as many
/// columns as fit: of the tokens that share one, the worst counts. Click or arrow keys choose a token.
class TokenStrip final : public QWidget
{
    Q_OBJECT

public:
    enum class Curve {
        Logprob,
        Divergence,
    };

    explicit TokenStrip(QWidget* parent = nullptr);

    /// `fork`: the entries of both sides where they part, -1 where unknown; `differences`: A's entries at which a
    /// difference begins.
    void setScores(std::shared_ptr<const scoring::TokenScores> scores, std::array<qsizetype, 2> fork,
                   std::vector<qsizetype> differences);
    /// Shows a line of advice instead.
    void clear(const QString& advice = {});
    void setCurve(Curve curve);
    [[nodiscard]] Curve curve() const { return m_curve; }
    /// Marks a token; entry -1 marks none. Emits nothing.
    void setCurrentToken(int side, qsizetype entry);

    /// The entry under a point, -1 outside.
    [[nodiscard]] qsizetype entryAt(QPointF point) const;
    /// The curves' area in the widget.
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The person chose a token.
    void tokenActivated(int side, qsizetype entry);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// The worst value of each column; NaN where no token of it has one.
    [[nodiscard]] std::vector<float> columnsOf(const std::vector<float>& values, bool lowest) const;
    [[nodiscard]] qsizetype entryCount() const;
    [[nodiscard]] double xOf(qsizetype entry) const;
    void choose(qsizetype entry);
    void paintAxes(QPainter& painter, const QRectF& area, double low, double high) const;
    void paintLogprobs(QPainter& painter, const QRectF& area) const;
    void paintDivergence(QPainter& painter, const QRectF& area) const;
    void paintHatch(QPainter& painter, const QRectF& area) const;
    void paintTicks(QPainter& painter, const QRectF& area) const;
    [[nodiscard]] QString toolTipAt(QPointF point) const;

    Theme m_theme;
    std::shared_ptr<const scoring::TokenScores> m_scores;
    std::array<qsizetype, 2> m_fork{-1, -1};
    std::vector<qsizetype> m_differences;
    QString m_advice;
    Curve m_curve = Curve::Logprob;
    int m_side = 0; ///< of the current token
    qsizetype m_current = -1;
};

} // namespace quantlens::ui
