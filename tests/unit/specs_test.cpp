// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/specs.h"

#include "core/specs/labels.h"
#include "core/specs/quantnames.h"

#include <QDir>
#include <QFile>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlens;
using domain::BackendKind;
using domain::EngineKind;
using domain::ResolvedModel;
using Resolved = base::Expected<ResolvedModel>;

namespace {

const QString demoPath = QStringLiteral(QUANTLENS_SOURCE_DIR "/resources/demo/sums-f16.gguf");

QString codeOf(const Resolved& model)
{
    return model ? QStringLiteral("fine") : model.error().code;
}

QString problem(const Resolved& model)
{
    return model ? QString() : base::oneLine(model.error());
}

/// Everything a person sees of an error.
QString allText(const base::Error& error)
{
    return QStringList{error.message, error.hint, error.detail}.join(u'\n');
}

} // namespace

class SpecsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // Names must not be taken for files that happen to lie about.
        QVERIFY(m_folder.isValid() && QDir::setCurrent(m_folder.path()));
    }

    void servers_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("backend");
        QTest::addColumn<QString>("engine");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("revision");
        const auto row = [](const char* spec, const char* backend, const char* engine, const char* url, const char* id,
                            const char* label, const char* revision = "") {
            QTest::newRow(spec) << QString::fromUtf8(spec) << QString::fromLatin1(backend)
                                << QString::fromLatin1(engine) << QString::fromLatin1(url) << QString::fromUtf8(id)
                                << QString::fromUtf8(label) << QString::fromLatin1(revision);
        };
        row("ollama:llama3.2:3b", "ollama", "none", "http://127.0.0.1:11434", "llama3.2:3b", "llama3.2:3b");
        row("OLLAMA:qwen3:8b", "ollama", "none", "http://127.0.0.1:11434", "qwen3:8b", "qwen3:8b");
        row("qwen3:8b", "ollama", "none", "http://127.0.0.1:11434", "qwen3:8b", "qwen3:8b");
        row("ollama:hf.co/org/Repo-GGUF:Q4_K_M", "ollama", "none", "http://127.0.0.1:11434",
            "hf.co/org/Repo-GGUF:Q4_K_M", "Repo-GGUF:Q4_K_M");
        row("ollama:llama3:8b@rev1", "ollama", "none", "http://127.0.0.1:11434", "llama3:8b", "llama3:8b", "rev1");
        row("mlx:org/Model-4bit", "mlx-lm", "mlx_lm.server", "http://127.0.0.1:8081", "org/Model-4bit", "Model-4bit");
        row("mlx-community/Foo@abc", "mlx-lm", "mlx_lm.server", "http://127.0.0.1:8081", "mlx-community/Foo", "Foo",
            "abc");
        row("someone/foo-mlx", "mlx-lm", "mlx_lm.server", "http://127.0.0.1:8081", "someone/foo-mlx", "foo-mlx");
        row("bartowski/Foo", "llama-server", "llama-server", "http://127.0.0.1:8080", "bartowski/Foo", "Foo");
        row("hf:org/Repo:Q4_K_M", "llama-server", "llama-server", "http://127.0.0.1:8080", "org/Repo:Q4_K_M",
            "Repo:Q4_K_M");
        row("vllm-mlx:a/b/c", "openai", "none", "http://127.0.0.1:8000", "a/b/c", "c");
        row("vllm:org/m", "openai", "none", "http://127.0.0.1:8000", "org/m", "m");
        row("sglang:org/m", "openai", "none", "http://127.0.0.1:30000", "org/m", "m");
        row("lmstudio:m", "openai", "none", "http://127.0.0.1:1234", "m", "m");
        row("openai:gpt-4o", "openai", "none", "https://api.openai.com/v1", "gpt-4o", "gpt-4o");
        row("openrouter:org/m", "openai", "none", "https://openrouter.ai/api/v1", "org/m", "m");
        row("http://host:8000/v1#org/m", "openai", "none", "http://host:8000/v1", "org/m", "m");
        row(" https://host/prefix/#m@1#2 ", "openai", "none", "https://host/prefix/", "m@1#2", "m@1#2");
        row("http://127.0.0.1:8080", "openai", "none", "http://127.0.0.1:8080", "", "127.0.0.1:8080");
        row("HTTP://[::1]:8080#x", "openai", "none", "http://[::1]:8080", "x", "x");
    }

    void servers()
    {
        QFETCH(QString, spec);
        const Resolved model = specs::resolve(spec);
        QVERIFY2(model, qPrintable(problem(model)));
        QCOMPARE(model->spec, spec.trimmed());
        QTEST(domain::name(model->backend), "backend");
        QTEST(domain::name(model->engine), "engine");
        QTEST(model->baseUrl.toString(), "url");
        QTEST(model->modelId, "id");
        QTEST(model->label, "label");
        QTEST(model->revision, "revision");
        QVERIFY(model->modelPath.isEmpty());
    }

    void files()
    {
        const Resolved model = specs::resolve(demoPath);
        QVERIFY2(model, qPrintable(problem(model)));
        QCOMPARE(model->backend, BackendKind::LlamaServer);
        QCOMPARE(model->engine, EngineKind::LlamaServer);
        QVERIFY(model->baseUrl.isEmpty());
        QCOMPARE(model->modelPath, demoPath);
        QCOMPARE(model->modelId, demoPath);
        QCOMPARE(model->label, QStringLiteral("sums-f16"));
        QCOMPARE(model->quant, QStringLiteral("F16"));
        QVERIFY(model->bitsPerWeight && *model->bitsPerWeight > 16 && *model->bitsPerWeight < 16.02);

        const Resolved prefixed = specs::resolve(QStringLiteral("gguf:") + demoPath);
        QVERIFY2(prefixed, qPrintable(problem(prefixed)));
        QCOMPARE(prefixed->modelPath, demoPath);
        QCOMPARE(prefixed->label, QStringLiteral("sums-f16.gguf")); // as infer-check

        const Resolved url = specs::resolve(QUrl::fromLocalFile(demoPath).toString());
        QVERIFY2(url, qPrintable(problem(url)));
        QCOMPARE(url->modelPath, demoPath);
    }

    void relativeAndOddPaths()
    {
        QVERIFY(QDir().mkpath(QStringLiteral("sub/blobs")));
        QVERIFY(QFile::copy(demoPath, QStringLiteral("sub/a@b c.GGUF")));
        QVERIFY(QFile::copy(demoPath, QStringLiteral("sub/blobs/sha256-0011")));
        for (const QString& spec : {QStringLiteral("sub/a@b c.GGUF"), QStringLiteral("./sub/../sub/a@b c.GGUF"),
                                    QStringLiteral("gguf:sub/a@b c.GGUF")}) {
            const Resolved model = specs::resolve(spec);
            QVERIFY2(model, qPrintable(problem(model)));
            QCOMPARE(model->modelPath,
                     QDir::cleanPath(QDir::current().absoluteFilePath(QStringLiteral("sub/a@b c.GGUF"))));
            QVERIFY(model->revision.isEmpty());
        }
        // A file without the ending, as in Ollama's store.
        const Resolved blob = specs::resolve(QStringLiteral("sub/blobs/sha256-0011"));
        QVERIFY2(blob, qPrintable(problem(blob)));
        QCOMPARE(blob->quant, QStringLiteral("F16"));

        const QByteArray home = qgetenv("HOME");
        qputenv("HOME", QDir::currentPath().toLocal8Bit());
        const Resolved atHome = specs::resolve(QStringLiteral("~/sub/a@b c.GGUF"));
        qputenv("HOME", home);
        QVERIFY2(atHome, qPrintable(problem(atHome)));
        QVERIFY(atHome->modelPath.endsWith(QLatin1String("/sub/a@b c.GGUF")) && !atHome->modelPath.contains(u'~'));
    }

    void badFiles()
    {
        QCOMPARE(codeOf(specs::resolve(QStringLiteral("none.gguf"))), QStringLiteral("gguf.missing"));
        QCOMPARE(codeOf(specs::resolve(QStringLiteral("gguf:none"))), QStringLiteral("gguf.missing"));
        const auto write = [](const QString& name, const QByteArray& bytes) {
            QFile file(name);
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(write(QStringLiteral("text.gguf"), "text"));
        QCOMPARE(codeOf(specs::resolve(QStringLiteral("text.gguf"))), QStringLiteral("gguf.not_gguf"));
        QFile demo(demoPath);
        QVERIFY(demo.open(QIODevice::ReadOnly));
        QVERIFY(write(QStringLiteral("half.gguf"), demo.readAll().first(2000000)));
        QCOMPARE(codeOf(specs::resolve(QStringLiteral("half.gguf"))), QStringLiteral("gguf.truncated"));
        QVERIFY(QDir().mkpath(QStringLiteral("folder.gguf")));
        QCOMPARE(codeOf(specs::resolve(QStringLiteral("folder.gguf"))), QStringLiteral("gguf.not_gguf"));
        // A projector beside a model is none.
        const auto text = [](const QByteArray& value) {
            const quint64 size = quint64(value.size());
            return QByteArray(reinterpret_cast<const char*>(&size), 8) + value;
        };
        const QByteArray mmproj = QByteArray("GGUF\3\0\0\0", 8) + QByteArray(8, '\0') +
                                  QByteArray("\1\0\0\0\0\0\0\0", 8) + text("general.type") +
                                  QByteArray("\10\0\0\0", 4) + text("mmproj");
        QVERIFY(write(QStringLiteral("mmproj.gguf"), mmproj));
        QCOMPARE(codeOf(specs::resolve(QStringLiteral("mmproj.gguf"))), QStringLiteral("spec.unsupported"));
    }

    void baseUrlDecides()
    {
        // The server has the file; whether we have it does not matter.
        const Resolved remote =
            specs::resolve(QStringLiteral("/there/m-Q4_K_M.gguf"), {QStringLiteral("http://h:9/v1"), {}, {}});
        QVERIFY2(remote, qPrintable(problem(remote)));
        QCOMPARE(remote->engine, EngineKind::None);
        QCOMPARE(remote->baseUrl, QUrl(QStringLiteral("http://h:9/v1")));
        QCOMPARE(remote->modelId, QStringLiteral("/there/m-Q4_K_M.gguf"));
        QVERIFY(remote->modelPath.isEmpty());
        QCOMPARE(remote->quant, QStringLiteral("Q4_K_M"));

        const Resolved local = specs::resolve(demoPath, {QStringLiteral("http://h:9"), {}, {}});
        QVERIFY2(local, qPrintable(problem(local)));
        QCOMPARE(local->engine, EngineKind::None);
        QCOMPARE(local->modelPath, demoPath);
        QVERIFY(local->bitsPerWeight > 16.01);

        const Resolved plain = specs::resolve(QStringLiteral("org/plain"), {QStringLiteral("http://h:9"), {}, {}});
        QVERIFY2(plain, qPrintable(problem(plain)));
        QCOMPARE(plain->backend, BackendKind::OpenAi);
        QCOMPARE(plain->modelId, QStringLiteral("org/plain"));

        const Resolved mlx = specs::resolve(QStringLiteral("mlx-community/m"), {QStringLiteral("http://h:9"), {}, {}});
        QVERIFY2(mlx, qPrintable(problem(mlx)));
        QCOMPARE(mlx->engine, EngineKind::None);
        QCOMPARE(mlx->baseUrl, QUrl(QStringLiteral("http://h:9")));

        QCOMPARE(codeOf(specs::resolve(QStringLiteral("http://h:9#m"), {QStringLiteral("http://h:9"), {}, {}})),
                 QStringLiteral("fine"));
        QCOMPARE(codeOf(specs::resolve(QStringLiteral("http://h:9#m"), {QStringLiteral("http://other:9"), {}, {}})),
                 QStringLiteral("spec.url"));
    }

    void forcedBackend()
    {
        const auto with = [](const QString& backend, const QString& url = {}) {
            specs::SpecOptions options;
            options.backend = backend;
            options.baseUrl = url;
            return options;
        };
        // Its own address, not the resolver's (infer-check's defect).
        const Resolved vllm = specs::resolve(QStringLiteral("qwen3:8b"), with(QStringLiteral("vllm-mlx")));
        QVERIFY2(vllm, qPrintable(problem(vllm)));
        QCOMPARE(vllm->baseUrl, QUrl(QStringLiteral("http://127.0.0.1:8000")));
        QCOMPARE(vllm->modelId, QStringLiteral("qwen3:8b"));
        const Resolved llama = specs::resolve(QStringLiteral("org/plain"), with(QStringLiteral("llama-cpp")));
        QVERIFY2(llama, qPrintable(problem(llama)));
        QCOMPARE(llama->backend, BackendKind::LlamaServer);
        QCOMPARE(llama->baseUrl, QUrl(QStringLiteral("http://127.0.0.1:8080")));
        const Resolved ollama = specs::resolve(QStringLiteral("http://h:1#m"), with(QStringLiteral("ollama")));
        QVERIFY2(ollama, qPrintable(problem(ollama)));
        QCOMPARE(ollama->backend, BackendKind::Ollama);
        QCOMPARE(ollama->baseUrl, QUrl(QStringLiteral("http://h:1")));
        const Resolved file = specs::resolve(demoPath, with(QStringLiteral("llama-server")));
        QVERIFY2(file, qPrintable(problem(file)));
        QCOMPARE(file->modelPath, demoPath);

        QCOMPARE(codeOf(specs::resolve(QStringLiteral("m"), with(QStringLiteral("openai-compat")))),
                 QStringLiteral("spec.url"));
        QCOMPARE(codeOf(specs::resolve(QStringLiteral("m"),
                                       with(QStringLiteral("openai-compat"), QStringLiteral("http://h:1")))),
                 QStringLiteral("fine"));
        const Resolved unknown = specs::resolve(QStringLiteral("m"), with(QStringLiteral("tgi")));
        QCOMPARE(codeOf(unknown), QStringLiteral("spec.unsupported"));
        QVERIFY(unknown.error().hint.contains(QLatin1String("llama-server")));
    }

    void badSpecs_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* spec, const char* code) {
            QTest::newRow(spec) << QString::fromUtf8(spec) << QString::fromLatin1(code);
        };
        row("", "spec.empty");
        row("  \t ", "spec.empty");
        row("ollama:", "spec.empty");
        row("gguf:  ", "spec.empty");
        row("ftp://host/m.gguf", "spec.unsupported");
        row("http://", "spec.url");
        row("http://#m", "spec.url");
        row("http://host:99999#m", "spec.url");
        row("http://host:0#m", "spec.url");
        row("http://ho st#m", "spec.url");
        row("http://host/v1?key=x#m", "spec.url");
        row("https://:8080#m", "spec.url");
        row("localhost:8080", "spec.ambiguous");
        row("127.0.0.1:8080/v1", "spec.ambiguous");
        QTest::newRow("line break") << QStringLiteral("a\nb:c") << QStringLiteral("spec.unsupported");
        QTest::newRow("long") << QString(5000, u'x') << QStringLiteral("spec.unsupported");
    }

    void badSpecs()
    {
        QFETCH(QString, spec);
        const Resolved model = specs::resolve(spec);
        QTEST(codeOf(model), "code");
        QVERIFY(!model.error().message.contains(u'\n') && model.error().message.size() < 500);
    }

    void ambiguous_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("candidate");
        QTest::newRow("phi3") << QStringLiteral("phi3") << QStringLiteral("ollama:phi3");
        QTest::newRow("org/repo") << QStringLiteral("org/repo") << QStringLiteral("hf:org/repo");
        QTest::newRow("gpt-4o") << QStringLiteral("gpt-4o") << QStringLiteral("openai:gpt-4o");
        QTest::newRow("host") << QStringLiteral("localhost:8080") << QStringLiteral("http://localhost:8080");
    }

    void ambiguous()
    {
        if (QSysInfo::kernelType() == QLatin1String("darwin"))
            QSKIP("A plain name is an MLX model here.");
        QFETCH(QString, spec);
        QFETCH(QString, candidate);
        const Resolved model = specs::resolve(spec);
        QCOMPARE(codeOf(model), QStringLiteral("spec.ambiguous"));
        QVERIFY2(model.error().detail.split(u'\n').contains(candidate), qPrintable(model.error().detail));
        QCOMPARE(model.error().detail.split(u'\n'), specs::candidates(spec));
        QVERIFY(model.error().hint.contains(candidate));
        // What is offered has to resolve (but for the placeholder).
        for (const QString& offered : specs::candidates(spec)) {
            if (!offered.contains(QLatin1String("HOST")))
                QVERIFY2(specs::resolve(offered), qPrintable(offered));
        }
    }

    void folders()
    {
        if (QSysInfo::kernelType() == QLatin1String("darwin"))
            QSKIP("A plain name is an MLX model here.");
        QVERIFY(QDir().mkpath(QStringLiteral("models/here")));
        QVERIFY(QFile::copy(demoPath, QStringLiteral("models/here/one.gguf")));
        const Resolved model = specs::resolve(QStringLiteral("models/here"));
        QCOMPARE(codeOf(model), QStringLiteral("spec.ambiguous"));
        QVERIFY(model.error().message.contains(QLatin1String("is a folder")));
        QVERIFY2(model.error().detail.contains(QLatin1String("models/here/one.gguf")),
                 qPrintable(model.error().detail));
        // The ending was forgotten.
        const Resolved stem = specs::resolve(QStringLiteral("models/here/one"));
        QCOMPARE(codeOf(stem), QStringLiteral("spec.ambiguous"));
        QCOMPARE(specs::candidates(QStringLiteral("models/here/one")).first(), QStringLiteral("models/here/one.gguf"));
    }

    void passwordsAreRefusedAndNotRepeated_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("baseUrl");
        const auto row = [](const char* spec, const char* baseUrl = "") {
            QTest::newRow(spec) << QString::fromLatin1(spec) << QString::fromLatin1(baseUrl);
        };
        row("http://me:hunter2@host:8080/v1#m");
        row("https://hunter2@host#m");
        row("http://me:hunt@hunter2@host#m");
        row("http://me:hunter2@#m");
        row("http://me:hunter2@host:99999#m");
        row("ftp://me:hunter2@host/m");
        row("org/model", "http://me:hunter2@host");
        row("model.gguf", "me://me:hunter2@host");
    }

    void passwordsAreRefusedAndNotRepeated()
    {
        QFETCH(QString, spec);
        QFETCH(QString, baseUrl);
        const Resolved model = specs::resolve(spec, {baseUrl, {}, {}});
        QVERIFY(!model);
        QVERIFY2(model.error().code == QLatin1String("spec.url") ||
                     model.error().code == QLatin1String("spec.unsupported"),
                 qPrintable(model.error().code));
        QVERIFY2(!allText(model.error()).contains(QLatin1String("hunter2")), qPrintable(allText(model.error())));
    }

    void labels()
    {
        const auto label = [](const QString& spec, const QString& given, const QStringList& args) {
            const Resolved model = specs::resolve(spec, {{}, given, args});
            return model ? model->label : model.error().code;
        };
        QCOMPARE(label(demoPath, QStringLiteral(" mine "), {}), QStringLiteral("mine"));
        const QStringList args{QStringLiteral("-ctk"), QStringLiteral("q4_0"), QStringLiteral("--no-mmap")};
        QCOMPARE(label(demoPath, {}, args), QStringLiteral("sums-f16 [ctk=q4_0 no-mmap]"));
        QCOMPARE(label(demoPath, QStringLiteral("mine"), args), QStringLiteral("mine"));
        QCOMPARE(specs::resolve(demoPath, {{}, {}, args})->engineArgs, args);
        // Arguments for a server that is not ours cannot take effect: said, not ignored.
        QCOMPARE(label(QStringLiteral("http://h:1#m"), {}, args), QStringLiteral("spec.unsupported"));
        QCOMPARE(label(QStringLiteral("qwen3:8b"), {}, args), QStringLiteral("spec.unsupported"));

        QCOMPARE(specs::engineArgsLabel({}), QString());
        QCOMPARE(specs::engineArgsLabel({QStringLiteral("--temp"), QStringLiteral("-1"), QStringLiteral("x")}),
                 QStringLiteral(" [temp=-1 x]"));
        QVERIFY(specs::engineArgsLabel({QString(500, u'a')}).size() < 70);
    }

    void quantNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("quant");
        QTest::addColumn<double>("bits");
        const auto row = [](const char* name, const char* quant, double bits) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(quant) << bits;
        };
        row("sums-f16", "F16", 16);
        row("Qwen3-8B-bf16", "BF16", 16);
        row("llama3:8b-instruct-fp16", "F16", 16);
        row("llama3:8b-instruct-q8_0", "Q8_0", 8.5008);
        row("Llama-3.1-8B-Q4_K_M", "Q4_K_M", 4.8944);
        row("llama3:8b-q4_K_M", "Q4_K_M", 4.8944);
        row("Repo-GGUF:IQ4_XS", "IQ4_XS", 4.4597);
        row("m.i1-IQ2_XXS", "IQ2_XXS", 2.3824);
        row("Qwen3-30B-A3B-UD-Q4_K_XL", "Q4_K_XL", 5.0);
        row("m-Q4_0", "Q4_0", 4.5);
        row("model_Q6_K_tuned", "Q6_K", 6.5633);
        row("gpt-oss-20b-mxfp4", "MXFP4", 4.25);
        row("Llama-3.3-70B-NVFP4", "NVFP4", 4.5);
        row("Qwen2.5-7B-Instruct-AWQ", "AWQ", 4.25);
        row("Qwen2.5-7B-Instruct-GPTQ-Int8", "GPTQ", 8.25);
        row("Llama-3.1-8B-FP8-dynamic", "FP8", 8);
        row("Meta-Llama-3-8B-4bit", "4bit", 4.5);
        row("foo-mlx-8-bit", "8bit", 8.5);
        row("m-exl2-4.65bpw", "4.65bpw", 4.65);
        row("from-BF16-to-Q2_K", "Q2_K", 3.1593);
        row("bitnet-TQ2_0", "TQ2_0", 2.0625);
        row("phi-4", "", 0);
        row("Qwen3-8B", "", 0);
        row("proQ4_0x", "", 0);
        row("128bit", "", 0);
        row("", "", 0);
    }

    void quantNames()
    {
        QFETCH(QString, name);
        const auto quant = specs::quantInName(name);
        QTEST(quant ? quant->name : QString(), "quant");
        QTEST(quant ? quant->bitsPerWeight : 0.0, "bits");
    }

    void quantOfNamedModels()
    {
        const Resolved model = specs::resolve(QStringLiteral("ollama:llama3:8b-instruct-q4_K_M"));
        QVERIFY(model);
        QCOMPARE(model->quant, QStringLiteral("Q4_K_M"));
        QCOMPARE(model->bitsPerWeight, 4.8944);
        const Resolved plain = specs::resolve(QStringLiteral("ollama:llama3"));
        QVERIFY(plain);
        QVERIFY(plain->quant.isEmpty() && !plain->bitsPerWeight);
        const Resolved labelled = specs::resolve(QStringLiteral("http://h:1#m"), {{}, QStringLiteral("base bf16"), {}});
        QVERIFY(labelled);
        QCOMPARE(labelled->quant, QStringLiteral("BF16"));
    }

    void sameSpecTwiceIsEqual()
    {
        // The self-check depends on it.
        QVERIFY(*specs::resolve(demoPath) == *specs::resolve(demoPath));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(SpecsTest)
#include "specs_test.moc"
