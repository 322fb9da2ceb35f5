// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suites/check.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/scoring/answers.h"
#include "core/scoring/categories.h"
#include "core/suites/lines.h"
#include "core/suites/similar.h"
#include "core/suites/suites.h"

#include <QJsonObject>

#include <algorithm>

namespace quantlens::suites {

namespace {

constexpr qsizetype mostWarnings = 1000;
constexpr int bytesAToken = 6;

bool isKnownCategory(const QString& category)
{
    const QString lower = category.toLower();
    return std::ranges::any_of(scoring::categoryStrategies,
                               [&lower](const auto& entry) { return lower == entry.category; });
}

QStringList unknownKeys(const QJsonObject& object, const QStringList& known)
{
    QStringList unknown;
    for (const QString& key : object.keys()) {
        if (!known.contains(key))
            unknown.append(QLatin1Char('"') + base::singleLine(key, 40) + QLatin1Char('"'));
    }
    return unknown;
}

class Checker
{
public:
    explicit Checker(CheckedSuite& checked)
        : m_checked(checked)
    {
    }

    void line(const domain::Prompt& prompt, const QJsonObject& object)
    {
        m_prompt = &prompt;
        static const QStringList keys{
            QStringLiteral("id"),         QStringLiteral("text"),   QStringLiteral("messages"),
            QStringLiteral("category"),   QStringLiteral("answer"), QStringLiteral("why"),
            QStringLiteral("max_tokens"), QStringLiteral("check"),  QStringLiteral("metadata")};
        static const QStringList answerKeys{QStringLiteral("type"), QStringLiteral("value"),
                                            QStringLiteral("tolerance")};
        QStringList unknown = unknownKeys(object, keys);
        unknown += unknownKeys(object.value(QLatin1String("answer")).toObject(), answerKeys);
        if (!unknown.isEmpty())
            warn("check.unknown_key", QStringLiteral("nothing reads %1").arg(unknown.join(QLatin1String(", "))));
        if (!object.contains(QLatin1String("id")))
            warn("check.no_id", QStringLiteral("there is no id, so the prompt gets another when its text changes"));
        if (prompt.text().trimmed().isEmpty())
            warn("check.empty", QStringLiteral("the prompt is empty"));
        answer(prompt);
    }

    void similar(double limit)
    {
        const QList<domain::Prompt>& prompts = m_checked.suite.prompts;
        if (limit >= 1)
            return;
        if (!comparable(prompts)) {
            m_prompt = nullptr;
            warn("check.too_many", QStringLiteral("too many prompts to compare each with each"));
            return;
        }
        for (const SimilarPair& pair : similarPairs(prompts, limit)) {
            m_prompt = &prompts.at(pair.second);
            warn("check.similar",
                 QStringLiteral("%1 alike with line %2 (%3)")
                     .arg(QString::number(pair.similarity, 'f', 2), QString::number(prompts.at(pair.first).line),
                          base::singleLine(prompts.at(pair.first).id, 60)));
        }
    }

private:
    void answer(const domain::Prompt& prompt)
    {
        const bool named = prompt.answer && !prompt.answer->strategy.isEmpty();
        if (!named && !isKnownCategory(prompt.category))
            warn("check.category", QStringLiteral("the category \"%1\" is unknown and the line has no answer type, so "
                                                  "no answer is read")
                                       .arg(base::singleLine(prompt.category, 40)));
        if (!prompt.answer || prompt.answer->value.isEmpty())
            return;
        const scoring::ResolvedStrategy how = scoring::resolveStrategy(prompt);
        if (how.strategy == scoring::Strategy::None) {
            warn("check.strategy", QStringLiteral("the answer is never compared: neither its type nor the category "
                                                  "says how to read it"));
            return;
        }
        const bool fenced = how.strategy == scoring::Strategy::Code;
        const QString reply = fenced ? QStringLiteral("```\n%1\n```").arg(prompt.answer->value) : prompt.answer->value;
        if (!scoring::answerOf(how, reply).right.value_or(false))
            warn("check.answer", QStringLiteral("a reply that is exactly the answer is not read as right"));
        if (const int tokens = leastAnswerTokens(prompt); prompt.maxTokens < tokens)
            warn("check.budget", QStringLiteral("%1 tokens are too few for the right answer, which takes at least %2")
                                     .arg(prompt.maxTokens)
                                     .arg(tokens));
    }

    void warn(const char* code, const QString& message)
    {
        if (m_checked.warnings.size() < mostWarnings)
            m_checked.warnings.append({QString::fromLatin1(code), m_prompt ? m_prompt->line : 0,
                                       m_prompt ? m_prompt->id : QString(), message});
    }

    CheckedSuite& m_checked;
    const domain::Prompt* m_prompt = nullptr;
};

} // namespace

int leastAnswerTokens(const domain::Prompt& prompt)
{
    if (!prompt.answer)
        return 0;
    return int((prompt.answer->value.toUtf8().size() + bytesAToken - 1) / bytesAToken);
}

std::expected<CheckedSuite, QList<base::Error>> checkSuite(const QByteArray& bytes, const QString& source,
                                                           const CheckOptions& options)
{
    auto suite = parseSuite(bytes, source);
    if (!suite)
        return std::unexpected(suite.error());
    CheckedSuite checked{*std::move(suite), {}};
    Checker checker(checked);
    auto prompt = checked.suite.prompts.cbegin();
    QByteArrayView raw;
    LineSplitter lines{QByteArrayView(bytes)};
    for (int number = 1; lines.next(raw) && prompt != checked.suite.prompts.cend(); ++number) {
        if (prompt->line != number)
            continue;
        const auto object = base::parseJsonObject(raw.toByteArray());
        checker.line(*prompt++, object.value_or(QJsonObject()));
    }
    checker.similar(options.similarity);
    std::ranges::stable_sort(checked.warnings, {}, &SuiteWarning::line);
    return checked;
}

} // namespace quantlens::suites
