// SPDX-License-Identifier: GPL-3.0-or-later
// What is written about a run of each kind: JSON against its schema, JUnit XML, the tables of the command line.
#include "app/cli/runtables.h"
#include "core/reports/junit.h"
#include "core/reports/runjson.h"
#include "core/scoring/runverdict.h"
#include "tests/support/syntheticrun.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>

using namespace quantlens;
using domain::Pass;
using domain::RunKind;
using testing::SyntheticRun;

namespace {

/// The part of JSON Schema that run.schema.json uses; also complains about keys the schema does not describe.
class Validator
{
public:
    explicit Validator(QJsonObject root)
        : m_root(std::move(root))
    {
    }

    QStringList check(const QJsonValue& value)
    {
        m_problems.clear();
        validate(value, m_root, QStringLiteral("$"));
        return m_problems;
    }

private:
    static bool hasType(const QJsonValue& value, const QString& type)
    {
        if (type == QLatin1String("integer"))
            return value.isDouble() && value.toDouble() == std::floor(value.toDouble());
        return (type == QLatin1String("object") && value.isObject()) ||
               (type == QLatin1String("array") && value.isArray()) ||
               (type == QLatin1String("string") && value.isString()) ||
               (type == QLatin1String("number") && value.isDouble()) ||
               (type == QLatin1String("boolean") && value.isBool()) ||
               (type == QLatin1String("null") && value.isNull());
    }

    void complain(const QString& where, const QString& what)
    {
        if (m_problems.size() < 10)
            m_problems.append(where + QStringLiteral(": ") + what);
    }

    void validate(const QJsonValue& value, const QJsonObject& schema, const QString& where)
    {
        if (const QString target = schema.value(QLatin1String("$ref")).toString(); !target.isEmpty()) {
            const QJsonValue found = m_root.value(QLatin1String("$defs")).toObject().value(target.section(u'/', -1));
            if (!found.isObject())
                return complain(where, QStringLiteral("no definition ") + target);
            return validate(value, found.toObject(), where);
        }
        if (const QJsonArray any = schema.value(QLatin1String("anyOf")).toArray(); !any.isEmpty()) {
            if (value.isNull())
                return;
            return validate(value, any.first().toObject(), where);
        }
        if (schema.contains(QLatin1String("const")) && schema.value(QLatin1String("const")) != value)
            return complain(where, QStringLiteral("is not the constant"));
        if (const QJsonValue type = schema.value(QLatin1String("type")); !type.isUndefined()) {
            const QJsonArray types = type.isArray() ? type.toArray() : QJsonArray{type};
            if (std::ranges::none_of(types, [&](const QJsonValue& each) { return hasType(value, each.toString()); }))
                return complain(where, QStringLiteral("has another type"));
        }
        if (const QJsonArray allowed = schema.value(QLatin1String("enum")).toArray();
            !allowed.isEmpty() && !allowed.contains(value))
            complain(where, QStringLiteral("is not one of the allowed values: ") + value.toString());
        if (value.isDouble() && value.toDouble() < schema.value(QLatin1String("minimum")).toDouble(-1e308))
            complain(where, QStringLiteral("is too small"));
        if (value.isDouble() && value.toDouble() > schema.value(QLatin1String("maximum")).toDouble(1e308))
            complain(where, QStringLiteral("is too large"));
        if (value.isArray()) {
            const QJsonArray items = value.toArray();
            for (qsizetype i = 0; i < items.size(); ++i)
                validate(items.at(i), schema.value(QLatin1String("items")).toObject(),
                         where + QStringLiteral("[%1]").arg(i));
        }
        if (value.isObject())
            validateObject(value.toObject(), schema, where);
    }

    void validateObject(const QJsonObject& object, const QJsonObject& schema, const QString& where)
    {
        const QJsonObject properties = schema.value(QLatin1String("properties")).toObject();
        const QJsonValue others = schema.value(QLatin1String("additionalProperties"));
        for (const QJsonValue& key : schema.value(QLatin1String("required")).toArray()) {
            if (!object.contains(key.toString()))
                complain(where, QStringLiteral("lacks ") + key.toString());
        }
        for (auto member = object.begin(); member != object.end(); ++member) {
            const QString place = where + u'.' + member.key();
            if (properties.contains(member.key()))
                validate(member.value(), properties.value(member.key()).toObject(), place);
            else if (others.isObject())
                validate(member.value(), others.toObject(), place);
            else if (!properties.isEmpty())
                complain(place, QStringLiteral("is not in the schema"));
        }
    }

    QJsonObject m_root;
    QStringList m_problems;
};

QJsonObject schema()
{
    QFile file(QStringLiteral(QUANTLENS_SOURCE_DIR "/docs/schemas/run.schema.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// A run of a kind with a bit of everything.
SyntheticRun sample(RunKind kind)
{
    const bool one = kind == RunKind::Determinism || kind == RunKind::Stress;
    SyntheticRun run = one ? SyntheticRun(kind, {"Alpha"}) : SyntheticRun(kind, {"Alpha", "Beta", "Gamma"});
    if (kind == RunKind::Compare)
        run.data().run.sides.removeLast();
    run.data().run.options.levels = {1, 4};
    run.data().run.options.runs = 3;
    for (qsizetype side = 0; side < run.data().run.sides.size(); ++side) {
        run.data().run.sides[side].model.bitsPerWeight = 16.0 / double(side + 1);
        run.data().run.sides[side].fileSize = 1'000'000 / (side + 1);
    }
    for (int i = 0; i < 24; ++i) {
        const QString id = run.addPrompt("arithmetic", "7");
        if (kind == RunKind::Determinism) {
            for (int repeat = 0; repeat < 3; ++repeat)
                run.answer(0, id, repeat == 2 && i == 0 ? "the answer is 9" : "the answer is 7", 0, Pass::Answer,
                           repeat);
            continue;
        }
        if (kind == RunKind::Stress) {
            for (int repeat = 0; repeat < 2; ++repeat)
                run.answer(0, id, "the answer is 7", 0, Pass::Reference, repeat);
            run.answer(0, id, "the answer is 7", 0, Pass::Answer, 0, 1);
            run.answer(0, id, i < 12 ? "the answer is 9" : "the answer is 7", 0, Pass::Answer, 0, 4);
            continue;
        }
        for (int side = 0; side < run.data().run.sides.size(); ++side) {
            run.answer(side, id, side && i < 4 * side ? "the answer is 9" : "the answer is 7", 0.2 * side);
            if (side)
                run.answer(side, id, "the answer is 7", 0.2 * side * (1 + 0.1 * (i % 3)), Pass::Forced);
        }
        run.answer(0, id, "the answer is 7", 0, Pass::RepeatCheck);
    }
    run.fail(0, run.addPrompt("story"));
    return run;
}

void addKinds()
{
    QTest::addColumn<RunKind>("kind");
    for (const RunKind kind : {RunKind::Compare, RunKind::Sweep, RunKind::Diff, RunKind::Determinism, RunKind::Stress})
        QTest::newRow(qPrintable(name(kind))) << kind;
}

/// Counts elements; fails on XML that is not well formed.
struct JUnitFacts
{
    bool valid = false;
    QMap<QString, int> elements;
    QStringList caseNames;
    QString firstFailure;
    int tests = -1;
};

JUnitFacts readJUnit(const QByteArray& bytes)
{
    JUnitFacts facts;
    static const QMap<QString, QStringList> children{
        {QString(), {QStringLiteral("testsuites")}},
        {QStringLiteral("testsuites"), {QStringLiteral("testsuite")}},
        {QStringLiteral("testsuite"), {QStringLiteral("properties"), QStringLiteral("testcase")}},
        {QStringLiteral("properties"), {QStringLiteral("property")}},
        {QStringLiteral("testcase"),
         {QStringLiteral("skipped"), QStringLiteral("failure"), QStringLiteral("error"),
          QStringLiteral("system-out")}}};
    static const QMap<QString, QStringList> attributes{
        {QStringLiteral("testsuites"),
         {QStringLiteral("name"), QStringLiteral("tests"), QStringLiteral("failures"), QStringLiteral("errors"),
          QStringLiteral("time")}},
        {QStringLiteral("testsuite"),
         {QStringLiteral("name"), QStringLiteral("tests"), QStringLiteral("failures"), QStringLiteral("errors"),
          QStringLiteral("time"), QStringLiteral("skipped"), QStringLiteral("timestamp")}},
        {QStringLiteral("property"), {QStringLiteral("name"), QStringLiteral("value")}},
        {QStringLiteral("testcase"), {QStringLiteral("name"), QStringLiteral("classname"), QStringLiteral("time")}},
        {QStringLiteral("failure"), {QStringLiteral("message"), QStringLiteral("type")}},
        {QStringLiteral("error"), {QStringLiteral("message"), QStringLiteral("type")}},
        {QStringLiteral("skipped"), {QStringLiteral("message")}}};
    QXmlStreamReader xml(bytes);
    QStringList path{QString()};
    bool allowed = true;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement())
            path.removeLast();
        if (!xml.isStartElement())
            continue;
        const QString element = xml.name().toString();
        allowed = allowed && children.value(path.constLast()).contains(element);
        path.append(element);
        ++facts.elements[element];
        for (const QXmlStreamAttribute& attribute : xml.attributes())
            allowed = allowed && attributes.value(element).contains(attribute.name().toString());
        if (element == QLatin1String("testcase"))
            facts.caseNames.append(xml.attributes().value(QLatin1String("name")).toString());
        if (element == QLatin1String("failure") && facts.firstFailure.isEmpty())
            facts.firstFailure = xml.attributes().value(QLatin1String("message")).toString();
        if (element == QLatin1String("testsuites"))
            facts.tests = xml.attributes().value(QLatin1String("tests")).toInt();
    }
    facts.valid = allowed && !xml.hasError();
    return facts;
}

} // namespace

class RunOutputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theValidatorCanFail()
    {
        Validator validator(schema());
        QVERIFY(!validator.check(QJsonObject{}).isEmpty());
        const SyntheticRun run = sample(RunKind::Compare);
        QJsonObject object =
            QJsonDocument::fromJson(reports::runJson(run.data(), scoring::scoreRun(run.data()))).object();
        QCOMPARE(validator.check(object).join(u'\n'), QString());
        object[QLatin1String("version")] = 2;
        QVERIFY(!validator.check(object).isEmpty());
        object[QLatin1String("version")] = 1;
        object[QLatin1String("surprise")] = 1;
        QVERIFY(!validator.check(object).isEmpty());
    }

    void jsonFollowsTheSchema_data() { addKinds(); }
    void jsonFollowsTheSchema()
    {
        QFETCH(RunKind, kind);
        SyntheticRun run = sample(kind);
        Validator validator(schema());
        const auto check = [&validator](const domain::RunData& data) {
            const QByteArray bytes = reports::runJson(data, scoring::scoreRun(data));
            return bytes.endsWith('\n') ? validator.check(QJsonDocument::fromJson(bytes).object()).join(u'\n')
                                        : QStringLiteral("no line feed");
        };
        QCOMPARE(check(run.data()), QString());
        run.data().run.options.temperature = 0.7;
        run.data().run.thresholds.maxKld = 0.1;
        run.data().run.thresholds.minSimilarity = 0.9;
        QCOMPARE(check(run.data()), QString());
        run.data().generations.clear();
        QCOMPARE(check(run.data()), QString());
        run.data().run.status = domain::RunStatus::Running;
        run.data().run.finished = {};
        QCOMPARE(check(run.data()), QString());
        run.data().run.prompts.clear();
        run.data().run.sides.clear();
        QCOMPARE(check(run.data()), QString());
    }

    void comparisonsPointAtTheirAnswers()
    {
        const SyntheticRun run = sample(RunKind::Sweep);
        const QJsonObject object =
            QJsonDocument::fromJson(reports::runJson(run.data(), scoring::scoreRun(run.data()))).object();
        const QJsonArray comparisons = object.value(QLatin1String("comparisons")).toArray();
        QCOMPARE(comparisons.size(), 48);
        QHash<qint64, QJsonObject> generations;
        for (const QJsonValue& value : object.value(QLatin1String("generations")).toArray())
            generations.insert(value.toObject().value(QLatin1String("id")).toInteger(), value.toObject());
        for (const QJsonValue& value : comparisons) {
            const QJsonObject pair = value.toObject();
            const QJsonObject a = generations.value(pair.value(QLatin1String("a")).toInteger());
            const QJsonObject b = generations.value(pair.value(QLatin1String("b")).toInteger());
            QCOMPARE(a.value(QLatin1String("side")).toInt(), 0);
            QCOMPARE(b.value(QLatin1String("side")), pair.value(QLatin1String("side")));
            QCOMPARE(b.value(QLatin1String("pass")).toString(), QStringLiteral("answer"));
            QCOMPARE(b.value(QLatin1String("prompt_id")), pair.value(QLatin1String("prompt_id")));
        }
    }

    void junit_data() { addKinds(); }
    void junit()
    {
        QFETCH(RunKind, kind);
        SyntheticRun run = sample(kind);
        run.data().run.thresholds.maxErrors = 1;
        if (kind == RunKind::Determinism)
            run.data().run.thresholds.minDeterminism = 1.0;
        else if (kind == RunKind::Stress)
            run.data().run.thresholds.minConsistency = 0.95;
        else
            run.data().run.thresholds.maxFlipRate = 0.0;
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        const domain::RunVerdict verdict = scoring::judgeRun(scores, run.data().run);
        QCOMPARE(verdict.verdict, domain::Verdict::Fail);
        const JUnitFacts facts = readJUnit(reports::junitReport(run.data(), scores, verdict));
        QVERIFY(facts.valid);
        QCOMPARE(facts.tests, facts.caseNames.size());
        QCOMPARE(facts.elements.value(QStringLiteral("testsuite")), 3);
        QCOMPARE(facts.elements.value(QStringLiteral("failure")),
                 kind == RunKind::Sweep || kind == RunKind::Diff ? 2 : 1);
        QCOMPARE(facts.elements.value(QStringLiteral("error")), 0);
        QVERIFY(facts.firstFailure.contains(QStringLiteral("n = ")));

        run.data().run.thresholds.maxErrors = 0;
        const JUnitFacts failed =
            readJUnit(reports::junitReport(run.data(), scores, scoring::judgeRun(scores, run.data().run)));
        QVERIFY(failed.elements.value(QStringLiteral("error")) >= 2);
    }

    void hostileTextsStayText()
    {
        SyntheticRun run(RunKind::Compare, {"<A>\x01\x1b[31m & \"", "]]><B>"});
        const QString id = run.addPrompt("a\x02<b>", "7");
        run.answer(0, id, "]]> <error/> \x0b \x07 7", 0);
        run.answer(1, id, "8 \x1b[2J & more", 0);
        run.data().generations[0].text += QChar(0xd800);
        run.data().generations[0].text += QChar(0xffff);
        const scoring::RunScores scores = scoring::scoreRun(run.data());
        const JUnitFacts facts =
            readJUnit(reports::junitReport(run.data(), scores, scoring::judgeRun(scores, run.data().run)));
        QVERIFY(facts.valid);
        QCOMPARE(facts.elements.value(QStringLiteral("error")), 0);
        const QString text = cli::runText(run.data(), scores, {});
        QVERIFY(!text.contains(u'\x1b') && !text.contains(u'\x07'));
    }

    /// A headline that rests on a person's word says so.
    void answersByHandAreCounted()
    {
        SyntheticRun run = sample(RunKind::Compare);
        run.data().annotations.append({.promptId = run.data().run.prompts.constFirst().id,
                                       .kind = domain::AnnotationKind::VerdictA,
                                       .value = QStringLiteral("wrong")});
        const QString text = cli::runText(run.data(), scoring::scoreRun(run.data()), {});
        static const QRegularExpression line(QStringLiteral("answers by hand +1 of \\d+ pairs"));
        QVERIFY2(text.contains(line), qPrintable(text));
    }

    void tables_data() { addKinds(); }
    void tables()
    {
        QFETCH(RunKind, kind);
        SyntheticRun run = sample(kind);
        run.data().run.notes.append(QStringLiteral("a note"));
        const QString text = cli::runText(run.data(), scoring::scoreRun(run.data()), {});
        const auto has = [&text](const char* part) { return text.contains(QString::fromUtf8(part)); };
        QVERIFY2(has("network.refused"), qPrintable(text));
        QVERIFY(has("Verdict: not comparable"));
        QVERIFY(has("1 of ") && has("0 allowed"));
        QVERIFY(has("Note: a note"));
        QVERIFY(text.endsWith(u'\n'));
        switch (kind) {
        case RunKind::Compare:
            QVERIFY2(has("teacher-forced, 24 of 24 prompts"), qPrintable(text));
            QVERIFY(text.indexOf(QLatin1String("flip rate")) < text.indexOf(QLatin1String("KLD(A")));
            QVERIFY(text.indexOf(QLatin1String("KLD(A")) < text.indexOf(QLatin1String("fork")));
            QVERIFY(text.indexOf(QLatin1String("fork")) < text.indexOf(QLatin1String("differing texts")));
            QVERIFY(has("Noise of the baseline"));
            QVERIFY(has("no text differed in 24 (at most 3/n = 12.5 %)"));
            QVERIFY(!has("answers by hand"));
            break;
        case RunKind::Sweep:
            QVERIFY2(has("liff"), qPrintable(text));
            [[fallthrough]];
        case RunKind::Diff:
            QVERIFY(has("Beta") && has("Gamma") && has("24/24") && has("16.00") && has("Alpha (baseline)"));
            break;
        case RunKind::Determinism:
            QVERIFY2(has("Determinism of Alpha") && has("p000") && has("66.7 %") && !has("p001"), qPrintable(text));
            break;
        case RunKind::Stress:
            QVERIFY2(has("First difference at 4 in flight.") && has("Breaks at 4 in flight"), qPrintable(text));
            QVERIFY(has("At rest: 24 of 24"));
            break;
        }
        // Nothing at all is told, not invented.
        run.data().generations.clear();
        QVERIFY(!cli::runText(run.data(), scoring::scoreRun(run.data()), {}).contains(QLatin1String("nan")));
        run.data().run.options.temperature = 1;
        QVERIFY(cli::runText(run.data(), scoring::scoreRun(run.data()), {}).contains(QLatin1String("temperature 1")));
    }
};

QTEST_GUILESS_MAIN(RunOutputTest)
#include "run_output_test.moc"
