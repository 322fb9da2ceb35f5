// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/run.h"
#include "core/runners/live.h"

#include <QRegularExpression>

#include <cmath>

/// Runs for the window's tests: made by hand, in the manner of the demo.
namespace quantlens::samples {

/// Splits like a tokenizer would: words with the blank before them, digits and signs one by one.
inline QList<domain::TokenInfo> tokens(const QString& text, double probability, const QString& rival)
{
    QList<domain::TokenInfo> entries;
    static const QRegularExpression piece(QStringLiteral(" ?[A-Za-z]+| ?\\d+|\\s+|[^\\sA-Za-z\\d]"));
    auto matches = piece.globalMatch(text);
    while (matches.hasNext()) {
        domain::TokenInfo token;
        token.bytes = matches.next().captured().toUtf8();
        token.logprob = float(std::log(probability));
        token.top.append({.id = -1, .bytes = token.bytes, .logprob = token.logprob});
        if (rival.toUtf8() != token.bytes)
            token.top.append({.id = -1, .bytes = rival.toUtf8(), .logprob = float(std::log((1 - probability) * 0.7))});
        token.top.append({.id = -1, .bytes = " the", .logprob = float(std::log((1 - probability) * 0.2))});
        entries.append(token);
    }
    return entries;
}

inline domain::Generation generation(int side, const QString& promptId, const QString& text, const QString& rival)
{
    domain::Generation g;
    g.runId = QStringLiteral("sample");
    g.side = side;
    g.promptId = promptId;
    g.text = text;
    g.entries = tokens(text, side == 0 ? 0.64 : 0.49, rival);
    g.finishReason = QStringLiteral("stop");
    g.timings.firstToken = side == 0 ? 84 : 41;
    g.timings.total = side == 0 ? 3650 : 1490;
    g.timings.promptPerSecond = side == 0 ? 612 : 1204;
    g.timings.generatedPerSecond = side == 0 ? 41.2 : 108.9;
    g.usage.promptTokens = 28;
    g.usage.completionTokens = int(g.entries.size());
    g.server.model = QStringLiteral("sums");
    g.request = QJsonObject{
        {QStringLiteral("temperature"), 0}, {QStringLiteral("seed"), 42}, {QStringLiteral("max_tokens"), 512}};
    return g;
}

inline domain::Prompt prompt(const QString& id, const QString& category, const QString& text,
                             const QString& answer = {})
{
    domain::Prompt p;
    p.id = id;
    p.category = category;
    p.messages = {{QStringLiteral("user"), text}};
    if (!answer.isEmpty())
        p.answer = domain::ReferenceAnswer{.strategy = QStringLiteral("number"), .value = answer, .tolerance = 0};
    return p;
}

/// A finished run of 40 prompts: a flip with code at add-017, a failed request at word-009, the rest mixed.
inline domain::RunData run()
{
    domain::RunData data;
    domain::RunRecord& r = data.run;
    r.id = QStringLiteral("0b9f6c1e-0000-4000-8000-000000000001");
    r.status = domain::RunStatus::Finished;
    r.started = QDateTime::currentDateTimeUtc().addSecs(-400);
    r.finished = r.started.addSecs(378);
    r.suiteName = QStringLiteral("demo");
    r.unit = domain::Unit::Tokens;
    for (const QString& quant : {QStringLiteral("F16"), QStringLiteral("Q2_K")}) {
        domain::RunSide side;
        side.model.spec = side.model.modelPath = QStringLiteral("/models/sums-%1.gguf").arg(quant);
        side.model.label = QStringLiteral("sums-%1").arg(quant);
        side.model.quant = side.fileType = quant;
        side.model.bitsPerWeight = quant == QLatin1String("F16") ? 16.0 : 3.35;
        side.serverBuild = QStringLiteral("b11669");
        side.contextPerSlot = 256;
        r.sides.append(side);
    }
    const auto add = [&](const domain::Prompt& p, const QString& a, const QString& b) {
        r.prompts.append(p);
        data.generations.append(generation(0, p.id, a, QStringLiteral(" 12")));
        data.generations.append(generation(1, p.id, b, QStringLiteral(" 13")));
    };
    const QString code =
        QStringLiteral("\n\nIn Python:\n```python\ndef add_columns(a: int, b: int) -> int:\n    carry, place, total = "
                       "0, 1, 0\n    while a or b%1:\n        s = a % 10 + b % 10 + carry\n        total += s % 10 * "
                       "place\n        carry = s %2\n    return total\n```\n{\"a\": 478, \"b\": 356, \"sum\": %3}");
    add(prompt(QStringLiteral("add-017"), QStringLiteral("arithmetic"),
               QStringLiteral("Compute 478 + 356 column by column. Then write the same as a Python function and give "
                              "the result as JSON."),
               QStringLiteral("834")),
        QStringLiteral("8+6=14, 7+5+1= 13, 4+3+1=8. The answer is 834.") +
            code.arg(QStringLiteral(" or carry"), QStringLiteral("// 10"), QStringLiteral("834")),
        QStringLiteral("8+6=14, 7+5+1= 12, 4+3+1=8. The answer is 824.") +
            code.arg(QString(), QStringLiteral("> 9"), QStringLiteral("824")) +
            QStringLiteral("\nCheck: 824 - 356 = 468."));
    for (int i = 1; i < 39; ++i) {
        const int x = 100 + 37 * i;
        const int y = 11 * i;
        const QString id = QStringLiteral("%1-%2")
                               .arg(i % 3 ? QStringLiteral("add") : QStringLiteral("word"))
                               .arg(i + 17, 3, 10, QLatin1Char('0'));
        const QString right = QStringLiteral("%1 plus %2 is %3.").arg(x).arg(y).arg(x + y);
        const QString other = i % 4 == 0 ? QStringLiteral("%1 plus %2 is %3.").arg(x).arg(y).arg(x + y + 10)
                              : i % 7 == 0
                                  ? QStringLiteral("I think it must be about %1, or so they say in town.").arg(y)
                              : i % 5 == 0 ? QStringLiteral("%1 plus %2 makes %3.").arg(x).arg(y).arg(x + y)
                                           : right;
        add(prompt(id, i % 3 ? QStringLiteral("arithmetic") : QStringLiteral("word problems"),
                   QStringLiteral("What is %1 + %2?").arg(x).arg(y), QString::number(x + y)),
            right, other);
    }
    add(prompt(QStringLiteral("word-009"), QStringLiteral("word problems"),
               QStringLiteral("How many tickets were sold?"), QStringLiteral("12")),
        QString(), QStringLiteral("12 tickets."));
    domain::Generation& failed = data.generations[data.generations.size() - 2];
    failed.finishReason.clear();
    failed.entries.clear();
    failed.error = base::Error{QStringLiteral("http.503"),
                               QStringLiteral("The server was busy 3 times in 14 s."),
                               QStringLiteral("Try again when it is idle."),
                               {}};
    return data;
}

/// The state of that run in its middle: some done, one pair answering, one failed, the rest queued.
inline runners::LiveUpdate liveUpdate(const domain::RunData& data, const QList<domain::Comparison>& comparisons)
{
    runners::LiveUpdate update;
    update.runId = data.run.id;
    update.phase = QStringLiteral("Asking");
    update.total = int(data.run.prompts.size()) * 2;
    update.elapsedMs = 236'000;
    update.leftMs = 140'000;
    for (int i = 0; i < data.run.prompts.size(); ++i) {
        const bool last = i == data.run.prompts.size() - 1;
        const bool answering = i == 24;
        if (i > 24 && !last)
            continue;
        for (const int side : {0, 1}) {
            const domain::Generation* g = data.find(side, data.run.prompts.at(i).id);
            runners::LiveRow row;
            row.row = i * 2 + side;
            row.side = side;
            row.promptId = g->promptId;
            row.key = g->key();
            row.category = data.run.prompts.at(i).category;
            row.state = g->failed() ? runners::RequestState::Failed
                        : answering ? runners::RequestState::Answering
                                    : runners::RequestState::Done;
            row.tokens = g->usage.completionTokens;
            row.maxTokens = 24;
            row.tokensPerSecond = g->failed() ? 0 : g->timings.generatedPerSecond;
            row.firstTokenMs = g->failed() ? 0 : g->timings.firstToken;
            row.end = g->failed() ? g->error->code : answering ? QString() : g->finishReason;
            row.errorText = g->failed() ? g->error->message : QString();
            row.text = g->text;
            update.rows.append(row);
            update.done += answering ? 0 : 1;
            update.failed += g->failed() ? 1 : 0;
        }
    }
    for (const domain::Comparison& comparison : comparisons) {
        for (int i = 0; i < 24; ++i) {
            if (data.run.prompts.at(i).id == comparison.promptId)
                update.comparisons.append(comparison);
        }
    }
    return update;
}

} // namespace quantlens::samples
