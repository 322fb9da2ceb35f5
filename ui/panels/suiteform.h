// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"
#include "ui/panels/downwardsarea.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace quantlens::ui {

class MessageList;
class SuiteDocument;

/// One prompt of a suite to edit: every field, what is wrong as one types, and a reply to try the extractor with. A
/// line that is no prompt object is edited as it is written.
class SuiteForm : public DownwardsArea
{
    Q_OBJECT

public:
    explicit SuiteForm(QWidget* parent = nullptr);

    /// `document` may be nullptr, the row −1: nothing is shown.
    void showPrompt(SuiteDocument* document, int row);
    [[nodiscard]] int row() const { return m_row; }
    /// The row holds something else by now, or was checked.
    void refresh();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* fields();
    QWidget* rawPage();
    void addAnswerFields(QFormLayout* form);
    void fill(const domain::Prompt& prompt);
    void fillAnswer(const domain::Prompt& prompt);
    void showProblems();
    void showTried();
    void edit(const QString& field, const QString& what, void (SuiteForm::*apply)(domain::Prompt&) const);
    void applyId(domain::Prompt& prompt) const;
    void applyCategory(domain::Prompt& prompt) const;
    void applyTokens(domain::Prompt& prompt) const;
    void applyAnswer(domain::Prompt& prompt) const;
    void applyWhy(domain::Prompt& prompt) const;
    void messageEdited(int message);

    SuiteDocument* m_document = nullptr;
    int m_row = -1;
    bool m_filling = false;
    QStackedWidget* m_stack;
    QLabel* m_title = nullptr;
    QLabel* m_problems = nullptr;
    QLineEdit* m_id = nullptr;
    QComboBox* m_category = nullptr;
    MessageList* m_messages = nullptr;
    QSpinBox* m_tokens = nullptr;
    QComboBox* m_strategy = nullptr;
    QPlainTextEdit* m_value = nullptr;
    QDoubleSpinBox* m_tolerance = nullptr;
    QLabel* m_reading = nullptr;
    QLineEdit* m_why = nullptr;
    QPlainTextEdit* m_reply = nullptr;
    QLabel* m_tried = nullptr;
    QPlainTextEdit* m_raw = nullptr;
    QByteArray m_rawOf; ///< the line that m_raw was filled from
    QPushButton* m_applyRaw = nullptr;
    QLabel* m_rawProblems = nullptr;
};

} // namespace quantlens::ui
