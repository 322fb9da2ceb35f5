// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/numbers.h"
#include "core/reports/report.h"
#include "core/scoring/compare.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTimeZone>

#include <cmath>
#include <optional>

using namespace quantlens;
using domain::Comparison;
using domain::Generation;
using domain::Part;

namespace {

/// A compare run of three prompts and one failure, with `word` wherever a model, a server or a person supplies text.
struct Sample
{
    domain::RunData data;
    QList<Comparison> comparisons;

    explicit Sample(const QString& word)
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
            Generation g;
            g.runId = data.run.id;
            g.side = side;
            g.promptId = prompt.id;
            const QByteArray forked = side == 0 ? word.toUtf8() + "a" : word.toUtf8() + "b";
            for (const QByteArray& bytes : {QByteArray("It is "), forked, QByteArray(" and so on")})
                g.entries.append({-1, bytes, -0.5F, {{-1, bytes, -0.5F}}, Part::Content});
            g.entries.removeIf([](const domain::TokenInfo& entry) { return entry.bytes.isEmpty(); });
            for (const domain::TokenInfo& entry : std::as_const(g.entries))
                g.text += QString::fromUtf8(entry.bytes);
            if (fails && side == 1)
                g.error = base::Error{word, word, word, word};
            data.generations.append(g);
        }
        Comparison pair;
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

/// A strict reading of the page: tags with their attributes in order, or nothing when something is not as we write it.
/// Text is dropped, so two pages with the same outline differ in text alone.
std::optional<QStringList> outlineOf(const QByteArray& page)
{
    static const QRegularExpression tag(
        QStringLiteral("\\G<(/?)([a-z][a-z0-9]*|!DOCTYPE)((?: [a-zA-Z][a-zA-Z0-9-]*(?:=\"[^\"<>]*\")?)*)(/?)>"));
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
        outline.append(match.captured());
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

} // namespace

class ReportHtmlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outlineIsStrict();
    void content();
    void policy();
    void hostileText_data();
    void hostileText();
    void keepsAddressesBack();
    void isBounded();
    void keepsWholeTexts();
    void partsCanBeLeftOut();
    void incompleteRuns();
    void numbers();
};

void ReportHtmlTest::outlineIsStrict()
{
    QVERIFY(outlineOf("<p class=\"a\">x &lt; y</p><br>"));
    for (const char* bad :
         {"<p>a > b</p>", "<p>a < b</p>", "<p onclick=x>", "<p>", "</p>", "<b><i></b></i>", "<!-- x -->"})
        QVERIFY2(!outlineOf(bad), bad);
}

void ReportHtmlTest::content()
{
    const Sample sample(QStringLiteral("word"));
    const QByteArray page = sample.html();
    const auto outline = outlineOf(page);
    QVERIFY(outline);
    const QString text = QString::fromUtf8(page);
    QVERIFY(text.contains(QStringLiteral("23 November 2026, 14:32 UTC")));
    QVERIFY(text.contains(QStringLiteral("temperature 0, seed 42")));
    QVERIFY(text.contains(QStringLiteral("100.0 % [43.9, 100.0], n = 3"))); // Wilson for 3 of 3
    QVERIFY(text.contains(QStringLiteral("Fewer than 20 pairs")));
    QVERIFY(text.contains(QStringLiteral("Failed requests")));
    QCOMPARE(outline->count(QStringLiteral("<div class=\"side\">")), 8); // three forks and a failure, two sides each
    QCOMPARE(outline->count(QStringLiteral("<mark class=\"ca fork\">")), 3);
    QCOMPARE(outline->count(QStringLiteral("<mark class=\"cb fork\">")), 3);
    QVERIFY(text.contains(QStringLiteral("more than 1.25 nat")));
    QVERIFY(
        text.contains(QStringLiteral("&lt; 0.300"))); // B's token is not in A's list: its probability is only bounded
    QVERIFY(text.contains(QStringLiteral("4.21 bits per weight")));
}

void ReportHtmlTest::policy()
{
    const QByteArray page = Sample(QStringLiteral("word")).html();
    const qsizetype policyAt = page.indexOf("Content-Security-Policy");
    const qsizetype styleAt = page.indexOf("<style>");
    QVERIFY(policyAt > 0 && policyAt < styleAt);
    const QByteArray style = page.sliced(styleAt + 7, page.indexOf("</style>") - styleAt - 7);
    QVERIFY(page.contains("content=\"default-src 'none'; style-src 'sha256-" +
                          QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64() +
                          "'; base-uri 'none'; form-action 'none'\""));
    for (const char* forbidden : {"<script", "style=\"", "src=", "@import", "http:", "https:", "//", "xlink"})
        QVERIFY2(!page.contains(forbidden), forbidden);
    // Links and fills lead into the page itself, and what they lead to is there.
    static const QRegularExpression reference(QStringLiteral("(href=\"|url\\()([^\")]*)"));
    auto references = reference.globalMatch(QString::fromUtf8(page));
    int found = 0;
    while (references.hasNext()) {
        const QString target = references.next().captured(2);
        QVERIFY2(target.startsWith(u'#'), qPrintable(target));
        QVERIFY2(page.contains("id=\"" + target.sliced(1).toUtf8() + '"'), qPrintable(target));
        ++found;
    }
    QVERIFY(found > 5);
}

void ReportHtmlTest::hostileText_data()
{
    QTest::addColumn<QString>("word");
    const auto row = [](const char* name, const QString& word) { QTest::newRow(name) << word; };
    row("script", QStringLiteral("<script>alert(1)</script>"));
    row("attribute", QStringLiteral("\" onmouseover=\"alert(1)"));
    row("single quote", QStringLiteral("' onmouseover='alert(1)"));
    row("image", QStringLiteral("\"><img src=x onerror=alert(1)>"));
    row("closing", QStringLiteral("</bdi></pre></table></main></style></title><style>*{display:none}"));
    row("comment", QStringLiteral("--><!-- ]]> <![CDATA["));
    row("entity", QStringLiteral("&lt;b&gt; &#60;i&#62; &unknown;"));
    row("placeholders", QStringLiteral("%1 %2 %L3 %%"));
    row("template", QStringLiteral("{{7*7}} ${x} <?php ?>"));
    row("bidi", QStringLiteral("\u202Egnp.exe\u2066\u200B\uFEFF"));
    row("controls", QStringLiteral("a\r\n\t\x1B[31m\x7F\x85") + QChar(0));
    row("lone surrogates", QString(QChar(0xD800)) + u'x' + QChar(0xDFFF));
    row("address", QStringLiteral("x ftp://evil.example/a.png javascript:alert(1) data:text/html,x"));
    row("right to left", QStringLiteral("שלום <b>"));
    row("end of script", QStringLiteral("</script><script src=//evil.example></script>"));
    row("javascript link", QStringLiteral("[x](javascript:alert(1)) <a href='javascript:alert(1)'>x</a>"));
    row("formula", QStringLiteral("=cmd|' /C calc'!A0"));
    row("back ticks", QString(300, u'`') + QStringLiteral("\n# no heading\n"));
    row("style", QStringLiteral("</style><style>@import url(//evil.example);"));
    row("svg", QStringLiteral("<svg onload=alert(1)><foreignObject>"));
    row("combining", QStringLiteral("a") + QString(5'000, QChar(0x0301)));
    row("broken", QString::fromUtf8(QByteArray("\xff\xc3\x28\xe2\x82\xf0\x9f").repeated(50)));
    row("emoji", QStringLiteral("👨‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏽"));
    row("fenced code", QStringLiteral("```jcl\n//") + QString(2'000, u'\'') + QStringLiteral("\n```\n"));
}

void ReportHtmlTest::hostileText()
{
    QFETCH(QString, word);
    const auto plain = outlineOf(Sample(QStringLiteral("word")).html());
    const QByteArray page = Sample(word).html();
    const auto hostile = outlineOf(page);
    QVERIFY(plain && hostile);
    QCOMPARE(*hostile, *plain); // the text changed no element and no attribute
    QVERIFY(QString::fromUtf8(page).isValidUtf16());
    for (const char16_t c : {u'\u202E', u'\u2066', u'\u200B', u'\uFEFF', u'\x1B', u'\r', u'\0'})
        QVERIFY(!QString::fromUtf8(page).contains(QChar(c)));
}

void ReportHtmlTest::keepsAddressesBack()
{
    Sample sample(QStringLiteral("word"));
    sample.data.generations.last().error->message =
        QStringLiteral("No answer from HTTP://192.168.7.7:8080/v1 in time.");
    sample.data.run.error =
        base::Error{QStringLiteral("x"), QStringLiteral("https://me:pw@host.example/ broke."), {}, {}};
    sample.data.run.sides[0].serverModel = QStringLiteral("/home/somebody/models/m.gguf");
    sample.data.run.sides[1].serverModel = QStringLiteral("C:\\Users\\somebody\\m.gguf");
    const QByteArray page = sample.html();
    for (const char* secret : {"192.168.7.7", "host.example", "somebody", "me:pw"})
        QVERIFY2(!page.contains(secret), secret);
    QVERIFY(page.contains("No answer from [address] in time."));
    QVERIFY(page.contains("m.gguf"));
}

void ReportHtmlTest::isBounded()
{
    // Whole texts stand in the page, folded; what would make it longer than 20 MB is left out and counted.
    const QByteArray page = Sample(QStringLiteral("<é").repeated(300'000)).html();
    QVERIFY(outlineOf(page));
    QVERIFY2(page.size() < 20'000'000, qPrintable(QString::number(page.size())));
    QVERIFY(page.contains("more would make this page longer than 20 MB"));
    QVERIFY(page.size() > 5'000'000);

    Sample sample(QStringLiteral("word"));
    const Generation failed = sample.data.generations.last();
    sample.data.generations.resize(sample.data.generations.size() + 500, failed);
    QVERIFY(sample.html().contains("and 471 more"));
    QVERIFY(sample.html().size() < 100'000);
}

void ReportHtmlTest::keepsWholeTexts()
{
    Sample sample(QStringLiteral("word"));
    QString longText;
    for (int i = 0; i < 3'000; ++i)
        longText += QStringLiteral("w%1 ").arg(i);
    for (Generation& g : sample.data.generations) {
        g.entries.clear();
        g.text = longText + (g.side == 0 ? QStringLiteral("left") : QStringLiteral("right")) + u' ' + longText;
    }
    const QByteArray page = sample.html();
    QVERIFY(outlineOf(page));
    QVERIFY(page.contains("the same for "));
    QVERIFY(page.contains("goes on for "));
    for (int i = 0; i < 3'000; i += 7)
        QCOMPARE(page.count(QStringLiteral("w%1 ").arg(i).toUtf8()), 16); // four pairs, two sides, twice in each
}

void ReportHtmlTest::partsCanBeLeftOut()
{
    const Sample sample(QStringLiteral("word"));
    const QByteArray none = sample.html({.parts = {}});
    QVERIFY(outlineOf(none));
    QVERIFY(none.contains("Flipped answers"));
    const std::pair<reports::Part, const char*> headings[] = {
        {reports::Part::Numbers, "<h2>What changed</h2>"},
        {reports::Part::Categories, "<h2>Where: by category</h2>"},
        {reports::Part::Pairs, "<h2>Where they part</h2>"},
        {reports::Part::Index, "<h2>All prompts</h2>"},
        {reports::Part::Outputs, "<h2>All other outputs</h2>"},
        {reports::Part::Failures, "<h2>Failed requests</h2>"},
        {reports::Part::Method, "<h2>How the numbers were made</h2>"},
        {reports::Part::Command, "<h2>Run it again</h2>"},
        {reports::Part::Charts, "<h2>Charts</h2>"}};
    for (const auto& [part, heading] : headings) {
        const QByteArray page = sample.html({.parts = {part}});
        QVERIFY(outlineOf(page));
        QVERIFY2(page.contains(heading), heading);
        QVERIFY2(!none.contains(heading), heading);
    }
    // Told to stop, nothing is given.
    qsizetype calls = 0;
    QVERIFY(sample.html({.progress = [&](qsizetype, qsizetype) { return ++calls < 3; }}).isEmpty());
    QCOMPARE(calls, 3);
}

void ReportHtmlTest::incompleteRuns()
{
    const domain::RunData noData;
    const scoring::RunScores noScores;
    const QByteArray nothing = reports::htmlReport({noData, noScores});
    QVERIFY(outlineOf(nothing));
    QVERIFY(nothing.contains("Nothing could be compared"));

    Sample sample(QStringLiteral("word"));
    sample.data.run.status = domain::RunStatus::Cancelled;
    sample.data.run.sides.clear();
    sample.data.generations.removeFirst(); // a comparison whose generation is not there
    sample.comparisons.first().fork->shift = std::numeric_limits<double>::quiet_NaN();
    sample.comparisons.first().fork->entryA = 4711;
    const QByteArray page = sample.html();
    QVERIFY(outlineOf(page));
    QVERIFY(page.contains("not complete (cancelled)"));
    QVERIFY(page.contains("1 failed") || page.contains("0 failed on A, 1 on B"));
    QVERIFY(!page.contains("nan"));

    // One side ends where the other goes on.
    Sample shorter(QStringLiteral("word"));
    shorter.data.generations[1].entries.resize(1);
    shorter.data.generations[1].text = QStringLiteral("It is ");
    QVERIFY(outlineOf(shorter.html()));
    QVERIFY(shorter.html().contains("(ends here)"));
}

void ReportHtmlTest::numbers()
{
    QCOMPARE(reports::intervalText({9, 120, 0.0400, 0.1361}), QStringLiteral("7.5 % [4.0, 13.6]"));
    QCOMPARE(reports::intervalText({0, 0, 0, 1}), QStringLiteral("–"));
    QCOMPARE(reports::decimalText(-0.5, 2), QStringLiteral("−0.50"));
    QCOMPARE(reports::decimalText(-0.001, 2), QStringLiteral("0.00"));
    QCOMPARE(reports::decimalText(1234.5, 1), QStringLiteral("1234.5"));
    QCOMPARE(reports::decimalText(std::nan(""), 1), QStringLiteral("–"));
    QCOMPARE(reports::decimalText(-INFINITY, 1), QStringLiteral("–"));
}

QTEST_APPLESS_MAIN(ReportHtmlTest)
#include "report_html_test.moc"
