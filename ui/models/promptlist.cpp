// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/promptlist.h"

#include "core/base/text.h"
#include "ui/diff/severity.h"
#include "ui/models/format.h"
#include "ui/models/livetable.h"

namespace quantlens::ui {

namespace {

constexpr qsizetype searchedCharacters = 200'000; ///< per answer: a search stays quick on absurdly long ones

bool promptShown(const PromptList& list, int row, PromptFilter::Show show)
{
    const domain::Comparison* pair = list.comparison(row);
    const bool scored = pair && pair->scored();
    switch (show) {
    case PromptFilter::All:
        return true;
    case PromptFilter::Different:
        return scored && pair->severity != domain::Severity::Identical;
    case PromptFilter::Changed:
        return scored && (pair->answers == domain::AnswerState::Changed || domain::isFlip(pair->flip));
    case PromptFilter::Flips:
        return scored && domain::isFlip(pair->flip);
    case PromptFilter::Severe:
        return scored && pair->severity == domain::Severity::Severe;
    case PromptFilter::Errors:
        return pair && !scored;
    case PromptFilter::ShowCount:
        break;
    }
    return false;
}

QString promptCell(const domain::Prompt& prompt, const QString& suite, const domain::Comparison* pair, int column)
{
    const bool scored = pair && pair->scored();
    switch (column) {
    case PromptList::Severity:
        return !pair    ? PromptList::tr("not finished")
               : scored ? severityLabel(pair->severity)
                        : PromptList::tr("failed");
    case PromptList::Prompt:
        return format::promptId(prompt.id, suite);
    case PromptList::Mark:
        return {};
    case PromptList::Similarity:
        return scored ? format::decimal(pair->similarity, 3) : format::none();
    case PromptList::Fork:
        return scored && pair->divergence ? format::integer(pair->divergence->unit) : QString();
    default:
        return {};
    }
}

QVariant promptSortKey(const domain::Comparison* pair, int row, int column)
{
    const bool scored = pair && pair->scored();
    switch (column) {
    case PromptList::Severity:
        return scored ? int(pair->severity) : pair ? 4 : -1;
    case PromptList::Prompt:
        return row;
    case PromptList::Mark:
        return scored ? int(pairMark(*pair)) : -1;
    case PromptList::Similarity:
        return scored ? pair->similarity : -1.0;
    case PromptList::Fork:
        return scored && pair->divergence ? pair->divergence->unit : std::numeric_limits<qsizetype>::max();
    default:
        return row;
    }
}

} // namespace

void PromptList::setRun(ShownRunPtr run)
{
    beginResetModel();
    m_run = std::move(run);
    endResetModel();
}

const domain::Prompt* PromptList::prompt(int row) const
{
    return m_run && row >= 0 && row < m_run->data.run.prompts.size() ? &m_run->data.run.prompts.at(row) : nullptr;
}

const domain::Comparison* PromptList::comparison(int row) const
{
    const domain::Prompt* found = prompt(row);
    return found ? m_run->comparison(found->id) : nullptr;
}

int PromptList::rowOf(const QString& promptId) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (prompt(row)->id == promptId)
            return row;
    }
    return -1;
}

int PromptList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_run ? 0 : int(m_run->data.run.prompts.size());
}

int PromptList::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant PromptList::data(const QModelIndex& index, int role) const
{
    const domain::Prompt* row = prompt(index.row());
    if (!row || index.parent().isValid())
        return {};
    const domain::Comparison* pair = comparison(index.row());
    const bool scored = pair && pair->scored();
    switch (role) {
    case Qt::DisplayRole:
        return promptCell(*row, m_run->data.run.suiteName, pair, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Mark)
            return pair ? pairMarkText(pairMark(*pair)) : QString();
        return QString(QStringLiteral("<qt>") + base::htmlEscaped(row->text().left(600)) + QStringLiteral("</qt>"));
    case Qt::AccessibleTextRole:
        return index.column() == Mark && pair ? pairMarkText(pairMark(*pair))
                                              : promptCell(*row, m_run->data.run.suiteName, pair, index.column());
    case Qt::TextAlignmentRole:
        if (index.column() == Similarity || index.column() == Fork)
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case SortRole:
        return promptSortKey(pair, index.row(), index.column());
    case SeverityRole:
        return scored ? QVariant(int(pair->severity)) : QVariant();
    case MarkRole:
        return int(scored ? pairMark(*pair) : LiveTable::NoMark);
    case SimilarityRole:
        return scored ? QVariant(pair->similarity) : QVariant();
    case TextRole:
        return base::singleLine(row->text(), 160);
    case FailedRole:
        return pair && !scored;
    default:
        return {};
    }
}

QVariant PromptList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    switch (role) {
    case Qt::DisplayRole: {
        const QString titles[] = {tr("Sev."), tr("Prompt"), QStringLiteral("≠"), tr("Sim."), tr("Fork")};
        return titles[section];
    }
    case Qt::AccessibleTextRole: {
        const QString titles[] = {tr("Severity"), tr("Prompt"), tr("Changed answer"), tr("Similarity"),
                                  tr("Position of the first difference")};
        return titles[section];
    }
    case Qt::ToolTipRole: {
        const QString tips[] = {tr("How different the two answers are"), tr("Id and text, in the suite's order"),
                                tr("Changed answer, right → wrong, wrong → right"),
                                tr("Share of both answers that is common to them, 0 to 1"),
                                tr("Unit where the answers part, counted from 0")};
        return tips[section];
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((section >= Similarity ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

PromptFilter::PromptFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(PromptList::SortRole);
}

void PromptFilter::setShow(Show show)
{
    m_show = show;
    invalidateRowsFilter();
}

void PromptFilter::setCategory(const QString& category)
{
    m_category = category;
    invalidateRowsFilter();
}

bool PromptFilter::setText(const QString& text)
{
    const QString wanted = text.trimmed();
    QRegularExpression expression;
    if (wanted.size() > 2 && wanted.startsWith(u'/') && wanted.endsWith(u'/')) {
        expression = QRegularExpression(wanted.sliced(1, wanted.size() - 2), QRegularExpression::CaseInsensitiveOption);
        if (!expression.isValid())
            return false;
    }
    m_text = wanted;
    m_expression = expression;
    invalidateRowsFilter();
    return true;
}

int PromptFilter::count(Show show) const
{
    const auto* list = qobject_cast<const PromptList*>(sourceModel());
    int found = 0;
    for (int row = 0; list && row < list->rowCount(); ++row)
        found += promptShown(*list, row, show) ? 1 : 0;
    return found;
}

bool PromptFilter::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const
{
    const auto* list = qobject_cast<const PromptList*>(sourceModel());
    if (!list || !promptShown(*list, row, m_show))
        return false;
    const domain::Prompt* prompt = list->prompt(row);
    if (!m_category.isEmpty() && prompt->category != m_category)
        return false;
    if (m_text.isEmpty())
        return true;
    const auto matches = [this](const QString& text) {
        const QString searched = text.left(searchedCharacters);
        return m_expression.pattern().isEmpty() ? searched.contains(m_text, Qt::CaseInsensitive)
                                                : searched.contains(m_expression);
    };
    if (matches(prompt->id) || matches(prompt->category) || matches(prompt->text()))
        return true;
    for (const int side : {0, 1}) {
        if (const domain::Generation* answer = list->run()->answer(side, prompt->id); answer && matches(answer->text))
            return true;
    }
    return false;
}

} // namespace quantlens::ui
