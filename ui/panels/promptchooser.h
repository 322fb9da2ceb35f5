// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/prompt.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QSortFilterProxyModel;
class QTableView;

namespace quantlens::ui {

class PromptChoice;

/// Chooses which prompts of a suite are asked: whole categories at the left, single prompts at the right. Nothing
/// checked means all.
class PromptChooser : public QDialog
{
    Q_OBJECT

public:
    PromptChooser(QList<domain::Prompt> prompts, const QStringList& categories, const QStringList& ids,
                  QWidget* parent = nullptr);

    /// Empty: all.
    [[nodiscard]] QStringList categories() const;
    [[nodiscard]] QStringList ids() const;

private:
    void refresh();

    QListWidget* m_categories;
    PromptChoice* m_choice;
    QSortFilterProxyModel* m_filter;
    QTableView* m_view;
    QLabel* m_said;
    qsizetype m_all = 0;
    QList<domain::Prompt> m_prompts;
};

} // namespace quantlens::ui
