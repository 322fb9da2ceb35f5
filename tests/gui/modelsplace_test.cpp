// SPDX-License-Identifier: GPL-3.0-or-later
// The place of models with servers: discovery, tests, keys. Runs again with a secret service and with a locked one.
#include "core/backends/discovered.h"
#include "core/engines/engine.h"
#include "core/runners/enginethread.h"
#include "core/runners/services.h"
#include "core/secrets/desktopkeychain.h"
#include "core/secrets/keyindex.h"
#include "core/secrets/sources.h"
#include "tests/support/coroutine.h"
#include "tests/support/dialects.h"
#include "tests/support/fakeserver.h"
#include "tests/support/process.h"
#include "tests/support/secretservice.h"
#include "ui/actions/actioncollection.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/discoveredtable.h"
#include "ui/models/keykeeper.h"
#include "ui/models/modeleditor.h"
#include "ui/models/modeltable.h"
#include "ui/models/tableproxy.h"
#include "ui/panels/discoverdialog.h"
#include "ui/panels/keyfield.h"
#include "ui/panels/modelspanel.h"
#include "ui/panels/runform.h"
#include "ui/panels/runpanel.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QUndoStack>

#include <algorithm>

using namespace quantlens;
using Tester = QAbstractItemModelTester;

namespace {

/// The service in a thread of its own, as in the program.
class ServiceThread
{
public:
    explicit ServiceThread(secrets::KeySources keys = {})
    {
        auto models = runners::makeModelService();
        models->setKeySources(std::move(keys));
        m_engine.start(std::move(models), nullptr);
        service = m_engine.models();
    }

    runners::ModelService* service;

private:
    runners::EngineThread m_engine;
};

QAction* action(const ui::MainWindow& window, const char* id)
{
    return window.actions()->action(QLatin1String(id));
}

} // namespace

class ModelsPlaceTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    /// No file of the window may hold this.
    [[nodiscard]] bool isWritten(const QByteArray& key) const
    {
        QDirIterator files(m_folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(key))
                return true;
        }
        return false;
    }

    static bool isRerun() { return test::keychainState() != QLatin1String("none"); }

private Q_SLOTS:
    void addresses()
    {
        QCOMPARE(backends::discoveryAddresses({}).value(), backends::usualAddresses());
        QCOMPARE(backends::discoveryAddresses(QStringLiteral(" box ")).value().first().host(), QStringLiteral("box"));
        QCOMPARE(backends::discoveryAddresses(QStringLiteral("box:81")).value(),
                 QList<QUrl>{QUrl(QStringLiteral("http://box:81"))});
        QCOMPARE(backends::discoveryAddresses(QStringLiteral("https://box")).value(),
                 QList<QUrl>{QUrl(QStringLiteral("https://box"))});
        for (const char* bad : {"a/b", "me:secret@box", "two words", "ftp://box"}) {
            const auto refused = backends::discoveryAddresses(QLatin1String(bad));
            QVERIFY2(!refused, bad);
            QVERIFY(!refused.error().message.contains(QLatin1String("secret")));
        }
    }

    void discoveredTable()
    {
        backends::Discovered many{.url = QUrl(QStringLiteral("http://127.0.0.1:11434")), .server = {}};
        many.server.models = {QStringLiteral("qwen:4b"), QStringLiteral("phi:q4"), QStringLiteral("<b>x</b>")};
        many.server.contexts.insert(QStringLiteral("phi:q4"), 4096);
        backends::Discovered one{.url = QUrl(QStringLiteral("http://127.0.0.1:8080")), .server = {}};
        one.server.models = {QStringLiteral("sums")};
        ui::DiscoveredTable table;
        const Tester tester(&table, Tester::FailureReportingMode::QtTest);
        table.setServers({many, one}, {QStringLiteral("http://127.0.0.1:11434#phi:q4")});
        QCOMPARE(table.rowCount(), 4);
        QCOMPARE(table.chosen(), QStringList({QStringLiteral("http://127.0.0.1:11434#qwen:4b"),
                                              QStringLiteral("http://127.0.0.1:11434#<b>x</b>"),
                                              QStringLiteral("http://127.0.0.1:8080")}));
        // By size, what is unknown last whichever way.
        ui::TableProxy proxy;
        proxy.setSourceModel(&table);
        proxy.setSortRole(ui::DiscoveredTable::SortRole);
        const Tester proxyTester(&proxy, Tester::FailureReportingMode::QtTest);
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            proxy.sort(ui::DiscoveredTable::Context, order);
            QCOMPARE(proxy.mapToSource(proxy.index(0, 0)).row(), 1);
        }
        proxy.setFilterFixedString(QStringLiteral("SUMS"));
        QCOMPARE(proxy.rowCount(), 1);
        proxy.setFilterFixedString({});
        QVERIFY(table.setData(table.index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(!table.setData(table.index(1, 0), Qt::Checked, Qt::CheckStateRole)); // listed already
        QCOMPARE(table.chosen().size(), 2);
        table.setServers({}, {});
        QCOMPARE(table.rowCount(), 0);
    }

    void editorUnderATester()
    {
        ui::ModelTable table({});
        const Tester tester(&table, Tester::FailureReportingMode::QtTest);
        ui::ModelEditor editor(&table);
        QCOMPARE(editor.add({QStringLiteral("a.gguf"),
                             QStringLiteral(" b.gguf "),
                             QStringLiteral("a.gguf"),
                             {},
                             QStringLiteral("c.gguf")}),
                 2);
        QCOMPARE(table.rowCount(), 3);
        editor.remove({0, 2, 9});
        QCOMPARE(table.rowCount(), 1);
        QCOMPARE(table.at(0)->spec, QStringLiteral("b.gguf"));
        editor.undoStack()->undo();
        QCOMPARE(table.at(0)->spec, QStringLiteral("a.gguf"));
        QCOMPARE(table.at(2)->spec, QStringLiteral("c.gguf"));
        QVERIFY(!editor.edit(0, {.spec = QStringLiteral("b.gguf")})); // another row's
        QVERIFY(editor.edit(0, {.spec = QStringLiteral("d.gguf"), .label = QStringLiteral("D")}));
        QCOMPARE(table.at(0)->label, QStringLiteral("D"));
        editor.undoStack()->undo();
        QCOMPARE(table.at(0)->entry(), ui::ModelEntry{.spec = QStringLiteral("a.gguf")});
        editor.undoStack()->undo();
        QCOMPARE(table.rowCount(), 0);
    }

    /// A running server: found where it listens, added, tested; what it can do stands in the table.
    void discoverAndTest()
    {
        if (isRerun())
            QSKIP("nothing about keys");
        test::FakeServer server(test::FakeServer::Where::OwnThread);
        server.play(test::llamaServer());
        ServiceThread thread;
        ui::MainWindow window({.store = nullptr,
                               .runs = nullptr,
                               .configFolder = m_folder.path(),
                               .safe = false,
                               .models = thread.service});
        window.show();
        window.go(ui::MainWindow::Models);
        action(window, "models.discover")->trigger();
        auto* dialog = window.findChild<ui::DiscoverDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        auto* host = dialog->findChild<QLineEdit*>(QStringLiteral("discover-host"));
        auto* search = dialog->findChild<QPushButton*>(QStringLiteral("discover-search"));
        QTRY_VERIFY_WITH_TIMEOUT(search->isEnabled(), 30'000); // this computer's usual ports come first
        host->setText(QStringLiteral("http://127.0.0.1:1"));
        search->click();
        QTRY_VERIFY_WITH_TIMEOUT(search->isEnabled(), 30'000);
        QCOMPARE(dialog->table()->rowCount(), 0);
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("discover-message"))->isVisible());
        host->setText(server.url().toString());
        search->click();
        QTRY_VERIFY_WITH_TIMEOUT(dialog->table()->rowCount() > 0, 30'000);
        dialog->findChild<QPushButton*>(QStringLiteral("discover-add"))->click();
        QCOMPARE(window.models()->rowCount(), 1);
        QCOMPARE(window.models()->at(0)->spec, server.url().toString());
        QTRY_VERIFY(window.models()->at(0)->usable());
        QCOMPARE(ui::ModelTable::light(*window.models()->at(0)), ui::ModelTable::Unknown);

        QVERIFY(action(window, "models.test")->isEnabled());
        action(window, "models.test")->trigger();
        QVERIFY(!action(window, "models.test")->isEnabled()); // while it is tested
        QTRY_VERIFY_WITH_TIMEOUT(window.models()->at(0)->report, 60'000);
        const runners::ModelReport& report = *window.models()->at(0)->report;
        QVERIFY2(!report.error, report.error ? qPrintable(report.error->message) : "");
        QVERIFY(report.tokens > 0 && report.totalMs > 0 && report.firstTokenMs > 0);
        QVERIFY(report.capabilities.topLogprobs > 0);
        QCOMPARE(ui::ModelTable::light(*window.models()->at(0)), ui::ModelTable::Good);
        QVERIFY(window.models()->index(0, ui::ModelTable::Abilities).data().toString().contains(QLatin1String("top ")));
        QVERIFY(window.findChild<QLabel*>(QStringLiteral("model-test"))->isVisible());
        QVERIFY(action(window, "models.test")->isEnabled());
    }

    /// A llama-server that runs already: found, added, and its test tells what it holds.
    void discoverARealServer()
    {
        if (isRerun())
            QSKIP("nothing about keys");
        engines::EngineOptions options;
        options.program = qEnvironmentVariable("QUANTLENS_LLAMA_SERVER");
        options.model = test::demoModel(QStringLiteral("F16"));
        QVERIFY2(!options.program.isEmpty() && !options.model.isEmpty(),
                 "packaging/run-tests sets the engine and makes the quants");
        net::Cancel cancel;
        const auto engine = test::await(engines::Engine::start(options, &cancel));
        QVERIFY2(engine, engine ? "" : qPrintable(engine.error().message));
        {
            ServiceThread thread;
            ui::MainWindow window(
                {.store = nullptr, .runs = nullptr, .configFolder = {}, .safe = false, .models = thread.service});
            window.show();
            window.go(ui::MainWindow::Models);
            action(window, "models.discover")->trigger();
            auto* dialog = window.findChild<ui::DiscoverDialog*>();
            QVERIFY(dialog);
            auto* search = dialog->findChild<QPushButton*>(QStringLiteral("discover-search"));
            QTRY_VERIFY_WITH_TIMEOUT(search->isEnabled(), 30'000);
            dialog->findChild<QLineEdit*>(QStringLiteral("discover-host"))->setText((*engine)->url().toString());
            search->click();
            QTRY_VERIFY_WITH_TIMEOUT(dialog->table()->rowCount() > 0, 30'000);
            dialog->findChild<QPushButton*>(QStringLiteral("discover-add"))->click();
            QCOMPARE(window.models()->rowCount(), 1);
            QTRY_VERIFY(window.models()->at(0)->usable());
            action(window, "models.test")->trigger();
            QTRY_VERIFY_WITH_TIMEOUT(window.models()->at(0)->report, 60'000);
            const runners::ModelReport& report = *window.models()->at(0)->report;
            QVERIFY2(!report.error, report.error ? qPrintable(report.error->message) : "");
            QVERIFY(report.tokens > 0 && report.capabilities.topLogprobs > 0);
            QVERIFY(!report.serverBuild.isEmpty());
            QCOMPARE(ui::ModelTable::light(*window.models()->at(0)), ui::ModelTable::Good);
        }
        test::await(engines::Engine::stop(*engine));
    }

    void testOfADeadServer()
    {
        if (isRerun())
            QSKIP("nothing about keys");
        ServiceThread thread;
        QSignalSpy tested(thread.service, &runners::ModelService::tested);
        const auto ask = [&](const QString& spec) {
            QMetaObject::invokeMethod(
                thread.service, [service = thread.service, spec] { service->test({.spec = spec}); },
                Qt::QueuedConnection);
        };
        ask(QStringLiteral("http://127.0.0.1:1"));
        ask(QStringLiteral("/nowhere/model.gguf"));
        QTRY_COMPARE_WITH_TIMEOUT(tested.size(), 2, 30'000);
        QCOMPARE(tested.at(0).first().value<runners::ModelReport>().error->code, QStringLiteral("network.refused"));
        QVERIFY(tested.at(1).first().value<runners::ModelReport>().error);

        // A server that never answers: cancelling ends the test under way and those that wait.
        test::FakeServer silent(test::FakeServer::Where::OwnThread);
        silent.play([](const test::Received&) { return test::Script{.silent = true}; });
        ask(silent.url().toString());
        ask(QStringLiteral("http://127.0.0.1:1"));
        QTRY_VERIFY_WITH_TIMEOUT(silent.count() > 0, 30'000);
        QMetaObject::invokeMethod(
            thread.service, [service = thread.service] { service->cancel(); }, Qt::QueuedConnection);
        QTRY_COMPARE_WITH_TIMEOUT(tested.size(), 4, 10'000);
        for (const int i : {2, 3})
            QCOMPARE(tested.at(i).first().value<runners::ModelReport>().error->code, QStringLiteral("run.cancelled"));
    }

    /// Before a run one request to each model tells how long it takes. Another run takes the answer away, and it can be
    /// cancelled.
    void timeIsEstimated()
    {
        if (isRerun())
            QSKIP("nothing about keys");
        test::FakeServer server(test::FakeServer::Where::OwnThread);
        server.play(test::llamaServer());
        test::FakeServer silent(test::FakeServer::Where::OwnThread);
        silent.play([](const test::Received&) { return test::Script{.silent = true}; });
        ServiceThread thread;
        ui::MainWindow window({.store = nullptr,
                               .runs = nullptr,
                               .configFolder = m_folder.path(),
                               .safe = false,
                               .models = thread.service});
        window.show();
        window.go(ui::MainWindow::Run);
        runners::RunRequest request;
        request.kind = domain::RunKind::Determinism;
        request.suite = QStringLiteral("demo");
        request.numPrompts = 4;
        request.sides = {{.spec = server.url().toString()}};
        window.runPanel()->form()->setRequest(request);
        auto* button = window.findChild<QPushButton*>(QStringLiteral("preview-estimate"));
        const auto* text = window.findChild<QLabel*>(QStringLiteral("preview-time-text"));
        const auto* bar = window.findChild<QProgressBar*>(QStringLiteral("preview-time-progress"));
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), 20'000);
        QVERIFY(button->isEnabled() && !bar->isVisible());
        QVERIFY(!text->text().contains(QLatin1String("about")));
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(bar->isVisible());
        QTRY_VERIFY2_WITH_TIMEOUT(text->text().contains(QLatin1String("about")), qPrintable(text->text()), 30'000);
        QVERIFY2(text->text().contains(QLatin1String("one request to each model")), qPrintable(text->text()));
        QVERIFY(!bar->isVisible());
        window.findChild<QSpinBox*>(QStringLiteral("run-prompts"))->setValue(2);
        QVERIFY(!text->text().contains(QLatin1String("about")));

        request.sides = {{.spec = silent.url().toString()}};
        window.runPanel()->form()->setRequest(request);
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible() && button->isEnabled(), 20'000);
        QSignalSpy probed(thread.service, &runners::ModelService::probed);
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(silent.count() > 0, 30'000);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!bar->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(probed.size(), 1, 10'000);
        QCOMPARE(probed.first().first().value<runners::RunProbe>().error->code, QStringLiteral("run.cancelled"));
        QVERIFY(!text->text().contains(QLatin1String("about")));
    }

    /// The masked field: into the keychain where there is one; else it says so and offers this session. The key goes to
    /// its server, and is in no file.
    void keys()
    {
        const QByteArray key = "sk-window-" + QByteArray::number(QRandomGenerator::global()->generate64(), 36);
        test::FakeServer server(test::FakeServer::Where::OwnThread);
        server.play(test::llamaServer());
        secrets::DesktopKeychain keychain;
        secrets::SessionKeys session;
        const QString index = m_folder.filePath(QStringLiteral("key-origins"));
        QFile::remove(index);
        ServiceThread thread({.environment = {}, .session = &session, .keychain = &keychain, .indexPath = index});
        ui::MainWindow window({.store = nullptr,
                               .runs = nullptr,
                               .configFolder = m_folder.path(),
                               .safe = false,
                               .models = thread.service,
                               .keychain = &keychain,
                               .sessionKeys = &session,
                               .keyIndex = index});
        window.show();
        window.go(ui::MainWindow::Models);
        const int row = window.models()->add(server.url().toString());
        QTRY_VERIFY(window.models()->at(row)->usable());
        auto* panel = window.findChild<ui::ModelsPanel*>();
        panel->select(row);
        auto* value = window.findChild<QLineEdit*>(QStringLiteral("key-value"));
        QVERIFY(value && value->isVisible());
        QCOMPARE(value->echoMode(), QLineEdit::Password);
        QTest::keyClicks(value, QString::fromLatin1(key));
        QTest::mouseClick(window.findChild<QPushButton*>(QStringLiteral("key-keep")), Qt::LeftButton);
        QVERIFY(value->text().isEmpty()); // leaves the field at once
        const auto* state = window.findChild<QLabel*>(QStringLiteral("key-state"));
        const auto* message = window.findChild<QLabel*>(QStringLiteral("key-message"));
        const secrets::Origin origin = secrets::originOf(server.url()).value();
        if (test::keychainState() == QLatin1String("unlocked")) {
            QTRY_VERIFY2_WITH_TIMEOUT(state->text().contains(QLatin1String("in the keychain")),
                                      qPrintable(message->text()), 20'000);
            QVERIFY(!session.find(origin));
            QCOMPARE(secrets::KeyIndex(index).load().value().size(), 1);
        } else {
            QTRY_VERIFY_WITH_TIMEOUT(message->text().contains(QLatin1String("this session only")), 70'000);
            QVERIFY(secrets::KeyIndex(index).load().value().isEmpty());
            auto* offer = window.findChild<QPushButton*>(QStringLiteral("key-session"));
            QVERIFY(offer->isEnabled()); // what was typed need not be typed again
            QTest::mouseClick(offer, Qt::LeftButton);
            QVERIFY2(state->text().contains(QLatin1String("session")), qPrintable(state->text()));
            QVERIFY(session.find(origin));
        }
        QVERIFY(!message->isVisible());

        action(window, "models.test")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(window.models()->at(row)->report, 60'000);
        QVERIFY(!window.models()->at(row)->report->error);
        const QList<test::Received> received = server.received();
        QVERIFY(std::ranges::any_of(received, [&](const test::Received& request) {
            return request.headers.value("authorization") == "Bearer " + key;
        }));

        QTest::mouseClick(window.findChild<QPushButton*>(QStringLiteral("key-remove")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(state->text().startsWith(QLatin1String("No key")), 20'000);
        QVERIFY(!session.find(origin));
        QVERIFY(secrets::KeyIndex(index).load().value().isEmpty());
        window.close();
        QVERIFY(!isWritten(key));
    }

    /// Over plain http to another computer a key needs a yes.
    void unencryptedKeysNeedAYes()
    {
        secrets::SessionKeys session;
        ui::KeyKeeper keeper(nullptr, &session, {});
        ui::KeyField field(&keeper, {});
        field.setUrl(QUrl(QStringLiteral("http://10.0.0.7:8080")));
        field.show();
        auto* value = field.findChild<QLineEdit*>(QStringLiteral("key-value"));
        auto* offer = field.findChild<QPushButton*>(QStringLiteral("key-session"));
        value->setText(QStringLiteral("sk-12345678"));
        QVERIFY(!offer->isEnabled());
        QVERIFY(!field.findChild<QPushButton*>(QStringLiteral("key-keep"))->isEnabled()); // no keychain
        field.findChild<QAbstractButton*>(QStringLiteral("key-unencrypted"))->click();
        QVERIFY(offer->isEnabled());
        offer->click();
        const secrets::Origin origin = secrets::originOf(QUrl(QStringLiteral("http://10.0.0.7:8080"))).value();
        QVERIFY(session.find(origin));
        QVERIFY(session.isPlainHttpAllowed(origin));
        field.setUrl(QUrl(QStringLiteral("https://api.example.com")));
        QVERIFY(value->text().isEmpty());
        QSignalSpy failed(&keeper, &ui::KeyKeeper::failed);
        value->setText(QStringLiteral("not a key"));
        offer->click();
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.first().at(1).value<base::Error>().code, QStringLiteral("keys.value"));
    }

    void withASecretService_data()
    {
        QTest::addColumn<QString>("state");
        QTest::newRow("unlocked") << QStringLiteral("unlocked");
        QTest::newRow("locked") << QStringLiteral("locked");
    }

    void withASecretService()
    {
        if (isRerun())
            QSKIP("this is that run");
        QFETCH(QString, state);
        const auto outcome = test::rerunWithSecretService(state);
        if (!outcome)
            QSKIP("dbus-run-session and gnome-keyring-daemon are not installed");
        QVERIFY2(outcome->exitCode == 0, qPrintable(outcome->out + outcome->err));
        QVERIFY2(outcome->out.contains(QStringLiteral(", 0 failed")), qPrintable(outcome->out));
    }
};

int main(int argc, char** argv)
{
    test::hideSecretService();
    QApplication app(argc, argv);
    ModelsPlaceTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "modelsplace_test.moc"
