// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runsummary.h"

#include "ui/models/format.h"
#include "ui/panels/parts.h"

#include <QVBoxLayout>

namespace quantlens::ui {

RunSummary::RunSummary(QWidget* parent)
    : QWidget(parent)
    , m_all(plainLabel({}, this))
    , m_flips(dimLabel({}, this))
    , m_severity(new SeverityBar(this))
    , m_legend(dimLabel({}, this))
    , m_rates(dimLabel({}, this))
{
    m_all->setWordWrap(false);
    m_flips->setObjectName(QStringLiteral("compare-flips"));
    m_flips->setAlignment(Qt::AlignRight);
    m_severity->setObjectName(QStringLiteral("compare-severity"));
    m_rates->setObjectName(QStringLiteral("compare-rates"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 8);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(m_all);
    head->addWidget(m_flips, 1);
    column->addLayout(head);
    column->addWidget(m_severity);
    column->addWidget(m_legend);
    column->addWidget(m_rates);
}

void RunSummary::setRun(const ShownRunPtr& run)
{
    const domain::Summary s = run ? run->summary : domain::Summary();
    m_all->setText(tr("All %1 prompts").arg(format::integer(s.prompts)));
    m_flips->setText(s.flips.n > 0 ? tr("flips %1: %2").arg(format::integer(s.flips.count), format::rateShort(s.flips))
                                   : QString());
    m_flips->setToolTip(
        tr("right → wrong and wrong → right, of %1 prompts with a known answer").arg(format::integer(s.flips.n)));
    m_severity->setCounts(s.identical, s.minor, s.moderate, s.severe);
    m_legend->setText(tr("identical %1 · minor %2 · moderate %3 · severe %4")
                          .arg(format::integer(s.identical), format::integer(s.minor), format::integer(s.moderate),
                               format::integer(s.severe)));
    m_rates->setText(run ? lines(*run).join(u'\n') : QString());
}

QStringList RunSummary::lines(const ShownRun& run)
{
    const domain::Summary& s = run.summary;
    QStringList lines;
    if (run.scores.determinism) {
        const scoring::DeterminismScore& score = run.scores.determinism->score;
        lines << tr("determinism %1; prompts with more than one output %2")
                     .arg(format::decimal(score.overall, 3), format::rate(score.differing));
    }
    if (run.scores.stress) {
        const int first = run.scores.stress->firstDifference;
        lines << (first > 0 ? tr("first different text at %1 in flight").arg(format::integer(first))
                            : tr("no level gave a different text"));
    }
    lines << tr("changed answers %1").arg(format::rate(s.changed));
    if (s.undetermined > 0)
        lines << tr("%n undetermined", nullptr, int(s.undetermined));
    if (s.byHand > 0)
        lines << tr("%n pair(s) with an answer set by hand", nullptr, int(s.byHand));
    if (s.failedA + s.failedB + s.missing > 0)
        lines << tr("failed: A %1, B %2; not finished: %3")
                     .arg(format::integer(s.failedA), format::integer(s.failedB), format::integer(s.missing));
    return lines;
}

} // namespace quantlens::ui
