// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/runservice.h"

#include <QScrollArea>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace quantlens::ui {

class ModelTable;
class SpecField;

/// What to compare, and how: two models, a suite, options with their defaults. Says what is missing until it can start.
class RunForm : public QScrollArea
{
    Q_OBJECT

public:
    explicit RunForm(ModelTable* models, QWidget* parent = nullptr);

    /// What the fields ask for.
    [[nodiscard]] runners::RunRequest request() const;
    /// Puts a request into the fields.
    void setRequest(const runners::RunRequest& request);
    void setModel(int side, const QString& spec);
    /// A bundled name or a path.
    void setSuite(const QString& nameOrPath);
    /// One sentence about the first thing that is missing or wrong; empty when the run can start.
    [[nodiscard]] QString problem() const;
    /// Why no run can start at all (no workspace), or empty.
    void setBlocked(const QString& reason);

Q_SIGNALS:
    void startWanted(const quantlens::runners::RunRequest& request);

protected:
    void changeEvent(QEvent* event) override;

private:
    void addModelFields(QFormLayout* form, ModelTable* models);
    void addSuiteFields(QFormLayout* form);
    void addOptionFields(QFormLayout* form);
    void lookAtSuite();
    void chooseSuiteFile();
    void refresh();

    SpecField* m_a = nullptr;
    SpecField* m_b = nullptr;
    QComboBox* m_suite = nullptr;
    QLabel* m_suiteMessage = nullptr;
    QSpinBox* m_prompts = nullptr;
    QComboBox* m_mode = nullptr;
    QSpinBox* m_maxTokens = nullptr;
    QDoubleSpinBox* m_temperature = nullptr;
    QSpinBox* m_seed = nullptr;
    QSpinBox* m_top = nullptr;
    QSpinBox* m_retries = nullptr;
    QCheckBox* m_thinking = nullptr;
    QLabel* m_note = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_start = nullptr;

    QString m_blocked;
    quint64 m_suiteTicket = 0;
    bool m_suitePending = false;
    QString m_suiteError;
    qsizetype m_suitePrompts = 0;
};

} // namespace quantlens::ui
