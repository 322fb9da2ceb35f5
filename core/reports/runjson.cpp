// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/runjson.h"

#include "core/base/json.h"
#include "core/scoring/checkedrun.h"
#include "core/scoring/runindex.h"
#include "core/scoring/runverdict.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringDecoder>

#include <algorithm>
#include <utility>

namespace quantlens::reports {

namespace {

using base::jsonNumber;

/// Tokens may be parts of characters: their bytes are written as text where they are text, else as base64.
void insertBytes(QJsonObject& object, const QByteArray& bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        object.insert(QStringLiteral("base64"), QString::fromLatin1(bytes.toBase64()));
    else
        object.insert(QStringLiteral("token"), text);
}

QJsonObject tokenJson(qint32 id, const QByteArray& bytes, float logprob)
{
    QJsonObject object{{QStringLiteral("id"), id}, {QStringLiteral("logprob"), jsonNumber(double(logprob))}};
    insertBytes(object, bytes);
    return object;
}

QString partName(domain::Part part)
{
    switch (part) {
    case domain::Part::Content:
        return QStringLiteral("content");
    case domain::Part::Reasoning:
        return QStringLiteral("reasoning");
    case domain::Part::ToolCall:
        return QStringLiteral("tool_call");
    }
    std::unreachable();
}

QJsonObject answerJson(const domain::Answer& answer)
{
    QJsonObject object{{QStringLiteral("value"), answer.found ? QJsonValue(answer.value) : QJsonValue()},
                       {QStringLiteral("strategy"), answer.strategy},
                       {QStringLiteral("right"), answer.right ? QJsonValue(*answer.right) : QJsonValue()}};
    if (answer.byHand)
        object.insert(QStringLiteral("by_hand"), true);
    return object;
}

QJsonValue changedJson(domain::AnswerState state)
{
    switch (state) {
    case domain::AnswerState::Same:
        return false;
    case domain::AnswerState::Changed:
        return true;
    default:
        return QJsonValue::Null;
    }
}

} // namespace

QJsonObject toJson(const domain::Rate& rate)
{
    return {{QStringLiteral("count"), rate.count},
            {QStringLiteral("n"), rate.n},
            {QStringLiteral("rate"), rate.n ? QJsonValue(rate.value()) : QJsonValue()},
            {QStringLiteral("low"), rate.low},
            {QStringLiteral("high"), rate.high}};
}

QJsonObject toJson(const domain::Summary& s)
{
    QJsonObject categories;
    for (const auto& [category, summary] : s.categories)
        categories.insert(category, QJsonObject{{QStringLiteral("pairs"), summary.pairs},
                                                {QStringLiteral("changed"), toJson(summary.changed)},
                                                {QStringLiteral("flips"), toJson(summary.flips)},
                                                {QStringLiteral("mean_similarity"), summary.meanSimilarity}});
    return {{QStringLiteral("prompts"), s.prompts},
            {QStringLiteral("pairs"), s.pairs},
            {QStringLiteral("failed_a"), s.failedA},
            {QStringLiteral("failed_b"), s.failedB},
            {QStringLiteral("missing"), s.missing},
            {QStringLiteral("severity"), QJsonObject{{QStringLiteral("identical"), s.identical},
                                                     {QStringLiteral("minor"), s.minor},
                                                     {QStringLiteral("moderate"), s.moderate},
                                                     {QStringLiteral("severe"), s.severe}}},
            {QStringLiteral("mean_similarity"), s.pairs ? QJsonValue(s.meanSimilarity) : QJsonValue()},
            {QStringLiteral("differing"), toJson(s.differing)},
            {QStringLiteral("changed"), toJson(s.changed)},
            {QStringLiteral("changed_worst_case"), toJson(s.changedWorstCase)},
            {QStringLiteral("undetermined"), s.undetermined},
            {QStringLiteral("flips"), toJson(s.flips)},
            {QStringLiteral("right_to_wrong"), s.rightToWrong},
            {QStringLiteral("wrong_to_right"), s.wrongToRight},
            {QStringLiteral("both_wrong_different"), s.bothWrongDifferent},
            {QStringLiteral("both_wrong_same"), s.bothWrongSame},
            {QStringLiteral("both_right"), s.bothRight},
            {QStringLiteral("right_a"), toJson(s.rightA)},
            {QStringLiteral("right_b"), toJson(s.rightB)},
            {QStringLiteral("truncated_a"), s.truncatedA},
            {QStringLiteral("truncated_b"), s.truncatedB},
            {QStringLiteral("by_hand"), s.byHand},
            {QStringLiteral("near_ties"), s.nearTies},
            {QStringLiteral("forks"), s.forks},
            {QStringLiteral("categories"), categories}};
}

QJsonObject toJson(const domain::Comparison& c)
{
    QJsonObject object{{QStringLiteral("prompt_id"), c.promptId}, {QStringLiteral("category"), c.category}};
    if (!c.scored()) {
        object.insert(QStringLiteral("correct"), QJsonValue::Null);
        object.insert(QStringLiteral("failed_a"), c.failedA);
        object.insert(QStringLiteral("failed_b"), c.failedB);
        return object;
    }
    QJsonObject correct{
        {QStringLiteral("unit"), name(c.unit)},
        {QStringLiteral("similarity"), c.similarity},
        {QStringLiteral("severity"), name(c.severity)},
        {QStringLiteral("units_a"), c.unitsA},
        {QStringLiteral("units_b"), c.unitsB},
        {QStringLiteral("same_text_other_tokens"), c.sameTextOtherTokens},
        {QStringLiteral("answer_a"), answerJson(c.answerA)},
        {QStringLiteral("answer_b"), answerJson(c.answerB)},
        {QStringLiteral("changed"), changedJson(c.answers)},
        {QStringLiteral("flip"), c.flip == domain::FlipState::NoReference ? QJsonValue() : QJsonValue(name(c.flip))},
        {QStringLiteral("truncated_a"), c.truncatedA},
        {QStringLiteral("truncated_b"), c.truncatedB},
        {QStringLiteral("first_divergence"), QJsonValue::Null},
        {QStringLiteral("fork"), QJsonValue::Null},
    };
    if (c.divergence)
        correct.insert(QStringLiteral("first_divergence"),
                       QJsonObject{{QStringLiteral("index"), c.divergence->unit},
                                   {QStringLiteral("byte"), c.divergence->byte},
                                   {QStringLiteral("code_point"), c.divergence->codePoint},
                                   {QStringLiteral("line"), c.divergence->line},
                                   {QStringLiteral("column"), c.divergence->column},
                                   {QStringLiteral("in_reasoning"), c.divergence->inReasoning}});
    if (c.fork)
        correct.insert(QStringLiteral("fork"),
                       QJsonObject{{QStringLiteral("entry_a"), c.fork->entryA},
                                   {QStringLiteral("entry_b"), c.fork->entryB},
                                   {QStringLiteral("token_a"), c.fork->tokenA},
                                   {QStringLiteral("token_b"), c.fork->tokenB},
                                   {QStringLiteral("shift_nat"), jsonNumber(c.fork->shift)},
                                   {QStringLiteral("bounded"), c.fork->bounded},
                                   {QStringLiteral("near_tie"), c.fork->nearTie},
                                   {QStringLiteral("p_a_of_a"), jsonNumber(c.fork->probabilityAOfA)},
                                   {QStringLiteral("p_a_of_b"), jsonNumber(c.fork->probabilityAOfB)},
                                   {QStringLiteral("p_b_of_a"), jsonNumber(c.fork->probabilityBOfA)},
                                   {QStringLiteral("p_b_of_b"), jsonNumber(c.fork->probabilityBOfB)}});
    object.insert(QStringLiteral("correct"), correct);
    return object;
}

QJsonObject toJson(const domain::Generation& g, qint64 number)
{
    QJsonObject object = domain::factsToJson(g);
    object.insert(QStringLiteral("id"), number);
    object.insert(QStringLiteral("side"), g.side);
    object.insert(QStringLiteral("prompt_id"), g.promptId);
    object.insert(QStringLiteral("repeat"), g.repeat);
    object.insert(QStringLiteral("level"), g.level);
    object.insert(QStringLiteral("pass"), name(g.pass));
    object.insert(QStringLiteral("text"), g.text);
    if (!g.reasoning.isEmpty())
        object.insert(QStringLiteral("reasoning"), g.reasoning);
    QJsonArray entries;
    for (const domain::TokenInfo& entry : g.entries) {
        QJsonObject token = tokenJson(entry.id, entry.bytes, entry.logprob);
        if (entry.part != domain::Part::Content)
            token.insert(QStringLiteral("part"), partName(entry.part));
        QJsonArray top;
        for (const domain::TopToken& alternative : entry.top)
            top.append(tokenJson(alternative.id, alternative.bytes, alternative.logprob));
        token.insert(QStringLiteral("top"), top);
        entries.append(token);
    }
    object.insert(QStringLiteral("entries"), entries);
    return object;
}

namespace {

/// infer-check's numbers for the same replies.
QJsonValue compatibleJson(const domain::RunRecord& run, const domain::Comparison& comparison,
                          const domain::Generation& a, const domain::Generation& b)
{
    const auto prompt = std::ranges::find(run.prompts, comparison.promptId, &domain::Prompt::id);
    if (!comparison.scored() || prompt == run.prompts.end())
        return QJsonValue::Null;
    const scoring::compatible::PairNumbers pair = scoring::compatible::checkedNumbers(run, *prompt, a, b);
    return QJsonObject{{QStringLiteral("text_similarity"), pair.similarity},
                       {QStringLiteral("severity"), scoring::compatible::severity(pair.similarity)},
                       {QStringLiteral("token_divergence_index"),
                        pair.tokenDivergence ? QJsonValue(qint64(*pair.tokenDivergence)) : QJsonValue()},
                       {QStringLiteral("kl_divergence"), pair.kl ? jsonNumber(*pair.kl) : QJsonValue()},
                       {QStringLiteral("flipped"), pair.flip.flipped},
                       {QStringLiteral("answer_a"), pair.flip.a.value},
                       {QStringLiteral("answer_b"), pair.flip.b.value},
                       {QStringLiteral("extraction_strategy"), pair.flip.a.strategy},
                       {QStringLiteral("extraction_confidence"), pair.flip.confidence}};
}

QJsonValue verdictJson(const domain::RunData& data, const scoring::RunScores& scores)
{
    if (data.run.verdict)
        return domain::toJson(*data.run.verdict);
    if (data.run.status == domain::RunStatus::Running)
        return QJsonValue::Null;
    return domain::toJson(scoring::judgeRun(scores, data.run));
}

} // namespace

QByteArray runJson(const domain::RunData& data, const scoring::RunScores& scores)
{
    // Answers are numbered within the file: what a workspace numbers them is nobody else's business, and the same run
    // is the same file whichever workspace it comes from.
    const auto numberOf = [&data](const domain::Generation* generation) {
        return qint64(generation - data.generations.constData()) + 1;
    };
    QJsonArray generations;
    for (const domain::Generation& generation : data.generations)
        generations.append(toJson(generation, numberOf(&generation)));
    const scoring::RunIndex index(data);
    QJsonArray comparisons;
    for (const scoring::PairScores& pair : scores.pairs) {
        for (const domain::Comparison& comparison : pair.comparisons) {
            const auto* const a = index.one(scores.baseline, domain::Pass::Answer, comparison.promptId);
            const auto* const b = index.one(pair.side, domain::Pass::Answer, comparison.promptId);
            if (!a || !b)
                continue;
            QJsonObject object = toJson(comparison);
            object.insert(QStringLiteral("side"), pair.side);
            object.insert(QStringLiteral("a"), numberOf(a));
            object.insert(QStringLiteral("b"), numberOf(b));
            object.insert(QStringLiteral("compatible"), compatibleJson(data.run, comparison, *a, *b));
            comparisons.append(object);
        }
    }
    QJsonArray annotations;
    for (const domain::Annotation& annotation : data.annotations)
        annotations.append(toJson(annotation));
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), QStringLiteral("quantlens-run")},
                                     {QStringLiteral("version"), 1},
                                     {QStringLiteral("run"), domain::toJson(data.run)},
                                     {QStringLiteral("summary"), toJson(data.run, scores)},
                                     {QStringLiteral("verdict"), verdictJson(data, scores)},
                                     {QStringLiteral("generations"), generations},
                                     {QStringLiteral("comparisons"), comparisons},
                                     {QStringLiteral("annotations"), annotations}})
               .toJson(QJsonDocument::Compact) +
           '\n';
}

} // namespace quantlens::reports
