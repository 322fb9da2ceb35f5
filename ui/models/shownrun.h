// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/comparison.h"
#include "core/domain/run.h"
#include "core/scoring/runscores.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace quantlens::store {
class Store;
}

namespace quantlens::ui {

/// A run as the window shows it: its facts and everything scored from them. Never changed once it is made, so that
/// models and panels share it.
struct ShownRun
{
    domain::RunData data;
    scoring::RunScores scores;             ///< of all sides, every kind of run
    QList<domain::Comparison> comparisons; ///< of the pair shown; empty for runs of one side
    domain::Summary summary;
    QHash<QString, qsizetype> comparisonOf;      ///< prompt id → index in comparisons
    QHash<QString, const domain::Generation*> a; ///< prompt id → answer of side A
    QHash<QString, const domain::Generation*> b;
    QHash<QString, const domain::Generation*> forced; ///< prompt id → B made to follow A's tokens

    /// nullptr where the pair is not complete.
    [[nodiscard]] const domain::Comparison* comparison(const QString& promptId) const;
    /// The answer of side 0 or 1, nullptr where there is none.
    [[nodiscard]] const domain::Generation* answer(int side, const QString& promptId) const;
};

using ShownRunPtr = std::shared_ptr<const ShownRun>;

/// Scores a run. Takes as long as scoring takes: call it off the UI thread.
[[nodiscard]] ShownRunPtr scoreRun(domain::RunData data);

/// Loads runs from a workspace and scores them off the UI thread. A later request replaces an earlier one, whose
/// result is dropped.
class RunLoader : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void load(const std::shared_ptr<store::Store>& store, const QString& runId);
    [[nodiscard]] bool busy() const { return m_busy; }

Q_SIGNALS:
    void loaded(const quantlens::ui::ShownRunPtr& run);
    void failed(const quantlens::base::Error& error);

private:
    quint64 m_ticket = 0;
    bool m_busy = false;
};

} // namespace quantlens::ui
