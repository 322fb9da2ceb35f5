// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/promptorder.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlens::ui {

namespace {

constexpr qsizetype searchedCharacters = 200'000; ///< per text: a search stays quick on absurdly long ones
constexpr qsizetype longestPattern = 1'000;
constexpr qint64 searchTimeMs = 3'000;        ///< for all prompts together
constexpr qsizetype rowsBetweenLooks = 1'024; ///< at whether the result is still wanted, where no text is searched
constexpr double noValue = -std::numeric_limits<double>::infinity();

/// What a column sorts by; what has no value comes last in the descending order.
double sortKey(const ShownRun& run, qsizetype index, PromptColumn column)
{
    const PromptRow& row = run.rows[std::size_t(index)];
    const bool scored = row.scored();
    switch (column) {
    case PromptColumn::Severity:
        return scored ? double(int(row.pair->severity)) : row.pair ? 4.0 : -1.0;
    case PromptColumn::Prompt:
        return double(index);
    case PromptColumn::Mark:
        return scored ? double(row.mark) : -1.0;
    case PromptColumn::Similarity:
        return scored ? row.pair->similarity : -1.0;
    case PromptColumn::Fork:
        return scored && row.pair->divergence ? double(row.pair->divergence->unit)
                                              : std::numeric_limits<double>::infinity();
    case PromptColumn::Shift:
        return scored && row.pair->fork ? row.pair->fork->shift : noValue;
    case PromptColumn::Kld:
        return std::isnan(row.kld) ? noValue : row.kld;
    case PromptColumn::Rating:
        return run.written(run.data.run.prompts.at(index).id, domain::AnnotationKind::Rating).toDouble();
    }
    std::unreachable();
}

/// Looks for a text or an expression in all that a prompt has.
class PromptSearch
{
public:
    explicit PromptSearch(const PromptCriteria& criteria)
        : m_criteria(criteria)
        , m_asExpression(!criteria.expression.pattern().isEmpty())
    {
    }

    [[nodiscard]] bool wanted() const { return m_asExpression || !m_criteria.text.isEmpty(); }
    [[nodiscard]] qint64 gaveUp() const { return m_gaveUp; }

    [[nodiscard]] bool finds(const ShownRun& run, const domain::Prompt& prompt)
    {
        if (has(prompt.id) || has(prompt.category))
            return true;
        for (const domain::Message& message : prompt.messages) {
            if (has(message.content))
                return true;
        }
        for (const int which : {0, 1}) {
            const domain::Generation* answer = run.answer(which, prompt.id);
            if (answer && (has(answer->text) || has(answer->reasoning)))
                return true;
        }
        return has(run.written(prompt.id, domain::AnnotationKind::Note));
    }

private:
    [[nodiscard]] bool has(const QString& text)
    {
        const QStringView searched = QStringView(text).left(searchedCharacters);
        if (!m_asExpression)
            return searched.contains(m_criteria.text, Qt::CaseInsensitive);
        const QRegularExpressionMatch match = m_criteria.expression.matchView(searched);
        m_gaveUp += !match.isValid();
        return match.hasMatch();
    }

    const PromptCriteria& m_criteria;
    bool m_asExpression;
    qint64 m_gaveUp = 0;
};

} // namespace

base::Expected<PromptCriteria> searchFor(const QString& typed, PromptCriteria criteria)
{
    const QString text = typed.trimmed();
    criteria.expression = QRegularExpression();
    criteria.text = text;
    if (text.size() <= 2 || !text.startsWith(u'/') || !text.endsWith(u'/'))
        return criteria;
    const auto told = [](const char* source) { return QCoreApplication::translate("PromptSearch", source); };
    const QString pattern = text.sliced(1, text.size() - 2);
    if (pattern.size() > longestPattern)
        return base::failure(QStringLiteral("search.pattern"),
                             told(QT_TRANSLATE_NOOP("PromptSearch", "The expression is longer than %1 characters."))
                                 .arg(longestPattern));
    const QRegularExpression asTyped(pattern);
    if (!asTyped.isValid())
        return base::failure(QStringLiteral("search.pattern"),
                             told(QT_TRANSLATE_NOOP("PromptSearch", "Not an expression: %1, at character %2."))
                                 .arg(asTyped.errorString(), QString::number(asTyped.patternErrorOffset() + 1)));
    // PCRE takes the lowest of several limits: a pattern cannot raise this one.
    criteria.expression = QRegularExpression(QStringLiteral("(*LIMIT_MATCH=200000)(*LIMIT_DEPTH=2000)") + pattern,
                                             QRegularExpression::CaseInsensitiveOption);
    criteria.text.clear();
    return criteria;
}

bool promptShown(const PromptRow& row, PromptShow show)
{
    switch (show) {
    case PromptShow::All:
        return true;
    case PromptShow::Different:
        return row.scored() && row.pair->severity != domain::Severity::Identical;
    case PromptShow::Changed:
        return row.scored() && row.pair->answers == domain::AnswerState::Changed;
    case PromptShow::Flips:
        return row.scored() && domain::isFlip(row.pair->flip);
    case PromptShow::Severe:
        return row.scored() && row.pair->severity == domain::Severity::Severe;
    case PromptShow::Errors:
        return row.pair && !row.pair->scored();
    case PromptShow::Noted:
        return row.noted;
    }
    std::unreachable();
}

PromptOrder orderPrompts(const ShownRun& run, const PromptCriteria& criteria, const std::atomic<quint64>* ticket,
                         quint64 wanted)
{
    const QList<domain::Prompt>& prompts = run.data.run.prompts;
    PromptOrder order;
    PromptSearch search(criteria);
    QElapsedTimer clock;
    clock.start();
    int category = -1;
    if (!criteria.category.isEmpty()) {
        const auto first = std::ranges::find(prompts, criteria.category, &domain::Prompt::category);
        if (first == prompts.end())
            return order;
        category = run.rows[std::size_t(first - prompts.begin())].category;
    }
    const auto givenUp = [ticket, wanted] { return ticket && ticket->load(std::memory_order_relaxed) != wanted; };
    for (qsizetype i = 0; i < prompts.size(); ++i) {
        if (i % rowsBetweenLooks == 0 && givenUp())
            return {};
        const PromptRow& row = run.rows[std::size_t(i)];
        if (!promptShown(row, criteria.show) || (category >= 0 && row.category != category) ||
            (criteria.ids && !criteria.ids->contains(prompts.at(i).id)))
            continue;
        if (search.wanted()) {
            if (givenUp())
                return {};
            if (clock.elapsed() > searchTimeMs) {
                order.notSearched = prompts.size() - i;
                break;
            }
            if (!search.finds(run, prompts.at(i)))
                continue;
        }
        order.rows.push_back(int(i));
    }
    order.gaveUp = search.gaveUp();
    if (givenUp())
        return {};
    if (criteria.column == PromptColumn::Prompt) {
        if (criteria.descending)
            std::ranges::reverse(order.rows);
        return order;
    }
    std::vector<std::pair<double, int>> keyed;
    keyed.reserve(order.rows.size());
    for (const int row : order.rows)
        keyed.emplace_back(sortKey(run, row, criteria.column), row);
    // Equal ones stay in the suite's order, whichever way the others go.
    std::ranges::sort(keyed, [descending = criteria.descending](const auto& x, const auto& y) {
        if (x.first != y.first)
            return descending ? x.first > y.first : x.first < y.first;
        return x.second < y.second;
    });
    std::ranges::transform(keyed, order.rows.begin(), &std::pair<double, int>::second);
    return order;
}

} // namespace quantlens::ui
