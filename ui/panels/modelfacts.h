// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

class QPlainTextEdit;
class QLabel;

namespace quantlens::ui {

class FactGrid;
struct KnownModel;

/// What is known about one model: identity, shape, quant mix, chat template, tokenizer; or what is wrong with it.
class ModelFacts : public QScrollArea
{
    Q_OBJECT

public:
    explicit ModelFacts(QWidget* parent = nullptr);

    /// nullptr: nothing is chosen.
    void showModel(const KnownModel* model);

private:
    QLabel* m_title;
    QLabel* m_message;
    FactGrid* m_facts;
    QLabel* m_mixTitle;
    FactGrid* m_mix;
    QLabel* m_templateTitle;
    QPlainTextEdit* m_template;
};

} // namespace quantlens::ui
