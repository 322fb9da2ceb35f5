// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/suites/draft.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <memory>

class QUndoStack;

namespace quantlens::ui {

/// A suite as read for the editor. Reads from disk: call it off the UI thread.
struct LoadedSuite
{
    QString path; ///< empty: a bundled suite
    QString name;
    QString hash; ///< of the file's bytes
    suites::Draft draft;
};

/// By path or bundled name. Errors: those of readSuite(), "suite.read" for a file too large to edit.
[[nodiscard]] base::Expected<LoadedSuite> loadForEditing(const QString& nameOrPath);

/// The prompts of one suite as a table, every change undoable, checked off the UI thread a moment after each change.
class SuiteDocument : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        State, ///< what is wrong or doubtful
        Id,
        Category,
        Text,
        Tokens,
        Answer,
        ColumnCount,
    };

    enum Role {
        SortRole = Qt::UserRole,
        ProblemRole, ///< 0 none, 1 doubtful, 2 wrong
        SearchRole,
    };

    explicit SuiteDocument(QObject* parent = nullptr);

    /// Takes a suite that was read; forgets what could be undone.
    void setSuite(const LoadedSuite& suite);
    /// Reads what the file holds by now: an undoable change.
    void replaceBy(const LoadedSuite& suite);
    /// Begins an empty suite without a file.
    void begin(const QString& name);

    [[nodiscard]] const suites::Draft& draft() const { return m_draft; }
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString name() const { return m_name; }
    /// Bundled suites are never changed.
    [[nodiscard]] bool readOnly() const { return m_readOnly; }
    [[nodiscard]] bool modified() const;
    [[nodiscard]] QUndoStack* undoStack() const { return m_undo; }

    /// The prompt of a row as a form shows it.
    [[nodiscard]] domain::Prompt prompt(int row) const;
    [[nodiscard]] const suites::DraftLine* line(int row) const;
    /// Written or derived; empty until the check is through, and for lines with faults.
    [[nodiscard]] QString idOf(int row) const;
    /// What is wrong or doubtful: of a row, or of all.
    [[nodiscard]] QList<suites::DraftProblem> problems(int row) const;
    [[nodiscard]] const suites::CheckedDraft& checked() const { return m_checked; }
    /// True while a change has not been checked.
    [[nodiscard]] bool checking() const { return m_checkRunning || m_checkTimer.isActive(); }

    /// Changes a prompt. Changes of the same field of the same row right after each other are one step.
    void setPrompt(int row, const domain::Prompt& prompt, const QString& field, const QString& what);
    /// Changes the whole line.
    void setLine(int row, const QByteArray& bytes);
    /// Returns the row of the new prompt.
    int insertPrompt(int row, const domain::Prompt& prompt);
    int duplicate(int row);
    void removePrompts(const QList<int>& rows);
    void move(int row, int to);

    /// Writes the file the suite is from. Errors: "suite.changed", "suite.write".
    [[nodiscard]] base::Expected<void> save();
    /// Writes another file, whatever it holds, and stays with it. Errors: "suite.write".
    [[nodiscard]] base::Expected<void> saveAs(const QString& path);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// A row holds something else now, by a person, undo or redo.
    void rowEdited(int row);
    /// A row came or went, and should be looked at (−1: none).
    void rowWanted(int row);
    void checkFinished();
    void modifiedChanged(bool modified);
    void pathChanged();

private:
    friend class SuiteCommand;

    void put(int row, const suites::DraftLine& line);
    void insertLine(int row, const suites::DraftLine& line);
    void takeLine(int row);
    void setDraft(const suites::Draft& draft, const QString& hash);
    void changed();
    void check();

    QString m_path;
    QString m_name;
    QString m_hash;
    bool m_readOnly = false;
    suites::Draft m_draft;
    suites::CheckedDraft m_checked;
    QUndoStack* m_undo;
    QTimer m_checkTimer;
    bool m_checkRunning = false;
    quint64 m_version = 0; ///< of the draft
};

} // namespace quantlens::ui
