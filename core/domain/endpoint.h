// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace quantlens::domain {

/// What an endpoint was found to be able to do. "Unknown" is none.
struct Capabilities
{
    int topLogprobs = -1; ///< largest k that was accepted; 0: no logprobs; -1: not known yet
    std::optional<bool> streaming;
    std::optional<bool> thinkingSwitch; ///< thinking can be turned off by a parameter
    std::optional<bool> seed;
    std::optional<bool> tokenize;
    std::optional<bool> renderPrompt; ///< shows the prompt as the model sees it
    std::optional<bool> forceTokens;  ///< can be made to follow given tokens, exactly
    QStringList dropped;              ///< parameters the server refused, each "name: why"

    bool operator==(const Capabilities&) const = default;
};

/// What a model answers to a fixed prompt of 20 tokens: one token with its top list. Tells weights, engines and flags
/// apart.
struct Fingerprint
{
    QList<TopToken> top;

    bool operator==(const Fingerprint&) const = default;
};

/// How the prompts of a run were rendered on its sides.
struct PromptCheck
{
    bool rendered = false;     ///< ids were compared; else only counts
    qint64 compared = 0;       ///< prompts
    qint64 differing = 0;      ///< prompts whose ids, or counts, differ between the sides
    QString firstPromptId;     ///< of the first that differs
    qsizetype firstToken = -1; ///< index of the first different id, where ids were compared
    QStringList warnings;      ///< one sentence each: doubled BOS, a date in the prompt, an unknown template, …
};

[[nodiscard]] QJsonObject toJson(const Capabilities& capabilities);
[[nodiscard]] Capabilities capabilitiesFromJson(const QJsonObject& object);
[[nodiscard]] QJsonObject toJson(const Fingerprint& fingerprint);
[[nodiscard]] Fingerprint fingerprintFromJson(const QJsonObject& object);
[[nodiscard]] QJsonObject toJson(const PromptCheck& check);
[[nodiscard]] PromptCheck promptCheckFromJson(const QJsonObject& object);

} // namespace quantlens::domain
