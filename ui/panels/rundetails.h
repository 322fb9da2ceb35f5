// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace quantlens::ui {

class FactGrid;

/// The facts of one run and a person's note on it.
class RunDetails : public QWidget
{
    Q_OBJECT

public:
    explicit RunDetails(QWidget* parent = nullptr);

    /// nullptr: no run, or several. What is being typed belongs to the run before and is written first.
    void showRun(const store::RunListItem* item, bool writable);
    /// Takes the note as it is now, after undo.
    void setNote(const QString& note);
    /// Writes what is being typed.
    void finishEditing();

Q_SIGNALS:
    void noteWritten(const QString& runId, const QString& note);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    FactGrid* m_facts;
    FactGrid* m_numbers;
    QLabel* m_title;
    QPlainTextEdit* m_note;
    QString m_runId;
    QTimer m_pause;
};

} // namespace quantlens::ui
