// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/suites/draft.h"

#include <QUndoCommand>

namespace quantlens::ui {

class SuiteDocument;

/// A step of editing a suite.
class SuiteCommand : public QUndoCommand
{
public:
    SuiteCommand(SuiteDocument* document, const QString& text);

protected:
    // What SuiteDocument keeps to itself.
    void put(int row, const suites::DraftLine& line) const;
    void insert(int row, const suites::DraftLine& line) const;
    void take(int row) const;
    void replace(const suites::Draft& draft, const QString& hash) const;
    void want(int row) const;

    SuiteDocument* m_document;
};

/// Another content of a line.
class EditLine final : public SuiteCommand
{
public:
    EditLine(SuiteDocument* document, int row, suites::DraftLine before, suites::DraftLine now, QString field,
             const QString& text);

    void undo() override;
    void redo() override;
    [[nodiscard]] int id() const override { return m_field.isEmpty() ? -1 : 1; }
    [[nodiscard]] bool mergeWith(const QUndoCommand* next) override;

private:
    int m_row;
    suites::DraftLine m_before;
    suites::DraftLine m_now;
    QString m_field;
    bool m_done = false;
};

class InsertLine final : public SuiteCommand
{
public:
    InsertLine(SuiteDocument* document, int row, suites::DraftLine line, const QString& text);

    void undo() override;
    void redo() override;

private:
    int m_row;
    suites::DraftLine m_line;
};

class RemoveLines final : public SuiteCommand
{
public:
    /// `rows` ascending.
    RemoveLines(SuiteDocument* document, QList<int> rows, const QString& text);

    void undo() override;
    void redo() override;

private:
    QList<int> m_rows;
    QList<suites::DraftLine> m_lines;
};

class MoveLine final : public SuiteCommand
{
public:
    MoveLine(SuiteDocument* document, int from, int to, const QString& text);

    void undo() override { shift(m_to, m_from); }
    void redo() override { shift(m_from, m_to); }

private:
    void shift(int from, int to);

    int m_from;
    int m_to;
};

/// The whole suite as its file has it by now.
class ReplaceDraft final : public SuiteCommand
{
public:
    ReplaceDraft(SuiteDocument* document, suites::Draft now, QString hash, const QString& text);

    void undo() override;
    void redo() override;

private:
    suites::Draft m_before;
    suites::Draft m_now;
    QString m_hash; ///< of the file: also of the draft before, which is saved over what was read
};

} // namespace quantlens::ui
