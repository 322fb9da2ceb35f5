// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <limits>
#include <optional>
#include <vector>

// What a chart says, apart from how it is drawn: values with what they rest on, their order, the meaning of colours,
// and which prompts each mark stands for. Presenters: the SVG writer here, ui/charts in the window.

namespace quantlens::figures {

/// More rows than this are cut, and the figure says so.
inline constexpr qsizetype mostItems = 40;
/// Categories beyond are merged into one, and the figure says so.
inline constexpr qsizetype mostCategories = 24;

/// What a colour means. Blocks of a scale are contiguous, see severityFill() and the others.
enum class Role : quint8 {
    None,
    View,
    Text,
    Dim,
    Grid,
    Border,
    Accent,
    Highlight,
    Selection,
    Error,
    Ok,
    A,
    ABack,
    B,
    BBack,
    Fork,
    ForkBack,
    TieBack,
    TieText,
    Noise,
    NoiseEdge,
    SeverityFill, ///< and the next three
    SeverityText = SeverityFill + 4,
    SeverityEdge = SeverityText + 4,
    Heat = SeverityEdge + 4, ///< and the next five
    HeatText = Heat + 6,
    Series = HeatText + 6, ///< and the next seven
    Count = Series + 8,
};

[[nodiscard]] constexpr Role shifted(Role first, int by)
{
    return Role(int(first) + by);
}

/// Shapes of the quants, so that colour never names one alone.
enum class Marker : quint8 {
    Plus,
    Circle,
    Square,
    Triangle,
    Diamond,
    TriangleDown,
    Hexagon,
    Star,
    Cross,
};

enum class Dash : quint8 {
    Solid,
    Dashed,
    Dotted,
};

enum class Kind : quint8 {
    StackedBars, ///< one row an item, counts beside each other
    Intervals,   ///< one row an item, a mark with its interval for each measure
    Boxes,       ///< one row an item, quartiles
    Plot,        ///< marks and lines over x and y
    Grid,        ///< category × item, one number a cell
    Tree,        ///< where outputs of one prompt part
};

/// How a number is written on an axis, in a tip and in the table of the data.
enum class Format : quint8 {
    Count,
    Percent,  ///< of a fraction
    Fraction, ///< 0.123
    Nats,
    Number,
    Seconds,
    Gigabytes,
    Bits,
};

/// What a mark stands for.
struct Hit
{
    int side = -1;       ///< of the run; −1: none
    QStringList prompts; ///< ids; empty: nothing to open
    QString why;         ///< "Q2_K: severe", for the head of the filtered list
};

/// A row, a column, or a point's name.
struct Item
{
    QString label;  ///< as shown, one line, bounded; may come from a file or a server: plain text
    QString key;    ///< "side:2", "level:8", "prompt:add-017": what is selected together in all charts and tables
    int series = 0; ///< colour and shape; 0: the baseline; from 8 on hollow
    bool baseline = false;
};

struct Measure
{
    QString name;
    Role role = Role::Text;
    Marker marker = Marker::Circle;
    Dash dash = Dash::Solid;
    bool joined = false; ///< a line through its values, in order
    bool own = false;    ///< marks take the item's colour and shape instead
};

/// One number. NaN: not measured, and `text` says so.
struct Value
{
    int item = -1;
    int measure = 0;
    int row = 0; ///< of a grid
    double x = std::numeric_limits<double>::quiet_NaN();
    double value = std::numeric_limits<double>::quiet_NaN();
    std::optional<double> low = {}; ///< 95 % interval
    std::optional<double> high = {};
    qint64 n = 0; ///< what it rests on
    std::optional<std::array<double, 5>> quartiles =
        {};                   ///< smallest, 25 %, median, 75 %, largest; `value` is the median
    bool withinNoise = false; ///< drawn hatched
    bool faint = false;       ///< dominated, queued: drawn hollow
    QString note = {};        ///< "dominated", "queued, not more load"
    Hit hit = {};
};

/// A stretch of an axis that stands for noise. Across x where `alongX`, else across y.
struct Band
{
    bool alongX = true;
    double from = 0;
    double to = 0;
    QString label;
};

/// A line across the plot.
struct Rule
{
    bool vertical = true;
    double at = 0; ///< on the axis; of row charts, for horizontal lines: the number of the row that it lies above
    Role role = Role::Dim;
    Dash dash = Dash::Dotted;
    QString label;
};

struct Axis
{
    QString title;
    double minimum = 0;
    double maximum = 1;
    bool logarithmic = false; ///< base 10
    Format format = Format::Number;
    QStringList names; ///< positions 0, 1, 2, … have names instead of numbers (levels, dates)
};

/// A stretch of a fork tree: outputs that are still alike.
struct Branch
{
    int parent = -1;
    double from = 0; ///< unit at which it begins
    double to = 0;
    double lane = 0; ///< 0 at the top, 1 at the bottom
    qint64 runs = 0;
    QString label; ///< the token it begins with; empty for the trunk
    std::optional<double> probability;
    int variant = -1; ///< where it ends in one output: its number, the most frequent is 0
    QString ending;   ///< "16×, 158 tokens"
    QString answer;   ///< the extracted one, if the prompt has any
    std::optional<bool> right;
    bool forks = false; ///< it parts at `to`
    QString tie;        ///< "near tie, shift 0.02 nat"; empty: none
};

struct Figure
{
    QString id; ///< "sweep.severity": for file names and object names
    QString title;
    QString subtitle; ///< n, unit, what the marks mean
    Kind kind = Kind::Plot;
    QList<Item> items;
    QList<Measure> measures;
    QList<Value> values;
    QStringList rows; ///< of a grid
    Axis x;
    Axis y;
    QList<Band> bands;
    QList<Rule> rules;
    std::vector<int> front; ///< values of the Pareto front, by x
    QList<Branch> branches;
    Format format = Format::Number; ///< of values
    QStringList notes;              ///< lines that stand in a corner: legend, what is left out
    QString missing;                ///< why there is nothing to draw; empty: there is

    [[nodiscard]] bool empty() const { return !missing.isEmpty(); }
};

/// A figure that only says what is missing.
[[nodiscard]] Figure missingFigure(const QString& id, const QString& title, const QString& why);

/// A number of a figure as text in the C locale, with a real minus sign; "–" for NaN.
[[nodiscard]] QString numberText(double value, Format format);
/// The number with its interval and n: "7.5 % [4.0, 13.6], n = 120"; "no data" for NaN.
[[nodiscard]] QString valueText(const Value& value, Format format);

/// The numbers of a figure as a table: the head first. Every drawn number stands there.
[[nodiscard]] QList<QStringList> dataRows(const Figure& figure);

/// The figure in words, with its main numbers: what a screen reader gets. At most `most` values are named.
[[nodiscard]] QString describe(const Figure& figure, qsizetype most = 60);

} // namespace quantlens::figures
