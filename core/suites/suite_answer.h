// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"

#include <QJsonValue>
#include <QString>

#include <expected>

namespace quantlens::suites {

/// Reads a suite line's "answer": an object with "type" (one of answerTypes(), or absent: by category), "value" and
/// "tolerance". The error is what is wrong with it, for a message.
[[nodiscard]] std::expected<domain::ReferenceAnswer, QString> readAnswerMember(const QJsonValue& value);

} // namespace quantlens::suites
