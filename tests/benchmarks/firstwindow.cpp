// SPDX-License-Identifier: GPL-3.0-or-later
// Linked into a program it ends it as soon as a window is painted and the event loop waits, and says so on standard
// output: from the program's start to that line a person waits for a window to use.
#include <QAbstractEventDispatcher>
#include <QGuiApplication>
#include <QMetaObject>
#include <QWindow>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

void endWithTheFirstWindow()
{
    const QWindowList windows = QGuiApplication::topLevelWindows();
    if (std::ranges::none_of(windows, [](const QWindow* window) { return window->isExposed(); }))
        return;
    std::puts("ready");
    std::fflush(stdout);
    std::_Exit(0);
}

void watchForTheFirstWindow()
{
    // Queued: by then the event loop runs.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [] {
            QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
            QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, dispatcher, endWithTheFirstWindow);
        },
        Qt::QueuedConnection);
}

} // namespace

Q_COREAPP_STARTUP_FUNCTION(watchForTheFirstWindow)
