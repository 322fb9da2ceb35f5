// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include <QDir>
#include <QSettings>
#include <QUrl>

#include <array>

namespace quantlens::ui {

namespace {

/// In the order of the enumeration.
const std::array<SettingInfo, std::size_t(Setting::Count)>& settingTable()
{
    using S = Setting;
    using Scope = SettingScope;
    static const std::array<SettingInfo, std::size_t(Setting::Count)> table{{
        {S::Theme, QLatin1StringView("window/theme"), QMetaType::QString, QStringLiteral("system"), Scope::Person},
        {S::StartPage, QLatin1StringView("window/start-page"), QMetaType::Bool, true, Scope::Person},
        {S::Shortcuts, QLatin1StringView("shortcuts"), QMetaType::QString, {}, Scope::Person, true},
        {S::LlamaServer, QLatin1StringView("engines/llama-server"), QMetaType::QString, QString(), Scope::Person},
        {S::MlxServer, QLatin1StringView("engines/mlx_lm.server"), QMetaType::QString, QString(), Scope::Person},
        {S::WindowGeometry, QLatin1StringView("window/geometry"), QMetaType::QByteArray, QByteArray(), Scope::Session},
        {S::Place, QLatin1StringView("window/place"), QMetaType::QString, QString(), Scope::Session},
        {S::Splitters, QLatin1StringView("panels"), QMetaType::QByteArray, {}, Scope::Session, true},
        {S::Tables, QLatin1StringView("tables"), QMetaType::QByteArray, {}, Scope::Session, true},
        {S::RecentFiles, QLatin1StringView("recent/files"), QMetaType::QStringList, QStringList(), Scope::Session},
        {S::RunPlan, QLatin1StringView("run/plan"), QMetaType::QByteArray, QByteArray(), Scope::Session},
        {S::ComparedRun, QLatin1StringView("compare/run"), QMetaType::QString, QString(), Scope::Session},
        {S::ComparedPrompt, QLatin1StringView("compare/prompt"), QMetaType::QString, QString(), Scope::Session},
        {S::CompareMode, QLatin1StringView("compare/mode"), QMetaType::QString, QStringLiteral("compare.mode-diff"),
         Scope::Session},
        {S::CompareCode, QLatin1StringView("compare/code"), QMetaType::Bool, true, Scope::Session},
        {S::CompareUnified, QLatin1StringView("compare/unified"), QMetaType::Bool, false, Scope::Session},
        {S::DeterminismRun, QLatin1StringView("stability/determinism"), QMetaType::QString, QString(), Scope::Session},
        {S::StressRun, QLatin1StringView("stability/stress"), QMetaType::QString, QString(), Scope::Session},
        {S::OpenSuite, QLatin1StringView("suites/open"), QMetaType::QString, QString(), Scope::Session},
    }};
    return table;
}

/// A name may hold anything; "/" would begin a group inside the file.
QString entryKey(const SettingInfo& group, const QString& name)
{
    return QString(group.key) + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(name));
}

/// A stored value as the type it should have; invalid where it cannot be that.
QVariant typed(QVariant stored, QMetaType::Type type)
{
    const QMetaType wanted(type);
    if (!stored.isValid() || !stored.convert(wanted))
        return {};
    return stored;
}

} // namespace

Settings::Settings(const QString& folder, QObject* parent)
    : QObject(parent)
{
    if (folder.isEmpty())
        return;
    const QDir dir(folder);
    m_person = std::make_unique<QSettings>(dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    m_session = std::make_unique<QSettings>(dir.filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
}

Settings::~Settings() = default;

const SettingInfo& Settings::info(Setting setting)
{
    return settingTable().at(std::size_t(setting));
}

QVariant Settings::read(const SettingInfo& about, const QString& key) const
{
    const auto& file = about.scope == SettingScope::Person ? m_person : m_session;
    return typed(file ? file->value(key) : m_memory.value(key), about.type);
}

void Settings::write(const SettingInfo& about, const QString& key, const QVariant& value)
{
    const auto& file = about.scope == SettingScope::Person ? m_person : m_session;
    if (!value.isValid()) {
        if (file)
            file->remove(key);
        m_memory.remove(key);
    } else if (file) {
        file->setValue(key, value);
    } else {
        m_memory.insert(key, value);
    }
}

QVariant Settings::value(Setting setting) const
{
    const SettingInfo& about = info(setting);
    const QVariant stored = read(about, about.key);
    return stored.isValid() ? stored : about.standard;
}

void Settings::set(Setting setting, const QVariant& value)
{
    const SettingInfo& about = info(setting);
    const QVariant before = this->value(setting);
    const QVariant wanted = typed(value, about.type);
    write(about, about.key, wanted == about.standard ? QVariant() : wanted);
    if (this->value(setting) != before)
        Q_EMIT changed(setting);
}

QVariant Settings::entry(Setting group, const QString& name) const
{
    const SettingInfo& about = info(group);
    return read(about, entryKey(about, name));
}

void Settings::setEntry(Setting group, const QString& name, const QVariant& value)
{
    const SettingInfo& about = info(group);
    const QVariant wanted = typed(value, about.type);
    if (wanted == entry(group, name))
        return;
    write(about, entryKey(about, name), wanted);
    Q_EMIT changed(group);
}

QStringList Settings::names(Setting group) const
{
    const SettingInfo& about = info(group);
    const QString start = QString(about.key) + u'/';
    const auto& file = about.scope == SettingScope::Person ? m_person : m_session;
    const QStringList keys = file ? file->allKeys() : m_memory.keys();
    QStringList names;
    for (const QString& key : keys) {
        if (key.startsWith(start))
            names.append(QUrl::fromPercentEncoding(key.mid(start.size()).toLatin1()));
    }
    names.sort();
    return names;
}

base::Expected<void> Settings::save()
{
    for (const auto& file : {m_person.get(), m_session.get()}) {
        if (!file)
            continue;
        file->sync();
        if (file->status() != QSettings::NoError)
            return base::failure(QStringLiteral("settings.write"),
                                 tr("The settings cannot be saved: %1").arg(QDir::toNativeSeparators(file->fileName())),
                                 tr("Look at the rights of its folder and the room on its disk."));
    }
    return {};
}

} // namespace quantlens::ui
