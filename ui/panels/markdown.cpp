// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/reports/issuetext.h"
#include "ui/diff/severity.h"
#include "ui/models/format.h"
#include "ui/models/livetable.h"
#include "ui/panels/comparepanel.h"

namespace quantlens::ui {

QString pairAsMarkdown(const ShownRun& run, const QString& promptId)
{
    QString text = QStringLiteral("### %1\n\n").arg(base::singleLine(promptId, 80));
    for (const domain::Prompt& prompt : run.data.run.prompts) {
        if (prompt.id == promptId)
            text += reports::fenced(prompt.text()) + u'\n';
    }
    if (const domain::Comparison* pair = run.comparison(promptId); pair && pair->scored()) {
        QStringList facts{severityLabel(pair->severity),
                          ComparePanel::tr("similarity %1").arg(format::decimal(pair->similarity, 3))};
        if (const QString mark = pairMarkText(pairMark(*pair)); !mark.isEmpty())
            facts << mark;
        if (pair->divergence)
            facts
                << ComparePanel::tr("fork at %1 %2").arg(format::unitSingular(pair->unit)).arg(pair->divergence->unit);
        text += facts.join(QStringLiteral(" · ")) + QStringLiteral("\n\n");
    }
    for (const int side : {0, 1}) {
        const domain::Generation* answer = run.answer(side, promptId);
        text +=
            QStringLiteral("**%1: %2**\n\n").arg(side == 0 ? u'A' : u'B').arg(base::singleLine(run.label(side), 80));
        if (!answer)
            text += ComparePanel::tr("(not finished)\n\n");
        else if (answer->error)
            text += base::singleLine(answer->error->message, 400) + QStringLiteral("\n\n");
        else
            text += reports::fenced(answer->text) + u'\n';
    }
    return text;
}

} // namespace quantlens::ui
