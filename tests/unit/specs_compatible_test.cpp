// SPDX-License-Identifier: GPL-3.0-or-later
// infer-check's own results: resolver, factory and file names, on the inputs of the vectors.
#include "core/specs/compatible.h"

#include "core/base/json.h"
#include "core/specs/filenames.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;

namespace {

QJsonArray vectorsOf(const QStringList& groups)
{
    QFile file(QStringLiteral(QUANTLENS_TEST_DATA "/vectors/infer-check.json"));
    QJsonArray found;
    if (!file.open(QIODevice::ReadOnly))
        return found;
    const auto document = base::parseJsonObject(file.readAll());
    if (!document)
        return found;
    for (const QJsonValue& vector : document->value(QLatin1String("vectors")).toArray()) {
        if (groups.contains(vector[QLatin1String("group")].toString()))
            found.append(vector);
    }
    return found;
}

void rows(const QStringList& groups, qsizetype atLeast)
{
    QTest::addColumn<QJsonObject>("input");
    QTest::addColumn<QJsonObject>("output");
    const QJsonArray vectors = vectorsOf(groups);
    QVERIFY(vectors.size() >= atLeast);
    for (const QJsonValue& vector : vectors)
        QTest::newRow(qPrintable(vector[QLatin1String("id")].toString()))
            << vector[QLatin1String("input")].toObject() << vector[QLatin1String("output")].toObject();
}

QJsonValue orNull(const std::optional<QString>& text)
{
    return text ? QJsonValue(*text) : QJsonValue(QJsonValue::Null);
}

} // namespace

class SpecsCompatibleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolver_data()
    {
        rows({QStringLiteral("resolve"), QStringLiteral("resolve_override"), QStringLiteral("resolve_error")}, 40);
    }

    void resolver()
    {
        QFETCH(QJsonObject, input);
        QFETCH(QJsonObject, output);
        const auto spec = specs::resolveCompatible(input.value(QLatin1String("spec")).toString(),
                                                   input.value(QLatin1String("base_url")).toString(),
                                                   input.value(QLatin1String("label")).toString());
        if (output.contains(QLatin1String("error"))) {
            QVERIFY(!spec);
            QCOMPARE(spec.error().code, QStringLiteral("spec.empty"));
            QCOMPARE(spec.error().message, output.value(QLatin1String("message")).toString());
            return;
        }
        QVERIFY(spec);
        QCOMPARE(spec->backend, output.value(QLatin1String("backend")).toString());
        QCOMPARE(spec->modelId, output.value(QLatin1String("model_id")).toString());
        QCOMPARE(orNull(spec->baseUrl), output.value(QLatin1String("base_url")));
        QCOMPARE(spec->label, output.value(QLatin1String("label")).toString());
        QCOMPARE(orNull(spec->revision), output.value(QLatin1String("revision")));
        if (output.contains(QLatin1String("str")))
            QCOMPARE(specs::text(*spec), output.value(QLatin1String("str")).toString());
    }

    void factory_data() { rows({QStringLiteral("backend_factory")}, 5); }

    void factory()
    {
        QFETCH(QJsonObject, input);
        QFETCH(QJsonObject, output);
        const auto backend = specs::compatibleBackend(input.value(QLatin1String("model")).toString(),
                                                      input.value(QLatin1String("backend_type")).toString(),
                                                      input.value(QLatin1String("base_url")).toString());
        QVERIFY(backend);
        QCOMPARE(backend->name, output.value(QLatin1String("backend_name")).toString());
        QCOMPARE(orNull(backend->baseUrl), output.value(QLatin1String("effective_base_url")));
        QCOMPARE(backend->modelId, output.value(QLatin1String("model_id")).toString());
        const QJsonValue isOllama = backend->isOllama ? QJsonValue(*backend->isOllama) : QJsonValue(QJsonValue::Null);
        QCOMPARE(isOllama, output.value(QLatin1String("is_ollama")));
    }

    // infer-check-compatible behaviour that no vector covers.
    void factoryErrors()
    {
        const auto noAddress = specs::compatibleBackend(QStringLiteral("org/plain"), QStringLiteral("openai-compat"));
        QVERIFY(!noAddress);
        QCOMPARE(noAddress.error().code, QStringLiteral("spec.url"));
        const auto noBackend = specs::compatibleBackend(QStringLiteral("qwen3:8b"), QStringLiteral("tgi"));
        QVERIFY(!noBackend);
        QCOMPARE(noBackend.error().code, QStringLiteral("spec.unsupported"));
        const auto empty = specs::compatibleBackend(QStringLiteral(" "));
        QVERIFY(!empty);
        QCOMPARE(empty.error().code, QStringLiteral("spec.empty"));
        // An address given for an MLX model is dropped; one for a forced backend counts.
        QVERIFY(!specs::compatibleBackend(QStringLiteral("org/plain"), {}, QStringLiteral("http://h:1"))->baseUrl);
        QCOMPARE(specs::compatibleBackend(QStringLiteral("org/plain"), QStringLiteral("vllm-mlx"),
                                          QStringLiteral("http://h:1"))
                     ->baseUrl,
                 QStringLiteral("http://h:1"));
    }

    void existingFile()
    {
        QTemporaryDir folder;
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder.path()));
        const auto restore = qScopeGuard([before] { QDir::setCurrent(before); });
        QFile file(QStringLiteral("a@b.GGUF"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto spec = specs::resolveCompatible(QStringLiteral("./a@b.GGUF"));
        QVERIFY(spec);
        QCOMPARE(spec->modelId, QFileInfo(file).canonicalFilePath());
        QCOMPARE(spec->label, QStringLiteral("a@b"));
        QVERIFY(!spec->revision);
    }

    void fileNames_data() { rows({QStringLiteral("sanitize")}, 19); }

    void fileNames()
    {
        QFETCH(QJsonObject, input);
        QFETCH(QJsonObject, output);
        QCOMPARE(specs::sanitizeFileName(input.value(QLatin1String("label")).toString()),
                 output.value(QLatin1String("file_part")).toString());
    }

    void fileNamesByRule_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* label, const char* expected) {
            QTest::newRow(label) << QString::fromUtf8(label) << QString::fromUtf8(expected);
        };
        row("org/model", "org_model");
        row("../../etc/passwd", "etc_passwd");
        row("a//b::c", "a_b_c");
        row("q4 [ctk=q4_0]", "q4 [ctk=q4_0]");
        row("prn", "prn_");
        row("console", "console");
        row(". _", "model");
    }

    void fileNamesByRule()
    {
        QFETCH(QString, label);
        QTEST(specs::sanitizeFileName(label), "expected");
    }
};

QTEST_GUILESS_MAIN(SpecsCompatibleTest)
#include "specs_compatible_test.moc"
