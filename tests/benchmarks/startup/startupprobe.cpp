// SPDX-License-Identifier: GPL-3.0-or-later
// A plugin any Qt program loads with QT_QPA_GENERIC_PLUGINS=startupprobe. It writes "ready" when the program has painted
// a window and its event loop has nothing left to do, which is when a person can use it, and ends the program. So the
// program itself needs no switch for being measured.
#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEvent>
#include <QGenericPlugin>

#include <cstdio>

namespace {

class StartupProbe : public QObject
{
    Q_OBJECT

public:
    StartupProbe() { QCoreApplication::instance()->installEventFilter(this); }

    bool eventFilter(QObject* /*watched*/, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            QCoreApplication::instance()->removeEventFilter(this);
            connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this,
                    &StartupProbe::ready);
        }
        return false;
    }

private:
    void ready()
    {
        QAbstractEventDispatcher::instance()->disconnect(this);
        std::puts("ready");
        std::fflush(stdout);
        QCoreApplication::quit();
    }
};

class StartupProbePlugin : public QGenericPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QGenericPluginFactoryInterface_iid FILE "startupprobe.json")

public:
    QObject* create(const QString& /*name*/, const QString& /*specification*/) override { return new StartupProbe; }
};

} // namespace

#include "startupprobe.moc"
