// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/process.h"

#include <QFile>
#include <QProcess>

#ifdef Q_OS_LINUX
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>
#endif
#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

#include <algorithm>

namespace quantlens::platform {

void dieWithParent(QProcess& process)
{
#ifdef Q_OS_LINUX
    process.setChildProcessModifier([parent = ::getpid()] {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        // The parent may have died before the call above; then nobody would send the signal.
        if (::getppid() != parent)
            ::_exit(127);
    });
#else
    Q_UNUSED(process)
#endif
}

quint64 raiseOpenFileLimit()
{
#ifdef Q_OS_UNIX
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    if (limit.rlim_cur < limit.rlim_max) {
        const rlimit raised{limit.rlim_max, limit.rlim_max};
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0)
            return raised.rlim_cur;
    }
    return limit.rlim_cur;
#else
    return 0;
#endif
}

quint64 openFileLimit()
{
#ifdef Q_OS_UNIX
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? quint64(limit.rlim_cur) : 0;
#else
    return 0;
#endif
}

namespace {

/// The number behind `key` in a "Key:   123 kB" file, in bytes; 0 when missing.
[[maybe_unused]] quint64 kilobytesOf(const QByteArray& text, QByteArrayView key)
{
    for (const QByteArray& line : text.split('\n')) {
        if (line.startsWith(key))
            return line.sliced(key.size()).simplified().split(' ').value(0).toULongLong() * 1024;
    }
    return 0;
}

[[maybe_unused]] QByteArray smallFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(64 * 1024) : QByteArray();
}

} // namespace

quint64 availableMemory()
{
#ifdef Q_OS_LINUX
    quint64 available = kilobytesOf(smallFile(QStringLiteral("/proc/meminfo")), "MemAvailable:");
    bool limited = false;
    const QByteArray limitText = smallFile(QStringLiteral("/sys/fs/cgroup/memory.max")).trimmed();
    const quint64 limit = limitText.toULongLong(&limited); // "max" is no number: no limit
    if (limited) {
        const quint64 used = smallFile(QStringLiteral("/sys/fs/cgroup/memory.current")).trimmed().toULongLong();
        available = std::min(available, limit > used ? limit - used : 0);
    }
    return available;
#else
    return 0;
#endif
}

} // namespace quantlens::platform
