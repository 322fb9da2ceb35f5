// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QList>
#include <QString>

namespace quantlens::ui {

struct CategoryCount
{
    QString category; ///< may be empty
    qint64 prompts = 0;
};

/// The categories of a run's prompts in the order of the suite, each once.
[[nodiscard]] QList<CategoryCount> categoriesOf(const domain::RunRecord& run);

/// The run as if only the prompts of one category had been asked, scored anew. Exploratory: it claims no cliff and has
/// no thresholds. Takes as long as scoring takes: call it off the UI thread.
[[nodiscard]] ShownRunPtr onlyCategory(const ShownRunPtr& run, const QString& category);

} // namespace quantlens::ui
