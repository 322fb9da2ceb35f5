// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/enginemodule.h"
#include "core/platform/fonts.h"
#include "core/platform/modules.h"
#include "core/platform/process.h"
#include "core/platform/signals.h"
#include "core/runners/enginethread.h"
#include "core/secrets/keychain.h"
#include "core/secrets/keyindex.h"
#include "core/secrets/sources.h"
#include "core/store/store.h"
#include "ui/icons/icons.h"
#include "ui/mainwindow/mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QTranslator>

#include <cstdio>
#include <cstdlib>
#include <thread>

using namespace quantlens;

namespace {

constexpr int shutDownLimitMs = 15'000;

struct GuiArguments
{
    QString workspace;
    QString run;
    std::optional<ui::ColorScheme> scheme;
    QStringList files;
    bool safe = false;
};

GuiArguments parseArguments(const QCoreApplication& app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Shows where two language models stop agreeing."));
    const QCommandLineOption workspace(
        QStringLiteral("workspace"),
        QCoreApplication::translate("main", "Keep runs in FILE instead of the user's data folder."),
        QStringLiteral("FILE"));
    const QCommandLineOption run(
        QStringLiteral("run"),
        QCoreApplication::translate("main", "Open this run: its id, a unique beginning of it, or \"latest\"."),
        QStringLiteral("RUN"));
    const QCommandLineOption theme(QStringLiteral("theme"),
                                   QCoreApplication::translate("main", "light, dark or system."),
                                   QStringLiteral("THEME"));
    const QCommandLineOption safe(
        QStringLiteral("safe"),
        QCoreApplication::translate("main", "Only read: for files of strangers. Nothing is started, sent, written or "
                                            "kept; the workspace is opened read-only."));
    parser.addOptions({workspace, run, theme, safe});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("FILE"),
        QCoreApplication::translate(
            "main", "Models (.gguf) and folders of them, suites (.jsonl), workspaces (.qlens), results (.json)."),
        QStringLiteral("[FILE…]"));
    parser.process(app);

    GuiArguments arguments;
    arguments.workspace = parser.value(workspace);
    arguments.run = parser.value(run);
    arguments.files = parser.positionalArguments();
    arguments.safe = parser.isSet(safe);
    if (parser.isSet(theme)) {
        const QString name = parser.value(theme);
        if (name == QLatin1String("light"))
            arguments.scheme = ui::ColorScheme::Light;
        else if (name == QLatin1String("dark"))
            arguments.scheme = ui::ColorScheme::Dark;
        else if (name == QLatin1String("system"))
            arguments.scheme = ui::ColorScheme::System;
        else {
            std::fprintf(
                stderr, "%s\n",
                qUtf8Printable(
                    QCoreApplication::translate("main", "There is no theme \"%1\": light, dark or system.").arg(name)));
            std::exit(2);
        }
    }
    return arguments;
}

/// The workspace of the window, or why there is none.
void openWorkspace(const QString& given, ui::WindowServices& services)
{
    const QString workspace = given.isEmpty() ? store::Store::defaultPath() : QFileInfo(given).absoluteFilePath();
    QDir().mkpath(QFileInfo(workspace).absolutePath());
    if (auto opened = store::Store::open(workspace))
        services.store = std::move(*opened);
    else
        services.errors.append(opened.error());
}

/// Loads what talks to models and puts it into its thread; the keychain stays in this one.
void startEngine(runners::EngineThread& thread, std::unique_ptr<secrets::Keychain>& keychain,
                 ui::WindowServices& services)
{
    const auto engine = platform::moduleAs<app::EngineModule>(QStringLiteral("quantlens-engine"));
    if (!engine) {
        services.errors.append(engine.error());
        return;
    }
    keychain = (*engine)->makeKeychain();
    services.keychain = keychain.get();
    const secrets::KeySources keys{.environment = QProcessEnvironment::systemEnvironment(),
                                   .session = services.sessionKeys,
                                   .keychain = services.keychain,
                                   .indexPath = services.keyIndex};
    auto models = (*engine)->makeModelService();
    models->setKeySources(keys);
    std::unique_ptr<runners::RunService> runs;
    if (services.store) {
        runs = (*engine)->makeRunService(services.store);
        runs->setKeySources(keys);
    }
    thread.start(std::move(models), std::move(runs));
    services.models = thread.models();
    services.runs = thread.runs();
}

} // namespace

int main(int argc, char** argv)
{
    // While the display is opened: both together take as long as the longer one.
    std::thread fonts(platform::readFontConfiguration);
    QApplication app(argc, argv);
    fonts.join();
    platform::raiseOpenFileLimit();
    QCoreApplication::setApplicationName(QStringLiteral("quantlens"));
    QCoreApplication::setApplicationVersion(QStringLiteral(QUANTLENS_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Quantlens"));
    QGuiApplication::setDesktopFileName(QStringLiteral("quantlens"));
    // English gives the plural forms, which every text without a translation of its own falls back to.
    QTranslator english;
    QTranslator translator;
    if (english.load(QStringLiteral(":/i18n/quantlens_en.qm")))
        QCoreApplication::installTranslator(&english);
    if (translator.load(QLocale(), QStringLiteral("quantlens"), QStringLiteral("_"), QStringLiteral(":/i18n")))
        QCoreApplication::installTranslator(&translator);
    const GuiArguments arguments = parseArguments(app);

    // Outlive everything that looks for keys.
    secrets::SessionKeys sessionKeys;
    std::unique_ptr<secrets::Keychain> keychain;
    runners::EngineThread engineThread;
    ui::WindowServices services;
    services.safe = arguments.safe;
    if (!arguments.safe) {
        services.configFolder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
        services.sessionKeys = &sessionKeys;
        services.keyIndex = secrets::KeyIndex::defaultPath();
    }
    services.open = [&](ui::WindowServices& opened) {
        // Painted in all sizes that a window manager may want, so not before the window has its first picture.
        QApplication::setWindowIcon(ui::icon(ui::Glyph::Fork, QColor(0x6a, 0x35, 0xb5)));
        if (opened.safe)
            return;
        openWorkspace(arguments.workspace, opened);
        startEngine(engineThread, keychain, opened);
    };
    const platform::InterruptWatcher interrupts;
    QObject::connect(&interrupts, &platform::InterruptWatcher::interrupted, &app, &QApplication::closeAllWindows);

    // Before there are widgets, which would all be polished anew.
    ui::applyPalette(app, arguments.scheme.value_or(ui::MainWindow::keptScheme(services.configFolder)));
    int code = 0;
    {
        ui::MainWindow window(services);
        window.restoreSession();
        if (arguments.scheme)
            window.setScheme(*arguments.scheme);
        if (!arguments.run.isEmpty())
            window.openRun(arguments.run);
        QStringList files = arguments.files;
        if (arguments.safe && !arguments.workspace.isEmpty())
            files << arguments.workspace; // as somebody else's: to be read
        window.openFiles(files);
        window.show();
        code = QApplication::exec();
    }
    if (keychain)
        keychain->cancel(); // this thread no longer has an event loop that could answer
    if (!engineThread.stop(shutDownLimitMs)) {
        // What was answered is stored, and engines end with this process: nothing is gained by waiting longer.
        std::fprintf(stderr, "quantlens: a run did not stop in time\n");
        std::_Exit(1);
    }
    return code;
}
