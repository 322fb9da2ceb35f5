// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/fonts.h"

#include <QtSystemDetection>

#ifdef Q_OS_UNIX
#include <dlfcn.h>
#endif

namespace quantlens::platform {

#ifdef Q_OS_UNIX
namespace {

/// A function of fontconfig, which Qt's plugin for the display loads anyway; null without it.
template<typename Function>
Function* fontconfig(void* library, const char* name)
{
    return reinterpret_cast<Function*>(dlsym(library, name));
}

} // namespace
#endif

void readFontConfiguration()
{
#ifdef Q_OS_UNIX
    struct Config;
    struct Strings;
    void* library = dlopen("libfontconfig.so.1", RTLD_LAZY);
    if (!library)
        return;
    auto* create = fontconfig<Config*()>(library, "FcConfigCreate");
    auto* destroy = fontconfig<void(Config*)>(library, "FcConfigDestroy");
    auto* load = fontconfig<int(Config*, const unsigned char*, int)>(library, "FcConfigParseAndLoad");
    auto* cacheFolders = fontconfig<Strings*(Config*)>(library, "FcConfigGetCacheDirs");
    auto* next = fontconfig<unsigned char*(Strings*)>(library, "FcStrListNext");
    auto* done = fontconfig<void(Strings*)>(library, "FcStrListDone");
    auto* readFonts = fontconfig<int(Config*)>(library, "FcConfigBuildFonts");
    auto* use = fontconfig<int(Config*)>(library, "FcConfigSetCurrent");
    if (!create || !destroy || !load || !cacheFolders || !next || !done || !readFonts || !use)
        return;
    // What FcInit() does, but for two things: it also parses the templates of configurations that are not in use, which
    // takes as long as all the rest, and it mends a configuration that cannot be used. Then it is left to FcInit().
    Config* config = create();
    bool usable = config && load(config, nullptr, true);
    if (usable) {
        Strings* folders = cacheFolders(config);
        usable = folders && next(folders);
        if (folders)
            done(folders);
    }
    usable = usable && readFonts(config) && use(config);
    if (!usable && config)
        destroy(config);
#endif
}

} // namespace quantlens::platform
