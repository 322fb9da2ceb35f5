// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown, CSV and issue text of hostile runs, and the report of every kind of run.
#include "core/reports/command.h"
#include "core/reports/report.h"
#include "core/runners/planfile.h"
#include "core/scoring/runscores.h"
#include "tests/support/reportsample.h"
#include "tests/support/syntheticrun.h"

#include <QTest>

using namespace quantlens;
using domain::Pass;
using domain::RunKind;
using reports::Part;
using testing::ReportSample;
using testing::SyntheticRun;

namespace {

/// What of a Markdown text is no code: fenced blocks and code spans by CommonMark's rules are taken out. Nothing when a
/// block is not closed.
std::optional<QString> skeletonOf(const QString& markdown)
{
    QString rest;
    QString fence;
    const QStringList lines = markdown.split(u'\n');
    static const QRegularExpression opening(QStringLiteral("^ {0,3}(`{3,})[^`]*$"));
    static const QRegularExpression closing(QStringLiteral("^ {0,3}(`{3,})[ \\t]*$"));
    for (const QString& line : lines) {
        if (!fence.isEmpty()) {
            const auto match = closing.match(line);
            if (match.hasMatch() && match.captured(1).size() >= fence.size())
                fence.clear();
            continue;
        }
        if (const auto match = opening.match(line); match.hasMatch()) {
            fence = match.captured(1);
            rest += QStringLiteral("[block]\n");
            continue;
        }
        for (qsizetype at = 0; at < line.size();) {
            if (line.at(at) == u'\\' && at + 1 < line.size()) {
                rest += line.mid(at, 2);
                at += 2;
                continue;
            }
            if (line.at(at) != u'`') {
                rest += line.at(at++);
                continue;
            }
            qsizetype ticks = 0;
            while (at + ticks < line.size() && line.at(at + ticks) == u'`')
                ++ticks;
            // The next run of exactly as many ends the span.
            qsizetype end = at + ticks;
            for (; end < line.size();) {
                qsizetype run = 0;
                while (end + run < line.size() && line.at(end + run) == u'`')
                    ++run;
                if (run == ticks)
                    break;
                end += std::max<qsizetype>(1, run);
            }
            if (end >= line.size())
                return std::nullopt;
            rest += QStringLiteral("[code]");
            at = end + ticks;
        }
        rest += u'\n';
    }
    return fence.isEmpty() ? std::optional(rest) : std::nullopt;
}

/// RFC 4180, strictly; nothing when it is not that.
std::optional<QList<QList<QByteArray>>> cellsOf(const QByteArray& csv)
{
    QList<QList<QByteArray>> rows{{}};
    qsizetype at = 0;
    while (at < csv.size()) {
        QByteArray cell;
        if (csv.at(at) == '"') {
            for (++at;; ++at) {
                if (at >= csv.size())
                    return std::nullopt;
                if (csv.at(at) != '"') {
                    cell += csv.at(at);
                } else if (at + 1 < csv.size() && csv.at(at + 1) == '"') {
                    cell += '"';
                    ++at;
                } else {
                    ++at;
                    break;
                }
            }
        } else {
            while (at < csv.size() && csv.at(at) != ',' && csv.at(at) != '\r') {
                if (csv.at(at) == '"' || csv.at(at) == '\n')
                    return std::nullopt;
                cell += csv.at(at++);
            }
        }
        rows.last().append(cell);
        if (at < csv.size() && csv.at(at) == ',') {
            ++at;
        } else if (csv.sliced(at).startsWith("\r\n")) {
            at += 2;
            if (at < csv.size())
                rows.append(QList<QByteArray>());
        } else {
            return std::nullopt;
        }
    }
    return rows;
}

QByteArray csvOf(const ReportSample& sample)
{
    const scoring::RunScores scores = sample.scores();
    return reports::csvReport({sample.data, scores});
}

QString markdownOf(const ReportSample& sample)
{
    const scoring::RunScores scores = sample.scores();
    return reports::markdownReport({sample.data, scores});
}

bool dangerous(const QByteArray& cell)
{
    const QString text = QString::fromUtf8(cell).trimmed();
    return !text.isEmpty() && QStringView(u"=+-@|%").contains(text.at(0));
}

} // namespace

class ReportFormatsTest : public QObject
{
    Q_OBJECT

    static void hostileRows()
    {
        QTest::addColumn<QString>("word");
        for (const auto& [name, word] : testing::hostileWords())
            QTest::newRow(name) << word;
    }

    /// Both pages are well made, and hold what was asked for.
    static void checkReport(const domain::RunData& data, const QStringList& wanted)
    {
        const scoring::RunScores scores = scoring::scoreRun(data);
        const QByteArray page = reports::htmlReport({data, scores});
        QVERIFY(testing::outlineOf(page));
        const QString markdown = reports::markdownReport({data, scores});
        QVERIFY(skeletonOf(markdown));
        for (const QString& text : wanted)
            QVERIFY2(QString::fromUtf8(page).contains(text), qPrintable(text));
        QVERIFY(cellsOf(reports::csvReport({data, scores})));
    }

private Q_SLOTS:
    void readersAreStrict()
    {
        QVERIFY(!skeletonOf(QStringLiteral("a `b\n")));
        QVERIFY(!skeletonOf(QStringLiteral("```\nx\n")));
        QCOMPARE(*skeletonOf(QStringLiteral("a ``x`y`` b \\` c")), QStringLiteral("a [code] b \\` c\n"));
        QCOMPARE(*skeletonOf(QStringLiteral("````text\n```\n````\nz")), QStringLiteral("[block]\nz\n"));
        QVERIFY(!cellsOf("a\"b\r\n"));
        QVERIFY(!cellsOf("\"a\r\n"));
        QVERIFY(!cellsOf("a\nb\r\n"));
        QCOMPARE(cellsOf("a,\"b\"\"c,\r\nd\"\r\n")->first().at(1), QByteArray("b\"c,\r\nd"));
        QVERIFY(dangerous(" =1") && !dangerous("'=1"));
    }

    void markdownKeepsForeignTextAsCode_data() { hostileRows(); }
    void markdownKeepsForeignTextAsCode()
    {
        QFETCH(QString, word);
        const auto plain = skeletonOf(markdownOf(ReportSample(QString(word.size(), u'w'))));
        const QString markdown = markdownOf(ReportSample(word));
        const auto hostile = skeletonOf(markdown);
        QVERIFY(plain && hostile);
        QCOMPARE(*hostile, *plain); // outside of code stands nothing of it
        QVERIFY(plain->contains(QLatin1String("# [code] against [code]")));
        for (const QString& line : markdown.split(u'\n')) {
            if (line.startsWith(u'|')) // a bar that is not escaped would make another cell
                QVERIFY(QString(line).remove(QStringLiteral("\\|")).count(u'|') >= 3);
        }
    }

    void tablesKeepTheirCells()
    {
        const QString markdown = markdownOf(ReportSample(QStringLiteral("a|b||c|")));
        qsizetype bars = 0;
        for (const QString& line : markdown.split(u'\n')) {
            const qsizetype here = line.startsWith(u'|') ? QString(line).remove(QStringLiteral("\\|")).count(u'|') : 0;
            if (bars > 0 && here > 0)
                QCOMPARE(here, bars);
            bars = here;
        }
        QVERIFY(markdown.contains(QStringLiteral("`a\\|b\\|\\|c\\|`")));
    }

    void csvHasNoFormula_data() { hostileRows(); }
    void csvHasNoFormula()
    {
        QFETCH(QString, word);
        const auto rows = cellsOf(csvOf(ReportSample(word)));
        QVERIFY(rows);
        QCOMPARE(rows->size(), 5);
        const QList<QByteArray>& head = rows->first();
        QString kept = word;
        kept.remove(QChar(0));
        for (const QList<QByteArray>& row : rows->sliced(1)) {
            QCOMPARE(row.size(), head.size());
            for (const QByteArray& cell : row)
                QVERIFY2(!dangerous(cell), cell.constData());
            const QString category = QString::fromUtf8(row.at(head.indexOf("category")));
            QVERIFY(category == QString::fromUtf8(kept.toUtf8()) ||
                    category == u'\'' + QString::fromUtf8(kept.toUtf8()));
        }
        QCOMPARE(rows->at(1).at(head.indexOf("similarity")), QByteArray("0.75"));
        QCOMPARE(rows->at(1).at(head.indexOf("fork_shift")), QByteArray("1.25"));
    }

    void csvLeavesNumbersAlone()
    {
        for (const char* number : {"-5", "+3.5", "-1e-9", "1,234"}) {
            const auto rows = cellsOf(csvOf(ReportSample(QLatin1String(number))));
            QVERIFY(rows);
            QCOMPARE(rows->at(1).at(rows->first().indexOf("answer_a")), QByteArray(number));
        }
        for (const char* formula : {"=1+1", "  =1+1", "\t=1", "-5+cmd|' /C calc'!A0", "@SUM(1)", "＝1+1"}) {
            const auto rows = cellsOf(csvOf(ReportSample(QString::fromUtf8(formula))));
            QVERIFY(rows);
            QCOMPARE(rows->at(1).at(rows->first().indexOf("answer_a")), '\'' + QByteArray(formula));
        }
        ReportSample sample(QStringLiteral("word"));
        sample.comparisons.first().fork->shift = -0.25;
        const auto rows = cellsOf(csvOf(sample));
        QCOMPARE(rows->at(1).at(rows->first().indexOf("fork_shift")), QByteArray("-0.25"));
    }

    void comparing()
    {
        SyntheticRun run(RunKind::Compare, {"F16", "Q2_K"});
        for (int i = 0; i < 24; ++i) {
            const QString id = run.addPrompt("arithmetic", "4");
            run.answer(0, id, "It is 4 .", 0.1);
            run.answer(1, id, i % 6 == 0 ? "It is 5 ." : "It is 4 .", i % 6 == 0 ? 0.4 : 0.1);
        }
        run.data().run.thresholds.maxFlipRate = 0.02;
        run.data().annotations = {
            {QStringLiteral("p000"), domain::AnnotationKind::Note, 0, QStringLiteral("look here")}};
        checkReport(run.data(),
                    {QStringLiteral("Failed"), QStringLiteral("(--max-flip-rate)"), QStringLiteral("look here"),
                     QStringLiteral("16.7 % [6.7, 35.9], n = 24"), QStringLiteral("--max-flip-rate 0.02"),
                     QStringLiteral("quantlens-cli compare F16 Q2_K")});
    }

    void sweeping()
    {
        SyntheticRun run(RunKind::Sweep, {"F16", "Q4_K_M", "Q2_K"});
        for (int i = 0; i < 24; ++i) {
            const QString id = run.addPrompt("arithmetic", "4");
            run.answer(0, id, "It is 4 .", 0.1);
            run.answer(1, id, "It is 4 .", 0.1);
            run.answer(2, id, i % 2 ? "It is 5 ." : "It is 4 .", 0.6);
        }
        checkReport(run.data(), {QStringLiteral("2 models against "), QStringLiteral("Q4_K_M"),
                                 QStringLiteral("50.0 % [31.4, 68.6], n = 24"), QStringLiteral("<svg"),
                                 QStringLiteral("quantlens-cli sweep --models F16,Q4_K_M,Q2_K")});
    }

    void repeating()
    {
        SyntheticRun run(RunKind::Determinism, {"F16"});
        run.data().run.options.runs = 4;
        for (int i = 0; i < 3; ++i) {
            const QString id = run.addPrompt("arithmetic", "4");
            for (int repeat = 0; repeat < 4; ++repeat)
                run.answer(0, id, i == 1 && repeat == 3 ? "It is 5 ." : "It is 4 .", 0.1, Pass::Answer, repeat);
        }
        checkReport(run.data(), {QStringLiteral("Determinism of "), QStringLiteral("output 1, 3 of 4 times"),
                                 QStringLiteral("2 of 3"), QStringLiteral("75.0 %"), QStringLiteral("--runs 4")});
    }

    void stressing()
    {
        SyntheticRun run(RunKind::Stress, {"F16"});
        run.data().run.options.levels = {1, 4};
        for (int i = 0; i < 6; ++i) {
            const QString id = run.addPrompt("arithmetic", "4");
            run.answer(0, id, "It is 4 .", 0.1, Pass::Reference, 0);
            run.answer(0, id, "It is 4 .", 0.1, Pass::Reference, 1);
            run.answer(0, id, "It is 4 .", 0.1, Pass::Answer, 0, 1);
            run.answer(0, id, i == 2 ? "It is 5 ." : "It is 4 .", 0.1, Pass::Answer, 0, 4);
        }
        checkReport(run.data(), {QStringLiteral("under load"), QStringLiteral("First difference at 4 in flight."),
                                 QStringLiteral("at rest"), QStringLiteral("--concurrency 1,4")});
    }

    void issues()
    {
        SyntheticRun run(RunKind::Sweep, {"F16", "Q4_K_M", "Q2_K"});
        for (int i = 0; i < 4; ++i) {
            const QString id = run.addPrompt("arithmetic", "4");
            run.answer(0, id, "It is 4 .", 0.1);
            run.answer(1, id, "It is 4 .", 0.1);
            run.answer(2, id, i == 2 ? "It is 5 ." : "It is 4 .", 0.6);
        }
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        const auto text = reports::issueReport({run.data(), scores});
        QVERIFY(text);
        QVERIFY2(text->contains(QLatin1String("quantlens-cli compare F16 Q2_K")), qPrintable(*text));
        QVERIFY(text->contains(QLatin1String("--ids p002")));
        const auto named = reports::issueReport({run.data(), scores}, {.promptId = QStringLiteral("p001")});
        QVERIFY(named && named->contains(QLatin1String("--ids p001")));
        QCOMPARE(reports::issueReport({run.data(), scores}, {.promptId = QStringLiteral("none")}).error().code,
                 QStringLiteral("report.prompt"));

        SyntheticRun same(RunKind::Compare, {"F16", "Q8_0"});
        const QString id = same.addPrompt("arithmetic", "4");
        same.answer(0, id, "It is 4 .", 0.1);
        same.answer(1, id, "It is 4 .", 0.1);
        const scoring::RunScores none = scoring::scoreRun(same.data());
        QCOMPARE(reports::issueReport({same.data(), none}).error().code, QStringLiteral("report.no_difference"));
    }

    void severalRunsInOnePage()
    {
        const ReportSample first(QStringLiteral("word"));
        const ReportSample second(QStringLiteral("<b>other</b>"));
        const scoring::RunScores a = first.scores();
        const scoring::RunScores b = second.scores();
        const QByteArray page =
            reports::htmlReport({{first.data, a}, {second.data, b}}, QStringLiteral("results/<i>compare"));
        QVERIFY(testing::outlineOf(page));
        QVERIFY(page.contains("2 results"));
        static const QRegularExpression anchor(QStringLiteral(" id=\"([^\"]+)\""));
        QSet<QString> ids;
        auto anchors = anchor.globalMatch(QString::fromUtf8(page));
        while (anchors.hasNext()) {
            const QString id = anchors.next().captured(1);
            QVERIFY2(!ids.contains(id), qPrintable(id));
            ids.insert(id);
        }
        QVERIFY(ids.contains(QStringLiteral("r0p1-0")) && ids.contains(QStringLiteral("r1p1-0")));
    }

    void everyFormatIsWritten()
    {
        const ReportSample sample(QStringLiteral("word"));
        const scoring::RunScores scores = sample.scores();
        for (const char* name : {"html", "json", "md", "csv", "junit", "issue"}) {
            const auto format = reports::formatFromName(QLatin1String(name));
            QVERIFY(format);
            QCOMPARE(reports::name(*format), QLatin1String(name));
            const auto bytes = reports::writeReport(*format, {sample.data, scores});
            QVERIFY2(bytes && bytes->contains("word"), name);
        }
        QVERIFY(!reports::formatFromName(QStringLiteral("doc")));
        QVERIFY(reports::writeReport(reports::Format::Html, {sample.data, scores},
                                     {.progress = [](qsizetype, qsizetype) { return false; }})
                    .error()
                    .code == QLatin1String("report.cancelled"));
    }

    void addressesStayHere()
    {
        const QStringList hosts{QStringLiteral("gpubox")};
        for (const char* text : {"http://a.example:8080/x", "a.example:8080", "127.0.0.1:9", "[::1]:80",
                                 "localhost:11434", "gpubox", "gpubox:80", "wss://u:p@h/"}) {
            QCOMPARE(reports::withoutAddresses(QStringLiteral("to %1 it").arg(QLatin1String(text)), hosts),
                     QStringLiteral("to [address] it"));
        }
        for (const char* text :
             {"at 14:32 h", "line 3: x", "model v1.5 of 3", "gpuboxes", "my-gpubox", "a ratio of 3:1"})
            QCOMPARE(reports::withoutAddresses(QLatin1String(text), hosts), QLatin1String(text));
    }

    void commandsOfRuns()
    {
        SyntheticRun run(RunKind::Diff, {"a", "b"});
        domain::RunRecord& record = run.data().run;
        for (domain::RunSide& side : record.sides) {
            side.model.spec = QStringLiteral("/home/me/models/sums F16.gguf");
            side.model.engine = domain::EngineKind::None;
            side.model.baseUrl = QUrl(QStringLiteral("http://u:secret@gpubox:8080"));
        }
        record.sides[1].model.backend = domain::BackendKind::Ollama;
        record.options.selfCheck = domain::SelfCheck::Full;
        record.thresholds.maxKld = 0.01;
        const QString line = reports::runCommand(record);
        QCOMPARE(line,
                 QStringLiteral("quantlens-cli diff --model 'sums F16.gguf' --backends llama-server,ollama --base-urls "
                                "ADDRESS-A,ADDRESS-B --prompts synthetic.jsonl --self-check full --max-kld 0.01"));
    }

    void commandsWithAPlan()
    {
        SyntheticRun run(RunKind::Sweep, {"f16", "f16 [ctk=q8_0]", "llama"});
        domain::RunRecord& record = run.data().run;
        for (domain::RunSide& side : record.sides) {
            side.model.spec = QStringLiteral("/home/me/models/f16.gguf");
            side.model.engine = domain::EngineKind::LlamaServer;
            side.keyName = QStringLiteral("MY_KEY");
        }
        record.sides[1].model.engineArgs = {QStringLiteral("-ctk"), QStringLiteral("q8_0"),
                                            QStringLiteral("--lora=/home/me/l.gguf")};
        record.sides[2].model.engine = domain::EngineKind::None;
        record.sides[2].model.spec = QStringLiteral("http://gpubox:8080/v1#llama");
        const QString text = reports::runCommand(record);
        const QString begin = QStringLiteral("cat > plan.json <<'PLAN'\n");
        const QString end = QStringLiteral("PLAN\nquantlens-cli ci plan.json");
        QVERIFY2(text.startsWith(begin) && text.endsWith(end), qPrintable(text));
        for (const char* own : {"/home", "gpubox", "MY_KEY"})
            QVERIFY2(!text.contains(QLatin1String(own)), qPrintable(text));
        const auto plan = runners::parsePlan(text.sliced(begin.size()).chopped(end.size()).toUtf8(), {});
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
        QCOMPARE(plan->request.sides.size(), 3);
        QVERIFY(plan->request.sides.at(0).spec.endsWith(QLatin1String("/f16.gguf"))); // beside the plan
        QCOMPARE(plan->request.sides.at(1).engineArgs,
                 QStringList({QStringLiteral("-ctk"), QStringLiteral("q8_0"), QStringLiteral("--lora=l.gguf")}));
        QCOMPARE(plan->request.sides.at(2).spec, QStringLiteral("ADDRESS-C#llama"));
    }
};

QTEST_APPLESS_MAIN(ReportFormatsTest)
#include "report_formats_test.moc"
