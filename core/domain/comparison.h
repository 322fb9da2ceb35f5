// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace quantlens::domain {

/// The unit in which texts are aligned and positions are counted.
enum class Unit {
    Tokens, ///< engine tokens, the same tokenizer on both sides
    Words,  ///< UAX #29 words, white space joined to the word it precedes
    Lines,  ///< only where a pair is too long for anything finer
};

enum class Severity {
    Identical, ///< equal bytes
    Minor,     ///< similarity >= 0.8
    Moderate,  ///< similarity >= 0.5
    Severe,
};

/// Run of an edit script. Equal runs advance both sides, the others one.
enum class EditKind : quint8 {
    Equal,
    OnlyA,
    OnlyB,
};

struct EditRun
{
    EditKind kind = EditKind::Equal;
    qsizetype a = 0;      ///< first unit on side A (where it would stand, for OnlyB)
    qsizetype b = 0;      ///< first unit on side B
    qsizetype length = 0; ///< units

    bool operator==(const EditRun&) const = default;
};

using EditScript = std::vector<EditRun>;

/// Where two outputs part.
struct Divergence
{
    qsizetype unit = -1; ///< index in units
    qsizetype byte = 0;  ///< offset in UTF-8 bytes of side A's stream
    qsizetype codePoint = 0;
    int line = 1;   ///< 1-based
    int column = 1; ///< 1-based, code points
    bool inReasoning = false;

    bool operator==(const Divergence&) const = default;
};

/// The decision at the first divergence, where both sides list both tokens.
struct Fork
{
    qsizetype entryA = -1; ///< index in A's entries
    qsizetype entryB = -1;
    QString tokenA; ///< as text, for display
    QString tokenB;
    double shift = 0;           ///< nats; a lower bound when `bounded`
    bool bounded = false;       ///< a token is missing in the other side's list: "> shift"
    bool nearTie = false;       ///< shift at most max(noise level, 0.05 nat)
    double probabilityAOfA = 0; ///< pA(a)
    double probabilityAOfB = 0; ///< pA(b), or the smallest listed
    double probabilityBOfA = 0;
    double probabilityBOfB = 0;
};

/// What became of the two extracted answers.
enum class AnswerState {
    NotApplicable, ///< the prompt has no strategy
    Same,
    Changed,
    Undetermined, ///< one side, or both, without an answer
};

enum class FlipState {
    NoReference,
    BothRight,
    RightToWrong,
    WrongToRight,
    BothWrongSame,
    BothWrongDifferent,
};

/// An answer as extracted from one side's text.
struct Answer
{
    QString value; ///< canonical form, for display and comparison
    QString strategy;
    bool found = false;
    std::optional<bool> right; ///< against the reference, when there is one
    bool byHand = false;       ///< a person said what the answer is, or whether it is right
    bool given = false;        ///< the file the run was imported from said so

    bool operator==(const Answer&) const = default;
};

/// Everything scored about one pair of generations.
struct Comparison
{
    QString promptId;
    QString category;
    bool failedA = false; ///< the request failed: nothing below is scored, the pair stays counted
    bool failedB = false;

    Unit unit = Unit::Words;
    double similarity = 0; ///< 2·LCS/(|a|+|b|) over the content, 0…1
    Severity severity = Severity::Identical;
    qsizetype unitsA = 0;
    qsizetype unitsB = 0;
    bool sameTextOtherTokens = false;
    std::optional<Divergence> divergence; ///< none: identical
    std::optional<Fork> fork;             ///< none: identical, or no logprobs
    Answer answerA;
    Answer answerB;
    AnswerState answers = AnswerState::NotApplicable;
    FlipState flip = FlipState::NoReference;
    bool truncatedA = false;
    bool truncatedB = false;

    [[nodiscard]] bool scored() const { return !failedA && !failedB; }
};

/// A rate with what it rests on.
struct Rate
{
    qint64 count = 0;
    qint64 n = 0;
    double low = 0; ///< Wilson 95 %
    double high = 1;

    [[nodiscard]] double value() const { return n ? double(count) / double(n) : 0.0; }
    bool operator==(const Rate&) const = default;
};

/// "tokens", "words", "lines".
[[nodiscard]] QString name(Unit unit);
[[nodiscard]] std::optional<Unit> unitFromName(const QString& text);
/// "identical", "minor", "moderate", "severe".
[[nodiscard]] QString name(Severity severity);
/// "n/a", "same", "changed", "undetermined".
[[nodiscard]] QString name(AnswerState state);
/// "no reference", "both right", "right → wrong", …
[[nodiscard]] QString name(FlipState state);
[[nodiscard]] inline bool isFlip(FlipState state)
{
    return state == FlipState::RightToWrong || state == FlipState::WrongToRight;
}

} // namespace quantlens::domain
