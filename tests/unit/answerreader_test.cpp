// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/answerreader.h"
#include "core/backends/replyparser.h"
#include "core/base/json.h"

#include <QTest>

#include <cmath>

using namespace quantlens;
using backends::AnswerReader;
using backends::ThinkSplitter;
using domain::Generation;
using domain::Part;

/// Replies of all protocols, however their bytes come.
class AnswerReaderTest : public QObject
{
    Q_OBJECT

    struct Read
    {
        Generation answer;
        QString code;
    };

    static Read read(backends::TakeObject take, const QByteArray& bytes, const QByteArray& type, qsizetype piece,
                     bool compatible = false)
    {
        Read result;
        AnswerReader reader(take, QStringLiteral("h"), compatible, &result.answer);
        for (qsizetype at = 0; at < bytes.size(); at += piece) {
            if (const auto fed = reader.feed(bytes.mid(at, piece), 200, type); !fed) {
                result.code = fed.error().code;
                return result;
            }
        }
        if (const auto done = reader.finish(200, type); !done)
            result.code = done.error().code;
        return result;
    }

    static Read stream(const QByteArray& bytes, qsizetype piece = 1)
    {
        return read(&backends::takeChatObject, bytes, "text/event-stream", piece);
    }

    static Read whole(const QByteArray& bytes) { return read(&backends::takeChatObject, bytes, "application/json", 7); }

    static QByteArray delta(const QByteArray& fields) { return "{\"choices\":[{\"delta\":{" + fields + "}}]}"; }

    static QByteArray chat(const QByteArray& message, const QByteArray& logprobs = "null")
    {
        return "{\"choices\":[{\"message\":{" + message + "},\"logprobs\":" + logprobs +
               ",\"finish_reason\":\"stop\"}]}";
    }

private Q_SLOTS:
    void streamForms_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray one = "data: " + delta("\"content\":\"Gr\xC3\xBC\"");
        const QByteArray two = "data: " + delta("\"content\":\"\xC3\x9F"
                                                "e\"");
        QTest::newRow("LF") << one + "\n\n" + two + "\n\ndata: [DONE]\n\n";
        QTest::newRow("CRLF") << one + "\r\n\r\n" + two + "\r\n\r\ndata: [DONE]\r\n\r\n";
        QTest::newRow("CR") << one + "\r\r" + two + "\r\rdata: [DONE]\r\r";
        QTest::newRow("BOM") << "\xEF\xBB\xBF" + one + "\n\n" + two + "\n\ndata:[DONE]\n\n";
        QTest::newRow("comments") << ": OPENROUTER PROCESSING\n\n" + one + "\n\n: ping\n\nevent: x\nid: 3\nretry: 9\n" +
                                         two + "\n\ndata: [DONE] \n\n";
        QTest::newRow("several lines")
            << "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\ndata: \"Gr\xC3\xBC\"}}]}\n\n" + two +
                   "\n\ndata: [DONE]\n\n";
        QTest::newRow("duplicate keys") << "data: " + delta("\"content\":\"no\",\"content\":\"Gr\xC3\xBC\"") + "\n\n" +
                                               two + "\n\ndata: [DONE]\n\n";
        QTest::newRow("huge integers")
            << "data: {\"created\":99999999999999999999,\"usage\":{\"prompt_tokens\":18446744073709551616},"
               "\"choices\":[{\"delta\":{\"content\":\"Gr\xC3\xBC\"}}]}\n\n" +
                   two + "\n\ndata: [DONE]\n\n";
    }

    void streamForms()
    {
        QFETCH(QByteArray, bytes);
        for (const qsizetype piece : {1, 2, 5, 64, 100'000}) {
            const Read result = stream(bytes, piece);
            QCOMPARE(result.code, QString());
            QCOMPARE(result.answer.text, QStringLiteral("Grüße"));
            QCOMPARE(result.answer.usage.promptTokens, -1);
            // The bytes tell what a wrong content type hides.
            const Read mislabelled = read(&backends::takeChatObject, bytes, "application/json", piece);
            if (!bytes.startsWith("\xEF\xBB\xBF"))
                QCOMPARE(mislabelled.answer.text, QStringLiteral("Grüße"));
        }
    }

    void brokenStreams()
    {
        QCOMPARE(stream("data: " + delta("\"content\":\"a\"") + "\n\n").code, QStringLiteral("server.incomplete"));
        QCOMPARE(stream("data: nonsense\n\n").code, QStringLiteral("server.format"));
        QCOMPARE(stream("data: {\"error\":{\"message\":\"x\",\"code\":502},\"choices\":[]}\n\n").code,
                 QStringLiteral("server.error"));
        QCOMPARE(stream("data: {\"error\":\"overloaded\"}\n\n").code, QStringLiteral("server.error"));
        QCOMPARE(whole("").code, QStringLiteral("server.incomplete"));
        QCOMPARE(whole("{\"object\":\"list\"}").code, QStringLiteral("server.format"));
        QCOMPARE(whole("{\"choices\":[{\"message\":").code, QStringLiteral("server.format"));
    }

    void invalidUtf8BecomesVisible()
    {
        const Read clean = stream("data: {\"choices\":[{\"delta\":{\"content\":\"a\xFFz\"}}]}\n\ndata: [DONE]\n\n");
        QCOMPARE(clean.code, QString());
        QCOMPARE(clean.answer.text, QStringLiteral("a\uFFFDz"));
    }

    void endlessStreamsEnd()
    {
        Generation answer;
        AnswerReader reader(&backends::takeChatObject, QStringLiteral("h"), false, &answer);
        const QByteArray events = QByteArray("data: {\"choices\":[]}\n\n").repeated(20'000);
        QString code;
        for (int i = 0; i < 200 && code.isEmpty(); ++i) {
            if (const auto fed = reader.feed(events, 200, "text/event-stream"); !fed)
                code = fed.error().code;
        }
        QCOMPARE(code, QStringLiteral("network.too_large"));
        for (const QByteArray type : {"text/event-stream", "application/x-ndjson"}) {
            Generation other;
            AnswerReader line(&backends::takeOllamaObject, QStringLiteral("h"), false, &other);
            code.clear();
            for (int i = 0; i < 40 && code.isEmpty(); ++i) {
                if (const auto fed = line.feed(QByteArray(1 << 20, 'x'), 200, type); !fed)
                    code = fed.error().code;
            }
            QCOMPARE(code, QStringLiteral("network.too_large"));
        }
    }

    void thinkBlocks_data()
    {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<QString>("reasoning");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const char* raw, const char* reasoning, const char* text) {
            QTest::newRow(name) << QString::fromUtf8(raw) << QString::fromUtf8(reasoning) << QString::fromUtf8(text);
        };
        row("none", "plain <b>text</b>", "", "plain <b>text</b>");
        row("block", "<think>hm, ä</think>\n\nParis.", "hm, ä", "Paris.");
        row("blank before", "\n <think>\nhm\n</think>x", "\nhm\n", "x");
        row("empty", "<think>\n\n</think>\n\nok", "\n\n", "ok");
        row("never closed", "<think>and on", "and on", "");
        row("half a closing tag", "<think>a</thi", "a</thi", "");
        row("opened in the prompt", "so it is</think>\n42", "so it is", "42");
        row("half an opening tag", "<thi", "", "<thi");
        row("almost a tag", "<thing> it", "", "<thing> it");
        row("later block stays", "Say <think>no</think>", "Say <think>no", "");
        row("second block stays", "<think>a</think>b</think>c", "a", "b</think>c");
    }

    void thinkBlocks()
    {
        QFETCH(QString, raw);
        QFETCH(QString, reasoning);
        QFETCH(QString, text);
        for (const qsizetype piece : {1, 2, 3, 1000}) {
            ThinkSplitter splitter;
            Generation answer;
            for (qsizetype at = 0; at < raw.size(); at += piece) {
                splitter.feed(raw.mid(at, piece), answer);
                QVERIFY(!answer.text.contains(QLatin1String("</thin")) || text.contains(QLatin1String("</thin")) ||
                        raw.startsWith(QLatin1String("so")) || raw.startsWith(QLatin1String("Say")));
            }
            splitter.finish(answer);
            QCOMPARE(answer.reasoning, reasoning);
            QCOMPARE(answer.text, text);
        }
    }

    void entriesOfThinkBlocks()
    {
        Generation answer;
        QByteArray content;
        for (const QByteArray token : {"<think>", "h", "m", "</", "think", ">", "\n\n", "Pa", "ris"}) {
            answer.entries.append({1, token, -0.5F, {}});
            content += token;
        }
        ThinkSplitter splitter;
        splitter.feed(QString::fromUtf8(content), answer);
        splitter.finish(answer);
        QByteArray text;
        for (const domain::TokenInfo& entry : answer.entries) {
            if (entry.part == Part::Content)
                text += entry.bytes;
        }
        QCOMPARE(QString::fromUtf8(text), answer.text);
        QCOMPARE(answer.text, QStringLiteral("Paris"));
    }

    /// One list of entries for reasoning and text that came apart.
    void reasoningApart()
    {
        const auto entry = [](const QByteArray& token) {
            return "{\"token\":\"" + token + "\",\"logprob\":-1,\"top_logprobs\":[]}";
        };
        for (const QByteArray field : {"reasoning_content", "reasoning"}) {
            const Read result = whole(chat("\"content\":\"no\",\"" + field + "\":\"hm\"",
                                           "{\"content\":[" + entry("hm") + ',' + entry("</think>") + ',' + entry("n") +
                                               ',' + entry("o") + "]}"));
            QCOMPARE(result.code, QString());
            QCOMPARE(result.answer.text, QStringLiteral("no"));
            QCOMPARE(result.answer.reasoning, QStringLiteral("hm"));
            QCOMPARE(result.answer.entries.at(1).part, Part::Reasoning);
            QCOMPARE(result.answer.entries.at(2).part, Part::Content);
            QCOMPARE(result.answer.entries.at(2).bytes, QByteArray("n"));
        }
    }

    void contentForms()
    {
        QCOMPARE(whole(chat("\"content\":null")).answer.text, QString());
        QCOMPARE(whole(chat("\"content\":null")).code, QString());
        QCOMPARE(whole(chat(R"("content":[{"type":"text","text":"a"},{"type":"text","text":"b"}])")).answer.text,
                 QStringLiteral("ab"));
        const Read compatible =
            read(&backends::takeChatObject, chat(R"("content":null,"reasoning_content":"because <think>x</think>")"),
                 "application/json", 9, true);
        QCOMPARE(compatible.answer.text, QStringLiteral("because <think>x</think>"));
    }

    void noValues()
    {
        const Read result = whole(chat(
            "\"content\":\"abcd\"",
            R"({"content":[{"token":"a","logprob":-9999.0,"top_logprobs":[]},{"token":"b","logprob":null},{"token":"c","logprob":NaN},{"token":"d","logprob":-0.25,"top_logprobs":[{"token":"d","logprob":-0.25},{"token":"e","logprob":-Infinity}]}]})"));
        QCOMPARE(result.answer.entries.size(), 4);
        for (int i = 0; i < 3; ++i)
            QVERIFY(std::isnan(result.answer.entries.at(i).logprob));
        QCOMPARE(result.answer.entries.at(3).logprob, -0.25F);
        QVERIFY(std::isnan(result.answer.entries.at(3).top.at(1).logprob));
    }

    /// Tokens that come without log-probabilities keep their places among those that have some.
    void holesAmongEntries()
    {
        const auto token = [](const QByteArray& text) {
            return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text +
                   "\"},\"logprobs\":{\"content\":[{\"token\":\"" + text +
                   "\",\"logprob\":-0.5,\"top_logprobs\":[{\"token\":\"" + text + "\",\"logprob\":-0.5}]}]}}]}\n\n";
        };
        const auto plain = [](const QByteArray& text) {
            return "data: " + delta("\"content\":\"" + text + "\"") + "\n\n";
        };
        const QByteArray end = "data: [DONE]\n\n";
        const auto piecesOf = [](const Generation& answer) {
            QByteArrayList pieces;
            for (const domain::TokenInfo& entry : answer.entries)
                pieces.append((entry.top.isEmpty() ? "-" : "+") + entry.bytes);
            return pieces.join(' ');
        };
        QCOMPARE(piecesOf(stream(token("a") + plain("b") + plain("c") + token("d") + end).answer),
                 QByteArray("+a -b -c +d"));
        QCOMPARE(piecesOf(stream(plain("a") + plain("b") + token("c") + end).answer), QByteArray("-ab +c"));
        QCOMPARE(piecesOf(stream(token("a") + plain("b") + end).answer), QByteArray("+a -b"));
        // Without any there is nothing to keep in place.
        QVERIFY(stream(plain("a") + plain("b") + end).answer.entries.isEmpty());
        // A server that sends text and log-probabilities apart has no holes.
        const QByteArray apart = "data: {\"choices\":[{\"delta\":{},\"logprobs\":{\"content\":[{\"token\":\"b\","
                                 "\"logprob\":-0.5,\"top_logprobs\":[{\"token\":\"b\",\"logprob\":-0.5}]}]}}]}\n\n";
        QCOMPARE(piecesOf(stream(token("a") + plain("b") + apart + end).answer), QByteArray("+a +b"));
    }

    void legacyCompletions()
    {
        const Read result = whole(
            R"({"model":"m","choices":[{"text":" Paris.","finish_reason":"length","logprobs":{"tokens":[" Paris","."],"token_logprobs":[null,-9999],"text_offset":[0,6],"top_logprobs":[{" Lyon":-3.5," Paris":-0.5," A":-1},null]}}],"usage":{"prompt_tokens":5,"completion_tokens":2}})");
        QCOMPARE(result.code, QString());
        QCOMPARE(result.answer.text, QStringLiteral(" Paris."));
        QVERIFY(result.answer.truncated());
        QCOMPARE(result.answer.usage.completionTokens, 2);
        QCOMPARE(result.answer.entries.size(), 2);
        QVERIFY(std::isnan(result.answer.entries.first().logprob));
        const auto& top = result.answer.entries.first().top;
        QCOMPARE(top.size(), 3);
        QCOMPARE(top.at(0).bytes, QByteArray(" Paris"));
        QCOMPARE(top.at(2).bytes, QByteArray(" Lyon"));
        QVERIFY(result.answer.entries.last().top.isEmpty());
    }

    /// mlx_lm.server of 2024 gives token ids where others give texts.
    void idsInPlaceOfTokens()
    {
        const Read result = whole(
            R"({"choices":[{"message":{"content":"hi"},"finish_reason":"stop","logprobs":{"tokens":[17],"token_logprobs":[-0.1],"top_logprobs":[{"17":-0.1,"4":-2}]}}]})");
        QCOMPARE(result.answer.entries.size(), 1);
        QCOMPARE(result.answer.entries.first().id, 17);
        QVERIFY(result.answer.entries.first().bytes.isEmpty());
        QCOMPARE(result.answer.entries.first().top.last().id, 4);
    }

    void llamaServerBefore2025()
    {
        const Read result = read(
            &backends::takeCompletionObject,
            R"({"content":"Hi","stop":true,"stopped_limit":true,"tokens_predicted":1,"completion_probabilities":[{"content":"Hi","probs":[{"tok_str":"Ho","prob":0.5},{"tok_str":"Hi","prob":0.25},{"tok_str":"x","prob":0}]}]})",
            "application/json", 11);
        QCOMPARE(result.code, QString());
        QVERIFY(result.answer.truncated());
        const domain::TokenInfo& entry = result.answer.entries.first();
        QCOMPARE(entry.bytes, QByteArray("Hi"));
        QVERIFY(std::abs(entry.logprob - std::log(0.25F)) < 1e-6F);
        QVERIFY(std::isnan(entry.top.at(2).logprob));
        QCOMPARE(backends::countGreedyMisses(result.answer.entries), 1);
    }

    void ollamaStream()
    {
        const QByteArray bytes =
            R"({"model":"q","message":{"role":"assistant","content":"","thinking":"hm"},"done":false,"logprobs":[{"token":"hm","logprob":-1}]})"
            "\n"
            R"({"model":"q","message":{"role":"assistant","content":"Grün"},"done":false,"logprobs":[{"token":"Gr","bytes":[71,114],"logprob":-0.5,"top_logprobs":[{"token":"Gr","logprob":-0.5}]}]})"
            "\n"
            R"({"model":"q","message":{"role":"assistant","content":""},"done":true,"done_reason":"length","eval_count":3,"eval_duration":1500000000,"prompt_eval_count":9,"prompt_eval_duration":1000000000})"
            "\n";
        for (const qsizetype piece : {1, 13, 5000}) {
            for (const QByteArray type : {"application/x-ndjson", "application/json", "text/plain"}) {
                const Read result = read(&backends::takeOllamaObject, bytes, type, piece);
                QCOMPARE(result.code, QString());
                QCOMPARE(result.answer.text, QStringLiteral("Grün"));
                QCOMPARE(result.answer.reasoning, QStringLiteral("hm"));
                QCOMPARE(result.answer.entries.first().part, Part::Reasoning);
                QCOMPARE(result.answer.entries.last().top.size(), 1);
                QVERIFY(result.answer.truncated());
                QCOMPARE(result.answer.usage.promptTokens, 9);
                QCOMPARE(result.answer.usage.completionTokens, 3);
                QCOMPARE(result.answer.timings.generatedPerSecond, 2.0);
                QCOMPARE(result.answer.timings.promptPerSecond, 9.0);
            }
        }
        const QByteArray cut = bytes.first(bytes.indexOf('\n') + 1);
        QCOMPARE(read(&backends::takeOllamaObject, cut, "application/x-ndjson", 3).code,
                 QStringLiteral("server.incomplete"));
        QCOMPARE(
            read(&backends::takeOllamaObject, cut + "{\"error\":\"out of memory\"}\n", "application/x-ndjson", 3).code,
            QStringLiteral("server.error"));
        QCOMPARE(read(&backends::takeOllamaObject, "{\"x\":1}\n", "application/x-ndjson", 3).code,
                 QStringLiteral("server.format"));
    }
};

QTEST_GUILESS_MAIN(AnswerReaderTest)
#include "answerreader_test.moc"
