// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a program it ends it as soon as a window is painted and an event that came then was handled, and says
// so on standard output: from the program's start to that line a person waits for a window to use.
#include <QCoreApplication>
#include <QEvent>
#include <QGuiApplication>
#include <QMetaObject>
#include <QWindow>

#include <cstdio>
#include <cstdlib>

namespace {

class FirstWindow : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        // A window paints itself and all in it while this event is handled.
        const auto* window = qobject_cast<QWindow*>(watched);
        if (window && event->type() == QEvent::Expose && window->isExposed())
            QMetaObject::invokeMethod(this, &FirstWindow::end, Qt::QueuedConnection);
        return false;
    }

private:
    void end()
    {
        std::puts("ready");
        std::fflush(stdout);
        std::_Exit(0);
    }
};

void watchForTheFirstWindow()
{
    QCoreApplication::instance()->installEventFilter(new FirstWindow(QCoreApplication::instance()));
}

} // namespace

Q_COREAPP_STARTUP_FUNCTION(watchForTheFirstWindow)
#include "firstwindow.moc"
