// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/rundetails.h"

#include "core/base/text.h"
#include "ui/models/format.h"
#include "ui/models/runlist.h"
#include "ui/models/runtext.h"
#include "ui/panels/parts.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScrollArea>

namespace quantlens::ui {

namespace {

constexpr int runNotePauseMs = 800;
constexpr qsizetype longestRunNote = 20'000;
constexpr int mostModelsListed = 12;

void addFacts(FactGrid& grid, const store::RunListItem& item)
{
    const domain::RunRecord& run = item.run;
    grid.add(RunDetails::tr("Kind"), runKindText(run.kind));
    for (int side = 0; side < std::min<qsizetype>(run.sides.size(), mostModelsListed); ++side) {
        const domain::RunSide& facts = run.sides.at(side);
        QStringList more;
        if (!facts.model.quant.isEmpty())
            more << facts.model.quant;
        if (!facts.serverBuild.isEmpty())
            more << facts.serverBuild;
        QString text = base::singleLine(run.label(side), 100);
        if (!more.isEmpty())
            text += QStringLiteral(" · ") + base::singleLine(more.join(QStringLiteral(" · ")), 100);
        grid.add(run.sides.size() == 1 ? RunDetails::tr("Model") : domain::sideLetter(side), text,
                 side == run.baseline);
    }
    if (run.sides.size() > mostModelsListed)
        grid.add({}, RunDetails::tr("and %n more", nullptr, int(run.sides.size()) - mostModelsListed));
    grid.add(RunDetails::tr("Suite"),
             RunDetails::tr("%1, %n prompt(s)", nullptr, int(item.prompts)).arg(base::singleLine(run.suiteName, 100)));
    grid.add(
        RunDetails::tr("Requests"),
        item.failures > 0
            ? RunDetails::tr("%1 of %2 answered, %3 failed")
                  .arg(format::integer(item.answers), format::integer(item.planned), format::integer(item.failures))
            : RunDetails::tr("%1 of %2 answered").arg(format::integer(item.answers), format::integer(item.planned)));
    grid.add(RunDetails::tr("Started"),
             run.started.isValid() ? QLocale().toString(run.started.toLocalTime(), QLocale::ShortFormat) : QString());
    grid.add(RunDetails::tr("Took"), format::duration(runDuration(run)));
    grid.add(RunDetails::tr("State"), runStatusText(item));
    if (run.verdict) {
        QString text = verdictText(run.verdict->verdict);
        if (!run.verdict->judgements.isEmpty())
            text += QStringLiteral(": ") + base::singleLine(run.verdict->judgements.first().sentence, 300);
        grid.add(RunDetails::tr("Verdict"), text);
    }
    if (run.error)
        grid.add(RunDetails::tr("Error"), base::singleLine(base::oneLine(*run.error), 400));
    grid.add(RunDetails::tr("Id"), run.id);
}

void addNumbers(FactGrid& grid, const store::RunListItem& item)
{
    if (!item.headline) {
        grid.add(RunDetails::tr("Numbers"), item.run.status == domain::RunStatus::Running
                                                ? RunDetails::tr("not before the run is finished")
                                                : RunDetails::tr("being computed"));
        return;
    }
    bool any = false;
    for (std::size_t i = 0; i < scoring::headlineMeasures; ++i) {
        const auto measure = scoring::HeadlineMeasure(i);
        const auto& number = (*item.headline)[measure];
        if (!number)
            continue;
        any = true;
        QString text = RunDetails::tr("%1, n = %2").arg(headlineText(measure, number), format::integer(number->n));
        if (number->side >= 0 && number->side < item.run.sides.size())
            text += RunDetails::tr(" (worst: %1)").arg(base::singleLine(item.run.label(number->side), 60));
        if (number->level > 0)
            text += RunDetails::tr(" (worst: %1 in flight)").arg(number->level);
        grid.add(measureText(measure), text);
    }
    if (!any)
        grid.add(RunDetails::tr("Numbers"), RunDetails::tr("nothing could be scored"));
}

QScrollArea* scrolled(QWidget* inner, QWidget* parent)
{
    auto* area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    auto* page = new QWidget(area);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(8, 6, 8, 6);
    column->addWidget(inner);
    column->addStretch(1);
    area->setWidget(page);
    return area;
}

} // namespace

RunDetails::RunDetails(QWidget* parent)
    : QWidget(parent)
    , m_facts(new FactGrid(this))
    , m_numbers(new FactGrid(this))
    , m_title(headingLabel({}, this))
    , m_note(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("history-details"));
    nameControl(m_note, QStringLiteral("history-note"), tr("Note on the run"));
    m_note->setPlaceholderText(tr("What was this run for? What did it show?"));
    m_note->setTabChangesFocus(true);
    m_note->installEventFilter(this);
    m_title->setTextFormat(Qt::PlainText);
    auto* notes = new QVBoxLayout;
    notes->setContentsMargins(8, 6, 8, 8);
    notes->addWidget(headingLabel(tr("Note"), this));
    notes->addWidget(m_note, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(scrolled(m_facts, this), 5);
    row->addWidget(scrolled(m_numbers, this), 4);
    row->addLayout(notes, 4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(titleStrip(m_title, this));
    column->addLayout(row, 1);
    m_pause.setSingleShot(true);
    m_pause.setInterval(runNotePauseMs);
    connect(&m_pause, &QTimer::timeout, this, &RunDetails::finishEditing);
    connect(m_note, &QPlainTextEdit::textChanged, this, [this] {
        if (m_note->document()->isModified())
            m_pause.start();
    });
    showRun(nullptr, false);
}

void RunDetails::showRun(const store::RunListItem* item, bool writable)
{
    const QString id = item ? item->run.id : QString();
    if (id != m_runId) {
        // Writing the note changes the list, and with it the item.
        const std::optional<store::RunListItem> kept = item ? std::optional(*item) : std::nullopt;
        finishEditing();
        m_runId = id;
        m_note->setPlainText(kept ? kept->note : QString());
        m_note->document()->setModified(false);
        showRun(kept ? &*kept : nullptr, writable);
        return;
    }
    m_title->setText(item ? runTitle(item->run) : tr("No run is chosen"));
    m_facts->clear();
    m_numbers->clear();
    m_note->setEnabled(item);
    m_note->setReadOnly(!writable);
    if (!item)
        return;
    addFacts(*m_facts, *item);
    addNumbers(*m_numbers, *item);
}

void RunDetails::setNote(const QString& note)
{
    m_pause.stop();
    if (m_note->toPlainText().trimmed() != note)
        m_note->setPlainText(note);
    m_note->document()->setModified(false);
}

void RunDetails::finishEditing()
{
    m_pause.stop();
    if (m_runId.isEmpty() || !m_note->document()->isModified())
        return;
    m_note->document()->setModified(false);
    Q_EMIT noteWritten(m_runId, m_note->toPlainText().trimmed().left(longestRunNote));
}

bool RunDetails::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_note && event->type() == QEvent::FocusOut)
        finishEditing();
    return QWidget::eventFilter(watched, event);
}

/// Nothing that was typed is lost when the window closes.
void RunDetails::hideEvent(QHideEvent* event)
{
    finishEditing();
    QWidget::hideEvent(event);
}

} // namespace quantlens::ui
