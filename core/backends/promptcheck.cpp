// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backends/promptcheck.h"

#include "core/backends/forcing.h"
#include "core/base/text.h"

#include <QLocale>

#include <algorithm>

namespace quantlens::backends {

namespace {

constexpr qsizetype namedPrompts = 5; ///< in a message; the others are counted

/// Two messages that no template may turn into the same prompt.
const QString probeMessages[] = {QStringLiteral("quantlens asks for apples"),
                                 QStringLiteral("quantlens asks for pears")};

QString named(const QStringList& ids)
{
    QStringList some;
    for (const QString& id : ids.first(std::min(namedPrompts, ids.size())))
        some << base::singleLine(id, 60);
    QString text = some.join(QStringLiteral(", "));
    if (ids.size() > namedPrompts)
        text += QStringLiteral(" and %1 more").arg(ids.size() - namedPrompts);
    return text;
}

} // namespace

bool mentionsDate(const QString& rendered, const QDate& date)
{
    const QLocale english(QLocale::English);
    const QString forms[] = {date.toString(Qt::ISODate), english.toString(date, QStringLiteral("dd MMM yyyy")),
                             english.toString(date, QStringLiteral("d MMMM yyyy")),
                             english.toString(date, QStringLiteral("MMMM d, yyyy")),
                             english.toString(date, QStringLiteral("MMMM dd, yyyy"))};
    return std::ranges::any_of(forms, [&rendered](const QString& form) { return rendered.contains(form); });
}

PromptChecker::PromptChecker(int baseline)
    : m_baseline(baseline)
{
}

void PromptChecker::warn(const QString& sentence)
{
    if (!m_result.warnings.contains(sentence))
        m_result.warnings.append(sentence);
}

QString PromptChecker::hashOf(int side, const QString& promptId) const
{
    return m_hashes.value(side).value(promptId);
}

QCoro::Task<base::Expected<void>> PromptChecker::look(Backend* backend, int side, QString label, int contextPerSlot,
                                                      QList<domain::GenerationRequest> requests, net::Cancel* cancel)
{
    if (requests.isEmpty() || !backend->capabilities().renderPrompt.value_or(false))
        co_return {};
    QStringList probes;
    for (const QString& message : probeMessages) {
        domain::GenerationRequest probe = requests.first();
        probe.prompt.messages = {{QStringLiteral("user"), message}};
        const auto rendered = co_await backend->render(probe, cancel);
        if (!rendered)
            co_return std::unexpected(rendered.error());
        if (!rendered->text.contains(message))
            warn(QStringLiteral("%1: the rendered prompt does not contain the message. Is its chat template a name the "
                                "server does not know?")
                     .arg(label));
        probes << rendered->text;
    }
    if (probes.first() == probes.last())
        warn(QStringLiteral("%1: different messages give the same prompt; its chat template is broken.").arg(label));

    QStringList tooLong;
    const QDate today = QDate::currentDate();
    for (const domain::GenerationRequest& request : std::as_const(requests)) {
        const auto rendered = co_await backend->render(request, cancel);
        if (!rendered)
            co_return std::unexpected(rendered.error());
        const QString& id = request.prompt.id;
        m_hashes[side].insert(id, promptHashOf(rendered->ids));
        if (contextPerSlot > 0 && rendered->ids.size() + request.maxTokens > contextPerSlot)
            tooLong << id;
        if (rendered->ids.size() > 1 && rendered->ids.at(0) == rendered->ids.at(1) && request.chat)
            warn(QStringLiteral("%1: prompts begin with the same token twice; the template and the server both add a "
                                "beginning-of-text token.")
                     .arg(label));
        if (mentionsDate(rendered->text, today))
            warn(QStringLiteral("%1: the template writes today's date into the prompt; runs of different days do not "
                                "join.")
                     .arg(label));
        compare(side, id, rendered->ids);
    }
    if (!tooLong.isEmpty())
        co_return base::failure(
            QStringLiteral("prompt.too_long"),
            QStringLiteral("%1: the prompt and its token budget do not fit the context of %2 tokens for: %3.")
                .arg(label, QString::number(contextPerSlot), named(tooLong)),
            QStringLiteral(
                "Leave these prompts out (--ids, --category), lower --max-tokens, or give the server a larger "
                "context."));
    co_return {};
}

void PromptChecker::compare(int side, const QString& promptId, const QList<int>& ids)
{
    if (side == m_baseline) {
        m_baselineIds.insert(promptId, ids);
        return;
    }
    const auto baseline = m_baselineIds.constFind(promptId);
    if (baseline == m_baselineIds.cend())
        return;
    m_result.rendered = true;
    ++m_result.compared;
    if (*baseline == ids)
        return;
    ++m_result.differing;
    if (m_result.firstPromptId.isEmpty()) {
        m_result.firstPromptId = promptId;
        m_result.firstToken = std::ranges::mismatch(*baseline, ids).in1 - baseline->begin();
    }
}

void PromptChecker::count(int side, const QString& promptId, int promptTokens, bool sameTokenizer)
{
    if (promptTokens < 0 || m_hashes.contains(side))
        return;
    if (side == m_baseline) {
        m_baselineCounts.insert(promptId, promptTokens);
        return;
    }
    const auto baseline = m_baselineCounts.constFind(promptId);
    if (baseline == m_baselineCounts.cend() || !sameTokenizer)
        return;
    ++m_result.compared;
    if (*baseline == promptTokens)
        return;
    ++m_result.differing;
    if (m_result.firstPromptId.isEmpty())
        m_result.firstPromptId = promptId;
}

} // namespace quantlens::backends
