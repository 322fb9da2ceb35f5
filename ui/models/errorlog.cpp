// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/errorlog.h"

#include "core/base/text.h"

#include <QLocale>

namespace quantlens::ui {

namespace {

constexpr qsizetype longestSentence = 500;
constexpr qsizetype longestDetail = 20'000;

} // namespace

void ErrorLog::add(const base::Error& error, const QDateTime& when)
{
    if (m_entries.size() >= most) {
        beginRemoveRows({}, most - 1, int(m_entries.size()) - 1);
        m_entries.resize(most - 1);
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_entries.prepend({when, error});
    m_entries.first().error.detail.truncate(longestDetail);
    endInsertRows();
    Q_EMIT countChanged(int(m_entries.size()));
}

void ErrorLog::clear()
{
    beginResetModel();
    m_entries.clear();
    endResetModel();
    Q_EMIT countChanged(0);
}

const base::Error* ErrorLog::at(int row) const
{
    return row >= 0 && row < m_entries.size() ? &m_entries.at(row).error : nullptr;
}

QString ErrorLog::text(int row) const
{
    const base::Error* error = at(row);
    if (!error)
        return {};
    QString text = m_entries.at(row).when.toString(Qt::ISODate) + QStringLiteral("  ") + error->code + u'\n' +
                   base::oneLine(*error);
    if (!error->detail.isEmpty())
        text += u'\n' + error->detail;
    return base::terminalSafe(text);
}

int ErrorLog::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int ErrorLog::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ErrorLog::data(const QModelIndex& index, int role) const
{
    const base::Error* error = at(index.row());
    if (!error || index.parent().isValid())
        return {};
    const QDateTime& when = m_entries.at(index.row()).when;
    if (role == Qt::UserRole && index.column() == Time)
        return when;
    if (role == Qt::ToolTipRole && index.column() >= What)
        return base::htmlEscaped(base::oneLine(*error));
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    switch (index.column()) {
    case Time:
        return QLocale().toString(when.time(), QStringLiteral("HH:mm:ss"));
    case Code:
        return base::singleLine(error->code, 80);
    case What:
        return base::singleLine(error->message, longestSentence);
    case Hint:
        return base::singleLine(error->hint, longestSentence);
    default:
        return {};
    }
}

QVariant ErrorLog::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    const QString titles[] = {tr("Time"), tr("Code"), tr("What happened"), tr("What to do")};
    return titles[section];
}

} // namespace quantlens::ui
