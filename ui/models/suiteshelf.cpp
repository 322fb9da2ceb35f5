// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/suiteshelf.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/suites/bundled.h"
#include "ui/models/suitedocument.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QFont>
#include <QJsonArray>
#include <QSaveFile>

#include <algorithm>

namespace quantlens::ui {

namespace {

constexpr qint64 shelfFileLimit = 1 << 20;

QString shelfTitle(const QString& key, bool bundled, const SuiteDocument* document)
{
    QString title = bundled ? key : QFileInfo(key).completeBaseName();
    if (document)
        title = document->name();
    return base::singleLine(title, 80);
}

} // namespace

SuiteShelf::SuiteShelf(QString file, QObject* parent)
    : QAbstractListModel(parent)
    , m_file(std::move(file))
{
    for (const QString& name : suites::bundledSuites())
        m_entries.append({name, true, nullptr});
}

base::Expected<void> SuiteShelf::load()
{
    QFile in(m_file);
    if (m_file.isEmpty() || !in.exists())
        return {};
    if (!in.open(QIODevice::ReadOnly) || in.size() > shelfFileLimit)
        return base::failure(QStringLiteral("suites.read"), tr("The list of suites cannot be read: %1").arg(m_file),
                             in.errorString());
    const auto json = base::parseJsonObject(in.readAll());
    if (!json)
        return base::failure(QStringLiteral("suites.read"), tr("The list of suites is damaged: %1").arg(m_file),
                             tr("Delete the file to begin a new list."), json.error().message);
    beginResetModel();
    QList<Entry> own;
    for (const QJsonValue& value : json->value(QLatin1String("suites")).toArray()) {
        if (const QString path = value.toString(); !path.isEmpty() && find(path) < 0)
            own.append({path, false, nullptr});
    }
    m_entries = own + m_entries;
    endResetModel();
    return {};
}

int SuiteShelf::addFile(const QString& path)
{
    const QString key = QFileInfo(path).absoluteFilePath();
    if (const int known = find(key); known >= 0)
        return known;
    beginInsertRows({}, 0, 0);
    m_entries.prepend({key, false, nullptr});
    endInsertRows();
    save();
    return 0;
}

int SuiteShelf::addNew(SuiteDocument* document)
{
    beginInsertRows({}, 0, 0);
    m_entries.prepend({QStringLiteral("new:%1").arg(++m_new), false, document});
    endInsertRows();
    watch(document);
    return 0;
}

void SuiteShelf::removeAt(int row)
{
    if (row < 0 || row >= m_entries.size() || m_entries.at(row).bundled)
        return;
    beginRemoveRows({}, row, row);
    SuiteDocument* document = m_entries.takeAt(row).document;
    endRemoveRows();
    if (document)
        document->deleteLater();
    save();
}

int SuiteShelf::find(const QString& key) const
{
    const auto found = std::ranges::find(m_entries, key, &Entry::key);
    return found == m_entries.end() ? -1 : int(found - m_entries.begin());
}

int SuiteShelf::rowOf(const SuiteDocument* document) const
{
    const auto found = std::ranges::find(m_entries, document, &Entry::document);
    return found == m_entries.end() ? -1 : int(found - m_entries.begin());
}

QString SuiteShelf::keyAt(int row) const
{
    return row >= 0 && row < m_entries.size() ? m_entries.at(row).key : QString();
}

SuiteDocument* SuiteShelf::documentAt(int row) const
{
    return row >= 0 && row < m_entries.size() ? m_entries.at(row).document : nullptr;
}

void SuiteShelf::setDocument(int row, SuiteDocument* document)
{
    if (row < 0 || row >= m_entries.size())
        return;
    m_entries[row].document = document;
    watch(document);
    Q_EMIT dataChanged(index(row), index(row));
}

QList<SuiteDocument*> SuiteShelf::modifiedDocuments() const
{
    QList<SuiteDocument*> found;
    for (const Entry& entry : m_entries) {
        if (entry.document && entry.document->modified())
            found << entry.document;
    }
    return found;
}

void SuiteShelf::watch(SuiteDocument* document)
{
    document->setParent(this);
    connect(document, &SuiteDocument::modifiedChanged, this, [this, document] { documentChanged(document); });
    connect(document, &SuiteDocument::pathChanged, this, [this, document] { documentChanged(document); });
}

void SuiteShelf::documentChanged(SuiteDocument* document)
{
    const auto found = std::ranges::find(m_entries, document, &Entry::document);
    if (found == m_entries.end())
        return;
    if (!document->path().isEmpty() && document->path() != found->key) {
        if (found->bundled) { // a copy of a bundled suite: that one stays what it is
            found->document = nullptr;
            beginInsertRows({}, 0, 0);
            m_entries.prepend({document->path(), false, document});
            endInsertRows();
        } else {
            found->key = document->path();
        }
        const QString key = document->path();
        // Saved over another file of the list: that is this one now.
        for (int other = int(m_entries.size()) - 1; other >= 0; --other) {
            if (m_entries.at(other).key == key && m_entries.at(other).document != document)
                removeAt(other);
        }
        save();
    }
    Q_EMIT dataChanged(index(0), index(int(m_entries.size()) - 1));
}

int SuiteShelf::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant SuiteShelf::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry& entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole: {
        const QString title = shelfTitle(entry.key, entry.bundled, entry.document);
        return entry.document && entry.document->modified() ? tr("%1 *").arg(title) : title;
    }
    case Qt::FontRole: {
        QFont font;
        font.setItalic(entry.bundled);
        return font;
    }
    case Qt::ToolTipRole:
        if (entry.bundled)
            return tr("Bundled, cannot be changed: %1").arg(suites::bundledDescription(entry.key));
        return entry.key.startsWith(QLatin1String("new:")) ? tr("Not saved yet")
                                                           : base::htmlEscaped(QDir::toNativeSeparators(entry.key));
    case Qt::AccessibleTextRole:
        return entry.bundled ? tr("%1, bundled").arg(entry.key) : shelfTitle(entry.key, entry.bundled, entry.document);
    case KeyRole:
        return entry.key;
    case BundledRole:
        return entry.bundled;
    default:
        return {};
    }
}

void SuiteShelf::save()
{
    if (m_file.isEmpty())
        return;
    QJsonArray paths;
    for (const Entry& entry : std::as_const(m_entries)) {
        if (!entry.bundled && !entry.key.startsWith(QLatin1String("new:")))
            paths.append(entry.key);
    }
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QSaveFile out(m_file);
    const QByteArray bytes = base::canonicalJson(QJsonObject{{QStringLiteral("suites"), paths}});
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        Q_EMIT saveFailed({QStringLiteral("suites.write"),
                           tr("The list of suites cannot be saved: %1").arg(m_file),
                           out.errorString(),
                           {}});
}

} // namespace quantlens::ui
