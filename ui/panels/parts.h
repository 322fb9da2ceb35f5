// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QLabel>
#include <QList>
#include <QString>
#include <QWidget>

#include <functional>

class QAction;
class QComboBox;
class QDialog;
class QFrame;
class QGridLayout;
class QPlainTextEdit;
class QToolBar;

/// Small pieces that every panel is made of. All labels show plain text only.
namespace quantlens::ui {

/// A label for plain text; wraps, can be selected with mouse and keyboard when `selectable`.
[[nodiscard]] QLabel* plainLabel(const QString& text, QWidget* parent, bool selectable = false);
/// Bold, for the head of a group; one line that ends in "…" where there is no room for all of it.
[[nodiscard]] QLabel* headingLabel(const QString& text, QWidget* parent);
/// Bold, over as many lines as it takes.
[[nodiscard]] QLabel* wrappedHeading(const QString& text, QWidget* parent);
/// Smaller and dim, for what explains.
[[nodiscard]] QLabel* dimLabel(const QString& text, QWidget* parent);
/// As dimLabel(), in one line that ends in "…" where there is no room for all of it.
[[nodiscard]] QLabel* dimLine(const QString& text, QWidget* parent);
/// A label in the form of a key, for "Ctrl+D".
[[nodiscard]] QLabel* keyLabel(const QString& text, QWidget* parent);
/// What is chosen in a box that may be narrower than its text stands in its tool tip. For boxes without one.
void tellWholeText(QComboBox* box);
/// What `edit` can show of a text from outside, which it is told to break rightly. Words of more than 1,000 characters
/// are broken anywhere, and where they can only be read the text ends with "…" after 10,000 characters: Qt measures
/// such a word anew for every line of it, which takes seconds.
[[nodiscard]] QString fittedText(QPlainTextEdit* edit, const QString& text);
/// Shows a text from outside as fittedText() says.
void showPlainText(QPlainTextEdit* edit, const QString& text);
/// Keeps a dialog at least as high as its wrapped texts need at the width it has: a layout's own minimum does not know
/// how many lines they take.
void keepTextsWhole(QDialog* dialog);
/// A line between groups.
[[nodiscard]] QFrame* ruleLine(QWidget* parent);
/// The title strip above a part of a panel: bold, 26 px at 10 pt. `atRight` gets the spare width when it expands.
[[nodiscard]] QWidget* titleStrip(QLabel* title, QWidget* parent, QWidget* atRight = nullptr);
/// A tool bar at the top of a panel: text beside icons, not movable.
[[nodiscard]] QToolBar* panelToolBar(const QString& name, QWidget* parent);
/// Adds an action as its icon alone, for arrows that need no words.
void addIconOnly(QToolBar* bar, QAction* action);
/// Sets objectName and accessible name in one go.
void nameControl(QWidget* widget, const QString& objectName, const QString& accessibleName);
/// A colour of the theme, as in &Theme::error.
using ThemeColor = std::function<QColor(const Theme& theme)>;
/// Gives a widget's text a colour of the theme, also of those that come later.
void setTextColor(QWidget* widget, ThemeColor color);
/// The colour of the letters A (0) and B (1).
[[nodiscard]] ThemeColor sideLabelColor(int side);

/// Rows of "dim key: value", right-aligned keys. Values are plain text and can be selected.
class FactGrid : public QWidget
{
    Q_OBJECT

public:
    explicit FactGrid(QWidget* parent = nullptr);

    /// Takes all rows away. Their labels are used again by add(): figures that change many times a second must not
    /// flicker.
    void clear();
    /// Adds a row; an empty value gives "–". `bold` marks the value.
    QLabel* add(const QString& key, const QString& value, bool bold = false);

private:
    struct Row
    {
        QLabel* name;
        QLabel* value;
    };

    [[nodiscard]] Row makeRow();

    QGridLayout* m_grid;
    QList<Row> m_rows;
    qsizetype m_used = 0;
};

/// Counts by severity as one bar with a legend; says "nothing compared yet" when there is nothing.
class SeverityBar : public QWidget
{
    Q_OBJECT

public:
    explicit SeverityBar(QWidget* parent = nullptr);

    void setCounts(qint64 identical, qint64 minor, qint64 moderate, qint64 severe);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::array<qint64, 4> m_counts{};
};

/// A rate with its interval as a small bar, on a scale from 0 to a round maximum above the interval.
class RateBar : public QWidget
{
    Q_OBJECT

public:
    explicit RateBar(QWidget* parent = nullptr);

    void setRate(const domain::Rate& rate);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    domain::Rate m_rate;
};

} // namespace quantlens::ui
