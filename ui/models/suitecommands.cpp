// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/suitecommands.h"

#include "ui/models/suitedocument.h"

namespace quantlens::ui {

SuiteCommand::SuiteCommand(SuiteDocument* document, const QString& text)
    : QUndoCommand(text)
    , m_document(document)
{
}

void SuiteCommand::put(int row, const suites::DraftLine& line) const
{
    m_document->put(row, line);
}

void SuiteCommand::insert(int row, const suites::DraftLine& line) const
{
    m_document->insertLine(row, line);
}

void SuiteCommand::take(int row) const
{
    m_document->takeLine(row);
}

void SuiteCommand::replace(const suites::Draft& draft, const QString& hash) const
{
    m_document->setDraft(draft, hash);
}

void SuiteCommand::want(int row) const
{
    Q_EMIT m_document->rowWanted(row);
}

EditLine::EditLine(SuiteDocument* document, int row, suites::DraftLine before, suites::DraftLine now, QString field,
                   const QString& text)
    : SuiteCommand(document, text)
    , m_row(row)
    , m_before(std::move(before))
    , m_now(std::move(now))
    , m_field(std::move(field))
{
}

void EditLine::redo()
{
    put(m_row, m_now);
    if (m_done)
        want(m_row);
    m_done = true;
}

void EditLine::undo()
{
    put(m_row, m_before);
    want(m_row);
}

bool EditLine::mergeWith(const QUndoCommand* next)
{
    const auto* other = dynamic_cast<const EditLine*>(next);
    if (!other || other->m_row != m_row || other->m_field != m_field)
        return false;
    m_now = other->m_now;
    setObsolete(m_now == m_before);
    return true;
}

InsertLine::InsertLine(SuiteDocument* document, int row, suites::DraftLine line, const QString& text)
    : SuiteCommand(document, text)
    , m_row(row)
    , m_line(std::move(line))
{
}

void InsertLine::redo()
{
    insert(m_row, m_line);
    want(m_row);
}

void InsertLine::undo()
{
    take(m_row);
    want(std::max(0, m_row - 1));
}

RemoveLines::RemoveLines(SuiteDocument* document, QList<int> rows, const QString& text)
    : SuiteCommand(document, text)
    , m_rows(std::move(rows))
{
    for (const int row : std::as_const(m_rows))
        m_lines.append(*document->line(row));
}

void RemoveLines::redo()
{
    for (qsizetype i = m_rows.size() - 1; i >= 0; --i)
        take(m_rows.at(i));
    want(m_rows.first());
}

void RemoveLines::undo()
{
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        insert(m_rows.at(i), m_lines.at(i));
    want(m_rows.first());
}

MoveLine::MoveLine(SuiteDocument* document, int from, int to, const QString& text)
    : SuiteCommand(document, text)
    , m_from(from)
    , m_to(to)
{
}

void MoveLine::shift(int from, int to)
{
    const suites::DraftLine line = *m_document->line(from);
    take(from);
    insert(to, line);
    want(to);
}

ReplaceDraft::ReplaceDraft(SuiteDocument* document, suites::Draft now, QString hash, const QString& text)
    : SuiteCommand(document, text)
    , m_before(document->draft())
    , m_now(std::move(now))
    , m_hash(std::move(hash))
{
}

void ReplaceDraft::redo()
{
    replace(m_now, m_hash);
    want(0);
}

void ReplaceDraft::undo()
{
    replace(m_before, m_hash);
    want(0);
}

} // namespace quantlens::ui
