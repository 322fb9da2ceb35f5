// SPDX-License-Identifier: GPL-3.0-or-later
// What stands at the end of every report: noise, findings, failures, method, command. And how all sections follow each
// other.
#include "core/base/text.h"
#include "core/reports/build.h"
#include "core/reports/command.h"
#include "core/reports/scoretext.h"

#include <algorithm>

namespace quantlens::reports {

namespace {

constexpr qsizetype shownFailures = 30;

void addNoise(Document& document, const Source& source)
{
    Section section{.part = Part::Noise, .title = QStringLiteral("Noise of the baseline")};
    for (const QString& line : noiseLines(source.scores().noise))
        section.blocks.append(Words{quote(line, 400)});
    for (const scoring::PairScores& pair : source.scores().pairs) {
        for (const scoring::NoiseStatement& statement : pair.noise)
            section.blocks.append(Words{quote(source.label(pair.side), 60, Tone::Strong), say(QStringLiteral(": ")),
                                        quote(statement.sentence, 400)});
    }
    if (!section.blocks.isEmpty())
        document.sections.append(section);
    if (source.scores().findings.isEmpty())
        return;
    Table table{.name = QStringLiteral("Findings"),
                .columns = {{QStringLiteral("Finding")}, {QStringLiteral("Model")}, {QStringLiteral("What")}}};
    for (const scoring::Finding& finding : source.scores().findings)
        table.rows.append({cell(name(finding.kind), isVariance(finding.kind) ? Tone::Plain : Tone::Bad),
                           foreignCell(source.label(finding.side)),
                           foreignCell(withoutAddresses(finding.sentence, source.hosts), 500)});
    document.sections.append(
        {.part = Part::Noise, .title = QStringLiteral("Findings about the servers"), .blocks = {table}});
}

QString requestText(const domain::Generation& generation)
{
    QStringList words;
    if (generation.pass != domain::Pass::Answer)
        words << domain::name(generation.pass);
    if (generation.level)
        words << QStringLiteral("%1 in flight").arg(generation.level);
    if (generation.repeat)
        words << QStringLiteral("no. %1").arg(generation.repeat + 1);
    return words.join(u' ');
}

void addFailures(Document& document, const Source& source)
{
    Table table{.name = QStringLiteral("Failed requests"),
                .columns = {{QStringLiteral("Prompt")},
                            {QStringLiteral("Model")},
                            {.title = QStringLiteral("Request"), .spare = true},
                            {QStringLiteral("Code")},
                            {QStringLiteral("What happened")}}};
    qsizetype failures = 0;
    const auto add = [&](const QString& prompt, int side, const QString& request, const base::Error& error) {
        if (++failures <= shownFailures)
            table.rows.append({foreignCell(prompt), foreignCell(source.label(side)), cell(request),
                               foreignCell(error.code, 40),
                               foreignCell(withoutAddresses(error.message, source.hosts), 300)});
    };
    for (int side = 0; side < source.record().sides.size(); ++side) {
        if (const auto& error = source.record().sides.at(side).error)
            add(QStringLiteral("(all)"), side, QString(), *error);
    }
    for (const domain::Generation& g : source.run.data.generations) {
        if (g.failed())
            add(g.promptId, g.side, requestText(g), *g.error);
    }
    if (failures == 0)
        return;
    Section section{.part = Part::Failures, .title = QStringLiteral("Failed requests"), .blocks = {table}};
    if (failures > shownFailures)
        section.blocks.append(Words{say(QStringLiteral("and %1 more").arg(failures - shownFailures), Tone::Dim)});
    document.sections.append(section);
}

QString methodText(const domain::RunRecord& run)
{
    QString text;
    if (run.kind != domain::RunKind::Determinism && run.kind != domain::RunKind::Stress)
        text =
            QStringLiteral(
                "Similarity is 2·LCS / (|A| + |B|) over %1 of the answer, without reasoning. Severity by similarity: "
                "identical (equal bytes), minor ≥ %2, moderate ≥ %3, severe below; it ignores whether an answer is "
                "right. An answer is extracted by a rule of its category; it changed when both sides gave one and "
                "they differ, and it flipped when that crossed the reference. Rates carry Wilson 95 % intervals, means "
                "over prompts a bootstrap of whole prompts (10,000 resamples); category tables are exploratory. "
                "KLD(A‖B) is in nats, over the tokens both sides list and one bucket for the rest. ")
                .arg(domain::name(run.unit))
                .arg(run.options.minor)
                .arg(run.options.moderate);
    else if (run.kind == domain::RunKind::Determinism)
        text = QStringLiteral(
            "A prompt's score is the share of its answered runs that gave its most frequent output. "
            "Determinism is the mean over prompts; its interval resamples prompts. Rates carry Wilson 95 % "
            "intervals. ");
    else
        text =
            QStringLiteral("Every prompt is asked twice at rest, then at each level with so many requests in flight. "
                           "Prompts that differ at rest are left out of the load's effect. Rates carry Wilson 95 % "
                           "intervals. In flight is from the first byte sent to the last received, decoding from the "
                           "first token to the last. ");
    return text +
           QStringLiteral(
               "A fork is the first unit where two outputs part; its shift is [ln pA(a) − ln pA(b)] + [ln pB(b) − "
               "ln pB(a)], and at most 0.05 nat (or the baseline's own noise) is a near tie. Greedy texts part easily: "
               "look at flips first. Made by Quantlens ");
}

/// Command and method.
void addEnd(Document& document, const Source& source)
{
    if (source.wants(Part::Command) && source.record().origin.isEmpty())
        document.sections.append(
            {.part = Part::Command,
             .title = QStringLiteral("Run it again"),
             .blocks = {
                 Command{runCommand(source.record())},
                 Words{say(QStringLiteral("Model files stand with their names, servers that were running as ADDRESS: "
                                          "put in your own."),
                           Tone::Dim)}}});
    if (source.wants(Part::Method))
        document.sections.append(
            {.part = Part::Method,
             .title = QStringLiteral("How the numbers were made"),
             .blocks = {Words{say(methodText(source.record()), Tone::Dim),
                              quote(source.record().version, 20, Tone::Dim), say(QStringLiteral("."), Tone::Dim)}}});
}

} // namespace

void addRest(Document& document, const Source& source)
{
    if (source.wants(Part::Noise))
        addNoise(document, source);
    if (source.wants(Part::Failures))
        addFailures(document, source);
}

Document makeDocument(const ScoredRun& run, const ReportOptions& options)
{
    const scoring::RunIndex index(run.data);
    Source source{.run = run, .options = options, .index = index, .prompts = {}, .hosts = hostsOf(run.data.run)};
    for (const domain::Prompt& prompt : run.data.run.prompts)
        source.prompts.insert(prompt.id, &prompt);
    Document document;
    addHead(document, source);
    addSamples(document, source);
    switch (run.data.run.kind) {
    case domain::RunKind::Compare:
        addPairNumbers(document, source);
        break;
    case domain::RunKind::Sweep:
    case domain::RunKind::Diff:
        addSideNumbers(document, source);
        break;
    case domain::RunKind::Determinism:
    case domain::RunKind::Stress:
        break;
    }
    addDeterminism(document, source);
    addStress(document, source);
    addRest(document, source);
    addPairs(document, source);
    addEnd(document, source);
    // What is long and folded comes last.
    std::ranges::stable_partition(document.sections,
                                  [](const Section& section) { return section.part != Part::Outputs; });
    return document;
}

} // namespace quantlens::reports
