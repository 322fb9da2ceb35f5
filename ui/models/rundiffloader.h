// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/scoring/rundiff.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace quantlens::store {
class Store;
}

namespace quantlens::ui {

/// Two runs prompt by prompt, with the categories of the prompts that are named.
struct ShownDiff
{
    scoring::RunDiff diff;
    domain::RunRecord before; ///< without prompts
    domain::RunRecord after;
    QHash<QString, QString> texts; ///< prompt id → text, of what became better or worse
};

using ShownDiffPtr = std::shared_ptr<const ShownDiff>;

/// Compares two runs off the UI thread. A later request replaces an earlier one, whose result is dropped.
class RunDiffLoader : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void load(const std::shared_ptr<store::Store>& store, const QString& before, const QString& after);
    void cancel() { ++m_ticket; }

Q_SIGNALS:
    void loaded(const quantlens::ui::ShownDiffPtr& diff);
    void failed(const quantlens::base::Error& error);

private:
    quint64 m_ticket = 0;
};

/// Compares two loaded runs. Takes as long as scoring both: call it off the UI thread.
[[nodiscard]] ShownDiffPtr diffOf(const domain::RunData& before, const domain::RunData& after);

} // namespace quantlens::ui
