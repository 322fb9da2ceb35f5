// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/prompt.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <limits>
#include <optional>

namespace quantlens::domain {

inline constexpr float noLogprob = std::numeric_limits<float>::quiet_NaN();

/// Which part of an answer a token belongs to.
enum class Part : quint8 {
    Content,
    Reasoning,
    ToolCall,
};

/// One alternative of a position's top list.
struct TopToken
{
    qint32 id = -1; ///< -1: the server gave none
    QByteArray bytes;
    float logprob = noLogprob; ///< natural log; NaN: no value

    bool operator==(const TopToken&) const = default;
};

/// One entry of a generated stream. A character split over several tokens comes as one entry.
struct TokenInfo
{
    qint32 id = -1;   ///< -1: the server gave none
    QByteArray bytes; ///< the truth; text is rebuilt from these
    float logprob = noLogprob;
    QList<TopToken> top; ///< as the server ordered them, best first
    Part part = Part::Content;

    bool operator==(const TokenInfo&) const = default;
};

/// Times of one request, in milliseconds; NaN where not measured.
struct Timings
{
    double queuedAt = std::numeric_limits<double>::quiet_NaN();           ///< since the run began
    double sentAt = std::numeric_limits<double>::quiet_NaN();             ///< since the run began
    double firstByte = std::numeric_limits<double>::quiet_NaN();          ///< since sent
    double firstToken = std::numeric_limits<double>::quiet_NaN();         ///< since sent
    double total = std::numeric_limits<double>::quiet_NaN();              ///< since sent
    double promptPerSecond = std::numeric_limits<double>::quiet_NaN();    ///< tokens/s, as the server says
    double generatedPerSecond = std::numeric_limits<double>::quiet_NaN(); ///< tokens/s, as the server says
};

/// Token counts as the server reports them; -1 where it does not.
struct Usage
{
    int promptTokens = -1;
    int completionTokens = -1;
    int cachedTokens = -1;

    bool operator==(const Usage&) const = default;
};

/// Who answered.
struct ServerIdentity
{
    QString model; ///< the name the reply carries
    QString build; ///< system_fingerprint or build_info
    int slot = -1;
    int attempt = 1; ///< 1 for the first try

    bool operator==(const ServerIdentity&) const = default;
};

/// Why a request of a run is made. Values are stored: never renumber.
enum class Pass : quint8 {
    Answer = 0,      ///< what the run is about: a side's free answer
    Reference = 1,   ///< stress: at concurrency 1, before the levels (repeat 0 and 1)
    Forced = 2,      ///< the side was made to follow the baseline's tokens; entries stand on those
    RepeatCheck = 3, ///< the baseline again, nothing changed
    CacheCheck = 4,  ///< the baseline again with the prompt cache on
    LoadCheck = 5,   ///< the baseline again with as many in flight as there are slots
};

/// "answer", "reference", "forced", "repeat check", "cache check", "load check".
[[nodiscard]] QString name(Pass pass);
[[nodiscard]] std::optional<Pass> passFromName(const QString& text);

/// What makes a generation unique in its run: a key is asked once, and asked again only after a failure.
struct GenerationKey
{
    int side = 0;
    QString promptId;
    int repeat = 0;
    int level = 0; ///< requests in flight asked for by a stress level; 0 elsewhere
    Pass pass = Pass::Answer;

    auto operator<=>(const GenerationKey&) const = default;
    bool operator==(const GenerationKey&) const = default;
};

/// What one request asks.
struct GenerationRequest
{
    Prompt prompt;
    QString model; ///< the model name to send
    int maxTokens = 1024;
    double temperature = 0;
    quint32 seed = 42;
    int topLogprobs = 20; ///< 0: none wanted
    bool thinking = false;
    bool chat = true;
    bool stream = true;
    bool cachePrompt = false;
    bool serverSampling = false; ///< leave the samplers to the server
    bool compatible = false;     ///< send infer-check's request: its k, its empty system message, no neutral samplers
    QList<int> promptIds = {};   ///< raw requests: the prompt as token ids instead of its text
    QString grammar = {};        ///< raw requests to llama-server: what the answer must be; empty: nothing
    int contextTokens = 0;       ///< of servers that want it with the request (Ollama's num_ctx); 0: not said
};

/// One answer, or one recorded failure to get it. `error` tells which; text may be partial then.
struct Generation
{
    qint64 rowId = 0; ///< the store's number, 0 before it is stored
    QString runId;
    int side = 0; ///< index of the model in the run's plan: 0 = A, 1 = B
    QString promptId;
    int repeat = 0;
    int level = 0;
    Pass pass = Pass::Answer;

    QString text; ///< the answer without reasoning
    QString reasoning;
    QList<TokenInfo> entries; ///< empty when the server gave no logprobs
    QString finishReason;     ///< "stop", "length", …; empty on failure
    Timings timings;
    Usage usage;
    ServerIdentity server;
    QList<int> ids = {};      ///< the answer's tokens where a request asked for them; not stored
    QString promptHash;       ///< SHA-256 (hex) over the rendered prompt's ids; empty: the server cannot tell
    QJsonObject request;      ///< as sent, without keys
    QJsonObject foreign = {}; ///< of an imported answer: what its file says and no other member holds
    int greedyMisses = 0;     ///< positions whose chosen token was not the first of its list
    std::optional<base::Error> error;

    [[nodiscard]] GenerationKey key() const { return {side, promptId, repeat, level, pass}; }
    [[nodiscard]] bool failed() const { return error.has_value(); }
    [[nodiscard]] bool truncated() const { return finishReason == QLatin1String("length"); }
};

/// The stored facts of a generation apart from texts and entries, and back.
[[nodiscard]] QJsonObject factsToJson(const Generation& generation);
void factsFromJson(const QJsonObject& object, Generation& generation);

[[nodiscard]] QJsonObject toJson(const base::Error& error);
[[nodiscard]] base::Error errorFromJson(const QJsonObject& object);

} // namespace quantlens::domain
