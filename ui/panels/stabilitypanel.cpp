// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/stabilitypanel.h"

#include "core/base/text.h"
#include "core/figures/runfigures.h"
#include "core/scoring/divergence.h"
#include "core/scoring/runindex.h"
#include "ui/actions/actioncollection.h"
#include "ui/charts/figurecard.h"
#include "ui/charts/figureselection.h"
#include "ui/charts/figureview.h"
#include "ui/diff/diffbuild.h"
#include "ui/diff/diffview.h"
#include "ui/panels/elidedlabel.h"
#include "ui/panels/parts.h"
#include "ui/panels/reportdialog.h"
#include "ui/panels/runpicker.h"
#include "ui/panels/stabilitytable.h"

#include <QAction>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QtConcurrent>

namespace quantlens::ui {

namespace {

constexpr int longestFilter = 200;
/// Of an output that is shown alone; more would only be scrolled past.
constexpr qsizetype longestOutput = 20'000;

QWidget* headed(QLabel* title, QLabel* finding, QWidget* parent)
{
    auto* strip = new QWidget(parent);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(10);
    row->addWidget(title);
    finding->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(finding, 1);
    return strip;
}

} // namespace

StabilityPanel::StabilityPanel(ActionCollection* actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_prompts(new FigureSelection(this))
    , m_levels(new FigureSelection(this))
    , m_promptTable(new ScoreTable(this))
    , m_levelTable(new ScoreTable(this))
    , m_down(new QSplitter(Qt::Vertical, this))
    , m_upper(new QStackedWidget(this))
    , m_lower(new QStackedWidget(this))
    , m_determinismPicker(new RunPicker(domain::RunKind::Determinism, QStringLiteral("determinism-run"),
                                        tr("Determinism run that is shown"), this))
    , m_stressPicker(
          new RunPicker(domain::RunKind::Stress, QStringLiteral("stress-run"), tr("Stress run that is shown"), this))
{
    setObjectName(QStringLiteral("stability-panel"));
    m_down->setObjectName(QStringLiteral("stability-down"));
    m_upper->addWidget(emptyState(tr("No determinism run is shown. In Run, choose Determinism (every prompt is asked "
                                     "many times), or choose a run "
                                     "above."),
                                  this));
    m_upper->addWidget(determinismPage());
    m_lower->addWidget(emptyState(tr("No stress run is shown. In Run, choose Stress (the prompts are asked at rising "
                                     "load), or choose a run above."),
                                  this));
    m_lower->addWidget(stressPage());
    m_down->addWidget(m_upper);
    m_down->addWidget(m_lower);
    m_down->setChildrenCollapsible(false);
    QToolBar* bar = panelToolBar(tr("Stability"), this);
    for (const auto& [name, picker] :
         {std::pair(tr("Determinism"), m_determinismPicker), std::pair(tr("Stress"), m_stressPicker)}) {
        QLabel* label = plainLabel(name, this);
        label->setBuddy(picker);
        label->setWordWrap(false);
        label->setContentsMargins(8, 0, 4, 0);
        bar->addWidget(label);
        bar->addWidget(picker);
        connect(picker, &RunPicker::runWanted, this, &StabilityPanel::runWanted);
    }
    bar->addAction(m_actions->action(QStringLiteral("stability.open")));
    bar->addAction(m_actions->action(QStringLiteral("file.report")));
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(bar);
    whole->addWidget(m_down, 1);
    connect(m_actions->action(QStringLiteral("stability.open")), &QAction::triggered, this, [this] {
        if (m_determinism && !promptId().isEmpty())
            Q_EMIT openPrompts(m_determinism, {promptId()}, tr("outputs of %1").arg(base::singleLine(promptId(), 80)));
    });
}

QWidget* StabilityPanel::determinismPage()
{
    auto* page = new QWidget(this);
    m_across = new QSplitter(Qt::Horizontal, page);
    m_across->setObjectName(QStringLiteral("stability-across"));
    m_across->setChildrenCollapsible(false);
    m_repeatFinding = dimLine({}, page);
    m_repeatFinding->setObjectName(QStringLiteral("determinism-finding"));

    auto* left = new QWidget(page);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_filter = new QLineEdit(left);
    m_filter->setPlaceholderText(tr("Filter prompts"));
    m_filter->setMaxLength(longestFilter);
    m_filter->setClearButtonEnabled(true);
    nameControl(m_filter, QStringLiteral("determinism-filter"), tr("Filter prompts"));
    m_promptView = makeScoreView(m_promptTable, m_prompts, left);
    nameControl(m_promptView, QStringLiteral("determinism-table"), tr("Prompts and their outputs"));
    connect(m_filter, &QLineEdit::textChanged, proxyOf(m_promptView), &QSortFilterProxyModel::setFilterFixedString);
    auto* filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(6, 2, 6, 4);
    filterRow->addWidget(m_filter);
    column->addLayout(filterRow);
    column->addWidget(m_promptView, 1);

    auto* right = new QSplitter(Qt::Vertical, page);
    right->setObjectName(QStringLiteral("stability-outputs"));
    right->setChildrenCollapsible(false);
    m_tree = new FigureCard(m_prompts, right);
    right->addWidget(m_tree);
    right->addWidget(variantsPage());
    right->setStretchFactor(0, 3);
    right->setStretchFactor(1, 2);
    m_across->addWidget(left);
    m_across->addWidget(right);
    m_across->setStretchFactor(0, 2);
    m_across->setStretchFactor(1, 5);
    m_across->setSizes({380, 800});

    auto* whole = new QVBoxLayout(page);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(headed(headingLabel(tr("Determinism"), page), m_repeatFinding, page));
    whole->addWidget(m_across, 1);
    connect(m_prompts, &FigureSelection::changed, this, &StabilityPanel::showPrompt);
    connect(m_tree->view(), &FigureView::outputChosen, this, &StabilityPanel::showVariant);
    connect(m_tree->view(), &FigureView::failed, this, &StabilityPanel::failed);
    return page;
}

QWidget* StabilityPanel::variantsPage()
{
    m_outputs = new QStackedWidget(this);
    m_variants = new DiffView(m_outputs);
    nameControl(m_variants, QStringLiteral("variants"), tr("Two outputs side by side"));
    auto* only = new QWidget(m_outputs);
    only->setBackgroundRole(QPalette::Base);
    only->setAutoFillBackground(true);
    m_onlyWhat = plainLabel({}, only, true);
    nameControl(m_onlyWhat, QStringLiteral("only-output-finding"), tr("What the runs of the prompt gave"));
    m_onlyWhat->setContentsMargins(8, 6, 8, 6);
    m_onlyText = new QPlainTextEdit(only);
    m_onlyText->setReadOnly(true);
    m_onlyText->setFrameShape(QFrame::NoFrame);
    m_onlyText->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    nameControl(m_onlyText, QStringLiteral("only-output"), tr("The output"));
    auto* column = new QVBoxLayout(only);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_onlyWhat);
    column->addWidget(m_onlyText, 1);
    m_outputs->addWidget(m_variants);
    m_outputs->addWidget(only);
    return m_outputs;
}

QWidget* StabilityPanel::stressPage()
{
    auto* page = new QWidget(this);
    m_stressFinding = new ElidedLabel(page);
    m_stressFinding->setObjectName(QStringLiteral("stress-finding"));
    auto* charts = new QWidget(page);
    auto* row = new QHBoxLayout(charts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(1);
    for (int i = 0; i < 4; ++i) {
        auto* card = new FigureCard(m_levels, charts);
        m_cards.append(card);
        row->addWidget(card, 1);
        connect(card->view(), &FigureView::opened, this,
                [this](const figures::Hit& hit) { Q_EMIT openPrompts(m_stress, hit.prompts, hit.why); });
        connect(card->view(), &FigureView::failed, this, &StabilityPanel::failed);
    }
    m_levelView = makeScoreView(m_levelTable, m_levels, page);
    nameControl(m_levelView, QStringLiteral("stress-table"), tr("Levels of the stress run"));
    auto* down = new QSplitter(Qt::Vertical, page);
    down->setObjectName(QStringLiteral("stability-stress"));
    down->setChildrenCollapsible(false);
    down->addWidget(charts);
    down->addWidget(m_levelView);
    down->setStretchFactor(0, 3);
    down->setStretchFactor(1, 2);
    auto* whole = new QVBoxLayout(page);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(headed(headingLabel(tr("Stress"), page), m_stressFinding, page));
    whole->addWidget(down, 1);
    return page;
}

void StabilityPanel::registerActions(ActionCollection* actions)
{
    actions->add({.id = QStringLiteral("stability.open"),
                  .text = tr("&Open in Compare"),
                  .icon = Glyph::Compare,
                  .shortcuts = {},
                  .tip = tr("Read the outputs of the marked prompt side by side")});
    registerReportAction(actions);
}

bool StabilityPanel::shows(const domain::RunRecord& run)
{
    return run.kind == domain::RunKind::Determinism || run.kind == domain::RunKind::Stress;
}

QString StabilityPanel::title() const
{
    return m_latest ? tr("Stability of %1").arg(base::singleLine(m_latest->data.run.label(0), 60)) : tr("Stability");
}

QList<QSplitter*> StabilityPanel::splitters() const
{
    return {m_down, m_across};
}

void StabilityPanel::setRun(const ShownRunPtr& run)
{
    if (!run)
        return;
    m_latest = run;
    if (run->data.run.kind == domain::RunKind::Determinism) {
        m_determinism = run;
        m_determinismPicker->setShown(run->data.run);
        m_upper->setCurrentIndex(1);
        fillRepeatTable(*m_promptTable, *run);
        fitScoreColumns(m_promptView, 240);
        m_promptView->setColumnWidth(2, 118);
        m_repeatFinding->setText(repeatFinding(*run));
        m_prompts->set({});
        m_prompts->set(m_promptTable->rows().isEmpty() ? QString() : m_promptTable->rows().first().key);
        showPrompt();
    } else if (run->data.run.kind == domain::RunKind::Stress) {
        m_stress = run;
        m_stressPicker->setShown(run->data.run);
        m_lower->setCurrentIndex(1);
        fillStressTable(*m_levelTable, *run);
        fitScoreColumns(m_levelView, 240);
        m_stressFinding->setText(stressFindings(*run).join(QStringLiteral("  ·  ")));
        const QList<figures::Figure> all = figures::stressFigures(run->data, run->scores);
        for (qsizetype i = 0; i < all.size() && i < m_cards.size(); ++i)
            m_cards.at(i)->setFigure(all.at(i));
        m_levels->set({});
        if (run->scores.stress && run->scores.stress->breaksAt > 0)
            m_levels->set(QStringLiteral("level:%1").arg(run->scores.stress->breaksAt));
    }
}

QString StabilityPanel::promptId() const
{
    const QString& key = m_prompts->key();
    return key.startsWith(QLatin1String("prompt:")) ? key.sliced(7) : QString();
}

void StabilityPanel::selectPrompt(const QString& promptId)
{
    m_prompts->set(QStringLiteral("prompt:") + promptId);
}

void StabilityPanel::showPrompt()
{
    m_actions->action(QStringLiteral("stability.open"))->setEnabled(m_determinism && !promptId().isEmpty());
    if (!m_determinism)
        return;
    m_tree->setFigure(figures::forkTreeFigure(m_determinism->data, m_determinism->scores, promptId()));
    showVariant(1);
}

void StabilityPanel::showVariant(int output)
{
    const quint64 ticket = ++m_ticket;
    const auto& prompts = m_determinism->scores.determinism->prompts;
    const auto repeats = std::ranges::find(prompts, promptId(), &scoring::PromptRepeats::promptId);
    if (repeats == prompts.end() || repeats->variants.isEmpty()) {
        showOnlyOutput(repeats == prompts.end() ? tr("Select a prompt") : tr("Every run of this prompt failed"), {});
        return;
    }
    if (repeats->countsOnly) {
        showOnlyOutput(tr("The file this run was imported from has no outputs, only how many there were"), {});
        return;
    }
    if (repeats->variants.size() < 2) {
        showOnlyOutput(figures::sameOutputText(repeats->succeeded), repeats->variants.first().text);
        return;
    }
    m_outputs->setCurrentWidget(m_variants);
    const qsizetype other = std::clamp<qsizetype>(output, 1, repeats->variants.size() - 1);
    const scoring::Variant& first = repeats->variants.first();
    const scoring::Variant& second = repeats->variants.at(other);
    m_variants->setTitle(0, tr("Output 1"), tr("%n run(s), the most frequent", nullptr, int(first.count)));
    m_variants->setTitle(1, tr("Output %1").arg(other + 1), tr("%n run(s)", nullptr, int(second.count)));
    QtConcurrent::run([run = m_determinism, id = promptId(), a = first.first,
                       b = second.first]() -> std::shared_ptr<const DiffDocument> {
        const QList<const domain::Generation*> runs = scoring::RunIndex(run->data).of(0, domain::Pass::Answer, id);
        if (a < 0 || b < 0 || a >= runs.size() || b >= runs.size())
            return {};
        const domain::Unit unit = run->data.run.unit;
        return makeDiffDocument(*runs.at(a), *runs.at(b), unit,
                                scoring::firstDivergence(*runs.at(a), *runs.at(b), unit));
    }).then(this, [this, ticket](const std::shared_ptr<const DiffDocument>& document) {
        if (ticket == m_ticket && document)
            m_variants->setDocument(document);
    });
}

void StabilityPanel::showOnlyOutput(const QString& what, const QString& text)
{
    m_variants->clear();
    m_onlyWhat->setText(what);
    QString shown = text.left(longestOutput);
    if (shown.size() < text.size()) {
        if (shown.back().isHighSurrogate())
            shown.chop(1);
        shown += u'…';
    }
    m_onlyText->setPlainText(shown);
    m_onlyText->setVisible(!text.isEmpty());
    m_outputs->setCurrentIndex(1);
}

QString StabilityPanel::onlyOutputText() const
{
    return m_outputs->currentIndex() == 1 ? m_onlyWhat->text() : QString();
}

void StabilityPanel::keepRuns()
{
    m_determinismPicker->goBack();
    m_stressPicker->goBack();
}

void StabilityPanel::setRuns(RunList* runs)
{
    m_determinismPicker->setRuns(runs);
    m_stressPicker->setRuns(runs);
}

} // namespace quantlens::ui
