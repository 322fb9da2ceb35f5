// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/answerlines.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/exchange/boundedjson.h"
#include "core/exchange/jsonlines.h"
#include "core/scoring/answers.h"
#include "core/scoring/scoreline.h"
#include "core/specs/quantnames.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QUuid>

#include <algorithm>
#include <span>

namespace quantlens::exchange {

namespace {

constexpr const char* promptKeys[] = {"prompt", "question", "input", "instruction"};
constexpr const char* answerKeysA[] = {"a", "text_a", "output_a", "response_a"};
constexpr const char* answerKeysB[] = {"b", "text_b", "output_b", "response_b"};
constexpr const char* outputKeys[] = {"output", "response", "completion", "text"};
constexpr const char* referenceKeys[] = {"answer", "reference", "target", "expected"};

/// The first of these keys that a line has, or nullptr.
const char* keyIn(const QJsonObject& line, std::span<const char* const> keys)
{
    const auto found =
        std::ranges::find_if(keys, [&line](const char* key) { return line.contains(QLatin1String(key)); });
    return found == keys.end() ? nullptr : *found;
}

/// One answer of a line.
struct LineAnswer
{
    QString label;
    QString text;
    QList<domain::TokenInfo> entries;
};

class LineReader
{
public:
    explicit LineReader(domain::RunData& data)
        : m_data(data)
    {
    }

    void read(const QJsonObject& line, FieldReader& reader)
    {
        const QString id = promptFrom(line, reader);
        const QList<LineAnswer> answers = answersFrom(line, reader);
        if (reader.failed())
            return;
        for (const LineAnswer& answer : answers) {
            const int side = sideOf(answer.label);
            if (side >= maxSides) {
                reader.fail({}, QStringLiteral("more than %1 models").arg(maxSides), QStringLiteral("import.limit"));
                return;
            }
            domain::Generation generation;
            generation.side = side;
            generation.promptId = id;
            generation.repeat = m_repeats[{side, id}]++;
            generation.text = answer.text;
            generation.entries = answer.entries;
            m_most = std::max(m_most, generation.repeat + 1);
            m_data.generations.append(std::move(generation));
        }
        if (m_data.generations.size() > maxAnswers || m_data.run.prompts.size() > maxPrompts)
            reader.fail({}, QStringLiteral("too many answers"), QStringLiteral("import.limit"));
    }

    [[nodiscard]] int mostRepeats() const { return m_most; }
    [[nodiscard]] qint64 withoutText() const { return m_withoutText; }

private:
    /// The prompt's id; written, or made of category and text.
    QString promptFrom(const QJsonObject& line, FieldReader& reader)
    {
        domain::Prompt prompt;
        if (const QString category = reader.optionalText(line, "category", {}); !category.isEmpty())
            prompt.category = category;
        if (line.value(QLatin1String("messages")).isArray())
            prompt.messages = domain::promptFromJson(line).messages;
        else if (const char* const key = keyIn(line, promptKeys))
            prompt.messages = {{QStringLiteral("user"), reader.text(line, key, {})}};
        const QJsonValue id = line.value(QLatin1String("id"));
        if (id.isDouble())
            prompt.id = QString::number(id.toDouble(), 'g', 15);
        else
            prompt.id = reader.optionalText(line, "id", {});
        if (prompt.id.isEmpty() && prompt.messages.isEmpty())
            reader.fail({}, QStringLiteral("neither \"prompt\" nor \"id\""));
        if (prompt.id.isEmpty()) {
            QCryptographicHash hash(QCryptographicHash::Sha256);
            hash.addData(prompt.category.toUtf8());
            for (const domain::Message& message : std::as_const(prompt.messages)) {
                hash.addData(QByteArrayView("\0", 1));
                hash.addData(message.content.toUtf8());
            }
            prompt.id = QString::fromLatin1(hash.result().toHex().first(16));
        }
        readReference(line, reader, prompt);
        if (!m_prompts.contains(prompt.id)) {
            m_prompts.insert(prompt.id, m_data.run.prompts.size());
            m_withoutText += prompt.messages.isEmpty();
            m_data.run.prompts.append(prompt);
        }
        return prompt.id;
    }

    static void readReference(const QJsonObject& line, FieldReader& reader, domain::Prompt& prompt)
    {
        const char* const key = keyIn(line, referenceKeys);
        const QJsonValue value = key ? line.value(QLatin1String(key)) : QJsonValue();
        if (!key || value.isNull())
            return;
        if (value.isObject()) {
            prompt.answer = domain::promptFromJson({{QStringLiteral("answer"), value}}).answer;
            return;
        }
        if (!value.isString() && !value.isDouble() && !value.isBool()) {
            reader.fail({QString::fromLatin1(key)}, QStringLiteral("a text or a number was expected"));
            return;
        }
        domain::ReferenceAnswer answer;
        answer.value = value.isString() ? value.toString() : value.toVariant().toString();
        // A category that says how its answers are read keeps its way.
        if (scoring::strategyForCategory(prompt.category) == scoring::Strategy::None) {
            bool isNumber = false;
            answer.value.toDouble(&isNumber);
            answer.strategy = isNumber ? QStringLiteral("number") : QStringLiteral("exact");
        }
        prompt.answer = answer;
    }

    static QList<LineAnswer> answersFrom(const QJsonObject& line, FieldReader& reader)
    {
        const char* const a = keyIn(line, answerKeysA);
        const char* const b = keyIn(line, answerKeysB);
        if (a && b) {
            const QString labelA = reader.optionalText(line, "label_a", {});
            const QString labelB = reader.optionalText(line, "label_b", {});
            return {{labelA.isEmpty() ? QStringLiteral("A") : labelA, reader.text(line, a, {}),
                     entriesFrom(line, "entries_a", reader)},
                    {labelB.isEmpty() ? QStringLiteral("B") : labelB, reader.text(line, b, {}),
                     entriesFrom(line, "entries_b", reader)}};
        }
        if (const QJsonValue outputs = line.value(QLatin1String("outputs")); !outputs.isUndefined())
            return outputsFrom(outputs, reader);
        const char* const output = keyIn(line, outputKeys);
        if (!output) {
            reader.fail({}, QStringLiteral("no answers: \"a\" and \"b\", \"outputs\", or \"model\" and \"output\""));
            return {};
        }
        return {{reader.text(line, "model", {}), reader.text(line, output, {}), entriesFrom(line, "entries", reader)}};
    }

    static QList<LineAnswer> outputsFrom(const QJsonValue& outputs, FieldReader& reader)
    {
        QList<LineAnswer> answers;
        const QStringList where{QStringLiteral("outputs")};
        if (outputs.isArray()) {
            const QJsonArray list = outputs.toArray();
            for (qsizetype i = 0; i < list.size() && i <= maxSides; ++i) {
                const QStringList place = where + QStringList{QString::number(i)};
                const QJsonObject each = reader.asObject(list.at(i), place);
                const char* const key = keyIn(each, outputKeys);
                answers.append({reader.text(each, "model", place), reader.text(each, key ? key : "output", place), {}});
            }
            return answers;
        }
        const QJsonObject object = reader.asObject(outputs, where);
        QStringList labels = object.keys();
        // As they stand in the file: the first one is the baseline.
        std::ranges::stable_sort(labels, {},
                                 [&](const QString& label) { return reader.offsetOf(where + QStringList{label}); });
        for (const QString& label : std::as_const(labels))
            answers.append({label, reader.text(object, label.toUtf8().constData(), where), {}});
        return answers;
    }

    static QList<domain::TokenInfo> entriesFrom(const QJsonObject& line, const char* key, FieldReader& reader)
    {
        const QJsonValue value = line.value(QLatin1String(key));
        if (value.isUndefined() || value.isNull())
            return {};
        auto entries = scoring::entriesFromJson(value);
        if (!entries) {
            reader.fail({QString::fromLatin1(key)}, entries.error().message);
            return {};
        }
        return std::move(*entries);
    }

    int sideOf(const QString& label)
    {
        domain::RunRecord& run = m_data.run;
        for (int side = 0; side < run.sides.size(); ++side) {
            if (run.label(side) == label)
                return side;
        }
        domain::RunSide side;
        side.model.backend = domain::BackendKind::OpenAi;
        side.model.label = label;
        if (const auto quant = specs::quantInName(label))
            side.model.quant = quant->name;
        run.sides.append(side);
        return int(run.sides.size()) - 1;
    }

    domain::RunData& m_data;
    QHash<QString, qsizetype> m_prompts;
    QHash<std::pair<int, QString>, int> m_repeats;
    int m_most = 0;
    qint64 m_withoutText = 0;
};

} // namespace

bool isAnswerLine(const QJsonObject& line)
{
    const bool pair = keyIn(line, answerKeysA) && keyIn(line, answerKeysB);
    const bool one = line.contains(QLatin1String("model")) && keyIn(line, outputKeys);
    return pair || one || line.contains(QLatin1String("outputs"));
}

base::Expected<domain::RunData> readAnswerLines(const QByteArray& bytes, const QString& name)
{
    domain::RunData data;
    domain::RunRecord& run = data.run;
    LineReader lines(data);
    if (const auto error =
            eachLine(bytes, name, [&lines](const QJsonObject& line, FieldReader& reader) { lines.read(line, reader); }))
        return std::unexpected(*error);
    const QString shortName = base::singleLine(name, 300);
    if (run.sides.isEmpty())
        return base::failure(QStringLiteral("import.format"), QStringLiteral("%1:1: no answers in it.").arg(shortName));
    if (run.sides.size() == 1 && lines.mostRepeats() < 2)
        return base::failure(
            QStringLiteral("import.pair"),
            QStringLiteral("%1: outputs of one model only, each once; there is nothing to compare.").arg(shortName),
            QStringLiteral("Put the other model's outputs into the same file."));
    run.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    run.status = domain::RunStatus::Finished;
    run.suiteName = QFileInfo(name).completeBaseName();
    run.options.topLogprobs = 0;
    run.options.distributions = domain::Distributions::Prefix;
    run.options.stream = false;
    run.planned = data.generations.size();
    if (run.sides.size() == 1) {
        run.kind = domain::RunKind::Determinism;
        run.options.runs = lines.mostRepeats();
    } else {
        run.kind = run.sides.size() == 2 ? domain::RunKind::Compare : domain::RunKind::Sweep;
        run.options.repeat = lines.mostRepeats();
    }
    run.origin = {{QStringLiteral("program"), QStringLiteral("JSON Lines")},
                  {QStringLiteral("file"), QFileInfo(name).fileName()}};
    run.notes << QStringLiteral("imported from JSON Lines: engines, options, times and why answers ended are not in "
                                "the file");
    if (run.kind != domain::RunKind::Determinism && lines.mostRepeats() > 1)
        run.notes << QStringLiteral("some prompts have several answers of one model: the first one is compared");
    if (lines.withoutText() > 0)
        run.notes << QStringLiteral("%1 prompts come without their text").arg(lines.withoutText());
    return data;
}

} // namespace quantlens::exchange
