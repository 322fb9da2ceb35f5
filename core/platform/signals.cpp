// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/signals.h"

#include <QSocketNotifier>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
#endif

namespace quantlens::platform {

#ifdef Q_OS_UNIX
namespace {

int interruptPipe[2] = {-1, -1};

void onInterrupt(int)
{
    // Only async-signal-safe calls are allowed here.
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(interruptPipe[1], &byte, 1);
}

void setHandler(void (*handler)(int))
{
    struct sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

} // namespace
#endif

InterruptWatcher::InterruptWatcher(QObject* parent)
    : QObject(parent)
{
#ifdef Q_OS_UNIX
    if (::pipe2(interruptPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = new QSocketNotifier(interruptPipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        const auto count = ::read(interruptPipe[0], bytes, sizeof bytes);
        for (auto i = count; i > 0; --i)
            Q_EMIT
        interrupted();
    });
    setHandler(&onInterrupt);
#endif
}

InterruptWatcher::~InterruptWatcher()
{
#ifdef Q_OS_UNIX
    setHandler(SIG_DFL);
    delete m_notifier;
    for (int& end : interruptPipe) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
#endif
}

} // namespace quantlens::platform
