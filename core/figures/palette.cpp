// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/palette.h"

#include <algorithm>
#include <string_view>

namespace quantlens::figures {

namespace {

constexpr std::array<std::string_view, std::size_t(Role::Count)> roleNames{
    "none", "view", "text",  "dim",  "grid", "border", "accent",  "ring", "sel", "err", "ok", "a",   "ab",  "b",
    "bb",   "fork", "forkb", "tieb", "tie",  "noise",  "noise-e", "v0",   "v1",  "v2",  "v3", "vt0", "vt1", "vt2",
    "vt3",  "ve0",  "ve1",   "ve2",  "ve3",  "h0",     "h1",      "h2",   "h3",  "h4",  "h5", "ht0", "ht1", "ht2",
    "ht3",  "ht4",  "ht5",   "q0",   "q1",   "q2",     "q3",      "q4",   "q5",  "q6",  "q7"};

constexpr Palette light{{0xffffff, 0xffffff, 0x232629, 0x5b6167, 0xd9dcdf, 0xbfc3c7, 0x14639c, 0x3daee9, 0xcbe7f8,
                         0xa8182b, 0x17692f, 0x1f6fb5, 0xcfe3f8, 0xb85f00, 0xfde0bb, 0x6a35b5, 0xe9dcfa, 0xd5efee,
                         0x00585c, 0xe3e3e6, 0x85898d, 0xa9c3d3, 0xfbe27a, 0xc8660d, 0x86134c, 0x1d2f3a, 0x423400,
                         0x000000, 0xffffff, 0x5f8299, 0x9a7b00, 0x9c4d08, 0x86134c, 0xf4f6f8, 0xfbe3a1, 0xf2b04c,
                         0xda6f1c, 0xa8323f, 0x5f0f3c, 0x232629, 0x232629, 0x232629, 0x000000, 0xffffff, 0xffffff,
                         0x4d5359, 0x2438d6, 0x2095f3, 0x07a4a0, 0x223718, 0xb38513, 0x975010, 0xf0408a}};

constexpr Palette dark{{0x141618, 0x141618, 0xf0f1f2, 0xa3abb3, 0x33373b, 0x4a4f54, 0x6cbdf2, 0x3daee9, 0x173f55,
                        0xff8a93, 0x7fd096, 0x5aabec, 0x153b60, 0xf0a13c, 0x55330a, 0xbd9bff, 0x40286b, 0x0f4346,
                        0x8fe3df, 0x2e3134, 0x8c9196, 0x3f5464, 0xf7e08a, 0xc96a10, 0xff79b0, 0xffffff, 0x2e2500,
                        0x000000, 0x3a0019, 0x7e98aa, 0xf7e08a, 0xe58a2b, 0xff79b0, 0x24282c, 0x5c4a1a, 0x8f5a12,
                        0xc96c1e, 0xe8a25a, 0xfbe3a1, 0xf0f1f2, 0xf0f1f2, 0xf8f8f8, 0x000000, 0x000000, 0x000000,
                        0xc3c8cd, 0x9c99fb, 0x1b6fd8, 0x258789, 0x7fe860, 0xaa761b, 0xd9b296, 0xc71766}};

QByteArray className(char kind, Role role)
{
    const std::string_view name = roleNames.at(std::size_t(role));
    return QByteArray(1, kind) + '-' + QByteArray(name.data(), qsizetype(name.size()));
}

} // namespace

const Palette& lightPalette()
{
    return light;
}

const Palette& darkPalette()
{
    return dark;
}

QByteArray fillClass(Role role)
{
    return className('f', role);
}

QByteArray strokeClass(Role role)
{
    return className('s', role);
}

QByteArray figureStyle(const Palette& palette, const QByteArray& prefix)
{
    QByteArray css;
    for (int i = 1; i < int(Role::Count); ++i) {
        const QByteArray color = '#' + QByteArray::number(palette.color(Role(i)), 16).rightJustified(6, '0');
        css += prefix + '.' + fillClass(Role(i)) + "{fill:" + color + '}';
        css += prefix + '.' + strokeClass(Role(i)) + "{stroke:" + color + "}\n";
    }
    return css;
}

} // namespace quantlens::figures
