// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/appstyle.h"

#include <QApplication>
#include <QGuiApplication>
#include <QStyle>
#include <QStyleHints>
#include <QVariant>

namespace quantlens::ui {

namespace {

/// Where the desktop's own style is kept while an explicit scheme is on.
constexpr const char* originalStyleProperty = "quantlensOriginalStyle";
/// The scheme that is applied.
constexpr const char* schemeProperty = "quantlensScheme";

struct PaletteHexes
{
    QRgb window, view, alternate, text, dim, button, border, grid, highlight, highlightedText, link, tip;
};

constexpr PaletteHexes lightHexes{0xeff0f1, 0xffffff, 0xf7f7f8, 0x232629, 0x5b6167, 0xfcfcfc,
                                  0xbfc3c7, 0xd9dcdf, 0x3daee9, 0x10181e, 0x14639c, 0xf7f7f7};
constexpr PaletteHexes darkHexes{0x202326, 0x141618, 0x1a1c1f, 0xf0f1f2, 0xa3abb3, 0x292c30,
                                 0x4a4f54, 0x33373b, 0x3daee9, 0x0b1116, 0x6cbdf2, 0x2a2e32};

} // namespace

QPalette paletteFor(ColorScheme scheme)
{
    const bool dark = scheme == ColorScheme::Dark;
    const PaletteHexes& hex = dark ? darkHexes : lightHexes;
    QPalette palette{QColor(hex.button), QColor(hex.window)};
    const auto set = [&palette](QPalette::ColorRole role, QRgb rgb) { palette.setColor(role, QColor(rgb)); };
    set(QPalette::Window, hex.window);
    set(QPalette::WindowText, hex.text);
    set(QPalette::Base, hex.view);
    set(QPalette::AlternateBase, hex.alternate);
    set(QPalette::Text, hex.text);
    set(QPalette::PlaceholderText, hex.dim);
    set(QPalette::Button, hex.button);
    set(QPalette::ButtonText, hex.text);
    set(QPalette::BrightText, dark ? 0xff8a93 : 0xa8182b);
    set(QPalette::ToolTipBase, hex.tip);
    set(QPalette::ToolTipText, hex.text);
    set(QPalette::Highlight, hex.highlight);
    set(QPalette::HighlightedText, hex.highlightedText);
    set(QPalette::Accent, hex.highlight);
    set(QPalette::Link, hex.link);
    set(QPalette::LinkVisited, dark ? 0xbd9bff : 0x6a35b5);
    set(QPalette::Mid, hex.border);
    set(QPalette::Midlight, hex.grid);
    set(QPalette::Light, dark ? 0x3a3f44 : 0xffffff);
    set(QPalette::Dark, dark ? 0x101214 : 0x9a9fa4);
    set(QPalette::Shadow, dark ? 0x08090a : 0x70757a);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(dark ? 0x7c8288 : 0x8a8f94));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(hex.grid));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, QColor(hex.dim));
    return palette;
}

void applyPalette(QApplication& application, ColorScheme scheme)
{
    const bool ours = qobject_cast<const AppStyle*>(QApplication::style()) != nullptr;
    const QVariant applied = application.property(schemeProperty);
    if (ours && applied.isValid() && applied.toInt() == int(scheme))
        return; // every widget would be polished anew
    application.setProperty(schemeProperty, int(scheme));
    const QString shown = AppStyle::shownName();
    if (!application.property(originalStyleProperty).isValid())
        application.setProperty(originalStyleProperty, shown);
    const auto use = [&](const QString& style) {
        if (!ours || shown.compare(style, Qt::CaseInsensitive) != 0)
            QApplication::setStyle(new AppStyle(style));
    };
    if (scheme == ColorScheme::System) {
        QGuiApplication::styleHints()->unsetColorScheme();
        use(application.property(originalStyleProperty).toString());
        QApplication::setPalette(QPalette());
        return;
    }
    // The hint also darkens what Qt does not paint itself: window frames and native dialogs.
    QGuiApplication::styleHints()->setColorScheme(scheme == ColorScheme::Dark ? Qt::ColorScheme::Dark
                                                                              : Qt::ColorScheme::Light);
    use(QStringLiteral("Fusion"));
    QApplication::setPalette(paletteFor(scheme));
}

} // namespace quantlens::ui
