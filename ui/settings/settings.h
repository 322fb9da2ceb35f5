// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QHash>
#include <QMetaType>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <memory>

class QSettings;

namespace quantlens::ui {

/// Everything the window remembers. What each one is stands in the table of settings.cpp.
enum class Setting {
    Theme,
    StartPage,
    Shortcuts,
    LlamaServer,
    MlxServer,
    WindowGeometry,
    Place,
    Splitters,
    Tables,
    RecentFiles,
    RunPlan,
    ComparedRun,
    ComparedPrompt,
    CompareMode,
    CompareCode,
    CompareUnified,
    DeterminismRun,
    StressRun,
    OpenSuite,
    Count,
};

/// Whom a setting belongs to.
enum class SettingScope {
    Person,  ///< a choice, also of use on another computer: settings.ini
    Session, ///< how the window was left here: window.ini
};

struct SettingInfo
{
    Setting setting;
    QLatin1StringView key; ///< in its file
    QMetaType::Type type;  ///< what is stored as anything else counts as not stored
    QVariant standard;     ///< the value where none is stored
    SettingScope scope;
    bool group = false; ///< many entries of that type by name, without a standard value
};

/// The window's memory: one table of typed settings in two files of one folder. UI thread only.
class Settings : public QObject
{
    Q_OBJECT

public:
    /// `folder` empty: nothing is read, and what is set lasts as long as this object.
    explicit Settings(const QString& folder, QObject* parent = nullptr);
    ~Settings() override;

    [[nodiscard]] static const SettingInfo& info(Setting setting);

    /// What is stored, or the standard value.
    [[nodiscard]] QVariant value(Setting setting) const;
    template<class T>
    [[nodiscard]] T get(Setting setting) const
    {
        return value(setting).value<T>();
    }
    /// The standard value is not stored: a later version may choose a better one.
    void set(Setting setting, const QVariant& value);

    /// One entry of a group; invalid where there is none.
    [[nodiscard]] QVariant entry(Setting group, const QString& name) const;
    /// An invalid value takes the entry away.
    void setEntry(Setting group, const QString& name, const QVariant& value);
    [[nodiscard]] QStringList names(Setting group) const;

    /// Writes both files now. Errors: "settings.write".
    [[nodiscard]] base::Expected<void> save();

Q_SIGNALS:
    void changed(quantlens::ui::Setting setting);

private:
    [[nodiscard]] QVariant read(const SettingInfo& about, const QString& key) const;
    void write(const SettingInfo& about, const QString& key, const QVariant& value);

    std::unique_ptr<QSettings> m_person;
    std::unique_ptr<QSettings> m_session;
    QHash<QString, QVariant> m_memory; ///< without a folder
};

} // namespace quantlens::ui
