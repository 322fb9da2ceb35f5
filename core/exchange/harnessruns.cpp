// SPDX-License-Identifier: GPL-3.0-or-later
// The samples of several models as one run.
#include "core/base/text.h"
#include "core/exchange/boundedjson.h"
#include "core/exchange/harnesssamples.h"
#include "core/scoring/statistics.h"
#include "core/specs/quantnames.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QMap>
#include <QSet>
#include <QUuid>

#include <algorithm>

namespace quantlens::exchange {

namespace {

/// Which file is which model's: a folder is a model, unless it holds a task twice.
struct HarnessSide
{
    QString folder;
    QString label;
    QList<const HarnessFile*> files;
};

QList<HarnessSide> sidesOf(const QList<HarnessFile>& files)
{
    QList<HarnessSide> sides;
    for (const HarnessFile& file : files) {
        const QString folder = QFileInfo(file.name).path();
        const auto side = std::ranges::find_if(sides, [&](const HarnessSide& each) {
            return each.folder == folder &&
                   std::ranges::none_of(each.files, [&](const HarnessFile* other) { return other->task == file.task; });
        });
        if (side != sides.end()) {
            side->files.append(&file);
            continue;
        }
        sides.append({folder, QDir(folder).dirName(), {&file}});
    }
    // Several models in one folder have only their files' names.
    for (HarnessSide& side : sides) {
        const bool shared = std::ranges::count(sides, side.folder, &HarnessSide::folder) > 1;
        if (shared || side.label.isEmpty() || side.label == QLatin1String("."))
            side.label = QFileInfo(side.files.first()->name).completeBaseName();
    }
    return sides;
}

class HarnessJoiner
{
public:
    explicit HarnessJoiner(domain::RunData& data)
        : m_data(data)
    {
    }

    void add(const HarnessSide& side)
    {
        const int number = int(m_data.run.sides.size());
        domain::RunSide facts;
        facts.model.backend = domain::BackendKind::OpenAi;
        facts.model.label = side.label;
        if (const auto quant = specs::quantInName(side.label))
            facts.model.quant = quant->name;
        m_data.run.sides.append(facts);
        for (const HarnessFile* file : side.files) {
            QHash<QString, int> seen;
            for (const HarnessSample& sample : file->samples) {
                QString id = QStringLiteral("%1/%2").arg(file->task, sample.key.left(16));
                if (const int before = seen[id]++; before > 0)
                    id += QStringLiteral("#%1").arg(before + 1);
                addSample(number, id, file->task, sample);
            }
        }
    }

    [[nodiscard]] qint64 common(int side) const
    {
        return std::ranges::count_if(m_sides,
                                     [side](const QSet<int>& with) { return with.contains(0) && with.contains(side); });
    }

    [[nodiscard]] qint64 notCommon() const
    {
        return std::ranges::count_if(m_sides,
                                     [this](const QSet<int>& with) { return with.size() < m_data.run.sides.size(); });
    }

    /// Exact McNemar of the harness's verdicts.
    [[nodiscard]] QString statement(int side) const
    {
        qint64 lost = 0;
        qint64 won = 0;
        qint64 both = 0;
        for (const QMap<int, bool>& right : m_right) {
            if (!right.contains(0) || !right.contains(side))
                continue;
            ++both;
            lost += right.value(0) && !right.value(side);
            won += !right.value(0) && right.value(side);
        }
        if (both == 0)
            return {};
        return QStringLiteral("%1 against %2: %3 documents judged on both sides, %4 right → wrong, %5 wrong → right, "
                              "exact McNemar p = %6")
            .arg(base::singleLine(m_data.run.label(side), 60), base::singleLine(m_data.run.label(0), 60),
                 QString::number(both), QString::number(lost), QString::number(won),
                 QString::number(scoring::mcnemar(lost, won), 'g', 3));
    }

private:
    void addSample(int side, const QString& id, const QString& task, const HarnessSample& sample)
    {
        if (!m_sides.contains(id)) {
            domain::Prompt prompt;
            prompt.id = id;
            prompt.category = task;
            if (!sample.prompt.isEmpty())
                prompt.messages = {{QStringLiteral("user"), sample.prompt}};
            prompt.answer = domain::ReferenceAnswer{QStringLiteral("none"), {}, 0};
            m_data.run.prompts.append(prompt);
        }
        m_sides[id].insert(side);
        domain::Generation generation;
        generation.side = side;
        generation.promptId = id;
        generation.text = sample.text;
        if (sample.answer)
            generation.foreign.insert(QStringLiteral("answer"), *sample.answer);
        if (sample.right) {
            generation.foreign.insert(QStringLiteral("right"), *sample.right);
            m_right[id].insert(side, *sample.right);
        }
        m_data.generations.append(std::move(generation));
    }

    domain::RunData& m_data;
    QHash<QString, QSet<int>> m_sides;
    QHash<QString, QMap<int, bool>> m_right;
};

} // namespace

base::Expected<domain::RunData> joinHarnessFiles(const QList<HarnessFile>& files)
{
    const QList<HarnessSide> sides = sidesOf(files);
    const QString first = sides.isEmpty() ? QString() : base::singleLine(sides.first().files.first()->name, 200);
    if (sides.size() < 2)
        return base::failure(
            QStringLiteral("import.pair"),
            QStringLiteral("%1: samples of one model only; there is nothing to compare them with.").arg(first),
            QStringLiteral("Give the samples of the same task of both models at once: import A/samples_….jsonl "
                           "B/samples_….jsonl."));
    if (sides.size() > maxSides)
        return base::failure(QStringLiteral("import.limit"),
                             QStringLiteral("%1: more than %2 models.").arg(first).arg(maxSides));
    domain::RunData data;
    domain::RunRecord& run = data.run;
    run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    run.kind = sides.size() == 2 ? domain::RunKind::Compare : domain::RunKind::Sweep;
    run.status = domain::RunStatus::Finished;
    run.options.topLogprobs = 0;
    run.options.distributions = domain::Distributions::Off;
    run.options.stream = false;
    HarnessJoiner joiner(data);
    QStringList tasks;
    QStringList metrics;
    QJsonArray fileNames;
    qint64 otherFilters = 0;
    qint64 withoutText = 0;
    for (const HarnessSide& side : sides) {
        joiner.add(side);
        for (const HarnessFile* file : side.files) {
            if (!tasks.contains(file->task))
                tasks << file->task;
            if (!file->metric.isEmpty() && !metrics.contains(file->metric))
                metrics << file->metric;
            otherFilters += file->otherFilters;
            withoutText += file->withoutText;
            fileNames.append(QFileInfo(file->name).fileName());
        }
    }
    if (joiner.common(1) == 0)
        return base::failure(
            QStringLiteral("import.pair"),
            QStringLiteral("%1: no document is in the samples of both models.").arg(first),
            QStringLiteral("Documents are joined by task and doc_hash: both runs have to be of the same task."));
    run.suiteName = tasks.join(QStringLiteral(", "));
    run.planned = data.generations.size();
    run.origin = {{QStringLiteral("program"), QStringLiteral("lm-evaluation-harness")},
                  {QStringLiteral("files"), fileNames}};
    run.notes << QStringLiteral(
                     "imported from samples of lm-evaluation-harness: answers and verdicts are its own (%1); "
                     "engines, options and times are not in the files")
                     .arg(metrics.isEmpty() ? QStringLiteral("no metric says right or wrong")
                                            : metrics.join(QStringLiteral(", ")));
    for (int side = 1; side < run.sides.size(); ++side) {
        if (const QString statement = joiner.statement(side); !statement.isEmpty())
            run.notes << statement;
    }
    if (const qint64 missing = joiner.notCommon(); missing > 0)
        run.notes << QStringLiteral("%1 documents are not in the samples of every model").arg(missing);
    if (otherFilters > 0)
        run.notes << QStringLiteral("%1 lines of further filters were left out").arg(otherFilters);
    if (withoutText > 0)
        run.notes << QStringLiteral("%1 answers are only known to be others than the continuation asked about")
                         .arg(withoutText);
    return data;
}

} // namespace quantlens::exchange
