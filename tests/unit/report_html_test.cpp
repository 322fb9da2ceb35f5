// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/numbers.h"
#include "core/reports/report.h"
#include "tests/support/reportsample.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace quantlens;
using domain::Generation;
using testing::outlineOf;
using Sample = testing::ReportSample;

class ReportHtmlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outlineIsStrict();
    void content();
    void namesStayWhole();
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

/// A name such as word_problem is read as one word: a narrow table scrolls instead of breaking it.
void ReportHtmlTest::namesStayWhole()
{
    Sample sample(QStringLiteral("word"));
    for (domain::Prompt& prompt : sample.data.run.prompts)
        prompt.category = QStringLiteral("word_problem");
    for (domain::Comparison& comparison : sample.comparisons)
        comparison.category = QStringLiteral("word_problem");
    const QByteArray page = sample.html();
    const qsizetype table = page.indexOf("<div class=\"wide\"><table aria-label=\"By category\">");
    QVERIFY(table > 0);
    const qsizetype name = page.indexOf("<th scope=\"row\"><bdi>word_problem</bdi></th>", table);
    QVERIFY(name > 0 && name < page.indexOf("</table></div>", table));
    QVERIFY(page.contains("\n.wide { overflow-x: auto; }\n.wide th { overflow-wrap: normal; }\n"));
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
    for (const auto& [name, word] : testing::hostileWords())
        QTest::newRow(name) << word;
}

void ReportHtmlTest::hostileText()
{
    QFETCH(QString, word);
    // As long as the hostile one: long texts are folded.
    const auto plain = outlineOf(Sample(QString(word.size(), u'w')).html());
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
