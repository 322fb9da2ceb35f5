// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/report.h"
#include "core/scoring/compare.h"

#include <QList>
#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <QTimeZone>

#include <optional>
#include <utility>

/// Runs for the tests of reports, and strict readers of what is written.
namespace quantlens::testing {

/// A compare run of three prompts and one failure, with `word` wherever a model, a server or a person supplies text.
struct ReportSample
{
    domain::RunData data;
    QList<domain::Comparison> comparisons;

    explicit ReportSample(const QString& word)
    {
        domain::RunRecord& run = data.run;
        run.id = QStringLiteral("0123456789");
        run.status = domain::RunStatus::Finished;
        run.started = QDateTime(QDate(2026, 11, 23), QTime(14, 32), QTimeZone::UTC);
        run.version = word;
        run.suiteName = word;
        run.unit = domain::Unit::Tokens;
        run.notes = {word};
        for (int side = 0; side < 2; ++side) {
            domain::RunSide known;
            known.model.label = word;
            known.model.modelId = word;
            known.model.baseUrl = QUrl(QStringLiteral("http://192.168.7.7:8080"));
            known.model.modelPath = QStringLiteral("/home/somebody/models/a.gguf");
            known.model.bitsPerWeight = 4.21;
            known.serverModel = word;
            known.serverBuild = word;
            known.serverPath = word;
            known.fileType = word;
            known.contextPerSlot = 256;
            run.sides.append(known);
        }
        for (int i = 0; i < 4; ++i)
            addPrompt(i, word);
    }

    [[nodiscard]] scoring::RunScores scores() const
    {
        scoring::RunScores scores;
        scoring::PairScores pair;
        pair.comparisons = comparisons;
        pair.summary = scoring::summarize(data.run, comparisons);
        scores.pairs = {pair};
        return scores;
    }

    [[nodiscard]] QByteArray html(const reports::ReportOptions& options = {}) const
    {
        const scoring::RunScores scored = scores();
        return reports::htmlReport({data, scored}, options);
    }

private:
    void addPrompt(int number, const QString& word)
    {
        domain::Prompt prompt;
        prompt.id = word + QString::number(number);
        prompt.category = word;
        prompt.messages = {{QStringLiteral("user"), word}};
        data.run.prompts.append(prompt);
        const bool fails = number == 3;
        for (int side = 0; side < 2; ++side) {
            domain::Generation g;
            g.runId = data.run.id;
            g.side = side;
            g.promptId = prompt.id;
            const QByteArray forked = side == 0 ? word.toUtf8() + "a" : word.toUtf8() + "b";
            for (const QByteArray& bytes : {QByteArray("It is "), forked, QByteArray(" and so on")})
                g.entries.append({-1, bytes, -0.5F, {{-1, bytes, -0.5F}}, domain::Part::Content});
            g.entries.removeIf([](const domain::TokenInfo& entry) { return entry.bytes.isEmpty(); });
            for (const domain::TokenInfo& entry : std::as_const(g.entries))
                g.text += QString::fromUtf8(entry.bytes);
            if (fails && side == 1)
                g.error = base::Error{word, word, word, word};
            data.generations.append(g);
        }
        domain::Comparison pair;
        pair.promptId = prompt.id;
        pair.category = prompt.category;
        pair.failedB = fails;
        pair.unit = domain::Unit::Tokens;
        pair.similarity = 0.75;
        pair.severity = domain::Severity::Moderate;
        pair.divergence = domain::Divergence{1, 6, 6, 1, 7, false};
        pair.fork = domain::Fork{1, 1, word + u'a', word + u'b', 1.25, true, false, 0.6, 0.3, 0.2, 0.7};
        pair.answerA = {word, QStringLiteral("exact"), true, true};
        pair.answerB = {word, QStringLiteral("exact"), true, false};
        pair.answers = domain::AnswerState::Changed;
        pair.flip = domain::FlipState::RightToWrong;
        comparisons.append(pair);
    }
};

/// What a model, a server or a file may hold to break out of a report.
inline QList<std::pair<const char*, QString>> hostileWords()
{
    return {{"script", QStringLiteral("<script>alert(1)</script>")},
            {"attribute", QStringLiteral("\" onmouseover=\"alert(1)")},
            {"single quote", QStringLiteral("' onmouseover='alert(1)")},
            {"image", QStringLiteral("\"><img src=x onerror=alert(1)>")},
            {"closing", QStringLiteral("</bdi></pre></table></main></style></title><style>*{display:none}")},
            {"comment", QStringLiteral("--><!-- ]]> <![CDATA[")},
            {"entity", QStringLiteral("&lt;b&gt; &#60;i&#62; &unknown;")},
            {"placeholders", QStringLiteral("%1 %2 %L3 %%")},
            {"template", QStringLiteral("{{7*7}} ${x} <?php ?>")},
            {"bidi", QStringLiteral("\u202Egnp.exe\u2066\u200B\uFEFF")},
            {"controls", QStringLiteral("a\r\n\t\x1B[31m\x7F\x85") + QChar(0)},
            {"lone surrogates", QString(QChar(0xD800)) + u'x' + QChar(0xDFFF)},
            {"address", QStringLiteral("x ftp://evil.example/a.png javascript:alert(1) data:text/html,x")},
            {"right to left", QStringLiteral("שלום <b>")},
            {"end of script", QStringLiteral("</script><script src=//evil.example></script>")},
            {"javascript link", QStringLiteral("[x](javascript:alert(1)) <a href='javascript:alert(1)'>x</a>")},
            {"formula", QStringLiteral("=cmd|' /C calc'!A0")},
            {"back ticks", QString(300, u'`') + QStringLiteral("\n# no heading\n")},
            {"style", QStringLiteral("</style><style>@import url(//evil.example);")},
            {"svg", QStringLiteral("<svg onload=alert(1)><foreignObject>")},
            {"combining", QStringLiteral("a") + QString(5'000, QChar(0x0301))},
            {"broken", QString::fromUtf8(QByteArray("\xff\xc3\x28\xe2\x82\xf0\x9f").repeated(50))},
            {"emoji", QStringLiteral("👨‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏽")},
            {"fenced code", QStringLiteral("```jcl\n//") + QString(2'000, u'\'') + QStringLiteral("\n```\n")}};
}

/// A strict reading of the page: tags with their attributes in order, or nothing when something is not as we write it.
/// Text is dropped, so two pages with the same outline differ in text alone (and in the lines of charts).
inline std::optional<QStringList> outlineOf(const QByteArray& page)
{
    static const QRegularExpression tag(
        QStringLiteral("\\G<(/?)([a-z][a-z0-9]*|!DOCTYPE)((?: [a-zA-Z][a-zA-Z0-9-]*(?:=\"[^\"<>]*\")?)*)(/?)>"));
    static const QRegularExpression value(QStringLiteral("=\"[^\"]*\""));
    static const QStringList empty{QStringLiteral("meta"), QStringLiteral("br"), QStringLiteral("!DOCTYPE")};
    const QString text = QString::fromUtf8(page);
    QStringList outline;
    QStringList open;
    for (qsizetype at = 0; at < text.size();) {
        if (text.at(at) == u'>')
            return std::nullopt;
        if (text.at(at) != u'<') {
            ++at;
            continue;
        }
        const QRegularExpressionMatch match = tag.match(text, at);
        if (!match.hasMatch())
            return std::nullopt;
        const QString name = match.captured(2);
        // Where the lines of a chart lie depends on how wide its labels are.
        const bool inChart = open.contains(QStringLiteral("figure")) && name != QLatin1String("figure");
        outline.append(inChart ? match.captured().remove(value) : match.captured());
        if (!match.captured(1).isEmpty()) {
            if (open.isEmpty() || open.takeLast() != name)
                return std::nullopt;
        } else if (match.captured(4).isEmpty() && !empty.contains(name)) {
            open.append(name);
        }
        at = match.capturedEnd();
    }
    return open.isEmpty() ? std::optional(outline) : std::nullopt;
}

} // namespace quantlens::testing
