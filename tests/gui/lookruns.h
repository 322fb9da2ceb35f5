// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backends/discovered.h"
#include "core/runners/modelreport.h"
#include "tests/gui/samples.h"
#include "tests/support/syntheticrun.h"
#include "ui/models/knownmodel.h"

#include <QTimeZone>

#include <cmath>

/// Models and runs for pictures of the window: made up, plausible, the same at every run. No file stands behind a path.
namespace quantlens::samples {

struct Quant
{
    const char* name;
    double bits;
    qint64 bytes;
    int wrong;    ///< answers of 60 that differ from the baseline's
    double shift; ///< how far its probabilities are from the baseline's
};

inline const QList<Quant>& quants()
{
    static const QList<Quant> all{
        {"F16", 16.0, 16'068'890'912, 0, 0},      {"Q8_0", 8.5, 8'540'770'592, 0, 0.002},
        {"Q6_K", 6.56, 6'596'006'176, 1, 0.006},  {"Q5_K_M", 5.7, 5'732'987'168, 2, 0.014},
        {"Q4_K_M", 4.89, 4'920'734'496, 4, 0.04}, {"Q3_K_M", 4.0, 4'018'918'176, 9, 0.11},
        {"Q2_K", 3.16, 3'179'131'680, 20, 0.32},
    };
    return all;
}

inline QString modelPath(const Quant& quant)
{
    return QStringLiteral("/models/llama-3.1-8b-instruct-%1.gguf").arg(QLatin1String(quant.name));
}

inline domain::RunSide quantSide(const Quant& quant)
{
    domain::RunSide side;
    side.model.spec = side.model.modelPath = modelPath(quant);
    side.model.label = QStringLiteral("llama-3.1-8b-instruct-%1").arg(QLatin1String(quant.name));
    side.model.engine = domain::EngineKind::LlamaServer;
    side.model.quant = side.fileType = QLatin1String(quant.name);
    side.model.bitsPerWeight = quant.bits;
    side.serverBuild = QStringLiteral("b11669");
    side.contextPerSlot = 4096;
    side.fileSize = quant.bytes;
    return side;
}

/// Gives a run its own id, its place in time (`day` of October 2026) and its suite.
inline void place(domain::RunData* data, int day, const QString& suite)
{
    domain::RunRecord& run = data->run;
    run.id = QStringLiteral("%1-0000-4000-8000-000000000001").arg(day + 0x5eed0000, 8, 16, QLatin1Char('0'));
    run.started = QDateTime(QDate(2026, 10, 1), QTime(9, 12), QTimeZone::UTC).addDays(day - 1).addSecs(day * 137);
    run.finished = run.started.addSecs(220 + day * 31);
    run.suiteName = suite;
    run.planned =
        run.status == domain::RunStatus::Finished ? data->generations.size() : run.prompts.size() * run.sides.size();
    for (domain::Generation& generation : data->generations)
        generation.runId = run.id;
}

inline QString addSum(testing::SyntheticRun* run, const char* category, int number)
{
    const QString id = run->addPrompt(category, "7");
    domain::Prompt& prompt = run->data().run.prompts.last();
    prompt.answer->strategy = QStringLiteral("number");
    prompt.messages = {
        {QStringLiteral("user"),
         QStringLiteral("Tom has %1 marbles more than Ann, who has %2. How many has he?").arg(number % 5).arg(7)}};
    return id;
}

/// Seven quants of one model, four categories of fifteen prompts.
inline domain::RunData sweepRun()
{
    testing::SyntheticRun run(domain::RunKind::Sweep, {});
    for (const Quant& quant : quants())
        run.data().run.sides.append(quantSide(quant));
    int number = 0;
    for (const char* category : {"arithmetic", "code", "logic", "word problems"}) {
        for (int i = 0; i < 15; ++i, ++number) {
            const QString id = addSum(&run, category, number);
            run.answer(0, id, "The sum of both numbers is 7.", 0);
            run.answer(0, id, "The sum of both numbers is 7.", 0.0001, domain::Pass::RepeatCheck);
            for (int side = 1; side < quants().size(); ++side) {
                const Quant& quant = quants().at(side);
                const int lot = (number * 17 + side) % 60;
                const char* text = "The sum of both numbers is 7.";
                if (lot < quant.wrong)
                    text = lot % 3 == 0 ? "Well, I think that the answer must be 8." : "The sum of both numbers is 8.";
                else if (lot < quant.wrong * 2 + side)
                    text = "The sum of the two numbers is 7.";
                run.answer(side, id, text, quant.shift);
                run.answer(side, id, "The sum of both numbers is 7.", quant.shift * (1 + 0.1 * (i % 5)),
                           domain::Pass::Forced);
            }
        }
    }
    place(&run.data(), 27, QStringLiteral("quant-sensitive"));
    return run.data();
}

/// One model asked ten times; three of twelve prompts have several outputs.
inline domain::RunData determinismRun()
{
    testing::SyntheticRun run(domain::RunKind::Determinism, {});
    run.data().run.sides.append(quantSide(quants().at(4)));
    run.data().run.options.runs = 10;
    const char* outputs[] = {"Carry the one: the sum is 824.", "Carry the one: the sum is 824.",
                             "Carry the one: the sum is 834.", "Carry the one, so the answer is 824.",
                             "Carry the one: the sum is 824."};
    for (int prompt = 0; prompt < 12; ++prompt) {
        const QString id = addSum(&run, prompt % 2 ? "arithmetic" : "word problems", prompt);
        for (int repeat = 0; repeat < 10; ++repeat)
            run.answer(0, id, prompt % 4 == 0 ? outputs[(repeat + prompt) % 5] : outputs[0], 0, domain::Pass::Answer,
                       repeat);
    }
    place(&run.data(), 28, QStringLiteral("determinism"));
    return run.data();
}

/// One model at 1 to 16 requests at once; from 8 on some answers are others.
inline domain::RunData stressRun()
{
    testing::SyntheticRun run(domain::RunKind::Stress, {});
    run.data().run.sides.append(quantSide(quants().at(4)));
    run.data().run.options.levels = {1, 2, 4, 8, 16};
    constexpr int prompts = 24;
    double begin = 0;
    const auto timed = [&](int inFlight, int number) {
        domain::Timings& timings = run.data().generations.last().timings;
        timings.firstByte = 30 + 6.0 * inFlight;
        timings.firstToken = 42 + 9.0 * inFlight + number % 5;
        timings.total = 430 + 58.0 * inFlight + 7 * (number % 6);
        timings.sentAt = begin + number / inFlight * (460 + 58.0 * inFlight);
        timings.generatedPerSecond = 96 / std::pow(inFlight, 0.35);
    };
    QStringList ids;
    for (int i = 0; i < prompts; ++i) {
        ids << addSum(&run, i % 2 ? "arithmetic" : "word problems", i);
        for (const int repeat : {0, 1}) {
            run.answer(0, ids.last(), "So the answer is 7.", 0, domain::Pass::Reference, repeat);
            timed(1, i);
        }
    }
    for (const int level : {1, 2, 4, 8, 16}) {
        begin += 60'000;
        for (int i = 0; i < prompts; ++i) {
            const bool other = level >= 8 && i % (64 / level) == 3;
            run.answer(0, ids.at(i), other ? "So the answer is 8." : "So the answer is 7.", 0, domain::Pass::Answer, 0,
                       level);
            timed(level, i);
        }
    }
    place(&run.data(), 29, QStringLiteral("smoke"));
    return run.data();
}

/// One of the runs that fill History: a pair of quants, now and then cancelled, judged or of another suite.
inline domain::RunData smallRun(int day)
{
    testing::SyntheticRun run(domain::RunKind::Compare, {});
    const Quant& quant = quants().at(1 + day % 6);
    run.data().run.sides = {quantSide(quants().first()), quantSide(quant)};
    if (day % 7 == 2)
        run.data().run.sides[1].model.label =
            QStringLiteral("llama-3.1-8b-instruct-abliterated-merged-with-a-rather-long-name-%1.i1")
                .arg(QLatin1String(quant.name));
    for (int i = 0; i < 12; ++i) {
        const QString id = addSum(&run, i % 2 ? "arithmetic" : "logic", i);
        run.answer(0, id, "The sum of both numbers is 7.", 0);
        if (day % 9 == 4 && i > 7)
            continue;
        run.answer(1, id, i * 5 < quant.wrong ? "The sum of both numbers is 8." : "The sum of both numbers is 7.",
                   quant.shift);
    }
    if (day % 9 == 4)
        run.data().run.status = domain::RunStatus::Cancelled;
    else if (day % 3 == 0)
        run.data().run.verdict =
            domain::RunVerdict{quant.wrong > 4 ? domain::Verdict::Fail : domain::Verdict::Pass, {}};
    place(&run.data(), day, day % 4 ? QStringLiteral("reasoning") : QStringLiteral("adversarial-numerics"));
    return run.data();
}

inline ui::KnownModel knownFile(const QString& path, const Quant& quant)
{
    ui::KnownModel known(ui::ModelEntry{.spec = path});
    known.pending = false;
    known.model = quantSide(quant).model;
    known.model.spec = known.model.modelPath = path;
    known.model.label = path.section(u'/', -1).section(QStringLiteral(".gguf"), 0, 0);
    gguf::GgufInfo header;
    header.path = path;
    header.fileSize = quint64(quant.bytes);
    header.version = 3;
    header.architecture = QStringLiteral("llama");
    header.modelName = QStringLiteral("Llama 3.1 8B Instruct");
    header.fileTypeName = QLatin1String(quant.name);
    header.parameters = 8'030'261'312;
    header.bitsPerWeight = quant.bits;
    header.quantMix = {{QString(QLatin1String(quant.name)), 7'500'000'000}, {QStringLiteral("F32"), 530'261'312}};
    header.contextLength = 131'072;
    header.blockCount = 32;
    header.embeddingLength = 4096;
    header.chatTemplate = QStringLiteral("{{- bos_token }}\n{%- for message in messages %}\n{{- '<|start_header_id|>' "
                                         "+ message['role'] + '<|end_header_id|>' }}\n{%- endfor %}");
    known.header = header;
    return known;
}

inline runners::ModelReport goodReport(const QString& spec)
{
    runners::ModelReport report;
    report.spec = spec;
    report.when = QDateTime(QDate(2026, 10, 30), QTime(10, 24));
    report.firstTokenMs = 84;
    report.totalMs = 412;
    report.tokens = 7;
    report.answer = QStringLiteral("The answer is 5.");
    report.serverModel = spec.section(u'/', -1);
    report.serverBuild = QStringLiteral("b11669");
    report.contextPerSlot = 4096;
    report.slots = 4;
    report.capabilities.topLogprobs = 20;
    report.capabilities.streaming = true;
    report.capabilities.seed = true;
    report.capabilities.forceTokens = true;
    return report;
}

/// What the place Models shows: files, a name longer than any column, servers, and what is of no use.
inline QList<ui::KnownModel> models()
{
    QList<ui::KnownModel> all;
    for (const int index : {0, 1, 4, 6})
        all << knownFile(modelPath(quants().at(index)), quants().at(index));
    all[0].report = goodReport(all.first().spec);
    all << knownFile(QStringLiteral("/models/merges/llama-3.1-8b-instruct-abliterated-merged-with-a-rather-long-name-"
                                    "and-more-of-it-imatrix-Q5_K_M.gguf"),
                     quants().at(3));
    ui::KnownModel server(ui::ModelEntry{.spec = QStringLiteral("http://127.0.0.1:8080#llama-3.1-8b-instruct")});
    server.pending = false;
    server.model.spec = server.spec;
    server.model.modelId = server.model.label = QStringLiteral("llama-3.1-8b-instruct");
    server.model.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:8080"));
    server.report = goodReport(server.spec);
    all << server;
    ui::KnownModel silent(ui::ModelEntry{.spec = QStringLiteral("http://127.0.0.1:11434#qwen3:8b")});
    silent.pending = false;
    silent.model.spec = silent.spec;
    silent.model.backend = domain::BackendKind::Ollama;
    silent.model.modelId = silent.model.label = QStringLiteral("qwen3:8b");
    silent.model.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:11434"));
    silent.report = runners::ModelReport();
    silent.report->spec = silent.spec;
    silent.report->when = QDateTime(QDate(2026, 10, 30), QTime(10, 31));
    silent.report->error = base::Error{QStringLiteral("network.refused"),
                                       QStringLiteral("127.0.0.1:11434 refused the connection."),
                                       QStringLiteral("Start the server, or look at the address."),
                                       {}};
    all << silent;
    ui::KnownModel broken(ui::ModelEntry{.spec = QStringLiteral("/models/mistral-7b-Q4_K_M.gguf")});
    broken.pending = false;
    broken.error = base::Error{QStringLiteral("gguf.truncated"),
                               QStringLiteral("/models/mistral-7b-Q4_K_M.gguf is not whole: 1.2 of 4.1 GiB."),
                               QStringLiteral("Download it again."),
                               {}};
    all << broken;
    return all;
}

/// Servers that Discover finds.
inline QList<backends::Discovered> servers()
{
    backends::Discovered llama{.url = QUrl(QStringLiteral("http://127.0.0.1:8080")), .server = {}};
    llama.server.dialect = backends::Dialect::LlamaServer;
    llama.server.version = QStringLiteral("b11669");
    llama.server.models = {QStringLiteral("llama-3.1-8b-instruct-Q4_K_M.gguf")};
    llama.server.contexts = {{llama.server.models.first(), 4096}};
    llama.server.quants = {{llama.server.models.first(), QStringLiteral("Q4_K_M")}};
    backends::Discovered ollama{.url = QUrl(QStringLiteral("http://127.0.0.1:11434")), .server = {}};
    ollama.server.dialect = backends::Dialect::Ollama;
    ollama.server.version = QStringLiteral("0.12.6");
    ollama.server.models = {QStringLiteral("llama3.1:8b-instruct-q8_0"), QStringLiteral("qwen3:8b"),
                            QStringLiteral("hf.co/someone/a-model-with-a-name-that-does-not-end-soon-GGUF:Q5_K_M")};
    ollama.server.quants = {{ollama.server.models.first(), QStringLiteral("Q8_0")}};
    return {llama, ollama};
}

/// The sample run at a fixed time.
inline domain::RunData pairRun()
{
    domain::RunData data = run();
    place(&data, 30, QStringLiteral("demo"));
    return data;
}

/// The state of pairRun() at its end.
inline runners::LiveUpdate finishedUpdate(const domain::RunData& data, const QList<domain::Comparison>& comparisons)
{
    runners::LiveUpdate update;
    update.runId = data.run.id;
    update.phase = QStringLiteral("Asking");
    update.total = update.done = int(data.run.prompts.size()) * 2;
    update.elapsedMs = 376'000;
    update.leftMs = 0;
    for (int i = 0; i < update.total; ++i) {
        const domain::Prompt& prompt = data.run.prompts.at(i / 2);
        runners::LiveRow row = runners::endedRow(*data.find(i % 2, prompt.id));
        row.row = i;
        row.category = prompt.category;
        row.maxTokens = 24;
        update.failed += row.state == runners::RequestState::Failed ? 1 : 0;
        update.rows.append(row);
    }
    update.comparisons = comparisons;
    return update;
}

} // namespace quantlens::samples
