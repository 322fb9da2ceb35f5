// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/generation.h"

#include <QList>

namespace quantlens::scoring {

/// A reply with the server's own timings of an earlier one.
struct RepeatedReply
{
    const domain::Generation* answer = nullptr;
    const domain::Generation* earlier = nullptr;
};

/// The replies among one side's answers, in the order they were sent, that are an earlier one given again: both of the
/// server's timings (prompt and generation) agree to the last digit. Empty where the timings say nothing (a server that
/// gives the same ones all the time), or where so many answers agree by chance as well: timings are whole
/// microseconds, and hundreds of short answers to one prompt do meet sometimes.
[[nodiscard]] QList<RepeatedReply> repeatedReplies(const QList<const domain::Generation*>& answers);

} // namespace quantlens::scoring
