// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/select.h"

#include "core/base/text.h"
#include "core/suites/suites.h"

#include <QCryptographicHash>
#include <QSet>

#include <algorithm>
#include <vector>

namespace quantlens::suites {

namespace {

constexpr qsizetype mostNamed = 20; // in one message

QString listed(QStringList names)
{
    for (QString& name : names)
        name = base::singleLine(name, 60);
    if (names.size() <= mostNamed)
        return names.join(QLatin1String(", "));
    return QStringLiteral("%1 and %2 more")
        .arg(names.first(mostNamed).join(QLatin1String(", ")), QString::number(names.size() - mostNamed));
}

/// Those of `wanted` that are not in `known`, each once.
QStringList missing(const QStringList& wanted, const QSet<QString>& known)
{
    QStringList names;
    for (const QString& name : wanted) {
        if (!known.contains(name) && !names.contains(name))
            names.append(name);
    }
    return names;
}

base::Expected<void> namesExist(const QList<domain::Prompt>& prompts, const Selection& selection)
{
    const QStringList categories = categoriesOf(prompts);
    const QStringList noCategory = missing(selection.categories, QSet<QString>(categories.cbegin(), categories.cend()));
    if (!noCategory.isEmpty())
        return base::failure(QStringLiteral("usage.category"),
                             QStringLiteral("The suite has no category %1.").arg(listed(noCategory)),
                             QStringLiteral("It has %1.").arg(listed(categories)));
    QSet<QString> ids;
    for (const domain::Prompt& prompt : prompts)
        ids.insert(prompt.id);
    if (const QStringList noId = missing(selection.ids, ids); !noId.isEmpty())
        return base::failure(QStringLiteral("usage.ids"),
                             QStringLiteral("The suite has no prompt %1.").arg(listed(noId)),
                             QStringLiteral("quantlens-cli suites show NAME lists the ids."));
    return {};
}

} // namespace

base::Expected<QList<domain::Prompt>> selectPrompts(const QList<domain::Prompt>& prompts, const Selection& selection)
{
    if (selection.numPrompts < 0)
        return base::failure(QStringLiteral("usage.selection"),
                             QStringLiteral("The number of prompts cannot be negative."));
    if (selection.sampleSeed && selection.numPrompts == 0)
        return base::failure(QStringLiteral("usage.selection"),
                             QStringLiteral("A sample needs to know how many prompts to draw."),
                             QStringLiteral("Add --num-prompts N to --sample SEED."));
    if (const auto exist = namesExist(prompts, selection); !exist)
        return std::unexpected(exist.error());

    const QSet<QString> categories(selection.categories.cbegin(), selection.categories.cend());
    const QSet<QString> ids(selection.ids.cbegin(), selection.ids.cend());
    QList<domain::Prompt> left;
    for (const domain::Prompt& prompt : prompts) {
        if ((categories.isEmpty() || categories.contains(prompt.category)) &&
            (ids.isEmpty() || ids.contains(prompt.id)))
            left.append(prompt);
    }
    if (left.isEmpty())
        return base::failure(QStringLiteral("usage.selection"), QStringLiteral("The selection leaves no prompt."),
                             QStringLiteral("A prompt has to be of one of the categories and have one of the ids."));
    if (selection.numPrompts == 0)
        return left;
    return selection.sampleSeed ? randomSubset(left, selection.numPrompts, *selection.sampleSeed)
                                : balancedSubset(left, selection.numPrompts);
}

QList<domain::Prompt> randomSubset(const QList<domain::Prompt>& prompts, int n, quint64 seed)
{
    if (n >= prompts.size())
        return prompts;
    if (n < 1)
        return {};
    struct Draw
    {
        QByteArray hash;
        qsizetype index = 0;
    };
    std::vector<Draw> draws;
    draws.reserve(std::size_t(prompts.size()));
    for (qsizetype i = 0; i < prompts.size(); ++i)
        draws.push_back({QCryptographicHash::hash(QByteArray::number(seed) + ':' + prompts.at(i).id.toUtf8(),
                                                  QCryptographicHash::Sha256),
                         i});
    std::ranges::sort(draws, {}, &Draw::hash);
    draws.resize(std::size_t(n));
    std::ranges::sort(draws, {}, &Draw::index);
    QList<domain::Prompt> picked;
    for (const Draw& draw : draws)
        picked.append(prompts.at(draw.index));
    return picked;
}

QStringList categoriesOf(const QList<domain::Prompt>& prompts)
{
    QStringList categories;
    QSet<QString> seen;
    for (const domain::Prompt& prompt : prompts) {
        if (!seen.contains(prompt.category)) {
            seen.insert(prompt.category);
            categories.append(prompt.category);
        }
    }
    return categories;
}

} // namespace quantlens::suites
