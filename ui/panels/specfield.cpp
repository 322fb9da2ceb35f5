// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/specfield.h"

#include "core/base/text.h"
#include "ui/models/modeltable.h"
#include "ui/panels/parts.h"

#include <QLineEdit>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace quantlens::ui {

SpecField::SpecField(const QString& objectName, const QString& accessibleName, ModelTable* known, QWidget* parent)
    : QWidget(parent)
    , m_combo(new QComboBox(this))
    , m_message(dimLabel({}, this))
    , m_known(known)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_combo);
    column->addWidget(m_message);

    m_combo->setEditable(true);
    m_combo->setInsertPolicy(QComboBox::NoInsert);
    m_combo->setCompleter(nullptr);
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_combo->setMinimumContentsLength(12);
    nameControl(m_combo, objectName, accessibleName);
    m_combo->lineEdit()->setObjectName(objectName + QStringLiteral("-text"));
    m_combo->lineEdit()->setAccessibleName(accessibleName);
    m_combo->lineEdit()->setPlaceholderText(tr("path to a .gguf file, or http://host:port#model"));
    m_combo->lineEdit()->setClearButtonEnabled(true);
    m_combo->setToolTip(tr("A path to a .gguf file, “gguf:PATH”, or “http://host:port/v1#model” for a running server"));
    setFocusProxy(m_combo);
    m_message->setObjectName(objectName + QStringLiteral("-message"));
    m_message->setMinimumWidth(1);

    if (known) {
        refill();
        connect(known, &ModelTable::modelReset, this, &SpecField::refill);
        connect(known, &ModelTable::rowsInserted, this, &SpecField::refill);
        connect(known, &ModelTable::rowsRemoved, this, &SpecField::refill);
        connect(known, &ModelTable::dataChanged, this, &SpecField::refill);
    }
    m_delay.setSingleShot(true);
    m_delay.setInterval(150);
    connect(&m_delay, &QTimer::timeout, this, &SpecField::look);
    // The list shows labels, the text field holds the spec itself.
    connect(m_combo, &QComboBox::activated, this, [this](int row) { setSpec(m_combo->itemData(row).toString()); });
    connect(m_combo->lineEdit(), &QLineEdit::textChanged, this, &SpecField::textEdited);
    connect(m_combo->lineEdit(), &QLineEdit::returnPressed, this, &SpecField::submitted);
    refresh();
}

void SpecField::refill()
{
    // Filling the list must not touch what the person is typing; a combo box with the model itself would.
    const QString text = m_combo->currentText();
    const QSignalBlocker quietCombo(m_combo);
    const QSignalBlocker quietText(m_combo->lineEdit());
    m_combo->clear();
    for (int row = 0; row < m_known->rowCount(); ++row) {
        const KnownModel* known = m_known->at(row);
        m_combo->addItem(displayName(*known), known->spec);
        m_combo->setItemData(row, base::htmlEscaped(describe(*known)), Qt::ToolTipRole);
    }
    m_combo->setCurrentIndex(-1);
    m_combo->setEditText(text);
}

QString SpecField::spec() const
{
    return m_combo->currentText().trimmed();
}

void SpecField::setSpec(const QString& spec)
{
    m_combo->setEditText(spec);
    m_combo->lineEdit()->setCursorPosition(0);
    m_delay.stop();
    look();
}

void SpecField::textEdited()
{
    ++m_ticket;
    m_result = KnownModel();
    m_result.spec = spec();
    m_delay.start();
    refresh();
    Q_EMIT changed();
}

void SpecField::look()
{
    const QString text = spec();
    const quint64 ticket = ++m_ticket;
    if (text.isEmpty()) {
        m_result = KnownModel();
        refresh();
        Q_EMIT changed();
        return;
    }
    QtConcurrent::run([text] { return inspectSpec(text); }).then(this, [this, ticket](const KnownModel& known) {
        if (ticket != m_ticket)
            return;
        m_result = known;
        refresh();
        Q_EMIT changed();
    });
}

void SpecField::refresh()
{
    const bool empty = spec().isEmpty();
    m_message->setVisible(!empty);
    m_message->setText(base::singleLine(describe(m_result), 400));
    const bool bad = !m_result.pending && m_result.error;
    setTextColor(m_message, bad ? &Theme::error : &Theme::dim);
    m_combo->setAccessibleDescription(empty ? QString() : m_message->text());
}

} // namespace quantlens::ui
