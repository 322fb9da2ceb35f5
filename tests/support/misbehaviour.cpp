// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/misbehaviour.h"

#include "core/base/json.h"
#include "tests/support/fakestate.h"
#include "tests/support/gzipbomb.h"
#include "tests/support/refusals.h"

#include <QRegularExpression>

#include <algorithm>

namespace quantlens::test {

namespace {

using Rewrite = Script (*)(const Misbehaviour&, const Received&, Script);

struct FaultRule
{
    Fault fault;
    const char* name;
    bool replaces; ///< needs no good answer
    Rewrite rewrite;
};

QByteArray wholeBody(const Script& script)
{
    return script.pieces.join();
}

bool isEventStream(const Script& script)
{
    return script.contentType.startsWith("text/event-stream");
}

bool asksForStream(const Received& request)
{
    const auto body = base::parseJsonObject(request.body);
    const bool ollama = request.path.contains("/api/"); // streams unless told not to
    return body && (*body)[QLatin1StringView("stream")].toBool(ollama);
}

/// The same bytes in pieces that end at these offsets.
Script withPieces(Script script, const QByteArray& body, const QList<qsizetype>& cuts)
{
    script.pieces.clear();
    qsizetype begin = 0;
    for (const qsizetype cut : cuts) {
        script.pieces.append(body.sliced(begin, cut - begin));
        begin = cut;
    }
    script.pieces.append(body.sliced(begin));
    script.pieceDelayMs = 1; // else the kernel joins them
    return script;
}

Script withBody(Script script, const QByteArray& body)
{
    script.pieces = {body};
    return script;
}

/// Replaces every match; an event stream's or NDJSON's events stay one line each.
Script replaceAll(Script script, const QString& pattern, const QString& with)
{
    // Latin-1 keeps every byte as it is.
    QString text = QString::fromLatin1(wholeBody(script));
    text.replace(QRegularExpression(pattern), with);
    return withBody(std::move(script), text.toLatin1());
}

Script everyThirdLogprob(Script script, const QString& word)
{
    const QRegularExpression number(QStringLiteral(R"((logprob"\s*:\s*)(-?[0-9.eE+-]+))"));
    const QString text = QString::fromLatin1(wholeBody(script));
    QString changed;
    qsizetype at = 0;
    int count = 0;
    for (const QRegularExpressionMatch& match : number.globalMatch(text)) {
        if (++count % 3 != 0)
            continue;
        changed += QStringView(text).sliced(at, match.capturedStart(2) - at);
        changed += word;
        at = match.capturedEnd(2);
    }
    changed += QStringView(text).sliced(at);
    return withBody(std::move(script), changed.toLatin1());
}

Script tooMany(const Misbehaviour& order, const Received&, Script)
{
    QByteArrayList headers;
    if (order.retryAfter >= 0)
        headers.append("Retry-After: " + QByteArray::number(order.retryAfter));
    return jsonScript(429, errorBody(QStringLiteral("Rate limit reached"), QStringLiteral("rate_limit_error"), 429),
                      headers);
}

Script serverError(const Misbehaviour& order, const Received&, Script)
{
    const int status = order.status ? order.status : 500;
    return jsonScript(status, errorBody(QStringLiteral("Something broke"), QStringLiteral("server_error"), status));
}

Script halfOf(Script good, bool reset)
{
    const QByteArray body = wholeBody(good);
    good.pieces = {body.first(body.size() / 2)};
    good.cutOff = true;
    good.reset = reset;
    return good;
}

Script drip(const Misbehaviour& order, const Received&, Script good)
{
    const QByteArray body = wholeBody(good);
    good.pieces.clear();
    for (qsizetype i = 0; i < body.size(); ++i)
        good.pieces.append(body.sliced(i, 1));
    good.pieceDelayMs = order.delayMs ? order.delayMs : 100;
    return good;
}

Script endlessEvents(const Misbehaviour& order, const Received& request, Script)
{
    Script script{.contentType = "text/event-stream", .pieceDelayMs = order.delayMs ? order.delayMs : 1};
    script.endless = true;
    if (request.path.contains("/api/")) {
        script.contentType = "application/x-ndjson";
        script.pieces = {"{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"response\":\"\",\"done\":false}\n"};
    } else if (request.path.contains("/chat/")) {
        script.pieces = {"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":null}]}\n\n"};
    } else if (request.path.contains("/v1/")) {
        script.pieces = {"data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":null}]}\n\n"};
    } else {
        script.pieces = {"data: {\"index\":0,\"content\":\"\",\"tokens\":[],\"stop\":false}\n\n"};
    }
    return script;
}

Script bomb(const Misbehaviour&, const Received&, Script)
{
    static const QByteArray gzip = gzipBomb();
    return {.headers = {"Content-Encoding: gzip"}, .pieces = {gzip}};
}

Script redirect(const Misbehaviour& order, const Received& request, Script)
{
    return {.status = 307, .headers = {"Location: " + order.target.toEncoded() + request.path}};
}

Script splitCharacters(const Misbehaviour&, const Received&, Script good)
{
    const QByteArray body = wholeBody(good);
    QList<qsizetype> cuts;
    for (qsizetype i = 0; i + 1 < body.size(); ++i) {
        if (uchar(body[i]) >= 0xC0)
            cuts.append(i + 1);
    }
    return withPieces(std::move(good), body, cuts);
}

Script splitSmall(const Misbehaviour&, const Received&, Script good)
{
    const QByteArray body = wholeBody(good);
    QList<qsizetype> cuts;
    for (qsizetype i = 7; i < body.size(); i += 7)
        cuts.append(i);
    return withPieces(std::move(good), body, cuts);
}

Script lineEnds(Script good, const QByteArray& end)
{
    QByteArray body = wholeBody(good);
    body.replace('\n', end);
    return withBody(std::move(good), body);
}

Script comments(const Misbehaviour&, const Received&, Script good)
{
    QByteArray body = wholeBody(good);
    body.replace("data: ", ": keep-alive\n\ndata: ");
    return withBody(std::move(good), body);
}

Script errorInOk(const Misbehaviour&, const Received& request, Script)
{
    const QByteArray error = base::canonicalJson(
        errorBody(QStringLiteral("CUDA error: out of memory"), QStringLiteral("server_error"), 500));
    if (!asksForStream(request))
        return {.pieces = {error}};
    if (request.path.contains("/api/"))
        return {.contentType = "application/x-ndjson",
                .pieces = {R"({"error":"CUDA error: out of memory"})"
                           "\n"}};
    return {.contentType = "text/event-stream", .pieces = {"data: " + error + "\n\n"}, .chunked = true};
}

Script noChoices(const Misbehaviour&, const Received&, Script good)
{
    return replaceAll(std::move(good), QStringLiteral(R"re("(choices|content|response|message)"\s*:)re"),
                      QStringLiteral("\"nothing_\\1\":"));
}

Script noEndMark(const Misbehaviour&, const Received&, Script good)
{
    QByteArray body;
    const QByteArray separator = isEventStream(good) ? "\n\n" : "\n";
    qsizetype at = 0;
    const QByteArray whole = wholeBody(good);
    while (at < whole.size()) {
        const qsizetype found = whole.indexOf(separator, at);
        const qsizetype end = found < 0 ? whole.size() : found + separator.size();
        const QByteArray event = whole.sliced(at, end - at);
        static const QRegularExpression last(
            QStringLiteral(R"re(\[DONE\]|"(done|stop)"\s*:\s*true|"finish_reason"\s*:\s*")re"));
        if (!last.match(QString::fromLatin1(event)).hasMatch())
            body += event;
        at = end;
    }
    return withBody(std::move(good), body);
}

Script invalidUtf8(const Misbehaviour&, const Received&, Script good)
{
    return replaceAll(std::move(good), QStringLiteral(R"re("(content|text|response)"\s*:\s*"(?!"))re"),
                      QStringLiteral("\"\\1\":\"\u00FF\u00FE\u00C3"));
}

Script duplicateKeys(const Misbehaviour&, const Received&, Script good)
{
    return replaceAll(std::move(good), QStringLiteral(R"re(\{(?!\}))re"),
                      QStringLiteral("{\"content\":\"first\",\"model\":\"first\","));
}

Script hugeIntegers(const Misbehaviour&, const Received&, Script good)
{
    return replaceAll(
        std::move(good),
        QStringLiteral(R"re("(id|created|prompt_tokens|tokens_evaluated|prompt_eval_count)"\s*:\s*\d+)re"),
        QStringLiteral("\"\\1\":36893488147419103232"));
}

// One row a fault: its name, whether it needs a good answer, and what it does.
constexpr FaultRule faultRules[] = {
    {Fault::RefuseFields, "refuse-fields", false, refuse},
    {Fault::TooManyRequests, "too-many-requests", true, tooMany},
    {Fault::ServerError, "server-error", true, serverError},
    {Fault::ResetBeforeFirstByte, "reset-before-first-byte", true,
     [](const Misbehaviour&, const Received&, Script) { return Script{.closeAtOnce = true, .reset = true}; }},
    {Fault::ResetAfterFirstByte, "reset-after-first-byte", false,
     [](const Misbehaviour&, const Received&, Script good) { return halfOf(std::move(good), true); }},
    {Fault::CloseAfterFirstByte, "close-after-first-byte", false,
     [](const Misbehaviour&, const Received&, Script good) { return halfOf(std::move(good), false); }},
    {Fault::SlowDrip, "slow-drip", false, drip},
    {Fault::EndlessBody, "endless-body", true,
     [](const Misbehaviour&, const Received&, Script) {
         return Script{.pieces = {"{\"content\":\"", QByteArray(16'384, 'x')}, .endless = true};
     }},
    {Fault::EndlessEvents, "endless-events", true, endlessEvents},
    {Fault::GzipBomb, "gzip-bomb", true, bomb},
    {Fault::Redirect, "redirect", true, redirect},
    {Fault::NanLogprobs, "nan-logprobs", false,
     [](const Misbehaviour&, const Received&, Script good) {
         return everyThirdLogprob(std::move(good), QStringLiteral("NaN"));
     }},
    {Fault::InfinityLogprobs, "infinity-logprobs", false,
     [](const Misbehaviour&, const Received&, Script good) {
         return everyThirdLogprob(std::move(good), QStringLiteral("-Infinity"));
     }},
    {Fault::Crlf, "crlf", false,
     [](const Misbehaviour&, const Received&, Script good) { return lineEnds(std::move(good), "\r\n"); }},
    {Fault::CrOnly, "cr-only", false,
     [](const Misbehaviour&, const Received&, Script good) { return lineEnds(std::move(good), "\r"); }},
    {Fault::Comments, "comments", false, comments},
    {Fault::SplitJson, "split-json", false, splitSmall},
    {Fault::SplitUtf8, "split-utf8", false, splitCharacters},
    {Fault::Bom, "bom", false,
     [](const Misbehaviour&, const Received&, Script good) {
         good.pieces.prepend("\xEF\xBB\xBF");
         return good;
     }},
    {Fault::Html, "html", true,
     [](const Misbehaviour&, const Received&, Script) {
         return Script{.contentType = "text/html",
                       .pieces = {"<!DOCTYPE html><html><body><h1>It works!</h1></body></html>"}};
     }},
    {Fault::EmptyBody, "empty-body", true, [](const Misbehaviour&, const Received&, Script) { return Script{}; }},
    {Fault::WrongContentType, "wrong-content-type", false,
     [](const Misbehaviour&, const Received&, Script good) {
         good.contentType = "text/plain";
         return good;
     }},
    {Fault::ErrorInOk, "error-in-ok", true, errorInOk},
    {Fault::NoChoices, "no-choices", false, noChoices},
    {Fault::NoEndMark, "no-end-mark", false, noEndMark},
    {Fault::InvalidUtf8, "invalid-utf8", false, invalidUtf8},
    {Fault::DuplicateKeys, "duplicate-keys", false, duplicateKeys},
    {Fault::HugeIntegers, "huge-integers", false, hugeIntegers},
    {Fault::DeepNesting, "deep-nesting", true,
     [](const Misbehaviour&, const Received&, Script) { return Script{.pieces = {QByteArray(100'000, '[')}}; }},
    {Fault::Silent, "silent", true,
     [](const Misbehaviour&, const Received&, Script) { return Script{.silent = true}; }},
    {Fault::Delay, "delay", false,
     [](const Misbehaviour& order, const Received&, Script good) {
         good.delayMs += order.delayMs;
         return good;
     }},
};

const FaultRule& ruleOf(Fault fault)
{
    return *std::ranges::find(faultRules, fault, &FaultRule::fault);
}

} // namespace

bool concerns(const Misbehaviour& order, const Received& request)
{
    if (!order.path.isEmpty() && order.path != barePath(request.path))
        return false;
    const int number = order.path.isEmpty() ? request.number : request.ofPath;
    return (order.nth.isEmpty() || order.nth.contains(number)) && number >= order.from &&
           (order.contains.isEmpty() || request.body.contains(order.contains));
}

bool replaces(const Misbehaviour& order, const Received& request)
{
    return ruleOf(order.fault).replaces ||
           (order.fault == Fault::RefuseFields && !refusedField(order, request).isEmpty());
}

Script misbehaved(const Misbehaviour& order, const Received& request, Script good)
{
    return ruleOf(order.fault).rewrite(order, request, std::move(good));
}

std::optional<Fault> faultByName(const QString& name)
{
    const auto found =
        std::ranges::find_if(faultRules, [&](const FaultRule& rule) { return name == QLatin1StringView(rule.name); });
    return found == std::end(faultRules) ? std::nullopt : std::optional(found->fault);
}

std::optional<Refusal> refusalByName(const QString& name)
{
    static const QHash<QString, Refusal> names{{QStringLiteral("openai"), Refusal::OpenAi},
                                               {QStringLiteral("fastapi"), Refusal::FastApi},
                                               {QStringLiteral("implied"), Refusal::Implied},
                                               {QStringLiteral("plain"), Refusal::Plain}};
    const auto found = names.constFind(name);
    return found == names.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace quantlens::test
