// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engines/locate.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QLineEdit;

namespace quantlens::ui {

/// Where the programs are that Quantlens starts, and which ones it would start now.
class EnginesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit EnginesDialog(const engines::Programs& chosen, QWidget* parent = nullptr);

    [[nodiscard]] engines::Programs programs() const;

private:
    struct Row
    {
        domain::EngineKind kind;
        QLineEdit* path;
        QLabel* found;
    };

    Row addRow(QFormLayout* form, domain::EngineKind kind, const QString& label, const char* name,
               const QString& chosen);
    void look(const Row& row);

    QList<Row> m_rows;
};

} // namespace quantlens::ui
