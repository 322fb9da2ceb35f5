// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/backend.h"
#include "core/backends/openaibackend.h"
#include "core/backends/openbackend.h"
#include "core/backends/recognise.h"
#include "core/base/json.h"
#include "tests/support/coroutine.h"
#include "tests/support/fakeserver.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace quantlens;
using backends::Dialect;
using test::await;
using test::FakeServer;
using test::Received;
using test::Script;

using Pages = QList<std::pair<QByteArray, QByteArray>>;

class RecogniseTest : public QObject
{
    Q_OBJECT

    static QByteArray capture(const QString& version, const QString& name)
    {
        QFile file(QStringLiteral(QUANTLENS_TEST_DATA "/wire/llama-server-%1/%2").arg(version, name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static void serve(FakeServer& server, const Pages& pages, const QByteArray& prefix = {})
    {
        for (const auto& [path, body] : pages)
            server.answer(prefix + path, {.pieces = {body}});
    }

    static Pages vllm()
    {
        return {{"/v1/models", R"({"data":[{"id":"org/m","owned_by":"vllm","max_model_len":4096}]})"},
                {"/version", R"({"version":"0.10.2"})"},
                {"/tokenize", R"({"count":2,"max_model_len":4096,"tokens":[5,6]})"},
                {"/detokenize", R"({"prompt":"<s>hey"})"}};
    }

private Q_SLOTS:
    void tells_data()
    {
        QTest::addColumn<Pages>("pages");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("model");
        for (const QString& version : {QStringLiteral("0.5.0"), QStringLiteral("0.7.0")})
            QTest::newRow(qPrintable(QStringLiteral("llama-server ") + version))
                << Pages{{"/props", capture(version, QStringLiteral("props.json"))},
                         {"/v1/models", capture(version, QStringLiteral("models.json"))}}
                << QStringLiteral("llama-server") << QStringLiteral("tinychat-F16");
        QTest::newRow("vLLM") << vllm() << QStringLiteral("vLLM") << QStringLiteral("org/m");
        QTest::newRow("SGLang") << Pages{{"/v1/models", R"({"data":[{"id":"s","owned_by":"sglang"}]})"},
                                         {"/get_model_info", R"({"model_path":"s","is_generation":true})"},
                                         {"/get_server_info", R"({"version":"0.5.3"})"},
                                         {"/api/tags", R"({"models":[]})"}}
                                << QStringLiteral("SGLang") << QStringLiteral("s");
        QTest::newRow("LM Studio")
            << Pages{{"/v1/models", R"({"data":[{"id":"l","object":"model","owned_by":"organization_owner"}]})"},
                     {"/props", R"({"error":"Unexpected endpoint or method: GET /props"})"},
                     {"/get_model_info", R"({"error":"Unexpected endpoint or method."})"},
                     {"/api/v0/models",
                      R"({"data":[{"id":"l","quantization":"Q4_K_M","state":"loaded","max_context_length":8192}]})"}}
            << QStringLiteral("LM Studio") << QStringLiteral("l");
        QTest::newRow("Ollama") << Pages{{"/v1/models", R"({"data":[{"id":"q:1b","owned_by":"library"}]})"},
                                         {"/api/version", R"({"version":"0.13.0"})"},
                                         {"/api/tags", R"({"models":[{"name":"q:1b"}]})"}}
                                << QStringLiteral("Ollama") << QStringLiteral("q:1b");
        QTest::newRow("mlx_lm.server") << Pages{{"/v1/models",
                                                 R"({"data":[{"id":"mlx-community/x","object":"model"}]})"},
                                                {"/health", R"({"status": "ok"})"}}
                                       << QStringLiteral("mlx_lm.server") << QStringLiteral("mlx-community/x");
        QTest::newRow("something else") << Pages{{"/v1/models", R"({"data":[{"id":"z","owned_by":"me"}]})"}}
                                        << QStringLiteral("OpenAI-compatible") << QStringLiteral("z");
    }

    void tells()
    {
        QFETCH(Pages, pages);
        QFETCH(QString, name);
        QFETCH(QString, model);
        FakeServer server;
        serve(server, pages);
        const auto found = await(backends::recognise({.base = server.url()}, nullptr));
        QVERIFY2(found, qPrintable(found ? QString() : found.error().message));
        QCOMPARE(backends::name(found->dialect), name);
        QVERIFY(found->models.contains(model));
    }

    void notAModelServer()
    {
        FakeServer server; // 404 for everything
        QCOMPARE(await(backends::recognise({.base = server.url()}, nullptr)).error().code,
                 QStringLiteral("backend.unknown"));
        server.answer("/v1/models", {.status = 401, .pieces = {R"({"error":{"message":"no key"}})"}});
        QCOMPARE(await(backends::recognise({.base = server.url()}, nullptr)).error().code, QStringLiteral("http.401"));
        FakeServer page;
        page.play([](const Received&) -> std::optional<Script> {
            return Script{.contentType = "text/html", .pieces = {"<html>router</html>"}};
        });
        QCOMPARE(await(backends::recognise({.base = page.url()}, nullptr)).error().code,
                 QStringLiteral("backend.unknown"));
    }

    void addressForms_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("prefix");
        QTest::newRow("root") << QString() << QByteArray();
        QTest::newRow("slash") << QStringLiteral("/") << QByteArray();
        QTest::newRow("v1") << QStringLiteral("/v1") << QByteArray();
        QTest::newRow("v1 slash") << QStringLiteral("/v1/") << QByteArray();
        QTest::newRow("prefix") << QStringLiteral("/llm") << QByteArray("/llm");
        QTest::newRow("prefix v1") << QStringLiteral("/llm/v1/") << QByteArray("/llm");
    }

    void addressForms()
    {
        QFETCH(QString, suffix);
        QFETCH(QByteArray, prefix);
        FakeServer server;
        serve(server, vllm(), prefix);
        server.answer(prefix + "/v1/chat/completions",
                      {.pieces = {R"({"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]})"}});
        QUrl url = server.url();
        url.setPath(suffix);
        domain::ResolvedModel model;
        model.backend = domain::BackendKind::OpenAi;
        model.modelId = QStringLiteral("org/m");
        const auto one = backends::openBackend(model, {.base = url});
        const auto info = await(one->identify(nullptr));
        QVERIFY2(info, qPrintable(info ? QString() : info.error().message));
        QCOMPARE(info->contextPerSlot, 4096);
        QCOMPARE(info->version, QStringLiteral("0.10.2"));
        domain::GenerationRequest request;
        request.prompt.messages = {{QStringLiteral("user"), QStringLiteral("hey")}};
        const auto answer = await(one->generate(request, {}, {}, nullptr));
        QVERIFY(!answer.error);
        QCOMPARE(answer.text, QStringLiteral("ok"));
        QCOMPARE(answer.request.value(QLatin1String("model")).toString(), QStringLiteral("org/m"));
        QCOMPARE(answer.request.value(QLatin1String("top_k")).toInt(), -1); // the dialect was found out
    }

    void ipv6()
    {
        QCOMPARE(backends::endpointRoot(QUrl(QStringLiteral("http://[::1]:8000/v1"))).toString(),
                 QStringLiteral("http://[::1]:8000"));
    }

    void vllmShowsPrompts()
    {
        FakeServer server;
        serve(server, vllm());
        backends::OpenAiBackend one({.base = server.url()}, QStringLiteral("org/m"));
        QVERIFY(await(one.identify(nullptr)));
        domain::GenerationRequest request;
        request.prompt.messages = {{QStringLiteral("user"), QStringLiteral("hey")}};
        const auto rendered = await(one.render(request, nullptr));
        QVERIFY(rendered);
        QCOMPARE(rendered->ids, QList<int>({5, 6}));
        QCOMPARE(rendered->text, QStringLiteral("<s>hey"));
        const QJsonObject sent = base::parseJsonObject(server.received().at(server.received().size() - 2).body).value();
        QVERIFY(sent.value(QLatin1String("messages")).isArray());
        QCOMPARE(sent.value(QLatin1String("chat_template_kwargs")).toObject().value(QLatin1String("enable_thinking")),
                 QJsonValue(false));
        QCOMPARE(await(one.tokenize(QStringLiteral("x"), nullptr)).value(), QList<int>({5, 6}));
    }

    void discovers()
    {
        FakeServer first;
        serve(first, vllm());
        FakeServer second;
        serve(second,
              {{"/v1/models", R"({"data":[{"id":"q:1b"}]})"}, {"/api/tags", R"({"models":[{"name":"q:1b"}]})"}});
        FakeServer page; // 404 for everything
        QUrl nobody;
        {
            FakeServer gone;
            nobody = gone.url();
        }
        const auto found = await(backends::discover({page.url(), nobody, second.url(), first.url()}, nullptr));
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.at(0).url, second.url());
        QCOMPARE(found.at(0).server.dialect, Dialect::Ollama);
        QCOMPARE(found.at(1).server.models, QStringList{QStringLiteral("org/m")});
        QCOMPARE(backends::usualAddresses().size(), 7);
        QCOMPARE(backends::usualAddresses(QStringLiteral("gpu")).first(), QUrl(QStringLiteral("http://gpu:8080")));
    }
};

QTEST_GUILESS_MAIN(RecogniseTest)
#include "recognise_test.moc"
