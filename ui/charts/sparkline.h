// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

namespace quantlens::ui {

/// A line without axes over the last values of something that changes, such as the requests in flight: its largest
/// value is the top, 0 the bottom. Keeps at most `most` values.
class Sparkline : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t most = 300;

    /// `what` names it for screen readers: "requests in flight".
    explicit Sparkline(const QString& what, QWidget* parent = nullptr);

    void append(double value);
    void setValues(std::vector<double> values);
    void clear() { setValues({}); }
    [[nodiscard]] const std::vector<double>& values() const { return m_values; }

    [[nodiscard]] QSize sizeHint() const override { return {120, 28}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, 16}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void tell();

    QString m_what;
    std::vector<double> m_values;
};

} // namespace quantlens::ui
