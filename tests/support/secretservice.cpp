// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/secretservice.h"

#include <QCoreApplication>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace quantlens::test {

namespace {

constexpr auto stateVariable = "QUANTLENS_TEST_KEYCHAIN";
constexpr int rerunLimitMs = 200'000;

} // namespace

QString keychainState()
{
    return qEnvironmentVariable(stateVariable, QStringLiteral("none"));
}

void hideSecretService()
{
    if (qEnvironmentVariableIsSet(stateVariable))
        return;
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/quantlens-test");
    qunsetenv("DISPLAY");
}

std::optional<Outcome> rerunWithSecretService(const QString& state)
{
    for (const QString& tool : {QStringLiteral("dbus-run-session"), QStringLiteral("gnome-keyring-daemon")}) {
        if (QStandardPaths::findExecutable(tool).isEmpty())
            return std::nullopt;
    }
    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), home.path());
    environment.insert(QLatin1String(stateVariable), state);
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "DISPLAY",
                             "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"})
        environment.remove(QLatin1String(name));
    QProcess process;
    process.setProcessEnvironment(environment);
    const QString daemon = state == QLatin1String("unlocked")
                               ? QStringLiteral("printf '\\n' | gnome-keyring-daemon --unlock")
                               : QStringLiteral("gnome-keyring-daemon --start");
    process.start(QStringLiteral("dbus-run-session"),
                  {QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"),
                   daemon + QStringLiteral(" --components=secrets >/dev/null; \"$0\""),
                   QCoreApplication::applicationFilePath()});
    return finish(process, rerunLimitMs);
}

} // namespace quantlens::test
