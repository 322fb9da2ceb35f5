// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <functional>

namespace quantlens::test {

/// A model that needs no weights: its answer is a function of the prompt, its tokens are words, its ids and logprobs
/// are computed from the bytes. Two fake models give equal numbers unless they are made different.
struct FakeModel
{
    QString name = QStringLiteral("fake-F16");
    /// Answers by the last user message (or the raw prompt); others get "The answer to N words is M." with numbers that
    /// depend on the prompt alone.
    QHash<QString, QString> texts = {};
    /// Instead of `texts`, when set. Called in the server's thread.
    std::function<QString(const QString& prompt)> text = {};
    QString reasoning = {}; ///< thinking before each answer, unless the request turns it off
    double shift = 0;       ///< nats: as if other weights; moves each logprob by at most this much
    int contextTokens = 4096;
};

/// One token of an answer or of a prompt.
struct FakeToken
{
    int id = 0;
    QByteArray bytes;
    double logprob = 0;        ///< of the chosen token
    QList<FakeToken> top = {}; ///< best first, the chosen one leading; their own `top` is empty
};

/// The tokens of a text: a word with the blank before it; line feeds apart. Ids depend on the bytes alone.
[[nodiscard]] QList<FakeToken> fakeTokens(const QByteArray& text);

/// The bytes of an id that fakeTokens gave to a piece before (in this process); "?" for others.
[[nodiscard]] QByteArray fakePiece(int id);

/// The model's answer to a prompt: at most `maxTokens` (negative: all), with `top` alternatives each.
[[nodiscard]] QList<FakeToken> fakeAnswer(const FakeModel& model, const QString& prompt, int maxTokens, int top);

/// The distributions when these ids are forced after the prompt: what a grammar of token ids gives on llama-server.
[[nodiscard]] QList<FakeToken> fakeForced(const FakeModel& model, const QString& prompt, const QList<int>& ids,
                                          int top);

/// The bytes of all tokens together.
[[nodiscard]] QByteArray fakeText(const QList<FakeToken>& tokens);

} // namespace quantlens::test
