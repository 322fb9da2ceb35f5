// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/changedjson.h"

namespace quantlens::test {

namespace {

void collectPaths(const QJsonValue& value, const QStringList& path, QList<QStringList>& paths)
{
    if (!path.isEmpty())
        paths.append(path);
    if (value.isObject()) {
        const QStringList keys = value.toObject().keys();
        for (const QString& key : keys)
            collectPaths(value[key], path + QStringList{key}, paths);
    }
    const QJsonArray array = value.toArray();
    if (!array.isEmpty())
        collectPaths(array.first(), path + QStringList{QStringLiteral("0")}, paths);
}

QJsonValue replacedFrom(const QJsonValue& value, const QStringList& path, qsizetype depth, const QJsonValue& other)
{
    if (depth == path.size())
        return other;
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        object.insert(path.at(depth), replacedFrom(object.value(path.at(depth)), path, depth + 1, other));
        return object;
    }
    QJsonArray array = value.toArray();
    const qsizetype index = path.at(depth).toLongLong();
    array.replace(index, replacedFrom(array.at(index), path, depth + 1, other));
    return array;
}

} // namespace

QList<QStringList> pathsOf(const QJsonValue& document)
{
    QList<QStringList> paths;
    collectPaths(document, {}, paths);
    return paths;
}

QJsonValue replaced(const QJsonValue& document, const QStringList& path, const QJsonValue& other)
{
    return replacedFrom(document, path, 0, other);
}

QList<QJsonValue> otherValues()
{
    return {QJsonValue(),
            QStringLiteral("text"),
            1e300,
            -3,
            true,
            QJsonArray{},
            QJsonArray{QJsonArray{1}},
            QJsonObject{{QStringLiteral("id_0"), 1}}};
}

} // namespace quantlens::test
