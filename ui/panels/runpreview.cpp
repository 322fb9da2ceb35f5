// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runpreview.h"

#include "core/base/text.h"
#include "core/runners/requestcommand.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/models/phaselist.h"
#include "ui/models/tableproxy.h"
#include "ui/panels/estimatebar.h"
#include "ui/panels/parts.h"
#include "ui/panels/tablemenu.h"
#include "ui/panels/tables.h"

#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QTableView>

namespace quantlens::ui {

namespace {

QString kindTitle(domain::RunKind kind)
{
    switch (kind) {
    case domain::RunKind::Compare:
        return RunPreview::tr("This comparison");
    case domain::RunKind::Sweep:
        return RunPreview::tr("This sweep");
    case domain::RunKind::Diff:
        return RunPreview::tr("This diff of backends");
    case domain::RunKind::Determinism:
        return RunPreview::tr("This determinism run");
    case domain::RunKind::Stress:
        break;
    }
    return RunPreview::tr("This stress run");
}

QString memoryText(const EstimatedRun& estimated)
{
    quint64 most = 0;
    for (const runners::TurnEstimate& turn : estimated.estimate.turns)
        most = std::max(most, turn.memory);
    if (most == 0)
        return RunPreview::tr("No engine is started: the servers run already.");
    QString text = estimated.availableMemory > 0
                       ? RunPreview::tr("Engines need about %1 of memory, %2 are available.")
                             .arg(format::bytes(most), format::bytes(estimated.availableMemory))
                       : RunPreview::tr("Engines need about %1 of memory.").arg(format::bytes(most));
    if (estimated.estimate.turns.size() > 1)
        text += u' ' + (estimated.plan.run.kind == domain::RunKind::Sweep
                            ? RunPreview::tr("They run one after the other, so that each has the machine for itself.")
                            : RunPreview::tr("They run one after the other: together they would not fit."));
    else if (estimated.plan.run.sides.size() > 1)
        text += u' ' + RunPreview::tr("They fit together: all stay loaded.");
    return text + u' ' +
           RunPreview::tr("Context: %1 tokens for each of %2 slots.")
               .arg(format::integer(estimated.plan.contextTokens), format::integer(estimated.plan.slots));
}

QStringList warningsOf(const EstimatedRun& estimated)
{
    QStringList warnings;
    for (const domain::RunSide& side : estimated.plan.run.sides) {
        if (side.error)
            warnings << RunPreview::tr("%1 will be left out: %2")
                            .arg(base::singleLine(side.model.label, 60), base::oneLine(*side.error));
    }
    for (const runners::TurnEstimate& turn : estimated.estimate.turns) {
        if (estimated.availableMemory > 0 && turn.memory > estimated.availableMemory) {
            warnings << RunPreview::tr("The memory may not be enough.");
            break;
        }
    }
    for (const runners::ProofNeed& need : estimated.estimate.proofs) {
        const QString rule = QStringLiteral("%1 %2").arg(need.rule, QString::number(need.threshold, 'g', 6));
        if (need.prompts && *need.prompts > estimated.plan.run.prompts.size())
            warnings << RunPreview::tr("To prove %1 it takes at least %2 prompts, and this run has %3.")
                            .arg(rule, format::integer(*need.prompts),
                                 format::integer(estimated.plan.run.prompts.size()));
    }
    for (const QString& note : estimated.plan.run.notes)
        warnings << note;
    return warnings;
}

} // namespace

RunPreview::RunPreview(QWidget* parent)
    : DownwardsArea(QStringLiteral("run-preview"), tr("What the run will do"), parent)
{
    auto* page = new QWidget(this);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    m_headline = headingLabel({}, page);
    QFont font = m_headline->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    m_headline->setFont(font);
    m_headline->setObjectName(QStringLiteral("preview-headline"));
    m_figures = plainLabel({}, page, true);
    m_figures->setObjectName(QStringLiteral("preview-figures"));
    m_memory = plainLabel({}, page, true);
    m_memory->setObjectName(QStringLiteral("preview-memory"));
    m_time = new EstimateBar(page);
    m_warnings = plainLabel({}, page, true);
    m_warnings->setObjectName(QStringLiteral("preview-warnings"));
    m_phases = new PhaseList(this);
    m_view = new QTableView(page);
    nameControl(m_view, QStringLiteral("preview-phases"), tr("Requests by phase"));
    setUpTable(m_view);
    auto* proxy = new TableProxy(this);
    proxy->setSourceModel(m_phases);
    proxy->setSortRole(PhaseList::SortRole);
    m_view->setModel(proxy);
    sortByHead(m_view); // in the order they are asked
    m_view->setColumnWidth(PhaseList::Turn, 44);
    m_view->setColumnWidth(PhaseList::Model, 150);
    m_view->setColumnWidth(PhaseList::Requests, 76);
    m_view->setColumnWidth(PhaseList::InFlight, 66);
    m_view->setColumnWidth(PhaseList::Tokens, 110);
    m_view->horizontalHeader()->setSectionResizeMode(PhaseList::Phase, QHeaderView::Stretch);
    addTableMenu(m_view, PhaseList::Phase);
    m_commandText = dimLabel({}, page);
    m_command = new QPlainTextEdit(page);
    nameControl(m_command, QStringLiteral("preview-command"), tr("Command line of this run"));
    m_command->setReadOnly(true);
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_command->setTabChangesFocus(true);
    m_copy = new QPushButton(icon(Glyph::Copy), tr("&Copy"), page);
    nameControl(m_copy, QStringLiteral("preview-copy"), tr("Copy the command line"));
    m_save = new QPushButton(icon(Glyph::Save), tr("Save as &plan…"), page);
    nameControl(m_save, QStringLiteral("preview-save"), tr("Save this run as a plan file"));
    m_save->setToolTip(tr("A plan file says everything this form says; quantlens-cli ci runs it"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(headingLabel(tr("On the command line"), page));
    buttons->addStretch(1);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_save);

    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(8);
    for (QWidget* part :
         {static_cast<QWidget*>(m_headline), static_cast<QWidget*>(m_figures), static_cast<QWidget*>(m_memory),
          static_cast<QWidget*>(m_time), static_cast<QWidget*>(m_warnings)})
        column->addWidget(part);
    column->addSpacing(6);
    column->addWidget(m_view);
    column->addSpacing(10);
    column->addLayout(buttons);
    column->addWidget(m_commandText);
    column->addWidget(m_command);
    column->addStretch(1);
    setWidget(page);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command()); });
    connect(m_save, &QPushButton::clicked, this, &RunPreview::savePlan);
    setRequest({}, tr("Choose what to run at the left."), {});
}

void RunPreview::setRequest(const runners::RunRequest& request, const QString& problem,
                            const std::optional<EstimatedRun>& estimated)
{
    m_request = request;
    m_time->setRequest(request);
    const bool known = estimated && !estimated->error;
    for (QWidget* part : {static_cast<QWidget*>(m_memory), static_cast<QWidget*>(m_time),
                          static_cast<QWidget*>(m_warnings), static_cast<QWidget*>(m_view)})
        part->setVisible(known);
    m_headline->setText(kindTitle(request.kind));
    if (known) {
        showEstimate(*estimated);
    } else {
        m_phases->clear();
        m_figures->setText(!problem.isEmpty() ? base::singleLine(problem, 600) : tr("Counting requests…"));
    }
    showCommand(request);
}

void RunPreview::showEstimate(const EstimatedRun& estimated)
{
    const runners::RunPlan& plan = estimated.plan;
    m_phases->setEstimate(plan, estimated.estimate);
    m_figures->setText(tr("%1 requests over %2 prompts of %3, at most %4 tokens in answers.")
                           .arg(format::integer(estimated.estimate.requests), format::integer(plan.run.prompts.size()),
                                base::singleLine(plan.run.suiteName, 60), format::integer(estimated.estimate.tokens)));
    m_memory->setText(memoryText(estimated));
    m_memory->setVisible(!m_memory->text().isEmpty());
    const QStringList warnings = warningsOf(estimated);
    QStringList lines;
    for (const QString& warning : warnings)
        lines << QStringLiteral("⚠ ") + base::singleLine(warning, 400);
    m_warnings->setText(lines.join(u'\n'));
    m_warnings->setVisible(!lines.isEmpty());
    fit();
}

void RunPreview::showCommand(const runners::RunRequest& request)
{
    const auto arguments = runners::commandOf(request);
    const bool anything = !request.sides.isEmpty() && !request.sides.first().spec.isEmpty();
    m_copy->setEnabled(arguments.has_value());
    m_save->setEnabled(anything);
    if (arguments) {
        m_commandText->setText(tr("The same run, with the same answers, in a terminal:"));
        m_command->setPlainText(runners::shellLine(QStringList{QStringLiteral("quantlens-cli")} + *arguments));
    } else if (anything) {
        m_commandText->setText(tr("Options alone cannot say this: save it as a plan, and run"));
        m_command->setPlainText(QStringLiteral("quantlens-cli ci PLAN"));
    } else {
        m_commandText->setText(tr("The same run in a terminal, as soon as its models are chosen."));
        m_command->setPlainText({});
    }
    fit();
}

QString RunPreview::command() const
{
    return m_command->toPlainText();
}

void RunPreview::savePlan()
{
    auto* dialog = new QFileDialog(this, tr("Save as plan"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->setNameFilters({tr("Plans (*.json)"), tr("All files (*)")});
    dialog->selectFile(QStringLiteral("plan.json"));
    const QByteArray plan = QJsonDocument(runners::planOf(m_request)).toJson();
    connect(dialog, &QFileDialog::fileSelected, this, [this, plan](const QString& path) {
        QSaveFile file(path);
        const bool saved = file.open(QIODevice::WriteOnly) && file.write(plan) == plan.size() && file.commit();
        m_commandText->setText(saved ? tr("Saved: %1").arg(path)
                                     : tr("The plan could not be saved: %1").arg(file.errorString()));
        if (saved)
            m_command->setPlainText(runners::shellLine({QStringLiteral("quantlens-cli"), QStringLiteral("ci"), path}));
    });
    dialog->open();
}

/// Table and text as high as what is in them: the page scrolls as a whole.
void RunPreview::fit()
{
    const int rows = std::clamp(m_phases->rowCount(), 1, 14);
    m_view->setFixedHeight(m_view->horizontalHeader()->sizeHint().height() +
                           rows * m_view->verticalHeader()->defaultSectionSize() + 4);
    const int perLine =
        std::max(20, (viewport()->width() - 70) / std::max(1, m_command->fontMetrics().averageCharWidth()));
    const int lines = std::clamp(int(m_command->toPlainText().size()) / perLine + 1, 2, 10);
    m_command->setFixedHeight(lines * m_command->fontMetrics().lineSpacing() + 14);
}

void RunPreview::changeEvent(QEvent* event)
{
    DownwardsArea::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_view)
        fit();
}

} // namespace quantlens::ui
