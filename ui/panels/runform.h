// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"
#include "core/runners/runservice.h"
#include "ui/models/runestimator.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace quantlens::ui {

class Collapsible;
class ModelTable;
class OptionFields;
class SideField;
class SpecField;

/// What to run, and how: the kind, its models, a suite or a part of one, options with their defaults. Says what is
/// missing until it can start.
class RunForm : public QWidget
{
    Q_OBJECT

public:
    explicit RunForm(ModelTable* models, QWidget* parent = nullptr);

    /// What the fields ask for.
    [[nodiscard]] runners::RunRequest request() const;
    /// Puts a request into the fields.
    void setRequest(const runners::RunRequest& request);
    [[nodiscard]] domain::RunKind kind() const;
    void setKind(domain::RunKind kind);
    /// One of the two models of a comparison; makes it one.
    void setModel(int side, const QString& spec);
    /// Two models are a comparison, more are a sweep.
    void setModels(const QStringList& specs);
    /// A bundled name or a path.
    void setSuite(const QString& nameOrPath);
    /// One sentence about the first thing that is missing or wrong; empty when the run can start.
    [[nodiscard]] QString problem() const;
    /// Why no run can start at all (no workspace), or empty.
    void setBlocked(const QString& reason);
    /// What the run would do, worked out beside the window's thread.
    [[nodiscard]] const RunEstimator* estimator() const { return m_estimator; }

Q_SIGNALS:
    void startWanted(const quantlens::runners::RunRequest& request);
    /// The request is another one, or something was found out about it.
    void changed();

private:
    QWidget* foot();
    void addKindFields(QFormLayout* form);
    void addModelFields(QFormLayout* form, ModelTable* models);
    void addSuiteFields(QFormLayout* form);
    void showKind();
    void lookAtSuite();
    void chooseSuiteFile();
    void choosePrompts();
    [[nodiscard]] QList<runners::SideRequest> sides() const;
    [[nodiscard]] QString modelProblem() const;
    [[nodiscard]] QString specProblem(const SpecField* field, const QString& what) const;
    void requestChanged();
    void refresh();

    QComboBox* m_kind = nullptr;
    QLabel* m_kindText = nullptr;
    QFormLayout* m_form = nullptr;
    SpecField* m_a = nullptr;
    SpecField* m_b = nullptr;
    SpecField* m_model = nullptr; ///< of the kinds with one model, and of a diff
    SideField* m_models = nullptr;
    SideField* m_backends = nullptr;
    QLineEdit* m_quant = nullptr;
    QComboBox* m_suite = nullptr;
    QLabel* m_suiteMessage = nullptr;
    QSpinBox* m_prompts = nullptr;
    QWidget* m_sampleRow = nullptr;
    QCheckBox* m_sample = nullptr;
    QSpinBox* m_sampleSeed = nullptr;
    QPushButton* m_choose = nullptr;
    OptionFields* m_basic = nullptr;
    OptionFields* m_advanced = nullptr;
    OptionFields* m_judged = nullptr;
    Collapsible* m_advancedPart = nullptr;
    Collapsible* m_judgedPart = nullptr;
    QLabel* m_note = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_start = nullptr;
    RunEstimator* m_estimator;

    QString m_blocked;
    QList<runners::SideRequest> m_given; ///< of the request put in: what has no field of its own is kept with its spec
    QStringList m_categories;
    QStringList m_ids;
    QList<domain::Prompt> m_suitePrompts;
    quint64 m_suiteTicket = 0;
    bool m_suitePending = false;
    bool m_filling = false;
    QString m_suiteError;
};

} // namespace quantlens::ui
