// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>

namespace quantlens::runners {

/// Reads one object of a plan key by key and remembers the first thing that is wrong. Keys nobody asked for are errors:
/// a misspelt threshold must not pass for none.
class PlanReader
{
public:
    /// `path` names the object in messages, "models[0]"; empty: the plan itself.
    PlanReader(QJsonObject object, QString path)
        : m_object(std::move(object))
        , m_path(std::move(path))
    {
    }

    [[nodiscard]] bool has(QLatin1StringView key);
    [[nodiscard]] QString text(QLatin1StringView key, const QString& otherwise = {});
    [[nodiscard]] bool flag(QLatin1StringView key, bool otherwise);
    [[nodiscard]] double real(QLatin1StringView key, double otherwise, double least,
                              double most = std::numeric_limits<double>::max());
    [[nodiscard]] std::optional<double> fraction(QLatin1StringView key);
    [[nodiscard]] qint64 whole(QLatin1StringView key, qint64 otherwise, qint64 least,
                               qint64 most = std::numeric_limits<int>::max());
    [[nodiscard]] QStringList texts(QLatin1StringView key);
    [[nodiscard]] QJsonArray array(QLatin1StringView key);
    [[nodiscard]] QJsonObject object(QLatin1StringView key);
    [[nodiscard]] QJsonValue value(QLatin1StringView key);

    /// A text that has to be one of several names; `read` gives their values.
    template<class T, class Read>
    [[nodiscard]] T named(QLatin1StringView key, T otherwise, Read read, const char* names)
    {
        if (!has(key))
            return otherwise;
        const auto found = read(text(key));
        if (!found)
            wrong(key, QStringLiteral("must be one of %1").arg(QLatin1String(names)));
        return found.value_or(otherwise);
    }

    /// The key's path in the plan.
    [[nodiscard]] QString pathOf(const QString& key) const;
    void wrong(QLatin1StringView key, const QString& what, const QString& code = QStringLiteral("plan.value"));
    /// Call last: complains about keys that were never asked for. Errors: as parsePlan.
    [[nodiscard]] base::Expected<void> finish();

private:
    QJsonObject m_object;
    QString m_path;
    QSet<QString> m_known;
    std::optional<base::Error> m_error;
};

} // namespace quantlens::runners
