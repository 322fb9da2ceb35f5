// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into the window's program it presses "Try the demo" as a person would, says what stands in the window after
// that, and closes it: program_test.cpp.
#include <QAction>
#include <QApplication>
#include <QMainWindow>
#include <QTimer>
#include <QToolButton>

#include <cstdio>

namespace {

class Driver : public QObject
{
public:
    explicit Driver(QObject* parent)
        : QObject(parent)
    {
        m_timer.setInterval(50);
        connect(&m_timer, &QTimer::timeout, this, &Driver::look);
        m_timer.start();
    }

private:
    void look()
    {
        QMainWindow* window = nullptr;
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == QLatin1StringView("main-window"))
                window = qobject_cast<QMainWindow*>(widget);
        }
        // The place Suites is made last.
        if (!window || !window->findChild<QWidget*>(QStringLiteral("suites-panel")))
            return;
        const auto* errors = window->findChild<QToolButton*>(QStringLiteral("error-count"));
        auto* demo = window->findChild<QAction*>(QStringLiteral("start.demo"));
        const auto* compare = window->findChild<QWidget*>(QStringLiteral("compare-panel"));
        if (!m_pressed && demo->isEnabled()) {
            m_pressed = true;
            std::printf("errors: %s\n", qUtf8Printable(errors->text()));
            demo->trigger();
        }
        if (m_pressed && demo->isEnabled() && compare->isVisible()) {
            std::printf("title: %s\nerrors: %s\n", qUtf8Printable(window->windowTitle()),
                        qUtf8Printable(errors->text()));
            std::fflush(stdout);
            m_timer.stop();
            window->close();
        }
    }

    QTimer m_timer;
    bool m_pressed = false;
};

void drive()
{
    qunsetenv("LD_PRELOAD"); // not for the engines it starts
    new Driver(QCoreApplication::instance());
}

} // namespace

Q_COREAPP_STARTUP_FUNCTION(drive)
