// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/syntheticrun.h"

#include <QTimeZone>

#include <cmath>

namespace quantlens::testing {

SyntheticRun::SyntheticRun(domain::RunKind kind, std::initializer_list<const char*> labels)
{
    m_data.run.id = QStringLiteral("01234567-89ab-cdef-0123-456789abcdef");
    m_data.run.kind = kind;
    m_data.run.status = domain::RunStatus::Finished;
    m_data.run.unit = domain::Unit::Tokens;
    m_data.run.version = QStringLiteral("0.0.0");
    m_data.run.suiteName = QStringLiteral("synthetic");
    m_data.run.started = QDateTime::fromSecsSinceEpoch(1'795'453'091, QTimeZone::UTC);
    m_data.run.finished = m_data.run.started.addSecs(60);
    for (const char* label : labels) {
        domain::RunSide side;
        side.model.label = QString::fromUtf8(label);
        side.model.spec = side.model.modelId = side.model.label;
        m_data.run.sides.append(side);
    }
}

QString SyntheticRun::addPrompt(const char* category, const char* reference)
{
    domain::Prompt prompt;
    prompt.id = QStringLiteral("p%1").arg(m_data.run.prompts.size(), 3, 10, QLatin1Char('0'));
    prompt.category = QString::fromUtf8(category);
    prompt.messages = {{QStringLiteral("user"), QStringLiteral("Question %1?").arg(m_data.run.prompts.size())}};
    if (*reference)
        prompt.answer = domain::ReferenceAnswer{{}, QString::fromUtf8(reference), 0};
    m_data.run.prompts.append(prompt);
    return prompt.id;
}

void SyntheticRun::answer(int side, const QString& promptId, const char* text, double shift, domain::Pass pass,
                          int repeat, int level)
{
    domain::Generation generation;
    generation.rowId = m_data.generations.size() + 1;
    generation.side = side;
    generation.promptId = promptId;
    generation.pass = pass;
    generation.repeat = repeat;
    generation.level = level;
    generation.text = QString::fromUtf8(text);
    generation.finishReason = QStringLiteral("stop");
    generation.timings.sentAt = double(m_data.generations.size());
    generation.timings.firstByte = 1;
    generation.timings.firstToken = 2;
    generation.timings.total = 10;
    generation.timings.generatedPerSecond = 100 + side;
    const double first = 0.9 * std::exp(-shift);
    const double rest = (1 - first) / (vocabulary - 1);
    QByteArray word;
    const QByteArray bytes = generation.text.toUtf8();
    for (qsizetype i = 0; i <= bytes.size(); ++i) {
        const bool ends = i == bytes.size() || (bytes.at(i) == ' ' && !word.trimmed().isEmpty());
        if (ends && !word.isEmpty()) {
            domain::TokenInfo entry{
                qint32(qHash(word, 0) % 30'000) + 1000, word, float(std::log(first)), {}, domain::Part::Content};
            entry.top.append({entry.id, word, entry.logprob});
            for (int other = 1; other < vocabulary; ++other)
                entry.top.append({other, "other" + QByteArray::number(other), float(std::log(rest))});
            generation.entries.append(entry);
            word.clear();
        }
        if (i < bytes.size())
            word += bytes.at(i);
    }
    generation.usage.completionTokens = int(generation.entries.size());
    m_data.generations.append(generation);
}

void SyntheticRun::fail(int side, const QString& promptId, domain::Pass pass)
{
    domain::Generation generation;
    generation.rowId = m_data.generations.size() + 1;
    generation.side = side;
    generation.promptId = promptId;
    generation.pass = pass;
    generation.error = base::Error{QStringLiteral("network.refused"),
                                   QStringLiteral("127.0.0.1:9 refused the connection."),
                                   QStringLiteral("Start the server."),
                                   {}};
    m_data.generations.append(generation);
}

} // namespace quantlens::testing
