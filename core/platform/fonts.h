// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace quantlens::platform {

/// Reads the system's configuration of fonts, which else happens when the first text is laid out. For a thread beside
/// the one that opens the display: it touches nothing of Qt, which takes the first thread that makes an object of its
/// for the main one. Does nothing where the system has no Fontconfig.
void readFontConfiguration();

} // namespace quantlens::platform
