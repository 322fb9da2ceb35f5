// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runoptions.h"
#include "core/base/text.h"
#include "core/runners/diffsides.h"
#include "core/specs/addresses.h"
#include "core/specs/rules.h"
#include "core/specs/specs.h"

#include <QSet>

#include <algorithm>

namespace quantlens::cli {

namespace {

using base::Expected;
using runners::SideRequest;

constexpr int mostLevels = 64;
constexpr int highestLevel = 1024;

QString shown(const QString& text)
{
    return base::singleLine(specs::withoutUserInfo(text), 120);
}

/// What infer-check calls an entry without a label.
QString derivedName(const SideRequest& side)
{
    return side.label.isEmpty() ? specs::lastPart(side.spec) : side.label;
}

} // namespace

Expected<QList<SideRequest>> parseModels(const QString& text)
{
    const auto wrong = [](const QString& what) {
        return base::failure(
            QStringLiteral("usage.models"), what,
            QStringLiteral("--models takes \"label=SPEC,SPEC,…\"; a plan file (quantlens-cli ci) takes "
                           "paths with commas."));
    };
    QList<SideRequest> sides;
    QSet<QString> labels;
    const QStringList entries = text.split(u',');
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const QString entry = entries.at(i).trimmed();
        if (entry.isEmpty())
            return wrong(QStringLiteral("Entry %1 of --models is empty.").arg(i + 1));
        SideRequest side{.spec = entry};
        if (const qsizetype equals = entry.indexOf(u'='); equals >= 0) {
            side.label = entry.first(equals).trimmed();
            side.spec = entry.sliced(equals + 1).trimmed();
            while (side.spec.startsWith(u'='))
                side.spec.remove(0, 1);
            side.spec = side.spec.trimmed();
            if (side.label.isEmpty() || side.spec.isEmpty())
                return wrong(QStringLiteral("The entry \"%1\" of --models has an empty half.").arg(shown(entry)));
            if (labels.contains(side.label))
                return wrong(QStringLiteral("The label \"%1\" is given twice in --models.").arg(shown(side.label)));
            labels.insert(side.label);
        }
        sides.append(side);
    }
    return sides;
}

Expected<int> findBaseline(const QList<SideRequest>& sides, const QString& baseline)
{
    if (baseline.isEmpty())
        return 0;
    QList<int> found;
    QStringList names;
    for (int i = 0; i < sides.size(); ++i) {
        const SideRequest& side = sides.at(i);
        names.append(derivedName(side));
        if (baseline == side.label || baseline == side.spec ||
            (side.label.isEmpty() &&
             (baseline == specs::lastPart(side.spec) || baseline == specs::pathStem(side.spec))))
            found.append(i);
    }
    if (found.size() == 1)
        return found.first();
    return base::failure(QStringLiteral("usage.baseline"),
                         found.isEmpty()
                             ? QStringLiteral("--baseline \"%1\" is none of the models.").arg(shown(baseline))
                             : QStringLiteral("--baseline \"%1\" means more than one model.").arg(shown(baseline)),
                         QStringLiteral("Models: %1.").arg(names.join(QLatin1String(", "))));
}

Expected<QList<SideRequest>> diffSides(const QString& model, const QStringList& backends, const QStringList& baseUrls)
{
    const auto wrong = [](const QString& what, const QString& hint = {}) {
        return base::failure(QStringLiteral("usage.backends"), what, hint);
    };
    const QStringList known = specs::backendNames();
    QList<SideRequest> sides;
    for (qsizetype i = 0; i < backends.size(); ++i) {
        const QString& backend = backends.at(i);
        if (backend.isEmpty())
            return wrong(QStringLiteral("Entry %1 of --backends is empty.").arg(i + 1));
        if (!known.contains(backend))
            return wrong(QStringLiteral("--backends names \"%1\", which is no backend.").arg(shown(backend)),
                         QStringLiteral("Backends: %1.").arg(known.join(QLatin1String(", "))));
        sides.append({.spec = model, .baseUrl = baseUrls.value(i), .backend = backend});
    }
    if (sides.size() < 2)
        return wrong(QStringLiteral("--backends needs at least two backends, the first is the baseline."));
    if (baseUrls.size() > sides.size())
        return base::failure(
            QStringLiteral("usage.base_urls"),
            QStringLiteral("--base-urls has %1 entries for %2 backends.").arg(baseUrls.size()).arg(sides.size()),
            QStringLiteral("They belong together by position; leave one blank for the usual address."));
    runners::labelByBackend(sides);
    return sides;
}

Expected<QList<int>> parseLevels(const QString& text)
{
    QList<int> levels;
    for (const QString& item : text.split(u',')) {
        bool ok = false;
        const int level = item.trimmed().toInt(&ok);
        if (!ok || level < 1 || level > highestLevel)
            return base::failure(QStringLiteral("usage.value"),
                                 QStringLiteral("--concurrency takes whole numbers from 1 to %1 with commas between "
                                                "them, not \"%2\".")
                                     .arg(QString::number(highestLevel), shown(item)));
        if (levels.contains(level))
            return base::failure(QStringLiteral("usage.value"),
                                 QStringLiteral("--concurrency has the level %1 twice.").arg(level));
        levels.append(level);
    }
    if (levels.size() > mostLevels)
        return base::failure(QStringLiteral("usage.value"),
                             QStringLiteral("--concurrency takes at most %1 levels.").arg(mostLevels));
    return levels;
}

} // namespace quantlens::cli
