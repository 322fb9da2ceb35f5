// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/fonts.h"

#include <QtSystemDetection>

#ifdef Q_OS_UNIX
#include <dlfcn.h>
#endif

namespace quantlens::platform {

void readFontConfiguration()
{
#ifdef Q_OS_UNIX
    // Qt's plugin for the display loads the same one.
    void* library = dlopen("libfontconfig.so.1", RTLD_LAZY);
    if (!library)
        return;
    if (const auto read = reinterpret_cast<int (*)()>(dlsym(library, "FcInit")))
        read();
#endif
}

} // namespace quantlens::platform
