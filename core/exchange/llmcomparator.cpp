// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/llmcomparator.h"

#include "core/base/json.h"
#include "core/scoring/runindex.h"
#include "core/scoring/runscores.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quantlens::exchange {

namespace {

QJsonObject customField(const char* name, const char* type, const QStringList& domain = {})
{
    QJsonObject field{{QStringLiteral("name"), QLatin1String(name)}, {QStringLiteral("type"), QLatin1String(type)}};
    if (!domain.isEmpty())
        field.insert(QStringLiteral("domain"), QJsonArray::fromStringList(domain));
    return field;
}

/// What every example has in "custom_fields".
QJsonArray schemaOfFields()
{
    return {customField("prompt_id", "string"),
            customField("category", "category"),
            customField("severity", "category",
                        {QStringLiteral("identical"), QStringLiteral("minor"), QStringLiteral("moderate"),
                         QStringLiteral("severe")}),
            customField("similarity", "number"),
            customField("first_divergence", "number"),
            customField("flip", "category"),
            customField("answer", "per_model_category"),
            customField("right", "per_model_boolean"),
            customField("characters", "per_model_number")};
}

QJsonValue answerValue(const domain::Answer& answer)
{
    return answer.found ? QJsonValue(answer.value) : QJsonValue(QJsonValue::Null);
}

QJsonValue rightValue(const domain::Answer& answer)
{
    return answer.right ? QJsonValue(*answer.right) : QJsonValue(QJsonValue::Null);
}

/// The comparator's scale: above 0 the first model is better. Only a reference says that.
QJsonValue scoreOf(const domain::Comparison& pair)
{
    if (pair.answerA.right && pair.answerB.right)
        return double(int(*pair.answerA.right) - int(*pair.answerB.right));
    return QJsonValue::Null;
}

QJsonObject exampleOf(const domain::Prompt& prompt, const domain::Comparison& pair, const domain::Generation& a,
                      const domain::Generation& b)
{
    const QJsonObject fields{
        {QStringLiteral("prompt_id"), prompt.id},
        {QStringLiteral("category"), prompt.category},
        {QStringLiteral("severity"), name(pair.severity)},
        {QStringLiteral("similarity"), base::jsonNumber(pair.similarity)},
        {QStringLiteral("first_divergence"),
         pair.divergence ? QJsonValue(qint64(pair.divergence->unit)) : QJsonValue()},
        {QStringLiteral("flip"), name(pair.flip)},
        {QStringLiteral("answer"), QJsonArray{answerValue(pair.answerA), answerValue(pair.answerB)}},
        {QStringLiteral("right"), QJsonArray{rightValue(pair.answerA), rightValue(pair.answerB)}},
        {QStringLiteral("characters"), QJsonArray{a.text.size(), b.text.size()}}};
    return {{QStringLiteral("input_text"), prompt.text()},    {QStringLiteral("tags"), QJsonArray{prompt.category}},
            {QStringLiteral("output_text_a"), a.text},        {QStringLiteral("output_text_b"), b.text},
            {QStringLiteral("score"), scoreOf(pair)},         {QStringLiteral("individual_rater_scores"), QJsonArray()},
            {QStringLiteral("rationale_list"), QJsonArray()}, {QStringLiteral("custom_fields"), fields}};
}

} // namespace

base::Expected<QByteArray> exportLlmComparator(const domain::RunData& data, int side)
{
    const domain::RunRecord& run = data.run;
    const bool compares =
        run.kind == domain::RunKind::Compare || run.kind == domain::RunKind::Sweep || run.kind == domain::RunKind::Diff;
    if (side < 0)
        side = run.baseline == 0 ? 1 : 0;
    if (!compares || side == run.baseline || side >= run.sides.size() || run.baseline < 0 ||
        run.baseline >= run.sides.size())
        return base::failure(QStringLiteral("export.pair"),
                             QStringLiteral("LLM Comparator shows two models side by side, and this run has no such "
                                            "pair."),
                             QStringLiteral("Choose a compare, sweep or diff run."));
    const scoring::RunIndex index(data);
    QHash<QString, const domain::Prompt*> prompts;
    for (const domain::Prompt& prompt : run.prompts)
        prompts.insert(prompt.id, &prompt);
    QJsonArray examples;
    for (const domain::Comparison& pair :
         scoring::compareSides(data, run.baseline, side, scoring::compareOptions(run))) {
        const domain::Generation* const a = index.one(run.baseline, domain::Pass::Answer, pair.promptId);
        const domain::Generation* const b = index.one(side, domain::Pass::Answer, pair.promptId);
        const domain::Prompt* const prompt = prompts.value(pair.promptId);
        if (pair.scored() && a && b && prompt)
            examples.append(exampleOf(*prompt, pair, *a, *b));
    }
    const QJsonObject document{
        {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("source_path"), QStringLiteral("quantlens:") + run.id},
                                                 {QStringLiteral("custom_fields_schema"), schemaOfFields()}}},
        {QStringLiteral("models"), QJsonArray{QJsonObject{{QStringLiteral("name"), run.label(run.baseline)}},
                                              QJsonObject{{QStringLiteral("name"), run.label(side)}}}},
        {QStringLiteral("examples"), examples}};
    return QJsonDocument(document).toJson(QJsonDocument::Indented);
}

} // namespace quantlens::exchange
