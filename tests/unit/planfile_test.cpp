// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/runners/planfile.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using Qt::StringLiterals::operator""_L1;
using runners::parsePlan;
using runners::splitArguments;

class PlanFileTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static QJsonObject smallest()
    {
        return {{QStringLiteral("kind"), QStringLiteral("compare")},
                {QStringLiteral("models"), QJsonArray{QStringLiteral("a.gguf"), QStringLiteral("b.gguf")}},
                {QStringLiteral("prompts"), QStringLiteral("demo")}};
    }

    base::Expected<runners::PlanFile> parse(const QJsonObject& object) const
    {
        return parsePlan(QJsonDocument(object).toJson(), m_folder.path());
    }

    /// JSON written with apostrophes for quotes and ^ for themselves: moc loses its way in raw texts.
    static QByteArray jsonOf(const char* text) { return QByteArray(text).replace('\'', '"').replace('^', '\''); }

    static QString wrongOf(const base::Expected<runners::PlanFile>& plan)
    {
        return plan ? QString() : plan.error().code + u' ' + plan.error().message;
    }

    static QJsonObject schema()
    {
        QFile file(QStringLiteral(QUANTLENS_SOURCE_DIR "/docs/schemas/plan.schema.json"));
        return file.open(QIODevice::ReadOnly) ? base::parseJsonObject(file.readAll()).value_or(QJsonObject())
                                              : QJsonObject();
    }

    /// Values that a property's schema says are right.
    static QJsonArray examplesOf(const QJsonObject& property)
    {
        if (property.contains("const"_L1))
            return {property.value("const"_L1)};
        return property.contains("enum"_L1) ? property.value("enum"_L1).toArray()
                                            : property.value("examples"_L1).toArray();
    }

    /// Every property of a schema object has values, and `accepts` takes each of them.
    template<class Accepts>
    static void checkProperties(const QJsonObject& object, Accepts accepts)
    {
        const QJsonObject properties = object.value("properties"_L1).toObject();
        QVERIFY(!properties.isEmpty());
        for (auto property = properties.begin(); property != properties.end(); ++property) {
            if (property.value().toObject().contains("properties"_L1))
                continue;
            const QJsonArray examples = examplesOf(property.value().toObject());
            QVERIFY2(!examples.isEmpty(), qPrintable(property.key()));
            for (const QJsonValue& value : examples) {
                const QString wrong = accepts(property.key(), value);
                QVERIFY2(wrong.isEmpty(), qPrintable(property.key() + QStringLiteral(": ") + wrong));
            }
        }
    }

private Q_SLOTS:
    void smallestPlan()
    {
        const auto plan = parse(smallest());
        QVERIFY2(plan, qPrintable(wrongOf(plan)));
        QCOMPARE(plan->request.kind, domain::RunKind::Compare);
        QCOMPARE(plan->request.sides.size(), 2);
        QCOMPARE(plan->request.sides.at(0).spec, m_folder.filePath(QStringLiteral("a.gguf")));
        QCOMPARE(plan->request.suite, QStringLiteral("demo"));
        QCOMPARE(plan->request.options, domain::RunOptions());
        QCOMPARE(plan->request.thresholds, domain::Thresholds());
        QVERIFY(plan->baselineRun.isEmpty());
    }

    void everything()
    {
        QFile::copy(QStringLiteral(QUANTLENS_SOURCE_DIR "/suites/demo.jsonl"),
                    m_folder.filePath(QStringLiteral("mine.jsonl")));
        const auto plan = parsePlan(
            jsonOf(
                "{"
                "'format': 'quantlens-plan', 'version': 1, 'kind': 'sweep',"
                "'models': ["
                "{'spec': 'dir,with,commas/m-F16.gguf', 'label': 'f16'},"
                "{'spec': 'gguf:m-Q4.gguf', 'label': 'q4', 'args': '-ctk q8_0 --note ^two words^'},"
                "{'spec': 'http://127.0.0.1:8081#m', 'args': [], 'base_url': 'http://127.0.0.1:8081',"
                "'api_key_env': 'KEY', 'ca_file': 'ca.pem', 'backend': 'openai-compat', 'quant': 'awq'},"
                "'/abs/x.gguf', 'ollama:llama3:8b'"
                "],"
                "'baseline': 'q4', 'prompts': 'mine.jsonl', 'num_prompts': 9, 'categories': ['a'], 'ids': ['x'], "
                "'sample': 7,"
                "'baseline_run': 'old.json',"
                "'options': {'max_tokens': 99, 'self_check': 'full', 'severity': [0.9, 0.4], 'first_byte_timeout': 1.5,"
                "'concurrency': [1, 3], 'distributions': 'prefix', 'thinking': true, 'chat': false},"
                "'thresholds': {'max_flip_rate': 0.02, 'max_kld': 0.5, 'max_errors': 3, 'judging': 'prove',"
                "'undecidable': 'fail'}"
                "}"),
            m_folder.path());
        QVERIFY2(plan, qPrintable(wrongOf(plan)));
        const runners::RunRequest& request = plan->request;
        QCOMPARE(request.kind, domain::RunKind::Sweep);
        QCOMPARE(request.baseline, 1);
        QCOMPARE(request.sides.at(0).spec, m_folder.filePath(QStringLiteral("dir,with,commas/m-F16.gguf")));
        QCOMPARE(request.sides.at(1).spec, QStringLiteral("gguf:") + m_folder.filePath(QStringLiteral("m-Q4.gguf")));
        QCOMPARE(request.sides.at(1).engineArgs, QStringList({QStringLiteral("-ctk"), QStringLiteral("q8_0"),
                                                              QStringLiteral("--note"), QStringLiteral("two words")}));
        QCOMPARE(request.sides.at(2).spec, QStringLiteral("http://127.0.0.1:8081#m"));
        QCOMPARE(request.sides.at(2).keyName, QStringLiteral("KEY"));
        QCOMPARE(request.sides.at(2).caFile, m_folder.filePath(QStringLiteral("ca.pem")));
        QCOMPARE(request.sides.at(3).spec, QStringLiteral("/abs/x.gguf"));
        QCOMPARE(request.sides.at(4).spec, QStringLiteral("ollama:llama3:8b"));
        QCOMPARE(request.suite, m_folder.filePath(QStringLiteral("mine.jsonl")));
        QCOMPARE(request.numPrompts, 9);
        QCOMPARE(request.sampleSeed, std::optional<quint64>(7));
        QCOMPARE(request.options.maxTokens, 99);
        QCOMPARE(request.options.selfCheck, domain::SelfCheck::Full);
        QCOMPARE(request.options.minor, 0.9);
        QCOMPARE(request.options.firstByteTimeoutMs, 1500);
        QCOMPARE(request.options.levels, QList<int>({1, 3}));
        QVERIFY(request.options.thinking && !request.options.chat);
        QCOMPARE(request.thresholds.maxFlipRate, std::optional(0.02));
        QCOMPARE(request.thresholds.judging, domain::Judging::Prove);
        QCOMPARE(request.thresholds.undecidable, std::optional(domain::Verdict::Fail));
        QCOMPARE(plan->baselineRun, m_folder.filePath(QStringLiteral("old.json")));
    }

    /// What the schema offers is read, key by key, and what it does not is refused: both say the same.
    void schemaAndReaderAgree()
    {
        const QJsonObject root = schema();
        checkProperties(root, [this](const QString& key, const QJsonValue& value) {
            QJsonObject plan = smallest();
            plan.insert(key, value);
            return wrongOf(parse(plan));
        });
        for (const QString& group : {QStringLiteral("options"), QStringLiteral("thresholds")}) {
            checkProperties(root.value("properties"_L1).toObject().value(group).toObject(),
                            [this, &group](const QString& key, const QJsonValue& value) {
                                QJsonObject plan = smallest();
                                plan.insert(group, QJsonObject{{key, value}});
                                return wrongOf(parse(plan));
                            });
        }
        checkProperties(root.value("$defs"_L1).toObject().value("model"_L1).toObject(),
                        [this](const QString& key, const QJsonValue& value) {
                            QJsonObject plan = smallest();
                            QJsonObject model{{QStringLiteral("spec"), QStringLiteral("x.gguf")}};
                            model.insert(key, value);
                            plan.insert(QStringLiteral("models"), QJsonArray{model, QStringLiteral("b.gguf")});
                            return wrongOf(parse(plan));
                        });
        // An unknown key names every known one, so both lists can be held against each other.
        QJsonObject plan = smallest();
        plan.insert(QStringLiteral("options"), QJsonObject{{QStringLiteral("zzz"), 1}});
        const auto wrong = parse(plan);
        QVERIFY(!wrong);
        QStringList known = root.value("properties"_L1)
                                .toObject()
                                .value("options"_L1)
                                .toObject()
                                .value("properties"_L1)
                                .toObject()
                                .keys();
        known.sort();
        QCOMPARE(wrong.error().hint, QStringLiteral("Known here: %1.").arg(known.join(QLatin1String(", "))));
    }

    void wrongPlans_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("names");
        const auto row = [](const char* name, const char* text, const char* code, const char* names) {
            QTest::newRow(name) << jsonOf(text) << QString::fromLatin1(code) << QString::fromLatin1(names);
        };
        row("no JSON", "kind: sweep", "plan.syntax", "JSON");
        row("a list", "[]", "plan.syntax", "JSON");
        row("unknown key", "{'kind':'compare','models':['a','b'],'prompts':'demo','promts':1}", "plan.key", "promts");
        row("unknown model key", "{'kind':'compare','models':['a',{'spec':'b','labl':'x'}],'prompts':'demo'}",
            "plan.key", "models[1].labl");
        row("unknown option", "{'kind':'compare','models':['a','b'],'prompts':'demo','options':{'max_token':1}}",
            "plan.key", "options.max_token");
        row("no kind", "{'models':['a','b'],'prompts':'demo'}", "plan.key", "kind");
        row("no prompts", "{'kind':'compare','models':['a','b']}", "plan.key", "prompts");
        row("no models", "{'kind':'compare','prompts':'demo'}", "plan.key", "models");
        row("no spec", "{'kind':'compare','models':[{'label':'x'},'b'],'prompts':'demo'}", "plan.key",
            "models[0].spec");
        row("unknown kind", "{'kind':'race','models':['a','b'],'prompts':'demo'}", "plan.value", "kind");
        row("zero prompts", "{'kind':'compare','models':['a','b'],'prompts':'demo','num_prompts':0}", "plan.value",
            "num_prompts");
        row("half a prompt", "{'kind':'compare','models':['a','b'],'prompts':'demo','num_prompts':1.5}", "plan.value",
            "num_prompts");
        row("rate beyond 1", "{'kind':'compare','models':['a','b'],'prompts':'demo','thresholds':{'max_severe':1.1}}",
            "plan.value", "thresholds.max_severe");
        row("text for a number", "{'kind':'compare','models':['a','b'],'prompts':'demo','options':{'retries':'3'}}",
            "plan.value", "options.retries");
        row("concurrency 0", "{'kind':'stress','models':['a'],'prompts':'demo','options':{'concurrency':[1,0]}}",
            "plan.value", "options.concurrency");
        row("unknown baseline", "{'kind':'sweep','models':['a','b'],'prompts':'demo','baseline':'c'}", "plan.value",
            "baseline");
        row("baseline out of range", "{'kind':'sweep','models':['a','b'],'prompts':'demo','baseline':2}", "plan.value",
            "baseline");
        row("open quote", "{'kind':'compare','models':['a',{'spec':'b','args':'-x ^y'}],'prompts':'demo'}",
            "plan.value", "models[1].args");
        row("later version", "{'version':2,'kind':'compare','models':['a','b'],'prompts':'demo'}", "plan.value",
            "version");
    }

    void wrongPlans()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, code);
        QFETCH(QString, names);
        const auto plan = parsePlan(text, m_folder.path());
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, code);
        QVERIFY2(plan.error().message.contains(names), qPrintable(plan.error().message));
    }

    void files()
    {
        QCOMPARE(runners::readPlanFile(m_folder.filePath(QStringLiteral("none.json"))).error().code,
                 QStringLiteral("plan.read"));
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("sub")));
        QFile file(m_folder.filePath(QStringLiteral("sub/plan.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(smallest()).toJson());
        file.close();
        const auto plan = runners::readPlanFile(file.fileName());
        QVERIFY2(plan, qPrintable(wrongOf(plan)));
        QCOMPARE(plan->request.sides.at(1).spec, m_folder.filePath(QStringLiteral("sub/b.gguf")));
    }

    void arguments_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("parts");
        QTest::newRow("none") << QString() << QStringList();
        QTest::newRow("blank") << QStringLiteral("  ") << QStringList();
        QTest::newRow("plain") << QStringLiteral("-ctk  q8_0")
                               << QStringList{QStringLiteral("-ctk"), QStringLiteral("q8_0")};
        QTest::newRow("quotes") << QStringLiteral("--a 'x y' \"z \\\"w\\\"\" ''")
                                << QStringList{QStringLiteral("--a"), QStringLiteral("x y"), QStringLiteral("z \"w\""),
                                               QString()};
        QTest::newRow("Windows path") << QStringLiteral("C:\\m\\x.gguf")
                                      << QStringList{QStringLiteral("C:\\m\\x.gguf")};
    }

    void arguments()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, parts);
        const auto split = splitArguments(text);
        QVERIFY(split);
        QCOMPARE(*split, parts);
        QVERIFY(!splitArguments(QStringLiteral("a \"b")));
    }
};

QTEST_GUILESS_MAIN(PlanFileTest)
#include "planfile_test.moc"
