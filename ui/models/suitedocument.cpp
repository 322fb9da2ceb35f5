// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/suitedocument.h"

#include "core/base/text.h"
#include "core/suites/check.h"
#include "core/suites/suites.h"
#include "ui/models/format.h"
#include "ui/models/suitecommands.h"

#include <QFileInfo>
#include <QSet>
#include <QUndoStack>
#include <QtConcurrent>

#include <algorithm>

namespace quantlens::ui {

namespace {

constexpr int checkPauseMs = 250;
/// An editor holds everything in memory and shows every line.
constexpr qsizetype largestEditable = qsizetype(64) << 20;

QString answerCell(const domain::Prompt& prompt)
{
    if (!prompt.answer || prompt.answer->value.isEmpty())
        return {};
    return base::singleLine(prompt.answer->value, 80);
}

} // namespace

base::Expected<LoadedSuite> loadForEditing(const QString& nameOrPath)
{
    auto found = suites::readSuite(nameOrPath);
    if (!found)
        return std::unexpected(found.error());
    if (found->bytes.size() > largestEditable)
        return base::failure(QStringLiteral("suite.read"),
                             SuiteDocument::tr("%1 is too large to edit here (%2).")
                                 .arg(found->source, format::bytes(quint64(found->bytes.size()))),
                             SuiteDocument::tr("Runs can use it as it is; edit it with a text editor."));
    const bool bundled = !found->name.isEmpty();
    return LoadedSuite{bundled ? QString() : QFileInfo(found->source).absoluteFilePath(),
                       bundled ? found->name : QFileInfo(found->source).completeBaseName(),
                       suites::suiteHash(found->bytes), suites::readDraft(found->bytes)};
}

SuiteDocument::SuiteDocument(QObject* parent)
    : QAbstractTableModel(parent)
    , m_undo(new QUndoStack(this))
{
    m_checkTimer.setSingleShot(true);
    m_checkTimer.setInterval(checkPauseMs);
    connect(&m_checkTimer, &QTimer::timeout, this, &SuiteDocument::check);
    connect(m_undo, &QUndoStack::cleanChanged, this, [this] { Q_EMIT modifiedChanged(modified()); });
}

void SuiteDocument::setSuite(const LoadedSuite& suite)
{
    m_undo->clear();
    m_path = suite.path;
    m_name = suite.name;
    m_readOnly = suite.path.isEmpty();
    setDraft(suite.draft, suite.hash);
    Q_EMIT pathChanged();
}

void SuiteDocument::begin(const QString& name)
{
    setSuite({{}, name, {}, {}});
    m_readOnly = false;
}

void SuiteDocument::replaceBy(const LoadedSuite& suite)
{
    m_undo->push(new ReplaceDraft(this, suite.draft, suite.hash, tr("Read the file again")));
    m_undo->setClean();
}

bool SuiteDocument::modified() const
{
    return !m_readOnly && (!m_undo->isClean() || (m_path.isEmpty() && !m_draft.lines.isEmpty()));
}

domain::Prompt SuiteDocument::prompt(int row) const
{
    const suites::DraftLine* found = line(row);
    return found ? found->shown() : domain::Prompt();
}

const suites::DraftLine* SuiteDocument::line(int row) const
{
    return row >= 0 && row < m_draft.lines.size() ? &m_draft.lines.at(row) : nullptr;
}

QString SuiteDocument::idOf(int row) const
{
    return m_checked.ids.value(row);
}

QList<suites::DraftProblem> SuiteDocument::problems(int row) const
{
    QList<suites::DraftProblem> found;
    // The check lags behind: what one line says about itself is known at once.
    if (const suites::DraftLine* own = line(row); own && !own->read.prompt) {
        for (const QString& problem : own->read.problems)
            found.append({row, true, own->read.code, problem});
    }
    for (const suites::DraftProblem& problem : m_checked.problems) {
        if (problem.row == row && !found.contains(problem))
            found.append(problem);
    }
    return found;
}

void SuiteDocument::setPrompt(int row, const domain::Prompt& prompt, const QString& field, const QString& what)
{
    const suites::DraftLine* before = line(row);
    if (!before || m_readOnly)
        return;
    suites::DraftLine now = suites::draftLine(suites::withPrompt(*before, prompt));
    now.before = before->before;
    if (!(now == *before))
        m_undo->push(new EditLine(this, row, *before, std::move(now), field, what));
}

void SuiteDocument::setLine(int row, const QByteArray& bytes)
{
    const suites::DraftLine* before = line(row);
    QByteArray one = bytes;
    one.replace('\r', ' ').replace('\n', ' '); // it stays one line
    one = one.trimmed();
    if (!before || m_readOnly || one == before->bytes || one.isEmpty())
        return;
    suites::DraftLine now = suites::draftLine(one);
    now.before = before->before;
    m_undo->push(new EditLine(this, row, *before, std::move(now), QStringLiteral("line"), tr("Edit the line")));
}

int SuiteDocument::insertPrompt(int row, const domain::Prompt& prompt)
{
    if (m_readOnly)
        return -1;
    const int place = std::clamp(row, 0, int(m_draft.lines.size()));
    m_undo->push(new InsertLine(this, place, suites::draftLine(suites::withPrompt({}, prompt)), tr("Add a prompt")));
    return place;
}

int SuiteDocument::duplicate(int row)
{
    if (!line(row) || m_readOnly)
        return -1;
    // A written id is used once: the copy gets the next free one. The check lags behind and knows no id of a line
    // that was just moved or added, so the lines themselves are asked too.
    domain::Prompt copy = prompt(row);
    const QString stem = copy.id;
    QSet<QString> used(m_checked.ids.cbegin(), m_checked.ids.cend());
    for (int other = 0; other < rowCount() && !stem.isEmpty(); ++other)
        used.insert(prompt(other).id);
    for (int number = 2; !stem.isEmpty() && used.contains(copy.id); ++number)
        copy.id = QStringLiteral("%1-%2").arg(stem).arg(number);
    suites::DraftLine made = line(row)->object ? suites::draftLine(suites::withPrompt(*line(row), copy)) : *line(row);
    made.before.clear();
    m_undo->push(new InsertLine(this, row + 1, std::move(made), tr("Duplicate a prompt")));
    return row + 1;
}

void SuiteDocument::removePrompts(const QList<int>& rows)
{
    QList<int> known;
    for (const int row : rows) {
        if (line(row) && !known.contains(row))
            known << row;
    }
    if (known.isEmpty() || m_readOnly)
        return;
    std::ranges::sort(known);
    m_undo->push(new RemoveLines(this, known, tr("Remove %n prompt(s)", nullptr, int(known.size()))));
}

void SuiteDocument::move(int row, int to)
{
    if (line(row) && line(to) && row != to && !m_readOnly)
        m_undo->push(new MoveLine(this, row, to, tr("Move a prompt")));
}

base::Expected<void> SuiteDocument::save()
{
    const QByteArray bytes = suites::bytesOf(m_draft);
    if (auto saved = suites::saveSuite(m_path, bytes, m_hash); !saved)
        return saved;
    m_hash = suites::suiteHash(bytes);
    m_undo->setClean();
    Q_EMIT modifiedChanged(false);
    return {};
}

base::Expected<void> SuiteDocument::saveAs(const QString& path)
{
    const QByteArray bytes = suites::bytesOf(m_draft);
    if (auto saved = suites::saveSuite(path, bytes, std::nullopt); !saved)
        return saved;
    m_path = QFileInfo(path).absoluteFilePath();
    m_name = QFileInfo(path).completeBaseName();
    m_hash = suites::suiteHash(bytes);
    m_readOnly = false;
    m_undo->setClean();
    Q_EMIT pathChanged();
    Q_EMIT modifiedChanged(false);
    return {};
}

void SuiteDocument::put(int row, const suites::DraftLine& line)
{
    m_draft.lines[row] = line;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    changed();
    Q_EMIT rowEdited(row);
}

void SuiteDocument::insertLine(int row, const suites::DraftLine& line)
{
    beginInsertRows({}, row, row);
    m_draft.lines.insert(row, line);
    m_checked.ids.insert(std::min<qsizetype>(row, m_checked.ids.size()), QString());
    for (suites::DraftProblem& problem : m_checked.problems)
        problem.row += problem.row >= row;
    endInsertRows();
    changed();
}

void SuiteDocument::takeLine(int row)
{
    beginRemoveRows({}, row, row);
    m_draft.lines.removeAt(row);
    if (row < m_checked.ids.size())
        m_checked.ids.removeAt(row);
    m_checked.problems.removeIf([row](const suites::DraftProblem& problem) { return problem.row == row; });
    for (suites::DraftProblem& problem : m_checked.problems)
        problem.row -= problem.row > row;
    endRemoveRows();
    changed();
}

void SuiteDocument::setDraft(const suites::Draft& draft, const QString& hash)
{
    beginResetModel();
    m_draft = draft;
    m_hash = hash;
    m_checked = {};
    endResetModel();
    changed();
}

void SuiteDocument::changed()
{
    ++m_version;
    m_checkTimer.start();
}

void SuiteDocument::check()
{
    if (m_checkRunning) {
        m_checkTimer.start(); // when the one that runs is through
        return;
    }
    m_checkRunning = true;
    // Some bundled suites are many alike on purpose.
    const bool alike = m_readOnly && suites::madeFromTemplates(m_name);
    const double similarity = alike ? 1.0 : suites::CheckOptions().similarity;
    QtConcurrent::run([draft = m_draft, similarity] {
        return suites::checkDraft(draft, similarity);
    }).then(this, [this, version = m_version](const suites::CheckedDraft& checked) {
        m_checkRunning = false;
        if (version != m_version)
            return; // the timer is running
        m_checked = checked;
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        Q_EMIT checkFinished();
    });
}

int SuiteDocument::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_draft.lines.size());
}

int SuiteDocument::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SuiteDocument::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    if (role == Qt::TextAlignmentRole)
        return index.column() == Tokens ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    if (role == ProblemRole ||
        (index.column() == State && (role == Qt::DisplayRole || role == Qt::ToolTipRole || role == SortRole))) {
        int worst = 0;
        QStringList lines;
        for (const suites::DraftProblem& problem : problems(row)) {
            worst = std::max(worst, problem.error ? 2 : 1);
            lines << base::singleLine(problem.message, 300);
        }
        if (role == ProblemRole || role == SortRole)
            return worst;
        if (role == Qt::ToolTipRole)
            return lines.isEmpty()
                       ? QVariant()
                       : QVariant(base::htmlEscaped(lines.join(u'\n')).replace(u'\n', QLatin1String("<br>")));
        return worst == 2 ? tr("wrong") : worst == 1 ? tr("doubtful") : QString();
    }
    if (role != Qt::DisplayRole && role != SortRole && role != SearchRole)
        return {};
    const domain::Prompt shown = prompt(row);
    if (role == SearchRole) {
        QStringList parts{idOf(row), shown.id, shown.category, shown.why, answerCell(shown)};
        for (const domain::Message& message : shown.messages)
            parts << message.content;
        return parts.join(u'\n');
    }
    switch (index.column()) {
    case Id:
        return base::singleLine(shown.id.isEmpty() ? idOf(row) : shown.id, 120);
    case Category:
        return base::singleLine(shown.category, 60);
    case Text:
        if (!line(row)->object)
            return base::singleLine(QString::fromUtf8(line(row)->bytes.left(2000)), 300);
        return base::singleLine(shown.text(), 300);
    case Tokens:
        return role == SortRole ? QVariant(shown.maxTokens) : QVariant(format::integer(shown.maxTokens));
    case Answer:
        return answerCell(shown);
    default:
        return {};
    }
}

QVariant SuiteDocument::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Tokens ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Check"), tr("Id"), tr("Category"), tr("Prompt"), tr("Tokens"), tr("Answer")};
    return titles[section];
}

} // namespace quantlens::ui
