// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QJsonObject>
#include <QList>

#include <optional>

namespace quantlens::test {

/// Finds the end of an HTTP/1.1 response in the bytes that arrive: by length, by chunks or by the connection's end.
class ResponseReader
{
public:
    /// Takes more bytes; true when the response is whole (nothing of it is outstanding).
    bool feed(const QByteArray& bytes);
    [[nodiscard]] bool complete() const { return m_complete; }
    /// The server closes after this response, or it ends with the connection.
    [[nodiscard]] bool closes() const { return m_closes; }
    [[nodiscard]] const QByteArray& raw() const { return m_raw; }
    /// Status line and headers, without the empty line.
    [[nodiscard]] const QByteArray& head() const { return m_head; }
    /// The body without its chunk frames.
    [[nodiscard]] const QByteArray& body() const { return m_body; }

private:
    void readHead(qsizetype end);
    void readChunks();

    QByteArray m_raw;
    QByteArray m_head;
    QByteArray m_body;
    qsizetype m_bodyStart = -1;
    qsizetype m_next = 0; ///< offset of the next chunk's size line
    qint64 m_length = -1; ///< negative: none said
    bool m_chunked = false;
    bool m_closes = false;
    bool m_complete = false;
};

/// An answer of an engine taken apart: one object when whole, one for each event when streamed.
struct WireAnswer
{
    QByteArray head;
    QList<QJsonObject> objects = {};
    bool stream = false;
    bool doneMark = false; ///< the stream ended with [DONE]
};

/// Nothing when it is an error or no answer in a shape that is known (chat, completions, /completion).
[[nodiscard]] std::optional<WireAnswer> takeApart(const ResponseReader& response);
/// The response's bytes again; the head's length or chunking as before.
[[nodiscard]] QByteArray putTogether(const WireAnswer& answer);

/// Changes, each false when the answer has nothing to change. `place` in (0, 1): where in the answer.
bool changeToken(WireAnswer& answer, double place);
bool cutAnswer(WireAnswer& answer);
bool loseLogprobs(WireAnswer& answer);
bool swapChunks(WireAnswer& answer);
bool addInvisible(WireAnswer& answer);

} // namespace quantlens::test
