// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/shownrun.h"

#include <QWidget>

class QLabel;

namespace quantlens::ui {

class SeverityChip;

/// The line above two answers: id, severity, what became of the answer, similarity, where they part, in which unit.
class PairHeader : public QWidget
{
    Q_OBJECT

public:
    explicit PairHeader(QWidget* parent = nullptr);

    /// `pair` nullptr: not complete.
    void showPair(const QString& promptId, const domain::Comparison* pair);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    QString m_promptId;
    std::optional<domain::Comparison> m_pair;
    QLabel* m_id;
    SeverityChip* m_chip;
    QLabel* m_flipSign;
    QLabel* m_flip;
    QLabel* m_answerA;
    QLabel* m_answerB;
    QLabel* m_similarity;
    QLabel* m_forkSign;
    QLabel* m_fork;
    QLabel* m_tie;
    QLabel* m_unit;
};

} // namespace quantlens::ui
