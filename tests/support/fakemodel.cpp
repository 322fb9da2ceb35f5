// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakemodel.h"

#include <QMutex>

#include <algorithm>

namespace quantlens::test {

namespace {

constexpr int firstId = 1000;

/// FNV-1a: the same on every machine and in every process.
quint32 stableHash(const QByteArray& bytes)
{
    quint32 hash = 2166136261U;
    for (const char c : bytes)
        hash = (hash ^ uchar(c)) * 16777619U;
    return hash;
}

/// In [0, 1).
double fraction(const QByteArray& bytes)
{
    return stableHash(bytes) / 4294967296.0;
}

struct PieceTable
{
    QMutex mutex;
    QHash<int, QByteArray> pieces;
};

PieceTable& pieceTable()
{
    static PieceTable table;
    return table;
}

int idOf(const QByteArray& piece)
{
    const int id = firstId + int(stableHash(piece) % 1'000'000U);
    PieceTable& table = pieceTable();
    const QMutexLocker lock(&table.mutex);
    table.pieces.insert(id, piece);
    return id;
}

/// Chosen token and alternatives; they depend on the prompt, the place and the model's shift.
void addNumbers(const FakeModel& model, const QByteArray& prompt, qsizetype place, int top, FakeToken& token)
{
    static const QByteArrayList others = {" the",  " a",     " 7",     " not",   " Paris", " maybe", "\n",
                                          " zero", " und",   " l'été", " of",    " 42",    " is",    " x",
                                          " red",  " Tokyo", " +",     " seven", ".",      ","};
    const QByteArray seed = prompt + char('a' + place % 26) + QByteArray::number(place);
    const double shift = model.shift * (2 * fraction(seed + "shift") - 1);
    token.logprob = std::min(-0.02 - 0.3 * fraction(seed) + shift, -1e-6);
    if (top <= 0)
        return;
    token.top.append({.id = token.id, .bytes = token.bytes, .logprob = token.logprob});
    double logprob = -1.5 - fraction(seed + "second") + shift;
    for (qsizetype i = 0; token.top.size() < top && i < others.size(); ++i) {
        const QByteArray& other = others[(i + place) % others.size()];
        if (other == token.bytes)
            continue;
        token.top.append({.id = idOf(other), .bytes = other, .logprob = logprob});
        logprob -= 0.2 + 0.3 * fraction(seed + other);
    }
}

QString ordinaryText(const QString& prompt)
{
    const auto words = prompt.split(u' ', Qt::SkipEmptyParts).size();
    return QStringLiteral("The answer to %1 words is %2.").arg(words).arg(stableHash(prompt.toUtf8()) % 1000U);
}

} // namespace

QList<FakeToken> fakeTokens(const QByteArray& text)
{
    QList<FakeToken> tokens;
    QByteArray piece;
    const auto take = [&] {
        if (!piece.isEmpty())
            tokens.append({.id = idOf(piece), .bytes = piece});
        piece.clear();
    };
    for (const char c : text) {
        if (c == ' ' || c == '\n')
            take();
        piece += c;
        if (c == '\n')
            take();
    }
    take();
    return tokens;
}

QByteArray fakePiece(int id)
{
    PieceTable& table = pieceTable();
    const QMutexLocker lock(&table.mutex);
    return table.pieces.value(id, "?");
}

QList<FakeToken> fakeAnswer(const FakeModel& model, const QString& prompt, int maxTokens, int top)
{
    const QString text = model.text ? model.text(prompt) : model.texts.value(prompt, ordinaryText(prompt));
    QList<FakeToken> tokens = fakeTokens(text.toUtf8());
    if (maxTokens >= 0 && tokens.size() > maxTokens)
        tokens.resize(maxTokens);
    for (qsizetype i = 0; i < tokens.size(); ++i)
        addNumbers(model, prompt.toUtf8(), i, top, tokens[i]);
    return tokens;
}

QList<FakeToken> fakeForced(const FakeModel& model, const QString& prompt, const QList<int>& ids, int top)
{
    const QList<FakeToken> own = fakeAnswer(model, prompt, -1, top);
    QList<FakeToken> tokens;
    for (const int id : ids) {
        const qsizetype place = tokens.size();
        FakeToken token{.id = id, .bytes = fakePiece(id)};
        if (place >= own.size()) {
            addNumbers(model, prompt.toUtf8(), place, top, token);
        } else if (own[place].id == id) {
            token = own[place];
        } else { // not what the model would have said: its own choice still leads the list
            token.top = own[place].top;
            const auto listed = std::ranges::find(token.top, id, &FakeToken::id);
            token.logprob = listed != token.top.end() ? listed->logprob : -9 - fraction(token.bytes);
        }
        tokens.append(token);
    }
    return tokens;
}

QByteArray fakeText(const QList<FakeToken>& tokens)
{
    QByteArray text;
    for (const FakeToken& token : tokens)
        text += token.bytes;
    return text;
}

} // namespace quantlens::test
