// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QStringList>

/// Documents with one value replaced by one of another type: what forged and damaged files look like.
namespace quantlens::test {

/// Paths of a document's members (keys, and indices as decimal numbers): the first entry of every list stands for the
/// others.
[[nodiscard]] QList<QStringList> pathsOf(const QJsonValue& document);

/// The document with another value at a path of it.
[[nodiscard]] QJsonValue replaced(const QJsonValue& document, const QStringList& path, const QJsonValue& other);

/// One value of every type, odd ones among them.
[[nodiscard]] QList<QJsonValue> otherValues();

} // namespace quantlens::test
