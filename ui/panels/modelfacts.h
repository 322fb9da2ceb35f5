// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/downwardsarea.h"

class QPlainTextEdit;
class QLabel;

namespace quantlens::ui {

class FactGrid;
class KeyField;
class KeyKeeper;
struct KnownModel;

/// What is known about one model: identity, shape, quant mix, chat template, tokenizer; or what is wrong with it.
class ModelFacts : public DownwardsArea
{
    Q_OBJECT

public:
    explicit ModelFacts(QWidget* parent = nullptr);

    /// nullptr: nothing is chosen.
    void showModel(const KnownModel* model);
    /// Where API keys go; nullptr: nowhere, because of `why`. Called once.
    void setKeys(KeyKeeper* keys, const QString& why);

private:
    void showReport(const KnownModel* model);

    QLabel* m_title;
    QLabel* m_message;
    FactGrid* m_facts;
    QLabel* m_testTitle;
    QLabel* m_testMessage;
    FactGrid* m_test;
    QLabel* m_keyTitle;
    QWidget* m_keyBox;
    KeyField* m_key = nullptr;
    QLabel* m_mixTitle;
    FactGrid* m_mix;
    QLabel* m_templateTitle;
    QPlainTextEdit* m_template;
};

} // namespace quantlens::ui
