// SPDX-License-Identifier: GPL-3.0-or-later
// infer-check's comparisons (compare, sweep, diff and the checkpoints of a sweep) as sides and answers.
#include "core/exchange/infercheckimport.h"

#include <QJsonArray>
#include <QMap>

#include <set>
#include <tuple>

namespace quantlens::exchange {

namespace {

using domain::Pass;
using domain::RunKind;

QString quantizationIn(const QJsonObject& answer)
{
    return answer.value(QLatin1String("quantization")).toString();
}

/// Collects a document's pairs into one run.
class PairReader
{
public:
    PairReader(FieldReader& reader, domain::RunData& data)
        : m_reader(reader)
        , m_data(data)
    {
        if (data.run.kind == RunKind::Compare)
            m_baseline = 0;
        else if (data.run.kind == RunKind::Sweep && !data.run.sides.isEmpty())
            m_baseline = data.run.baseline;
    }

    void read(const QJsonArray& comparisons, const QStringList& where)
    {
        learn(comparisons);
        for (qsizetype i = 0; i < comparisons.size() && !m_reader.failed(); ++i)
            readPair(comparisons.at(i), where + QStringList{QString::number(i)});
        note();
    }

private:
    void learn(const QJsonArray& comparisons)
    {
        for (const QJsonValue& each : comparisons) {
            for (const char* key : {"baseline", "test"}) {
                const QJsonObject answer = each[QLatin1String(key)].toObject();
                m_known.learn(answer);
                const QDateTime asked = askedAt(answer);
                if (asked.isValid() && (!m_data.run.started.isValid() || asked < m_data.run.started))
                    m_data.run.started = asked;
                const QDateTime end = foreignTime(answer.value(QLatin1String("timestamp")).toString());
                if (end.isValid() && (!m_lastEnd.isValid() || end > m_lastEnd))
                    m_lastEnd = end;
            }
        }
        if (!m_data.run.finished.isValid())
            m_data.run.finished = m_lastEnd;
    }

    void readPair(const QJsonValue& value, const QStringList& where)
    {
        const QJsonObject pair = m_reader.asObject(value, where);
        const QJsonObject baseline = m_reader.object(pair, "baseline", where);
        const QJsonObject test = m_reader.object(pair, "test", where);
        const QString id = m_reader.text(baseline, "prompt_id", where + QStringList{QStringLiteral("baseline")});
        if (m_reader.failed())
            return;
        if (m_reader.text(test, "prompt_id", where + QStringList{QStringLiteral("test")}) != id) {
            m_reader.fail(where, QStringLiteral("the two answers are to different prompts"));
            return;
        }
        const bool selfCheck =
            m_data.run.kind == RunKind::Sweep &&
            pair.value(QLatin1String("metadata")).toObject().value(QLatin1String("is_self_check")).toBool();
        if (m_data.run.kind == RunKind::Sweep && quantizationIn(test).isEmpty()) {
            m_reader.fail(where + QStringList{QStringLiteral("test")},
                          QStringLiteral("no quantization: it belongs to no model of the sweep"));
            return;
        }
        if (m_baseline < 0)
            m_baseline = sideOf(baseline, {});
        m_data.run.baseline = m_baseline;
        const int side = selfCheck ? m_baseline : sideOf(test, id);
        if (m_data.run.sides.size() > maxSides) {
            m_reader.fail(where, QStringLiteral("more than %1 models").arg(maxSides), QStringLiteral("import.limit"));
            return;
        }
        if (side == m_baseline && !selfCheck) {
            m_reader.fail(where, QStringLiteral("a model is compared with itself, and it is no self-check"));
            return;
        }
        const Pass pass = selfCheck ? Pass::RepeatCheck : Pass::Answer;
        // infer-check keeps answers by id: lines of a suite with the same id all show the last one's answers.
        if (m_answers.contains({side, int(pass), id})) {
            ++m_repeated;
            return;
        }
        addPrompt(baseline, pair, where);
        add(baseline, m_baseline, Pass::Answer, where + QStringList{QStringLiteral("baseline")});
        add(test, side, pass, where + QStringList{QStringLiteral("test")});
    }

    /// Compare has two sides; a sweep goes by label, diff by backend and model. Two servers of one kind have one name
    /// in a diff: the second answer to a prompt is the second server's.
    int sideOf(const QJsonObject& answer, const QString& promptId)
    {
        domain::RunRecord& run = m_data.run;
        if (run.kind == RunKind::Compare)
            return promptId.isEmpty() ? 0 : 1;
        const QString quantization = quantizationIn(answer);
        if (run.kind == RunKind::Sweep) {
            for (int side = 0; side < run.sides.size(); ++side) {
                if (run.label(side) == quantization)
                    return describe(side, answer);
            }
            run.sides.append(foreignSide({}, {}, quantization));
            return describe(int(run.sides.size()) - 1, answer);
        }
        const QString backend = answer.value(QLatin1String("backend_name")).toString();
        const QString model = answer.value(QLatin1String("model_id")).toString();
        const QString kind = backend + QChar(0) + model + QChar(0) + quantization;
        const QList<int> known = m_sidesOfKind.value(kind);
        for (const int side : known) {
            if (promptId.isEmpty() || (side != m_baseline && !m_answers.contains({side, int(Pass::Answer), promptId})))
                return side;
        }
        QString label = model.isEmpty() ? backend : QStringLiteral("%1 (%2)").arg(model, backend);
        if (!known.isEmpty())
            label += QStringLiteral(" %1").arg(known.size() + 1);
        run.sides.append(foreignSide(backend, model, label));
        const int side = int(run.sides.size()) - 1;
        m_sidesOfKind[kind].append(side);
        return describe(side, answer);
    }

    /// Fills in what the first answer of a side says about it.
    int describe(int side, const QJsonObject& answer)
    {
        domain::RunSide& facts = m_data.run.sides[side];
        if (facts.model.modelId.isEmpty()) {
            const domain::RunSide found =
                foreignSide(answer.value(QLatin1String("backend_name")).toString(),
                            answer.value(QLatin1String("model_id")).toString(), facts.model.label);
            facts.model.backend = found.model.backend;
            facts.model.modelId = found.model.modelId;
        }
        return side;
    }

    void addPrompt(const QJsonObject& answer, const QJsonObject& pair, const QStringList& where)
    {
        domain::Prompt prompt = promptOf(m_reader, answer, where + QStringList{QStringLiteral("baseline")});
        if (m_prompts.contains(prompt.id))
            return;
        const QJsonObject metadata = pair.value(QLatin1String("metadata")).toObject();
        if (prompt.messages.isEmpty() && metadata.value(QLatin1String("prompt_text")).isString())
            prompt.messages = {{QStringLiteral("user"), metadata.value(QLatin1String("prompt_text")).toString()}};
        prompt.category = metadata.value(QLatin1String("category"))
                              .toString(metadata.value(QLatin1String("prompt_category")).toString(prompt.category));
        m_withoutText += prompt.messages.isEmpty();
        m_prompts.insert(prompt.id);
        m_data.run.prompts.append(prompt);
    }

    void add(const QJsonObject& answer, int side, Pass pass, const QStringList& where)
    {
        const QString id = answer.value(QLatin1String("prompt_id")).toString();
        if (m_reader.failed() || m_answers.contains({side, int(pass), id}))
            return;
        describe(side, answer);
        m_answers.insert({side, int(pass), id});
        domain::Generation generation = answerFrom(m_reader, answer, where, m_known, m_data.run.started);
        generation.side = side;
        generation.pass = pass;
        m_data.generations.append(std::move(generation));
    }

    void note()
    {
        QStringList& notes = m_data.run.notes;
        if (m_known.contradictory)
            notes << QStringLiteral("the same token numbers stand for different texts: lists of alternatives were left "
                                    "out");
        if (m_repeated > 0)
            notes << QStringLiteral("%1 comparisons with an id that was there already were left out (infer-check shows "
                                    "one answer for all of them)")
                         .arg(m_repeated);
        if (m_withoutText > 0)
            notes << QStringLiteral("%1 prompts come without their text").arg(m_withoutText);
    }

    FieldReader& m_reader;
    domain::RunData& m_data;
    KnownTokens m_known;
    QDateTime m_lastEnd;
    int m_baseline = -1;
    std::set<std::tuple<int, int, QString>> m_answers;
    std::set<QString> m_prompts;
    QMap<QString, QList<int>> m_sidesOfKind;
    qint64 m_repeated = 0;
    qint64 m_withoutText = 0;
};

/// The run's own time and what else only the document says.
void readRunFacts(FieldReader& reader, const QJsonObject& document, domain::RunData& data)
{
    const QString stamp = reader.optionalText(document, "timestamp", {});
    data.run.finished = foreignTime(stamp);
    data.run.origin.insert(QStringLiteral("timestamp"), stamp);
    if (const QJsonObject metadata = document.value(QLatin1String("metadata")).toObject(); !metadata.isEmpty())
        data.run.origin.insert(QStringLiteral("metadata"), metadata);
}

void readCompareSides(FieldReader& reader, const QJsonObject& document, domain::RunData& data)
{
    for (const char* const which : {"a", "b"}) {
        const QByteArray model = QByteArray("model_") + which;
        const QByteArray backend = QByteArray("backend_") + which;
        data.run.sides.append(foreignSide(reader.text(document, backend.constData(), {}), {},
                                          reader.text(document, model.constData(), {})));
    }
}

void readSweepSides(FieldReader& reader, const QJsonObject& document, domain::RunData& data)
{
    const QJsonArray levels = reader.array(document, "quantization_levels", {}, maxSides);
    const QJsonObject summary = document.value(QLatin1String("summary")).toObject();
    QString baseline = summary.value(QLatin1String("baseline_quant")).toString();
    for (qsizetype i = 0; i < levels.size(); ++i) {
        if (!levels.at(i).isString())
            reader.fail({QStringLiteral("quantization_levels"), QString::number(i)},
                        QStringLiteral("a text was expected"));
        data.run.sides.append(
            foreignSide(document.value(QLatin1String("backend_name")).toString(), {}, levels.at(i).toString()));
        if (baseline.isEmpty())
            baseline = levels.at(i).toString();
        if (levels.at(i).toString() == baseline) {
            data.run.baseline = int(i);
            data.run.sides.last().model.spec = reader.optionalText(document, "model_id", {});
        }
    }
    data.run.origin.insert(QStringLiteral("backend_name"), document.value(QLatin1String("backend_name")).toString());
    const qint64 total = summary.value(QLatin1String("total_prompts")).toInteger(-1);
    if (total >= 0)
        data.run.origin.insert(QStringLiteral("total_prompts"), total);
}

} // namespace

void readPairs(FieldReader& reader, const QJsonObject& document, const QJsonArray& comparisons,
               const QStringList& where, domain::RunData& data)
{
    domain::RunRecord& run = data.run;
    if (run.kind == RunKind::Compare || run.kind == RunKind::Sweep) {
        if (!document.isEmpty()) {
            readRunFacts(reader, document, data);
            run.kind == RunKind::Compare ? readCompareSides(reader, document, data)
                                         : readSweepSides(reader, document, data);
        }
    }
    if (reader.failed())
        return;
    PairReader(reader, data).read(comparisons, where);
    const qint64 total = run.origin.value(QLatin1String("total_prompts")).toInteger(run.prompts.size());
    if (total > run.prompts.size())
        run.notes << QStringLiteral("%1 of the %2 prompts are not in the file: requests failed, and infer-check leaves "
                                    "those out")
                         .arg(total - run.prompts.size())
                         .arg(total);
}

} // namespace quantlens::exchange
