// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/reports/build.h"
#include "core/reports/command.h"
#include "core/reports/numbers.h"
#include "core/reports/scoretext.h"
#include "core/scoring/runverdict.h"

#include <QLocale>

namespace quantlens::reports {

using domain::RunKind;
using domain::RunRecord;
using domain::Summary;
using domain::Verdict;

namespace {

/// Below this many pairs docs/scoring.md makes no statistical claim.
constexpr qint64 fewPairs = 20;

QString timeText(const QDateTime& time)
{
    return time.isValid() ? QLocale::c().toString(time.toUTC(), QStringLiteral("d MMMM yyyy, HH:mm 'UTC'"))
                          : QStringLiteral("date unknown");
}

Words titleOf(const Source& source)
{
    const RunRecord& run = source.record();
    const auto label = [&source](int side) { return quote(source.label(side), 60); };
    switch (run.kind) {
    case RunKind::Compare:
        break;
    case RunKind::Sweep:
        return {say(counted(run.sides.size() - 1, QStringLiteral("model"), QStringLiteral("models")) +
                    QStringLiteral(" against ")),
                label(run.baseline)};
    case RunKind::Diff:
        return {say(counted(run.sides.size(), QStringLiteral("backend"), QStringLiteral("backends")) +
                    QStringLiteral(" against ")),
                label(run.baseline)};
    case RunKind::Determinism:
        return {say(QStringLiteral("Determinism of ")), label(0)};
    case RunKind::Stress:
        return {label(0), say(QStringLiteral(" under load"))};
    }
    return {label(0), say(QStringLiteral(" against ")), label(1)};
}

QString verdictMark(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Pass:
        return QStringLiteral("✓ Passed");
    case Verdict::Fail:
        return QStringLiteral("✗ Failed");
    case Verdict::Undecidable:
        return QStringLiteral("? Undecidable");
    case Verdict::NotComparable:
        break;
    }
    return QStringLiteral("⚠ Not comparable");
}

Tone toneOf(Verdict verdict)
{
    return verdict == Verdict::Pass ? Tone::Good : verdict == Verdict::Undecidable ? Tone::Strong : Tone::Bad;
}

/// The verdict with its rules; nothing where nothing was asked for and nothing is wrong.
void sayVerdict(Lead& lead, const Source& source)
{
    const RunRecord& run = source.record();
    if (run.status == domain::RunStatus::Running)
        return;
    const domain::RunVerdict verdict = run.verdict.value_or(scoring::judgeRun(source.scores(), run));
    const bool asked = scoring::hasThresholds(run.thresholds);
    if (!asked && verdict.verdict == Verdict::Pass)
        return;
    lead.kind = verdict.verdict == Verdict::Pass          ? Lead::Good
                : verdict.verdict == Verdict::Undecidable ? Lead::Plain
                                                          : Lead::Bad;
    if (verdict.judgements.isEmpty())
        lead.lines.append({say(verdictMark(verdict.verdict) + u'.', toneOf(verdict.verdict))});
    for (const domain::Judgement& judgement : verdict.judgements) {
        Words line{say(verdictMark(judgement.verdict) + QStringLiteral(": "), toneOf(judgement.verdict))};
        if (!judgement.about.isEmpty())
            line << quote(judgement.about, 40) << say(QStringLiteral(", "));
        lead.lines.append(line << quote(withoutAddresses(judgement.sentence, source.hosts), 400)
                               << say(QStringLiteral(" (--%1)").arg(judgement.rule), Tone::Dim));
    }
}

void sayPair(Lead& lead, const Source& source, const Summary& s)
{
    if (s.pairs == 0) {
        lead.lines.append({say(QStringLiteral("Nothing could be compared."), Tone::Strong)});
        lead.kind = Lead::Bad;
        return;
    }
    if (s.flips.n > 0) {
        Words line{say(QStringLiteral("Flipped answers: ")), say(rateText(s.flips), Tone::Strong),
                   say(QStringLiteral(". ")), quote(source.label(1), 60)};
        line << say(QStringLiteral(" turned %1 wrong and %2 right.")
                        .arg(counted(s.rightToWrong, QStringLiteral("right answer"), QStringLiteral("right answers")),
                             counted(s.wrongToRight, QStringLiteral("wrong answer"), QStringLiteral("wrong answers"))));
        const QString chance = scoring::chanceText(scoring::mcnemar(s.rightToWrong, s.wrongToRight));
        if (s.rightToWrong + s.wrongToRight >= scoring::fewestDiscordant)
            line << say(QStringLiteral(" Whether one direction outweighs the other: exact McNemar, %1.").arg(chance));
        lead.lines.append(line);
    }
    if (s.changed.n > 0)
        lead.lines.append({say(QStringLiteral("Changed answers: ")), say(rateText(s.changed), Tone::Strong),
                           say(QStringLiteral("."))});
    QString texts = QStringLiteral("Differing texts: ") + rateText(s.differing);
    if (s.forks > 0)
        texts += QStringLiteral("; %1 of %2 forks were near ties").arg(s.nearTies).arg(s.forks);
    lead.lines.append({say(texts + u'.')});
    if (s.pairs < fewPairs)
        lead.lines.append({say(QStringLiteral("Fewer than 20 pairs: numbers, no statistical claim."))});
}

void sayRepeats(Lead& lead, const scoring::DeterminismRun& run)
{
    const bool bare = run.earlyStop && run.score.differing.count > 0;
    lead.lines.append({say(QStringLiteral("Prompts with more than one output: ")),
                       say(rateText(run.score.differing), Tone::Strong), say(QStringLiteral("."))});
    lead.lines.append(
        {say(QStringLiteral("Determinism: ")),
         say(bare ? QStringLiteral("differs; runs were ended at the first difference") : meanText(run.overall, 4),
             Tone::Strong),
         say(QStringLiteral(". "))});
    for (const QString& line : loadLines(run))
        lead.lines.append({quote(line, 400)});
}

void sayStress(Lead& lead, const scoring::StressScore& stress)
{
    lead.lines.append(
        {say(stress.firstDifference ? QStringLiteral("First difference at %1 in flight.").arg(stress.firstDifference)
                                    : QStringLiteral("No text differed under load."),
             Tone::Strong)});
    if (stress.breaksAt)
        lead.lines.append({say(QStringLiteral("Breaks at %1 in flight: the interval of equal outputs lies wholly below "
                                              "the reference's.")
                                   .arg(stress.breaksAt))});
    lead.lines.append({say(QStringLiteral("At rest %1 of %2 prompts gave the same text twice.")
                               .arg(stress.atRest.count)
                               .arg(stress.atRest.n))});
    for (const QString& line : loadLines(stress))
        lead.lines.append({quote(line, 400)});
}

void sayLimits(Lead& lead, const Source& source)
{
    const RunRecord& run = source.record();
    if (run.error) {
        lead.lines.append({quote(withoutAddresses(run.error->message, source.hosts), 300, Tone::Bad)});
        lead.kind = Lead::Bad;
    }
    if (run.status != domain::RunStatus::Finished) {
        lead.lines.append(
            {say(QStringLiteral("⚠ This run is not complete (%1).").arg(domain::name(run.status)), Tone::Bad)});
        lead.kind = Lead::Bad;
    }
    if (run.kind == RunKind::Compare) {
        const Summary s = source.scores().pairs.isEmpty() ? Summary() : source.scores().pairs.first().summary;
        if (s.failedA + s.failedB + s.missing == 0)
            return;
        lead.lines.append({say(QStringLiteral("⚠ Of %1, %2 could be compared: %3 failed on A, %4 on B, %5 missing.")
                                   .arg(counted(s.prompts, QStringLiteral("prompt"), QStringLiteral("prompts")),
                                        QString::number(s.pairs), QString::number(s.failedA),
                                        QString::number(s.failedB), QString::number(s.missing)),
                               Tone::Bad)});
        lead.kind = Lead::Bad;
    } else if (const scoring::RequestCount& failures = source.scores().failures; failures.failed > 0) {
        lead.lines.append({say(
            QStringLiteral("⚠ %1 of %2 requests failed.").arg(failures.failed).arg(failures.requests), Tone::Bad)});
    }
}

Lead leadOf(const Source& source)
{
    Lead lead;
    const scoring::RunScores& scores = source.scores();
    sayVerdict(lead, source);
    if (scores.sampled)
        lead.lines.append({say(QStringLiteral("Answers were sampled: what counts are the shares of right answers."))});
    else if (scores.kind == RunKind::Compare)
        sayPair(lead, source, scores.pairs.isEmpty() ? Summary() : scores.pairs.first().summary);
    else if (scores.sweep)
        lead.lines.append({quote(cliffText(source.record(), *scores.sweep), 300)});
    if (scores.determinism)
        sayRepeats(lead, *scores.determinism);
    if (scores.stress)
        sayStress(lead, *scores.stress);
    sayLimits(lead, source);
    return lead;
}

void addFact(FactGroup& group, const QString& name, const QString& value)
{
    if (!value.isEmpty())
        group.facts.append({name, {quote(value, 200)}});
}

FactGroup sideFacts(const Source& source, int side, bool letter)
{
    const RunRecord& run = source.record();
    const domain::RunSide known = side < run.sides.size() ? run.sides.at(side) : domain::RunSide();
    FactGroup group{.title = letter ? sideWords(side, source.label(side))
                                    : Words{quote(source.label(side), 60, Tone::Strong)}};
    if (letter)
        group.title.last().tone = Tone::Strong;
    addFact(
        group, QStringLiteral("Model"),
        base::singleLine(withoutFolders(known.serverModel.isEmpty() ? known.model.modelId : known.serverModel), 80));
    QString quant = base::singleLine(known.fileType.isEmpty() ? known.model.quant : known.fileType, 80);
    if (known.model.bitsPerWeight)
        quant += (quant.isEmpty() ? QString() : QStringLiteral(", ")) + decimalText(*known.model.bitsPerWeight, 2) +
                 QStringLiteral(" bits per weight");
    addFact(group, QStringLiteral("Quant"), quant);
    if (known.fileSize > 0)
        addFact(group, QStringLiteral("Size"), sizeText(known.fileSize));
    if (withoutFolders(known.serverPath) != withoutFolders(known.serverModel))
        addFact(group, QStringLiteral("File"), base::singleLine(withoutFolders(known.serverPath), 80));
    addFact(group, QStringLiteral("Server"),
            base::singleLine(domain::name(known.model.backend) +
                                 (known.serverBuild.isEmpty() ? QString() : u' ' + known.serverBuild),
                             80));
    if (known.contextPerSlot > 0)
        addFact(group, QStringLiteral("Context"),
                counted(known.contextPerSlot, QStringLiteral("token"), QStringLiteral("tokens")));
    return group;
}

QString promptCheckText(const domain::PromptCheck& check)
{
    if (check.compared == 0)
        return {};
    const QString how = check.rendered ? QStringLiteral("token by token") : QStringLiteral("by their lengths");
    if (check.differing == 0)
        return QStringLiteral("the same on all sides (%1 compared, %2)").arg(QString::number(check.compared), how);
    return QStringLiteral("%1 of %2 differ between the sides (%3), the first is %4")
        .arg(QString::number(check.differing), QString::number(check.compared), how,
             base::singleLine(check.firstPromptId, 60));
}

FactGroup askedFacts(const Source& source)
{
    const RunRecord& run = source.record();
    const domain::RunOptions& o = run.options;
    FactGroup group{.title = {say(QStringLiteral("Asked"), Tone::Strong)}};
    addFact(
        group, QStringLiteral("Sampling"),
        o.serverSampling
            ? QStringLiteral("left to the server")
            : QStringLiteral("temperature %1, seed %2").arg(QString::number(o.temperature), QString::number(o.seed)));
    addFact(
        group, QStringLiteral("Tokens"),
        (o.maxTokens > 0 ? QStringLiteral("up to %1").arg(o.maxTokens) : QStringLiteral("each prompt's own limit")) +
            (o.topLogprobs > 0 ? QStringLiteral(", top %1 logprobs").arg(o.topLogprobs)
                               : QStringLiteral(", no logprobs")));
    addFact(group, QStringLiteral("Request"),
            QStringLiteral("%1, %2, thinking %3")
                .arg(o.chat ? QStringLiteral("chat") : QStringLiteral("raw prompt"),
                     o.stream ? QStringLiteral("streamed") : QStringLiteral("not streamed"),
                     o.thinking ? QStringLiteral("on") : QStringLiteral("off")));
    if (o.parallel > 1)
        addFact(group, QStringLiteral("In flight"), QString::number(o.parallel));
    if (run.kind == RunKind::Determinism)
        addFact(group, QStringLiteral("Repeats"),
                QStringLiteral("%1 a prompt, %2").arg(QString::number(o.runs), domain::name(o.mode)));
    addFact(group, QStringLiteral("System"), base::singleLine(o.system, 200));
    addFact(group, QStringLiteral("Prompts"), promptCheckText(run.promptCheck));
    if (!run.suiteSha256.isEmpty())
        addFact(group, QStringLiteral("Suite"),
                QStringLiteral("%1, sha256 %2")
                    .arg(base::singleLine(run.suiteName, 60), base::singleLine(run.suiteSha256.left(16), 16)));
    qint64 truncated = 0;
    qint64 answers = 0;
    for (const scoring::SideScores& side : source.scores().sides) {
        truncated += side.truncated;
        answers += side.answers.requests - side.answers.failed;
    }
    if (answers > 0)
        addFact(group, QStringLiteral("Answers"),
                QStringLiteral("%1 done, %2 failed, %3 truncated")
                    .arg(QString::number(answers), QString::number(source.scores().failures.failed),
                         QString::number(truncated)));
    if (const QString program = run.origin.value(QLatin1String("program")).toString(); !program.isEmpty())
        addFact(group, QStringLiteral("Imported"), QStringLiteral("from %1").arg(base::singleLine(program, 60)));
    for (const QString& note : run.notes + run.promptCheck.warnings)
        addFact(group, QStringLiteral("Note"), base::singleLine(withoutAddresses(note, source.hosts), 200));
    return group;
}

} // namespace

void addHead(Document& document, const Source& source)
{
    const RunRecord& run = source.record();
    document.title = titleOf(source);
    document.subtitle = {quote(run.suiteName, 80),
                         say(QStringLiteral(", %1 · %2")
                                 .arg(counted(run.prompts.size(), QStringLiteral("prompt"), QStringLiteral("prompts")),
                                      timeText(run.started)))};
    document.about = {QStringLiteral("Quantlens report"),
                      QStringLiteral("%1 run %2").arg(domain::name(run.kind), base::singleLine(run.id.left(8), 8))};
    document.sections.append({.blocks = {leadOf(source)}});
    if (!source.wants(Part::Models))
        return;
    Facts facts;
    if (run.kind == RunKind::Compare) {
        facts.groups << sideFacts(source, 0, true) << sideFacts(source, 1, true);
    } else if (run.kind == RunKind::Determinism || run.kind == RunKind::Stress) {
        facts.groups << sideFacts(source, 0, false);
    } else {
        facts.groups << sideFacts(source, std::max(0, run.baseline), false);
        facts.groups.last().title << say(QStringLiteral(" (baseline)"), Tone::Dim);
    }
    facts.groups << askedFacts(source);
    document.sections.append({.part = Part::Models, .blocks = {facts}});
}

} // namespace quantlens::reports
