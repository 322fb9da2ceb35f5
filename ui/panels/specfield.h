// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/knownmodel.h"

#include <QComboBox>
#include <QTimer>
#include <QWidget>

class QLabel;

namespace quantlens::ui {

class ModelTable;

/// A field for a model spec: known models to choose from, free text otherwise, and what the text means shown below
/// while it is typed. Looking up happens off the UI thread; a late answer to an older text is dropped.
class SpecField : public QWidget
{
    Q_OBJECT

public:
    /// `known` may be nullptr: a field without a list.
    SpecField(const QString& objectName, const QString& accessibleName, ModelTable* known, QWidget* parent = nullptr);

    [[nodiscard]] QString spec() const;
    void setSpec(const QString& spec);
    /// What the text means; `pending` until it is known.
    [[nodiscard]] const KnownModel& result() const { return m_result; }
    [[nodiscard]] QComboBox* combo() const { return m_combo; }

Q_SIGNALS:
    /// The text has changed, or its meaning is known now.
    void changed();
    /// Return was pressed.
    void submitted();

private:
    void refill();
    void textEdited();
    void look();
    void refresh();

    QComboBox* m_combo;
    QLabel* m_message;
    ModelTable* m_known;
    QTimer m_delay;
    KnownModel m_result;
    quint64 m_ticket = 0;
};

} // namespace quantlens::ui
