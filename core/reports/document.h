// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/figures/figure.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>
#include <utility>
#include <variant>

// What a report says, apart from the format it is written in: HTML and Markdown are written here, PDF in ui/print.

namespace quantlens::reports {

/// The parts of a report that can be left out. Title and verdict always stand.
enum class Part : quint8 {
    Models,  ///< who answered, what was sent
    Numbers, ///< what changed and by how much, with intervals and n
    Charts,
    Categories,
    Noise,   ///< what the baseline differs from itself; findings about the servers
    Pairs,   ///< flips and worst prompts side by side
    Index,   ///< one line a prompt
    Outputs, ///< all other outputs, folded
    Failures,
    Method,
    Command,
};

inline constexpr int partCount = int(Part::Command) + 1;

/// How a text is set off, never by colour alone.
enum class Tone : quint8 {
    Plain,
    Strong,
    Dim,
    Good,
    Bad,
    Tie,
    SideA,
    SideB,
};

/// A stretch of text. `foreign`: it may come from a model, a file, a server or a person, so that it has to be kept
/// apart from what stands beside it.
struct Span
{
    QString text;
    Tone tone = Tone::Plain;
    bool foreign = false;
};

using Words = QList<Span>;

[[nodiscard]] inline Span say(const QString& text, Tone tone = Tone::Plain)
{
    return {text, tone, false};
}

/// Foreign text on one line, at most `limit` characters.
[[nodiscard]] Span quote(const QString& text, qsizetype limit, Tone tone = Tone::Plain);

/// The words without their tones.
[[nodiscard]] QString plainText(const Words& words);

/// "3 prompts", "1 prompt".
[[nodiscard]] QString counted(qint64 count, const QString& one, const QString& many);

/// The result in a few lines, above everything else.
struct Lead
{
    enum Kind : quint8 {
        Plain, ///< nothing was judged
        Good,
        Bad,
    };
    Kind kind = Plain;
    QList<Words> lines = {};
};

struct FactGroup
{
    Words title = {};
    QList<std::pair<QString, Words>> facts = {};
};

struct Facts
{
    QList<FactGroup> groups = {};
};

/// Pairs by severity as one bar.
struct Severities
{
    std::array<qint64, 4> counts{};
};

struct Cell
{
    Words words = {};
    std::optional<domain::Rate> rate = {};  ///< drawn as a point with its interval
    std::optional<domain::Rate> noise = {}; ///< what of that measure is noise: hatched behind it
    QString target = {};                    ///< the anchor it leads to; empty: none
    bool detail = false;                    ///< indented, belongs to the row above
};

struct Column
{
    QString title = {};
    bool number = false; ///< right-aligned
    bool figure = false; ///< holds intervals, drawn
    bool spare = false;  ///< left out on narrow screens
};

struct Table
{
    QString name = {}; ///< for readers that cannot see; not shown
    QList<Column> columns = {};
    QList<QList<Cell>> rows = {};
    double scale = 1; ///< end of the intervals' axis
};

struct Picture
{
    figures::Figure figure = {};
};

/// A command line, set as it is typed.
struct Command
{
    QString line = {};
};

/// Two answers to one prompt. Points into the run; what is shown of it is made by viewOf().
struct Pair
{
    const domain::Prompt* prompt = nullptr;        ///< may be nullptr
    std::optional<domain::Comparison> scores = {}; ///< none: a side has no answer
    const domain::Generation* a = nullptr;         ///< nullptr: not asked
    const domain::Generation* b = nullptr;
    QString promptId = {};
    QString labelA = {};
    QString labelB = {};
    QString note = {};      ///< what a person wrote about it
    QString rating = {};    ///< "1" to "5"; empty: none
    QStringList hosts = {}; ///< not to be told
    domain::Unit unit = domain::Unit::Words;
    QString anchor = {}; ///< made of letters and digits of ours
    bool folded = false; ///< closed until it is opened
};

using Block = std::variant<Words, Lead, Facts, Severities, Table, Picture, Command, Pair>;

struct Section
{
    std::optional<Part> part = {}; ///< none: always there
    QString title = {};            ///< empty: goes on without a heading
    QString about = {};            ///< the model or prompt it is about, foreign; behind the title
    QList<Block> blocks = {};
    bool half = false; ///< two of these one after the other stand side by side where there is room
};

struct Document
{
    Words title;
    Words subtitle;
    QStringList about; ///< in the corner: program, run
    QList<Section> sections;
};

} // namespace quantlens::reports
