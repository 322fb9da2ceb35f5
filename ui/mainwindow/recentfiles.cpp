// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/recentfiles.h"

#include "core/base/text.h"
#include "ui/settings/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>

namespace quantlens::ui {

RecentFiles::RecentFiles(Settings* settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
{
}

QStringList RecentFiles::paths() const
{
    return m_settings->get<QStringList>(Setting::RecentFiles).mid(0, most);
}

void RecentFiles::add(const QString& path)
{
    QStringList files = paths();
    files.removeAll(path);
    files.prepend(path);
    m_settings->set(Setting::RecentFiles, QStringList(files.mid(0, most)));
}

void RecentFiles::clear()
{
    m_settings->set(Setting::RecentFiles, QStringList());
}

void RecentFiles::showIn(QMenu* menu)
{
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fill(menu); });
    fill(menu);
}

void RecentFiles::fill(QMenu* menu)
{
    menu->clear();
    const QStringList files = paths();
    for (const QString& path : files) {
        QString name = base::singleLine(QFileInfo(path).fileName(), 80);
        const QString folder = base::singleLine(QDir::toNativeSeparators(QFileInfo(path).path()), 80);
        QAction* action = menu->addAction(tr("%1 — %2").arg(name, folder).replace(u'&', QLatin1StringView("&&")));
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT chosen(path); });
    }
    if (files.isEmpty()) {
        menu->addAction(tr("Nothing was opened yet"))->setEnabled(false);
        return;
    }
    menu->addSeparator();
    connect(menu->addAction(tr("&Clear the list")), &QAction::triggered, this, &RecentFiles::clear);
}

} // namespace quantlens::ui
