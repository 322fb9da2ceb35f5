// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/comparecentre.h"

#include "core/base/text.h"
#include "ui/diff/forkinspector.h"
#include "ui/diff/tokenstrip.h"
#include "ui/models/format.h"
#include "ui/panels/elidedlabel.h"
#include "ui/panels/pairheader.h"
#include "ui/panels/parts.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <cmath>

namespace quantlens::ui {

namespace {

/// "16.0 bpw · 147 tokens · stop · 41.2 tok/s"
QString answerFacts(const domain::ResolvedModel* model, const domain::Generation& answer)
{
    QStringList parts;
    if (model && model->bitsPerWeight)
        parts << CompareCentre::tr("%1 bpw").arg(format::decimal(*model->bitsPerWeight, 2));
    if (answer.usage.completionTokens >= 0)
        parts << CompareCentre::tr("%1 tokens").arg(format::integer(answer.usage.completionTokens));
    if (!answer.finishReason.isEmpty())
        parts << base::singleLine(answer.finishReason, 40);
    if (std::isfinite(answer.timings.generatedPerSecond))
        parts << CompareCentre::tr("%1 tok/s").arg(format::speed(answer.timings.generatedPerSecond));
    if (answer.failed())
        parts << CompareCentre::tr("failed");
    return parts.join(QStringLiteral(" · "));
}

std::optional<domain::TokenInfo> tokenAt(const domain::Generation* answer, qsizetype entry)
{
    if (!answer || entry < 0 || entry >= answer->entries.size())
        return std::nullopt;
    return answer->entries.at(entry);
}

} // namespace

CompareCentre::CompareCentre(QWidget* parent)
    : QWidget(parent)
    , m_header(new PairHeader(this))
    , m_diff(new DiffView(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_inspectorTitle(new ElidedLabel(this))
    , m_inspector(new ForkInspector(this))
    , m_strip(new TokenStrip(this))
{
    nameControl(m_diff, QStringLiteral("compare-diff"), tr("Both answers"));
    nameControl(m_inspector, QStringLiteral("compare-inspector"), tr("Fork inspector"));
    m_splitter->setObjectName(QStringLiteral("compare-down-splitter"));
    auto* below = new QWidget(m_splitter);
    auto* belowColumn = new QVBoxLayout(below);
    belowColumn->setContentsMargins(0, 0, 0, 0);
    belowColumn->setSpacing(0);
    m_inspectorTitle->setObjectName(QStringLiteral("inspector-title"));
    m_inspectorTitle->setForegroundRole(QPalette::PlaceholderText);
    belowColumn->addWidget(titleStrip(headingLabel(tr("Fork inspector"), below), below, m_inspectorTitle));
    belowColumn->addWidget(ruleLine(below));
    belowColumn->addWidget(m_inspector, 1);
    m_splitter->addWidget(m_diff);
    m_splitter->addWidget(below);
    m_splitter->addWidget(stripPane());
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setCollapsible(0, false);
    m_splitter->setSizes({420, 200, 140});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(ruleLine(this));
    column->addWidget(m_splitter, 1);
    connect(m_diff, &DiffView::tokenActivated, this, &CompareCentre::inspectToken);
    connect(m_strip, &TokenStrip::tokenActivated, this, &CompareCentre::showToken);
    showPair({}, {});
}

QWidget* CompareCentre::stripPane()
{
    nameControl(m_strip, QStringLiteral("compare-strip"), tr("Along the tokens"));
    auto* pane = new QWidget(m_splitter);
    auto* tools = new QWidget(pane);
    tools->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(12, 0, 0, 0);
    row->setSpacing(0);
    auto* curves = new QButtonGroup(this);
    const auto addCurve = [&](TokenStrip::Curve curve, const char* name, const QString& text, const QString& tip) {
        auto* button = new QToolButton(tools);
        nameControl(button, QLatin1String(name), text);
        button->setText(text);
        button->setToolTip(tip);
        button->setCheckable(true);
        button->setChecked(curve == TokenStrip::Curve::Logprob);
        curves->addButton(button, int(curve));
        row->addWidget(button);
    };
    addCurve(TokenStrip::Curve::Logprob, "strip-logprob", tr("Log-probability"),
             tr("How sure each side was of the token it chose"));
    addCurve(TokenStrip::Curve::Divergence, "strip-divergence", tr("KL divergence"),
             tr("How far B's distribution is from A's, where both stand on the same tokens"));
    m_stripTitle = new ElidedLabel(tools);
    m_stripTitle->setForegroundRole(QPalette::PlaceholderText);
    m_stripTitle->setObjectName(QStringLiteral("strip-title"));
    m_stripTitle->setContentsMargins(10, 0, 0, 0);
    m_stripTitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // explains, gives way first
    row->addWidget(m_stripTitle, 1);
    connect(curves, &QButtonGroup::idClicked, this, [this](int curve) {
        m_strip->setCurve(TokenStrip::Curve(curve));
        describeStrip();
    });
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(titleStrip(headingLabel(tr("Along the tokens"), pane), pane, tools));
    column->addWidget(ruleLine(pane));
    column->addWidget(m_strip, 1);
    return pane;
}

/// What the strip's curve rests on.
void CompareCentre::describeStrip()
{
    const bool any = m_pair.scores && !m_pair.scores->kld.empty();
    if (!any)
        m_stripTitle->clear();
    else if (m_strip->curve() == TokenStrip::Curve::Logprob)
        m_stripTitle->setText(tr("A solid, B dashed; hatched: each side continues its own text"));
    else if (m_pair.scores->source == scoring::PositionSource::TeacherForced)
        m_stripTitle->setText(tr("B made to follow A's tokens; lower bound"));
    else
        m_stripTitle->setText(tr("shared prefix only; lower bound"));
}

void CompareCentre::showToken(int side, qsizetype entry)
{
    m_diff->setCurrentToken(side, entry);
    inspectToken(side, entry);
}

void CompareCentre::showPair(const ShownRunPtr& run, const QString& promptId)
{
    const quint64 ticket = ++m_ticket;
    m_run = run;
    m_promptId = promptId;
    m_pair = {};
    m_header->showPair(run ? format::promptId(promptId, run->data.run.suiteName) : promptId,
                       run ? run->comparison(promptId) : nullptr);
    setInspectorTitle({});
    m_strip->clear();
    describeStrip();
    if (!run || promptId.isEmpty()) {
        m_diff->clear(tr("Choose a prompt at the left."));
        m_inspector->clear();
        return;
    }
    setTitles();
    m_inspector->setLabels(run->label(0), run->label(1));
    m_inspector->setNoiseLevel(run->scores.noise.level);
    if (!run->answer(0, promptId) || !run->answer(1, promptId)) {
        m_diff->clear(tr("This pair is not complete: an answer is missing."));
        m_inspector->clear(tr("Nothing to inspect until both answers are there."));
        return;
    }
    QtConcurrent::run([run, promptId] {
        return makePairDocument(*run, promptId);
    }).then(this, [this, ticket](const PairDocument& pair) {
        if (ticket == m_ticket)
            take(pair);
    });
}

void CompareCentre::updateRun(const ShownRunPtr& run)
{
    m_run = run;
    m_header->showPair(format::promptId(m_promptId, run->data.run.suiteName), run->comparison(m_promptId));
}

void CompareCentre::setTitles()
{
    const domain::RunRecord& run = m_run->data.run;
    for (const int side : {0, 1}) {
        const domain::Generation* answer = m_run->answer(side, m_promptId);
        const int number = m_run->sideOf(side);
        const domain::ResolvedModel* model = number < run.sides.size() ? &run.sides.at(number).model : nullptr;
        m_diff->setTitle(side, m_run->label(side), answer ? answerFacts(model, *answer) : tr("no answer yet"));
    }
}

void CompareCentre::take(const PairDocument& pair)
{
    m_pair = pair;
    m_diff->setDocument(pair.diff);
    const domain::Comparison* scored = m_run->comparison(m_promptId);
    std::array<qsizetype, 2> fork{-1, -1};
    if (scored && scored->fork)
        fork = {scored->fork->entryA, scored->fork->entryB};
    std::vector<qsizetype> differences;
    for (const Difference& difference : pair.diff->differences()) {
        if (const DiffSpan* span = pair.diff->spanAt(0, difference.start[0]); span && span->entry >= 0)
            differences.push_back(span->entry);
    }
    if (pair.scores->logprob[0].empty() && pair.scores->logprob[1].empty())
        m_strip->clear(tr("No log-probabilities were recorded."));
    else
        m_strip->setScores(pair.scores, fork, std::move(differences));
    describeStrip();
    m_diff->jumpToFork();
    inspectFork();
}

void CompareCentre::inspectFork()
{
    const domain::Comparison* pair = m_run->comparison(m_promptId);
    const domain::Generation* a = m_run->answer(0, m_promptId);
    const domain::Generation* b = m_run->answer(1, m_promptId);
    if (!pair || !pair->scored()) {
        m_inspector->clear(tr("A request failed: there is no pair to inspect."));
        return;
    }
    if (!pair->divergence) {
        m_inspector->clear(a->entries.isEmpty()
                               ? tr("The answers are identical.")
                               : tr("The answers are identical. Click a token to see its alternatives."));
        return;
    }
    if (!pair->fork) {
        m_inspector->clear(
            a->entries.isEmpty() || b->entries.isEmpty()
                ? tr("No log-probabilities were recorded: the fork cannot be inspected.")
                : tr("The answers part where no token can be compared. Click a token to see its alternatives."));
        return;
    }
    m_inspector->setPair(tokenAt(a, pair->fork->entryA), tokenAt(b, pair->fork->entryB), pair->fork);
    setInspectorTitle(tr("%1 %2 · line %3, column %4")
                          .arg(format::unitSingular(pair->unit), format::integer(pair->divergence->unit))
                          .arg(pair->divergence->line)
                          .arg(pair->divergence->column));
}

void CompareCentre::inspectToken(int side, qsizetype entry)
{
    if (!m_run || entry < 0)
        return;
    m_strip->setCurrentToken(side, entry);
    const domain::Comparison* pair = m_run->comparison(m_promptId);
    const qsizetype other = m_pair.counterpart.at(std::size_t(side)).value(entry, -1);
    const qsizetype entryA = side == 0 ? entry : other;
    const qsizetype entryB = side == 0 ? other : entry;
    if (pair && pair->fork && pair->fork->entryA == entryA && pair->fork->entryB == entryB) {
        inspectFork();
        return;
    }
    m_inspector->setPair(tokenAt(m_run->answer(0, m_promptId), entryA), tokenAt(m_run->answer(1, m_promptId), entryB));
    setInspectorTitle(side == 0 ? tr("token %1 of A").arg(format::integer(entry))
                                : tr("token %1 of B").arg(format::integer(entry)));
}

void CompareCentre::setInspectorTitle(const QString& text)
{
    m_inspectorTitle->setText(text);
}

} // namespace quantlens::ui
