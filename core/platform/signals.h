// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;

namespace quantlens::platform {

/// Turns SIGINT and SIGTERM into a Qt signal. At most one object at a time.
class InterruptWatcher : public QObject
{
    Q_OBJECT

public:
    explicit InterruptWatcher(QObject* parent = nullptr);
    ~InterruptWatcher() override;

Q_SIGNALS:
    /// Ctrl-C was pressed, or the program was asked to end.
    void interrupted();

private:
    QSocketNotifier* m_notifier = nullptr;
};

} // namespace quantlens::platform
