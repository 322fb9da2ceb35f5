// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fakeserver.h"

#include <QString>

namespace quantlens::test {

/// How requests find their recorded replies.
enum class ReplayOrder {
    Strict,  ///< the n-th request gets the n-th reply, whatever it asks
    Matched, ///< the first unused reply to the same path, model and prompt; other fields may differ
};

/// Answers from an exchange.jsonl (one {"reply", "body", "to": {"path", "body"}} a line). Requests beyond the recording
/// or without a match get 501 with the reason. An unreadable file: 501 for everything.
[[nodiscard]] Answerer replay(const QString& exchangeFile, ReplayOrder order = ReplayOrder::Matched);

} // namespace quantlens::test
