// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QProxyStyle>

namespace quantlens::ui {

/// The style of the desktop, or Fusion, with checked tool buttons that are seen to be checked, and with frames and
/// boxes to check that are seen at all: Fusion darkens them by a shade that vanishes on dark backgrounds.
class AppStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    /// `name` is a key of QStyleFactory.
    explicit AppStyle(const QString& name);

    /// The name of the application's style, or of the one behind ours, which has none itself.
    [[nodiscard]] static QString shownName();
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget = nullptr) const override;
    /// The "more" arrows of menu bars and tool bars are painted: Qt's are pictures, and reading one loads every plugin
    /// for pictures when the program starts.
    [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption* option = nullptr,
                                     const QWidget* widget = nullptr) const override;

private:
    bool m_fusion;
};

} // namespace quantlens::ui
