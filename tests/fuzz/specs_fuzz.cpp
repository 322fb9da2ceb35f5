// SPDX-License-Identifier: GPL-3.0-or-later
// Model specs, addresses and file names: no text may crash them or get a path separator through.
#include "core/specs/addresses.h"
#include "core/specs/compatible.h"
#include "core/specs/filenames.h"
#include "core/specs/quantnames.h"
#include "core/specs/rules.h"
#include "core/specs/specs.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace quantlens;
    if (size > 4096)
        return 0;
    const QString text = QString::fromUtf8(fuzz::bytesOf(data, size));
    // Existing files are not the subject, and the fuzzer must not wander through the disk.
    if (!specs::isGgufPath(text) && !specs::looksLikePath(text))
        (void)specs::resolve(text);
    (void)specs::resolveCompatible(text);
    (void)specs::compatibleBackend(text);
    (void)specs::candidates(text);
    (void)specs::quantInName(text);
    (void)specs::parseAddress(text);
    (void)specs::withoutUserInfo(text);
    const QString name = specs::sanitizeFileName(text);
    fuzz::require(!name.isEmpty() && !name.contains(u'/') && !name.contains(u'\\') && !name.contains(u'\0'),
                  "a file name is one");
    fuzz::require(specs::sanitizeFileName(name) == name, "a clean name stays as it is");
    return 0;
}
