// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/comparedetails.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/panels/pairfacts.h"
#include "ui/panels/pairnotes.h"
#include "ui/panels/parts.h"

#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace quantlens::ui {

namespace {

constexpr qsizetype detailLimit = 300;
constexpr qsizetype promptLimit = 50'000;

QString detailText(const QString& text)
{
    return base::singleLine(text, detailLimit);
}

/// "84 ms | 41 ms", as one value for both sides.
QString detailPair(const QString& a, const QString& b)
{
    return QStringLiteral("%1  |  %2").arg(a, b);
}

} // namespace

CompareDetails::CompareDetails(RunEditor* editor, QWidget* parent)
    : DownwardsArea(QStringLiteral("compare-details"), tr("Details of the pair"), parent)
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(8, 2, 8, 8);
    column->setSpacing(6);
    m_promptHead = headingLabel(tr("Prompt"), page);
    m_prompt = new QPlainTextEdit(page);
    nameControl(m_prompt, QStringLiteral("compare-prompt"), tr("Prompt"));
    m_prompt->setReadOnly(true);
    m_prompt->setTabChangesFocus(true);
    m_prompt->setFixedHeight(fontMetrics().height() * 6);
    column->addWidget(m_promptHead);
    column->addWidget(m_prompt);
    const auto group = [&](const QString& title, const char* name) {
        column->addSpacing(4);
        column->addWidget(headingLabel(title, page));
        auto* grid = new FactGrid(page);
        nameControl(grid, QLatin1String(name), title);
        column->addWidget(grid);
        return grid;
    };
    m_errorHead = headingLabel(tr("Errors"), page);
    m_errors = plainLabel({}, page, true);
    m_errors->setObjectName(QStringLiteral("compare-errors"));
    column->addWidget(m_errorHead);
    column->addWidget(m_errors);
    m_notes = new PairNotes(editor, page);
    column->addSpacing(4);
    column->addWidget(m_notes);
    column->addSpacing(4);
    column->addWidget(headingLabel(tr("Timings"), page));
    m_timings = new PairFacts(page);
    nameControl(m_timings, QStringLiteral("compare-timings"), tr("Timings"));
    column->addWidget(m_timings);
    m_request = group(tr("Request as sent"), "compare-request");
    m_servers = group(tr("Servers"), "compare-servers");
    column->addStretch(1);
    setWidget(page);
    showPair({}, {});
}

void CompareDetails::showPair(const ShownRunPtr& run, const QString& promptId)
{
    if (!run || promptId != m_promptId)
        finishEditing(); // before the prompt it was typed for is gone
    m_run = run;
    m_promptId = promptId;
    m_timings->clear();
    for (FactGrid* grid : {m_request, m_servers})
        grid->clear();
    const domain::Prompt* prompt = nullptr;
    if (run) {
        for (const domain::Prompt& candidate : run->data.run.prompts) {
            if (candidate.id == promptId)
                prompt = &candidate;
        }
    }
    widget()->setVisible(prompt);
    if (!prompt)
        return;
    m_promptHead->setText(tr("Prompt · %1").arg(base::singleLine(prompt->category, 60)));
    QString text;
    for (const domain::Message& message : prompt->messages) {
        if (prompt->messages.size() > 1)
            text += QStringLiteral("[%1]\n").arg(base::singleLine(message.role, 20));
        text += format::shortened(message.content, promptLimit) + u'\n';
    }
    showPlainText(m_prompt, text.trimmed());
    const domain::Generation* a = run->answer(0, promptId);
    const domain::Generation* b = run->answer(1, promptId);
    m_notes->showPair(run, *prompt);
    showTimings(a, b);
    showRequest(a, b);
    showServers(a, b);
    showErrors(a, b);
}

void CompareDetails::finishEditing()
{
    m_notes->finishEditing();
}

void CompareDetails::readAgain()
{
    m_notes->readAgain();
}

void CompareDetails::showTimings(const domain::Generation* a, const domain::Generation* b)
{
    const auto time = [](const domain::Generation* g, double domain::Timings::* what) {
        return g ? format::milliseconds(g->timings.*what) : format::none();
    };
    const auto rate = [](const domain::Generation* g, double domain::Timings::* what) {
        return g ? format::speed(g->timings.*what) : format::none();
    };
    const auto count = [](const domain::Generation* g, int domain::Usage::* what) {
        return g && g->usage.*what >= 0 ? format::integer(g->usage.*what) : format::none();
    };
    const auto add = [&](const QString& name, const auto& value, auto what) {
        m_timings->add(name, value(a, what), value(b, what));
    };
    add(tr("First token"), time, &domain::Timings::firstToken);
    add(tr("Prompt tok/s"), rate, &domain::Timings::promptPerSecond);
    add(tr("Answer tok/s"), rate, &domain::Timings::generatedPerSecond);
    add(tr("Total"), time, &domain::Timings::total);
    add(tr("Prompt tokens"), count, &domain::Usage::promptTokens);
    add(tr("Answer tokens"), count, &domain::Usage::completionTokens);
    m_timings->add(tr("End"), a ? detailText(a->finishReason) : format::none(),
                   b ? detailText(b->finishReason) : format::none());
}

void CompareDetails::showRequest(const domain::Generation* a, const domain::Generation* b)
{
    const QJsonObject requestA = a ? a->request : QJsonObject();
    const QJsonObject requestB = b ? b->request : QJsonObject();
    QStringList keys = requestA.keys();
    for (const QString& key : requestB.keys()) {
        if (!keys.contains(key))
            keys << key;
    }
    const auto value = [](const QJsonObject& request, const QString& key) {
        const QJsonValue json = request.value(key);
        if (json.isUndefined())
            return format::none();
        return detailText(json.isString() ? json.toString() : QString::fromUtf8(base::canonicalJson(json)));
    };
    for (const QString& key : keys) {
        // The prompt stands above.
        if (key == QLatin1String("messages") || key == QLatin1String("prompt"))
            continue;
        const QString first = value(requestA, key);
        const QString second = value(requestB, key);
        const QString text = first == second ? first : detailPair(first, second);
        // A label cannot break a long path or object: its end is in the tool tip.
        m_request->add(detailText(key), text)->setToolTip(base::htmlEscaped(text));
    }
    if (keys.isEmpty())
        m_request->add(tr("Request"), tr("not recorded"));
}

void CompareDetails::showServers(const domain::Generation* a, const domain::Generation* b)
{
    for (const int side : {0, 1}) {
        const domain::Generation* generation = side == 0 ? a : b;
        QStringList parts;
        const int number = m_run->sideOf(side);
        if (number < m_run->data.run.sides.size()) {
            const domain::RunSide& facts = m_run->data.run.sides.at(number);
            parts << domain::name(facts.model.backend);
            for (const QString& fact : {facts.serverBuild, facts.fileType, facts.serverPath})
                parts << detailText(fact);
            if (facts.contextPerSlot > 0)
                parts << tr("context %1").arg(format::integer(facts.contextPerSlot));
        }
        if (generation && generation->server.attempt > 1)
            parts << tr("attempt %1").arg(generation->server.attempt);
        parts.removeAll(QString());
        QLabel* label = m_servers->add(side == 0 ? tr("A") : tr("B"), parts.join(QStringLiteral(" · ")));
        setTextColor(label, &Theme::text);
    }
}

void CompareDetails::showErrors(const domain::Generation* a, const domain::Generation* b)
{
    QStringList lines;
    for (const domain::Generation* generation : {a, b}) {
        if (!generation || !generation->error)
            continue;
        const QString letter = generation == a ? tr("A") : tr("B");
        lines << tr("%1: %2").arg(letter, base::singleLine(base::oneLine(*generation->error), 800));
        if (!generation->error->detail.isEmpty())
            lines << base::terminalSafe(generation->error->detail.right(2000));
    }
    m_errorHead->setVisible(!lines.isEmpty());
    m_errors->setVisible(!lines.isEmpty());
    m_errors->setText(lines.join(u'\n'));
    setTextColor(m_errors, &Theme::error);
}

} // namespace quantlens::ui
