// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/html.h"

#include "core/reports/htmlforks.h"
#include "core/reports/htmlparts.h"
#include "core/reports/htmlstyle.h"
#include "core/scoring/compare.h"

namespace quantlens::reports {

namespace {

constexpr qsizetype shownForks = 3;

void writeForks(HtmlWriter& html, const domain::RunData& data, const QList<domain::Comparison>& comparisons,
                qint64 differing)
{
    const QList<qsizetype> chosen = scoring::mostInteresting(comparisons, shownForks);
    if (chosen.isEmpty())
        return;
    html.raw("<h2>Where they part</h2><p class=\"small dim\">").text(QString::number(chosen.size())).raw(" of ");
    html.text(QString::number(differing))
        .raw(" pairs that differ: flips first, then changed answers, then by how far the fork moved.</p>");
    for (const qsizetype index : chosen) {
        const domain::Comparison& pair = comparisons.at(index);
        const domain::Generation* a = data.find(0, pair.promptId);
        const domain::Generation* b = data.find(1, pair.promptId);
        if (!a || !b)
            continue;
        const auto prompt = std::ranges::find(data.run.prompts, pair.promptId, &domain::Prompt::id);
        writeFork(html, data.run, prompt == data.run.prompts.end() ? nullptr : &*prompt, pair, *a, *b);
    }
}

} // namespace

QByteArray htmlReport(const domain::RunData& data, const QList<domain::Comparison>& comparisons,
                      const domain::Summary& summary)
{
    const QByteArray policy = reportPolicy();
    const QByteArray style = reportStyle();
    HtmlWriter html;
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"");
    html.ours(policy).raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                          "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" "
                          "content=\"light dark\">\n<title>");
    html.text(pairTitle(data.run))
        .raw(" · Quantlens report</title>\n<style>")
        .ours(style)
        .raw("</style>\n</head>\n<body>\n<main>\n");
    writeHead(html, data.run);
    writeLead(html, data.run, summary);
    writeFacts(html, data, summary);
    writeChanges(html, data.run, summary);
    writeMeasures(html, data.run, summary);
    writeForks(html, data, comparisons, summary.differing.count);
    writeFailures(html, data);
    writeMethod(html, data.run);
    html.raw("</main>\n</body>\n</html>\n");
    return html.take();
}

} // namespace quantlens::reports
