// SPDX-License-Identifier: GPL-3.0-or-later
// Following tokens on a real llama-server: 200 answers token for token, split characters included.
#include "core/backends/fingerprint.h"
#include "core/backends/llamaserverbackend.h"
#include "core/engines/engine.h"
#include "core/engines/locate.h"
#include "core/suites/suites.h"
#include "tests/support/coroutine.h"
#include "tests/support/process.h"

#include <QTest>

#include <cmath>

using namespace quantlens;
using backends::AnswerTokens;
using domain::Generation;

namespace {

/// Texts the demo model would never say: accents, other scripts, emoji, all of them split over several tokens.
QStringList foreignTexts()
{
    const QStringList pieces{QStringLiteral("naïve"), QStringLiteral("Füße"),
                             QStringLiteral("你好"),  QStringLiteral("😀"),
                             QStringLiteral("café"),  QStringLiteral("Ωmega"),
                             QStringLiteral("señor"), QStringLiteral("привет"),
                             QStringLiteral("مرحبا"), QStringLiteral("👨‍👩‍👧 family")};
    QStringList texts;
    for (int i = 0; i < 80; ++i)
        texts << QStringLiteral("%1 %2 and %3 = %4")
                     .arg(pieces.at(i % 10), pieces.at((i / 8) % 10), pieces.at((i * 7 + 3) % 10))
                     .arg(i);
    return texts;
}

} // namespace

class ForcingTest : public QObject
{
    Q_OBJECT

    net::Cancel m_cancel;
    std::shared_ptr<engines::Engine> m_f16;
    std::shared_ptr<engines::Engine> m_q2k;
    std::unique_ptr<backends::LlamaServerBackend> m_a;
    std::unique_ptr<backends::LlamaServerBackend> m_b;

    std::shared_ptr<engines::Engine> start(const QString& quant, const QStringList& args = {})
    {
        const auto program = engines::findEngine(domain::EngineKind::LlamaServer);
        const QString model = test::demoModel(quant);
        if (!program || model.isEmpty())
            return nullptr;
        auto server = test::await(engines::Engine::start(
            {.program = *program, .model = model, .contextTokens = 256, .threads = 1, .extraArgs = args}, &m_cancel));
        return server ? *server : nullptr;
    }

    static domain::GenerationRequest requestFor(const domain::Prompt& prompt)
    {
        domain::GenerationRequest request;
        request.prompt = prompt;
        request.maxTokens = 100;
        return request;
    }

    Generation answerOf(backends::Backend* backend, const domain::Prompt& prompt)
    {
        return test::await(backend->generate(requestFor(prompt), {}, {}, &m_cancel));
    }

    Generation follow(backends::Backend* backend, const domain::Prompt& prompt, const AnswerTokens& tokens)
    {
        return test::await(backend->force(requestFor(prompt), tokens, {}, &m_cancel));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_f16 = start(QStringLiteral("F16"));
        m_q2k = start(QStringLiteral("Q2_K"));
        QVERIFY2(m_f16 && m_q2k, "needs llama-server and the demo quants");
        m_a = std::make_unique<backends::LlamaServerBackend>(m_f16->url());
        m_b = std::make_unique<backends::LlamaServerBackend>(m_q2k->url());
    }

    void theServerCanBeMadeToFollow()
    {
        domain::Prompt hello;
        hello.messages = {{QStringLiteral("user"), QStringLiteral("Hello")}};
        const auto capabilities = test::await(m_a->probe(requestFor(hello), {}, &m_cancel));
        QVERIFY(capabilities.has_value());
        QCOMPARE(capabilities->forceTokens, std::optional(true));
        QCOMPARE(capabilities->renderPrompt, std::optional(true));
        QCOMPARE(capabilities->topLogprobs, 20);
    }

    void thePromptIsRenderedAsTheServerDoes()
    {
        const auto suite = suites::loadSuite(QStringLiteral("demo"));
        QVERIFY(suite.has_value());
        for (const domain::Prompt& prompt : suite->prompts.first(10)) {
            const auto rendered = test::await(m_a->render(requestFor(prompt), &m_cancel));
            QVERIFY(rendered.has_value());
            QVERIFY(rendered->text.contains(prompt.text()));
            QCOMPARE(answerOf(m_a.get(), prompt).usage.promptTokens, int(rendered->ids.size()));
        }
    }

    /// On the same engine, following changes nothing; on another quant the tokens are the same.
    void freeAnswersAreFollowed()
    {
        const auto suite = suites::loadSuite(QStringLiteral("demo"));
        QVERIFY(suite.has_value());
        int followed = 0;
        bool moved = false;
        for (const domain::Prompt& prompt : suite->prompts) {
            const Generation answer = answerOf(m_a.get(), prompt);
            QVERIFY2(!answer.failed(), qPrintable(answer.failed() ? answer.error->message : QString()));
            const auto tokens = test::await(m_a->answerTokens(answer, &m_cancel));
            QVERIFY2(tokens.has_value(), qPrintable(tokens ? QString() : tokens.error().message));
            const Generation same = follow(m_a.get(), prompt, *tokens);
            QVERIFY2(!same.failed(), qPrintable(same.failed() ? same.error->message : QString()));
            QVERIFY(same.entries.size() <= answer.entries.size());
            for (qsizetype i = 0; i < same.entries.size(); ++i) {
                QCOMPARE(same.entries.at(i).bytes, answer.entries.at(i).bytes);
                QCOMPARE(same.entries.at(i).logprob, answer.entries.at(i).logprob);
            }
            const Generation other = follow(m_b.get(), prompt, *tokens);
            QVERIFY2(!other.failed(), qPrintable(other.failed() ? other.error->message : QString()));
            QCOMPARE(other.entries.size(), same.entries.size());
            for (qsizetype i = 0; i < other.entries.size(); ++i) {
                QCOMPARE(other.entries.at(i).id, same.entries.at(i).id);
                moved = moved || other.entries.at(i).logprob != same.entries.at(i).logprob;
            }
            ++followed;
        }
        QCOMPARE(followed, 120);
        QVERIFY(moved); // else Q2_K would be F16
    }

    void splitCharactersAreFollowed()
    {
        domain::Prompt prompt;
        prompt.messages = {{QStringLiteral("user"), QStringLiteral("Say something foreign.")}};
        for (const QString& text : foreignTexts()) {
            const auto ids = test::await(m_a->tokenize(text, &m_cancel));
            QVERIFY(ids.has_value());
            // The demo tokenizer's first 256 tokens are the bytes, the others pieces of ASCII.
            AnswerTokens tokens;
            QByteArray left = text.toUtf8();
            for (qsizetype i = 0; i < ids->size(); ++i) {
                const int id = ids->at(i);
                qsizetype length = 1;
                // A longer piece is as long as the text that is this token alone.
                for (; id >= 256 && length <= left.size(); ++length) {
                    const auto one = test::await(m_a->tokenize(QString::fromLatin1(left.first(length)), &m_cancel));
                    if (one && *one == QList<int>{id})
                        break;
                }
                QVERIFY(length <= left.size());
                tokens.ids.append(id);
                tokens.bytes.append(left.first(length));
                left = left.sliced(length);
            }
            QVERIFY(left.isEmpty());
            const Generation a = follow(m_a.get(), prompt, tokens);
            QVERIFY2(!a.failed(), qPrintable(a.failed() ? a.error->message : QString()));
            QCOMPARE(a.text, text);
            // What stands there as whole characters gives back every id.
            const auto again = test::await(m_a->answerTokens(a, &m_cancel));
            QVERIFY2(again.has_value(), qPrintable(again ? QString() : again.error().message));
            QCOMPARE(again->ids, tokens.ids);
            const Generation b = follow(m_b.get(), prompt, *again);
            QVERIFY2(!b.failed(), qPrintable(b.failed() ? b.error->message : QString()));
            QCOMPARE(b.entries.size(), a.entries.size());
        }
    }

    void whatCannotBeFollowedSaysSo()
    {
        domain::Prompt prompt;
        prompt.messages = {{QStringLiteral("user"), QStringLiteral("Hello")}};
        const Generation half =
            follow(m_a.get(), prompt, {.ids = {228, 189}, .bytes = {QByteArray("\xE4"), QByteArray("\xBD")}});
        QVERIFY(half.failed());
        QCOMPARE(half.error->code, QStringLiteral("forced.tokens"));
        // The grammar's characters come, but as other tokens than the ones asked for.
        const Generation other =
            follow(m_a.get(), prompt, {.ids = {1, 2}, .bytes = {QByteArray("\xC3"), QByteArray("\xA9")}});
        QVERIFY(other.failed());
        QCOMPARE(other.error->code, QStringLiteral("forced.mismatch"));
        const Generation nothing = follow(m_a.get(), prompt, {});
        QVERIFY(!nothing.failed());
        QVERIFY(nothing.entries.isEmpty());
    }

    /// The fingerprint is the same after a restart and tells quants and KV types apart.
    void fingerprintsTellModelsApart()
    {
        const auto fingerprintOf = [this](const std::shared_ptr<engines::Engine>& server) {
            backends::LlamaServerBackend backend(server->url());
            const auto taken = test::await(backends::takeFingerprint(&backend, {}, {}, &m_cancel));
            return taken.value_or(domain::Fingerprint());
        };
        const domain::Fingerprint f16 = fingerprintOf(m_f16);
        QCOMPARE(f16.top.size(), 20);
        const auto restarted = start(QStringLiteral("F16"));
        QVERIFY(restarted != nullptr);
        const auto again = backends::compareFingerprints(f16, fingerprintOf(restarted));
        QCOMPARE(again.match, backends::FingerprintMatch::Same);
        QCOMPARE(again.delta, 0.0);
        const auto quant = backends::compareFingerprints(f16, fingerprintOf(m_q2k));
        QCOMPARE(quant.match, backends::FingerprintMatch::Other);
        const auto cached = start(QStringLiteral("F16"), {QStringLiteral("-ctk"), QStringLiteral("q8_0")});
        QVERIFY(cached != nullptr);
        const auto kv = backends::compareFingerprints(f16, fingerprintOf(cached));
        QVERIFY2(kv.delta > 0, "another KV type moves log-probabilities");
        QVERIFY(kv.match != backends::FingerprintMatch::Same);
    }

    void cleanupTestCase()
    {
        m_a.reset();
        m_b.reset();
        for (const auto& server : {m_f16, m_q2k}) {
            if (server)
                test::await(engines::Engine::stop(server));
        }
    }
};

QTEST_GUILESS_MAIN(ForcingTest)
#include "forcing_test.moc"
