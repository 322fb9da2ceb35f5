// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"

#include <QJsonArray>
#include <QJsonObject>

namespace quantlens::backends {

/// The "messages" of a chat request: the prompt's own, and never an empty system message, which changes the prompt on
/// most templates. Compatible requests: infer-check's, with that empty message while thinking is off.
[[nodiscard]] QJsonArray messagesJson(const domain::GenerationRequest& request);

/// Adds fields to a body; those it has are replaced.
void insertAll(QJsonObject& body, const QJsonObject& fields);

/// The prompt of a compatible request: with thinking off infer-check takes thinking tags out of it.
[[nodiscard]] QString compatiblePrompt(const domain::GenerationRequest& request);

} // namespace quantlens::backends
