// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/domain/comparison.h"
#include "core/domain/run.h"
#include "core/scoring/runscores.h"

#include <QFuture>
#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <tuple>
#include <vector>

namespace quantlens::store {
class Store;
}

namespace quantlens::ui {

/// One of the answers that every prompt of a run has and that can be shown as A or B.
struct AnswerChoice
{
    enum Kind {
        Side,      ///< the free answer of side `number`
        Output,    ///< determinism: the output that came `number`-th often, 0 the most frequent
        Reference, ///< stress: asked alone, before the levels
        Level,     ///< stress: at `number` requests in flight, a differing answer where there is one
    };
    Kind kind = Side;
    int number = 0;

    bool operator==(const AnswerChoice&) const = default;
};

/// Which two of ShownRun::choices stand as A and B.
struct PairChoice
{
    qsizetype a = 0;
    qsizetype b = 1;

    bool operator==(const PairChoice&) const = default;
};

/// What lists of prompts show, sort and filter by: one a prompt, in the run's order.
struct PromptRow
{
    const domain::Comparison* pair = nullptr; ///< of the pair shown; nullptr: not complete
    int mark = 0;                             ///< LiveTable::PairMark
    int category = 0;                         ///< the prompt's category as a number
    double kld = 0;                           ///< mean ln(KLD + 1e-9) of the pair shown; NaN: none
    bool noted = false;                       ///< a note, a rating or an answer set by hand

    [[nodiscard]] bool scored() const { return pair && pair->scored(); }
};

/// What a person wrote, by prompt id, domain::AnnotationKind and side.
using WrittenTexts = std::map<std::tuple<QString, int, int>, QString>;

/// A run as the window shows it: its facts, everything scored from them, and the pair that is looked at. Never changed
/// once it is made, so that models and panels share it; another pair or another note makes another one.
struct ShownRun
{
    domain::RunData data;
    scoring::RunScores scores;   ///< of all sides, every kind of run
    QList<AnswerChoice> choices; ///< what can be A and B; less than two: there is no pair
    PairChoice shown;

    QList<domain::Comparison> comparisons; ///< of the pair shown; empty for runs without a pair
    domain::Summary summary;
    QHash<QString, qsizetype> comparisonOf;      ///< prompt id → index in comparisons
    QHash<QString, const domain::Generation*> a; ///< prompt id → answer shown as A
    QHash<QString, const domain::Generation*> b;
    QHash<QString, const domain::Generation*> forced; ///< prompt id → B made to follow A's tokens
    std::vector<PromptRow> rows;                      ///< one a prompt, in the run's order

    ShownRun() = default;
    /// Copies would point into each other: makeShownRun() and the with…() functions make new ones.
    ShownRun(const ShownRun&) = delete;
    ShownRun& operator=(const ShownRun&) = delete;

    /// nullptr where the pair is not complete.
    [[nodiscard]] const domain::Comparison* comparison(const QString& promptId) const;
    /// The answer shown as A (0) or B (1), nullptr where there is none.
    [[nodiscard]] const domain::Generation* answer(int which, const QString& promptId) const;
    /// The side of the run that stands as A (0) or B (1).
    [[nodiscard]] int sideOf(int which) const;
    /// What stands as A (0) or B (1): "sums-Q2_K", "output 2", "8 in flight".
    [[nodiscard]] QString label(int which) const;
    /// As label(), for any choice.
    [[nodiscard]] QString choiceLabel(qsizetype choice) const;
    /// True when A and B stand the other way round than the run was made: a comparison of something with its baseline
    /// is read from the right to the left.
    [[nodiscard]] bool swapped() const { return shown.a > shown.b; }
    /// The pair as the scores hold it, baseline against a side; nullptr for every other pair.
    [[nodiscard]] const scoring::PairScores* pairScores() const;
    /// What a person wrote; empty when nothing.
    [[nodiscard]] QString written(const QString& promptId, domain::AnnotationKind kind, int side = 0) const;

    WrittenTexts annotations;
};

using ShownRunPtr = std::shared_ptr<const ShownRun>;

/// Scores a run. Takes as long as scoring takes: call it off the UI thread.
[[nodiscard]] ShownRunPtr scoreRun(domain::RunData data);

/// The same run with another pair. Takes milliseconds for the baseline against a side; any other pair is compared
/// here: call it off the UI thread. Choices out of range give the run's first pair.
[[nodiscard]] ShownRunPtr withPair(const ShownRunPtr& run, PairChoice pair);

/// The same run with something written (an empty value takes it away). Answers set by hand are scored: call it off the
/// UI thread.
[[nodiscard]] ShownRunPtr withAnnotation(const ShownRunPtr& run, const domain::Annotation& annotation);

/// Loads runs from a workspace and scores them off the UI thread. A later request replaces an earlier one, whose
/// result is dropped.
class RunLoader : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void load(const std::shared_ptr<store::Store>& store, const QString& runId);
    /// A run that was exported with --json. Errors besides: those of exchange::readRunFile.
    void loadFile(const QString& path);
    [[nodiscard]] bool busy() const { return m_busy; }

Q_SIGNALS:
    void loaded(const quantlens::ui::ShownRunPtr& run);
    void failed(const quantlens::base::Error& error);

private:
    void take(QFuture<base::Expected<ShownRunPtr>> scored);

    quint64 m_ticket = 0;
    bool m_busy = false;
};

} // namespace quantlens::ui
