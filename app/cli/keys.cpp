// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "core/platform/signals.h"
#include "core/platform/terminal.h"
#include "core/secrets/desktopkeychain.h"
#include "core/secrets/keyindex.h"

#include <QCoreApplication>
#include <QFile>
#include <QFutureWatcher>

#include <algorithm>
#include <cstdio>

namespace quantlens::cli {

namespace {

constexpr qint64 longestInput = 64 * 1024;

constexpr auto keysExamples =
    "  quantlens-cli keys set https://api.openai.com          asks for the key without showing it\n"
    "  quantlens-cli keys set https://api.openai.com < key.txt\n"
    "  pass show openai | quantlens-cli keys set https://api.openai.com\n"
    "  quantlens-cli keys list\n"
    "  quantlens-cli keys remove https://api.openai.com\n";

int failed(const base::Error& error)
{
    printError(error);
    return exitCode(error);
}

/// The keychain answers through the event loop. Ctrl-C ends the wait.
template<class T>
T answerOf(QFuture<T> future, secrets::DesktopKeychain* keychain)
{
    const platform::InterruptWatcher interrupts;
    QObject::connect(&interrupts, &platform::InterruptWatcher::interrupted, keychain,
                     &secrets::DesktopKeychain::cancel);
    QFutureWatcher<T> watcher;
    QObject::connect(&watcher, &QFutureWatcher<T>::finished, &QCoreApplication::quit);
    watcher.setFuture(future);
    QCoreApplication::exec();
    return future.result();
}

base::Expected<QByteArray> enteredKey(const secrets::Origin& origin)
{
    if (platform::inputIsTerminal())
        return platform::readHidden(QStringLiteral("Key for %1 (not shown): ").arg(origin.text()).toUtf8());
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return base::failure(QStringLiteral("keys.value"), QStringLiteral("Standard input cannot be read."));
    return input.read(longestInput);
}

int setKey(const secrets::Origin& origin, bool plainHttp, bool quiet)
{
    const bool unencrypted = origin.scheme == QLatin1String("http") && !secrets::isLoopback(origin.host);
    if (unencrypted && !plainHttp)
        return failed({QStringLiteral("keys.plain_http"),
                       QStringLiteral("A key for %1 would cross the network unencrypted.").arg(origin.text()),
                       QStringLiteral("Use https://, or agree with --allow-plain-http."),
                       {}});
    secrets::DesktopKeychain keychain;
    // Nobody should type a key that cannot be kept.
    const auto before = answerOf(keychain.read(origin), &keychain);
    if (!before && before.error().code != QLatin1String("keychain.not_found"))
        return failed(before.error());
    const auto value = enteredKey(origin);
    if (!value)
        return failed(value.error());
    const auto secret = secrets::Secret::make(*value, origin);
    if (!secret)
        return failed(secret.error());
    if (const auto written = answerOf(keychain.write(*secret), &keychain); !written)
        return failed(written.error());
    const secrets::KeyIndex index(secrets::KeyIndex::defaultPath());
    if (const auto listed = index.put({origin, unencrypted}); !listed)
        return failed(listed.error());
    if (!quiet)
        message(QStringLiteral("The key for %1 is in the keychain.\n").arg(origin.text()));
    return 0;
}

int listKeys(bool quiet)
{
    const auto keys = secrets::KeyIndex(secrets::KeyIndex::defaultPath()).load();
    if (!keys)
        return failed(keys.error());
    for (const secrets::IndexedKey& key : *keys)
        out(key.origin.text() + u'\n');
    if (keys->isEmpty() && !quiet)
        message(QStringLiteral("No keys yet; quantlens-cli keys set ORIGIN stores one.\n"));
    return 0;
}

int removeKey(const secrets::Origin& origin, bool quiet)
{
    const secrets::KeyIndex index(secrets::KeyIndex::defaultPath());
    const auto keys = index.load();
    if (!keys)
        return failed(keys.error());
    if (std::ranges::find(*keys, origin, &secrets::IndexedKey::origin) == keys->end())
        return failed({QStringLiteral("keys.not_found"),
                       QStringLiteral("There is no key for %1.").arg(origin.text()),
                       QStringLiteral("quantlens-cli keys list shows those there are."),
                       {}});
    secrets::DesktopKeychain keychain;
    if (const auto removed = answerOf(keychain.remove(origin), &keychain); !removed)
        return failed(removed.error());
    if (const auto unlisted = index.remove(origin); !unlisted)
        return failed(unlisted.error());
    if (!quiet)
        message(QStringLiteral("The key for %1 is gone from the keychain.\n").arg(origin.text()));
    return 0;
}

} // namespace

int runKeys(const QStringList& list)
{
    Arguments args(
        "keys set|list|remove [ORIGIN]",
        "Keeps API keys in the keychain, one a server. ORIGIN is the server's address (scheme, host, port);\n"
        "its path does not matter. The key is read from standard input, or asked for on a terminal without\n"
        "showing it; it is never an argument. Runs find it by the address they talk to.",
        {{"allow-plain-http", "", "with set: the key may cross the network unencrypted to this server"}}, keysExamples);
    if (const auto code = args.parse(list, 1, 8))
        return *code;
    const QString what = args.positional().first();
    const bool quiet = args.global().quiet;
    if (what == QLatin1String("list") && args.positional().size() == 1)
        return listKeys(quiet);
    // What stands too much may be a key, so it is not repeated.
    const bool sets = what == QLatin1String("set");
    if ((!sets && what != QLatin1String("remove")) || args.positional().size() != 2)
        return failed({QStringLiteral("usage.value"),
                       QStringLiteral("keys takes set ORIGIN, list, or remove ORIGIN; a key is never an argument."),
                       QStringLiteral("quantlens-cli keys --help has examples."),
                       {}});
    const auto origin = secrets::originFromText(args.positional().at(1));
    if (!origin)
        return failed(origin.error());
    return sets ? setKey(*origin, args.has("allow-plain-http"), quiet) : removeKey(*origin, quiet);
}

} // namespace quantlens::cli
