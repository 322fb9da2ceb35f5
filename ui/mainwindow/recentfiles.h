// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QMenu;

namespace quantlens::ui {

class Settings;

/// The files opened last, newest first, and the menu that lists them.
class RecentFiles : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype most = 12;

    /// `settings` outlives it.
    explicit RecentFiles(Settings* settings, QObject* parent = nullptr);

    void add(const QString& path);
    [[nodiscard]] QStringList paths() const;
    void clear();
    /// Lists the files in the menu whenever it is shown.
    void showIn(QMenu* menu);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    void fill(QMenu* menu);

    Settings* m_settings;
};

} // namespace quantlens::ui
