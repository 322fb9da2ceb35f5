// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runners/planreader.h"

#include "core/base/text.h"

#include <cmath>

namespace quantlens::runners {

bool PlanReader::has(QLatin1StringView key)
{
    m_known.insert(key);
    return m_object.contains(key);
}

QJsonValue PlanReader::value(QLatin1StringView key)
{
    m_known.insert(key);
    return m_object.value(key);
}

QString PlanReader::text(QLatin1StringView key, const QString& otherwise)
{
    if (!has(key))
        return otherwise;
    const QJsonValue found = m_object.value(key);
    if (!found.isString())
        wrong(key, QStringLiteral("must be a text"));
    return found.toString();
}

bool PlanReader::flag(QLatin1StringView key, bool otherwise)
{
    if (!has(key))
        return otherwise;
    const QJsonValue found = m_object.value(key);
    if (!found.isBool())
        wrong(key, QStringLiteral("must be true or false"));
    return found.toBool(otherwise);
}

double PlanReader::real(QLatin1StringView key, double otherwise, double least, double most)
{
    if (!has(key))
        return otherwise;
    const QJsonValue found = m_object.value(key);
    const double number = found.toDouble(std::numeric_limits<double>::quiet_NaN());
    if (!found.isDouble() || !(number >= least && number <= most)) {
        wrong(key, most < std::numeric_limits<double>::max()
                       ? QStringLiteral("must be a number between %1 and %2").arg(least).arg(most)
                       : QStringLiteral("must be a number of %1 or more").arg(least));
        return otherwise;
    }
    return number;
}

std::optional<double> PlanReader::fraction(QLatin1StringView key)
{
    return has(key) ? std::optional(real(key, 0, 0, 1)) : std::nullopt;
}

qint64 PlanReader::whole(QLatin1StringView key, qint64 otherwise, qint64 least, qint64 most)
{
    if (!has(key))
        return otherwise;
    const QJsonValue found = m_object.value(key);
    const double number = found.toDouble(std::numeric_limits<double>::quiet_NaN());
    if (!found.isDouble() || number != std::floor(number) || !(number >= double(least) && number <= double(most))) {
        wrong(key, most < std::numeric_limits<int>::max()
                       ? QStringLiteral("must be a whole number between %1 and %2").arg(least).arg(most)
                       : QStringLiteral("must be a whole number of %1 or more").arg(least));
        return otherwise;
    }
    return found.toInteger();
}

QJsonArray PlanReader::array(QLatin1StringView key)
{
    if (has(key) && !m_object.value(key).isArray())
        wrong(key, QStringLiteral("must be a list"));
    return m_object.value(key).toArray();
}

QJsonObject PlanReader::object(QLatin1StringView key)
{
    if (has(key) && !m_object.value(key).isObject())
        wrong(key, QStringLiteral("must be an object"));
    return m_object.value(key).toObject();
}

QStringList PlanReader::texts(QLatin1StringView key)
{
    QStringList found;
    for (const QJsonValue& item : array(key)) {
        if (!item.isString())
            wrong(key, QStringLiteral("must be a list of texts"));
        found.append(item.toString());
    }
    return found;
}

QString PlanReader::pathOf(const QString& key) const
{
    return m_path.isEmpty() ? key : m_path + u'.' + key;
}

void PlanReader::wrong(QLatin1StringView key, const QString& what, const QString& code)
{
    if (!m_error)
        m_error = base::Error{code, QStringLiteral("In the plan, \"%1\" %2.").arg(pathOf(key), what), {}, {}};
}

base::Expected<void> PlanReader::finish()
{
    for (auto entry = m_object.constBegin(); entry != m_object.constEnd() && !m_error; ++entry) {
        if (m_known.contains(entry.key()))
            continue;
        QStringList known(m_known.begin(), m_known.end());
        known.sort();
        m_error = base::Error{
            QStringLiteral("plan.key"),
            QStringLiteral("The plan has an unknown key \"%1\".").arg(base::singleLine(pathOf(entry.key()), 120)),
            QStringLiteral("Known here: %1.").arg(known.join(QLatin1String(", "))),
            {}};
    }
    if (m_error)
        return std::unexpected(*m_error);
    return {};
}

} // namespace quantlens::runners
