// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "ui/theme/theme.h"

#include <QStyledItemDelegate>
#include <QWidget>

class QPainter;

namespace quantlens::ui {

/// "identical", "minor", "moderate", "severe" in the person's language.
[[nodiscard]] QString severityLabel(domain::Severity severity);

/// "=" or one, two, three rising bars of three, so that it reads without colour.
void paintSeveritySign(QPainter& painter, const QRectF& rect, domain::Severity severity, const QColor& color);

/// The sign on its fill with its edge, centred in `rect`, 18 px square at most.
void paintSeverityIcon(QPainter& painter, const QRectF& rect, domain::Severity severity, const Theme& theme);

/// Sign and label on the fill; at the left of `rect`, centred vertically.
void paintSeverityChip(QPainter& painter, const QRectF& rect, domain::Severity severity, const Theme& theme);
[[nodiscard]] QSize severityChipSize(const QFont& font, domain::Severity severity);

/// A thin bar filled to `value` (0…1; NaN paints the empty track).
void paintSimilarityBar(QPainter& painter, const QRectF& rect, double value, const Theme& theme);

/// Background of a list row in our manner: pale selection with a 3 px bar at the left, alternate and hover tints.
/// `firstColumn`: this cell carries the bar. Text is drawn in theme.text afterwards.
void paintRowBackground(QPainter& painter, const QStyleOptionViewItem& option, const Theme& theme, bool firstColumn);

/// Severity sign and label as a small widget, for headings.
class SeverityChip final : public QWidget
{
    Q_OBJECT

public:
    explicit SeverityChip(QWidget* parent = nullptr);

    void setSeverity(domain::Severity severity);
    [[nodiscard]] domain::Severity severity() const { return m_severity; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    domain::Severity m_severity = domain::Severity::Identical;
};

/// Paints the severity sign of a cell; the data of `role` is an int of domain::Severity (else nothing is painted).
class SeverityDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit SeverityDelegate(int role, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_role;
};

/// Paints a similarity as number and bar; the data of `role` is a double 0…1 (else nothing is painted).
class SimilarityDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit SimilarityDelegate(int role, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_role;
};

} // namespace quantlens::ui
