// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/report.h"

#include "core/base/text.h"
#include "core/reports/build.h"
#include "core/reports/issuetext.h"
#include "core/reports/junit.h"
#include "core/reports/runjson.h"
#include "core/scoring/compare.h"
#include "core/scoring/runverdict.h"
#include "core/specs/filenames.h"

#include <array>

namespace quantlens::reports {

namespace {

struct FormatName
{
    Format format;
    const char* name;
    const char* suffix;
};

constexpr std::array formatNames{
    FormatName{Format::Html, "html", ".html"},       FormatName{Format::Json, "json", ".json"},
    FormatName{Format::Markdown, "md", ".md"},       FormatName{Format::Csv, "csv", ".csv"},
    FormatName{Format::Pdf, "pdf", ".pdf"},          FormatName{Format::JUnit, "junit", ".xml"},
    FormatName{Format::Issue, "issue", ".issue.md"},
};

std::unexpected<base::Error> noDifference()
{
    return base::failure(QStringLiteral("report.no_difference"),
                         QStringLiteral("No two answers of this run differ: there is nothing to write an issue about."),
                         QStringLiteral("Name a prompt to write about it all the same."));
}

} // namespace

QString name(Format format)
{
    return QLatin1String(formatNames.at(std::size_t(format)).name);
}

std::optional<Format> formatFromName(const QString& text)
{
    for (const FormatName& each : formatNames) {
        if (text == QLatin1String(each.name))
            return each.format;
    }
    return {};
}

QString fileSuffix(Format format)
{
    return QLatin1String(formatNames.at(std::size_t(format)).suffix);
}

QSet<Part> usualParts(Format format)
{
    QSet<Part> parts;
    for (int i = 0; i < partCount; ++i)
        parts.insert(Part(i));
    if (format != Format::Html)
        parts.remove(Part::Outputs);
    if (format == Format::Markdown)
        parts.remove(Part::Charts);
    return parts;
}

base::Expected<QString> issueReport(const ScoredRun& run, const ReportOptions& options)
{
    // The document knows which pairs tell most.
    ReportOptions pairs{.parts = {Part::Pairs}, .openPairs = 1, .promptId = options.promptId};
    const bool named = !options.promptId.isEmpty();
    if (named) {
        const bool known = std::ranges::contains(run.data.run.prompts, options.promptId, &domain::Prompt::id);
        if (!known)
            return base::failure(
                QStringLiteral("report.prompt"),
                QStringLiteral("The run has no prompt \"%1\".").arg(base::singleLine(options.promptId, 80)));
        pairs.parts.insert(Part::Outputs);
    }
    const Document document = makeDocument(run, pairs);
    const Pair* chosen = nullptr;
    for (const Section& section : document.sections) {
        for (const Block& block : section.blocks) {
            const auto* pair = std::get_if<Pair>(&block);
            if (pair && !chosen && (!named || pair->promptId == options.promptId))
                chosen = pair;
        }
    }
    if (!chosen)
        return noDifference();
    return issueText(run.data.run, chosen->promptId,
                     {IssueAnswer{chosen->labelA, chosen->a ? chosen->a->side : 0, chosen->a},
                      IssueAnswer{chosen->labelB, chosen->b ? chosen->b->side : 1, chosen->b}},
                     chosen->scores ? &*chosen->scores : nullptr);
}

base::Expected<QByteArray> writeReport(Format format, const ScoredRun& run, const ReportOptions& options)
{
    QByteArray bytes;
    switch (format) {
    case Format::Html:
        bytes = htmlReport(run, options);
        break;
    case Format::Json:
        bytes = runJson(run.data, run.scores);
        break;
    case Format::Markdown:
        bytes = markdownReport(run, options).toUtf8();
        break;
    case Format::Csv:
        bytes = csvReport(run);
        break;
    case Format::JUnit:
        bytes = junitReport(run.data, run.scores,
                            run.data.run.verdict.value_or(scoring::judgeRun(run.scores, run.data.run)));
        break;
    case Format::Issue:
        return issueReport(run, options).transform([](const QString& text) { return text.toUtf8(); });
    case Format::Pdf:
        break;
    }
    if (bytes.isEmpty())
        return base::failure(QStringLiteral("report.cancelled"), QStringLiteral("The report was not written."));
    return bytes;
}

QString reportFileName(const domain::RunRecord& run)
{
    QString subject;
    switch (run.kind) {
    case domain::RunKind::Compare:
        subject =
            specs::sanitizeFileName(run.label(0)) + QStringLiteral("_vs_") + specs::sanitizeFileName(run.label(1));
        break;
    case domain::RunKind::Sweep:
    case domain::RunKind::Diff:
        subject = domain::name(run.kind) + u'_' + specs::sanitizeFileName(run.label(run.baseline));
        break;
    case domain::RunKind::Determinism:
    case domain::RunKind::Stress:
        subject = domain::name(run.kind) + u'_' + specs::sanitizeFileName(run.label(0));
        break;
    }
    return QStringLiteral("report_%1_%2").arg(subject.left(100)).arg(run.started.toSecsSinceEpoch());
}

} // namespace quantlens::reports
