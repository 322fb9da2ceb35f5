// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/promptpane.h"

#include "core/base/text.h"
#include "core/scoring/compare.h"
#include "ui/diff/severity.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/models/promptlist.h"
#include "ui/panels/livedelegate.h"
#include "ui/panels/parts.h"
#include "ui/panels/promptdelegate.h"
#include "ui/panels/runsummary.h"
#include "ui/panels/tablemenu.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace quantlens::ui {

PromptPane::PromptPane(QWidget* parent)
    : QWidget(parent)
    , m_list(new PromptList(this))
    , m_filter(new PromptFilter(this))
{
    m_filter->setSourceModel(m_list);
    m_view = new QTableView(this);
    setUpView();
    m_empty = emptyState(tr("No prompt is like that.\nChoose “All”, or clear the search."), m_view);
    m_empty->setObjectName(QStringLiteral("compare-no-prompt"));
    m_empty->hide();
    m_summary = new RunSummary(this);
    auto* over = new QVBoxLayout(m_view->viewport());
    over->setContentsMargins(0, 0, 0, 0);
    over->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(titleStrip(headingLabel(tr("Prompts"), this), this));
    column->addWidget(filterRows());
    column->addWidget(m_view, 1);
    column->addWidget(ruleLine(this));
    column->addWidget(m_summary);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PromptPane::takeCurrent);
    connect(m_filter, &PromptFilter::reordered, this, &PromptPane::restoreCurrent);
    connect(m_filter, &PromptFilter::searchLimited, this, [this](const QString& sentence) {
        if (!m_hintIsError)
            showHint(sentence, false);
    });
}

void PromptPane::setUpView()
{
    nameControl(m_view, QStringLiteral("compare-prompts"), tr("Prompts"));
    setUpTable(m_view, 7);
    m_view->setModel(m_filter);
    m_view->setItemDelegateForColumn(PromptList::Severity, new SeverityDelegate(PromptList::SeverityRole, m_view));
    m_view->setItemDelegateForColumn(PromptList::Prompt, new PromptDelegate(m_view));
    m_view->setItemDelegateForColumn(PromptList::Mark, new MarkDelegate(PromptList::MarkRole, m_view));
    m_view->setItemDelegateForColumn(PromptList::Similarity,
                                     new SimilarityDelegate(PromptList::SimilarityRole, m_view));
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(PromptList::Prompt, Qt::AscendingOrder);
    QHeaderView* header = m_view->horizontalHeader();
    header->setSectionResizeMode(PromptList::Prompt, QHeaderView::Stretch);
    header->setMinimumSectionSize(24);
    const QFontMetrics metrics = m_view->fontMetrics();
    const int digits = metrics.horizontalAdvance(QStringLiteral("0.000")) + 14;
    m_view->setColumnWidth(PromptList::Severity, 34);
    m_view->setColumnWidth(PromptList::Mark, 24);
    m_view->setColumnWidth(PromptList::Similarity, digits);
    m_view->setColumnWidth(PromptList::Fork, digits);
    m_view->setColumnWidth(PromptList::Shift, digits + 12);
    m_view->setColumnWidth(PromptList::Kld, digits + 8);
    m_view->setColumnWidth(PromptList::Rating, metrics.horizontalAdvance(QStringLiteral("★★★★★")) + 14);
    for (const int column : {PromptList::Shift, PromptList::Kld, PromptList::Rating})
        m_view->hideColumn(column);
    addTableMenu(m_view, PromptList::Prompt);
}

QWidget* PromptPane::filterRows()
{
    auto* box = new QWidget(this);
    m_show = new QComboBox(box);
    nameControl(m_show, QStringLiteral("compare-show"), tr("Prompts to show"));
    m_show->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_category = new QComboBox(box);
    nameControl(m_category, QStringLiteral("compare-category"), tr("Category"));
    m_category->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_category->setMinimumContentsLength(8);
    for (QComboBox* each : {m_show, m_category})
        tellWholeText(each);
    m_search = new QLineEdit(box);
    nameControl(m_search, QStringLiteral("compare-search"), tr("Search prompts, answers and notes"));
    m_search->setPlaceholderText(tr("Text or /regex/"));
    m_search->setClearButtonEnabled(true);
    m_hint = dimLabel({}, box);
    m_hint->setObjectName(QStringLiteral("compare-search-hint"));
    m_hint->hide();
    m_only = new QToolButton(box);
    nameControl(m_only, QStringLiteral("compare-only"), tr("Show all prompts again"));
    m_only->setIcon(icon(Glyph::Cancel));
    m_only->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_only->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_only->hide();
    auto* rows = new QGridLayout(box);
    rows->setContentsMargins(6, 2, 6, 4);
    rows->setSpacing(4);
    rows->addWidget(m_show, 0, 0, 1, 2);
    rows->addWidget(m_search, 1, 0);
    rows->addWidget(m_category, 1, 1);
    rows->addWidget(m_hint, 2, 0, 1, 2);
    rows->addWidget(m_only, 3, 0, 1, 2);
    rows->setColumnStretch(0, 3);
    rows->setColumnStretch(1, 2);
    connect(m_show, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index >= 0)
            m_filter->setShow(PromptShow(index));
    });
    connect(m_category, &QComboBox::currentIndexChanged, this,
            [this] { m_filter->setCategory(m_category->currentData().toString()); });
    connect(m_search, &QLineEdit::textChanged, this, &PromptPane::search);
    connect(m_only, &QToolButton::clicked, this, [this] { showOnly({}, {}); });
    return box;
}

void PromptPane::search(const QString& text)
{
    const auto searched = m_filter->setText(text);
    setTextColor(m_search, searched ? &Theme::text : &Theme::error);
    showHint(searched ? QString() : searched.error().message, !searched);
}

void PromptPane::showHint(const QString& text, bool error)
{
    m_hintIsError = error;
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
    setTextColor(m_hint, error ? &Theme::error : &Theme::dim);
}

void PromptPane::showOnly(const QStringList& promptIds, const QString& why)
{
    m_why = promptIds.isEmpty() ? QString() : base::singleLine(why, 200);
    m_only->setVisible(!promptIds.isEmpty());
    m_only->setToolTip(base::htmlEscaped(tr("Only the prompts of: %1. Click to show all again.").arg(m_why)));
    elideChip();
    if (promptIds.isEmpty()) {
        m_filter->setOnly(nullptr);
        return;
    }
    // What was filtered before would hide some of them without a word.
    m_show->setCurrentIndex(int(PromptShow::All));
    m_category->setCurrentIndex(0);
    m_search->clear();
    m_filter->setOnly(std::make_shared<const QSet<QString>>(promptIds.begin(), promptIds.end()));
}

void PromptPane::elideChip()
{
    const int room = std::max(40, width() - 12 - 40);
    m_only->setText(m_only->fontMetrics().elidedText(m_why, Qt::ElideRight, room));
}

void PromptPane::clearFilters()
{
    m_show->setCurrentIndex(int(PromptShow::All));
    m_category->setCurrentIndex(0);
    m_search->clear();
    showOnly({}, {});
}

void PromptPane::setRun(const ShownRunPtr& run)
{
    m_promptId.clear();
    m_wanted.clear();
    m_list->setRun(nullptr); // nothing to filter while the filters are taken away
    clearFilters();
    m_category->clear();
    m_category->addItem(tr("all categories"), QString());
    if (run) {
        QSet<QString> seen;
        QStringList categories;
        for (const domain::Prompt& prompt : run->data.run.prompts) {
            if (!seen.contains(prompt.category))
                categories << prompt.category;
            seen.insert(prompt.category);
        }
        categories.sort();
        for (const QString& category : std::as_const(categories))
            m_category->addItem(base::singleLine(category, 40), category);
    }
    m_list->setRun(run);
    refreshCounts();
    m_summary->setRun(run);
}

void PromptPane::updateRun(const ShownRunPtr& run)
{
    m_list->setRun(run);
    refreshCounts();
    m_summary->setRun(run);
}

void PromptPane::refreshCounts()
{
    const QSignalBlocker quiet(m_show);
    const int chosen = std::max(0, m_show->currentIndex());
    const QString names[promptShowCount] = {tr("All"),    tr("Different"), tr("Changed answer"), tr("Flips"),
                                            tr("Severe"), tr("Errors"),    tr("Noted")};
    m_show->clear();
    for (int i = 0; i < promptShowCount; ++i)
        m_show->addItem(
            tr("%1  ·  %2 of %3")
                .arg(names[i], format::integer(m_filter->count(PromptShow(i))), format::integer(m_list->rowCount())));
    m_show->setCurrentIndex(chosen);
}

void PromptPane::selectPrompt(const QString& promptId)
{
    const ShownRunPtr& run = m_list->run();
    if (!run)
        return;
    QString wanted = promptId;
    if (wanted.isEmpty() || m_list->rowOf(wanted) < 0) {
        const QList<qsizetype> best = scoring::mostInteresting(run->comparisons, 1);
        const domain::Prompt* first = m_list->prompt(0);
        wanted = !best.isEmpty() ? run->comparisons.at(best.first()).promptId : first ? first->id : QString();
    }
    setCurrent(wanted);
    if (m_filter->busy()) {
        m_wanted = wanted; // the list is not ready yet
        return;
    }
    if (!m_filter->mapFromSource(m_list->index(m_list->rowOf(wanted), 0)).isValid()) {
        clearFilters();
        m_wanted = wanted;
    }
    restoreCurrent(false);
}

/// Shows a prompt whether the list does or not.
void PromptPane::setCurrent(const QString& promptId)
{
    if (promptId == m_promptId)
        return;
    m_promptId = promptId;
    Q_EMIT promptChanged(m_promptId);
}

void PromptPane::takeCurrent()
{
    const QModelIndex current = m_filter->mapToSource(m_view->currentIndex());
    if (const domain::Prompt* prompt = m_list->prompt(current.row()))
        setCurrent(prompt->id);
}

/// After the list changed: the current prompt stays current. Where it is hidden, a search leaves it in sight, so that
/// texts do not jump while one types; a choice goes to its first prompt.
void PromptPane::restoreCurrent(bool textChanged)
{
    m_empty->setVisible(m_list->rowCount() > 0 && m_filter->rowCount() == 0);
    if (m_filter->busy())
        return;
    const QString wanted = m_wanted.isEmpty() ? m_promptId : std::exchange(m_wanted, {});
    const int row = wanted.isEmpty() ? -1 : m_list->rowOf(wanted);
    QModelIndex index = row < 0 ? QModelIndex() : m_filter->mapFromSource(m_list->index(row, 0));
    if (!index.isValid() && !textChanged && !wanted.isEmpty())
        index = m_filter->index(0, 0);
    if (!index.isValid())
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void PromptPane::move(int step)
{
    const QModelIndex current = m_view->currentIndex();
    const int row = current.isValid() ? current.row() + step : step > 0 ? 0 : m_filter->rowCount() - 1;
    if (row >= 0 && row < m_filter->rowCount())
        m_view->setCurrentIndex(m_filter->index(row, 0));
}

void PromptPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    elideChip();
}

} // namespace quantlens::ui
