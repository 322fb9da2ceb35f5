// SPDX-License-Identifier: GPL-3.0-or-later
// Replies of every dialect, whole, as event streams and as lines: nothing that a server sends may break the reader, and
// however the bytes are cut into chunks, the same answer comes out.
#include "core/backends/answerreader.h"
#include "core/backends/refusals.h"
#include "core/backends/replyparser.h"
#include "tests/fuzz/fuzz.h"

#include <cmath>

namespace {

using namespace quantlens;

struct Read
{
    domain::Generation answer;
    QString code; ///< of the error; empty: none
};

Read readReply(backends::TakeObject take, const QByteArray& contentType, bool compatible, const QByteArray& bytes,
               qsizetype chunk)
{
    Read read;
    backends::AnswerReader reader(take, QStringLiteral("h"), compatible, &read.answer);
    for (qsizetype at = 0; at < bytes.size(); at += chunk) {
        if (const auto taken = reader.feed(bytes.mid(at, chunk), 200, contentType); !taken) {
            reader.abandon();
            read.code = taken.error().code;
            return read;
        }
    }
    if (const auto done = reader.finish(200, contentType); !done)
        read.code = done.error().code;
    return read;
}

bool sameValue(float a, float b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

void checkEqual(const Read& a, const Read& b)
{
    fuzz::require(a.code == b.code, "chunks give the error that the whole gives");
    fuzz::require(a.answer.text == b.answer.text, "chunks give the text that the whole gives");
    fuzz::require(a.answer.reasoning == b.answer.reasoning, "chunks give the reasoning that the whole gives");
    fuzz::require(a.answer.finishReason == b.answer.finishReason, "chunks give the same finish reason");
    fuzz::require(a.answer.usage == b.answer.usage, "chunks give the same usage");
    fuzz::require(a.answer.entries.size() == b.answer.entries.size(), "chunks give the same number of entries");
    for (qsizetype i = 0; i < a.answer.entries.size(); ++i) {
        const domain::TokenInfo& one = a.answer.entries.at(i);
        const domain::TokenInfo& other = b.answer.entries.at(i);
        fuzz::require(one.id == other.id && one.bytes == other.bytes && sameValue(one.logprob, other.logprob) &&
                          one.top.size() == other.top.size(),
                      "chunks give the same entries");
        fuzz::require(std::isnan(one.logprob) || std::isfinite(one.logprob), "a logprob is a number or no value");
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const qsizetype chunk = 1 + qsizetype(size % 61);
    for (const backends::TakeObject take :
         {&backends::takeChatObject, &backends::takeCompletionObject, &backends::takeOllamaObject}) {
        for (const char* contentType : {"application/json", "text/event-stream", "application/x-ndjson"}) {
            for (const bool compatible : {false, true}) {
                const Read whole = readReply(take, contentType, compatible, bytes, bytes.size() + 1);
                checkEqual(whole, readReply(take, contentType, compatible, bytes, chunk));
                fuzz::require(backends::countGreedyMisses(whole.answer.entries) <= whole.answer.entries.size(),
                              "no more misses than entries");
            }
        }
    }
    const backends::Refusal refusal = backends::readRefusal(bytes);
    fuzz::require(refusal.text.size() <= 1000, "a refusal's words are bounded");
    const base::Error error = backends::httpError(400, "application/json", bytes, QStringLiteral("h"));
    fuzz::require(!error.message.contains(u'\n'), "an error is one line");
    return 0;
}
