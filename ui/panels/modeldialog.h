// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/knownmodel.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace quantlens::ui {

class ModelTable;
class SpecField;

/// What a person says about one model of the list: its spec, its name, and what an engine for it is started with.
class ModelDialog : public QDialog
{
    Q_OBJECT

public:
    /// `models` outlives it: no two rows may have the same spec.
    ModelDialog(ModelTable* models, int row, QWidget* parent = nullptr);

    [[nodiscard]] ModelEntry entry() const;

private:
    void refresh();

    ModelTable* m_models;
    ModelEntry m_before;
    SpecField* m_spec;
    QLineEdit* m_label;
    QLineEdit* m_args;
    QLabel* m_argsMessage;
    QLabel* m_problem;
    QPushButton* m_ok = nullptr;
};

/// A command line's words as one text to edit, and back: words with blanks or quotes stand in quotes.
[[nodiscard]] QString quotedWords(const QStringList& words);
/// As QProcess::splitCommand(), but an empty pair of quotes is an empty word.
[[nodiscard]] QStringList splitWords(const QString& text);

} // namespace quantlens::ui
