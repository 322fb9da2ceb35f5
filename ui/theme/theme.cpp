// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace quantlens::ui {

namespace {

QColor themeRgb(QRgb rgb)
{
    return QColor(rgb);
}

template<std::size_t N>
std::array<QColor, N> themeRgbs(const std::array<QRgb, N>& values)
{
    std::array<QColor, N> out;
    std::ranges::transform(values, out.begin(), themeRgb);
    return out;
}

SideColors themeSide(QRgb background, QRgb text, QRgb line, QRgb label)
{
    return {.background = background, .text = text, .line = line, .label = label};
}

double themeLuminance(const QColor& color)
{
    const auto channel = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

QColor themeMix(const QColor& over, const QColor& under, double strength)
{
    const auto mix = [strength](float one, float other) { return float(strength * one + (1 - strength) * other); };
    return QColor::fromRgbF(mix(over.redF(), under.redF()), mix(over.greenF(), under.greenF()),
                            mix(over.blueF(), under.blueF()));
}

void setLightColors(Theme& t)
{
    t.a = themeSide(0xcfe3f8, 0x0a3a68, 0x1f6fb5, 0x155a96);
    t.b = themeSide(0xfde0bb, 0x653200, 0xb85f00, 0x8a4500);
    t.fork = 0x6a35b5;
    t.forkBackground = 0xe9dcfa;
    t.forkText = 0x4b1f8c;
    t.tieBackground = 0xd5efee;
    t.tieText = 0x00585c;
    t.severities = {{{0xa9c3d3, 0x1d2f3a, 0x5f8299},
                     {0xfbe27a, 0x423400, 0x9a7b00},
                     {0xc8660d, Qt::black, 0x9c4d08},
                     {0x86134c, 0xffffff, 0x86134c}}};
    t.error = 0xa8182b;
    t.ok = 0x17692f;
    t.noiseFill = 0xe3e3e6;
    t.noiseEdge = 0x85898d;
    t.confidence = themeRgbs<5>({0xffffff, 0xe3f1ee, 0xc4e3dd, 0x9dd0c7, 0x72b9ae});
    t.kl = themeRgbs<5>({0xffffff, 0xfbe6ef, 0xf6c9dc, 0xeea6c4, 0xe480aa});
    t.heat = themeRgbs<6>({0xf4f6f8, 0xfbe3a1, 0xf2b04c, 0xda6f1c, 0xa8323f, 0x5f0f3c});
    t.heatText = themeRgbs<6>({0x232629, 0x232629, 0x232629, 0x000000, 0xffffff, 0xffffff});
    t.series = themeRgbs<8>({0x4d5359, 0x2438d6, 0x2095f3, 0x07a4a0, 0x223718, 0xb38513, 0x975010, 0xf0408a});
    t.codeKeyword = 0x1f1c1b;
    t.codeString = 0xa33a00;
    t.codeNumber = 0x7a4d00;
}

void setDarkColors(Theme& t)
{
    t.a = themeSide(0x153b60, 0xc6e0f9, 0x5aabec, 0x7fbef0);
    t.b = themeSide(0x55330a, 0xffdcae, 0xf0a13c, 0xf2b05c);
    t.fork = 0xbd9bff;
    t.forkBackground = 0x40286b;
    t.forkText = 0xe9dcff;
    t.tieBackground = 0x0f4346;
    t.tieText = 0x8fe3df;
    t.severities = {{{0x3f5464, 0xffffff, 0x7e98aa},
                     {0xf7e08a, 0x2e2500, 0xf7e08a},
                     {0xc96a10, Qt::black, 0xe58a2b},
                     {0xff79b0, 0x3a0019, 0xff79b0}}};
    t.error = 0xff8a93;
    t.ok = 0x7fd096;
    t.noiseFill = 0x2e3134;
    t.noiseEdge = 0x8c9196;
    t.confidence = themeRgbs<5>({0x141618, 0x12302d, 0x10463f, 0x0e5d54, 0x0c756a});
    t.kl = themeRgbs<5>({0x141618, 0x3a1a2a, 0x591f3d, 0x7a2350, 0x9c2764});
    t.heat = themeRgbs<6>({0x24282c, 0x5c4a1a, 0x8f5a12, 0xc96c1e, 0xe8a25a, 0xfbe3a1});
    t.heatText = themeRgbs<6>({0xf0f1f2, 0xf0f1f2, 0xf8f8f8, 0x000000, 0x000000, 0x000000});
    t.series = themeRgbs<8>({0xc3c8cd, 0x9c99fb, 0x1b6fd8, 0x258789, 0x7fe860, 0xaa761b, 0xd9b296, 0xc71766});
    t.codeKeyword = 0xe8eaec;
    t.codeString = 0xf0a08c;
    t.codeNumber = 0xf2c66d;
}

} // namespace

double contrast(const QColor& one, const QColor& other)
{
    const double a = themeLuminance(one) + 0.05;
    const double b = themeLuminance(other) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

const SeverityColors& Theme::severity(domain::Severity value) const
{
    return severities[std::clamp<std::size_t>(std::size_t(value), 0, 3)];
}

QColor Theme::confidenceTint(double probability) const
{
    if (std::isnan(probability))
        return view;
    static constexpr std::array edges{0.9, 0.7, 0.5, 0.3};
    std::size_t step = 0;
    while (step < edges.size() && probability < edges[step])
        ++step;
    return confidence[step];
}

QColor Theme::klTint(double nats) const
{
    if (std::isnan(nats))
        return view;
    static constexpr std::array edges{0.01, 0.05, 0.2, 1.0};
    std::size_t step = 0;
    while (step < edges.size() && nats >= edges[step])
        ++step;
    return kl[step];
}

QColor Theme::overView(const QColor& color, double strength) const
{
    return themeMix(color, view, strength);
}

Theme themeFor(const QPalette& palette)
{
    Theme t;
    t.view = palette.color(QPalette::Base);
    t.dark = themeLuminance(t.view) < 0.18;
    t.dark ? setDarkColors(t) : setLightColors(t);
    t.window = palette.color(QPalette::Window);
    t.alternate = palette.color(QPalette::AlternateBase);
    t.text = palette.color(QPalette::Text);
    t.button = palette.color(QPalette::Button);
    // Mid and Midlight are near black or white in some styles, so a frame is a mix that stays quiet in both themes.
    t.border = themeMix(t.text, t.window, t.dark ? 0.2 : 0.23);
    t.grid = themeMix(t.text, t.window, t.dark ? 0.1 : 0.11);
    t.highlight = palette.color(QPalette::Highlight);
    t.selection = themeMix(t.highlight, t.view, 0.25);
    t.hover = themeMix(t.highlight, t.view, 0.13);
    QColor dim = palette.color(QPalette::PlaceholderText);
    dim = dim.alpha() < 255 ? themeMix(QColor(dim.rgb()), t.view, dim.alphaF()) : dim;
    // One step more at each turn; ends at the text colour itself.
    for (int step = 1; step <= 10 && std::min(contrast(dim, t.view), contrast(dim, t.selection)) < 4.5; ++step)
        dim = themeMix(t.text, dim, step / 10.0);
    t.dim = dim;
    const QColor link = palette.color(QPalette::Link);
    t.link = contrast(link, t.view) >= 4.5 ? link : QColor(t.dark ? 0x6cbdf2 : 0x14639c);
    t.confidence[0] = t.view;
    t.kl[0] = t.view;
    return t;
}

} // namespace quantlens::ui
