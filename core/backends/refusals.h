// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <limits>

namespace quantlens::backends {

/// Why a server would not take a request.
struct Refusal
{
    QString text;           ///< its words, at most 500 characters
    QStringList parameters; ///< those it names in fields of their own ("param", "loc")
};

/// Reads a refusal (a status of 400 or 422) as OpenAI, FastAPI, llama-server, Ollama and others write it.
[[nodiscard]] Refusal readRefusal(const QByteArray& body);

/// The optional parameters of a request, likeliest culprit first. "logprobs" stands for all that ask for
/// log-probabilities; "max_tokens" is none of them.
[[nodiscard]] QStringList optionalParameters(const QJsonObject& body);

/// How many alternatives a body asks for at each position, 0 without log-probabilities.
[[nodiscard]] int topLogprobsOf(const QJsonObject& body);

/// The optional parameters a server was found to refuse, shared by all requests to it. One is left out only when it is
/// named, implied or found by trial, never together with others that were not.
class Refusals
{
public:
    /// The body without what is refused: parameters left out, top log-probabilities lowered, "max_tokens" renamed.
    [[nodiscard]] QJsonObject apply(QJsonObject body) const;

    /// Blames one parameter of `sent` by what the refusal names, else implies; returns its name, empty when nothing can
    /// be blamed. Log-probabilities are lowered from 20 to 5 to 0.
    QString blame(const QJsonObject& sent, const Refusal& refusal);
    /// Leaves a parameter out because a trial showed that it is refused.
    void drop(const QJsonObject& sent, const QString& name, const QString& why);
    /// It was not this one: the server said the same without it. It will not be blamed again by its name only.
    void acquit(const QString& name);

    /// Each "name: why", in the order they were found.
    [[nodiscard]] QStringList list() const;
    [[nodiscard]] bool isRefused(const QString& name) const { return m_why.contains(name); }

private:
    void lowerTop(const QJsonObject& sent);

    QStringList m_order;
    QHash<QString, QString> m_why;
    QSet<QString> m_acquitted;
    int m_mostTop = std::numeric_limits<int>::max();
    int m_topBefore = std::numeric_limits<int>::max();
};

} // namespace quantlens::backends
