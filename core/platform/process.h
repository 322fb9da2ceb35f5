// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

class QProcess;

namespace quantlens::platform {

/// Makes the child die when the thread that starts it ends, even by SIGKILL. Linux ties the child to the *thread*, so
/// start it from one that lives as long as the program. Where the system has no such thing this does nothing.
void dieWithParent(QProcess& process);

/// Raises the limit of open files to what the system allows. Returns the limit now in force, 0 when unknown.
quint64 raiseOpenFileLimit();

/// The limit of open files now in force, 0 when unknown.
[[nodiscard]] quint64 openFileLimit();

/// Memory that can be used without swapping, in bytes; 0 when unknown. Respects the container's limit.
[[nodiscard]] quint64 availableMemory();

} // namespace quantlens::platform
