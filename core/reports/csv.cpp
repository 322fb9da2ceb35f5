// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/reports/report.h"
#include "core/scoring/runindex.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace quantlens::reports {

namespace {

using domain::Comparison;
using domain::Generation;

/// One line after the other. Columns of text and of numbers are filled by different functions, so that no number is
/// ever changed and no text is ever a formula.
class CsvWriter
{
public:
    explicit CsvWriter(std::initializer_list<const char*> head)
    {
        for (const char* name : head)
            put(QByteArray(name));
        end();
    }

    CsvWriter& text(const QString& text)
    {
        put(quoted(guarded(text)));
        return *this;
    }

    CsvWriter& number(double value)
    {
        put(std::isfinite(value) ? QByteArray::number(value, 'g', 12) : QByteArray());
        return *this;
    }

    CsvWriter& count(qint64 value)
    {
        put(QByteArray::number(value));
        return *this;
    }

    CsvWriter& nothing()
    {
        put({});
        return *this;
    }

    CsvWriter& flag(std::optional<bool> value)
    {
        put(!value ? QByteArray() : *value ? QByteArray("true") : QByteArray("false"));
        return *this;
    }

    void end()
    {
        m_out += "\r\n";
        m_first = true;
    }

    [[nodiscard]] QByteArray take() { return std::move(m_out); }

private:
    /// Spreadsheets take a cell for a formula by its first sign, some of them also behind blanks, or in full width. A
    /// number written as text is none.
    static QString guarded(const QString& text)
    {
        static const QRegularExpression number(QStringLiteral("^[-+]?[0-9]+([.,][0-9]+)*([eE][-+]?[0-9]+)?\\z"));
        QString safe = text;
        safe.remove(QChar(0));
        if (number.match(safe).hasMatch())
            return safe;
        for (const QChar c : std::as_const(safe)) {
            if (QStringView(u"=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20\u2212").contains(c))
                return u'\'' + safe;
            if (!c.isSpace() && c.isPrint())
                break;
        }
        return safe;
    }

    static QByteArray quoted(const QString& text)
    {
        QByteArray bytes = text.toUtf8();
        return '"' + bytes.replace('"', "\"\"") + '"';
    }

    void put(const QByteArray& bytes)
    {
        if (!m_first)
            m_out += ',';
        m_out += bytes;
        m_first = false;
    }

    QByteArray m_out;
    bool m_first = true;
};

void putAnswer(CsvWriter& csv, const domain::Answer& answer)
{
    csv.text(answer.strategy);
    answer.found ? csv.text(answer.value) : csv.nothing();
    csv.flag(answer.right);
}

QString errorCode(const Generation* generation)
{
    return generation && generation->error ? generation->error->code : QString();
}

QString written(const ScoredRun& run, const QString& promptId, domain::AnnotationKind kind)
{
    for (const domain::Annotation& annotation : run.data.annotations) {
        if (annotation.promptId == promptId && annotation.kind == kind)
            return annotation.value;
    }
    return {};
}

QByteArray pairLines(const ScoredRun& run, const scoring::RunIndex& index,
                     const QHash<QString, const domain::Prompt*>& prompts)
{
    CsvWriter csv{"run",      "kind",        "model_a",      "model_b",       "prompt_id", "category",
                  "failed_a", "failed_b",    "unit",         "units_a",       "units_b",   "similarity",
                  "severity", "divergence",  "fork_token_a", "fork_token_b",  "p_a_of_a",  "p_a_of_b",
                  "p_b_of_a", "p_b_of_b",    "fork_shift",   "shift_bounded", "near_tie",  "strategy_a",
                  "answer_a", "right_a",     "strategy_b",   "answer_b",      "right_b",   "answers",
                  "flip",     "truncated_a", "truncated_b",  "rating",        "note",      "prompt",
                  "output_a", "output_b"};
    const domain::RunRecord& record = run.data.run;
    for (const scoring::PairScores& scores : run.scores.pairs) {
        for (const Comparison& pair : scores.comparisons) {
            const Generation* a = index.one(run.scores.baseline, domain::Pass::Answer, pair.promptId);
            const Generation* b = index.one(scores.side, domain::Pass::Answer, pair.promptId);
            const bool scored = pair.scored();
            csv.text(record.id).text(domain::name(record.kind)).text(record.label(run.scores.baseline));
            csv.text(record.label(scores.side)).text(pair.promptId).text(pair.category);
            csv.text(errorCode(a)).text(errorCode(b)).text(domain::name(pair.unit));
            if (scored)
                csv.count(pair.unitsA).count(pair.unitsB).number(pair.similarity).text(domain::name(pair.severity));
            else
                csv.nothing().nothing().nothing().nothing();
            scored&& pair.divergence ? csv.count(pair.divergence->unit) : csv.nothing();
            if (pair.fork)
                csv.text(pair.fork->tokenA)
                    .text(pair.fork->tokenB)
                    .number(pair.fork->probabilityAOfA)
                    .number(pair.fork->probabilityAOfB)
                    .number(pair.fork->probabilityBOfA)
                    .number(pair.fork->probabilityBOfB)
                    .number(pair.fork->shift)
                    .flag(pair.fork->bounded)
                    .flag(pair.fork->nearTie);
            else
                for (int i = 0; i < 9; ++i)
                    csv.nothing();
            putAnswer(csv, pair.answerA);
            putAnswer(csv, pair.answerB);
            csv.text(domain::name(pair.answers)).text(domain::name(pair.flip));
            csv.flag(pair.truncatedA).flag(pair.truncatedB);
            csv.text(written(run, pair.promptId, domain::AnnotationKind::Rating));
            csv.text(written(run, pair.promptId, domain::AnnotationKind::Note));
            const domain::Prompt* prompt = prompts.value(pair.promptId);
            csv.text(prompt ? prompt->text() : QString()).text(a ? a->text : QString()).text(b ? b->text : QString());
            csv.end();
        }
    }
    return csv.take();
}

QByteArray repeatLines(const ScoredRun& run, const QHash<QString, const domain::Prompt*>& prompts)
{
    CsvWriter csv{"run",     "kind",   "model", "prompt_id", "category",   "runs",   "answered", "score",
                  "outputs", "output", "count", "first_run", "divergence", "prompt", "text"};
    const domain::RunRecord& record = run.data.run;
    for (const scoring::PromptRepeats& repeats : run.scores.determinism->prompts) {
        const domain::Prompt* prompt = prompts.value(repeats.promptId);
        for (qsizetype i = 0; i < std::max<qsizetype>(1, repeats.variants.size()); ++i) {
            const bool any = i < repeats.variants.size();
            const scoring::Variant variant = any ? repeats.variants.at(i) : scoring::Variant();
            csv.text(record.id).text(domain::name(record.kind)).text(record.label(0)).text(repeats.promptId);
            csv.text(prompt ? prompt->category : QString()).count(repeats.requested).count(repeats.succeeded);
            repeats.score ? csv.number(*repeats.score) : csv.nothing();
            csv.count(repeats.variants.size());
            if (any)
                csv.count(i + 1).count(variant.count).count(variant.first);
            else
                csv.nothing().nothing().nothing();
            variant.divergence ? csv.count(variant.divergence->unit) : csv.nothing();
            csv.text(prompt ? prompt->text() : QString()).text(variant.text).end();
        }
    }
    return csv.take();
}

QByteArray requestLines(const ScoredRun& run, const scoring::RunIndex& index,
                        const QHash<QString, const domain::Prompt*>& prompts)
{
    CsvWriter csv{"run",   "kind",   "model",  "pass",           "level",    "repeat",          "prompt_id", "category",
                  "error", "finish", "tokens", "first_token_ms", "total_ms", "same_as_at_rest", "prompt",    "text"};
    const domain::RunRecord& record = run.data.run;
    for (const Generation& each : run.data.generations) {
        const domain::Prompt* prompt = prompts.value(each.promptId);
        const Generation* rest = index.one(0, domain::Pass::Reference, each.promptId);
        csv.text(record.id).text(domain::name(record.kind)).text(record.label(each.side));
        csv.text(domain::name(each.pass)).count(each.level).count(each.repeat).text(each.promptId);
        csv.text(prompt ? prompt->category : QString()).text(errorCode(&each)).text(each.finishReason);
        each.usage.completionTokens >= 0 ? csv.count(each.usage.completionTokens) : csv.nothing();
        csv.number(each.timings.firstToken).number(each.timings.total);
        csv.flag(rest && !rest->failed() && !each.failed() ? std::optional(rest->text == each.text) : std::nullopt);
        csv.text(prompt ? prompt->text() : QString()).text(each.text).end();
    }
    return csv.take();
}

} // namespace

QByteArray csvReport(const ScoredRun& run)
{
    const scoring::RunIndex index(run.data);
    QHash<QString, const domain::Prompt*> prompts;
    for (const domain::Prompt& prompt : run.data.run.prompts)
        prompts.insert(prompt.id, &prompt);
    if (run.scores.determinism)
        return repeatLines(run, prompts);
    if (run.scores.stress || run.scores.sampled)
        return requestLines(run, index, prompts);
    return pairLines(run, index, prompts);
}

} // namespace quantlens::reports
