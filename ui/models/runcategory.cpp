// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runcategory.h"

#include <QSet>

#include <algorithm>
#include <iterator>

namespace quantlens::ui {

QList<CategoryCount> categoriesOf(const domain::RunRecord& run)
{
    QList<CategoryCount> counts;
    QHash<QString, qsizetype> places;
    for (const domain::Prompt& prompt : run.prompts) {
        const auto place = places.constFind(prompt.category);
        if (place != places.cend()) {
            ++counts[*place].prompts;
            continue;
        }
        places.insert(prompt.category, counts.size());
        counts.append({prompt.category, 1});
    }
    return counts;
}

ShownRunPtr onlyCategory(const ShownRunPtr& run, const QString& category)
{
    auto part = std::make_shared<ShownRun>();
    part->data.run = run->data.run;
    part->data.run.prompts.removeIf([&](const domain::Prompt& prompt) { return prompt.category != category; });
    part->data.run.thresholds = {};
    QSet<QString> kept;
    for (const domain::Prompt& prompt : std::as_const(part->data.run.prompts))
        kept.insert(prompt.id);
    std::ranges::copy_if(run->data.generations, std::back_inserter(part->data.generations),
                         [&](const domain::Generation& each) { return kept.contains(each.promptId); });
    std::ranges::copy_if(run->data.annotations, std::back_inserter(part->data.annotations),
                         [&](const domain::Annotation& each) { return kept.contains(each.promptId); });
    part->scores = scoring::scoreRun(part->data);
    if (part->scores.sweep)
        part->scores.sweep->cliff.reset();
    return part;
}

} // namespace quantlens::ui
