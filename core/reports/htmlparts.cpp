// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/htmlparts.h"

#include "core/reports/numbers.h"
#include "core/scoring/statistics.h"

#include <QLocale>
#include <QRegularExpression>

namespace quantlens::reports {

using domain::RunRecord;
using domain::Summary;

namespace {

constexpr qsizetype shownFailures = 30;
/// Below this many pairs SCORING makes no statistical claim.
constexpr qint64 fewPairs = 20;

QString sideLabel(const RunRecord& run, int side)
{
    const QString label = base::singleLine(run.label(side), 60);
    return label.isEmpty() ? QString(side == 0 ? u'A' : u'B') : label;
}

QString timeText(const QDateTime& time)
{
    return time.isValid() ? QLocale::c().toString(time.toUTC(), QStringLiteral("d MMMM yyyy, HH:mm 'UTC'"))
                          : QStringLiteral("date unknown");
}

/// Servers often name a model by its path, which tells about the person's machine.
QString withoutFolders(const QString& name)
{
    const bool isPath = name.startsWith(u'/') || name.startsWith(u'~') || name.contains(u'\\') ||
                        (name.size() > 1 && name.at(1) == u':');
    return isPath ? name.sliced(std::max(name.lastIndexOf(u'/'), name.lastIndexOf(u'\\')) + 1) : name;
}

/// Messages of the network name the server; its address stays with the person who ran it.
QString withoutAddresses(QString text)
{
    static const QRegularExpression address(QStringLiteral("\\bhttps?://[^\\s\"'<>]+"),
                                            QRegularExpression::CaseInsensitiveOption);
    return text.replace(address, QStringLiteral("[address]"));
}

void writeTerm(HtmlWriter& html, const QString& term, const QString& value)
{
    if (!value.isEmpty())
        html.raw("<dt>").text(term).raw("</dt><dd>").text(value).raw("</dd>");
}

QString counted(qint64 count, const QString& one, const QString& many)
{
    return QString::number(count) + u' ' + (count == 1 ? one : many);
}

void writeSideFacts(HtmlWriter& html, const RunRecord& run, int side)
{
    const domain::RunSide known = side < run.sides.size() ? run.sides.at(side) : domain::RunSide();
    html.raw("<div><p>");
    side == 0 ? html.raw("<span class=\"la\">A</span> <b>") : html.raw("<span class=\"lb\">B</span> <b>");
    html.isolated(sideLabel(run, side)).raw("</b></p><dl>");
    const auto bounded = [](const QString& text) { return base::singleLine(text, 80); };
    writeTerm(html, QStringLiteral("Model"),
              bounded(withoutFolders(known.serverModel.isEmpty() ? known.model.modelId : known.serverModel)));
    QString quant = known.fileType.isEmpty() ? known.model.quant : known.fileType;
    if (known.model.bitsPerWeight)
        quant += (quant.isEmpty() ? QString() : QStringLiteral(", ")) + decimalText(*known.model.bitsPerWeight, 2) +
                 QStringLiteral(" bits per weight");
    writeTerm(html, QStringLiteral("Quant"), bounded(quant));
    if (withoutFolders(known.serverPath) != withoutFolders(known.serverModel))
        writeTerm(html, QStringLiteral("File"), bounded(withoutFolders(known.serverPath)));
    writeTerm(html, QStringLiteral("Server"),
              bounded(domain::name(known.model.backend) +
                      (known.serverBuild.isEmpty() ? QString() : u' ' + known.serverBuild)));
    if (known.contextPerSlot > 0)
        writeTerm(html, QStringLiteral("Context"),
                  counted(known.contextPerSlot, QStringLiteral("token"), QStringLiteral("tokens")));
    html.raw("</dl></div>");
}

/// A point with its interval on a line from 0 to `scale`.
void writeInterval(HtmlWriter& html, const domain::Rate& rate, double scale)
{
    constexpr double width = 220;
    constexpr double margin = 5;
    const auto x = [scale](double value) { return margin + (width - 2 * margin) * std::min(1.0, value / scale); };
    const auto line = [&html](double x1, double y1, double x2, double y2) {
        html.raw("x1=\"").number(x1).raw("\" y1=\"").number(y1).raw("\" x2=\"").number(x2).raw("\" y2=\"").number(y2);
        html.raw("\"/>");
    };
    html.raw("<svg width=\"220\" height=\"14\" viewBox=\"0 0 220 14\" aria-hidden=\"true\">");
    html.raw("<line class=\"axis\" ");
    line(0, 7, width, 7);
    if (rate.n > 0) {
        for (const double end : {rate.low, rate.high}) {
            html.raw("<line class=\"interval\" ");
            line(x(end), 3, x(end), 11);
        }
        html.raw("<line class=\"interval\" ");
        line(x(rate.low), 7, x(rate.high), 7);
        html.raw("<circle class=\"point\" r=\"4\" cy=\"7\" cx=\"").number(x(rate.value())).raw("\"/>");
    }
    html.raw("</svg>");
}

QString countText(const domain::Rate& rate)
{
    return QStringLiteral("%1 of %2").arg(rate.count).arg(rate.n);
}

struct RateRow
{
    QString name;
    domain::Rate rate;
    QString remark;
    bool detail = false;
};

/// The end of a scale that holds all upper limits: 5, 10, 25, 50 or 100 %.
double scaleFor(const QList<RateRow>& rows)
{
    double highest = 0;
    for (const RateRow& row : rows)
        highest = row.rate.n > 0 ? std::max(highest, row.rate.high) : highest;
    for (const double end : {0.05, 0.1, 0.25, 0.5}) {
        if (highest <= end)
            return end;
    }
    return 1;
}

void writeRateRow(HtmlWriter& html, const RateRow& row, double scale)
{
    html.raw("<tr>");
    row.detail ? html.raw("<th scope=\"row\" class=\"sub\">") : html.raw("<th scope=\"row\" class=\"main\">");
    html.text(row.name).raw("</th><td class=\"n\">").text(countText(row.rate)).raw("</td><td class=\"n\">");
    html.text(intervalText(row.rate)).raw("</td><td class=\"figure\">");
    writeInterval(html, row.rate, scale);
    html.raw("</td><td class=\"remark dim small\">").text(row.remark).raw("</td></tr>");
}

void writeSeverityBar(HtmlWriter& html, const Summary& summary)
{
    const qint64 counts[] = {summary.identical, summary.minor, summary.moderate, summary.severe};
    const auto severityClass = [&html](int i) {
        i == 0 ? html.raw("s0") : i == 1 ? html.raw("s1") : i == 2 ? html.raw("s2") : html.raw("s3");
    };
    html.raw("<svg class=\"bar\" viewBox=\"0 0 1000 26\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    double x = 0;
    for (int i = 0; i < 4; ++i) {
        const double width = 1000.0 * double(counts[i]) / double(std::max<qint64>(1, summary.pairs));
        if (counts[i] > 0) {
            html.raw("<rect vector-effect=\"non-scaling-stroke\" y=\"0.5\" height=\"25\" x=\"")
                .number(x)
                .raw("\" width=\"");
            html.number(width).raw("\" class=\"");
            severityClass(i);
            html.raw("\"/>");
        }
        x += width;
    }
    html.raw("</svg><ul class=\"legend\">");
    const QString names[] = {QStringLiteral("= identical"), QStringLiteral("▂ minor"), QStringLiteral("▂▄ moderate"),
                             QStringLiteral("▂▄▆ severe")};
    for (int i = 0; i < 4; ++i) {
        html.raw("<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect x=\"0.5\" y=\"0.5\" width=\"11\" "
                 "height=\"11\" class=\"");
        severityClass(i);
        html.raw("\"/></svg>").text(names[i]).raw(" <b>").text(QString::number(counts[i])).raw("</b></li>");
    }
    html.raw("</ul>");
}

void writeCategories(HtmlWriter& html, const Summary& summary)
{
    html.raw(
        "<div><h2>By category</h2><table><thead><tr><th>Category</th><th class=\"n\">Pairs</th>"
        "<th class=\"n\">Changed</th><th class=\"n\">Flips</th><th class=\"n\">Similarity</th></tr></thead><tbody>");
    const auto cell = [&html](const domain::Rate& rate) {
        html.raw("<td class=\"n\">").text(rate.n ? countText(rate) : QStringLiteral("–")).raw("</td>");
    };
    for (const auto& [category, numbers] : summary.categories) {
        html.raw("<tr><th scope=\"row\">").isolated(base::singleLine(category, 60)).raw("</th><td class=\"n\">");
        html.text(QString::number(numbers.pairs)).raw("</td>");
        cell(numbers.changed);
        cell(numbers.flips);
        html.raw("<td class=\"n\">").text(decimalText(numbers.meanSimilarity, 3)).raw("</td></tr>");
    }
    html.raw("</tbody></table></div>");
}

} // namespace

QString pairTitle(const RunRecord& run)
{
    return QStringLiteral("%1 against %2").arg(sideLabel(run, 0), sideLabel(run, 1));
}

void writeHead(HtmlWriter& html, const RunRecord& run)
{
    html.raw("<header><div><h1>").isolated(sideLabel(run, 0)).raw(" against ").isolated(sideLabel(run, 1));
    html.raw("</h1><p class=\"dim\">").isolated(base::singleLine(run.suiteName, 80)).raw(", ");
    html.text(counted(run.prompts.size(), QStringLiteral("prompt"), QStringLiteral("prompts"))).raw(" · ");
    html.text(timeText(run.started)).raw("</p></div><p class=\"about dim small\">Quantlens report,<br> ");
    html.text(domain::name(run.kind))
        .raw(" run ")
        .text(base::singleLine(run.id.first(std::min<qsizetype>(8, run.id.size())), 8));
    html.raw("</p></header>\n");
}

void writeLead(HtmlWriter& html, const RunRecord& run, const Summary& s)
{
    const bool incomplete = s.failedA + s.failedB + s.missing > 0 || run.status != domain::RunStatus::Finished;
    incomplete || s.pairs == 0 ? html.raw("<section class=\"lead bad\">") : html.raw("<section class=\"lead\">");
    if (s.pairs == 0)
        html.raw("<p><b>Nothing could be compared.</b></p>");
    if (run.error)
        html.raw("<p class=\"err\">").text(base::singleLine(withoutAddresses(run.error->message), 300)).raw("</p>");
    if (s.pairs > 0 && s.flips.n > 0) {
        html.raw("<p>Flipped answers: <b>").text(rateText(s.flips)).raw("</b>. ");
        html.isolated(sideLabel(run, 1)).raw(" turned ");
        html.text(counted(s.rightToWrong, QStringLiteral("right answer"), QStringLiteral("right answers")))
            .raw(" wrong and ");
        html.text(counted(s.wrongToRight, QStringLiteral("wrong answer"), QStringLiteral("wrong answers")))
            .raw(" right.</p>");
    }
    if (s.pairs > 0 && s.changed.n > 0) {
        html.raw("<p>Changed answers: <b>").text(rateText(s.changed)).raw("</b>");
        html.raw(".</p>");
    }
    if (s.pairs > 0) {
        html.raw("<p>Differing texts: ").text(rateText(s.differing));
        if (s.forks > 0)
            html.text(QStringLiteral("; %1 of %2 forks were near ties").arg(s.nearTies).arg(s.forks));
        html.raw(".</p>");
        if (s.pairs < fewPairs)
            html.raw("<p>Fewer than 20 pairs: numbers, no statistical claim.</p>");
    }
    if (run.status != domain::RunStatus::Finished)
        html.raw("<p class=\"err\">⚠ This run is not complete (").text(domain::name(run.status)).raw(").</p>");
    if (s.failedA + s.failedB + s.missing > 0) {
        html.raw("<p class=\"err\">⚠ Of ")
            .text(counted(s.prompts, QStringLiteral("prompt"), QStringLiteral("prompts")));
        html.text(QStringLiteral(", %1 could be compared: %2 failed on A, %3 on B, %4 missing.")
                      .arg(QString::number(s.pairs), QString::number(s.failedA), QString::number(s.failedB),
                           QString::number(s.missing)));
        html.raw("</p>");
    }
    html.raw("</section>\n");
}

void writeFacts(HtmlWriter& html, const domain::RunData& data, const Summary& s)
{
    const domain::RunOptions& o = data.run.options;
    html.raw("<section class=\"cards\">");
    writeSideFacts(html, data.run, 0);
    writeSideFacts(html, data.run, 1);
    html.raw("<div><p><b>Asked</b></p><dl>");
    writeTerm(
        html, QStringLiteral("Sampling"),
        o.serverSampling
            ? QStringLiteral("left to the server")
            : QStringLiteral("temperature %1, seed %2").arg(QString::number(o.temperature), QString::number(o.seed)));
    writeTerm(
        html, QStringLiteral("Tokens"),
        (o.maxTokens > 0 ? QStringLiteral("up to %1").arg(o.maxTokens) : QStringLiteral("each prompt's own limit")) +
            (o.topLogprobs > 0 ? QStringLiteral(", top %1 logprobs").arg(o.topLogprobs)
                               : QStringLiteral(", no logprobs")));
    writeTerm(html, QStringLiteral("Request"),
              QStringLiteral("%1, %2, thinking %3")
                  .arg(o.chat ? QStringLiteral("chat") : QStringLiteral("raw prompt"),
                       o.stream ? QStringLiteral("streamed") : QStringLiteral("not streamed"),
                       o.thinking ? QStringLiteral("on") : QStringLiteral("off")));
    writeTerm(html, QStringLiteral("Answers"),
              QStringLiteral("%1 pairs, %2 truncated")
                  .arg(QString::number(s.pairs), QString::number(s.truncatedA + s.truncatedB)));
    for (const QString& note : data.run.notes)
        writeTerm(html, QStringLiteral("Note"), base::singleLine(withoutAddresses(note), 200));
    html.raw("</dl></div></section>\n");
}

void writeChanges(HtmlWriter& html, const RunRecord& run, const Summary& s)
{
    if (s.pairs == 0)
        return;
    html.raw("<section><h2>What changed</h2>");
    writeSeverityBar(html, s);
    QList<RateRow> rows{
        {QStringLiteral("Answer changed"), s.changed, QStringLiteral("both answers found and different")}};
    if (s.undetermined > 0)
        rows.append({QStringLiteral("at worst"), s.changedWorstCase,
                     QStringLiteral("%1 without an answer on a side counted as changed").arg(s.undetermined), true});
    if (s.flips.n > 0) {
        rows.append({QStringLiteral("Flips"), s.flips, QStringLiteral("against the reference")});
        rows.append({QStringLiteral("right → wrong"), scoring::wilson(s.rightToWrong, s.flips.n),
                     QStringLiteral("right in %1, wrong in %2").arg(sideLabel(run, 0), sideLabel(run, 1)), true});
        rows.append({QStringLiteral("wrong → right"), scoring::wilson(s.wrongToRight, s.flips.n),
                     QStringLiteral("wrong in %1, right in %2").arg(sideLabel(run, 0), sideLabel(run, 1)), true});
    }
    const double scale = scaleFor(rows);
    html.raw("<table><thead><tr><th>Answers</th><th class=\"n\">Count</th><th class=\"n\">Rate, 95 %</th><th "
             "class=\"figure\">0 to ");
    html.text(QString::number(100 * scale)).raw(" %</th><th class=\"remark\"></th></tr></thead><tbody>");
    for (const RateRow& row : rows)
        writeRateRow(html, row, scale);
    html.raw("</tbody></table></section>\n");
}

void writeMeasures(HtmlWriter& html, const RunRecord& run, const Summary& s)
{
    if (s.pairs == 0)
        return;
    const auto row = [&html](const QString& name, const QString& value, const QString& remark) {
        html.raw("<tr><th scope=\"row\">")
            .text(name)
            .raw("</th><td class=\"n\">")
            .text(value)
            .raw("</td><td class=\"dim small\">");
        html.text(remark).raw("</td></tr>");
    };
    html.raw("<section class=\"two\"><div><h2>By how much</h2><table><tbody>");
    row(QStringLiteral("Similarity, mean"), decimalText(s.meanSimilarity, 3),
        QStringLiteral("n = %1, in %2").arg(QString::number(s.pairs), domain::name(run.unit)));
    row(QStringLiteral("Texts that differ"), QString::number(s.differing.count),
        QStringLiteral("of %1").arg(s.differing.n));
    if (s.forks > 0)
        row(QStringLiteral("Forks that were near ties"), QString::number(s.nearTies),
            QStringLiteral("of %1").arg(s.forks));
    if (s.flips.n > 0) {
        row(QStringLiteral("Right in A"), QString::number(s.rightA.count), intervalText(s.rightA));
        row(QStringLiteral("Right in B"), QString::number(s.rightB.count), intervalText(s.rightB));
        row(QStringLiteral("Both wrong, differently"), QString::number(s.bothWrongDifferent),
            QStringLiteral("of %1").arg(s.flips.n));
    }
    row(QStringLiteral("Answer on one side only, or none"), QString::number(s.undetermined),
        QStringLiteral("undetermined"));
    row(QStringLiteral("Cut off at the limit"), QStringLiteral("%1 / %2").arg(s.truncatedA).arg(s.truncatedB),
        QStringLiteral("A / B"));
    html.raw("</tbody></table></div>");
    writeCategories(html, s);
    html.raw("</section>\n");
}

void writeFailures(HtmlWriter& html, const domain::RunData& data)
{
    qsizetype failures = 0;
    for (const domain::Generation& g : data.generations) {
        if (!g.failed() || ++failures > shownFailures)
            continue;
        if (failures == 1)
            html.raw("<section><h2>Failed requests</h2><table><thead><tr><th>Prompt</th><th>Side</th><th>Code</th>"
                     "<th>What happened</th></tr></thead><tbody>");
        html.raw("<tr><td>").isolated(base::singleLine(g.promptId, 60)).raw("</td><td>");
        g.side == 0 ? html.raw("<span class=\"la\">A</span>") : html.raw("<span class=\"lb\">B</span>");
        html.raw("</td><td>").text(base::singleLine(g.error->code, 40)).raw("</td><td>");
        html.isolated(base::singleLine(withoutAddresses(g.error->message), 300)).raw("</td></tr>");
    }
    if (failures == 0)
        return;
    html.raw("</tbody></table>");
    if (failures > shownFailures)
        html.raw("<p class=\"dim\">and ").text(QString::number(failures - shownFailures)).raw(" more</p>");
    html.raw("</section>\n");
}

void writeMethod(HtmlWriter& html, const RunRecord& run)
{
    html.raw("<p class=\"notes\">Similarity is 2·LCS / (|A| + |B|) over ").text(domain::name(run.unit));
    html.raw(
        " of the answer, without reasoning. Severity by similarity: identical (equal bytes), minor ≥ 0.8, moderate ≥ "
        "0.5, "
        "severe below; it ignores whether an answer is right. An answer is extracted by a rule of its category; it "
        "changed when both sides gave one and they differ, and it flipped when that crossed the reference. Rates carry "
        "Wilson 95 % intervals; category tables are exploratory. A fork is the first unit where the outputs part; its "
        "shift is [ln pA(a) − ln pA(b)] + [ln pB(b) − ln pB(a)], and at most 0.05 nat (or the baseline's own noise) is "
        "a "
        "near tie. Greedy texts part easily: look at flips first. Made by Quantlens ");
    html.text(base::singleLine(run.version, 20)).raw(".</p>\n");
}

} // namespace quantlens::reports
