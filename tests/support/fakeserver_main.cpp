// SPDX-License-Identifier: GPL-3.0-or-later
// The fake server as a program, for tests of other programs: fakeserver JSON | fakeserver FILE. The options are those
// of fakeoptions.h. Prints its URL as the first line and serves until it is ended (or its standard input ends, with
// "until_stdin_ends": true, so that it does not outlive the test that started it).
#include "core/base/json.h"
#include "core/platform/process.h"
#include "tests/support/fakeoptions.h"

#include <QCoreApplication>
#include <QFile>
#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

int main(int argc, char** argv)
{
    using namespace quantlens;
    const QCoreApplication app(argc, argv);
    platform::raiseOpenFileLimit();
    QByteArray text = argc > 1 ? QByteArray(argv[1]) : QByteArray("{}");
    if (!text.trimmed().startsWith('{')) {
        QFile file(QString::fromLocal8Bit(text));
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "%s: %s\n", text.constData(), qPrintable(file.errorString()));
            return 2;
        }
        text = file.readAll();
    }
    auto options = base::parseJsonObject(text);
    const bool untilStdinEnds = options && options->take(QLatin1StringView("until_stdin_ends")).toBool();
    const auto made = options ? test::configuredServer(*options, test::FakeServer::Where::ThisThread)
                              : base::Expected<test::ConfiguredServer>(std::unexpected(options.error()));
    if (!made) {
        std::fprintf(stderr, "%s\n", qPrintable(base::oneLine(made.error())));
        return 2;
    }
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    input.setEnabled(untilStdinEnds);
    QObject::connect(&input, &QSocketNotifier::activated, &app, [] {
        char byte = 0;
        if (::read(STDIN_FILENO, &byte, 1) <= 0)
            QCoreApplication::quit();
    });
    std::printf("%s\n", qPrintable(made->server->url().toString()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
