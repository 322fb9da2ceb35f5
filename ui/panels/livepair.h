// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/comparison.h"
#include "core/runners/live.h"

#include <QElapsedTimer>
#include <QPair>
#include <QWidget>

#include <array>

class QLabel;
class QPlainTextEdit;

namespace quantlens::ui {

/// The two answers of one prompt while they are being written, the first difference marked as soon as it is there.
class LivePair : public QWidget
{
    Q_OBJECT

public:
    explicit LivePair(QWidget* parent = nullptr);

    /// The names above the two texts; `letters`: they are two models, called A and B.
    void setLabels(const QString& a, const QString& b, bool letters = true);
    /// Shows a pair under a title; rows may be nullptr. `comparison` is nullptr until both are complete.
    void showPair(const QString& title, const runners::LiveRow* a, const runners::LiveRow* b,
                  const domain::Comparison* comparison);
    void clear();
    /// A widget for the right end of the title strip.
    void setCorner(QWidget* corner);
    [[nodiscard]] QPlainTextEdit* text(int side) const { return m_texts.at(std::size_t(side)); }

protected:
    void changeEvent(QEvent* event) override;

private:
    void setText(int side, const QString& text, bool ended);
    void mark();
    void select(int side, qsizetype from, qsizetype length);
    [[nodiscard]] QString headOf(const runners::LiveRow* row) const;

    QWidget* m_strip;
    QLabel* m_title;
    QLabel* m_forkSign;
    QLabel* m_fork;
    QLabel* m_tie;
    std::array<QLabel*, 2> m_names{};
    std::array<QLabel*, 2> m_heads{};
    std::array<QPlainTextEdit*, 2> m_texts{};
    std::array<QString, 2> m_answers; ///< so far and whole: they differ where they differ, not where one is cut
    std::array<QString, 2> m_shown;   ///< what of them is in the panes
    std::array<QElapsedTimer, 2> m_since;
    std::array<QPair<qsizetype, qsizetype>, 2> m_marked{};
    bool m_bothEnded = false;
    QString m_comparisonText;
    QString m_titleText;
};

/// Where two texts part while they are still growing, and how much of each to mark (to the end of the word).
struct LiveFork
{
    qsizetype at = -1;     ///< UTF-16 units; -1: no difference yet
    qsizetype from = 0;    ///< the beginning of that word or number
    qsizetype lengthA = 0; ///< from `from` on
    qsizetype lengthB = 0;
};

/// `ended`: nothing will be added to either text, so that an end of one counts as a difference.
[[nodiscard]] LiveFork liveFork(const QString& a, const QString& b, bool ended);

} // namespace quantlens::ui
