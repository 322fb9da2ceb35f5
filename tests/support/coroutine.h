// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoroTask>

namespace quantlens::test {

/// Runs a task to its end with an event loop: for tests only.
template<class T>
T await(QCoro::Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

} // namespace quantlens::test
