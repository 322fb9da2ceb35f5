// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QStackedWidget>

#include <functional>
#include <utility>

class QLabel;
class QPlainTextEdit;

namespace quantlens::scoring {
class RunIndex;
}

namespace quantlens::ui {

class DiffView;

/// Two outputs of one prompt side by side, or the only one it has with a sentence about it.
class OutputPair : public QStackedWidget
{
    Q_OBJECT

public:
    using TwoOutputs = std::pair<const domain::Generation*, const domain::Generation*>;
    /// Finds the two in a run; called off the UI thread.
    using Finder = std::function<TwoOutputs(const domain::RunData& data, const scoring::RunIndex& index)>;

    /// `prefix` stands before the object names of its parts; empty where there is one such widget only.
    explicit OutputPair(const QString& prefix, QWidget* parent = nullptr);

    /// Lays out what `find` finds; titles are those of diff(). Nothing changes where it finds none.
    void showTwo(const ShownRunPtr& run, Finder find);
    /// `text` may be empty: then only `what` is shown.
    void showOnly(const QString& what, const QString& text);
    /// What stands in place of two outputs; empty while two are shown.
    [[nodiscard]] QString onlyText() const;
    [[nodiscard]] DiffView* diff() const { return m_diff; }

private:
    DiffView* m_diff;
    QLabel* m_what;
    QPlainTextEdit* m_text;
    quint64 m_ticket = 0; ///< of the pair being laid out
};

} // namespace quantlens::ui
