// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QFuture>

#include <memory>

/// Workspaces with runs, for the window's tests. What cannot be opened or written ends the test.
namespace quantlens::samples {

template<class T>
T stored(base::Expected<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(base::oneLine(result.error())));
    return *std::move(result);
}

inline std::shared_ptr<store::Store> storeAt(const QString& path)
{
    return stored(store::Store::open(path));
}

/// Stores a run with its answers, which become this run's.
inline void put(store::Store& store, domain::RunData data)
{
    stored(store.putRun(data.run).result());
    // Together: they share transactions.
    QList<QFuture<base::Expected<void>>> answers;
    for (domain::Generation& generation : data.generations) {
        generation.runId = data.run.id;
        answers.append(store.append(generation));
    }
    for (const QFuture<base::Expected<void>>& answer : std::as_const(answers))
        stored(answer.result());
}

inline std::shared_ptr<store::Store> storeWith(const QString& path, const domain::RunData& data)
{
    auto store = storeAt(path);
    put(*store, data);
    return store;
}

} // namespace quantlens::samples
