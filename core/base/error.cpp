// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace quantlens::base {

QString oneLine(const Error& error)
{
    return error.hint.isEmpty() ? error.message : error.message + u' ' + error.hint;
}

} // namespace quantlens::base
