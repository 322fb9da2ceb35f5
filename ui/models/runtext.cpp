// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/runtext.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/models/runlist.h"

#include <limits>
#include <utility>

namespace quantlens::ui {

using scoring::HeadlineMeasure;

QString runKindText(domain::RunKind kind)
{
    switch (kind) {
    case domain::RunKind::Compare:
        return RunList::tr("compare");
    case domain::RunKind::Sweep:
        return RunList::tr("sweep");
    case domain::RunKind::Diff:
        return RunList::tr("diff");
    case domain::RunKind::Determinism:
        return RunList::tr("determinism");
    case domain::RunKind::Stress:
        return RunList::tr("stress");
    }
    std::unreachable();
}

QString verdictText(domain::Verdict verdict)
{
    switch (verdict) {
    case domain::Verdict::Pass:
        return RunList::tr("✓ pass");
    case domain::Verdict::Fail:
        return RunList::tr("✗ fail");
    case domain::Verdict::Undecidable:
        return RunList::tr("? undecidable");
    case domain::Verdict::NotComparable:
        return RunList::tr("✗ not comparable");
    }
    std::unreachable();
}

QString measureText(HeadlineMeasure measure)
{
    switch (measure) {
    case HeadlineMeasure::Flips:
        return RunList::tr("Flips");
    case HeadlineMeasure::Kld:
        return RunList::tr("KLD");
    case HeadlineMeasure::ForkShift:
        return RunList::tr("Fork shift");
    case HeadlineMeasure::SameText:
        return RunList::tr("Same text");
    case HeadlineMeasure::Changed:
        return RunList::tr("Changed answers");
    case HeadlineMeasure::Similarity:
        return RunList::tr("Similarity");
    case HeadlineMeasure::Determinism:
        return RunList::tr("Determinism");
    case HeadlineMeasure::Consistency:
        return RunList::tr("Consistency");
    }
    std::unreachable();
}

QString headlineText(HeadlineMeasure measure, const std::optional<scoring::HeadlineNumber>& number)
{
    if (!number)
        return format::none();
    if (scoring::isRate(measure))
        return format::rateShort(number->rate());
    if (measure == HeadlineMeasure::Determinism)
        return RunList::tr("%1 %").arg(format::decimal(number->value * 100, 1));
    // Divergences of good quants are small: digits that count, not places.
    if (measure == HeadlineMeasure::Kld || measure == HeadlineMeasure::ForkShift)
        return number->value != 0 && number->value < 0.001 ? QString::number(number->value, 'g', 2)
                                                           : format::decimal(number->value, 4);
    return format::decimal(number->value, 3);
}

double runDuration(const domain::RunRecord& run)
{
    return run.started.isValid() && run.finished.isValid() ? double(run.started.msecsTo(run.finished))
                                                           : std::numeric_limits<double>::quiet_NaN();
}

QString runTitle(const domain::RunRecord& run)
{
    if (run.sides.isEmpty())
        return domain::name(run.kind);
    const int baseline = run.baseline >= 0 && run.baseline < run.sides.size() ? run.baseline : 0;
    const QString first = base::singleLine(run.label(baseline), 60);
    switch (run.kind) {
    case domain::RunKind::Sweep:
        return RunList::tr("Sweep of %n model(s) against %1", nullptr, int(run.sides.size()) - 1).arg(first);
    case domain::RunKind::Determinism:
        return RunList::tr("Determinism of %1").arg(first);
    case domain::RunKind::Stress:
        return RunList::tr("Stress of %1").arg(first);
    case domain::RunKind::Compare:
    case domain::RunKind::Diff:
        break;
    }
    if (run.sides.size() < 2)
        return first;
    if (run.sides.size() > 2)
        return RunList::tr("%1 ↔ %n other(s)", nullptr, int(run.sides.size()) - 1).arg(first);
    return QStringLiteral("%1 ↔ %2").arg(base::singleLine(run.label(0), 60), base::singleLine(run.label(1), 60));
}

QString runSubtitle(const store::RunListItem& item)
{
    QString text =
        RunList::tr("%1, n = %2").arg(base::singleLine(item.run.suiteName, 60), format::integer(item.prompts));
    if (item.failures > 0)
        text += RunList::tr(" · %n error(s)", nullptr, int(item.failures));
    return text;
}

bool isUnfinished(const store::RunListItem& item)
{
    const bool ended = item.run.status == domain::RunStatus::Running || item.run.status == domain::RunStatus::Cancelled;
    return ended && item.answers + item.failures < item.planned;
}

QString runStatusText(const store::RunListItem& item)
{
    const QString progress = RunList::tr("%1 of %2").arg(format::integer(item.answers), format::integer(item.planned));
    switch (item.run.status) {
    case domain::RunStatus::Running:
        return RunList::tr("unfinished: %1").arg(progress);
    case domain::RunStatus::Finished:
        return RunList::tr("finished");
    case domain::RunStatus::Cancelled:
        return RunList::tr("cancelled at %1").arg(progress);
    case domain::RunStatus::Failed:
        return RunList::tr("could not compare");
    }
    std::unreachable();
}

} // namespace quantlens::ui
