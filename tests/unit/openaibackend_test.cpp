// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/compatiblerequest.h"
#include "core/backends/llamaserverbackend.h"
#include "core/backends/ollamabackend.h"
#include "core/backends/openaibackend.h"
#include "core/base/json.h"
#include "tests/support/coroutine.h"
#include "tests/support/fakeserver.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <vector>

using namespace quantlens;
using backends::Dialect;
using backends::OpenAiBackend;
using domain::Generation;
using domain::GenerationRequest;
using test::await;
using test::FakeServer;
using test::Received;
using test::Script;

class OpenAiBackendTest : public QObject
{
    Q_OBJECT

    static QByteArray wire(const QString& version, const QString& name)
    {
        QFile file(QStringLiteral(QUANTLENS_TEST_DATA "/wire/llama-server-%1/%2").arg(version, name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static GenerationRequest request()
    {
        GenerationRequest request;
        request.prompt.id = QStringLiteral("p");
        request.prompt.messages = {{QStringLiteral("user"), QStringLiteral("hey")}};
        request.model = QStringLiteral("m");
        request.maxTokens = 9;
        return request;
    }

    static OpenAiBackend backend(const FakeServer& server, Dialect dialect = Dialect::Other)
    {
        return OpenAiBackend({.base = server.url()}, QStringLiteral("m"), dialect);
    }

    static QString codeOf(const Generation& answer) { return answer.error ? answer.error->code : QString(); }

    static QJsonObject bodyOf(const Received& received)
    {
        return base::parseJsonObject(received.body).value_or(QJsonObject());
    }

    static Script answered()
    {
        return {
            .pieces = {
                R"({"choices":[{"message":{"content":"ok"},"finish_reason":"stop","logprobs":{"content":[{"token":"ok","bytes":[111,107],"logprob":-0.1,"top_logprobs":[{"token":"ok","logprob":-0.1}]}]}}]})"}};
    }

    static Script refused(int status, const QByteArray& body) { return {.status = status, .pieces = {body}}; }

    static QString droppedNames(const backends::Backend& backend)
    {
        QStringList names;
        for (const QString& line : backend.capabilities().dropped)
            names.append(line.section(u':', 0, 0));
        names.sort();
        return names.join(u' ');
    }

private Q_SLOTS:
    void bodies_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("samplers"); // beyond top_p and the two penalties
        QTest::addColumn<QString>("thinking");
        const auto row = [](Dialect dialect, const char* samplers, const char* thinking) {
            QTest::newRow(qPrintable(backends::name(dialect)))
                << int(dialect) << QString::fromLatin1(samplers) << QString::fromLatin1(thinking);
        };
        const char* templates = R"({"chat_template_kwargs":{"enable_thinking":false,"thinking":false}})";
        row(Dialect::OpenAi, "{}", R"({"reasoning_effort":"minimal"})");
        row(Dialect::OpenRouter, R"({"repetition_penalty":1,"top_k":0,"min_p":0})",
            R"({"reasoning":{"enabled":false}})");
        row(Dialect::Vllm, R"({"repetition_penalty":1,"top_k":-1,"min_p":0})", templates);
        row(Dialect::Sglang, R"({"repetition_penalty":1,"top_k":-1,"min_p":0})", templates);
        row(Dialect::LmStudio, R"({"repeat_penalty":1,"top_k":0,"min_p":0})", templates);
        row(Dialect::MlxLm, R"({"repetition_penalty":1,"top_k":0,"min_p":0})", templates);
        row(Dialect::LlamaServer,
            R"({"repeat_penalty":1,"top_k":0,"min_p":0,"dry_multiplier":0,"xtc_probability":0,"mirostat":0,"logit_bias":[]})",
            templates);
        row(Dialect::Other, R"({"repetition_penalty":1,"min_p":0})",
            R"({"chat_template_kwargs":{"enable_thinking":false,"thinking":false},"think":false,"reasoning":{"enabled":false},"reasoning_effort":"minimal"})");
    }

    /// Exactly these fields and no others.
    void bodies()
    {
        QFETCH(int, number);
        const auto dialect = Dialect(number);
        QFETCH(QString, samplers);
        QFETCH(QString, thinking);
        QJsonObject expected{{QStringLiteral("model"), QStringLiteral("m")},
                             {QStringLiteral("max_tokens"), 9},
                             {QStringLiteral("temperature"), 0},
                             {QStringLiteral("seed"), 42},
                             {QStringLiteral("top_p"), 1},
                             {QStringLiteral("presence_penalty"), 0},
                             {QStringLiteral("frequency_penalty"), 0},
                             {QStringLiteral("logprobs"), true},
                             {QStringLiteral("top_logprobs"), dialect == Dialect::MlxLm ? 10 : 20},
                             {QStringLiteral("stream"), dialect != Dialect::MlxLm}};
        expected.insert(QStringLiteral("messages"),
                        QJsonArray{QJsonObject{{QStringLiteral("role"), QStringLiteral("user")},
                                               {QStringLiteral("content"), QStringLiteral("hey")}}});
        if (dialect != Dialect::MlxLm)
            expected.insert(QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}});
        if (dialect == Dialect::LlamaServer)
            expected.insert(QStringLiteral("cache_prompt"), false);
        for (const QString& more : {samplers, thinking}) {
            const QJsonObject fields = base::parseJsonObject(more.toUtf8()).value();
            for (auto it = fields.begin(); it != fields.end(); ++it)
                expected.insert(it.key(), it.value());
        }
        QCOMPARE(base::canonicalJson(OpenAiBackend::requestBody(request(), dialect)), base::canonicalJson(expected));
        GenerationRequest other = request();
        other.serverSampling = true;
        other.thinking = true;
        const QJsonObject body = OpenAiBackend::requestBody(other, dialect);
        QVERIFY(!body.contains(QLatin1String("top_p")));
        QVERIFY(!base::canonicalJson(body).contains("\"enable_thinking\":false"));
        QVERIFY(!base::canonicalJson(body).contains("minimal"));
    }

    void noEmptySystemMessage()
    {
        GenerationRequest asked = request();
        asked.prompt.messages.prepend({QStringLiteral("system"), QString()});
        QCOMPARE(OpenAiBackend::requestBody(asked, Dialect::Vllm).value(QLatin1String("messages")).toArray().size(), 1);
    }

    void capturedStreams_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("chat");
        for (const char* version : {"0.5.0", "0.7.0"}) {
            QTest::addRow("%s chat", version) << QString::fromLatin1(version) << true;
            QTest::addRow("%s completions", version) << QString::fromLatin1(version) << false;
        }
    }

    void capturedStreams()
    {
        QFETCH(QString, version);
        QFETCH(bool, chat);
        const QByteArray bytes = wire(version, chat ? QStringLiteral("chat_stream_logprobs.sse")
                                                    : QStringLiteral("v1_completions_stream.sse"));
        QVERIFY(!bytes.isEmpty());
        Script script{.contentType = "text/event-stream", .pieceDelayMs = 1, .chunked = true};
        for (qsizetype at = 0; at < bytes.size(); at += 911)
            script.pieces.append(bytes.mid(at, 911));
        FakeServer server;
        server.answer(chat ? "/v1/chat/completions" : "/v1/completions", script);
        GenerationRequest asked = request();
        asked.chat = chat;
        OpenAiBackend one = backend(server, Dialect::LlamaServer);
        const Generation answer = await(one.generate(asked, {}, {}, nullptr));
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QByteArray rebuilt;
        for (const domain::TokenInfo& entry : answer.entries) {
            rebuilt += entry.bytes;
            QCOMPARE(entry.top.size(), 5);
        }
        QVERIFY(answer.text.contains(QLatin1String("The capital of")));
        QCOMPARE(QString::fromUtf8(rebuilt), answer.text);
        QVERIFY(!answer.finishReason.isEmpty());
        QVERIFY(answer.usage.completionTokens > 0);
    }

    /// One after the other, each on its own, and nothing else goes.
    void refusalsByName()
    {
        FakeServer server;
        server.play([](const Received& received) -> std::optional<Script> {
            const QJsonObject body = bodyOf(received);
            if (body.contains(QLatin1String("think")))
                return refused(
                    422,
                    R"({"detail":[{"type":"extra_forbidden","loc":["body","think"],"msg":"Extra inputs are not permitted","input":false}]})");
            if (body.contains(QLatin1String("reasoning_effort")))
                return refused(
                    400,
                    R"({"error":{"message":"Unrecognized request argument supplied: reasoning_effort","type":"invalid_request_error","param":null}})");
            if (body.value(QLatin1String("top_logprobs")).toInt() > 5)
                return refused(400, R"({"error":{"message":"Invalid value","param":"top_logprobs"}})");
            if (body.contains(QLatin1String("max_tokens")))
                return refused(
                    400,
                    R"({"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.","param":"max_tokens"}})");
            return answered();
        });
        OpenAiBackend one = backend(server);
        const Generation answer = await(one.generate(request(), {}, {}, nullptr));
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QCOMPARE(server.received().size(), 5);
        QCOMPARE(droppedNames(one), QStringLiteral("logprobs max_tokens reasoning_effort think"));
        QCOMPARE(answer.request.value(QLatin1String("top_logprobs")).toInt(), 5);
        QCOMPARE(answer.request.value(QLatin1String("max_completion_tokens")).toInt(), 9);
        QVERIFY(answer.request.contains(QLatin1String("reasoning")));
        QVERIFY(answer.request.contains(QLatin1String("seed")));
        QCOMPARE(answer.entries.size(), 1);
        QCOMPARE(one.capabilities().topLogprobs, 5);
        QVERIFY(!await(one.generate(request(), {}, {}, nullptr)).error);
        QCOMPARE(server.received().size(), 6); // known from now on
    }

    /// infer-check: one of five succeeds, without log-probabilities.
    void fiveAtOnce()
    {
        FakeServer server;
        server.play([](const Received& received) -> std::optional<Script> {
            return bodyOf(received).contains(QLatin1String("think"))
                       ? refused(422, R"({"error":"unknown field: think"})")
                       : answered();
        });
        OpenAiBackend one({.base = server.url(), .lanes = 5}, QStringLiteral("m"));
        std::vector<QCoro::Task<Generation>> asking;
        for (int i = 0; i < 5; ++i)
            asking.push_back(one.generate(request(), {}, {}, nullptr));
        for (auto& task : asking) {
            const Generation answer = await(std::move(task));
            QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
            QCOMPARE(answer.entries.size(), 1);
            QCOMPARE(answer.request.value(QLatin1String("top_logprobs")).toInt(), 20);
        }
        QCOMPARE(droppedNames(one), QStringLiteral("think"));
        QVERIFY(server.received().size() <= 10);
    }

    /// A server that says only "bad request" is searched by halves, also when five ask at once.
    void refusalsWithoutAName()
    {
        FakeServer server;
        server.play([](const Received& received) -> std::optional<Script> {
            const QJsonObject body = bodyOf(received);
            const bool bad = body.contains(QLatin1String("min_p")) || body.contains(QLatin1String("reasoning")) ||
                             body.value(QLatin1String("top_logprobs")).toInt() > 5;
            return bad ? refused(400, R"({"error":{"message":"Bad Request"}})") : answered();
        });
        OpenAiBackend one({.base = server.url(), .lanes = 5}, QStringLiteral("m"));
        std::vector<QCoro::Task<Generation>> asking;
        for (int i = 0; i < 5; ++i)
            asking.push_back(one.generate(request(), {}, {}, nullptr));
        for (auto& task : asking) {
            const Generation answer = await(std::move(task));
            QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
            QCOMPARE(answer.entries.size(), 1);
        }
        QCOMPARE(droppedNames(one), QStringLiteral("logprobs min_p reasoning"));
        QCOMPARE(one.capabilities().topLogprobs, 5);
        QVERIFY(server.received().size() < 60);
    }

    /// The words point at the wrong field: it comes back, the right one goes.
    void wronglyBlamed()
    {
        FakeServer server;
        server.play([](const Received& received) -> std::optional<Script> {
            return bodyOf(received).contains(QLatin1String("chat_template_kwargs"))
                       ? refused(400, R"({"error":"this model does not support thinking"})")
                       : answered();
        });
        OpenAiBackend one = backend(server);
        QVERIFY(!await(one.generate(request(), {}, {}, nullptr)).error);
        QCOMPARE(droppedNames(one), QStringLiteral("chat_template_kwargs"));
    }

    /// Not about a field at all: nothing is dropped, and the server's own words are the error.
    void otherBadRequests()
    {
        FakeServer server;
        server.play([](const Received&) -> std::optional<Script> {
            return refused(400, R"({"error":{"message":"The maximum context length is 10 tokens."}})");
        });
        OpenAiBackend one = backend(server);
        const Generation answer = await(one.generate(request(), {}, {}, nullptr));
        QCOMPARE(codeOf(answer), QStringLiteral("http.400"));
        QVERIFY(answer.error->message.contains(QLatin1String("maximum context length")));
        QCOMPARE(droppedNames(one), QString());
        QCOMPARE(server.received().size(), 2);
    }

    void probeFillsCapabilities()
    {
        FakeServer server;
        server.answer(
            "/v1/chat/completions",
            {.pieces = {
                 R"({"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}],"usage":{"completion_tokens":1}})"}});
        OpenAiBackend silent = backend(server);
        const auto none = await(silent.probe(request(), {}, nullptr));
        QVERIFY(none);
        QCOMPARE(none->topLogprobs, 0);
        QCOMPARE(none->thinkingSwitch, std::optional(true));
        QCOMPARE(bodyOf(server.received().first()).value(QLatin1String("max_tokens")).toInt(), 1);
        QCOMPARE(none->seed, std::optional(true));
    }

    void compatible_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<int>("status");
        // What infer-check's test servers sent, by the name of the vector.
        const QHash<QString, std::pair<int, QByteArray>> replies{
            {QStringLiteral("chat, api key"), {200, R"({"choices":[{"message":{"content":"ok"}}]})"}},
            {QStringLiteral("chat, empty content uses reasoning_content"),
             {200, R"({"choices":[{"message":{"content":"","reasoning_content":"because"}}]})"}},
            {QStringLiteral("chat, null content and no reasoning"),
             {200, R"({"choices":[{"message":{"content":null}}]})"}},
            {QStringLiteral("chat, 500 no retry"), {500, R"({"error": "x"})"}},
            {QStringLiteral("chat, 429 no retry"), {429, R"({"error": "slow down"})"}},
            {QStringLiteral("chat, not json"), {200, "<html>"}},
            {QStringLiteral("chat, no choices key"), {200, R"({"x": 1})"}},
            {QStringLiteral("ollama native, no logprobs"), {200, R"({"message":{"content":"yo there"},"done":true})"}},
            {QStringLiteral("ollama port, thinking on -> openai route"),
             {200, R"({"choices":[{"message":{"content":"ok"}}]})"}},
            {QStringLiteral("completions, no logprobs"), {200, R"({"choices":[{"text":"a b  c"}]})"}},
            {QStringLiteral("completions, 401"), {401, "{}"}},
            {QStringLiteral("completions, 400 has no fallback"), {400, R"({"e": 1})"}},
            {QStringLiteral("llama-cpp 503"), {503, R"({"error": "loading"})"}},
        };
        QFile file(QStringLiteral(QUANTLENS_TEST_DATA "/vectors/infer-check.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject all = base::parseJsonObject(file.readAll()).value();
        int rows = 0;
        for (const QJsonValue& value : all.value(QLatin1String("vectors")).toArray()) {
            const QJsonObject vector = value.toObject();
            if (vector.value(QLatin1String("group")).toString() != QLatin1String("http_backend"))
                continue;
            const QString name = vector.value(QLatin1String("name")).toString();
            QVERIFY2(replies.contains(name), qPrintable(name));
            QTest::newRow(qPrintable(name)) << vector << replies.value(name).second << replies.value(name).first;
            ++rows;
        }
        QCOMPARE(rows, replies.size());
    }

    /// infer-check's bodies and what it read from the replies.
    void compatible()
    {
        QFETCH(QJsonObject, vector);
        QFETCH(QByteArray, reply);
        QFETCH(int, status);
        const QJsonObject output = vector.value(QLatin1String("output")).toObject();
        const QJsonObject sent = output.value(QLatin1String("requests")).toArray().first().toObject();
        const QJsonObject result = output.value(QLatin1String("results")).toArray().first().toObject();
        const QString path = sent.value(QLatin1String("path")).toString();
        const QUrl base(vector.value(QLatin1String("input")).toObject().value(QLatin1String("base_url")).toString());
        GenerationRequest asked = request();
        asked.compatible = true;
        asked.temperature = 0.7;
        asked.chat = !path.endsWith(QLatin1String("completions")) || path.contains(QLatin1String("chat"));
        asked.thinking = vector.value(QLatin1String("name")).toString().contains(QLatin1String("thinking on"));

        const bool llama = path == QLatin1String("/completion");
        if (!llama) {
            const backends::WireRequest expected = backends::compatibleRequest(asked, base);
            QCOMPARE(expected.path, path);
            QCOMPARE(base::canonicalJson(expected.body), base::canonicalJson(sent.value(QLatin1String("body"))));
        }
        if (path == QLatin1String("/api/chat")) {
            Generation answer;
            backends::AnswerReader reader(backends::compatibleRequest(asked, base).take, QStringLiteral("h"), true,
                                          &answer);
            QVERIFY(reader.feed(reply, status, "application/json"));
            QVERIFY(reader.finish(status, "application/json"));
            QCOMPARE(answer.text, result.value(QLatin1String("text")).toString());
            return;
        }
        FakeServer server;
        server.answer(path.toUtf8(), {.status = status, .pieces = {reply}});
        net::EndpointOptions endpoint{.base = server.url()};
        const QString auth = sent.value(QLatin1String("auth")).toString();
        if (!auth.isEmpty())
            endpoint.key =
                secrets::Secret::make(auth.section(u' ', 1).toUtf8(), secrets::originOf(server.url()).value()).value();
        std::unique_ptr<backends::Backend> one;
        if (llama)
            one = std::make_unique<backends::LlamaServerBackend>(endpoint);
        else
            one = std::make_unique<OpenAiBackend>(endpoint, QStringLiteral("m"));
        const Generation answer = await(one->generate(asked, {}, {}, nullptr));
        QCOMPARE(server.received().size(), 1);
        QCOMPARE(QString::fromUtf8(server.received().first().path), path);
        QCOMPARE(base::canonicalJson(bodyOf(server.received().first())),
                 base::canonicalJson(sent.value(QLatin1String("body"))));
        QCOMPARE(QString::fromUtf8(server.received().first().headers.value("authorization")), auth);
        if (!result.contains(QLatin1String("error"))) {
            QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
            QCOMPARE(answer.text, result.value(QLatin1String("text")).toString());
            QVERIFY(answer.entries.isEmpty());
        } else {
            QCOMPARE(codeOf(answer),
                     status == 200 ? QStringLiteral("server.format") : QStringLiteral("http.%1").arg(status));
        }
    }

    /// The downgrade drops both groups for good, but no request of the first five is lost to it.
    void compatibleRace()
    {
        FakeServer server;
        server.play([](const Received& received) -> std::optional<Script> {
            return bodyOf(received).contains(QLatin1String("think")) ? refused(422, R"({"error":"think"})")
                                                                     : answered();
        });
        OpenAiBackend one({.base = server.url(), .lanes = 5}, QStringLiteral("m"));
        GenerationRequest asked = request();
        asked.compatible = true;
        std::vector<QCoro::Task<Generation>> asking;
        for (int i = 0; i < 5; ++i)
            asking.push_back(one.generate(asked, {}, {}, nullptr));
        for (auto& task : asking) {
            const Generation answer = await(std::move(task));
            QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
            QVERIFY(!answer.request.contains(QLatin1String("logprobs")));
            QCOMPARE(answer.request.value(QLatin1String("messages")).toArray().size(), 2);
        }
    }

    void ollamaBodies()
    {
        GenerationRequest asked = request();
        asked.contextTokens = 2048;
        const QJsonObject body = backends::OllamaBackend::requestBody(asked);
        const QJsonObject options = body.value(QLatin1String("options")).toObject();
        QCOMPARE(options.value(QLatin1String("num_ctx")).toInt(), 2048);
        QCOMPARE(options.value(QLatin1String("num_predict")).toInt(), 9);
        QCOMPARE(options.value(QLatin1String("repeat_penalty")).toInt(), 1);
        QCOMPARE(options.value(QLatin1String("top_k")).toInt(-1), 0);
        QCOMPARE(body.value(QLatin1String("think")), QJsonValue(false));
        QCOMPARE(body.value(QLatin1String("top_logprobs")).toInt(), 20);
        asked.contextTokens = 0;
        asked.chat = false;
        asked.serverSampling = true;
        const QJsonObject raw = backends::OllamaBackend::requestBody(asked);
        QCOMPARE(raw.value(QLatin1String("raw")), QJsonValue(true));
        const QJsonObject own = raw.value(QLatin1String("options")).toObject();
        QCOMPARE(own.value(QLatin1String("num_ctx")).toInt(), 4096);
        QVERIFY(!own.contains(QLatin1String("repeat_penalty")));
    }

    void ollamaAnswers()
    {
        FakeServer server;
        server.answer("/api/version", {.pieces = {R"({"version":"0.13.0"})"}});
        server.answer("/api/tags",
                      {.pieces = {R"({"models":[{"name":"q:1b","details":{"quantization_level":"Q4_K_M"}}]})"}});
        server.answer(
            "/api/show",
            {.pieces = {R"({"details":{"quantization_level":"Q4_K_M"},"model_info":{"qwen.context_length":4096}})"}});
        server.answer("/api/chat", {.contentType = "application/x-ndjson",
                                    .pieces = {"{\"message\":{\"content\":\"o\"},\"done\":false}\n{\"mess",
                                               "age\":{\"content\":\"k\"},\"done\":true,\"done_reason\":\"stop\"}\n"},
                                    .pieceDelayMs = 5,
                                    .chunked = true});
        backends::OllamaBackend one({.base = server.url()}, QStringLiteral("q:1b"));
        const auto info = await(one.identify(nullptr));
        QVERIFY(info);
        QCOMPARE(info->fileType, QStringLiteral("Q4_K_M"));
        QCOMPARE(info->contextPerSlot, 4096);
        QCOMPARE(info->models, QStringList{QStringLiteral("q:1b")});
        const Generation answer = await(one.generate(request(), {}, {}, nullptr));
        QVERIFY2(!answer.error, qPrintable(codeOf(answer)));
        QCOMPARE(answer.text, QStringLiteral("ok"));
    }

    void ollamaWithoutTheTag()
    {
        FakeServer server;
        server.answer("/api/version", {.pieces = {R"({"version":"0.13.0"})"}});
        server.answer("/api/tags", {.pieces = {R"({"models":[]})"}});
        backends::OllamaBackend one({.base = server.url()}, QStringLiteral("q"));
        const auto info = await(one.identify(nullptr));
        QVERIFY(!info);
        QCOMPARE(info.error().code, QStringLiteral("backend.no_model"));
        FakeServer other;
        backends::OllamaBackend none({.base = other.url()}, QStringLiteral("q"));
        QCOMPARE(await(none.identify(nullptr)).error().code, QStringLiteral("backend.not_ollama"));
    }
};

QTEST_GUILESS_MAIN(OpenAiBackendTest)
#include "openaibackend_test.moc"
