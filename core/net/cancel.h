// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <utility>

namespace quantlens::net {

/// One switch that ends every wait of a run. Lives in the engine thread.
class Cancel : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] bool isRequested() const { return m_requested; }

    /// Ends all waits now and in future; a second call does nothing.
    void request()
    {
        if (!std::exchange(m_requested, true))
            Q_EMIT
        requested();
    }

Q_SIGNALS:
    void requested();

private:
    bool m_requested = false;
};

} // namespace quantlens::net
