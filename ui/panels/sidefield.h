// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/sidelist.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace quantlens::ui {

class ModelTable;

/// A list of models, or of backends, with buttons to add, remove and order them.
class SideField : public QWidget
{
    Q_OBJECT

public:
    /// `known` are the models to add from; used in the list of models only.
    SideField(SideList::Mode mode, ModelTable* known, QWidget* parent = nullptr);

    [[nodiscard]] SideList* list() const { return m_list; }
    [[nodiscard]] QTableView* view() const { return m_view; }

private:
    void addBackendButtons(QWidget* row);
    void addModelButtons(QWidget* row);
    void addFromKnown();
    void addFiles();
    void fit();

    SideList::Mode m_mode;
    SideList* m_list;
    ModelTable* m_known;
    QTableView* m_view;
};

} // namespace quantlens::ui
