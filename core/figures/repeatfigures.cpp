// SPDX-License-Identifier: GPL-3.0-or-later
// Determinism: which outputs a prompt gave, and where they part.
#include "core/base/text.h"
#include "core/figures/runfigures.h"
#include "core/figures/scale.h"
#include "core/scoring/compare.h"
#include "core/scoring/divergence.h"
#include "core/scoring/runindex.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace quantlens::figures {

namespace {

struct RepeatText
{
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

/// Outputs a fork tree draws; the rest is counted in a note.
constexpr qsizetype mostVariants = 10;
constexpr qsizetype longestToken = 24;

/// What the tree is made of: one generation for each output, and where any two part.
struct Outputs
{
    QList<const domain::Generation*> runs;
    QList<qint64> counts;
    QList<QList<qint64>> parts; ///< units; −1: nowhere
    const domain::RunRecord* run = nullptr;
    const domain::Prompt* prompt = nullptr;
    double noise = 0;
};

/// The text from the fork on, where no token is known.
QString textAt(const domain::Generation& own, const std::optional<domain::Divergence>& place)
{
    if (!place || !own.reasoning.isEmpty())
        return {};
    const QList<uint> points = own.text.toUcs4();
    return base::singleLine(QString::fromUcs4(reinterpret_cast<const char32_t*>(points.constData()) +
                                                  std::min<qsizetype>(place->codePoint, points.size()),
                                              std::clamp<qsizetype>(points.size() - place->codePoint, 0, 12)),
                            longestToken);
}

class TreeBuilder
{
public:
    TreeBuilder(const Outputs& outputs, Figure& figure)
        : m_outputs(outputs)
        , m_figure(figure)
    {
    }

    /// Adds the stretch that `members` share from `from` on, and what follows. Returns its index.
    int add(const QList<int>& members, int parent, double from, const QString& label, std::optional<double> probability)
    {
        const int index = int(m_figure.branches.size());
        Branch branch;
        branch.parent = parent;
        branch.from = from;
        branch.label = label;
        branch.probability = probability;
        for (const int member : members)
            branch.runs += m_outputs.counts.at(member);
        m_figure.branches.append(branch);
        const qint64 fork = firstFork(members);
        if (fork < 0) {
            end(index, members.first());
            return index;
        }
        // The most frequent output leads the first group; every other group parts from it here.
        QList<QList<int>> groups;
        for (const int member : members) {
            const auto group = std::ranges::find_if(groups, [&](const QList<int>& each) {
                const qint64 apart = m_outputs.parts.at(each.first()).at(member);
                return apart < 0 || apart > fork;
            });
            if (group == groups.end())
                groups.append(QList<int>{member});
            else
                group->append(member);
        }
        m_figure.branches[index].to = double(fork);
        m_figure.branches[index].forks = true;
        const int lead = groups.first().first();
        double lane = 0;
        for (qsizetype i = 0; i < groups.size(); ++i) {
            const int own = groups.at(i).first();
            const int other = i == 0 ? groups.at(1).first() : lead;
            const auto found = scoring::forkOf(*m_outputs.runs.at(own), *m_outputs.runs.at(other), m_outputs.run->unit,
                                               m_outputs.noise);
            QString token = found ? base::singleLine(found->tokenA, longestToken)
                                  : textAt(*m_outputs.runs.at(own),
                                           scoring::firstDivergence(*m_outputs.runs.at(own), *m_outputs.runs.at(other),
                                                                    m_outputs.run->unit));
            token = token.isEmpty() ? RepeatText::tr("ends") : u'‘' + token + u'’';
            if (i == 0 && found && found->nearTie)
                m_figure.branches[index].tie =
                    RepeatText::tr("near tie, shift %1 nat").arg(QString::number(found->shift, 'f', 3));
            const int child = add(groups.at(i), index, double(fork), token,
                                  found ? std::optional(found->probabilityAOfA) : std::nullopt);
            lane += m_figure.branches.at(child).lane;
        }
        m_figure.branches[index].lane = lane / double(groups.size());
        return index;
    }

    [[nodiscard]] int lanes() const { return m_lane; }

private:
    qint64 firstFork(const QList<int>& members) const
    {
        qint64 first = -1;
        for (const int a : members) {
            for (const int b : members) {
                const qint64 at = m_outputs.parts.at(a).at(b);
                if (at >= 0 && (first < 0 || at < first))
                    first = at;
            }
        }
        return first;
    }

    void end(int index, int member)
    {
        Branch& branch = m_figure.branches[index];
        const domain::Generation& run = *m_outputs.runs.at(member);
        const qint64 length = run.usage.completionTokens > 0 ? run.usage.completionTokens : run.entries.size();
        branch.to = double(length);
        branch.lane = m_lane++;
        branch.variant = member;
        branch.ending = length > 0 ? RepeatText::tr("%1×, %2 tokens").arg(branch.runs).arg(length)
                                   : RepeatText::tr("%1×").arg(branch.runs);
        const domain::Comparison pair = scoring::compare(*m_outputs.prompt, run, run, m_outputs.run->unit);
        if (pair.answerA.found)
            branch.answer = base::singleLine(pair.answerA.value, longestToken);
        branch.right = pair.answerA.right;
    }

    const Outputs& m_outputs;
    Figure& m_figure;
    int m_lane = 0;
};

} // namespace

QString sameOutputText(qint64 runs)
{
    if (runs == 1)
        return RepeatText::tr("Only one run succeeded: nothing to compare it with");
    if (runs <= 3)
        return RepeatText::tr("All %1 outputs were the same; %1 runs are too few to say more").arg(runs);
    return RepeatText::tr("All %1 outputs were the same: no difference in %1 (at most 3/%1 = %2 %)")
        .arg(QString::number(runs), QString::number(100 * scoring::atMostWithoutEvent(runs), 'f', 1));
}

Figure outputsFigure(const domain::RunData& /*data*/, const scoring::RunScores& scores)
{
    const QString id = QStringLiteral("determinism.outputs");
    const QString title = RepeatText::tr("Distinct outputs");
    if (!scores.determinism)
        return missingFigure(id, title, RepeatText::tr("No determinism run is shown: choose one, or start one in Run"));
    QList<const scoring::PromptRepeats*> prompts;
    for (const scoring::PromptRepeats& prompt : scores.determinism->prompts) {
        if (prompt.score)
            prompts.append(&prompt);
    }
    if (prompts.isEmpty())
        return missingFigure(id, title,
                             scores.failures.failed > 0 ? RepeatText::tr("Every run failed: no prompt has an output")
                                                        : RepeatText::tr("No prompt has been answered yet"));
    std::ranges::stable_sort(prompts, {}, [](const scoring::PromptRepeats* each) { return *each->score; });
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.kind = Kind::StackedBars;
    figure.format = Format::Count;
    figure.measures = {{RepeatText::tr("most frequent"), Role::ABack},
                       {RepeatText::tr("second"), Role::BBack},
                       {RepeatText::tr("others"), Role::ForkBack}};
    qint64 most = 1;
    for (const scoring::PromptRepeats* prompt : std::as_const(prompts)) {
        if (figure.items.size() == mostItems) {
            figure.notes << RepeatText::tr("%1 more prompts are not drawn, none with a lower score")
                                .arg(prompts.size() - mostItems);
            break;
        }
        const int item = int(figure.items.size());
        figure.items.append(
            {base::singleLine(prompt->promptId, 60), QStringLiteral("prompt:") + prompt->promptId, 0, false});
        qint64 others = 0;
        for (qsizetype i = 0; i < prompt->variants.size(); ++i) {
            const qint64 count = prompt->variants.at(i).count;
            if (i >= 2) {
                others += count;
                continue;
            }
            Value value{.item = item, .measure = int(i), .value = double(count), .n = prompt->succeeded};
            value.hit = {0, {prompt->promptId}, {}};
            figure.values.append(value);
        }
        if (others > 0) {
            Value value{.item = item, .measure = 2, .value = double(others), .n = prompt->succeeded};
            value.note = RepeatText::tr("%1 outputs").arg(prompt->variants.size() - 2);
            value.hit = {0, {prompt->promptId}, {}};
            figure.values.append(value);
        }
        most = std::max(most, prompt->succeeded);
    }
    figure.x = Axis{RepeatText::tr("runs"), 0, double(most), false, Format::Count, {}};
    if (std::ranges::any_of(prompts, &scoring::PromptRepeats::countsOnly))
        figure.notes << RepeatText::tr("counted against the first output; \"second\" is all others together");
    figure.subtitle = RepeatText::tr("runs of each prompt by output, lowest score first");
    return figure;
}

Figure forkTreeFigure(const domain::RunData& data, const scoring::RunScores& scores, const QString& promptId)
{
    const QString id = QStringLiteral("determinism.tree");
    const QString title = RepeatText::tr("Divergence tree");
    if (!scores.determinism)
        return missingFigure(id, title, RepeatText::tr("No determinism run is shown: choose one, or start one in Run"));
    const auto repeats = std::ranges::find(scores.determinism->prompts, promptId, &scoring::PromptRepeats::promptId);
    const auto prompt = std::ranges::find(data.run.prompts, promptId, &domain::Prompt::id);
    if (repeats == scores.determinism->prompts.end() || prompt == data.run.prompts.end())
        return missingFigure(id, title, RepeatText::tr("Choose a prompt"));
    if (repeats->succeeded == 0)
        return missingFigure(id, title, RepeatText::tr("Every run of this prompt failed"));
    if (repeats->variants.size() < 2)
        return missingFigure(id, title, sameOutputText(repeats->succeeded));
    const QList<const domain::Generation*> runs = scoring::RunIndex(data).of(0, domain::Pass::Answer, promptId);
    Outputs outputs;
    outputs.run = &data.run;
    outputs.prompt = &*prompt;
    outputs.noise = scores.noise.level;
    for (const scoring::Variant& variant : repeats->variants) {
        if (outputs.runs.size() == mostVariants || variant.first < 0 || variant.first >= runs.size())
            break;
        outputs.runs.append(runs.at(variant.first));
        outputs.counts.append(variant.count);
    }
    for (const domain::Generation* a : std::as_const(outputs.runs)) {
        QList<qint64> row;
        for (const domain::Generation* b : std::as_const(outputs.runs)) {
            const auto place = a == b ? std::nullopt : scoring::firstDivergence(*a, *b, data.run.unit);
            row.append(place ? place->unit : -1);
        }
        outputs.parts.append(row);
    }
    if (outputs.runs.size() < 2)
        return missingFigure(id, title,
                             RepeatText::tr("The outputs are not there: the file this run was imported from has only "
                                            "their numbers"));
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.kind = Kind::Tree;
    figure.format = Format::Count;
    figure.subtitle = RepeatText::tr("%1: %2 distinct outputs in %3 runs; line width is the number of runs")
                          .arg(base::singleLine(promptId, 60), QString::number(repeats->variants.size()),
                               QString::number(repeats->succeeded));
    TreeBuilder builder(outputs, figure);
    QList<int> all;
    for (int i = 0; i < outputs.runs.size(); ++i)
        all.append(i);
    builder.add(all, -1, 0, {}, std::nullopt);
    double longest = 1;
    for (Branch& branch : figure.branches) {
        branch.lane = builder.lanes() > 1 ? branch.lane / (builder.lanes() - 1) : 0.5;
        longest = std::max(longest, branch.to);
    }
    figure.x = linearAxis(data.run.unit == domain::Unit::Tokens ? RepeatText::tr("token") : RepeatText::tr("word"), 0,
                          longest, Format::Count);
    figure.x.maximum = longest;
    if (outputs.runs.size() < repeats->variants.size())
        figure.notes
            << RepeatText::tr("%1 rarer outputs are not drawn").arg(repeats->variants.size() - outputs.runs.size());
    return figure;
}

} // namespace quantlens::figures
